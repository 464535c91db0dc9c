import ReportArticles
import ReportDates

/// Builds timelines: finds the dated sentences of articles, joins those that tell one event, picks the sentence that
/// tells it best and ranks the events, the days that are mentioned most and reported on most first (the two signals that
/// Tran et al. 2015 and Ghalandari and Ifrim 2020 found to carry date selection).
///
/// Nothing is guessed: a date that contradicts its weekday, or that counts from a day which is not known, puts its
/// sentence under `Timeline.undated` with the reason. Costs time linear in the articles.
///
/// ```swift
/// import ReportDates
///
/// let article = Article(
///   id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "The dam at Lenne", language: "en",
///   paragraphs: ["The dam was opened on 3 March 2024. It was planned in June 2019."])
/// let timeline = try TimelineBuilder(tagger: RuleTagger()).timeline(of: [article])
/// timeline.entries.map(\.value)  // → ["2019-06", "2024-03-03"]
/// timeline.entries.map(\.sentence.text)[1]  // → "The dam was opened on 3 March 2024."
/// ```
public struct TimelineBuilder: Sendable {
  /// What finds the dates.
  public let tagger: any TemporalTagger

  /// Makes a builder.
  public init(tagger: any TemporalTagger) { self.tagger = tagger }

  /// The timeline of some articles; empty when they name no dates.
  public func timeline(of articles: [Article], options: TimelineOptions = TimelineOptions()) throws -> Timeline {
    try timeline(of: articles, options: options, checkpoint: {})
  }

  /// The same; what `checkpoint`, called for each article, throws ends the work.
  package func timeline(
    of articles: [Article], options: TimelineOptions, checkpoint: () throws -> Void
  ) throws -> Timeline {
    var extractor = TimelineExtractor(tagger: tagger, options: options)
    for (position, article) in articles.enumerated() {
      try checkpoint()
      extractor.add(article, at: position)
    }
    let mentions = PageFurniture.removed(from: extractor.mentions, articles)
    let merger = TimelineMerger(mentions, articles: articles, table: extractor.table)
    let importance = DayImportance(extractor, mentions)
    let citations = CitationMaker()
    var entries: [TimelineEntry] = []
    for group in merger.groups() {
      guard let first = group.members.first, isWanted(mentions[first].interval, options) else { continue }
      let sources = Set(group.members.map { articles[mentions[$0].article].sourceName })
      if sources.count < options.minSources { continue }
      entries.append(
        entry(group.members.map { mentions[$0] }, articles, sources: sources.count, importance, options, citations))
    }
    if let limit = options.limit, entries.count > limit { entries = Self.mostImportant(entries, max(0, limit)) }
    entries.sort(by: Self.isBefore)
    let gaps = extractor.gaps
    return Timeline(
      entries: entries,
      undated: gaps.map { sentence($0.article, $0.paragraph, $0.range, articles, score: 0, citations) },
      undatedReasons: gaps.map(\.reason))
  }

  private func isWanted(_ interval: DayInterval, _ options: TimelineOptions) -> Bool {
    (options.from.map { interval.last >= $0 } ?? true) && (options.to.map { interval.first <= $0 } ?? true)
  }

  private func entry(
    _ group: [TimelineMention], _ articles: [Article], sources: Int, _ importance: DayImportance,
    _ options: TimelineOptions, _ maker: CitationMaker
  ) -> TimelineEntry {
    let ranked = Self.ranked(group)
    let best = ranked[0]
    // Behind the best one the others stand in the order of the articles, which readers can follow.
    let order =
      [best]
      + ranked.dropFirst().sorted {
        ($0.article, $0.paragraph, $0.range.lowerBound) < ($1.article, $1.paragraph, $1.range.lowerBound)
      }
    let articleCount = Set(group.map(\.article)).count
    let weight = importance.weight(of: best.interval)
    let score =
      (0.2 + 0.8 * best.quality) * weight
      * (1 + Logarithm.natural(Double(sources)) + 0.5 * Logarithm.natural(Double(articleCount)))
    var seen: Set<Citation> = []
    var citations: [Citation] = []
    for mention in order {
      let citation = citation(mention.article, mention.paragraph, mention.range, articles, maker)
      if seen.insert(citation).inserted { citations.append(citation) }
    }
    var chosen = sentence(best.article, best.paragraph, best.range, articles, score: score, maker)
    chosen.alsoIn = Array(citations.dropFirst())
    var entry = TimelineEntry(
      interval: best.interval, value: best.value, precision: best.precision, sentence: chosen, citations: citations,
      score: score, isFuture: options.today.map { best.interval.first > $0 } ?? false, flag: best.flag)
    entry.isReportDay = group.allSatisfy(\.isPublicationDay)
    return entry
  }

  /// The mentions of a group, the one that tells the event best first: stands alone, certain of its date, says what the
  /// others say.
  private static func ranked(_ group: [TimelineMention]) -> [TimelineMention] {
    var frequency: [Int32: Double] = [:]
    for mention in group { for term in mention.terms { frequency[term, default: 0] += 1 } }
    func centrality(_ mention: TimelineMention) -> Double {
      if group.count < 2 || mention.terms.isEmpty { return 0 }
      let sum = mention.terms.reduce(0.0) { $0 + (frequency[$1] ?? 0) - 1 }
      return sum / Double(mention.terms.count) / Double(group.count - 1)
    }
    let scored = group.enumerated().map { ($0.offset, $0.element.quality * (1 + 0.5 * centrality($0.element))) }
    return scored.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map { group[$0.0] }
  }

