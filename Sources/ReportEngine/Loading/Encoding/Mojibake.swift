import CSimdjson
import Glibc

/// Text that was decoded with the wrong encoding once and saved as UTF-8: repaired when there can be no doubt.
///
/// The proof: every line that shows the pattern goes back to bytes in the wrong encoding, and those bytes are well-formed
/// UTF-8 that no longer shows it.
enum Mojibake {
  /// The repaired text and the encoding that it had been misread as; nil when there is nothing to repair.
  static func repair(_ utf8: [UInt8]) -> (utf8: [UInt8], misreadAs: String)? {
    guard TextTraits(of: utf8).contains(.leads) else { return nil }
    let suspects = utf8.withUnsafeBufferPointer { Self.suspects($0) }
    for (name, leads, isSuspect) in [
      ("windows-1256", arabicLeads, suspects.arabic), ("windows-1252", latinLeads, suspects.latin),
    ] where isSuspect {
      if let repaired = repair(utf8, misreadAs: name, leads: leads) { return (repaired, name) }
    }
    return nil
  }

  /// Whether a text has a line that `repair` would look at.
  static func mayBe(in utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    let suspects = Self.suspects(utf8)
    return suspects.arabic || suspects.latin
  }

  // What the lead bytes of Arabic (D8, D9) and of accented Latin, Arabic and punctuation (C2, C3, D8, D9, E2) look like.
  private static let arabicLeads: Set<UInt32> = [0x0637, 0x0638]
  private static let latinLeads: Set<UInt32> = [0xC2, 0xC3, 0xC5, 0xD8, 0xD9, 0xDA, 0xE2]

  /// Whether some line has enough of the lead characters to be looked at.
  private static func suspects(_ bytes: UnsafeBufferPointer<UInt8>) -> (arabic: Bool, latin: Bool) {
    var result = (arabic: false, latin: false)
    var rest = UnsafeRawBufferPointer(bytes)
    while let base = rest.baseAddress, !rest.isEmpty {
      let end = memchr(base, 0x0A, rest.count).map { base.distance(to: $0) } ?? rest.count
      let leads = csimdjson_leads(base.assumingMemoryBound(to: UInt8.self), end)
      if leads.arabic > 0, leads.arabic * 10 >= leads.high * 3 { result.arabic = true }
      if leads.latin > 0, leads.latin * 10 >= leads.high * 3 { result.latin = true }
      rest = UnsafeRawBufferPointer(rebasing: rest[min(end + 1, rest.count)...])
    }
    return result
  }

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
