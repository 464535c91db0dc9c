import ReportArticles

/// Whether a text may say “today, Monday” anywhere, told from its bytes: most texts do not, and cutting them into words
/// costs many times as much. True also where only the words themselves can tell.
struct TodayWords: Sendable {
  static let shared = TodayWords(DateWords.shared)

  /// Fingerprints of the folded words.
  private let today: [UInt64]
  private let weekdays: Set<UInt64>
  /// The lengths in bytes of the words for today, as bits; a plain word of another length is none of them.
  private let lengths: UInt64
  /// The first letters of those in Latin letters, as bits from `a`.
  private let initials: UInt32
  /// Words that may stand between: `hui` of aujourd'hui, a filler, and the weekday.
  private static let reach = 3

  private init(_ words: DateWords) {
    let names = words.today.union(DateWords.demonstratives)
    today = names.map { DateTokens.fingerprint($0.utf8) }
    weekdays = Set(words.weekdays.keys.filter { $0.utf8.count > 3 }.map { DateTokens.fingerprint($0.utf8) })
    lengths = names.reduce(0) { $0 | 1 << UInt64(min($1.utf8.count, 63)) }
    initials = names.reduce(0) { bits, name in
      guard let first = name.utf8.first, first >= 0x61, first <= 0x7A else { return bits }
      return bits | 1 << UInt32(first - 0x61)
    }
  }

  /// Looks at a text of well-formed UTF-8.
  func mayOccur(in text: String) -> Bool {
    var text = text
    return text.withUTF8 { mayOccur(in: $0) }
  }

  private func mayOccur(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var place = 0
    // How many of the next words may be the weekday.
    var open = 0
    var folded: [UInt8] = []
    while place < bytes.count {
      // Of such a text only the start is read for dates.
      if place > 1 << 18 { return true }
      let start = place
      let word = Self.word(bytes, &place)
      if word == .unclear { return true }
      if place == start {
        place += Self.separatorLength(bytes[place])
        continue
      }
      if open == 0 {
        guard mayBeToday(bytes, start..<place, word) else { continue }
      }
      folded.removeAll(keepingCapacity: true)
      TextFolding.appendFolded(UTF8Bytes(bytes), range: start..<place, to: &folded)
      let hash = DateTokens.fingerprint(folded)
      if open > 0, weekdays.contains(hash) { return true }
      open = today.contains(hash) ? Self.reach : max(0, open - 1)
    }
    return false
  }

  private enum Word {
    /// Letters of ASCII only.
    case latin
    /// Arabic letters without marks only, or mixed with those of ASCII.
    case plain
    /// Letters that none of the words has, such as é.
    case foreign
    /// With marks in it, which folding takes away.
    case marked
    /// Only the reader of dates can tell where the word ends.
    case unclear
  }

  private func mayBeToday(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ word: Word) -> Bool {
    switch word {
    case .foreign: return false
    case .marked, .unclear: return true
    case .plain: return lengths >> UInt64(min(range.count, 62)) & 1 == 1
    case .latin:
      guard lengths >> UInt64(min(range.count, 62)) & 1 == 1 else { return false }
      return initials >> UInt32(bytes[range.lowerBound] | 0x20 - 0x61) & 1 == 1
    }
  }

  /// Moves past the letters at a place.
  private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Word {
    var (isArabic, isForeign, isMarked) = (false, false, false)
    scan: while place < bytes.count {
      let first = bytes[place]
      if first < 0x80 {
        guard (0x61...0x7A).contains(first | 0x20) else { break }
        place += 1
        continue
      }
      let second = place + 1 < bytes.count ? bytes[place + 1] : 0
      switch first {
      case 0xD8 where second >= 0xA1, 0xD9 where (0x81...0x8A).contains(second):
        isArabic = true
        place += 2
      case 0xD9 where second == 0x80 || (0x8B...0x9F).contains(second):
        isMarked = true
        place += 2
      // ، ؛ ؟ and the digits and signs from ٠
      case 0xD8 where second == 0x8C || second == 0x9B || second == 0x9F, 0xD9 where (0xA0...0xAD).contains(second):
        break scan
      // À to ɏ but × and ÷: letters, of which no word has one
      case 0xC3 where second != 0x97 && second != 0xB7, 0xC4...0xC8:
        isForeign = true
        place += 2
      case 0xC2 where second != 0xAA && second != 0xB5 && second != 0xBA && second != 0xAD, 0xC3: break scan
      // Dashes, quotation marks, dots
      case 0xE2 where second == 0x80:
        let third = place + 2 < bytes.count ? bytes[place + 2] : 0
        if (0x8B...0x8F).contains(third) || (0xAA...0xAE).contains(third) { return .unclear }
        break scan
      default: return .unclear
      }
    }
    if isForeign { return .foreign }
    return isMarked ? .marked : isArabic ? .plain : .latin
  }

  private static func separatorLength(_ byte: UInt8) -> Int { byte < 0x80 ? 1 : byte < 0xE0 ? 2 : 3 }
}
