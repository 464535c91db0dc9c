import Testing

@testable import ReportAnalysis
@testable import ReportArticles
@testable import ReportDates
@testable import ReportScripting

/// Finds the phrases that a test lists, nothing else: the timeline is tested apart from the reading of dates.
private struct ListedDates: TemporalTagger {
  struct Meaning: Sendable {
    var value: String
    var from: String?
    var to: String?
    var resolution = TemporalExpression.Resolution.explicit
    var kind = TemporalExpression.Kind.date
    var flag: TemporalExpression.Flag?
    var confidence = TemporalExpression.Confidence.high
  }

  var meanings: [String: Meaning]

  func expressions(in text: String, language: String, reference: DateReference) -> [TemporalExpression] {
    var found: [TemporalExpression] = []
    let bytes = Array(text.utf8)
    for (phrase, meaning) in meanings {
      let needle = Array(phrase.utf8)
      var start = 0
      while start + needle.count <= bytes.count {
        if Array(bytes[start..<(start + needle.count)]) == needle {
          let from = meaning.from.flatMap { CivilDate(iso: $0) }
          let to = (meaning.to ?? meaning.from).flatMap { CivilDate(iso: $0) }
          let interval = from.flatMap { first in to.map { DayInterval(first, $0) } }
          found.append(
            TemporalExpression(
              range: start..<(start + needle.count), text: phrase, kind: meaning.kind, value: meaning.value,
              interval: interval, resolution: meaning.resolution, confidence: meaning.confidence, flag: meaning.flag))
          start += needle.count
        } else {
          start += 1
        }
      }
    }
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}

@Suite struct TimelineBuilderTests {
  private typealias Meaning = ListedDates.Meaning

  private func day(_ value: String, _ resolution: TemporalExpression.Resolution = .explicit) -> Meaning {
    Meaning(value: value, from: value, resolution: resolution)
  }

  private func timeline(
    _ articles: [Article], _ meanings: [String: Meaning], _ options: TimelineOptions = TimelineOptions()
  ) throws -> Timeline {
    try TimelineBuilder(tagger: ListedDates(meanings: meanings)).timeline(of: articles, options: options)
  }

  private let bridge = [
    StoryFixture.article(
      "wire", "Bridge closed",
      ["The council of Stonebridge closed the old river bridge on 13 May 2024 after divers found cracks in two piers."],
      publisher: "Meridian Wire"),
    StoryFixture.article(
      "post", "Detour for months",
      [
        "Shops are empty. It was closed on 13 May 2024 because of cracks in the piers of the river bridge.",
        "Stonebridge council shut the river bridge on 13 May 2024 when divers discovered cracks in its piers.",
      ], publisher: "The Harbour Post"),
    StoryFixture.article(
      "gazette", "School opens", ["A new school for 300 pupils opened in Ashford on 13 May 2024 with a concert."],
      publisher: "North Gazette"),
  ]

  @Test func oneEventToldByTwoSourcesIsOneEntryWithAllCitations() throws {
    let timeline = try timeline(bridge, ["13 May 2024": day("2024-05-13")])
    #expect(timeline.entries.count == 2)
    let entry = try #require(timeline.entries.first { $0.citations.count > 1 })
    #expect(Set(entry.citations.map(\.article)) == ["wire", "post"])
    #expect(entry.citations.first == entry.sentence.citation)
    #expect(entry.sentence.alsoIn == Array(entry.citations.dropFirst()))
    #expect(!entry.sentence.text.hasPrefix("It was"))
    #expect(entry.precision == .day)
    #expect(entry.value == "2024-05-13")
  }

  @Test func sentencesAreVerbatimAndCitedInScalars() throws {
    let text = "مقدمة قصيرة. افتتحت الوزارة الجسر الجديد في 13 مايو 2024 بحضور السكان."
    let article = StoryFixture.article("a", "", [text], language: "ar")
    let entry = try #require(try timeline([article], ["13 مايو 2024": day("2024-05-13")]).entries.first)
    let scalars = Array(text.unicodeScalars)
    let cited = String(String.UnicodeScalarView(scalars[entry.sentence.citation.start..<entry.sentence.citation.end]))
    #expect(cited == entry.sentence.text)
    #expect(entry.sentence.text == "افتتحت الوزارة الجسر الجديد في 13 مايو 2024 بحضور السكان.")
  }

