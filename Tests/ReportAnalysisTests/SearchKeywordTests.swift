import Testing

@testable import ReportAnalysis
@testable import ReportArticles
@testable import ReportScripting

@Suite struct SearchIndexTests {
  private let articles = [
    StoryFixture.article("0", "Harbour wall repaired", ["Engineers finished the wall. The harbour opens on Monday."]),
    StoryFixture.article("1", "Council meets", ["The council spoke about the harbour, the budget and the schools."]),
    StoryFixture.article("2", "School budget grows", ["More teachers will be hired from the budget of the council."]),
    StoryFixture.article("3", "إعادة فتح المدرسة", ["أعلنت الوزارة فتح مدرسة جديدة في القرية."], language: "ar"),
    StoryFixture.article("4", "انتهاء أعمال الميناء", ["انتهت أعمال الإصلاح في الميناء القديم."], language: "ar"),
  ]

  @Test func theArticleAboutTheWordComesFirst() {
    let index = SearchIndex(articles)
    #expect(index.search("harbour").map(\.position) == [0, 1])
    #expect(index.search("BUDGET").map(\.position) == [2, 1])
  }

  @Test func allWordsAreNeededUnlessAskedOtherwise() {
    let index = SearchIndex(articles)
    #expect(index.search("harbour budget").map(\.position) == [1])
    #expect(Set(index.search("harbour budget", match: .any).map(\.position)) == [0, 1, 2])
    #expect(index.search("harbour zeppelin").isEmpty)
    #expect(index.search("the harbour").map(\.position) == [0, 1])
    #expect(index.search("").isEmpty)
    #expect(index.search("harbour", limit: 1).count == 1)
  }

  @Test func inflectedAndDifferentlySpeltArabicMatches() {
    let index = SearchIndex(articles)
    #expect(index.search("المدرسه").map(\.position) == [3])
    #expect(index.search("للميناء").map(\.position) == [4])
    #expect(index.search("schools").map(\.position) == [2, 1])
  }

  private func finds(_ query: String, _ texts: [String], language: String = "ar") -> [Int] {
    let articles = texts.enumerated().map { StoryFixture.article("\($0)", $1, [], language: language) }
    return SearchIndex(articles).search(query).map(\.position).sorted()
  }

  @Test func particlesAreWeighedByTheTexts() {
    #expect(finds("غزة", ["انفجار بغزة", "فغزة تنتظر", "لجنة في غزة", "معرض الغزل"]) == [0, 1, 2])
    #expect(finds("بغزة", ["معارك في غزة", "هدنة لغزة"]) == [0, 1])
    #expect(finds("جنة", ["لجنة التحقيق", "جنة صغيرة"]) == [1])
    // «كرافان» stands in many texts and «رافان» in none: no particle.
    #expect(finds("رافان", (0..<5).map { _ in "كرافان جديد" }) == [])
  }

  @Test func abbreviationsAreFoundWithAndWithoutStops() {
    let texts = ["U.S. troops leave", "A US envoy", "Give it to us", "THE US ARMY", "The U.N. envoy", "Who is that"]
    #expect(finds("US", texts, language: "en") == [0, 1])
    #expect(finds("u.s.", texts, language: "en") == [0, 1])
    #expect(finds("UN", texts, language: "en") == [4])
    #expect(finds("WHO", texts, language: "en") == [])
    #expect(finds("U.S. troops", texts, language: "en") == [0])
  }

  @Test func aDecimalIsNotTheNumberWithoutItsComma() {
    #expect(finds("15", ["um 1,5 Prozent", "15 Stellen", "1.500 Stellen"], language: "de") == [1])
    #expect(finds("1500", ["um 1,5 Prozent", "15 Stellen", "1.500 Stellen"], language: "de") == [2])
    #expect(finds("1.5", ["1,5 Prozent", "15 Stellen"], language: "de") == [0])
    #expect(finds("1500", ["cuts 1,500 jobs", "version 1.500"], language: "en") == [0])
  }

  @Test func similarArticlesShareTheStory() throws {
    let labelled = try StoryFixture.load("same-story.txt")
    let index = SearchIndex(labelled.map(\.article))
    for position in labelled.indices {
      let others = labelled.indices.filter {
        $0 != position && labelled[$0].story == labelled[position].story
          && labelled[$0].article.language == labelled[position].article.language
      }
      guard !others.isEmpty else { continue }
      let best = try #require(index.similar(to: position, limit: 1).first)
      #expect(others.contains(best.position), "\(labelled[position].article.title)")
    }
    #expect(index.similar(to: 1000).isEmpty)
  }

