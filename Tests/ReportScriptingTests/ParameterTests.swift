import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportDates
@testable import ReportScripting

@Suite struct ParameterTests {
  private static let parameters = [
    ReportParameter(name: "topic", kind: .string, isRequired: true, help: "Words to look for"),
    ReportParameter(name: "window", kind: .duration, defaultValue: .duration(ScriptDuration(days: 1))),
    ReportParameter(name: "lang", kind: .choice, defaultValue: .string("ar"), values: ["ar", "en", "fr"]),
    ReportParameter(name: "points", kind: .integer, defaultValue: .integer(7), minimum: 1, maximum: 20),
  ]

  @Test func defaultsStandInForWhatIsNotGiven() throws {
    let values = try ReportParameter.values(of: Self.parameters, given: ["topic": "flood", "points": "3"])
    #expect(values["topic"] == .string("flood"))
    #expect(values["points"] == .integer(3))
    #expect(values["lang"] == .string("ar"))
    #expect(values["window"] == .duration(ScriptDuration(days: 1)))
  }

  @Test func allProblemsAreReportedAtOnce() {
    do throws(ParameterProblems) {
      _ = try ReportParameter.values(
        of: Self.parameters, given: ["lang": "eng", "points": "21", "windw": "1d", "window": "soon"])
      Issue.record("wrong parameters were accepted")
    } catch {
      #expect(
        error.description == """
          parameter “topic”: is required (Words to look for); give text
          parameter “window”: “soon” is not a duration (such as 36h, 1d, 2w, 3mo or P1D)
          parameter “lang”: “eng” is not one of ar, en, fr; did you mean “en”?
          parameter “points”: 21 is not a whole number from 1 to 20
          parameter “windw”: there is no such parameter; did you mean “window”?
          """)
    }
  }

  @Test(arguments: [
    ("1d", ScriptDuration(days: 1)), ("2w", ScriptDuration(days: 14)), ("36h", ScriptDuration(seconds: 129_600)),
    ("1d12h", ScriptDuration(days: 1, seconds: 43_200)), ("3mo", ScriptDuration(months: 3)),
    ("90m", ScriptDuration(seconds: 5400)),
    ("P1Y2M", ScriptDuration(months: 14)), ("P1DT2H", ScriptDuration(days: 1, seconds: 7200)),
    ("-1w", ScriptDuration(days: -7)),
  ])
  func durationsAreRead(text: String, duration: ScriptDuration) {
    #expect(ScriptDuration(text) == duration)
  }

  @Test(arguments: ["", "d", "1", "1x", "P", "PT", "1d2", "P1H", "99999999999d", "--1d", "١d"])
  func whatIsNoDurationIsRefused(text: String) {
    #expect(ScriptDuration(text) == nil)
  }

  @Test(arguments: ["1d", "36h", "2w", "1y2mo", "-1d", "1d12h", "1h1min1s", "10d"])
  func shortDurationsAreWrittenAsTheyAreRead(text: String) throws {
    #expect(try #require(ScriptDuration(text)).shortDescription == text)
  }

  @Test(arguments: ["P1D", "PT36H", "P2W", "P1Y2M", "-P1D", "PT0S", "P1DT12H", "PT1H1M1S"])
  func durationsRoundTripAsISO8601(text: String) throws {
    #expect(try #require(ScriptDuration(text)).description == text)
  }

  @Test func nearestNameIsSuggested() {
    let names = ["title", "subtitle", "section", "text", "published"]
    #expect(Suggestion.closest(to: "titel", among: names) == "title")
    #expect(Suggestion.closest(to: "Titles", among: names) == "title")
    #expect(Suggestion.closest(to: "publshed", among: names) == "published")
    #expect(Suggestion.closest(to: "zzz", among: names) == nil)
  }

  /// Distances counted by hand.
  @Test(arguments: [
    ("ab", "ba", 1), ("kitten", "sitting", 3), ("", "abc", 3), ("flaw", "lawn", 2), ("same", "same", 0),
  ])
  func editDistanceCountsSwapsAsOne(left: String, right: String, distance: Int) {
    #expect(Suggestion.editDistance(Array(left.unicodeScalars), Array(right.unicodeScalars)) == distance)
  }
}
