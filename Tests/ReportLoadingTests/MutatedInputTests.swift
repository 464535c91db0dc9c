import Foundation
import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportLoading
@testable import ReportScripting

/// Our samples with bytes changed, cut, doubled and put in from elsewhere: nothing may stop the process, and what comes out
/// keeps its promises. The same inputs on every run; `make fuzz` does more of them.
@Suite struct MutatedInputTests {
  /// SplitMix64 (Steele, Lea and Flood 2014).
  private struct Generator {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
      return Int((value ^ value >> 31) % UInt64(max(1, limit)))
    }
  }

  private static let pieces =
    [
      "<", ">", "<!--", "-->", "<script>", "</script>", "<![CDATA[", "]]>", "&#x110000;", "&#0;", "&amp", "\"", "'",
      "\\u",
      "\\ud800", "{", "}", "[", "]", ",", ":", "\n", "\r\n", "\0", "\u{FEFF}", "\u{202E}", "\u{0640}", "---\n", "0",
      "-1",
      "99999999999999999999", "1e999", "2025-02-30", "31/02/2025", "From ",
      "\nContent-Type: multipart/mixed; boundary=x\n",
      "=?utf-8?B?", "=?=", "--x", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "\u{1B}]", "xmlns:a=\"", "الاثنين", "و",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xD9], [0x1F, 0x8B]]

  private static func mutated(_ input: [UInt8], with other: [UInt8], _ random: inout Generator) -> [UInt8] {
    var bytes = input
    for _ in 0...random.next(below: 6) {
      let place = random.next(below: bytes.count + 1)
      let length = min(bytes.count - place, random.next(below: 64))
      switch random.next(below: 6) {
      case 0 where place < bytes.count: bytes[place] = UInt8(random.next(below: 256))
      case 1: bytes.removeSubrange(place..<place + length)
      case 2: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
      case 3: bytes.insert(contentsOf: pieces[random.next(below: pieces.count)], at: place)
      case 4:
        let start = random.next(below: other.count)
        bytes.insert(contentsOf: other[start..<min(other.count, start + 200)], at: place)
      default: if random.next(below: 4) == 0 { bytes.removeSubrange(place...) }
      }
    }
    return bytes
  }

  @Test func changedSamplesAreReadOrRefused() throws {
    let runs = ProcessInfo.processInfo.environment["REPORTGEN_FUZZ_RUNS"].flatMap { Int($0) } ?? 80
    let folder = URL(filePath: Fixture.root + "/samples")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
    let samples = try (files ?? []).filter { !$0.hasDirectoryPath && $0.pathExtension != "lua" }
      .sorted { $0.path < $1.path }.map { ($0.lastPathComponent, Array(try Data(contentsOf: $0))) }
      .filter { !$0.1.isEmpty && $0.1.count < 40_000 }
    try #require(samples.count > 20)
    let loader = ArticleLoader(options: LoadOptions(today: CivilDate(year: 2025, month: 3, day: 14)))
    var random = Generator(state: 2025)
    for run in 0..<runs {
      let (name, input) = samples[run % samples.count]
      let data = Self.mutated(input, with: samples[random.next(below: samples.count)].1, &random)
      let result = loader.load(data: data, path: name)
      #expect(!result.articles.isEmpty || !result.problems.isEmpty, "run \(run) on \(name): nothing was said")
      for article in result.articles {
        #expect(!article.id.isEmpty && !article.language.isEmpty, "run \(run) on \(name)")
        #expect(
          !article.paragraphs.contains {
            $0.isEmpty || $0.utf8.contains(0) || $0.utf8.first == 0x0A || $0.utf8.last == 0x0A
          },
          "run \(run) on \(name)")
      }
    }
  }
}
