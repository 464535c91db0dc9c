import ReportArticles
import ReportDates

/// A quantity that an article names.
public struct Figure: Sendable, Hashable {
  /// The figure with its unit as printed: `601 مليون دولار`, `4.25 percent`, `three hospitals`.
  public var text: String
  /// The number, magnitudes multiplied in.
  public var value: Double
  /// The unit as printed; `%` for all ways to write percent; nil when no word goes with the number.
  public var unit: String?
  /// Where the figure stands.
  public var citation: Citation
  /// The sentence that it stands in.
  public var sentence: SummarySentence

  /// Makes a figure.
  public init(text: String, value: Double, unit: String?, citation: Citation, sentence: SummarySentence) {
    self.text = text
    self.value = value
    self.unit = unit
    self.citation = citation
    self.sentence = sentence
  }
}

/// Finds quantities with their units, in digits (European, Arabic-Indic, Persian) and in English and Arabic number
/// words. Dates, years, clock times, resolution and law numbers are left out.
///
/// ```swift
/// let article = Article(
///   id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens", language: "en",
///   paragraphs: ["The dam cost 601 million dollars and took three years."])
/// let figure = FigureFinder().figures(in: article)[0]
/// figure.text  // → "601 million dollars"
/// figure.value  // → 601000000.0
/// figure.unit  // → "dollars"
/// figure.citation.start  // → 13
/// ```
public struct FigureFinder: Sendable {
  private let words: FigureWords

  /// Makes a finder.
  public init() { words = FigureWords() }

  /// The figures of an article in reading order.
  public func figures(in article: Article) -> [Figure] {
    let analyzer = TextAnalyzer(language: article.language)
    let months = MonthWords(language: article.language)
    var result: [Figure] = []
    let citations = CitationMaker()
    for (index, paragraph) in article.paragraphs.enumerated() {
      var reader = FigureReader(paragraph, words: words, months: months, language: article.language)
      guard reader.hasNumbers else { continue }
      let found = reader.figures()
      if found.isEmpty { continue }
      let sentences = analyzer.sentences(in: paragraph)
      // Both are in the order of the text.
      var next = 0
      for figure in found {
        while next < sentences.count, sentences[next].upperBound <= figure.range.lowerBound { next += 1 }
        guard next < sentences.count else { break }
        let range = sentences[next]
        let sentence = SummarySentence(
          text: paragraph.utf8Slice(range), score: 0,
          citation: citations.citation(article, number: 0, paragraph: index, utf8Range: range),
          language: article.language)
        result.append(
          Figure(
            text: paragraph.utf8Slice(figure.range), value: figure.value, unit: figure.unit,
            citation: citations.citation(article, number: 0, paragraph: index, utf8Range: figure.range),
            sentence: sentence))
      }
    }
    return result
  }
}

extension String {
  /// The text at UTF-8 offsets; empty when they are not in the string.
  func utf8Slice(_ range: Range<Int>) -> String {
    guard range.lowerBound >= 0, range.upperBound <= utf8.count else { return "" }
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    let end = utf8.index(start, offsetBy: range.count)
    return String(decoding: utf8[start..<end], as: UTF8.self)
  }
}

/// The word lists of `figure-words.txt`.
struct FigureWords: Sendable {
  var magnitudes: [String: Double] = [:]
  var duals: [String: Double] = [:]
  var percent: Set<String> = []
  var percentPairs: Set<String> = []
  var currencies: Set<String> = []
  var labels: Set<String> = []
  var english: [String: Double] = [:]
  var arabic: [String: Double] = [:]

  init() {
    for line in EmbeddedResource.lines("analysis/figure-words.txt") {
      let fields = line.fields.map { TextFolding.fold($0) }
      guard fields.count > 1 else { continue }
      let rest = fields.dropFirst(2)
      switch fields[0] {
      case "magnitude": for word in rest { magnitudes[word] = Double(fields[1]) }
      case "dual": for word in rest { duals[word] = Double(fields[1]) }
      case "percent": percent.formUnion(fields.dropFirst())
      case "percentpair":
        let words = Array(fields.dropFirst())
        for index in stride(from: 0, to: words.count - 1, by: 2) {
          percentPairs.insert(words[index] + " " + words[index + 1])
        }
      case "currency": currencies.formUnion(rest)
      case "label": labels.formUnion(rest)
      case "english": english = Self.pairs(fields.dropFirst())
      case "arabic": arabic = Self.pairs(fields.dropFirst())
      default: continue
      }
    }
  }

  private static func pairs(_ fields: ArraySlice<String>) -> [String: Double] {
    var result: [String: Double] = [:]
    let list = Array(fields)
    for index in stride(from: 0, to: list.count - 1, by: 2) { result[list[index]] = Double(list[index + 1]) }
    return result
  }
}

/// The names of months in a language, folded, to tell days of the month from quantities.
struct MonthWords: Sendable {
  let names: Set<String>

  init(language: String) {
    var names: Set<String> = []
    if let dates = DateNames(language: language) {
      names.formUnion((dates.months + dates.shortMonths + dates.hijriMonths).map { TextFolding.fold($0) })
    }
    if TermTable.primary(language) == "ar" {
      for variant in ArabicMonthNames.allCases { names.formUnion(variant.months.map { TextFolding.fold($0) }) }
    }
    self.names = Set(names.flatMap { $0.split { $0 == " " || $0 == "/" || $0 == "." }.map(String.init) })
  }
}
