/// Text that was decoded with the wrong encoding once and saved as UTF-8: repaired when there can be no doubt.
///
/// The proof: every line that shows the pattern goes back to bytes in the wrong encoding, and those bytes are well-formed
/// UTF-8 that no longer shows it.
enum Mojibake {
  /// The repaired text and the encoding that it had been misread as; nil when there is nothing to repair.
  static func repair(_ utf8: [UInt8]) -> (utf8: [UInt8], misreadAs: String)? {
    for (name, leads) in [("windows-1256", arabicLeads), ("windows-1252", latinLeads)] {
      if let repaired = repair(utf8, misreadAs: name, leads: leads) { return (repaired, name) }
    }
    return nil
  }

  // What the lead bytes of Arabic (D8, D9) and of accented Latin, Arabic and punctuation (C2, C3, D8, D9, E2) look like.
  private static let arabicLeads: Set<UInt32> = [0x0637, 0x0638]
  private static let latinLeads: Set<UInt32> = [0xC2, 0xC3, 0xC5, 0xD8, 0xD9, 0xDA, 0xE2]

  private static func repair(_ utf8: [UInt8], misreadAs name: String, leads: Set<UInt32>) -> [UInt8]? {
    var result: [UInt8] = []
    var table: SingleByteTable?
    var sequences = 0
    for line in utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
      var (leadCount, high) = (0, 0)
      let text = line.contains { $0 >= 0x80 } ? String(decoding: line, as: UTF8.self) : ""
      for scalar in text.unicodeScalars where scalar.value >= 0x80 {
        high += 1
        if leads.contains(scalar.value) { leadCount += 1 }
      }
      if leadCount > 0, leadCount * 10 >= high * 3 {
        table = table ?? SingleByteTable(named: name)
        if let bytes = table?.encode(text.unicodeScalars) {
          let census = UnicodeForms.census(bytes[...])
          if census.invalid == 0, census.multibyte >= leadCount {
            sequences += census.multibyte
            result.append(contentsOf: bytes)
            result.append(0x0A)
            continue
          }
        }
      }
      result.append(contentsOf: line)
      result.append(0x0A)
    }
    guard sequences >= 2 else { return nil }
    result.removeLast()
    return result
  }
}
