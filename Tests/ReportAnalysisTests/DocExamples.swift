// swift-format-ignore-file
// Made by Tests/docs/examples from the documentation comments. Change the comment, then make it anew.
import ReportAnalysis
import ReportDates
import TestSupport
import Testing

/// The examples in the documentation.
@Suite struct ReportAnalysisDocExamples {
@Test("ExternalClusterer") func ExternalClusterer_ExternalClusterer_1() async throws {
let origin = Article.Origin(path: "news.json", format: "json")
let articles = ["Dam opens", "Tea served", "Dam opened"].enumerated().map { number, title in
  Article(id: "\(number)", origin: origin, title: title)
}
let command = #"cat > /dev/null; echo '{"stories":[{"articles":["2","0"]}]}'"#
expectShown(try ExternalClusterer(command: command).stories(in: articles).map(\.members)) { #"[[2, 0], [1]]"# }
}

@Test("ExternalProgramFailure (ExternalProgram.swift)") func ExternalProgram_ExternalProgramFailure_1() async throws {
let failure = ExternalProgramFailure(role: "clusterer", command: "group", reason: .failed(status: 3))
expectShown(failure.description) { #""clusterer “group” ended with exit code 3""# }
}

@Test("ExternalSummarizer") func ExternalSummarizer_ExternalSummarizer_1() async throws {
let article = Article(id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens")
let broken = ExternalSummarizer(command: "exit 3", timeLimit: 10)
expectThrown {
try broken.summarize([article], budget: .sentences(1))
} says: { #"summarizer “exit 3” ended with exit code 3"# }
}

@Test("ExtractiveSummarizer") func ExtractiveSummarizer_ExtractiveSummarizer_1() async throws {
let article = Article(
  id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens at Lenne", language: "en",
  paragraphs: ["The dam at Lenne opened on Monday.", "Tea was served."])
let summary = ExtractiveSummarizer().summarize([article], budget: .sentences(1))
let sentence = summary.sentences[0]
expectShown(sentence.text) { #""The dam at Lenne opened on Monday.""# }
expectShown(sentence.citation.paragraph) { #"0"# }
expectShown(sentence.citation.end) { #"34"# }
}

@Test("FigureFinder") func FigureFinder_FigureFinder_1() async throws {
let article = Article(
  id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens", language: "en",
  paragraphs: ["The dam cost 601 million dollars and took three years."])
let figure = FigureFinder().figures(in: article)[0]
expectShown(figure.text) { #""601 million dollars""# }
expectShown(figure.value) { #"601000000.0"# }
expectShown(figure.unit) { #""dollars""# }
expectShown(figure.citation.start) { #"13"# }
}

@Test("KeywordExtractor") func KeywordExtractor_KeywordExtractor_1() async throws {
let origin = Article.Origin(path: "news.json", format: "json")
let articles = (1...4).map { number in
  Article(
    id: "\(number)", origin: origin, title: "River flood at Lenne", language: "en",
    paragraphs: ["The river flood at Lenne goes on. A river flood is rare there."])
}
expectShown(KeywordExtractor().keywords(in: articles, limit: 1).map(\.text)) { #"["river flood"]"# }
expectShown(KeywordExtractor().names(in: articles).map(\.text)) { #"["Lenne"]"# }
}

@Test("SearchIndex") func SearchIndex_SearchIndex_1() async throws {
let origin = Article.Origin(path: "news.json", format: "json")
let index = SearchIndex([
  Article(id: "1", origin: origin, title: "Handball side wins", language: "en"),
  Article(id: "2", origin: origin, title: "Streets are flooded", language: "en"),
])
expectShown(index.search("flooding").map(\.position)) { #"[1]"# }
expectShown(index.search("handball flooding").map(\.position)) { #"[]"# }
expectShown(index.search("handball flooding", match: .any).count) { #"2"# }
}

@Test("Story") func Story_Story_1() async throws {
let story = Story(id: "story-dam", title: "Dam opens", members: [2, 0, 5], duplicates: [[0, 5]])
expectShown(story.members.first) { #"2"# }
expectShown(story.follows) { #"nil"# }
}

@Test("StoryClusterer (Story.swift)") func Story_StoryClusterer_1() async throws {
struct BySection: StoryClusterer {
  func stories(in articles: [Article]) -> [Story] {
    Dictionary(grouping: articles.indices, by: { articles[$0].section ?? "" })
      .map { Story(id: "story-\($0.key)", title: $0.key, members: $0.value) }
      .sorted { $0.members[0] < $1.members[0] }
  }
}
let origin = Article.Origin(path: "news.json", format: "json")
let articles = ["City", "Sport", "City"].enumerated().map { number, section in
  Article(id: "\(number)", origin: origin, title: "Number \(number)", section: section)
}
expectShown(BySection().stories(in: articles).map(\.members)) { #"[[0, 2], [1]]"# }
}

@Test("StoryFinder") func StoryFinder_StoryFinder_1() async throws {
let origin = Article.Origin(path: "news.json", format: "json")
let text = "The river Lenne rose above the old town on Wednesday night. Some 400 people left their homes."
let articles = [
  Article(id: "post", origin: origin, title: "Flood reaches the old town", language: "en", paragraphs: [text]),
  Article(
    id: "sport", origin: origin, title: "Handball side wins again", language: "en",
    paragraphs: ["The handball side won for the fifth time in a row."]),
  Article(id: "reprint", origin: origin, title: "Flood reaches the old town", language: "en", paragraphs: [text]),
]
let stories = try StoryFinder().stories(in: articles)
expectShown(stories.map(\.members)) { #"[[0, 2], [1]]"# }
expectShown(stories[0].duplicates) { #"[[0, 2]]"# }
}

@Test("StoryJSON") func StoryJSON_StoryJSON_1() async throws {
let origin = Article.Origin(path: "news.json", format: "json")
let articles = ["a", "b"].map { Article(id: $0, origin: origin, title: "Dam") }
expectPrinted(StoryJSON.line(Story(id: "story-a", title: "Dam", members: [0, 1]), articles: articles)) { #"{"story":"story-a","title":"Dam","articles":["a","b"],"duplicates":[],"follows":null}"# }
}

@Test("SummaryBudget (Summary.swift)") func Summary_SummaryBudget_1() async throws {
let article = Article(
  id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens", language: "en",
  paragraphs: ["The dam was opened on Monday. It holds 40 million cubic metres of water."])
expectShown(ExtractiveSummarizer().summarize([article], budget: .words(6)).sentences.map(\.text)) { #"["The dam was opened on Monday."]"# }
}

@Test("SummarySentence (Summary.swift)") func Summary_SummarySentence_1() async throws {
let place = Citation(article: "dam", paragraph: 0, start: 0, end: 15)
let sentence = SummarySentence(text: "The dam opened.", score: 1, citation: place, language: "en")
expectShown(sentence.isVerbatim) { #"true"# }
expectShown(sentence.alsoIn.count) { #"0"# }
}

@Test("Summarizer (Summary.swift)") func Summary_Summarizer_1() async throws {
struct Headlines: Summarizer {
  func summarize(_ articles: [Article], budget: SummaryBudget) -> Summary {
    Summary(
      sentences: articles.map { article in
        let end = article.title.unicodeScalars.count
        return SummarySentence(
          text: article.title, score: 1,
          citation: Citation(article: article.id, paragraph: nil, start: 0, end: end), language: article.language)
      })
  }
}
let article = Article(id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens")
expectShown(Headlines().summarize([article], budget: .sentences(1)).sentences.map(\.text)) { #"["Dam opens"]"# }
}

@Test("Timeline") func Timeline_Timeline_1() async throws {
let reason = UndatedReason(kind: .weekdayMismatch, expression: "Monday, 23 January 2025")
let sentence = SummarySentence(
  text: "It closed on Monday, 23 January 2025.", score: 0,
  citation: Citation(article: "dam", paragraph: 0, start: 0, end: 37), language: "en")
let timeline = Timeline(entries: [], undated: [sentence], undatedReasons: [reason])
expectShown(timeline.undatedReasons.map(\.kind)) { #"[weekdayMismatch]"# }
}

@Test("TimelineOptions (Timeline.swift)") func Timeline_TimelineOptions_1() async throws {

let article = Article(
  id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "The dam at Lenne", language: "en",
  paragraphs: ["The dam was opened on 3 March 2024. It was planned in June 2019."])
let recent = TimelineOptions(from: CivilDate(iso: "2024-01-01"))
expectShown(try TimelineBuilder(tagger: RuleTagger()).timeline(of: [article], options: recent).entries.map(\.value)) { #"["2024-03-03"]"# }
}

@Test("TimelineBuilder") func TimelineBuilder_TimelineBuilder_1() async throws {

let article = Article(
  id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "The dam at Lenne", language: "en",
  paragraphs: ["The dam was opened on 3 March 2024. It was planned in June 2019."])
let timeline = try TimelineBuilder(tagger: RuleTagger()).timeline(of: [article])
expectShown(timeline.entries.map(\.value)) { #"["2019-06", "2024-03-03"]"# }
expectShown(timeline.entries.map(\.sentence.text)[1]) { #""The dam was opened on 3 March 2024.""# }
}

}
