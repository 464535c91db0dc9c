import Testing

@testable import ReportArticles
@testable import ReportDates
@testable import ReportScripting

@Suite struct RuleTaggerTests {
  private let tagger = RuleTagger()
  private let thursday = DateReference(day: CivilDate(iso: "2025-01-23"))

  private func find(_ text: String, _ language: String = "en", _ reference: DateReference? = nil)
    -> [TemporalExpression]
  {
    tagger.expressions(in: text, language: language, reference: reference ?? thursday)
  }

  @Test func weekdayContradictingTodayIsFlaggedAndLeftOpen() {
    let found = find("شهدت الرياض، اليوم الاثنين، اجتماعا.", "ar")
    #expect(found.map(\.value) == ["XXXX-WXX-1"])
    #expect(found.first?.flag == .weekdayMismatch)
    #expect(found.first?.interval == nil)
    #expect(found.first?.confidence == .low)
  }

  @Test func aDoubtfulReferenceLeavesRelativeDatesOpen() {
    let found = find(
      "وصل أمس، وكان قد غادر في مارس 2023.", "ar", DateReference(day: CivilDate(iso: "2025-01-23"), isDoubtful: true))
    #expect(found.map(\.flag) == [.referenceDoubtful, nil])
    #expect(found.map(\.value) == ["XXXX-XX-XX", "2023-03"])
  }

  @Test func withoutReferenceNothingIsGuessed() {
    let found = find("He came yesterday, on 3 May and in 2019.", "en", DateReference(day: nil))
    #expect(found.map(\.value) == ["XXXX-XX-XX", "XXXX-05-03", "2019"])
  }

  @Test func calendarsThatDisagreeAreFlagged() {
    let agreeing = find("في 23 رجب 1446 هـ الموافق 23 يناير 2025", "ar")
    #expect(agreeing.map(\.value) == ["2025-01-23", "2025-01-23"])
    #expect(agreeing.allSatisfy { $0.flag == nil })
    let disagreeing = find("في 23 رجب 1446 هـ الموافق 23 فبراير 2025", "ar")
    #expect(disagreeing.map(\.flag) == [.calendarMismatch, .calendarMismatch])
  }

  @Test func partsOfAMonthNarrowTheDays() {
    let found = find("It opened in early June 2023.")
    #expect(found.map(\.value) == ["2023-06"])
    #expect(found.first?.interval?.last.description == "2023-06-10")
  }

  @Test func otherLanguagesGetDatesInFigures() {
    #expect(find("発行 2024-05-03", "ja").map(\.value) == ["2024-05-03"])
  }

  @Test(arguments: [
    ("Bridge reopened yesterday.", "2025-01-22"), ("Le pont a rouvert hier.", "2025-01-22"),
    ("Se reabrió ayer el puente.", "2025-01-22"), ("افتتح الجسر أمس.", "2025-01-22"),
    ("Die Brücke wurde gestern geöffnet.", "2025-01-22"), ("Vote on 3 May 2024.", "2024-05-03"),
    ("Le 3 mai 2024, vote.", "2024-05-03"), ("El 3 de mayo de 2024, voto.", "2024-05-03"),
    ("Am 3. Mai 2024, Wahl.", "2024-05-03"), ("في 3 مايو 2024.", "2024-05-03"),
  ])
  func textsOfUnknownLanguageAreReadWithTheRulesOfTheirScript(text: String, value: String) {
    #expect(find(text, "und").map(\.value) == [value])
  }

  @Test func weekdaysWithoutAVerbAreUncertain() {
    let found = find("Old town hall, Riverside quarter, Friday")
    #expect(found.map(\.flag) == [.uncertainDirection])
    #expect(found.map(\.confidence) == [.low])
  }

  /// Days of 1 Farvardin from the published calendar of Iran.
  @Test func solarYearsBeginAtTheEquinox() {
    for (year, day) in [
      (1300, "1921-03-21"), (1357, "1978-03-21"), (1375, "1996-03-20"), (1399, "2020-03-20"), (1400, "2021-03-21"),
      (1403, "2024-03-20"), (1404, "2025-03-21"),
    ] {
      #expect(SolarDate.days(year: year, month: 1, day: 1)?.first.description == day)
    }
    #expect(SolarDate.days(year: 1403, month: 12)?.days == 30)
    #expect(SolarDate.days(year: 1404, month: 12)?.days == 29)
    #expect(SolarDate.days(year: 1404, month: 12, day: 30) == nil)
  }

  @Test func timestampsKeepTheirZone() {
    #expect(find("Logged 2024-05-03T14:30:00Z.").map(\.value) == ["2024-05-03T14:30:00Z"])
    #expect(find("Logged 2024-05-03T14:30+02:00.").map(\.value) == ["2024-05-03T14:30+02:00"])
  }

  @Test func articlesAreReadAsOneText() {
    let article = Article(
      id: "a", origin: .init(path: "-", format: "test"), title: "The treaty of 1979", language: "en",
      direction: .leftToRight, paragraphs: ["It was signed on 26 March 1979.", "A year later it was ratified."])
    let found = tagger.expressions(in: article, reference: thursday)
    #expect(found.map(\.paragraph) == [nil, 0, 1])
    #expect(found.map(\.expression.value) == ["1979", "1979-03-26", "1980"])
    #expect(found.last?.expression.range == 0..<12)
  }

  /// Nothing in a text may stop the program, and ranges always lie on whole characters.
  @Test(arguments: RuleTagger.languages + ["und"])
  func anyBytesAreRead(language: String) {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let pieces = [
      "19", "2024", "/", "-", ".", ":", "5", "31", " ", "\n", "مايو", "و", "ال", "أمس", "May", "last", "year", "س",
      "٢٣",
      "th", "BC", "century", "هـ", "رجب", "Uhr", "de", "il y a", "\u{301}", "\u{200F}", "٪", "$",
      "99999999999999999999",
      "قبل", "years", "ago", "the", "following", "T", "Z", "+", "0", "القرن", "الأحد",
    ]
    for round in 0..<120 {
      var text = ""
      if round % 4 == 0 {
        text = String(decoding: (0..<next(200)).map { _ in UInt8(next(256)) }, as: UTF8.self)
      } else {
        for _ in 0..<next(60) { text += pieces[next(pieces.count)] + (next(3) == 0 ? "" : " ") }
      }
      var end = 0
      let bytes = Array(text.utf8)
      for one in find(text, language) {
        #expect(one.range.lowerBound >= end && one.range.upperBound <= bytes.count && !one.range.isEmpty)
        #expect(one.text == String(decoding: bytes[one.range], as: UTF8.self))
        end = one.range.upperBound
      }
    }
  }

  @Test(arguments: [
    "9", "1/", "19-", "2024 ", "و", "the ", "12:30:", "May ", "last year ", "وال", "، ", "in 2019 and ", "٣",
  ])
  func floodsTakeLinearTime(piece: String) {
    let text = String(repeating: piece, count: 12_000 / piece.utf8.count)
    let clock = ContinuousClock()
    for language in ["ar", "en"] {
      let time = clock.measure { _ = find(text, language) }
      #expect(time < .seconds(20))  // a quadratic pass would take minutes
    }
  }
}
