import Foundation
import Testing

@testable import ReportRendering
@testable import ReportScripting

/// Documents through the real pandoc into DOCX, ODT and EPUB and back to text. Without pandoc these tests are skipped.
@Suite(
  .enabled(
    if: ["/usr/bin/pandoc", "/usr/local/bin/pandoc"].contains(where: FileManager.default.isExecutableFile),
    "pandoc is not installed (apt-get install pandoc)"))
struct PandocRoundTripTests {
  private static func run(_ arguments: [String], directory: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.currentDirectoryURL = directory
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(arguments.joined(separator: " "))")
    return String(decoding: data, as: UTF8.self)
  }

  private static func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pandoc-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// Words of letters and digits; markers, bullets and notes are set differently by each format.
  private static func words(_ text: String) -> [Substring: Int] {
    text.split { !$0.isLetter && !$0.isNumber }.filter { $0.contains(where: \.isLetter) }
      .reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  private static let textOfODT = """
    import zipfile, xml.etree.ElementTree as E
    print(' '.join(E.fromstring(zipfile.ZipFile('out.odt').read('content.xml')).itertext()))
    """

  @Test(arguments: ["docx", "odt", "epub"], ["en", "ar"])
  func textComesBack(format: String, language: String) throws {
    let document = language == "en" ? EverythingDocument.english : EverythingDocument.arabic
    try Self.withFolder { folder in
      let tree = folder.appendingPathComponent("in.json")
      try PandocRenderer().string(document).write(to: tree, atomically: true, encoding: .utf8)
      let plain = ["pandoc", "-t", "plain", "--wrap=none"]
      let before = Self.words(try Self.run(plain + ["-f", "json", "in.json"], directory: folder))
      _ = try Self.run(["pandoc", "-f", "json", "-s", "in.json", "-o", "out.\(format)"], directory: folder)
      // pandoc's reader of ODT drops the headers of tables, so its XML is read here.
      let text =
        format == "odt"
        ? try Self.run(["python3", "-c", Self.textOfODT], directory: folder)
        : try Self.run(plain + ["-f", format, "out.\(format)"], directory: folder)
      let after = Self.words(text)
      #expect(before.count > 150)
      let lost = before.filter { after[$0.key] == nil }.keys
      #expect(lost.isEmpty, "lost in \(format): \(lost.sorted())")
    }
  }

  /// WordprocessingML (ECMA-376, 17.3.1.6 and 17.3.2.30): paragraphs are `bidi`, runs `rtl`; headings have their styles.
  @Test func directionAndStylesReachWord() throws {
    try Self.withFolder { folder in
      for document in [EverythingDocument.english, EverythingDocument.arabic] {
        try PandocRenderer().string(document).write(
          to: folder.appendingPathComponent("in.json"), atomically: true, encoding: .utf8)
        _ = try Self.run(["pandoc", "-f", "json", "-s", "in.json", "-o", "out.docx"], directory: folder)
        let xml = try Self.run(
          ["python3", "-c", "import zipfile;print(zipfile.ZipFile('out.docx').read('word/document.xml').decode())"],
          directory: folder)
        let paragraphs = xml.components(separatedBy: "<w:bidi").count - 1
        #expect(document.direction == .rightToLeft ? paragraphs > 30 : paragraphs < 10)
        #expect(xml.contains("w:val=\"Title\"") && xml.contains("w:val=\"Heading1\"") && xml.contains("<w:rtl"))
      }
    }
  }

  /// EPUB readers take the direction from the elements: no paragraph of an Arabic report stands outside one.
  @Test func directionReachesEPUB() throws {
    try Self.withFolder { folder in
      try PandocRenderer().string(EverythingDocument.arabic).write(
        to: folder.appendingPathComponent("in.json"), atomically: true, encoding: .utf8)
      let html = try Self.run(["pandoc", "-f", "json", "-t", "html", "in.json"], directory: folder)
      #expect(html.contains("<h1 dir=\"rtl\"") || html.contains("dir=\"rtl\" id=\"section-1\""))
      _ = try Self.run(["pandoc", "-f", "json", "-s", "in.json", "-o", "out.epub"], directory: folder)
      let script = """
        import zipfile, xml.etree.ElementTree as E
        book = zipfile.ZipFile('out.epub')
        def walk(e, d):
            d = e.get('dir') or d
            if e.tag.endswith('}p') and d is None: print(''.join(e.itertext())[:40])
            for c in e: walk(c, d)
        for n in sorted(book.namelist()):
            if '/text/ch' in n: walk(E.fromstring(book.read(n)), None)
        """
      let outside = try Self.run(["python3", "-c", script], directory: folder)
      #expect(outside.isEmpty, "without direction: \(outside)")
    }
  }

  /// Any tree is JSON that pandoc reads.
  @Test func pandocReadsAnyTree() throws {
    try Self.withFolder { folder in
      for seed in UInt64(1)...6 {
        var random = RandomDocument(seed)
        try PandocRenderer().string(random.document()).write(
          to: folder.appendingPathComponent("in.json"), atomically: true, encoding: .utf8)
        _ = try Self.run(["pandoc", "-f", "json", "-t", "html", "in.json"], directory: folder)
      }
    }
  }
}