  // BM25 by hand: N = 2, df = 1, so idf = ln(1 + 1.5 / 1.5) = ln 2; both articles have 4 words, so the length norm is 1;
  // tf = 1 gives 1 · 2.2 / 2.2 = 1.
  @Test func scoresFollowTheFormula() throws {
    let two = [
      StoryFixture.article("a", "", ["red apples ripen slowly"]),
      StoryFixture.article("b", "", ["green pears fall early"]),
    ]
    let hit = try #require(SearchIndex(two).search("apples").first)
    #expect(abs(hit.score - 0.693147) < 1e-4)
  }
}

@Suite struct KeywordExtractorTests {
  @Test func phrasesComeInTheSpellingOfTheSource() {
    let article = StoryFixture.article(
      "k", "Central bank of Norland cuts interest rates",
      [
        "The central bank cut interest rates on Thursday. Interest rates had been high for years, said the Central Bank of Norland.",
        "Economists expect the central bank to lower interest rates again.",
      ])
    let words = KeywordExtractor().keywords(in: [article], limit: 4).map(\.text)
    #expect(words.prefix(2).contains("interest rates"))
    #expect(words.prefix(3).contains { $0.lowercased().hasPrefix("central bank") })
  }

  @Test func arabicPhrasesAreGroupedAcrossSpellings() {
    let article = StoryFixture.article(
      "k", "التحالف الدولي يجتمع في الرياض",
      [
        "عقد التحالف الدولي اجتماعا في الرياض. وقال التحالف الدولى إن الاجتماع مهم.",
        "وأكد أعضاء التحالف الدولي دعمهم، ورحب التحالف الدولي بعضو جديد.",
      ], language: "ar")
    #expect(KeywordExtractor().keywords(in: [article], limit: 3).first?.text == "التحالف الدولي")
  }

  @Test func whatIsNewAgainstTheBackgroundRises() throws {
    let labelled = try StoryFixture.load("same-story.txt")
    let quake = labelled.filter { $0.story == "quake-north" }.map(\.article)
    let rest = labelled.filter { $0.story != "quake-north" }.map(\.article)
    let rising = KeywordExtractor().rising(in: quake, against: rest, limit: 5)
    let text = rising.map { TextFolding.fold($0.text) }.joined(separator: " ")
    #expect(text.contains("tavrin"))
    #expect(rising.allSatisfy { $0.articles >= 1 && $0.score > 0 })
    #expect(KeywordExtractor().rising(in: [], against: rest).isEmpty)
  }

  @Test func namesThatRecurAreFoundInBothScripts() throws {
    let labelled = try StoryFixture.load("same-story.txt")
    func names(_ story: String, _ language: String) -> [Keyword] {
      KeywordExtractor().names(
        in: labelled.filter { $0.story == story && $0.article.language == language }.map(\.article))
    }
    let bank = names("rates-norland", "en")
    #expect(bank.contains { $0.text == "Astrid Halvary" && $0.articles == 3 })
    #expect(bank.contains { $0.text == "Norland" })
    let budget = names("budget-ar", "ar")
    #expect(budget.contains { $0.text == "هيثم البرغوثي" && $0.articles == 3 })
    let talks = names("talks", "ar").map(\.text)
    #expect(talks.contains("السودان"))
    #expect(talks.contains { $0.hasPrefix("حازم درويش") })
  }

  /// «المتحدة» hardly stands alone here, and numbers in words say nothing.
  @Test func fragmentsAndNumbersAreNoKeywords() {
    let texts = [
      "طالبت الأمم المتحدة بفتح ثلاثة ممرات", "ردت الولايات المتحدة على القرار بعد ثلاثة أيام",
      "قالت الأمم المتحدة إن الجوع يهدد القرى",
      "أرسلت الولايات المتحدة سفينة", "في مقر الأمم المتحدة ثلاثة وفود", "تعهدت الولايات المتحدة بالمال",
    ]
    let articles = texts.enumerated().map { StoryFixture.article("\($0)", "", [$1], language: "ar") }
    let words = KeywordExtractor().keywords(in: articles, limit: 8).map(\.text)
    #expect(words.contains("الأمم المتحدة") && words.contains("الولايات المتحدة"))
    #expect(!words.contains("المتحدة") && !words.contains { $0.contains("ثلاثة") })
  }

