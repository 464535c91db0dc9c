import Foundation
import ReportArticles
import TestSupport
import Testing

@Suite struct WarningCodeTests {
  @Test func thePageOnLoadingListsEveryCode() throws {
    let page = try String(contentsOf: URL(filePath: Fixture.root).appending(path: "docs/loading.md"), encoding: .utf8)
    let section = try #require(page.components(separatedBy: "\n## ").first { $0.hasPrefix("Warnings") })
    let listed = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap { row in
      // Codes stand between backticks in the first cell.
      row.split(separator: "|")[0].split(separator: "`").map(String.init).filter { !$0.contains(" ") && $0 != "," }
    }
    #expect(Set(listed) == Set(WarningCode.allCases.map(\.rawValue)))
    #expect(listed.count == Set(listed).count)
  }
}
