import ReportArticles

/// An input turned into clean UTF-8, with what was repaired on the way.
package struct DecodedText: Sendable, Hashable {
  /// Well-formed UTF-8 without NULs, controls (but tab and line feed), noncharacters, presentation forms or CRLF.
  package var bytes: [UInt8]
  /// The name of the encoding that the input was read as, e.g. `windows-1256`.
  var encoding: String
  /// One for each kind of repair.
  var warnings: [Article.Warning]

  /// The text.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Bytes to text: byte order mark, then the declared encoding if the bytes bear it out, then detection.
package enum TextDecoding {
  /// Decodes and cleans an input. `declared` is the label that the input itself gives.
  package static func decode(_ data: [UInt8], declared: String? = nil) -> DecodedText {
    if declared == nil, data.withUnsafeBufferPointer({ isPlain($0) }) {
      return DecodedText(bytes: data, encoding: "utf-8", warnings: [])
    }
    var warnings: [Article.Warning] = []
    let (encoding, start, isValid) = chooseEncoding(data, declared: declared, warnings: &warnings)
    // What is well-formed already is not taken apart and put together again.
    var (utf8, replaced) =
      isValid && encoding == .utf8 ? (data, 0) : encoding.decode(data[start...])
    if replaced > 0 {
      warnings.append(
        Article.Warning(
          .encodingInvalid,
          "\(replaced) place\(replaced == 1 ? "" : "s") not valid in \(encoding.name), marked with U+FFFD",
          line: firstReplacement(in: utf8)))
    }
    if encoding == .utf8, let (repaired, wrong) = Mojibake.repair(utf8) {
      utf8 = repaired
      warnings.append(
        Article.Warning(
          .encodingMojibake, "mojibake repaired: UTF-8 had been read as \(wrong) and saved again"))
    }
    if encoding == .utf8, let line = Mojibake.lineThatLooksWrong(utf8) {
      warnings.append(
        Article.Warning(
          code: "encoding-mojibake",
          message:
            "looks as if UTF-8 had been read as another encoding in places; left as it is, for it is not certain",
          line: line))
    }
    let cleaned = TextCleaner.clean(utf8)
    return DecodedText(bytes: cleaned.bytes, encoding: encoding.name, warnings: warnings + cleaned.warnings)
  }

  /// Whether a text is clean UTF-8 beyond doubt: nothing in it has to be decoded, repaired or taken out. A byte order mark
  /// is something to take out, and wide encodings are full of controls.
  static func isPlain(_ data: UnsafeBufferPointer<UInt8>) -> Bool {
    let traits = TextTraits(of: data)
    return traits.isDisjoint(with: [.invalid, .unclean]) && !(traits.contains(.leads) && Mojibake.mayBe(in: data))
  }

  private static func chooseEncoding(
    _ data: [UInt8], declared: String?, warnings: inout [Article.Warning]
  ) -> (encoding: CharacterEncoding, start: Int, isValid: Bool) {
    if let mark = EncodingDetector.byteOrderMark(data) { return (mark.encoding, mark.length, false) }
    if let wide = EncodingDetector.wideForm(data) { return (wide, 0, false) }
    let census = UnicodeForms.census(data[...])
    var label = declared.flatMap { CharacterEncoding(label: $0) }
    // A label that could be read as ASCII does not stand in UTF-16 or UTF-32.
    if let wide = label, wide.isUnicode, wide != .utf8 { label = nil }
    if declared != nil, label == nil, census.high > 0 {
      warnings.append(
        Article.Warning(
          .encodingDeclaredWrong,
          "the declared encoding “\(declared ?? "")” is not known here or not true"))
    }
    if census.invalid == 0, census.multibyte > 0 {
      if let label, label != .utf8 {
        let trusted = !label.isSingleByte && census.multibyte < 3 && label.decode(data[...]).replaced == 0
        if trusted { return (label, 0, false) }
        warnings.append(wrongDeclaration(label, .utf8))
      }
      return (.utf8, 0, true)
    }
    if census.high == 0, declared == nil, let shifted = UndeclaredEncoding.shifted(data) { return (shifted, 0, false) }
    if census.high == 0 {
      // ASCII is UTF-8, whatever wider encoding stands behind the label in the registry of labels (WHATWG Encoding).
      let isASCII = declared.map { ["us-ascii", "ascii", "ansi_x3.4-1968"].contains($0.lowercased()) } ?? false
      return (isASCII ? .utf8 : label ?? .utf8, 0, true)
    }
    if let label, label != .utf8 { return (label, 0, false) }
    // Damaged UTF-8: far more whole sequences than stray bytes.
    if census.multibyte > census.invalid * 2 { return (.utf8, 0, false) }
    let found = UndeclaredEncoding.of(data[...])
    if label == .utf8 {
      warnings.append(wrongDeclaration(.utf8, found.encoding))
    } else if found.isDoubtful {
      warnings.append(
        Article.Warning(
          code: "encoding-doubtful",
          message: "no encoding is declared and the bytes leave it in doubt; read as \(found.encoding.name)"))
    }
    return (found.encoding, 0, false)
  }

  private static func wrongDeclaration(_ declared: CharacterEncoding, _ actual: CharacterEncoding) -> Article.Warning {
    Article.Warning(
      .encodingDeclaredWrong,
      "declared as \(declared.name), but the bytes are \(actual.name) and were read as that")
  }

  private static func firstReplacement(in utf8: [UInt8]) -> Int? {
    var line = 1
    for index in utf8.indices {
      if utf8[index] == 0x0A { line += 1 }
      if utf8[index] == 0xEF, index + 2 < utf8.count, utf8[index + 1] == 0xBF, utf8[index + 2] == 0xBD { return line }
    }
    return nil
  }
}
