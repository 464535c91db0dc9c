import ReportAnalysis
import ReportDates

// Results of the analysis in a script's hands. They keep the objects of the articles that they speak of.

/// A sentence with its place in an article.
final class SentenceObject: ScriptObject {
  static let typeName = "Sentence"
  let sentence: SummarySentence
  /// The article that it stands in.
  let article: ArticleObject?
  /// Articles that say the same.
  let alsoIn: [ArticleObject]
  /// Whether a document shows citation markers behind it.
  let isCited: Bool

  init(_ sentence: SummarySentence, run: ReportRun, isCited: Bool = true) {
    self.sentence = sentence
    article = run.article(id: sentence.citation.article)
    alsoIn = sentence.alsoIn.compactMap { run.article(id: $0.article) }
    self.isCited = isCited
  }
}

/// A summary.
final class SummaryObject: ScriptObject {
  static let typeName = "Summary"
  let sentences: [SentenceObject]
  let disagreements: [(figures: [String], sentences: [SentenceObject], isUpdate: Bool)]
  let weight: Int
  /// Articles of which nothing may be quoted; their headlines stand where there would be nothing else.
  let unquoted: [ArticleObject]

  init(_ summary: Summary, run: ReportRun, isCited: Bool = true, unquoted: [ArticleObject] = []) {
    self.unquoted = unquoted
    sentences = summary.sentences.map { SentenceObject($0, run: run, isCited: isCited) }
    weight = 400 + summary.sentences.reduce(0) { $0 + $1.weight }
    disagreements = summary.disagreements.map { one in
      (one.figures, one.sentences.map { SentenceObject($0, run: run, isCited: isCited) }, one.isUpdate)
    }
  }
}

/// An event of a timeline.
final class EventObject: ScriptObject {
  static let typeName = "Event"
  let entry: TimelineEntry
  let sentence: SentenceObject
  let articles: [ArticleObject]

  init(_ entry: TimelineEntry, run: ReportRun) {
    self.entry = entry
    sentence = SentenceObject(entry.sentence, run: run)
    var seen: Set<String> = []
    articles = entry.citations.compactMap { seen.insert($0.article).inserted ? run.article(id: $0.article) : nil }
  }

  /// The names of the sources, each once.
  var sources: [String] { articles.map(\.source).uniqued() }

  /// Those that a reader knows: the name of a file is none.
  var namedSources: [String] { articles.compactMap(\.head.namedSource).uniqued() }
}

/// A timeline.
final class TimelineObject: ScriptObject {
  static let typeName = "Timeline"
  let events: [EventObject]
  let undated: [SentenceObject]
  let weight: Int
  /// Why each of `undated` is.
  let reasons: [UndatedReason]

  init(_ timeline: Timeline, run: ReportRun) {
    events = timeline.entries.map { EventObject($0, run: run) }
    weight =
      400 + timeline.entries.reduce(0) { $0 + $1.sentence.weight + 100 * $1.citations.count }
      + timeline.undated.reduce(0) { $0 + $1.weight }
    undated = timeline.undated.map { SentenceObject($0, run: run) }
    reasons = timeline.undatedReasons
  }

  /// What could not be dated, with the reason.
  var gaps: [(sentence: SentenceObject, reason: UndatedReason)] {
    zip(undated, reasons).map { (sentence: $0, reason: $1) }
  }
}

/// Articles that tell the same story.
final class StoryObject: ScriptObject {
  static let typeName = "Story"
  let story: Story
  /// The one that stands for the story first.
  let articles: [ArticleObject]
  let query: QueryObject
  var weight: Int { 800 + 32 * articles.count }

  init(_ story: Story, articles: [ArticleObject], run: ReportRun) {
    self.story = story
    self.articles = articles
    query = QueryObject(run: run, positions: articles.map(\.position))
  }

  /// The names of the sources, each once, the one that stands for the story first.
  var sources: [String] { articles.map(\.source).uniqued() }

  /// Those that a reader knows: the name of a file is none.
  var namedSources: [String] { articles.compactMap(\.head.namedSource).uniqued() }
}

extension SummarySentence {
  fileprivate var weight: Int { 400 + text.utf8.count + 100 * alsoIn.count }
}

extension StoryObject {
  /// Stories that most sources tell first, then those of most articles, then the newest, then in their own order.
  static func byImportance(_ stories: [StoryObject], zone: TimeZoneRules) -> [StoryObject] {
    let ranks = stories.enumerated().map { index, story in
      let newest = story.articles.compactMap { object in
        object.article.bestDate.map { ScriptDate($0.date, basis: $0.basis, zone: zone).instant.secondsSinceEpoch }
      }.max()
      return [-story.sources.count, -story.articles.count, -(newest ?? Int.min / 2), index]
    }
    return stories.indices.sorted { ranks[$0].lexicographicallyPrecedes(ranks[$1]) }.map { stories[$0] }
  }
}