  @Test func arabicSpellingAndParaphraseDoNotPartAnEvent() throws {
    let articles = [
      StoryFixture.article(
        "a", "", ["افتتح وزير الثقافة أسامة الأحمد متحف البحر في ميناء السرايا يوم 18 مايو 2024."], language: "ar",
        publisher: "الأفق"),
      StoryFixture.article(
        "b", "", ["في 18 مايو 2024 افتتح اسامه الاحمد، وزير الثقافه، متحف البحر بميناء السرايا القديم."],
        language: "ar",
        publisher: "الضفة"),
    ]
    let entries = try timeline(articles, ["18 مايو 2024": day("2024-05-18")]).entries
    #expect(entries.count == 1)
    #expect(entries.first?.citations.count == 2)
  }

  @Test func twoLanguagesTellOneEvent() throws {
    let articles = [
      StoryFixture.article(
        "a", "",
        ["Egypt and Sudan agreed in Khartoum on 24 May 2024 to install 42 gauges, said minister Hazem Darwish."]),
      StoryFixture.article(
        "b", "", ["اتفقت مصر والسودان في الخرطوم يوم 24 مايو 2024 على إقامة 42 محطة، وفق الوزير حازم درويش."],
        language: "ar"),
      StoryFixture.article(
        "c", "", ["افتتح في تونس يوم 24 مايو 2024 مهرجان للمسرح بمشاركة 30 فرقة."], language: "ar"),
    ]
    let entries = try timeline(
      articles, ["24 May 2024": day("2024-05-24"), "24 مايو 2024": day("2024-05-24")]
    ).entries
    #expect(entries.map(\.citations.count).sorted() == [1, 2])
  }

  @Test func granularityIsKept() throws {
    let article = StoryFixture.article(
      "a", "",
      [
        "The alliance met for the first time in Niamey in March 2023.", "The rules were adopted by ministers in 2018.",
        "Heavy rain fell over the valley in early June 2024.", "The fair will run in Aleppo from 3 to 5 June 2024.",
        "Work on the northern canal began in the third quarter of 2022.",
      ])
    let entries = try timeline(
      [article],
      [
        "March 2023": Meaning(value: "2023-03", from: "2023-03-01", to: "2023-03-31"),
        "2018": Meaning(value: "2018", from: "2018-01-01", to: "2018-12-31"),
        "early June 2024": Meaning(value: "2024-06", from: "2024-06-01", to: "2024-06-10"),
        "from 3 to 5 June 2024": Meaning(value: "2024-06-03/2024-06-05", from: "2024-06-03", to: "2024-06-05"),
        "the third quarter of 2022": Meaning(value: "2022-Q3", from: "2022-07-01", to: "2022-09-30"),
      ], TimelineOptions(today: CivilDate(iso: "2024-06-02"))
    ).entries
    #expect(entries.map(\.precision) == [.year, .quarter, .month, .approximate, .span])
    #expect(entries.map(\.isFuture) == [false, false, false, false, true])
    #expect(entries.map(\.value) == ["2018", "2022-Q3", "2023-03", "2024-06", "2024-06-03/2024-06-05"])
  }

  @Test func yearsBeforeChristStandInTheirOrder() throws {
    let article = StoryFixture.article(
      "a", "An old city",
      [
        "The emperor died in AD 14 on the coast. The poet was born in 39 BC in the capital.",
        "The consul was killed on 15 March 44 BC in the theatre. The city was founded in 753 BC by two brothers.",
        "The temple was begun in the 5th century BC by the old kings.",
      ])
    let entries = try TimelineBuilder(tagger: RuleTagger()).timeline(of: [article]).entries
    #expect(entries.map(\.value) == ["BC0753", "BC04", "BC0044-03-15", "BC0039", "0014"])
    #expect(entries.map(\.precision) == [.year, .decade, .day, .year, .year])
    #expect(entries.first?.interval.first.description == "-0752-01-01")
  }

  @Test func doubtfulDatesAreNotGuessed() throws {
    let article = StoryFixture.article(
      "seed", "",
      [
        "The ministers met in Riyadh today, Monday, at the invitation of the kingdom.",
        "They will meet again in the same place next week, officials said.",
        "It is hotter nowadays than it was before.",
      ])
    let timeline = try timeline(
      [article],
      [
        "today, Monday": Meaning(value: "PRESENT_REF", resolution: .unresolved, flag: .weekdayMismatch),
        "next week": Meaning(value: "XXXX-WXX", resolution: .unresolved),
        "nowadays": Meaning(value: "PRESENT_REF", resolution: .unresolved),
      ])
    #expect(timeline.entries.isEmpty)
    #expect(timeline.undated.map(\.citation.paragraph) == [0, 1])
    #expect(timeline.undatedReasons.map(\.kind) == [.weekdayMismatch, .unresolved])
    #expect(timeline.undatedReasons.map(\.expression) == ["today, Monday", "next week"])
  }

