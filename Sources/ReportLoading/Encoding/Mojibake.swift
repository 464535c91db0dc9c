import CTextScan
import Glibc
import ReportArticles

/// Text that was decoded with the wrong encoding once and saved as UTF-8: repaired when there can be no doubt.
///
/// The proof: every line that shows the pattern goes back to bytes in the wrong encoding, and those bytes are well-formed
/// UTF-8 that no longer shows it. Bytes that the wrong encoding has no sign for stand as the controls U+0080 to U+009F, as
/// ISO 8859-1 has them; a no-break space at the end of a sequence (“à”) may have become a space.
enum Mojibake {
  /// The repaired text and the encoding that it had been misread as; nil when there is nothing to repair.
  static func repair(_ utf8: [UInt8]) -> (utf8: [UInt8], misreadAs: String)? {
    guard TextTraits(of: utf8).contains(.leads) else { return nil }
    let suspects = utf8.withUnsafeBufferPointer { Self.suspects($0) }
    if suspects.arabic, let repaired = repair(utf8, arabic, isArabicLead) { return (repaired, "windows-1256") }
    if suspects.latin, let repaired = repair(utf8, latin, isLatinLead) { return (repaired, "windows-1252") }
    return nil
  }

  /// Whether a text has a line that `repair` would look at.
  static func mayBe(in utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    let suspects = Self.suspects(utf8)
    return suspects.arabic || suspects.latin
  }

  // What the lead bytes of Arabic (D8, D9) and of accented Latin, Arabic and punctuation (C2, C3, D8, D9, E2) look like.
  private static func isArabicLead(_ value: UInt32) -> Bool { value == 0x0637 || value == 0x0638 }
  private static func isLatinLead(_ value: UInt32) -> Bool {
    switch value {
    case 0xC2, 0xC3, 0xC5, 0xD8, 0xD9, 0xDA, 0xE2: return true
    default: return false
    }
  }

  private static let arabic = SingleByteEncoder(named: "windows-1256")
  private static let latin = SingleByteEncoder(named: "windows-1252")?.withControls()

  /// The line, from 1, in which the first character of UTF-8 stands taken apart (“Ã©”), if nothing was repaired there.
  static func lineThatLooksWrong(_ utf8: [UInt8]) -> Int? {
    guard TextTraits(of: utf8).contains(.leads) else { return nil }
    return utf8.withUnsafeBufferPointer { buffer in
      let bytes = UTF8Bytes(buffer)
      var place = 0
      // Capital A with tilde or circumflex before a sign that no word goes on with.
      while place < buffer.count, let base = buffer.baseAddress,
        let found = memchr(base + place, 0xC3, buffer.count - place)
      {
        let start = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
        let (value, length) = bytes.scalar(at: start)
        place = start + max(1, length)
        guard value == 0xC3 || value == 0xC2, place < bytes.count else { continue }
        let next = bytes.scalar(at: place).value
        let isSign = (0x80...0xBF).contains(next) && next != 0xA0 && next != 0xAA && next != 0xBA && next != 0xBB
        let after = place + bytes.scalar(at: place).length
        let goesOn =
          value == 0xC3 && (0x80...0xBF).contains(next) && after < bytes.count
          && bytes.unicodeClass(at: after).isLetter
        if isSign, value == 0xC3 ? goesOn || isEndOfWord(after, bytes) : next < 0xA0 || next == 0xAB {
          return 1 + LineFeeds.count(UnsafeBufferPointer(rebasing: buffer[..<start]))
        }
      }
      return nil
    }
  }

  /// Whether a word ends at an offset, and the sign before it is one of the letters that French, German and Spanish end with.
  private static func isEndOfWord(_ offset: Int, _ bytes: UTF8Bytes) -> Bool {
    if offset >= bytes.count { return true }
    let kind = bytes.unicodeClass(at: offset)
    return kind == .space || kind == .newline || bytes[offset] == 0x2C || bytes[offset] == 0x2E
  }

  /// Whether some line has enough of the lead characters to be looked at.
  private static func suspects(_ bytes: UnsafeBufferPointer<UInt8>) -> (arabic: Bool, latin: Bool) {
    var result = (arabic: false, latin: false)
    var rest = UnsafeRawBufferPointer(bytes)
    while let base = rest.baseAddress, !rest.isEmpty {
      let end = memchr(base, 0x0A, rest.count).map { base.distance(to: $0) } ?? rest.count
      let leads = ctextscan_leads(base.assumingMemoryBound(to: UInt8.self), end)
      if leads.arabic > 0, leads.arabic * 10 >= leads.high * 3 { result.arabic = true }
      if leads.latin > 0, leads.latin * 10 >= leads.high * 3 { result.latin = true }
      rest = UnsafeRawBufferPointer(rebasing: rest[min(end + 1, rest.count)...])
    }
    return result
  }

  private static func repair(
    _ utf8: [UInt8], _ encoder: SingleByteEncoder?, _ isLead: (UInt32) -> Bool
  ) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(utf8.count)
    var sequences = 0
    utf8.withUnsafeBufferPointer { all in
      var start = 0
      while start <= all.count {
        let end = all[start...].firstIndex(of: 0x0A) ?? all.count
        let line = UnsafeBufferPointer(rebasing: all[start..<end])
        if let (bytes, count) = repaired(UTF8Bytes(line), encoder, isLead) {
          sequences += count
          result.append(contentsOf: bytes)
        } else {
          result.append(contentsOf: line)
        }
        if end < all.count { result.append(0x0A) }
        start = end + 1
      }
    }
    return sequences >= 2 ? result : nil
  }

  /// The line as it was before, and its sequences of several bytes; nil when it shows no pattern or there is doubt.
  private static func repaired(
    _ line: UTF8Bytes, _ encoder: SingleByteEncoder?, _ isLead: (UInt32) -> Bool
  ) -> (bytes: [UInt8], sequences: Int)? {
    var (leads, high) = (0, 0)
    var place = 0
    while place < line.count {
      let (value, length) = line.scalar(at: place)
      place += length
      guard value >= 0x80 else { continue }
      high += 1
      if isLead(value) { leads += 1 }
    }
    guard leads > 0, leads * 10 >= high * 3, let bytes = encoder?.encode(line) else { return nil }
    let census = UnicodeForms.census(bytes[...])
    return census.invalid == 0 && census.multibyte >= leads ? (bytes, census.multibyte) : nil
  }
}
