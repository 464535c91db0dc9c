import Testing

@testable import ReportAnalysis
@testable import ReportArticles
@testable import ReportScripting

private func article(
  _ id: String = "a", title: String = "", language: String = "en", publisher: String? = nil, day: String? = nil,
  _ paragraphs: [String]
) -> Article {
  Article(
    id: id, origin: .init(path: id, format: "test"), title: title, publisher: publisher, language: language,
    published: day.flatMap { CivilDate(iso: $0[...]) }.map {
      ArticleDate(date: $0, precision: .day, evidence: .meta, text: "")
    }, paragraphs: paragraphs)
}

/// The passage that a citation names, cut out by Unicode scalars.
private func cited(_ citation: Citation, in articles: [Article]) -> String? {
  guard let article = articles.first(where: { $0.id == citation.article }), let index = citation.paragraph else {
    return nil
  }
  var text = String.UnicodeScalarView()
  text.append(contentsOf: Array(article.paragraphs[index].unicodeScalars)[citation.start..<citation.end])
  return String(text)
}

private let harbour = article(
  title: "Storm closes Port Selma harbour",
  [
    "A storm closed the harbour of Port Selma on Tuesday and left 2,000 homes without power, the city council said.",
    "He added that schools would stay shut.",
    "Read more: storms of the century",
    "“We have never seen waves like this.”",
    "Waves of up to nine metres broke over the harbour wall, and the council ordered all ships to leave the port.",
    "The bakery in Mill Lane sold out of bread.", "What happens next?",
    "Power should be back in all homes of Port Selma by Thursday, the grid company said.",
  ])

@Suite struct SummarizerTests {
  let summarizer = ExtractiveSummarizer()

  @Test func theLeadIsChosenWhereThereIsOne() {
    let summary = summarizer.summarize([harbour], budget: .sentences(1))
    #expect(summary.sentences.map(\.citation.paragraph) == [0])
  }