  @Test func theDayOfTheEventIsPreferredToTheDayOfSaying() throws {
    let article = StoryFixture.article(
      "a", "",
      ["The railway said on Monday that the tunnel, which was begun in 2019, will open to traffic on 3 June 2024."])
    let entries = try timeline(
      [article],
      [
        "on Monday": day("2024-05-20", .reference), "3 June 2024": day("2024-06-03"),
        "2019": Meaning(value: "2019", from: "2019-01-01", to: "2019-12-31"),
      ]
    ).entries
    #expect(entries.map(\.value) == ["2024-06-03"])
  }

  @Test func durationsSetsAndYearsInNamesAreNoEvents() throws {
    let article = StoryFixture.article(
      "a", "",
      [
        "The talks lasted three days and ended without result in the capital.", "The committee meets every Tuesday.",
        "The Agenda 2030 programme employs forty people in the region.",
      ])
    let timeline = try timeline(
      [article],
      [
        "three days": Meaning(value: "P3D", kind: .duration), "every Tuesday": Meaning(value: "XXXX-WXX-2", kind: .set),
        "2030": Meaning(value: "2030", from: "2030-01-01", to: "2030-12-31"),
      ])
    #expect(timeline.entries.isEmpty)
    #expect(timeline.undated.isEmpty)
  }

  @Test func whatHoldsSinceAYearOrBelongsToOneIsNoEventOfIt() throws {
    let article = StoryFixture.article(
      "a", "",
      [
        "The skipper has worked on the line since 2011 and knows the harbour well.",
        "Law 18 of 2024 caps the price that the authority may pay to companies.",
        "The old quarter has been closed to cars since 3 May 2024, the day of the collapse.",
      ])
    let entries = try timeline(
      [article],
      [
        "2011": Meaning(value: "2011", from: "2011-01-01", to: "2011-12-31"),
        "2024 caps": Meaning(value: "2024", from: "2024-01-01", to: "2024-12-31"), "3 May 2024": day("2024-05-03"),
      ]
    ).entries
    #expect(entries.map(\.value) == ["2024-05-03"])
  }

  @Test func withoutADayOfPublicationUncertainDatesAreLeftOut() throws {
    let article = StoryFixture.article(
      "a", "",
      ["The workshop opened its doors in the old town in 1961.", "Last year it sold forty lanterns to the city."])
    var meaning = Meaning(value: "1960", from: "1960-01-01", to: "1960-12-31", resolution: .narrative)
    meaning.confidence = .medium
    let entries = try timeline(
      [article],
      ["in 1961": Meaning(value: "1961", from: "1961-01-01", to: "1961-12-31"), "Last year": meaning]
    ).entries
    #expect(entries.map(\.value) == ["1961"])
  }

  @Test func aDayWithoutItsYearIsOfTheTimeOfPublication() throws {
    let article = StoryFixture.article(
      "a", "",
      [
        "Coverage fell from 94 per cent in 2019 to 86 per cent, the ministry told reporters in the capital.",
        "The vaccines were delivered to the central store on 28 February.",
      ], day: "2025-03-12")
    let entries = try TimelineBuilder(tagger: RuleTagger()).timeline(of: [article]).entries
    #expect(entries.contains { $0.value == "2025-02-28" })
    #expect(!entries.contains { $0.value == "2019-02-28" })
  }

  @Test func aTimeOfDayAloneDatesNothing() throws {
    let article = StoryFixture.article(
      "a", "", ["The ferry was late.", "It hit the quay of the old harbour at 19:40 local time, the authority said."],
      day: "2025-03-10")
    let entries = try TimelineBuilder(tagger: RuleTagger()).timeline(of: [article]).entries
    #expect(!entries.contains { $0.sentence.text.contains("19:40") })
  }

  @Test func aLeadWithoutADateIsTheEventOfTheDayOfPublication() throws {
    let lead = "Thousands of supporters lined the streets of Highmoor to see the cup that Athletic won."
    let article = StoryFixture.article("a", "", [lead, "Captain Joss held it up."], day: "2024-05-20")
    #expect(try timeline([article], [:]).entries.map(\.value) == ["2024-05-20"])
    #expect(try timeline([article], [:], TimelineOptions(resolveRelative: false)).entries.isEmpty)

    var doubtful = article
    doubtful.retrieved = doubtful.published
    doubtful.published = nil
    #expect(try timeline([doubtful], [:]).entries.isEmpty)

    var told = article
    told.paragraphs[1] = "They had won it on Sunday before a crowd of 40,000 people."
    let entries = try timeline([told], ["on Sunday": day("2024-05-19", .reference)]).entries
    #expect(entries.map(\.value) == ["2024-05-19"])
  }

