import Foundation
import Testing

@testable import ReportLoading

@Suite struct InputFileTests {
  private let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("inputs-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("{\"title\":\"T\",\"text\":\"Body.\"}\n".utf8).write(to: URL(fileURLWithPath: folder + "/b.jsonl"))
  }

  /// What lies in a folder, matches a pattern or stands in a list has to be a regular file: a pipe would be waited for, and
  /// a device has no end.
  @Test(arguments: ["pipe", "zero", "null", "tty"]) func whatIsNoFileIsReportedAndNotRead(_ kind: String) throws {
    let path = folder + "/a.jsonl"
    if kind == "pipe" { #expect(mkfifo(path, 0o600) == 0) } else { #expect(symlink("/dev/\(kind)", path) == 0) }
    try Data("\(path)\n\(folder)/b.jsonl\n".utf8).write(to: URL(fileURLWithPath: folder + "/list"))
    for inputs in [[folder], [folder + "/*.jsonl"], ["@" + folder + "/list"]] {
      if kind == "tty" && access("/dev/tty", R_OK) != 0 { continue }
      let loader = ArticleLoader()
      var all = [loader.load(paths: inputs)]
      var batches = LoadResult()
      try loader.loadBatches(paths: inputs) { batches.append($0) }
      all.append(batches)
      let opened = loader.open(paths: inputs)
      all.append(
        LoadResult(articles: try (0..<opened.count).map { try opened.head(at: $0) }, problems: opened.problems))
      for result in all {
        let found = inputs == [folder] ? result.articles.filter { $0.title == "T" } : result.articles
        #expect(found.count == 1, "\(inputs)")
        #expect(result.problems.contains { $0.path == path && $0.message == "not a regular file or directory" })
      }
    }
  }

  @Test func aPipeThatWasNamedIsRead() throws {
    let path = folder + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    for read in [
      { ArticleLoader().load(paths: [path]).articles.count }, { ArticleLoader().open(paths: [path]).count },
    ] as [@Sendable () -> Int] {
      let writer = Thread {
        try? FileHandle(forWritingAtPath: path)?.write(contentsOf: Data("{\"title\":\"P\",\"text\":\"Body.\"}\n".utf8))
      }
      writer.start()
      #expect(read() == 1)
    }
  }

  @Test func aDeviceThatWasNamedIsRefused() {
    for path in ["/dev/zero", "/dev/random", "/dev/full"] {
      let result = ArticleLoader().load(paths: [path])
      #expect(result.articles.isEmpty && result.problems.first?.kind == .unreadable)
    }
  }
}
