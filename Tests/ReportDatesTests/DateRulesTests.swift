import Testing

@testable import ReportDates
@testable import ReportScripting

@Suite struct DateRulesTests {
  @Test(arguments: RuleTagger.languages + ["und"])
  func ruleFilesCanBeRead(language: String) throws {
    let rules = try RuleTagger.load(language)
    #expect(!rules.rules.isEmpty)
  }
}