  /// In a language without rules nobody knows what “igår” means: the day of publication is no event of it.
  @Test(arguments: [
    ("sv", "I går brann den gamla kvarnen vid floden ner till grunden efter en explosion."),
    ("pl", "Wczoraj wieczorem spłonął stary młyn nad rzeką po wybuchu gazu w piwnicy."),
    ("nl", "Op 3 maart 2024 brandde de oude molen aan de rivier helemaal af na een explosie."),
    ("hu", "Tegnap este leégett a régi malom a folyó mellett egy robbanás után a pincében."),
    ("ja", "昨日、川沿いの古い水車小屋が全焼した。"),
    ("fi", "Eilen illalla vanha mylly joen varrella paloi maan tasalle räjähdyksen jälkeen."),
    ("el", "Χθες το βράδυ κάηκε ο παλιός μύλος δίπλα στο ποτάμι μετά από έκρηξη στο υπόγειο."),
    ("und", "Keiner weet wat in deze oude taal over het huis en de boom gezegd wordt."),
  ])
  func languagesThatAreNotReadGiveNoDayOfPublication(language: String, text: String) throws {
    let article = StoryFixture.article("a", "", [text], language: language, day: "2026-03-10")
    let timeline = try TimelineBuilder(tagger: RuleTagger()).timeline(of: [article])
    #expect(timeline.entries.isEmpty)
    #expect(timeline.undatedReasons.map(\.kind) == [.languageNotRead])
  }

  @Test func figuresAreReadInEveryLanguage() throws {
    let text = "Den 2026-03-08 brann den gamla kvarnen vid floden ner till grunden."
    let article = StoryFixture.article("a", "", [text], language: "sv", day: "2026-03-10")
    let entries = try TimelineBuilder(tagger: RuleTagger()).timeline(of: [article]).entries
    #expect(entries.map(\.value) == ["2026-03-08"])
    #expect(entries.map(\.isReportDay) == [false])
  }

  @Test func aLeadWithoutADateIsMarkedAsReported() throws {
    let lead = "A fire has destroyed the old mill by the river after an explosion in the cellar."
    let article = StoryFixture.article("a", "", [lead], day: "2026-03-10")
    let entries = try TimelineBuilder(tagger: RuleTagger()).timeline(of: [article]).entries
    #expect(entries.map(\.value) == ["2026-03-10"])
    #expect(entries.map(\.isReportDay) == [true])
  }

  /// A sentence that hardly says whether its Friday is over is listed, not printed as a fact.
  @Test func anUncertainDirectionIsNoFact() throws {
    let article = StoryFixture.article(
      "a", "", ["Old town hall, Riverside quarter, Friday"], day: "2026-03-10")
    let timeline = try TimelineBuilder(tagger: RuleTagger()).timeline(of: [article])
    #expect(!timeline.entries.contains { $0.value == "2026-03-06" || $0.value == "2026-03-13" && $0.flag == nil })
  }

  /// An entry takes the date of its main verb: not that of a since-clause, of how something began, or of a name.
  /// `nil`: the day of the report.
  @Test(arguments: [
    ("en", "The valley saw its worst storm since records began in 1931, and roofs flew off.", nil),
    ("en", "The paper, founded in 1902, lost its ground floor to the flood.", nil),
    ("en", "The coldest night since measurements started in 1881 froze pipes across the whole region.", nil),
    ("en", "The mill, built in 1790, burned down on Sunday.", "2025-06-08"),
    ("en", "The bridge, opened in 1897, was closed on Friday after cracks were found.", "2025-06-06"),
    ("en", "The club was founded in 1902 by three brothers from the valley.", "1902"),
    ("en", "The minister said on Monday that the tunnel opened on 3 May 2024.", "2024-05-03"),
    ("en", "Veterans of the January 25 revolution gathered on the bridge with flags.", "XXXX"),
    ("en", "Survivors of the October 7 attack met the minister in the old town hall.", "XXXX"),
    ("ar", "شهدت المدينة أسوأ عاصفة منذ بدء التسجيل عام 1931 واقتلعت الأسقف.", nil),
    ("ar", "احترق المصنع الذي تأسس عام 1902 يوم الأحد بالكامل ولم يصب أحد.", "2025-06-08"),
    ("ar", "تأسس النادي عام 1902 على يد ثلاثة إخوة من أبناء الوادي.", "1902"),
    ("ar", "اجتمع ناجون من هجوم السابع من أكتوبر مع الوزير في مبنى البلدية القديم.", "XXXX"),
    ("fr", "Le moulin, construit en 1790, a brûlé dimanche dans la vallée.", "2025-06-08"),
    ("fr", "Le club fut fondé en 1902 par trois frères de la vallée.", "1902"),
    ("es", "El molino, construido en 1790, ardió el domingo en el valle.", "2025-06-08"),
    ("es", "El club fue fundado en 1902 por tres hermanos del valle.", "1902"),
    ("de", "Die Mühle, gebaut 1790, brannte am Sonntag im Tal nieder.", "2025-06-08"),
    ("de", "Der Verein wurde 1902 von drei Brüdern aus dem Tal gegründet.", "1902"),
  ])
  func anEntryTakesTheDateOfItsMainVerb(language: String, text: String, day: String?) throws {
    let article = StoryFixture.article("a", "", [text], language: language, day: "2025-06-10")
    let timeline = try TimelineBuilder(tagger: RuleTagger()).timeline(of: [article])
    if day == "XXXX" {
      #expect(timeline.entries.isEmpty)
      #expect(timeline.undatedReasons.map(\.kind) == [.unresolved])
    } else {
      #expect(timeline.entries.map(\.value) == [day ?? "2025-06-10"])
      #expect(timeline.entries.first?.isReportDay == (day == nil))
    }
  }

