import Foundation
import Synchronization
import Testing

@testable import ReportEngine
@testable import ReportScripting

@Suite struct RunWordsTests {
  private static let script = """
    return { api = 1, title = "T", params = { lang = { type = "string" }, own = { type = "string" } }, build = function(ctx)
      local doc = ctx:document { lang = ctx.params.own }
      doc:section("summary", function(s) s:paragraph(doc:count(3, "article")) end)
      return doc
    end }
    """

  private func folder(_ files: [String: String]) throws -> String {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("words-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: root.appendingPathComponent("words"), withIntermediateDirectories: true)
    for (name, text) in files.merging(["r.lua": Self.script], uniquingKeysWith: { $1 }) {
      try text.write(to: root.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    return root.path
  }

  private func run(
    _ folder: String, _ parameters: [String: String], words: [WordList] = []
  ) throws -> (text: String, document: Document, warnings: [String]) {
    let warnings = SharedLines()
    let engine = ReportEngine(
      configuration: ReportEngine.Configuration(log: { if $0.level == .warning { warnings.add($0.text) } }))
    var input = ReportInput(
      articles: MemoryArticleStore([]), parameters: parameters,
      now: try #require(Instant(rfc3339: "2025-03-14T07:00:00Z")))
    input.words = words
    guard case .document(let document) = try engine.report(at: folder + "/r.lua").run(input) else {
      throw HostError("skipped")
    }
    return (try TextRenderer().string(document), document, warnings.all)
  }

  @Test func wordsBesideTheScriptMakeALanguage() throws {
    let folder = try folder(["words/sw.txt": "summary = Muhtasari\narticle.other = makala {n}\n"])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for parameters in [["lang": "sw-KE"], ["own": "sw"]] {
      let (text, document, warnings) = try run(folder, parameters)
      #expect(text.contains("Muhtasari") && text.contains("makala 3"))
      #expect(document.language.hasPrefix("sw"))
      #expect(warnings.isEmpty)
    }
  }

  @Test func wordsThatAreGivenGoBeforeThoseBesideTheScript() throws {
    let folder = try folder(["words/en.txt": "summary = Brief\n"])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(try run(folder, ["lang": "en"]).text.contains("Brief"))
    let given = try WordList("summary = In short", name: "given")
    #expect(try run(folder, ["lang": "en"], words: [given]).text.contains("In short"))
  }

  @Test func aLanguageWithoutWordsIsWarnedOf() throws {
    let folder = try folder([:])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let one = try run(folder, ["lang": "sw"])
    #expect(one.warnings.count == 1 && one.warnings[0].contains("“sw”") && one.warnings[0].contains("words/sw.txt"))
    let two = try run(folder, ["own": "zh-TW"])
    #expect(two.warnings.count == 1 && two.text.contains("Summary"))
    #expect(try run(folder, ["lang": "english"]).warnings[0].contains("did you mean “en”?"))
    #expect(try run(folder, ["lang": "fa", "own": "fa"]).warnings.isEmpty)
  }

  @Test func mistakesInWordsAreReportedWithTheirPlace() throws {
    let folder = try folder(["words/sw.txt": "summary = Muhtasari\nsourcs = Vyanzo\n"])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect {
      try run(folder, [:])
    } throws: { "\($0)".contains("words/sw.txt:2: ") && "\($0)".contains("did you mean “sources”?") }
    let mistakes = try ReportEngine().check(at: folder + "/r.lua")
    #expect(mistakes.map(\.line) == [2] && mistakes[0].file.hasSuffix("words/sw.txt"))
  }

  @Test func aDocumentCarriesItsDigitsAndWordsToTheRenderers() throws {
    let folder = try folder([:])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (text, document, _) = try run(folder, ["own": "fa"])
    #expect(text.contains("خلاصه") && text.contains("۳ مقاله"))
    #expect(document.digits == nil && document.direction == .rightToLeft)
    #expect(document.vocabulary.number(12) == "۱۲")
  }
}

private final class SharedLines: Sendable {
  private let lines = Mutex<[String]>([])
  func add(_ line: String) { lines.withLock { $0.append(line) } }
  var all: [String] { lines.withLock(\.self) }
}