  /// The `limit` best entries; a second one of the same days counts less, so that one great day does not crowd out the
  /// others.
  private static func mostImportant(_ entries: [TimelineEntry], _ limit: Int) -> [TimelineEntry] {
    var order = entries.indices.sorted {
      entries[$0].score != entries[$1].score
        ? entries[$0].score > entries[$1].score : isBefore(entries[$0], entries[$1])
    }
    // An entry's rank among those of its interval fixes its discount, so one more sort is all it takes.
    var taken: [DayInterval: Int] = [:]
    var discounted: [Int: Double] = [:]
    for index in order {
      let repeats = taken[entries[index].interval, default: 0]
      taken[entries[index].interval] = repeats + 1
      discounted[index] = entries[index].score / (1 + 1.5 * Double(repeats))
    }
    order.sort { (discounted[$1] ?? 0, $0) < (discounted[$0] ?? 0, $1) }
    return order.prefix(limit).map { entries[$0] }
  }

  /// Time order; of entries that start together the longer first, then the more important.
  private static func isBefore(_ left: TimelineEntry, _ right: TimelineEntry) -> Bool {
    if left.interval.first != right.interval.first { return left.interval.first < right.interval.first }
    if left.interval.last != right.interval.last { return left.interval.last > right.interval.last }
    if left.score != right.score { return left.score > right.score }
    return left.sentence.text < right.sentence.text
  }

  private func sentence(
    _ article: Int, _ paragraph: Int, _ range: Range<Int>, _ articles: [Article], score: Double,
    _ maker: CitationMaker
  ) -> SummarySentence {
    SummarySentence(
      text: articles[article].paragraphs[paragraph].utf8Slice(range), score: score,
      citation: citation(article, paragraph, range, articles, maker), language: articles[article].language)
  }

  private func citation(
    _ article: Int, _ paragraph: Int, _ range: Range<Int>, _ articles: [Article], _ maker: CitationMaker
  ) -> Citation {
    maker.citation(articles[article], number: article, paragraph: paragraph, utf8Range: range)
  }
}

extension Article {
  /// What counts as one source: the publisher, or the article itself where it is not known.
  var sourceName: String { publisher.map { "publisher " + TextFolding.fold($0) } ?? "article " + id }
}

/// Sentences that a page repeats whatever its article is: “The office is closed on Monday”.
enum PageFurniture {
  /// The mentions without those whose sentence stands word for word in articles of other days and means another day there.
  static func removed(from mentions: [TimelineMention], _ articles: [Article]) -> [TimelineMention] {
    var days: [String: DayInterval] = [:]
    var repeated: Set<String> = []
    func text(_ mention: TimelineMention) -> String {
      articles[mention.article].paragraphs[mention.paragraph].utf8Slice(mention.range)
    }
    for mention in mentions {
      let text = text(mention)
      if let known = days[text] {
        if known != mention.interval { repeated.insert(text) }
      } else {
        days[text] = mention.interval
      }
    }
    return repeated.isEmpty ? mentions : mentions.filter { !repeated.contains(text($0)) }
  }
}

/// How much days matter: how many articles mention them, on how many later days they are looked back to, and how many are
/// published on them and on the day after.
struct DayImportance {
  private let mentions: [DayInterval: Int]
  /// Days of publication, two and more after a day, on which it is spoken of.
  private let lookedBackTo: [DayInterval: Int]
  private let published: [Int: Int]
  private let usual: Double

  init(_ extractor: TimelineExtractor, _ list: [TimelineMention]) {
    var articles: [DayInterval: Set<Int>] = [:]
    var later: [DayInterval: Set<Int>] = [:]
    for mention in list where !mention.isPublicationDay {
      articles[mention.interval, default: []].insert(mention.article)
      if let day = extractor.publicationDays[mention.article], day > mention.interval.last.dayNumber + 1 {
        later[mention.interval, default: []].insert(day)
      }
    }
    mentions = articles.mapValues(\.count)
    lookedBackTo = later.mapValues(\.count)
    published = extractor.publishedOnDay
    usual = Double(published.values.reduce(0, +)) / Double(max(1, published.count))
  }

  /// A quarter for a day that nobody mentions; grows with the logarithm of each signal. Days count more than what is
  /// longer.
  func weight(of interval: DayInterval) -> Double {
    var weight = 0.25 + Logarithm.natural(1 + Double(mentions[interval] ?? 0))
    weight += 0.8 * Logarithm.natural(1 + Double(lookedBackTo[interval] ?? 0))
    if interval.days == 1, usual > 0 {
      let day = interval.first.dayNumber
      let reports = Double((published[day] ?? 0) + (published[day + 1] ?? 0)) / 2
      weight += 0.8 * Logarithm.natural(1 + reports / usual)
    }
    switch interval.days {
    case 1: return weight
    case ...31: return weight * 0.75
    case ...366: return weight * 0.5
    default: return weight * 0.35
    }
  }
}
