import Testing

@testable import ReportAnalysis
@testable import ReportArticles
@testable import ReportScripting

@Suite struct StoryTrackerTests {
  private func clusters(_ articles: [Article]) throws -> [[Int]] {
    let stories = try StoryTracker.stories(count: articles.count, article: { articles[$0] }, checkpoint: {})
    return Dictionary(grouping: articles.indices, by: { stories[$0] }).values.map { $0 }
  }

  @Test func articlesAboutOneEventGetOneStory() throws {
    let labelled = try StoryFixture.load("same-story.txt")
    let score = StoryFixture.bCubed(try clusters(labelled.map(\.article)), gold: labelled.map(\.story))
    #expect(score.f1 >= 0.9, "\(score)")
    #expect(score.precision >= 0.95, "\(score)")
  }

  @Test func theOrderOfAPortionDoesNotMatter() throws {
    let articles = try StoryFixture.load("same-story.txt").map(\.article)
    func sets(_ articles: [Article]) throws -> Set<Set<String>> {
      Set(try clusters(articles).map { Set($0.map { articles[$0].id }) })
    }
    #expect(try sets(articles.reversed()) == sets(articles))
  }

  @Test func aStoryEndsAfterAWeekWithoutNews() throws {
    let text = ["The dam at Millbrook broke and flooded forty houses in the valley of the Otter."]
    let days = ["2025-01-01", "2025-01-04", "2025-01-30"]
    let articles = days.enumerated().map {
      StoryFixture.article("d\($0.offset)", "Dam breaks at Millbrook", text, day: $0.element)
    }
    let stories = try StoryTracker.stories(count: 3, article: { articles[$0] }, checkpoint: {})
    #expect(stories == [0, 0, 2])
  }

  @Test func aStoryThatEverybodyTellsStaysOne() throws {
    // A third of the news of three days.
    let articles = (0..<1200).map { number in
      let quake = "A strong earthquake struck Stonebridge at dawn; rescuers dig for survivors under the market hall"
      return number % 3 == 0
        ? StoryFixture.article(
          "q\(number)", "Earthquake strikes Stonebridge", ["\(quake), reports paper \(number)."],
          day: "2025-03-0\(1 + number / 3 % 3)")
        : StoryFixture.article(
          "n\(number)", "Choir k\(number * 7919) sings", ["In hall h\(number * 104_729) for prize p\(number)."],
          day: "2025-03-0\(1 + number / 3 % 3)")
    }
    let stories = try StoryTracker.stories(count: articles.count, article: { articles[$0] }, checkpoint: {})
    #expect(Set(articles.indices.filter { $0 % 3 == 0 }.map { stories[$0] }) == [0])
    #expect(Set(articles.indices.filter { $0 % 3 != 0 }.map { stories[$0] }).count > 700)
  }

  @Test func fingerprintsTellCopiesAndShortenedCopies() throws {
    let words = (0..<300).map { Hash.mix(UInt64($0)) }
    let others = (1000..<1300).map { Hash.mix(UInt64($0)) }
    let whole = WordingFingerprint(words[...])
    #expect(whole.isCopy(of: whole))
    #expect(whole.isCopy(of: WordingFingerprint(words[..<260])))
    #expect(!whole.isCopy(of: WordingFingerprint(others[...])))
    #expect(!whole.isCopy(of: WordingFingerprint([])))
    #expect(!WordingFingerprint([]).isCopy(of: WordingFingerprint([])))
  }

  @Test func sketchesAndFrequenciesComeBackFromTheirBytes() throws {
    var indexer = TermIndexer()
    var frequencies = StoryFrequencies()
    for article in try StoryFixture.load("same-story.txt").map(\.article) {
      indexer.read(article, terms: false, evidence: true)
      let evidence = indexer.evidence()
      frequencies.count(evidence)
      let sketch = StorySketch(evidence, frequencies)
      #expect(sketch.bytes.withUnsafeBytes { StorySketch($0) } == sketch)
      #expect(sketch.similarity(to: sketch) > 0.97)
      for length in 0..<sketch.bytes.count {
        #expect(Array(sketch.bytes.prefix(length)).withUnsafeBytes { StorySketch($0) } == nil)
      }
    }
    #expect(frequencies.bytes.withUnsafeBytes { StoryFrequencies($0) } == frequencies)
  }
}
