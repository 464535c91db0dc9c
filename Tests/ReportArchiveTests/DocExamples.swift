// swift-format-ignore-file
// Made by Tests/docs/examples from the documentation comments. Change the comment, then make it anew.
import Foundation
import ReportArchive
import ReportEngine
import TestSupport
import Testing

/// The examples in the documentation.
@Suite struct ReportArchiveDocExamples {
@Test("Archive") func Archive_Archive_1() async throws {

let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).db").path
defer { try? FileManager.default.removeItem(atPath: path) }
let writer = ArchiveWriter(try Archive(path: path, access: .write))
try writer.add([
  Article(id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens", language: "en")
])
expectShown(writer.report.added) { #"1"# }
let store = try ArchiveStore(path: path)
expectShown(try store.positions(matching: ArticleQuery(conditions: [.contains(.title, "DAM")])).count) { #"1"# }
}

@Test("ArchiveError") func ArchiveError_ArchiveError_1() async throws {
do throws(ArchiveError) {
  _ = try ArchiveStore(path: "no/such/file.db")
} catch .missing(let path) {
expectShown(path) { #""no/such/file.db""# }
}
}

}
