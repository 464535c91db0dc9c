import Foundation
import ReportArticles
import Testing

@testable import ReportFetch

/// Answers what `Tests/fetch/robots` asks, so that another implementation can be held beside ours.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["REPORTGEN_ROBOTS_ASKED"] != nil)) struct RobotsAgreementTests {
  @Test func everyQuestionIsAnswered() throws {
    let environment = ProcessInfo.processInfo.environment
    let asked = try Data(contentsOf: URL(filePath: try #require(environment["REPORTGEN_ROBOTS_ASKED"])))
    var answers = ""
    for line in Array(asked).split(separator: 0x0A) {
      let question = try JSONParser.parse(Array(line)).value
      let file = try #require(question["file"]?.string)
      let address = try #require((question["target"]?.string).flatMap { WebAddress("http://x.example" + $0) })
      answers += RobotsFile(Array(file.utf8), product: "reportgen").allows(address) ? "1\n" : "0\n"
    }
    try Data(answers.utf8).write(to: URL(filePath: try #require(environment["REPORTGEN_ROBOTS_ANSWERS"])))
    #expect(!answers.isEmpty)
  }
}