  @Test func noSpellingOfAKeywordComesTwice() {
    let texts = ["نتائج أمريكية", "قرار أميركي", "أمريكا ترد", "أميركا تنتظر"]
    let articles = texts.enumerated().map { number, text in
      StoryFixture.article("\(number)", text, ["\(text) و\(text)"], language: "ar")
    }
    let keys = KeywordExtractor().keywords(in: articles + articles, limit: 8)
      .map { SearchKeyReader(language: "ar").key(of: $0.text).text }
    #expect(Set(keys).count == keys.count)
  }

  @Test func whatIsUsualIsNoKeyword() throws {
    func day(_ words: [String]) -> [Article] {
      words.enumerated().map {
        StoryFixture.article("\($0)-\($1)", "Council \($1)", ["The council on \($1). \($1) again."])
      }
    }
    let today = day(["flood", "flood", "flood", "budget"])
    let index = SearchIndex(today + day((0..<40).map { _ in "budget" }))
    let found = try KeywordExtractor().keywords(
      in: today, limit: 3, against: .init(count: index.count) { index.search($0).count }, checkpoint: {})
    #expect(found.first?.text.lowercased().contains("flood") == true)
  }

  // Dunning's G² for 10 of 100 against 1 of 100, by hand: 2·(10 ln(.1/.055) + 90 ln(.9/.945) + 1 ln(.01/.055)
  // + 99 ln(.99/.945)) = 2·(5.978 − 4.391 − 1.705 + 4.606) = 8.98.
  @Test func logLikelihoodMatchesTheHandCalculation() {
    #expect(abs(LogLikelihood.ratio(10, of: 100, against: 1, of: 100) - 8.98) < 0.01)
    #expect(LogLikelihood.ratio(1, of: 100, against: 10, of: 100) == 0)
    #expect(LogLikelihood.ratio(5, of: 50, against: 10, of: 100) == 0)
  }
}

@Suite struct FigureFinderTests {
  private func figures(_ text: String, _ language: String) -> [String] {
    let article = StoryFixture.article("f", "", [text], language: language)
    return FigureFinder().figures(in: article).map { figure in
      let value = figure.value == figure.value.rounded() ? String(Int(figure.value)) : String(figure.value)
      return value + "|" + (figure.unit ?? "")
    }
  }

  @Test(arguments: [
    ("The gauges will cost 18.5 million dollars.", ["18500000|dollars"]),
    ("Inflation fell to 4.25 percent from 4.5%.", ["4.25|%", "4.5|%"]),
    ("About 9,000 drivers voted, 87 per cent of them in favour.", ["9000|drivers", "87|%"]),
    ("The firm paid $3 billion for three factories.", ["3000000000|$", "3|factories"]),
    ("Twenty-five villages and two hundred houses were cut off.", ["25|villages", "200|houses"]),
    ("Resolution 2254 was adopted in 2015 on 18 December at 10:30.", []),
    ("One of them said so.", []),
  ])
  func englishQuantitiesHaveTheirUnits(text: String, expected: [String]) {
    #expect(figures(text, "en") == expected)
  }

  @Test(arguments: [
    ("بهدف جمع 601 مليون دولار للمناطق المحررة", ["601000000|دولار"]),
    ("تماشيا مع قرار مجلس الأمن رقم 2254.", []),
    ("انخفض المخزون إلى ١٨ بالمئة من سعته", ["18|%"]),
    ("ارتفع بنسبة ٣٫٥٪ خلال عام 2018", ["3.5|%"]),
    ("وصلت ثلاث سفن تحمل مليوني برميل", ["3|سفن", "2000000|برميل"]),
    ("أجلي خمسة وعشرون مريضا في 14 مايو 2024", ["25|مريضا"]),
    ("بلغ العدد ١٬٢٥٠ متطوعا", ["1250|متطوعا"]),
  ])
  func arabicQuantitiesHaveTheirUnits(text: String, expected: [String]) {
    #expect(figures(text, "ar") == expected)
  }

  @Test func figuresAreCitedWithTheirSentence() throws {
    let article = StoryFixture.article("f", "", ["Nobody was hurt. The ship carried 310 passengers. It sank."])
    let figure = try #require(FigureFinder().figures(in: article).first)
    #expect(figure.text == "310 passengers")
    #expect(figure.sentence.text == "The ship carried 310 passengers.")
    #expect(figure.citation == Citation(article: "f", paragraph: 0, start: 34, end: 48))
  }
}
