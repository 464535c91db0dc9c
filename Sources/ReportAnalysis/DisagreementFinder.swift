import ReportArticles

/// Finds figures of the same quantity, of the same thing at the same time, that articles on one event tell differently.
/// What is not sure to be the same is left out: a false difference does more harm than a missing one.
struct DisagreementFinder {
  /// Sentences of an article that are looked at; what comes later is background.
  private static let sentences = 10
  /// Differences that are shown, and quantities of one unit that are compared.
  private static let limit = 5
  private static let unitLimit = 60
  /// Seconds after which a higher count of victims is an update.
  private static let updateAfter = 3 * 3600

  private let articles: [Article]
  private let times: [Int?]

  init(articles: [Article], times: [Int?]) {
    self.articles = articles
    self.times = times
  }

  private struct Found {
    var article: Int
    var quantity: Quantity
    var sentence: SummarySentence
    var text: String
  }

  /// The differences, each once, those of most articles first; the sentences of each newest first.
  func disagreements() -> [SourceDisagreement] {
    guard articles.count > 1 else { return [] }
    var byUnit: [Quantity.Unit: [Found]] = [:]
    let events = EventsOfArticles(articles)
    var reader = ArticleQuantities()
    for (index, article) in articles.enumerated() {
      for found in reader.quantities(in: article, sentences: Self.sentences) {
        guard byUnit[found.quantity.unit, default: []].count < Self.unitLimit else { continue }
        byUnit[found.quantity.unit, default: []].append(
          Found(article: index, quantity: found.quantity, sentence: found.sentence, text: found.text))
      }
    }
    var result: [(order: Int, difference: SourceDisagreement)] = []
    for (_, list) in byUnit {
      var used: Set<Int> = []
      for (place, one) in list.enumerated() where !used.contains(place) {
        var rows = [place]
        var differs = false
        for (other, theirs) in list.enumerated()
        where other > place && !used.contains(other) && theirs.article != one.article
          && !rows.contains(where: { list[$0].article == theirs.article })
        {
          guard one.quantity.isComparable(to: theirs.quantity), events.areOne(one.article, theirs.article)
          else { continue }
          if !one.quantity.agrees(with: theirs.quantity) {
            if isTold(theirs.quantity, by: one.article, list) || isTold(one.quantity, by: theirs.article, list) {
              continue
            }
            differs = true
          }
          rows.append(other)
        }
        guard differs else { continue }
        used.formUnion(rows)
        result.append((Self.order(of: list[rows[0]]), difference(rows.map { list[$0] })))
      }
    }
    result.sort { $0.order < $1.order }
    return result.prefix(Self.limit).map(\.difference)
  }

  private static func order(of found: Found) -> Int {
    found.article * 100_000 + (found.sentence.citation.paragraph ?? 0) * 1_000
      + min(999, found.quantity.range.lowerBound)
  }

  /// Whether an article tells a quantity too, beside another: it knows of both.
  private func isTold(_ quantity: Quantity, by article: Int, _ list: [Found]) -> Bool {
    list.contains { $0.article == article && $0.quantity.unit == quantity.unit && $0.quantity.agrees(with: quantity) }
  }

  private func difference(_ rows: [Found]) -> SourceDisagreement {
    let newest = rows.sorted { left, right in
      let (one, other) = (times[left.article] ?? .min, times[right.article] ?? .min)
      return one != other ? one > other : left.article < right.article
    }
    // Each figure once.
    var sorted: [Found] = []
    for row in newest where !sorted.contains(where: { $0.quantity.agrees(with: row.quantity) }) { sorted.append(row) }
    var isUpdate = false
    if let last = sorted.first, let first = sorted.last, let end = times[last.article], let start = times[first.article]
    {
      isUpdate =
        sorted.allSatisfy { $0.quantity.fate != nil } && end.subtractingClamped(start) >= Self.updateAfter
        && zip(sorted, sorted.dropFirst()).allSatisfy { $0.quantity.low >= $1.quantity.low }
    }
    return SourceDisagreement(sentences: sorted.map(\.sentence), figures: sorted.map(\.text), isUpdate: isUpdate)
  }
}

/// Which articles tell one event.
private struct EventsOfArticles {
  private var story: [Int]
  private let units: [[EventUnit]]

  init(_ articles: [Article]) {
    var reader = EventUnitReader()
    units = articles.map { reader.units(ofAll: $0) }
    story = Array(articles.indices)
    for (number, found) in ((try? StoryFinder().stories(in: articles)) ?? []).enumerated() {
      for member in found.members { story[member] = number }
    }
  }

  func areOne(_ left: Int, _ right: Int) -> Bool {
    if story[left] == story[right] { return true }
    let likeness = EventLikeness(units[left][...], units[right][...])
    if likeness.titleCover < 0.5 || likeness.names + likeness.places < 0.5 { return false }
    return likeness.conceptCosine >= (likeness.actorCosine >= 0.35 ? 0.3 : 0.5)
  }
}

/// Reads the quantities of one article after another.
private struct ArticleQuantities {
  private let figures = FigureWords()
  private let lists = QuantityWords()
  private var languages: [String: (words: EventWords.Language, analyzer: TextAnalyzer, months: MonthWords)] = [:]

  mutating func quantities(
    in article: Article, sentences limit: Int
  ) -> [(quantity: Quantity, sentence: SummarySentence, text: String)] {
    let tag = TermTable.primary(article.language)
    let language =
      languages[tag]
      ?? (EventWords.Language(tag: tag), TextAnalyzer(language: tag), MonthWords(language: tag))
    languages[tag] = language
    let year = (article.published ?? article.updated)?.date.year ?? 0
    var result: [(quantity: Quantity, sentence: SummarySentence, text: String)] = []
    var room = limit
    for (index, paragraph) in article.paragraphs.enumerated() where room > 0 {
      let ranges = language.analyzer.sentences(in: paragraph).prefix(room)
      room -= ranges.count
      let reader = QuantityReader(
        paragraph, figures: figures, lists: lists, months: language.months, language: article.language,
        words: language.words, analyzer: language.analyzer, year: year)
      for quantity in reader.quantities() {
        guard let range = ranges.first(where: { $0.upperBound >= quantity.range.upperBound }),
          range.lowerBound <= quantity.range.lowerBound
        else { continue }
        let sentence = SummarySentence(
          text: paragraph.utf8Slice(range), score: 0,
          citation: Citation(article: article.id, paragraph: index, utf8Range: range, in: paragraph),
          language: article.language)
        result.append((quantity, sentence, paragraph.utf8Slice(quantity.range)))
      }
    }
    return result
  }
}