  @Test func sentencesAreVerbatimInOrderAndCitedExactly() {
    for count in 1...6 {
      let summary = summarizer.summarize([harbour], budget: .sentences(count))
      #expect(summary.sentences.count <= count)
      let places = summary.sentences.map { $0.citation.paragraph ?? -1 }
      #expect(places == places.sorted())
      for sentence in summary.sentences { #expect(cited(sentence.citation, in: [harbour]) == sentence.text) }
    }
  }

  @Test func whatASummarizerHasReadBeforeChangesNothing() async {
    // “und” and “des” are function words of German and French only.
    let german = article(
      "b", language: "de", ["Der Hafen und die Stadt sind des Sturms wegen gesperrt.", "Und des Weiteren."])
    let endless = article("c", [(0..<2_000).map { "w\($0)" }.joined(separator: " ")])
    let fresh = ExtractiveSummarizer().summarize([harbour], budget: .words(60))
    for before in [german, endless, harbour] {
      _ = summarizer.summarize([before], budget: .sentences(1))
      #expect(summarizer.summarize([harbour], budget: .words(60)) == fresh)
    }
    let many = await withTaskGroup(of: Summary.self) { group in
      for _ in 0..<8 { group.addTask { summarizer.summarize([harbour], budget: .words(60)) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(many.allSatisfy { $0 == fresh })
  }

  @Test func promotionQuotesAndQuestionsAreLeftOut() {
    let places = summarizer.summarize([harbour], budget: .sentences(3)).sentences.map(\.citation.paragraph)
    #expect(places == [0, 4, 7])
  }

  @Test func aSentenceThatLeansOnAnotherIsNotPickedAlone() {
    for count in 1...8 {
      let places = summarizer.summarize([harbour], budget: .sentences(count)).sentences.map(\.citation.paragraph)
      if places.contains(1) { #expect(places.contains(0)) }
    }
    let arabic = article(
      language: "ar",
      [
        "وأضاف أن الجسر سيفتح غدا.",
        "أعلنت وزارة النقل أن الجسر الجديد في مدينة الرملة سيفتح غدا أمام السيارات والمشاة.",
      ])
    #expect(summarizer.summarize([arabic], budget: .sentences(1)).sentences.map(\.citation.paragraph) == [1])
  }

  @Test(arguments: [0, 1, 5, 18, 20, 25, 40, 60, 100, 1000])
  func theBudgetIsNeverExceeded(_ limit: Int) {
    let words = summarizer.summarize([harbour], budget: .words(limit)).sentences
    #expect(words.map { $0.text.split(whereSeparator: \.isWhitespace).count }.reduce(0, +) <= limit)
    let characters = summarizer.summarize([harbour], budget: .characters(limit)).sentences
    #expect(characters.map(\.text).joined(separator: " ").unicodeScalars.count <= limit)
  }

  @Test func captionsAndTheRepeatedHeadlineAreNotChosen() {
    var one = article(
      title: "Storm closes harbour",
      [
        "Storm closes harbour", "Waves break over the wall of the harbour in the storm.",
        "It rained a lot on that day in the old town.",
      ])
    one.captions = ["Waves break over the wall of the harbour in the storm."]
    #expect(summarizer.summarize([one], budget: .sentences(1)).sentences.map(\.citation.paragraph) == [2])
  }

  @Test func linesRunTogetherBeforeTheTextAreNotItsLead() {
    // A page whose lines have been joined: those without a mark at their end have got one that stands apart.
    let joined = article(
      "a",
      [
        "By . Post Reporter . PUBLISHED: . 14:11 EST, 25 October 2013 . | . UPDATED: . 15:36 EST, 25 October 2013 . "
          + "A storm closed the harbour of Port Selma and left 2,000 homes without power. Scroll down for video . "
          + "The council ordered all ships to leave the port. Power should be back in all homes by Thursday, the grid company said. "
          + "Worried: Harbour master Jane Marsh, 51, ordered all ships to leave Port Selma on Tuesday ."
      ])
    #expect(
      summarizer.summarize([joined], budget: .sentences(3)).sentences.map(\.text) == [
        "A storm closed the harbour of Port Selma and left 2,000 homes without power.",
        "The council ordered all ships to leave the port.",
        "Power should be back in all homes by Thursday, the grid company said.",
      ])
    // Where all points are written so, they mean nothing.
    let spaced = article(
      "a",
      [
        "A storm closed the harbour of Port Selma . The council ordered all ships to leave the port ."
      ])
    #expect(
      summarizer.summarize([spaced], budget: .sentences(1)).sentences.map(\.text) == [
        "A storm closed the harbour of Port Selma ."
      ])
  }

  @Test func aSecondHeadlineAndLinksBetweenTheLinesAreNotReport() {
    let text = [
      "Two prison officers charged with falsifying records in the Selma case",
      "Two federal prison officers were charged on Tuesday with falsifying records in the Selma case, prosecutors said.",
      "Prison records: how officers were charged in the Selma case before, a long read",
      "The officers are to appear in court on Thursday.", "The director of the prison has resigned.",
      "Inmates of the prison had complained about the officers for years.",
      "More on the case and the records at https://prison.example/records for all who want to read them.",
    ]
    #expect(
      summarizer.summarize([article("a", text)], budget: .sentences(4)).sentences.map(\.citation.paragraph)
        == [1, 3, 4, 5])
    // A first line without a mark is the lead where nothing says it again.
    let untold = [text[0], text[3], "Inmates and lawyers said nothing."]
    #expect(
      summarizer.summarize([article("a", untold)], budget: .sentences(1)).sentences.map(\.citation.paragraph) == [0])
  }

  @Test(arguments: ["* ", "• ", "※", "3) "])
  func aNoteOrAnItemOfAListIsSecondToASentence(_ mark: String) {
    let summary = summarizer.summarize(
      [
        article(
          "a",
          [
            "The calendar of the harbour race has been published.",
            "\(mark)The harbour may change the race as it likes to.",
            "The race leaves the harbour on the first of May.",
          ])
      ], budget: .sentences(2))
    #expect(summary.sentences.map(\.citation.paragraph) == [0, 2])
  }

  @Test func aSentenceOfAWordOrTwoIsNotWorthItsPlace() {
    let summary = summarizer.summarize(
      [
        article(
          "a",
          [
            "A storm closed the harbour of Port Selma on Tuesday and left 2,000 homes without power.",
            "Not everyone stays home.", "Ferries sail again when the harbour has been cleared of wreckage.",
          ])
      ], budget: .sentences(2))
    #expect(summary.sentences.map(\.citation.paragraph) == [0, 2])
  }

  @Test func anArticleThatTellsAThingTwiceIsToldOnce() {
    let summary = summarizer.summarize(
      [
        article(
          "a",
          [
            "A storm closed the harbour of Port Selma on Tuesday and left 2,000 homes without power.",
            "The storm closed the harbour of Port Selma and left homes without power on Tuesday.",
            "Schools stay shut until Thursday, the council said.",
          ])
      ], budget: .sentences(2))
    #expect(summary.sentences.map(\.citation.paragraph) == [0, 2])
  }

  @Test func nothingToChooseFromGivesAnEmptySummary() {
    #expect(summarizer.summarize([], budget: .sentences(3)).sentences.isEmpty)
    #expect(summarizer.summarize([article("a", [])], budget: .sentences(3)).sentences.isEmpty)
    #expect(summarizer.summarize([article("a", ["", "  ", "***"])], budget: .words(50)).sentences.isEmpty)
  }

  // MARK: - Several articles

  private let fire = [
    article(
      "one", title: "مقتل 12 عاملا في حريق مصنع النسيج", language: "ar", publisher: "الأفق", day: "2025-03-10",
      [
        "قتل 12 عاملا وأصيب 30 آخرون في حريق اندلع في مصنع للنسيج بمدينة الرملة مساء الأحد.",
        "وتمكنت فرق الإطفاء من السيطرة على النيران بعد ست ساعات.",
      ]),
    article(
      "two", title: "ارتفاع ضحايا حريق مصنع النسيج إلى 15 عاملا", language: "ar", publisher: "النهار الجديد",
      day: "2025-03-11",
      [
        "ارتفع عدد ضحايا حريق مصنع النسيج بمدينه الرملة الى 15 عاملا بعد وفاة ثلاثة مصابين في المستشفى، وأصيب في الحريق الذي اندلع مساء الأحد نحو 30 آخرون.",
        "وأمرت النيابة بحبس مدير المصنع أربعة أيام على ذمة التحقيق في أسباب الحريق.",
      ]),
    article(
      "three", title: "وزيرة العمل تزور مصابي حريق الرملة", language: "ar", publisher: "الأفق", day: "2025-03-11",
      ["زارت وزيرة العمل مصابي حريق مصنع الرملة في المستشفى ووعدت بصرف تعويضات عاجلة لأسر الضحايا."]),
  ]

  @Test func whatSourcesRepeatIsToldOnceWithThePlacesThatSayTheSame() {
    let copy = article(
      "copy", language: "ar", publisher: "وكالة",
      ["قُتل ١٢ عاملًا وأُصيب ٣٠ آخرون في حريق اندلع في مصنعٍ للنسيج بمدينة الرملة مساء الأحد."])
    let summary = summarizer.summarize([fire[0], copy], budget: .sentences(3))
    #expect(summary.sentences.filter { $0.text.contains("النسيج") || $0.text.contains("للنسيج") }.count == 1)
    #expect(summary.sentences.contains { $0.alsoIn.count == 1 })
    for sentence in summary.sentences {
      #expect(cited(sentence.citation, in: [fire[0], copy]) == sentence.text)
      for place in sentence.alsoIn { #expect(cited(place, in: [fire[0], copy]) != nil) }
    }
  }

  @Test func figuresThatDifferAreShownWithTheNewestFirst() {
    let summary = summarizer.summarize(fire, budget: .sentences(2))
    let disagreement = summary.disagreements.first { $0.figures.contains { $0.contains("15") } }
    #expect(disagreement?.figures.first?.contains("15") == true)
    #expect(disagreement?.figures.last?.contains("12") == true)
    #expect(disagreement?.sentences.first?.citation.article == "two")
  }

  @Test func aStoryOfManyArticlesUsesMoreThanOneSource() {
    let summary = summarizer.summarize(fire, budget: .sentences(3))
    #expect(Set(summary.sentences.map(\.citation.article)).count >= 2)
  }

  @Test func theSameArticlesGiveTheSameSummary() {
    let first = summarizer.summarize(fire + [harbour], budget: .words(80))
    for _ in 0..<3 { #expect(summarizer.summarize(fire + [harbour], budget: .words(80)) == first) }
  }
}
