/// What a search knows of Arabic words beyond their affixes (`data/language/ar.search`). Words are letters of UTF-16 as
/// `ArabicSearchStemmer` folds them.
struct ArabicSearchWords: Sendable {
  typealias Word = ArabicSearchStemmer.Word

  /// Forms that no ending explains, broken plurals above all, with the stem of their word.
  private(set) var forms: [Word: Word] = [:]
  /// Words whose last letters are no ending.
  private(set) var whole: Set<Word> = []
  /// Nouns in ة that are other words than what is left without it.
  private(set) var feminine: Set<Word> = []
  /// Stems of words whose first letter is no particle.
  private(set) var ownFirst: Set<Word> = []
  /// Words whose ال is no article.
  private(set) var ownArticle: [Word] = []

  /// The stems of all words that are known.
  private var stems: Set<Word> = []

  static let shared = ArabicSearchWords(EmbeddedResource.text("language/ar.search") ?? "")

  init(_ text: String) {
    var first: [Word] = []
    var plurals: [(singular: Word, plural: Word)] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasPrefix("=") {
        let words = line.dropFirst().split(separator: " ").map(Self.word)
        guard let key = words.first else { continue }
        for word in words where forms[word] == nil { forms[word] = key }
        continue
      }
      let halves = line.split(separator: ":", maxSplits: 1)
      guard halves.count == 2 else { continue }
      let words = halves[1].split(separator: " ").map(Self.word)
      let kind = halves[0].split(separator: " ")
      switch kind[0] {
      case "own": whole.formUnion(words)
      case "feminine": feminine.formUnion(words)
      case "first": first += words
      case "al": ownArticle += words
      case "plural" where kind.count == 3:
        let (singular, plural) = (Array(kind[1].utf16), Array(kind[2].utf16))
        for word in words {
          if let made = Self.made(word, from: singular, to: plural) { plurals.append((word, made)) }
        }
      default: continue
      }
    }
    let waw = LanguageProfile.arabicWawWords
    first += (0..<waw.count).map { Self.word(waw.string($0)) }
    // Stems are found with what is known by then.
    let found = plurals.map { (ArabicSearchStemmer(words: self).lemma($0.singular), $0.plural) }
    for (stem, plural) in found where forms[plural] == nil { forms[plural] = stem }
    let stemmer = ArabicSearchStemmer(words: self)
    ownFirst = Set(first.map(stemmer.lemma))
    stems = ownFirst.union(whole).union(feminine).union(forms.values)
  }

  /// Whether it is the stem of a word that is known.
  func isStem(_ word: Word) -> Bool { stems.contains(word) }

  private static func word(_ text: some StringProtocol) -> Word {
    ArabicSearchStemmer.letters(Array(TextFolding.fold(text).utf8)) ?? []
  }

  /// The word that a pattern makes of the root that another pattern finds in a word: `123` and `ا12ا3` make «اطفال» of
  /// «طفل»; nil when the word has not the shape of the first.
  static func made(_ word: Word, from pattern: Word, to other: Word) -> Word? {
    guard word.count == pattern.count else { return nil }
    var root = [UInt16](repeating: 0, count: 10)
    func digit(_ letter: UInt16) -> Int? { letter >= 0x30 && letter <= 0x39 ? Int(letter) - 0x30 : nil }
    for (letter, sign) in zip(word, pattern) {
      if let place = digit(sign) { root[place] = letter } else if sign != letter { return nil }
    }
    return other.map { sign in digit(sign).map { root[$0] } ?? sign }
  }
}

/// What a search knows of English words beyond their endings (`data/language/en.search`): the word that looks the stem up.
struct EnglishSearchWords: Sendable {
  /// By form the key of its word.
  private var keys = ByteStringTable(capacity: 4_096)
  private var words: [[UInt8]] = []

  static let shared = EnglishSearchWords(EmbeddedResource.text("language/en.search") ?? "")

  init(_ text: String) {
    guard let stemmer = SnowballStemmer(language: "en") else { return }
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ") }
    for line in lines where line.first == "apart" && line.count > 1 {
      for word in line.dropFirst() { add(word, Array(line[1].utf8)) }
    }
    for line in lines where line.first == "=" && line.count > 1 {
      var key = Array(line[1].utf8)
      if let known = self.key(of: key) { key = known } else { stemmer.stem(&key) }
      for word in line.dropFirst() { add(word, key) }
    }
  }

  private mutating func add(_ word: Substring, _ key: [UInt8]) {
    if keys.insert(Array(word.utf8)).isNew { words.append(key) }
  }

  /// The key of a form; nil when the stemmer does well with it.
  func key(of word: [UInt8]) -> [UInt8]? { keys.find(word).map { words[$0] } }
}
