// swift-format-ignore-file
// Made by Tests/docs/examples from the documentation comments. Change the comment, then make it anew.
import ReportDates
import TestSupport
import Testing

/// The examples in the documentation.
@Suite struct ReportDatesDocExamples {
@Test("DateStyle (DateFormatting.swift)") func DateFormatting_DateStyle_1() async throws {
let day = CivilDate(iso: "2024-06-05")!
expectShown(DateFormatting.string(day, style: .long, language: "en-US")) { #""June 5, 2024""# }
expectShown(DateFormatting.string(day, style: .iso, language: "en-US")) { #""2024-06-05""# }
}

@Test("DateFormatting") func DateFormatting_DateFormatting_1() async throws {
let day = CivilDate(iso: "2025-01-20")!
expectShown(DateFormatting.string(day, style: .full, language: "en-GB")) { #""Monday 20 January 2025""# }
expectShown(DateFormatting.string(day, language: "ar", digits: .arab)) { #""٢٠ يناير ٢٠٢٥""# }
expectShown(DateFormatting.string(day, language: "de")) { #""20. Januar 2025""# }
expectShown(DateFormatting.string(day, language: "ja")) { #""2025年1月20日""# }
expectShown(DateFormatting.relative(day, today: day.adding(days: 1), language: "fr")) { #""hier""# }
}

@Test("CalendarSystem (DateNames.swift)") func DateNames_CalendarSystem_1() async throws {
let day = CivilDate(iso: "2024-07-07")!
expectShown(DateFormatting.string(day, language: "en-GB", calendar: .hijri)) { #""1 Muharram 1446 AH""# }
}

@Test("DigitSystem (DateNames.swift)") func DateNames_DigitSystem_1() async throws {
expectShown(DigitSystem.arab.digits(in: "08:10")) { #""٠٨:١٠""# }
}

@Test("ArabicMonthNames (DateNames.swift)") func DateNames_ArabicMonthNames_1() async throws {
expectShown(ArabicMonthNames(language: "ar-SY").months[0]) { #""كانون الثاني""# }
expectShown(ArabicMonthNames(language: "ar-EG").months[0]) { #""يناير""# }
}

@Test("DateNames") func DateNames_DateNames_1() async throws {
let french = DateNames(language: "fr")!
expectShown(french.month(8)) { #""août""# }
expectShown(french.weekday(.sunday)) { #""dimanche""# }
expectShown(DateNames(language: "xx")) { #"nil"# }
}

@Test("HijriDate") func HijriDate_HijriDate_1() async throws {
let newYear = HijriDate(year: 1446, month: 1, day: 1)!
expectShown(newYear.civilDate) { #"2024-07-07"# }
expectShown(HijriDate(CivilDate(iso: "2024-03-11")!)) { #"1445-09-01"# }
expectShown(HijriDate.days(ofYear: 1446, month: 9)?.first) { #"2025-03-01"# }
}

@Test("RuleTagger") func RuleTagger_RuleTagger_1() async throws {
let tagger = RuleTagger()
let monday = DateReference(day: CivilDate(iso: "2025-01-20"))
let text = "The dam was opened on 3 March 2024. The talks resume next week."
expectShown(tagger.expressions(in: text, language: "en", reference: monday).map(\.value)) { #"["2024-03-03", "2025-W05"]"# }
let arabic = tagger.expressions(in: "افتتح السد يوم 20 يناير 2025", language: "ar", reference: monday)
expectShown(arabic.map(\.value)) { #"["2025-01-20"]"# }
}

@Test("ScriptDuration") func ScriptDuration_ScriptDuration_1() async throws {
let span = ScriptDuration("1d12h")!
expectShown(span.description) { #""P1DT12H""# }
expectShown((span + span).days) { #"2"# }
expectShown(ScriptDuration("P2W") == ScriptDuration(days: 14)) { #"true"# }
expectShown(ScriptDuration("soon")) { #"nil"# }
}

@Test("TemporalExpression") func TemporalExpression_TemporalExpression_1() async throws {
let reference = DateReference(day: CivilDate(iso: "2025-01-23"))
let found = RuleTagger().expressions(in: "It took two days.", language: "en", reference: reference)[0]
expectShown(found.text) { #""two days""# }
expectShown(found.kind.rawValue) { #""DURATION""# }
expectShown(found.value) { #""P2D""# }
expectShown(found.interval) { #"nil"# }
}

@Test("DateReference (TemporalExpression.swift)") func TemporalExpression_DateReference_1() async throws {
let tagger = RuleTagger()
let text = "The talks ended yesterday."
let thursday = DateReference(day: CivilDate(iso: "2025-01-23"))
expectShown(tagger.expressions(in: text, language: "en", reference: thursday)[0].value) { #""2025-01-22""# }
let unknown = DateReference(day: nil)
expectShown(tagger.expressions(in: text, language: "en", reference: unknown)[0].resolution) { #"unresolved"# }
}

@Test("TemporalTagger (TemporalExpression.swift)") func TemporalExpression_TemporalTagger_1() async throws {
struct NewYearOnly: TemporalTagger {
  func expressions(in text: String, language: String, reference: DateReference) -> [TemporalExpression] {
    guard text.utf8.starts(with: "New Year 2025".utf8) else { return [] }
    return [
      TemporalExpression(
        range: 0..<13, text: "New Year 2025", kind: .date, value: "2025-01-01", resolution: .explicit)
    ]
  }
}
let article = Article(
  id: "1", origin: .init(path: "a.txt", format: "text"), title: "New Year 2025 is here")
expectShown(NewYearOnly().expressions(in: article, reference: DateReference(of: article)).map(\.paragraph)) { #"[nil]"# }
}

@Test("TimeZoneError (TimeZoneRules.swift)") func TimeZoneRules_TimeZoneError_1() async throws {
expectThrown {
try TimeZoneRules(identifier: "Mars/Olympus")
} says: { #"unknown time zone ‘Mars/Olympus’: names are those of the IANA database, e.g. Africa/Cairo"# }
}

@Test("TimeZoneRules") func TimeZoneRules_TimeZoneRules_1() async throws {
let berlin = try TimeZoneRules(identifier: "Europe/Berlin")
let day = CivilDate(iso: "2025-07-01")!
expectShown(berlin.instant(of: day, secondOfDay: 8 * 3600)) { #"2025-07-01T08:00:00+02:00"# }
expectShown(berlin.local(Instant(rfc3339: "2025-01-01T00:00:00Z")!)) { #"2025-01-01T01:00:00+01:00"# }
}

}
