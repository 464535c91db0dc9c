import ReportArticles

/// Line breaking classes and display widths of scalars (UAX #14, UAX #11), from `unicode/linebreak.txt`.
struct TextMetrics: Sendable {
  /// The classes of UAX #14 that are told apart after its rule LB1; what breaks alike is one.
  enum Class: UInt8, Sendable {
    case AL, BK, CR, LF, SP, ZW, WJ, GL, CM, ZWJ, OP, CL, CP, QU, EX, IS, SY, IN, NS, B2, HY, BA, BB, NU, PR, PO, ID, EB
    case EM, RI

    // swift-format-ignore: NeverForceUnwrap
    fileprivate static let byName: [String: Class] = Dictionary(
      (0...Class.RI.rawValue).compactMap { Class(rawValue: $0) }.map { ("\($0)", $0) }, uniquingKeysWith: { $1 })
  }

  /// The one table; it is read once and never changes.
  static let shared = TextMetrics(EmbeddedResource.text("unicode/linebreak.txt") ?? "")

  private struct Entry {
    let first: UInt32
    let last: UInt32
    let packed: UInt8
  }

  private let entries: [Entry]
  /// Class and width of the scalars below U+0800, packed: class in the lower six bits, width above.
  private let low: [UInt8]
  private static let plain: UInt8 = Class.AL.rawValue | 1 << 6

  private init(_ text: String) {
    var entries: [Entry] = []
    var low = [UInt8](repeating: Self.plain, count: 0x800)
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: " ")
      guard fields.count == 4, let first = UInt32(fields[0], radix: 16), let last = UInt32(fields[1], radix: 16),
        let category = Class.byName[String(fields[2])], let width = UInt8(fields[3]), first <= last
      else { continue }
      let packed = category.rawValue | width << 6
      if first < 0x800 { for scalar in first...min(last, 0x7FF) { low[Int(scalar)] = packed } }
      if last >= 0x800 { entries.append(Entry(first: max(first, 0x800), last: last, packed: packed)) }
    }
    self.entries = entries
    self.low = low
  }

  @inline(__always)
  private func packed(_ scalar: UInt32) -> UInt8 {
    if scalar < 0x800 { return low[Int(scalar)] }
    var (lower, upper) = (0, entries.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if entries[middle].last < scalar { lower = middle + 1 } else { upper = middle }
    }
    return lower < entries.count && entries[lower].first <= scalar ? entries[lower].packed : Self.plain
  }

  @inline(__always)
  func category(_ scalar: Unicode.Scalar) -> Class { Class(rawValue: packed(scalar.value) & 63) ?? .AL }

  /// Columns of a scalar by itself: 0, 1 or 2.
  @inline(__always)
  func width(_ scalar: Unicode.Scalar) -> Int { Int(packed(scalar.value) >> 6) }

  /// Columns of a text on one line: emoji joined by U+200D or followed by a skin tone count once, U+FE0F makes a symbol an
  /// emoji of two columns.
  func width(_ text: some StringProtocol) -> Int {
    var total = 0
    var previous = 0
    var isJoined = false
    for scalar in text.unicodeScalars {
      if scalar.value == 0x200D {
        isJoined = true
        continue
      }
      if scalar.value == 0xFE0F {
        if previous == 1 {
          total += 1
          previous = 2
        }
        continue
      }
      var columns = width(scalar)
      if columns == 2, isJoined || (0x1F3FB...0x1F3FF).contains(scalar.value) && previous == 2 { columns = 0 }
      isJoined = false
      total += columns
      if columns > 0 { previous = columns }
    }
    return total
  }
}
