import ReportArticles
import ReportDocument

/// The value axis of a chart: from a round number at or below the smallest value (0 if none is negative) to one at or
/// above the largest.
struct ChartScale {
  let lower: Double
  let upper: Double
  /// Round values for grid lines, lowest first.
  let ticks: [Double]

  /// A scale for values in three to five steps of 1, 2 or 5 times a power of ten, whichever leaves least room unused.
  init(_ values: [Double]) {
    let candidates = (3...5).map { ChartScale(values, steps: $0) }
    self = candidates.min { $0.upper - $0.lower < $1.upper - $1.lower } ?? ChartScale(values, steps: 4)
  }

  /// A scale that ends at the values themselves, for bars without an axis.
  init(exactly values: [Double]) {
    let finite = values.filter(\.isFinite)
    lower = min(0, finite.min() ?? 0)
    let high = max(0, finite.max() ?? 0)
    upper = high == lower ? lower + 1 : high
    ticks = []
  }

  private init(_ values: [Double], steps count: Int) {
    let finite = values.filter(\.isFinite)
    let low = min(0, finite.min() ?? 0)
    var high = max(0, finite.max() ?? 0)
    if high == low { high = low + 1 }
    let step = Self.roundStep((high - low) / Double(max(1, count)))
    guard step.isFinite, step > 0, (high - low) / step < 64 else {
      (lower, upper, ticks) = (low, high, [low, high])
      return
    }
    let first = (low / step).rounded(.down)
    let last = (high / step).rounded(.up)
    lower = first * step
    upper = last * step
    ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
  }

  /// Where a value stands, 0 at the lower end and 1 at the upper.
  func position(_ value: Double) -> Double {
    value.share(from: lower, to: upper)
  }

  private static func roundStep(_ raw: Double) -> Double {
    guard raw.isFinite, raw > 0 else { return 1 }
    var power = 1.0
    while power * 10 <= raw, power < 1e300 { power *= 10 }
    while power > raw, power > 1e-300 { power /= 10 }
    for factor in [1.0, 2, 5] where factor * power >= raw * 0.999 { return factor * power }
    return 10 * power
  }
}

extension Double {
  /// Where the number stands between two ends, 0…1; 0 for what is not a finite number, and where the ends are none.
  func share(from lower: Double, to upper: Double) -> Double {
    guard isFinite else { return 0 }
    // Halves, so that the distance between two numbers is a number, too.
    let share = (self / 2 - lower / 2) / (upper / 2 - lower / 2)
    return share.isNaN ? 0 : Swift.min(Swift.max(share, 0), 1)
  }

  /// The same place among `steps` marks, 0…`steps`.
  func step(of steps: Int, from lower: Double = 0, to upper: Double) -> Int {
    Int(clamping: (share(from: lower, to: upper) * Double(steps)).rounded())
  }
}

extension Chart {
  /// The values that are there, of all series.
  var allValues: [Double] { series.flatMap { $0.values.compactMap { $0 } }.filter(\.isFinite) }

  /// Which values no drawing can show, in words; nil when there are none.
  func undrawn(_ vocabulary: Vocabulary) -> String? {
    let longest = 5
    var places: [String] = []
    for one in series {
      for (label, value) in zip(labels, one.values) {
        guard let value, !value.isFinite else { continue }
        if places.count == longest {
          places.append("…")
          break
        }
        let name = one.name.isEmpty ? label : "\(one.name), \(label)"
        places.append("\(OutputText.line(name)) (\(value.isNaN ? "NaN" : value < 0 ? "\u{2212}∞" : "∞"))")
      }
      if places.count > longest { break }
    }
    if places.isEmpty { return nil }
    return vocabulary.phrase(.notDrawn, ["values": places.joined(separator: vocabulary.word(.listSeparator))])
  }

  /// Whether the labels are points of time (ISO years, months, days or times), so that they form an axis of time.
  var isOverTime: Bool {
    labels.count > 1
      && labels.allSatisfy { label in
        label.utf8.count >= 7 && NumberText.isHTMLDate(label)
      }
  }

  /// What is seen at a glance, in words: the kind, the title, the highest and the lowest value.
  func description(_ vocabulary: Vocabulary) -> String {
    let word: Vocabulary.Word
    switch kind {
    case .bar: word = .barChart
    case .stackedBar: word = .stackedBarChart
    case .line, .sparkline: word = .lineChart
    case .heatmap: word = .heatmap
    }
    var parts = [(drawing?.name ?? vocabulary.word(word)) + (title.isEmpty ? "" : ": " + title)]
    var lowest: (Double, String)?
    var highest: (Double, String)?
    for one in series {
      for (label, value) in zip(labels, one.values) {
        guard let value, value.isFinite else { continue }
        let name = one.name.isEmpty ? label : "\(one.name), \(label)"
        if value > highest?.0 ?? -.infinity { highest = (value, name) }
        if value < lowest?.0 ?? .infinity { lowest = (value, name) }
      }
    }
    if let highest, let lowest, highest.0 != lowest.0 {
      for (word, extreme) in [(Vocabulary.Word.highest, highest), (.lowest, lowest)] {
        parts.append(
          vocabulary.phrase(word, ["value": vocabulary.number(extreme.0), "label": OutputText.line(extreme.1)]))
      }
    }
    return parts.joined(separator: "; ")
  }
}

/// Coordinates in drawings: at most two decimals, never in exponent form.
enum Coordinate {
  static func text(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e7 else { return "0" }
    let hundredths = Int(clamping: (value * 100).rounded())
    let (whole, fraction) = (abs(hundredths) / 100, abs(hundredths) % 100)
    let sign = hundredths < 0 ? "-" : ""
    if fraction == 0 { return sign + String(whole) }
    return sign + String(whole) + "." + (fraction % 10 == 0 ? String(fraction / 10) : padded(fraction, 2))
  }
}
