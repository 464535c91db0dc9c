import Testing

@testable import ReportEngine

@Suite struct StoryFinderTests {
  @Test func articlesAboutOneEventFormOneStory() throws {
    let labelled = try StoryFixture.load("same-story.txt")
    #expect(labelled.count >= 60)
    let stories = try StoryFinder().stories(in: labelled.map(\.article))
    let score = StoryFixture.bCubed(stories.map(\.members), gold: labelled.map(\.story))
    for story in stories { print(story.members.map { labelled[$0].story + "/" + labelled[$0].article.language }, story.follows ?? "") }
    print(score)
    #expect(score.f1 >= 0.9)
    #expect(score.precision >= 0.95)
  }
}