  @Test func theSameSentenceOfOtherDaysIsFurniture() throws {
    let notice = "The office of the paper on Mill Street is closed on Friday for the holiday."
    let articles = ["2025-06-10", "2025-09-16"].map { (day: String) in
      StoryFixture.article("a\(day)", "", ["Rain fell on \(day) over the whole valley.", notice], day: day)
    }
    let entries = try TimelineBuilder(tagger: RuleTagger()).timeline(of: articles).entries
    #expect(entries.map(\.value) == ["2025-06-10", "2025-09-16"])
  }

  @Test func whatLaterReportsLookBackToCountsMore() throws {
    let event = "The dam above Ashford broke on 3 May 2025 and flooded the lower town."
    var articles = ["2025-05-04", "2025-05-08", "2025-05-20", "2025-06-03"].map { (day: String) in
      StoryFixture.article(
        "a\(day)", "Dam", ["The inquiry into the dam heard witness \(day). \(event)"], day: day, publisher: "P\(day)")
    }
    for number in 0..<3 {
      articles.append(
        StoryFixture.article(
          "b\(number)", "Fair", ["The fair number \(number) was opened by the mayor on 12 May 2025 with a speech."],
          day: "2025-05-12", publisher: "Q\(number)"))
    }
    let entries = try TimelineBuilder(tagger: RuleTagger())
      .timeline(of: articles, options: TimelineOptions(limit: 1)).entries
    #expect(entries.map(\.value) == ["2025-05-03"])
  }

  @Test func optionsLimitWhatIsShown() throws {
    let dates = ["13 May 2024": day("2024-05-13"), "1 June 2024": day("2024-06-01")]
    var articles = bridge
    articles.append(
      StoryFixture.article("later", "", ["The ferry starts on 1 June 2024 from the east bank of the river."]))
    #expect(try timeline(articles, dates).entries.count == 3)
    #expect(try timeline(articles, dates, TimelineOptions(minSources: 2)).entries.count == 1)
    let from = TimelineOptions(from: CivilDate(iso: "2024-05-20"))
    #expect(try timeline(articles, dates, from).entries.map(\.value) == ["2024-06-01"])
    let to = TimelineOptions(to: CivilDate(iso: "2024-05-20"))
    #expect(try timeline(articles, dates, to).entries.count == 2)
    let one = try timeline(articles, dates, TimelineOptions(limit: 1)).entries
    #expect(one.count == 1)
    #expect(one.first?.citations.count == 3 || one.first?.citations.count == 2)
    #expect(try timeline(articles, dates, TimelineOptions(limit: 0)).entries.isEmpty)
  }

  @Test func twoPapersOfOnePublisherAreOneSource() throws {
    var articles = Array(bridge.prefix(2))
    articles[1].publisher = "Meridian Wire"
    let options = TimelineOptions(minSources: 2)
    #expect(try timeline(articles, ["13 May 2024": day("2024-05-13")], options).entries.isEmpty)
  }

  @Test func nothingGivesAnEmptyTimeline() throws {
    #expect(try timeline([], [:]) == Timeline(entries: []))
    #expect(try timeline([StoryFixture.article("a", "", [])], [:]) == Timeline(entries: []))
    #expect(try timeline([StoryFixture.article("a", "", ["", " "])], [:]) == Timeline(entries: []))
  }
}
