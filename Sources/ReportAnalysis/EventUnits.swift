import ReportArticles

/// One thing that a report names: a person, an organisation, a place, a figure, or what the news is about. Two reports on
/// one event name the same things, whatever words and whatever language they tell it in.
struct EventUnit: Sendable, Hashable {
  enum Kind: UInt8, Sendable {
    case name, place, figure, concept

    /// Who, where and how many: what sets an event apart from others of its kind.
    var isActor: Bool { self != .concept }

    /// Who and where.
    var isNamed: Bool { self == .name || self == .place }
  }

  /// The same for the same thing in all languages, and for few others.
  var key: UInt32
  var kind: Kind
  /// How much it tells, in 1/128.
  var level: UInt8
  /// It stands in the headline.
  var isInTitle: Bool

  init(key: UInt32, kind: Kind, weight: Float, isInTitle: Bool = false) {
    self.key = key
    self.kind = kind
    self.isInTitle = isInTitle
    level = UInt8(max(1, min(255, (weight * 128).rounded())))
  }

  init(key: UInt32, kind: Kind, level: UInt8, isInTitle: Bool) {
    (self.key, self.kind, self.level, self.isInTitle) = (key, kind, level, isInTitle)
  }

  /// How much it tells about which event it is; 1 for the full name of somebody.
  var weight: Float { Float(level) / 128 }
}

/// Finds the units in headline and opening of one article after another. What a spelling means is found out once.
struct EventUnitReader: Sendable {
  /// Words of the body that are looked at.
  static let bodyWords = 150
  /// Units kept of an article, those that tell most.
  static let limit = 48

  private var spellings = FingerprintMap(capacity: 4096)
  private var readings: [EventWords.Reading] = []
  private var languages: [String: EventWords.Language] = [:]
  // Of the article at hand.
  private var language = EventWords.Language(tag: "und")
  private var found: [UInt32: Found] = [:]
  private var room = 0

  private struct Found {
    var kind: EventUnit.Kind
    var weight: Float
    var times: Float
    var isInTitle: Bool
    /// It is a name by more than the capital of a first word or of a headline: it stands within a sentence, or again in
    /// the body.
    var isFirm: Bool
  }

  init() {}

  /// Begins an article in a language (BCP 47), of which at most `words` words of the body are looked at.
  mutating func begin(language tag: String, words: Int = bodyWords) {
    let primary = TermTable.primary(tag)
    if let known = languages[primary] {
      language = known
    } else {
      language = EventWords.Language(tag: primary)
      languages[primary] = language
    }
    found.removeAll(keepingCapacity: true)
    room = words
  }

  /// Whether more of the body is looked at.
  var isOpen: Bool { room > 0 }

  /// Reads the words of a headline or of a paragraph.
  mutating func read(_ tokens: [WordToken], _ bytes: UnsafeBufferPointer<UInt8>, isTitle: Bool) {
    let count = isTitle ? tokens.count : min(room, tokens.count)
    if !isTitle { room -= count }
    if count == 0 { return }
    let capitals = tokens.reduce(0) { $0 + ($1.traits.contains(.capitalised) ? 1 : 0) }
    // “Gunman Kills Three at Mall”: capitals tell nothing.
    let isTitleCase = isTitle && capitals * 3 > tokens.count * 2
    var index = 0
    while index < count {
      let reading = self.reading(of: tokens[index], bytes)
      if reading.number > 0 {
        index = readFigure(tokens, bytes, from: index, count, reading, isTitle)
        continue
      }
      if reading.isCapitalised {
        let traits = tokens[index].traits
        if traits.contains(.capitalised), let unit = reading.units.first {
          let isDoubtful = traits.contains(.sentenceStart) || isTitleCase
          note(unit, isDoubtful ? 0.6 : 1, isTitle)
        }
      } else {
        for unit in reading.units { note(unit, 1, isTitle) }
      }
      index += 1
    }
  }

