import ReportArticles

/// Joins stories told in different languages. Words cannot be compared across scripts, but names can by their
/// consonants (“Blinken”, «بلينكن»), places by a short list, figures as they are; several of them together, within a
/// day or two, tell that it is one event.
struct StoryLanguageLinks {
  /// One piece of evidence: a name, a place or a figure.
  struct Evidence: Hashable {
    enum Kind: UInt8 { case place, name, figure }
    var kind: Kind
    var value: UInt64
    var weight: Float
  }

  /// What the opening of a story offers for comparison.
  struct Profile {
    var cluster: Int32
    var language: Int32
    var day: Int?
    var evidence: [Evidence]
  }

  /// Sum of weights from which two stories are one; names and places must be at least two of it.
  static let threshold: Float = 3
  private static let openingWords = 120
  private static let listLimit = 200

  private var tokens: [WordToken] = []

  init() {}

  /// The hash of a place's first name by those of all its names. A timeline asks for it at each of its days.
  private static let places: [UInt64: UInt64] = {
    var places: [UInt64: UInt64] = [:]
    for line in EmbeddedResource.lines("analysis/place-names.txt") {
      let names = line.fields.map { TextFolding.fold($0) }
      guard let first = names.first else { continue }
      for name in names { places[Hash.word(name)] = Hash.word(first) }
    }
    return places
  }()

  /// The evidence in headline and opening of some articles of one language.
  mutating func evidence(in articles: [Article]) -> [Evidence] {
    var found: [UInt64: Evidence] = [:]
    for article in articles {
      var room = Self.openingWords
      collect(article.title, isTitle: true, &found, &room)
      for paragraph in article.paragraphs where room > 0 { collect(paragraph, isTitle: false, &found, &room) }
    }
    return found.values.sorted { $0.value < $1.value }
  }

  private mutating func collect(
    _ text: String, isTitle: Bool, _ found: inout [UInt64: Evidence], _ room: inout Int
  ) {
    tokens.removeAll(keepingCapacity: true)
    let limit = room
    WordScanner.withBytes(of: text) { bytes in
      WordScanner.scan(bytes, into: &tokens, limit: limit)
      for token in tokens where token.traits.contains(.isLong) {
        let word = TextFolding.fold(String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self))
        for evidence in evidence(of: word, token.traits, isTitle: isTitle) { found[evidence.value] = evidence }
      }
    }
    room -= tokens.count
  }

  private func evidence(of word: String, _ traits: WordToken.Traits, isTitle: Bool) -> [Evidence] {
    if traits.contains(.number) {
      let key = NumberKey.normalised(word)
      let weight = NumberKey.evidence(key)
      return weight >= 0.7 ? [Evidence(kind: .figure, value: Hash.word(key), weight: weight)] : []
    }
    let isArabic = word.unicodeScalars.first.map { (0x620...0x6FF).contains($0.value) } ?? false
    let forms = isArabic ? ConsonantSkeleton.arabicForms(word) : [word]
    for form in forms {
      guard let place = Self.places[Hash.word(form)] else { continue }
      return [Evidence(kind: .place, value: place, weight: 1)]
    }
    if !isArabic, !traits.contains(.capitalised) || traits.contains(.sentenceStart) || isTitle { return [] }
    var result: [Evidence] = []
    for form in forms {
      guard let skeleton = ConsonantSkeleton(form), skeleton.length >= 3 else { continue }
      result.append(Evidence(kind: .name, value: skeleton.value, weight: skeleton.length >= 4 ? 1 : 0.5))
    }
    return result
  }

  /// Pairs of clusters of different languages that tell one story; each cluster in at most one pair, the strongest
  /// pairs first.
  static func pairs(_ profiles: [Profile], threshold: Float = threshold) -> [(Int32, Int32)] {
    var postings: [UInt64: [Int32]] = [:]
    for (index, profile) in profiles.enumerated() {
      for evidence in profile.evidence { postings[evidence.value, default: []].append(Int32(index)) }
    }
    let usual = 4 + profiles.count / 50
    var pairs: [(score: Float, left: Int32, right: Int32)] = []
    for (index, profile) in profiles.enumerated() {
      var sums: [Int32: (sum: Float, names: Int)] = [:]
      for evidence in profile.evidence {
        guard let list = postings[evidence.value], list.count <= Self.listLimit else { continue }
        let weight = list.count <= usual ? evidence.weight : evidence.weight * 0.4
        for other in list where other > index && profiles[Int(other)].language != profile.language {
          var entry = sums[other] ?? (0, 0)
          entry.sum += weight
          if evidence.kind != .figure { entry.names += 1 }
          sums[other] = entry
        }
      }
      for (other, entry) in sums where entry.names >= 2 {
        var needed = threshold
        if let mine = profile.day, let theirs = profiles[Int(other)].day {
          if abs(mine - theirs) > 1 { continue }
        } else {
          needed += 1
        }
        if entry.sum >= needed { pairs.append((entry.sum, Int32(index), other)) }
      }
    }
    pairs.sort { ($1.score, $0.left, $0.right) < ($0.score, $1.left, $1.right) }
    var taken: Set<Int32> = []
    var result: [(Int32, Int32)] = []
    for pair in pairs where !taken.contains(pair.left) && !taken.contains(pair.right) {
      taken.formUnion([pair.left, pair.right])
      result.append((profiles[Int(pair.left)].cluster, profiles[Int(pair.right)].cluster))
    }
    return result
  }
}

