import Testing

@testable import ReportAnalysis
@testable import ReportArticles

@Suite struct ExternalClustererTests {
  private let articles = (0..<4).map { number in
    Article(
      id: "a\(number)", origin: .init(path: "a", format: "test"), title: "Title \(number)", language: "en",
      published: ArticleDate(
        date: CivilDate(iso: "2025-03-1\(3 - number)"[...])!, precision: .day, evidence: .meta, text: ""),
      paragraphs: ["Text \(number)."])
  }

  private func clusterer(_ answer: String) -> ExternalClusterer {
    ExternalClusterer(command: "cat > /dev/null; printf '%s' '\(answer)'", timeLimit: 20)
  }

  @Test func storiesAreThoseOfTheProgram() throws {
    let stories = try clusterer(
      #"{"stories":[{"articles":["a2","a0"],"title":"Both","duplicates":[["a0","a2","a3"]]},{"articles":[3]}]}"#
    ).stories(in: articles)
    #expect(stories.map(\.members) == [[2, 0], [1], [3]])
    #expect(stories.map(\.title) == ["Both", "Title 1", "Title 3"])
    // The earliest article names the story.
    #expect(stories[0].id == Story.id(founder: "a2"))
    #expect(stories[0].duplicates == [[0, 2]])
  }

  @Test func everyArticleIsInOneStory() throws {
    for answer in [
      #"{"stories":[]}"#, #"{"stories":[{"articles":["a0","a0","a1"]},{"articles":[0,1,"a2"]}]}"#,
      #"{"stories":[{"articles":[]},{"articles":[1,2,3,0]}]}"#,
    ] {
      let stories = try clusterer(answer).stories(in: articles)
      #expect(stories.flatMap(\.members).sorted() == [0, 1, 2, 3])
    }
    #expect(try clusterer("x").stories(in: []).isEmpty)
  }

  @Test func whatIsNotAgreedOnIsAFailureAndTheBuiltInComesIn() throws {
    for answer in [
      "", "[]", #"{"stories":{}}"#, #"{"stories":[{}]}"#, #"{"stories":[{"articles":["b"]}]}"#,
      #"{"stories":[{"articles":[4]}]}"#, #"{"stories":[{"articles":[-1]}]}"#, #"{"stories":[{"articles":[1.5]}]}"#,
    ] {
      #expect(throws: ExternalProgramFailure.self) { try clusterer(answer).stories(in: articles) }
      let stories = try ClustererWithFallback(clusterer(answer)) { #expect($0.contains("built-in")) }.stories(
        in: articles)
      #expect(try stories == StoryFinder().stories(in: articles))
    }
  }
}
