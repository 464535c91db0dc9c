import Testing

@testable import ReportArticles
@testable import ReportLoading
@testable import ReportScripting

/// What one look at the bytes tells, against a character by character reading; every case stands at each place of a text
/// longer than the blocks that are looked at together.
@Suite struct TextTraitsTests {
  private func places(of piece: String) -> [(name: String, bytes: [UInt8])] {
    (0..<40).flatMap { before in
      ["ab", "سل"].map { filler in
        let text =
          String(String(repeating: filler, count: 20).prefix(before)) + piece + String(repeating: filler, count: 10)
        return ("\(filler) \(before)", Array(text.utf8))
      }
    }
  }

  @Test(arguments: [
    "\u{0}", "\r", "\u{1B}[1m", "\u{7F}", "\u{85}", "\u{90}", "\u{0640}", "\u{2028}", "\u{202A}", "\u{202E}",
    "\u{FEFF}", String(decoding: [0xEF, 0xB7, 0x90] as [UInt8], as: UTF8.self), "\u{FEFB}", "\u{FFFD}",
    String(decoding: [0xF0, 0x9F, 0xBF, 0xBE] as [UInt8], as: UTF8.self),
    String(decoding: [0xF4, 0x8F, 0xBF, 0xBF] as [UInt8], as: UTF8.self),
  ])
  func whatCleaningTakesOutIsSeenAnywhere(piece: String) {
    for (name, bytes) in places(of: piece) { #expect(TextTraits(of: bytes).contains(.unclean), "\(name)") }
  }

  @Test(arguments: [
    "\t", "\n", "  ", "\u{A0}", "\u{1680}", "\u{2000}", "\u{2009}", "\u{200B}", "\u{2028}", "\u{202F}", "\u{205F}",
    "\u{3000}",
  ])
  func whiteSpaceThatIsNotASingleSpaceIsSeenAnywhere(piece: String) {
    for (name, bytes) in places(of: piece) { #expect(TextTraits(of: bytes).contains(.layout), "\(name)") }
  }

  @Test(arguments: ["a b", "é", "«x»", "“x”", "–", "…", "ۀ", "ى", "٤", "😀", "中", "\u{200C}", "\u{200F}", "Â", "ظ"])
  func ordinaryTextNeedsNoWork(piece: String) {
    for (name, bytes) in places(of: piece) {
      #expect(TextTraits(of: bytes).isDisjoint(with: [.invalid, .unclean, .layout]), "\(name)")
    }
  }

  @Test func spacesAtTheEndsAreSeen() {
    #expect(TextTraits(of: Array(" a".utf8)) == .layout)
    #expect(TextTraits(of: Array("a ".utf8)) == .layout)
    #expect(TextTraits(of: Array("a".utf8)).isEmpty)
    #expect(TextTraits(of: []).isEmpty)
  }

  @Test(
    arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xD9], [0x80]] as [[UInt8]])
  func whatIsNotUTF8IsSeenAnywhere(piece: [UInt8]) {
    for before in 0..<40 {
      let bytes = Array(repeating: UInt8(ascii: "a"), count: before) + piece + Array("bcdefghijklmnopqrst".utf8)
      #expect(TextTraits(of: bytes).contains(.invalid), "\(before)")
      #expect(TextTraits(of: Array(repeating: 0x61, count: before) + piece).contains(.invalid), "\(before) at the end")
    }
  }

  @Test(arguments: ["سÙ„Ø§Ù…", "ط³ظ„ط§ظ…"]) func textReadInAnotherEncodingIsLookedAt(text: String) {
    let bytes = Array(text.utf8)
    #expect(TextTraits(of: bytes).contains(.leads))
    #expect(bytes.withUnsafeBufferPointer { !TextDecoding.isPlain($0) })
  }

  @Test func stringsOfJSONEndAtTheirMark() throws {
    for length in 0..<40 {
      let text = String(repeating: "ب", count: length)
      let (value, _) = try JSONParser.parse(Array("[\"\(text)\",\"\(text)\\n\\u0041\(text)\"]".utf8))
      #expect(value == .array([.string(text), .string("\(text)\nA\(text)")]))
      var writer = JSONWriter()
      writer.string("\(text)\"\\\u{7F}\u{1}\(text)")
      #expect(writer.text == "\"\(text)\\\"\\\\\\u007f\\u0001\(text)\"")
    }
  }
}
