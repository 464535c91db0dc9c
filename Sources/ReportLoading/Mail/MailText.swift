/// The plain text of a letter: what its writer says. The letter that it answers and the signature are left out, and that is
/// said; what else is quoted belongs to it (RFC 3676).
struct MailText {
  /// The subject says that the letter is an answer.
  let isReply: Bool
  /// Lines that end in a space go on in the next one.
  let isFlowed: Bool

  private static let mostSignatureLines = 8

  /// Adds the paragraphs of a text to a draft.
  func read(_ utf8: [UInt8], into draft: inout ArticleDraft) {
    let body = isFlowed ? joined(utf8) : utf8
    let end = signatureStart(body)
    let signature = TextLayout.lines(Array(body[end...])).dropFirst().count
    let (lines, answered) = parted(TextLayout.lines(Array(body[..<end])))
    for line in TextLayout.unwrap(lines) { draft.addParagraph(line.text) }
    if answered > 0 {
      draft.warn("left-out", "\(answered) lines of the letter that this one answers were left out")
    }
    if signature > 0 { draft.warn("left-out", "the signature, \(signature) lines after “-- ”, was left out") }
  }

  /// Joins the lines that flow on; those of quotations with their like.
  private func joined(_ utf8: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var open: Int?
    for line in utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let depth = line.prefix { $0 == UInt8(ascii: ">") }.count
      if let depthBefore = open {
        if depthBefore == depth, !line.isEmpty {
          output += line.dropFirst(depth).drop { $0 == 0x20 }
        } else {
          output.append(0x0A)
          output += line
        }
      } else {
        output += line
      }
      // “-- ” is a signature's, not a line that flows.
      if line.last == 0x20, !line.elementsEqual(Array("-- ".utf8)) {
        open = depth
      } else {
        open = nil
        output.append(0x0A)
      }
    }
    return output
  }

  /// Where the signature begins, with its mark; the end when there is none. Without the space behind it the mark counts
  /// before a few last lines only.
  private func signatureStart(_ utf8: [UInt8]) -> Int {
    var place = 0
    while place < utf8.count {
      let end = utf8[place...].firstIndex(of: 0x0A) ?? utf8.count
      let line = utf8[place..<end]
      if line.elementsEqual(Array("-- ".utf8)) { return place }
      if line.elementsEqual(Array("--".utf8)), end + 1 < utf8.count, utf8[end + 1] != 0x0A {
        let rest = utf8[end...].split(separator: 0x0A)
        if rest.count <= Self.mostSignatureLines { return place }
      }
      place = end + 1
    }
    return utf8.count
  }

  /// The lines without the signs of quotation, quoted ones in blocks of their own; and how many were the answered letter's.
  private func parted(_ lines: [TextLayout.Line]) -> (lines: [TextLayout.Line], answered: Int) {
    var result: [TextLayout.Line] = []
    var answered = 0
    var place = 0
    var block = 0
    var (lastBlock, wasQuoted) = (-1, false)
    func add(_ line: TextLayout.Line, _ text: String, isQuoted: Bool) {
      if line.block != lastBlock || isQuoted != wasQuoted { block += 1 }
      (lastBlock, wasQuoted) = (line.block, isQuoted)
      var line = line
      (line.text, line.block) = (text, block)
      // A quotation is broken by hand as often as not.
      if isQuoted, var last = result.last, last.block == block, !TextLayout.endsSentence(last.text) {
        last.text += " " + text
        result[result.count - 1] = last
      } else {
        result.append(line)
      }
    }
    while place < lines.count {
      var end = place
      while end < lines.count, lines[end].text.hasPrefix(">") { end += 1 }
      guard end > place else {
        add(lines[place], lines[place].text, isQuoted: false)
        place += 1
        continue
      }
      let introduction = introductionLength(result)
      if isReply || introduction > 0 {
        answered += end - place
        result.removeLast(introduction)
      } else {
        for line in lines[place..<end] {
          let text = TextLayout.collapse(line.text.drop { $0 == ">" || $0 == " " })
          // An empty quoted line parts paragraphs.
          if text.isEmpty { lastBlock = -1 } else { add(line, text, isQuoted: true) }
        }
      }
      place = end
    }
    return (result, answered)
  }

  /// Lines of “On Mon, 3 Mar 2025, Ana Lima wrote:” at the end, one or two of a block; 0 when there are none.
  private func introductionLength(_ lines: [TextLayout.Line]) -> Int {
    guard let last = lines.last else { return 0 }
    if isIntroduction(last.text) { return 1 }
    guard lines.count > 1, last.block == lines[lines.count - 2].block else { return 0 }
    return isIntroduction(lines[lines.count - 2].text + " " + last.text) ? 2 : 0
  }

  private static let verbs = [
    "wrote:", "writes:", "schrieb:", "a écrit :", "a écrit:", "escribió:", "ha scritto:", "schreef:", "كتب:", "كتبت:",
  ]

  private func isIntroduction(_ text: String) -> Bool {
    guard text.hasSuffix(":"), text.utf8.count <= 300, DateTokens.hasDigit(text) else { return false }
    let plain = text.replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ")
    if Self.verbs.contains(where: { plain.hasSuffix($0) }) { return true }
    // “Am 3. März 2025 um 10:00 schrieb Ana Lima:”
    return plain.contains(" schrieb ") || plain.contains(" skrev ")
  }
}
