import Foundation
import Testing

@testable import ReportArticles
@testable import ReportLoading

/// Texts whose encoding nobody declares, and texts that were decoded wrongly once.
@Suite struct UndeclaredEncodingTests {
  /// Encoded by the C library's iconv(1).
  private func encoded(_ text: String, _ name: String) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/iconv")
    process.arguments = ["-f", "UTF-8", "-t", name]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    input.fileHandleForWriting.write(Data(text.utf8))
    try input.fileHandleForWriting.close()
    let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return bytes
  }

  /// The low bytes of ب، ة، ا are those of parentheses and quotation marks.
  @Test func wideEncodingsAreJudgedByTheirLetters() throws {
    let text =
      "بداية بناء المكتبة الجديدة في المدينة\n\nقالت البلدية إن المكتبة الجديدة ستبنى بجانب الجامعة في بداية السنة القادمة\n"
    for name in ["UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "UTF-16", "UTF-32", "WINDOWS-1256", "ISO-8859-6"] {
      let article = ArticleLoader().load(data: try encoded(text, name), path: "a.txt").articles.first
      #expect(article?.title == "بداية بناء المكتبة الجديدة في المدينة", "\(name)")
      #expect(article?.paragraphs.count == 1, "\(name)")
    }
  }

  @Test func encodingsOfEastAsiaAndOthersAreRecognised() throws {
    let texts: [(encodings: [String], text: String)] = [
      (["SHIFT_JIS", "EUC-JP", "ISO-2022-JP"], "市長は古い橋を日曜日の朝に開通させると発表した。工事は三週間続いた。"),
      (["EUC-KR"], "시장은 오래된 다리를 일요일 아침에 연다고 발표했다. 공사는 삼 주 동안 이어졌다."),
      (["GB18030"], "市长宣布旧桥将于星期日早上重新开放。维修工程持续了三个星期。"),
      (["BIG5"], "市長宣布舊橋將於星期日早上重新開放。維修工程持續了三個星期。"),
      (["TIS-620"], "นายกเทศมนตรีกล่าวว่าสะพานเก่าจะเปิดให้รถผ่านในเช้าวันอาทิตย์"),
      (
        ["ISO-8859-13"],
        "Meras pranešė, kad senasis tiltas bus atidarytas. Žvejai grįžo į uostą, daržovių kainos išaugo."
      ),
      (
        ["WINDOWS-1250"],
        "A polgármester közölte, hogy a régi hidat megnyitják. Őszi szünetben többen jönnek, s időben érkeztek."
      ),
      (["WINDOWS-1256", "ISO-8859-6"], "قال رئيس البلدية إن الجسر القديم سيفتح أمام السيارات صباح الأحد."),
      (["KOI8-R", "WINDOWS-1251"], "Мэр города сообщил, что старый мост откроют в воскресенье утром."),
    ]
    for (encodings, text) in texts {
      for encoding in encodings {
        let decoded = TextDecoding.decode(try encoded(text, encoding))
        #expect(decoded.text == text, "\(encoding): \(decoded.encoding)")
        #expect(!decoded.warnings.contains { $0.code.hasPrefix("encoding") }, "\(encoding)")
      }
    }
  }

  /// UTF-8 that was read as `name`, byte for byte.
  private func misread(_ text: String, _ name: String) -> String {
    guard let table = SingleByteTable(named: name) else { return "" }
    return text.utf8.reduce(into: "") { result, byte in
      let value = byte < 0x80 ? UInt32(byte) : table.high[Int(byte) - 0x80]
      result.unicodeScalars.append(Unicode.Scalar(value == 0 ? UInt32(byte) : value) ?? "?")
    }
  }

  private func latin1(_ text: String) -> String {
    String(String.UnicodeScalarView(text.utf8.map { Unicode.Scalar($0) }))
  }

  @Test func certainMojibakeIsUndone() {
    let texts = [
      "L'été dernier, le maire a remercié les élèves. « Voilà une fête réussie », a-t-il déclaré à l'hôtel.",
      "Der Bürgermeister öffnet die Brücke für Fußgänger. „Es wird Zeit“, hieß es in München.",
      "قال رئيس البلدية إن الجسر القديم سيفتح أمام السيارات.", "The mayor’s plan — “bold” — costs £5 million…",
    ]
    for text in texts {
      let spaced = misread(text, "windows-1252").replacing("\u{A0}", with: " ")
      for wrong in [misread(text, "windows-1252"), latin1(text), spaced] {
        let decoded = TextDecoding.decode(Array(wrong.utf8))
        let (found, wanted) = (decoded.text.filter { !$0.isWhitespace }, text.filter { !$0.isWhitespace })
        // Arabic letters end in A0, too; there a space is a loss that is told.
        if wrong == spaced, text.contains("ق") { continue }
        #expect(found == wanted)
        #expect(decoded.warnings.map(\.code).contains("encoding-mojibake"))
      }
    }
  }

  @Test func doubtfulMojibakeIsToldAndRightTextIsNot() {
    for text in ["The cafÃ© is open.", "Le cafÃ© est fermÃ©. Le café est ouvert."] {
      let decoded = TextDecoding.decode(Array(text.utf8))
      #expect(decoded.text == text && decoded.warnings.map(\.code) == ["encoding-mojibake"])
    }
    for text in [
      "A REUNIÃO DAS NAÇÕES E A IRMÃ", "São Paulo não dorme. À noite há música.",
      "Thị trưởng nói cây cầu cũ sẽ mở cửa.",
      "Voilà « une fête » à l’hôtel. Où ça ?", "TRÊS ÁRVORES, ÓLEO E CÂMARA", "£5 · 20 °C · §3 · ©",
    ] { #expect(TextDecoding.decode(Array(text.utf8)).warnings.isEmpty, "\(text)") }
  }
}
