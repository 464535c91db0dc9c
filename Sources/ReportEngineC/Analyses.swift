import CReportEngine
import ReportEngine

// Dates, summaries and stories of what was loaded; in the header's order.

/// The rules for dates are made from text, once.
private let tagger = RuleTagger()

@c @implementation
public func reportengine_dates_in_text(
  _ text: UnsafePointer<CChar>?, _ language: UnsafePointer<CChar>?, _ day: UnsafePointer<CChar>?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> OpaquePointer? {
  reporting(error) {
    guard let text else { throw CallError("reportengine_dates_in_text: text is required") }
    let content = String(cString: text)
    var reference = DateReference(day: nil)
    if let day = day.map({ String(cString: $0) }) {
      guard let parsed = CivilDate(iso: day) else { throw CallError("day: “\(day)” is no day such as 2025-03-14") }
      reference.day = parsed
    }
    let found = tagger.expressions(
      in: content, language: language.map { String(cString: $0) } ?? "und", reference: reference)
    var writer = JSONWriter(escapesInvisible: true)
    writer.array { ExpressionJSON.write(found, in: content, to: &$0) }
    return handOut(OutputHandle(writer.bytes))
  }
}

@c @implementation
public func reportengine_dates_in_article(_ articles: OpaquePointer?, _ position: Int) -> OpaquePointer? {
  guard let all = object(articles, as: ArticlesHandle.self)?.articles, all.indices.contains(position) else {
    return nil
  }
  let article = all[position]
  var writer = JSONWriter(escapesInvisible: true)
  let found = tagger.expressions(in: article, reference: DateReference(of: article))
  writer.array { ExpressionJSON.write(found, in: article, to: &$0) }
  return handOut(OutputHandle(writer.bytes))
}

@c @implementation
public func reportengine_summarize(
  _ articles: OpaquePointer?, _ unit: UnsafePointer<CChar>?, _ most: Int64,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> OpaquePointer? {
  reporting(error) {
    guard let collection = object(articles, as: ArticlesHandle.self), let unit else {
      throw CallError("reportengine_summarize: articles and unit are required")
    }
    guard (1...1_000_000_000).contains(most) else { throw CallError("most: \(most) is not from 1 to 1000000000") }
    let budget: SummaryBudget
    switch String(cString: unit) {
    case "sentences": budget = .sentences(Int(most))
    case "words": budget = .words(Int(most))
    case "characters": budget = .characters(Int(most))
    case let other: throw CallError("unit: “\(other)” is none of sentences, words and characters")
    }
    guard !collection.articles.isEmpty else { return handOut(OutputHandle([])) }
    let summary = ExtractiveSummarizer().summarize(collection.articles, budget: budget)
    return handOut(OutputHandle(Array(SummaryJSON.lines(summary).utf8)))
  }
}

@c @implementation
public func reportengine_stories(
  _ articles: OpaquePointer?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> OpaquePointer? {
  reporting(error) {
    guard let collection = object(articles, as: ArticlesHandle.self) else {
      throw CallError("reportengine_stories: articles are required")
    }
    let stories = try StoryFinder().stories(in: collection.articles)
    return handOut(OutputHandle(Array(StoryJSON.lines(stories, articles: collection.articles).utf8)))
  }
}