  /// The units of the article, by key.
  mutating func units() -> [EventUnit] {
    var units: [EventUnit] = []
    units.reserveCapacity(found.count)
    for (key, entry) in found {
      let weight = entry.weight * (1 + 0.4 * Logarithm.natural(entry.times)) * (entry.isInTitle ? 1.25 : 1)
      units.append(
        EventUnit(key: key, kind: entry.kind, weight: weight, isInTitle: entry.isInTitle && entry.isFirm))
    }
    if units.count > Self.limit {
      units.sort { $0.level != $1.level ? $0.level > $1.level : $0.key < $1.key }
      units.removeLast(units.count - Self.limit)
    }
    units.sort { $0.key < $1.key }
    return units
  }

  /// The units of a whole text.
  mutating func units(ofAll article: Article) -> [EventUnit] {
    begin(language: article.language, words: 4_000)
    var tokens: [WordToken] = []
    for (index, text) in ([article.title] + article.paragraphs).enumerated() where index == 0 || isOpen {
      tokens.removeAll(keepingCapacity: true)
      WordScanner.withBytes(of: text) { bytes in
        WordScanner.scan(bytes, into: &tokens)
        read(tokens, bytes, isTitle: index == 0)
      }
    }
    return units()
  }

  private mutating func note(_ unit: EventUnit, _ factor: Float, _ isTitle: Bool) {
    let weight = unit.weight * factor
    if var known = found[unit.key] {
      known.weight = max(known.weight, weight)
      known.times += 1
      known.isFirm = known.isFirm || factor == 1 || !isTitle
      known.isInTitle = known.isInTitle || isTitle
      found[unit.key] = known
    } else {
      found[unit.key] = Found(kind: unit.kind, weight: weight, times: 1, isInTitle: isTitle, isFirm: factor == 1)
    }
  }

  private mutating func reading(of token: WordToken, _ bytes: UnsafeBufferPointer<UInt8>) -> EventWords.Reading {
    let key = token.hash ^ language.salt
    if let known = spellings[key] { return readings[Int(known)] }
    let word = TextFolding.fold(String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self))
    let reading = language.reading(of: word, token.traits)
    spellings.set(key, Int32(truncatingIfNeeded: readings.count))
    readings.append(reading)
    return reading
  }

  /// Reads a number with its magnitude («265 ألف», “1.2 million”, “twenty-five”); returns the place after it.
  private mutating func readFigure(
    _ tokens: [WordToken], _ bytes: UnsafeBufferPointer<UInt8>, from index: Int, _ count: Int,
    _ first: EventWords.Reading, _ isTitle: Bool
  ) -> Int {
    var value = first.number
    var isYear = first.isPlainNumber && value >= 1900 && value <= 2100 && value == value.rounded()
    var next = index + 1
    if first.isMagnitude { return next }
    while next < count, !tokens[next].traits.contains(.afterMark) {
      let reading = self.reading(of: tokens[next], bytes)
      if language.isArabic, value < 10, reading.number == 10, !reading.isJoined, !first.isPlainNumber {
        value += 10  // «ثمانية عشر»
      } else if reading.isMagnitude {
        value *= reading.number
        isYear = false
      } else if !first.isPlainNumber, !reading.isPlainNumber, reading.number > 0, reading.number < 100,
        (value >= 20 && value < 100 && reading.number < 10)
          || (reading.isJoined && reading.number >= 20 && value < 10)
          || (reading.isJoined && value >= 100 && value < 1000)
      {
        value += reading.number
      } else {
        break
      }
      next += 1
    }
    let weight = isYear ? 0.15 : Self.evidence(value)
    note(EventUnit(key: EventWords.key(ofFigure: value), kind: .figure, weight: weight), 1, isTitle)
    return next
  }

  /// How much a number tells: 2 or 10 little, 212 or 10.75 much.
  private static func evidence(_ value: Double) -> Float {
    if value != value.rounded() { return 0.9 }
    if value < 10 { return 0.2 }
    if value < 100 { return value.truncatingRemainder(dividingBy: 10) == 0 ? 0.4 : 0.55 }
    var digits = value
    var zeros = 0
    while digits >= 10, digits.truncatingRemainder(dividingBy: 10) == 0, zeros < 18 {
      digits /= 10
      zeros += 1
    }
    return digits < 10 ? 0.6 : digits < 100 ? 0.85 : 1.1
  }
}
