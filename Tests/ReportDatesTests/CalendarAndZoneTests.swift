import Testing

@testable import ReportArticles
@testable import ReportDates
@testable import ReportScripting

@Suite struct HijriDateTests {
  // Dates announced by the Saudi authorities or printed in official gazettes, and the ends of the published tables.
  @Test(arguments: [
    ("1445-09-01", "2024-03-11"), ("1445-10-01", "2024-04-10"), ("1446-07-23", "2025-01-23"),
    ("1446-09-01", "2025-03-01"), ("1447-01-01", "2025-06-26"), ("1442-12-10", "2021-07-20"),
    ("1318-01-01", "1900-04-30"), ("1500-12-30", "2077-11-16"), ("1400-01-01", "1979-11-21"),
  ])
  func hijriDaysMatchTheUmmAlQuraTables(hijri: String, gregorian: String) throws {
    let parts = hijri.split(separator: "-").compactMap { Int($0) }
    let date = try #require(HijriDate(year: parts[0], month: parts[1], day: parts[2]))
    #expect(date.civilDate.description == gregorian)
    #expect(HijriDate(date.civilDate) == date)
  }

  @Test func everyDayRoundTripsInAndAroundTheTabulatedYears() throws {
    let first = try #require(HijriDate(year: 1290, month: 1, day: 1)).civilDate.dayNumber
    let last = try #require(HijriDate(year: 1510, month: 1, day: 1)).civilDate.dayNumber
    for number in first...last {
      let date = try #require(HijriDate(CivilDate(dayNumber: number)))
      #expect(date.civilDate.dayNumber == number)
    }
  }

  @Test func computedYearsBeginInTheRightGregorianYear() throws {
    // Ibn Khaldun: born 732 AH (1332), died 808 AH (1406).
    #expect(HijriDate.days(ofYear: 732)?.first.year == 1331)
    #expect(HijriDate.days(ofYear: 808)?.last.year == 1406)
    #expect(HijriDate(year: 1446, month: 2, day: 31) == nil)
    #expect(HijriDate(CivilDate.earliest) == nil)
  }
}

@Suite struct TimeZoneRulesTests {
  private func instant(_ text: String, _ second: Int = 0) throws -> Int {
    try #require(CivilDate(iso: text)).dayNumber * 86_400 + second
  }

  // Offsets published for these zones: Cairo brought summer time back in 2023; Riyadh has none.
  @Test(arguments: [
    ("Africa/Cairo", "2025-01-23", 7200), ("Africa/Cairo", "2025-07-01", 10_800), ("Africa/Cairo", "2021-07-01", 7200),
    ("Asia/Riyadh", "2025-07-01", 10_800), ("Europe/Berlin", "2060-07-01", 7200), ("Europe/Berlin", "2060-01-01", 3600),
    ("America/New_York", "2050-07-04", -14_400), ("America/Sao_Paulo", "2018-12-01", -7200),
    ("Asia/Kathmandu", "2025-01-01", 20_700), ("UTC", "2025-01-01", 0), ("+02:00", "2025-01-01", 7200),
    ("UTC+2", "2025-01-01", 7200), ("Australia/Sydney", "2050-01-01", 39_600),
    ("Africa/Casablanca", "2025-07-01", 3600),
  ])
  func offsetsMatchTheDatabase(zone: String, day: String, offset: Int) throws {
    #expect(try TimeZoneRules(identifier: zone).offset(at: instant(day, 43_200)) == offset)
  }

  @Test func timesInAGapAndInAnOverlapAreReadAsRFC5545Says() throws {
    let berlin = try TimeZoneRules(identifier: "Europe/Berlin")
    let spring = try #require(CivilDate(iso: "2025-03-30"))
    let autumn = try #require(CivilDate(iso: "2025-10-26"))
    #expect(berlin.instant(of: spring, secondOfDay: 9000).description == "2025-03-30T03:30:00+02:00")
    #expect(berlin.instant(of: autumn, secondOfDay: 9000).description == "2025-10-26T02:30:00+02:00")
    #expect(berlin.instant(of: autumn, secondOfDay: 10_800).description == "2025-10-26T03:00:00+01:00")
  }

  @Test(arguments: [
    "../../etc/passwd", "/etc/passwd", "Africa/../../x", "", "Africa//Cairo", "Nowhere/Land", "Africa", "a\0b",
  ])
  func namesThatAreNoZonesAreRefused(name: String) {
    #expect(throws: TimeZoneError.self) { try TimeZoneRules(identifier: name) }
  }

  @Test func damagedFilesAreRefused() {
    var bytes = TZif.magic + [UInt8](repeating: 0x32, count: 60)
    #expect(TZif(bytes) == nil)
    bytes[4] = 0
    #expect(TZif(bytes) == nil)
    #expect(PosixTimeZone("EET-2EEST,M13.5.5/0,M10.5.4/24") == nil)
    #expect(PosixTimeZone("<-03>3")?.standardOffset == -10_800)
  }
}

@Suite struct DateFormattingTests {
  private let day = CivilDate(year: 2025, month: 1, day: 20) ?? .earliest

