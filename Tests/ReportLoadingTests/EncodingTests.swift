import Testing

@testable import ReportLoading
@testable import ReportScripting

@Suite struct EncodingTests {
  private let arabic = "قال الوزير اليوم إن العمل في الميناء الجديد سيبدأ قريبا، وأكد أن الكلفة أقل من المتوقع؟"
  private let russian = "Министр сообщил вчера, что новый порт начнёт работу в ближайшее время."
  private let french = "Le ministre a déclaré que le port rouvrirait « très bientôt » — l’été prochain."

  private func encode(_ text: String, _ name: String) throws -> [UInt8] {
    let encoder = try #require(SingleByteEncoder(named: name))
    return try #require(text.withUTF8Bytes { encoder.encode($0) })
  }

  @Test(arguments: ["windows-1256", "iso-8859-6"]) func undeclaredArabicIsDetected(name: String) throws {
    let decoded = TextDecoding.decode(try encode(arabic, name))
    #expect(decoded.encoding == name)
    #expect(decoded.text == arabic)
  }

  @Test(arguments: ["koi8-r", "windows-1251", "ibm866"]) func undeclaredRussianIsDetected(name: String) throws {
    let decoded = TextDecoding.decode(try encode(russian, name))
    #expect(decoded.text == russian)
  }

  @Test func aStretchIsTakenOutThatStoodBesideWhatIsGone() {
    for text in ["م\0ـد", "م\u{064B}\0\0ـد", "مـ\u{FEFF}د", "ﻡـد", "م\u{1B}[1mـد\u{202E}"] {
      let cleaned = TextCleaner.clean(Array(text.utf8))
      #expect(!String(decoding: cleaned.bytes, as: UTF8.self).unicodeScalars.contains("\u{0640}"))
      #expect(cleaned.warnings.contains { $0.code == "tatweel" })
      #expect(TextCleaner.clean(cleaned.bytes).bytes == cleaned.bytes)
    }
    #expect(TextCleaner.clean("سنة 1446 هـ\0") == "سنة 1446 هـ")
  }

  @Test func undeclaredFrenchIsDetected() throws {
    #expect(TextDecoding.decode(try encode(french, "windows-1252")).text == french)
  }

  @Test(arguments: [true, false], [true, false]) func utf16IsRead(bigEndian: Bool, mark: Bool) {
    var bytes: [UInt8] = mark ? (bigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]) : []
    for unit in arabic.utf16 {
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      bytes += bigEndian ? pair : pair.reversed()
    }
    #expect(TextDecoding.decode(bytes).text == arabic)
  }

  @Test func declarationThatLiesIsNotBelieved() {
    let decoded = TextDecoding.decode(Array(arabic.utf8), declared: "windows-1256")
    #expect(decoded.text == arabic)
    #expect(decoded.warnings.map(\.code) == ["encoding-declared-wrong"])
  }

  @Test func certainMojibakeIsRepairedAndSaid() throws {
    let table = try #require(SingleByteTable(named: "windows-1252"))
    let wrong = table.decode(Array("déjà l’été".utf8)[...]).utf8
    let decoded = TextDecoding.decode(wrong)
    #expect(decoded.text == "déjà l’été")
    #expect(decoded.warnings.map(\.code) == ["encoding-mojibake"])
  }

  @Test func cutOffSequencesAreMarked() {
    let decoded = TextDecoding.decode(Array("أول سطر\nالسطر ".utf8) + [0xD8])
    #expect(decoded.text.hasSuffix("السطر \u{FFFD}"))
    #expect(decoded.warnings.first?.code == "encoding-invalid")
    #expect(decoded.warnings.first?.line == 2)
  }

  @Test func controlsFormsAndTatweelAreRepaired() {
    let decoded = TextDecoding.decode(Array("\u{1B}[31mا\u{0}ل\u{FEF4}وم محمـــد 1445 هـ\r\n\u{FFFE}\u{202E}نص".utf8))
    #expect(decoded.text == "اليوم محمد 1445 هـ\nنص")
    #expect(
      decoded.warnings.map(\.code) == [
        "crlf", "nul-bytes", "control-characters", "noncharacters", "bidi-overrides", "presentation-forms", "tatweel",
      ])
  }
}