/// The consonants of a name in classes that Arabic and Latin spellings of it share.
struct ConsonantSkeleton {
  /// The classes, packed.
  let value: UInt64
  /// Number of consonants after doubled ones are made one.
  let length: Int

  /// Nil for words with more than twelve consonants.
  init?(_ folded: String) {
    var value: UInt64 = 0
    var length = 0
    var last: UInt64 = 0
    for scalar in folded.unicodeScalars {
      let code = Self.code(of: scalar)
      if code != 0, code != last {
        length += 1
        if length > 12 { return nil }
        value = value << 5 | code
      }
      last = code
    }
    // Of few consonants the first vowel tells something too.
    if length == 2, let first = folded.unicodeScalars.first, Self.beginsWithVowel(first) {
      value |= 12 << 10
      self.length = 3
    } else {
      self.length = length
    }
    self.value = value | 1 << 62
  }

  private static func beginsWithVowel(_ first: Unicode.Scalar) -> Bool {
    switch first {
    case "a", "e", "i", "o", "u", "ا", "ع": return true
    default: return false
    }
  }

  /// The class of a consonant; 0 for vowels, half-vowels, gutturals and everything else.
  private static func code(of scalar: Unicode.Scalar) -> UInt64 {
    switch scalar {
    case "b", "p", "ب", "پ": return 1
    case "t", "ت", "ط": return 2
    case "g", "j", "ج", "غ", "گ", "چ": return 3
    case "d", "د", "ض", "ذ": return 4
    case "r", "ر": return 5
    case "s", "z", "س", "ص", "ز", "ش", "ظ", "ث", "ß": return 6
    case "f", "v", "ف", "ڤ": return 7
    case "k", "c", "q", "x", "ك", "ق", "خ": return 8
    case "l", "ل": return 9
    case "m", "م": return 10
    case "n", "ن": return 11
    default: return 0
    }
  }

  /// A word in Latin letters as it sounds: `ph` is f, `c` before e, i and y is s, `x` is ks; with `th` and `ch` also as
  /// Arabic may have them.
  static func latinForms(_ folded: String) -> [String] {
    var plain = folded
    for (spelling, sound) in [("ph", "f"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("x", "ks"), ("ck", "k")]
    where plain.contains(spelling) { plain.replace(spelling, with: sound) }
    var forms = [plain]
    for spelling in ["th", "ch"] where plain.contains(spelling) {
      forms.append(plain.replacing(spelling, with: "s"))
    }
    return forms
  }

  /// An Arabic word as it stands, without its article, and without the particles that are written with it.
  static func arabicForms(_ folded: String) -> [String] {
    var forms = [folded]
    var rest = folded.unicodeScalars[...]
    if rest.count > 4, let first = rest.first, ["و", "ف", "ب", "ل", "ك"].contains(first) {
      rest = rest.dropFirst()
      forms.append(String(rest))
    }
    if rest.count > 4, let first = rest.first {
      if first == "ا", rest.dropFirst().first == "ل" {
        forms.append(String(rest.dropFirst(2)))
      } else if first == "ل", folded.unicodeScalars.starts(with: ["ل", "ل"]) {
        forms.append(String(rest.dropFirst()))
      }
    }
    return forms
  }
}
