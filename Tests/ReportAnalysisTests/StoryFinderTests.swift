import Testing

@testable import ReportAnalysis
@testable import ReportArticles
@testable import ReportScripting

@Suite struct StoryFinderTests {
  @Test func articlesAboutOneEventFormOneStory() throws {
    let labelled = try StoryFixture.load("same-story.txt")
    #expect(labelled.count >= 60)
    let stories = try StoryFinder().stories(in: labelled.map(\.article))
    let score = StoryFixture.bCubed(stories.map(\.members), gold: labelled.map(\.story))
    #expect(score.f1 >= 0.9)
    #expect(score.precision >= 0.95)
  }

  @Test func everyArticleIsInExactlyOneStory() throws {
    let articles = try StoryFixture.load("same-story.txt").map(\.article)
    let stories = try StoryFinder().stories(in: articles)
    #expect(stories.flatMap(\.members).sorted() == Array(articles.indices))
    let firsts = stories.compactMap(\.members.first)
    #expect(firsts == firsts.sorted())
    #expect(Set(stories.map(\.id)).count == stories.count)
  }

  @Test func theOrderOfTheListDoesNotMatter() throws {
    let articles = try StoryFixture.load("same-story.txt").map(\.article)
    func sets(_ articles: [Article]) throws -> Set<Set<String>> {
      Set(try StoryFinder().stories(in: articles).map { Set($0.members.map { articles[$0].id } + [$0.id]) })
    }
    let forwards = try sets(articles)
    #expect(try sets(articles.reversed()) == forwards)
    #expect(try sets(articles.sorted { $0.title < $1.title }) == forwards)
  }

  @Test func identifiersStayWhenArticlesAreAdded() throws {
    let labelled = try StoryFixture.load("same-story.txt")
    let firstWeek = labelled.filter { ($0.article.published?.value ?? "") < "2024-05-12" }
    func ids(_ list: [StoryFixture.Labelled]) throws -> [String: String] {
      var result: [String: String] = [:]
      for story in try StoryFinder().stories(in: list.map(\.article)) {
        for member in story.members { result[list[member].article.id] = story.id }
      }
      return result
    }
    let (before, after) = (try ids(firstWeek), try ids(labelled))
    for (article, story) in before { #expect(after[article] == story) }
  }

  @Test func aSecondMatchOfATeamIsAnotherStoryThatFollowsTheFirst() throws {
    let labelled = try StoryFixture.load("same-story.txt")
    let stories = try StoryFinder().stories(in: labelled.map(\.article))
    func story(_ name: String) throws -> Story {
      try #require(stories.first { $0.members.contains { labelled[$0].story == name } })
    }
    let final = try story("cup-final")
    #expect(final.follows == (try story("cup-semi").id))
    #expect(try story("quake-north").follows == nil)
  }

  @Test func languagesAreJoinedByNamesFiguresAndDays() throws {
    let labelled = try StoryFixture.load("same-story.txt")
    let stories = try StoryFinder().stories(in: labelled.map(\.article))
    let talks = try #require(stories.first { $0.members.contains { labelled[$0].story == "talks" } })
    #expect(Set(talks.members.map { labelled[$0].article.language }) == ["ar", "en"])
    let apart = try StoryFinder(options: .init(joinsLanguages: false)).stories(in: labelled.map(\.article))
    #expect(apart.allSatisfy { Set($0.members.map { labelled[$0].article.language }).count == 1 })
  }

  @Test func noArticlesMakeNoStories() throws {
    #expect(try StoryFinder().stories(in: []).isEmpty)
    let empty = StoryFixture.article("e", "", [])
    #expect(try StoryFinder().stories(in: [empty, empty]).flatMap(\.members).sorted() == [0, 1])
  }
}

@Suite struct DuplicateTests {
  /// Texts long enough to be cut: the articles of each story of the fixture run together.
  private func longArticles() throws -> [Article] {
    var byStory: [String: Article] = [:]
    for labelled in try StoryFixture.load("same-story.txt") where labelled.article.language != "und" {
      let key = labelled.story + labelled.article.language
      if byStory[key] == nil {
        byStory[key] = labelled.article
      } else {
        byStory[key]?.paragraphs += labelled.article.paragraphs
      }
    }
    return byStory.values.sorted { $0.id < $1.id }
  }