  // Patterns and names from CLDR.
  @Test(arguments: [
    ("ar", DateStyle.full, "الاثنين، 20 يناير 2025"), ("ar-SY", .long, "20 كانون الثاني 2025"),
    ("ar-TN", .dayAndMonth, "20 جانفي"), ("en", .full, "Monday 20 January 2025"),
    ("en-US", .full, "Monday, January 20, 2025"), ("en-US", .medium, "Jan 20, 2025"),
    ("fr", .full, "lundi 20 janvier 2025"), ("es", .full, "lunes, 20 de enero de 2025"),
    ("de", .full, "Montag, 20. Januar 2025"), ("de", .short, "20.01.2025"), ("en", .short, "20/01/2025"),
    ("th", .full, "2025-01-20"), ("en", .weekdayAndDay, "Monday 20 January"),
  ])
  func daysAreWrittenAsTheLanguageDoes(language: String, style: DateStyle, text: String) {
    #expect(DateFormatting.string(day, style: style, language: language) == text)
  }

  @Test func digitsAndCalendarCanBeChosen() {
    #expect(DateFormatting.string(day, language: "ar", digits: .arab) == "٢٠ يناير ٢٠٢٥")
    #expect(DateFormatting.string(day, language: "ar", calendar: .hijri) == "20 رجب 1446 هـ")
    #expect(DateFormatting.string(day, language: "en", calendar: .hijri) == "20 Rajab 1446 AH")
  }

  // The year 0 of ISO 8601 is 1 BC; eras as CLDR shortens them.
  @Test func yearsBeforeChristAreWrittenWithTheirEra() throws {
    func year(_ number: Int) throws -> DayInterval {
      DayInterval(
        try #require(CivilDate(astronomicalYear: number, month: 1, day: 1)),
        try #require(CivilDate(astronomicalYear: number, month: 12, day: 31)))
    }
    let texts = [
      ("en", "39 BC"), ("ar", "39 ق.م"), ("fr", "39 av. J.-C."), ("es", "39 a. C."), ("de", "39 v. Chr."),
    ]
    for (language, text) in texts {
      #expect(DateFormatting.string(try year(-38), language: language) == text)
    }
    #expect(DateFormatting.year(0, language: "en") == "1 BC")
    let ides = try #require(CivilDate(astronomicalYear: -43, month: 3, day: 15))
    #expect(DateFormatting.string(ides, language: "en-GB") == "15 March 44 BC")
    #expect(ides.description == "-0043-03-15")
    let spans = [(-57, -49, "58–50 BC"), (-26, 14, "27 BC – 14")]
    for (first, last, text) in spans {
      let days = DayInterval(try year(first).first, try year(last).last)
      #expect(DateFormatting.string(days, language: "en") == text)
    }
    // From the last day of 1 BC to the first of AD 1.
    #expect(CivilDate(astronomicalYear: 0, month: 12, day: 31)?.adding(days: 1) == CivilDate(iso: "0001-01-01"))
    #expect(CivilDate(iso: "0001-01-01")?.adding(months: -1) == CivilDate(astronomicalYear: 0, month: 12, day: 1))
    #expect(CivilDate(year: 0, month: 1, day: 1) == nil)
  }

  @Test func intervalsSayNothingTwice() throws {
    func interval(_ a: String, _ b: String) throws -> DayInterval {
      DayInterval(try #require(CivilDate(iso: a)), try #require(CivilDate(iso: b)))
    }
    #expect(DateFormatting.string(try interval("2024-06-03", "2024-06-05"), language: "en") == "3–5 June 2024")
    #expect(DateFormatting.string(try interval("2024-06-03", "2024-06-05"), language: "de") == "3.–5. Juni 2024")
    #expect(DateFormatting.string(try interval("2024-06-03", "2024-06-05"), language: "en-US") == "June 3–5, 2024")
    let autumn = try interval("2023-09-28", "2023-10-08")
    #expect(DateFormatting.string(autumn, language: "ar") == "28 سبتمبر – 8 أكتوبر 2023")
    #expect(DateFormatting.string(autumn, language: "es") == "28 de septiembre – 8 de octubre de 2023")
    #expect(DateFormatting.string(try interval("2024-02-01", "2024-02-29"), language: "fr") == "février 2024")
    #expect(DateFormatting.string(try interval("2019-01-01", "2021-12-31"), language: "fr") == "2019–2021")
  }

  @Test func nearDaysHaveTheirWord() {
    let today = day.adding(days: 1)
    #expect(DateFormatting.relative(day, today: today, language: "ar") == "أمس")
    #expect(DateFormatting.relative(day, today: today, language: "en") == "yesterday")
    #expect(DateFormatting.relative(day, today: today.adding(days: 1), language: "en") == "Monday 20 January")
    #expect(DateFormatting.relative(day, today: today.adding(days: 1), language: "de") == "vorgestern")
  }

  @Test func instantsShowTheirTime() throws {
    let instant = try #require(Instant(date: day, hour: 8, minute: 5, offset: 7200))
    #expect(DateFormatting.string(instant, language: "en") == "20 January 2025, 08:05")
    #expect(DateFormatting.string(instant, language: "ar", digits: .arab) == "٢٠ يناير ٢٠٢٥، ٠٨:٠٥")
  }
}