  private func words(_ article: Article) -> [String] {
    article.text.split { $0 == " " || $0 == "\n" }.map(String.init)
  }

  @Test func copiesByConstructionAreFoundWithoutError() throws {
    var articles: [Article] = []
    var gold: [String] = []
    func add(_ original: Article, _ suffix: String, _ change: (inout Article) -> Void) {
      var copy = original
      copy.id = original.id + suffix
      change(&copy)
      articles.append(copy)
      gold.append(original.id)
    }
    for (number, original) in try longArticles().enumerated() {
      let words = words(original)
      add(original, "") { _ in }
      add(original, "-headline") { $0.title = "Headline \(number) of another paper" }
      add(original, "-cut") { $0.paragraphs = [words.prefix(max(20, words.count / 2)).joined(separator: " ")] }
      add(original, "-turned") { $0.paragraphs = $0.paragraphs.reversed() }
      add(original, "-edited") {
        var edited = words
        for place in stride(from: 7, to: edited.count, by: 19) { edited[place] = "changed\(number)" }
        $0.paragraphs = [edited.joined(separator: " ")]
      }
    }
    let stories = try StoryFinder(options: .init(joinsLanguages: false)).stories(in: articles)
    let groups = stories.flatMap(\.duplicates)
    let score = StoryFixture.bCubed(groups, gold: gold)
    #expect(score.f1 == 1)
    #expect(groups.flatMap { $0 }.count == articles.count)
  }

  @Test func arabicSpellingVariantsAreTheSameText() throws {
    let text = """
      أعلنت الهيئة العامة للموانئ إعادة فتح الميناء القديم أمام السفن الصغيرة بعد أن أنهت فرق الصيانة إصلاح الرصيف \
      الشرقي، وأكدت أن الرحلات إلى الجزيرة ستبدأ الأحد المقبل
      """
    let variant = text.replacing("أ", with: "ا").replacing("إ", with: "ا").replacing("ة", with: "ه")
      .replacing("ى", with: "ي").replacing("الميناء", with: "المِينـاء")
    let articles = [
      StoryFixture.article("one", "إعادة فتح الميناء", [text], language: "ar", day: "2024-05-01"),
      StoryFixture.article("two", "الميناء القديم يستقبل السفن", [variant], language: "ar", day: "2024-05-01"),
    ]
    #expect(try StoryFinder().stories(in: articles).first?.duplicates == [[0, 1]])
  }

  @Test func theDailyTableOfPricesIsNotACopyOfYesterdays() throws {
    func prices(_ id: String, _ day: String, _ numbers: [Int]) -> Article {
      StoryFixture.article(
        id, "Prices at the Kingsbay market",
        [
          "Prices at the wholesale market of Kingsbay this morning, as given by the board of traders: a sack of wheat \(numbers[0]) crowns, a sack of maize \(numbers[1]) crowns, a crate of apples \(numbers[2]) crowns, a litre of oil \(numbers[3]) crowns."
        ], day: day)
    }
    let articles = [
      prices("mon", "2024-05-06", [412, 305, 188, 97]), prices("tue", "2024-05-07", [409, 311, 190, 96]),
    ]
    #expect(try StoryFinder().stories(in: articles).flatMap(\.duplicates).isEmpty)
    let sameDay = [articles[0], prices("copy", "2024-05-06", [412, 305, 188, 97])]
    #expect(try StoryFinder().stories(in: sameDay).first?.duplicates.map { $0.sorted() } == [[0, 1]])
  }

  // Worked by hand: words a b c d e give the shingles abcd and bcde.
  @Test func shinglesAreOverlappingRunsOfFourWords() {
    #expect(DuplicateFinder.shingles([1, 2, 3, 4, 5]).count == 2)
    #expect(DuplicateFinder.shingles([1, 1, 1, 1, 1, 1]).count == 1)
    #expect(DuplicateFinder.shingles([]).isEmpty)
    #expect(DuplicateFinder.shared([1, 3, 5, 9], [3, 4, 5, 10]) == 2)
  }
}
