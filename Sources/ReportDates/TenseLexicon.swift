/// What a word says about the time of its clause. Rule files use the names: `$tense past: was, were`.
struct TenseForm: OptionSet, Sendable {
  let rawValue: UInt64

  /// A finite form of the past; in English also what may be its participle.
  static let past = TenseForm(rawValue: 1)
  /// A finite form of the future, or a modal verb.
  static let future = TenseForm(rawValue: 1 << 1)
  /// A form of the present or a base form, which may be a noun as well.
  static let present = TenseForm(rawValue: 1 << 2)
  /// “is”, “are”; with `past` “was”.
  static let be = TenseForm(rawValue: 1 << 3)
  /// “has”, « a », “hat”: with a participle the past.
  static let have = TenseForm(rawValue: 1 << 4)
  static let participle = TenseForm(rawValue: 1 << 5)
  static let infinitive = TenseForm(rawValue: 1 << 6)
  /// “to”, „zu“ before an infinitive.
  static let marker = TenseForm(rawValue: 1 << 7)
  /// A verb of saying: what it reports has a tense of its own.
  static let report = TenseForm(rawValue: 1 << 8)
  /// A verb or noun whose infinitive, or what it is put off to, is ahead: “agreed”, “postponed”, «اتفق».
  static let decide = TenseForm(rawValue: 1 << 9)
  /// What is ahead by its own meaning: “due”, “scheduled”, “deadline”, «المقرر».
  static let due = TenseForm(rawValue: 1 << 10)
  /// A verb whose infinitive happened when it did: “managed”, “forced”.
  static let implicative = TenseForm(rawValue: 1 << 11)
  /// A word that opens a clause: “that”, « qui », „dass“, «أن».
  static let opener = TenseForm(rawValue: 1 << 12)
  static let since = TenseForm(rawValue: 1 << 13)
  static let after = TenseForm(rawValue: 1 << 14)
  static let until = TenseForm(rawValue: 1 << 15)
  static let before = TenseForm(rawValue: 1 << 16)
  static let from = TenseForm(rawValue: 1 << 17)
  /// “for Friday”, « pour vendredi ».
  static let toward = TenseForm(rawValue: 1 << 18)
  /// “to Friday”, « à lundi »: ahead after a word of `decide`.
  static let onto = TenseForm(rawValue: 1 << 19)
  /// A verb for something that goes on: “lasted until Friday”.
  static let lasting = TenseForm(rawValue: 1 << 20)
  /// A noun for what is planned beforehand: “election”, «جلسة».
  static let planned = TenseForm(rawValue: 1 << 21)
  /// A noun for what nobody plans, and which has happened: “crash”, «مقتل».
  static let mishap = TenseForm(rawValue: 1 << 22)
  /// After one of these what looks like a verb is a noun: “the”, “its”.
  static let determiner = TenseForm(rawValue: 1 << 23)
  static let preposition = TenseForm(rawValue: 1 << 24)
  /// A participle that makes the past with “be”: « arrivé », „gekommen“.
  static let gone = TenseForm(rawValue: 1 << 25)
  /// May stand between an auxiliary and its verb: “not”, “still”.
  static let adverb = TenseForm(rawValue: 1 << 26)
  /// « se », “s’”: with “be” the past.
  static let reflexive = TenseForm(rawValue: 1 << 27)
  /// A modal whose perfect is the past: “may have left”.
  static let modal = TenseForm(rawValue: 1 << 28)
  /// Looks like a verb and is none.
  static let none = TenseForm(rawValue: 1 << 29)
  /// «لم»: makes a past of the imperfect after it; “did”.
  static let makesPast = TenseForm(rawValue: 1 << 30)
  /// «بعد أن»: makes a past of the clause that it opens.
  static let opensPast = TenseForm(rawValue: 1 << 31)

  /// A relative pronoun.
  static let relative = TenseForm(rawValue: 1 << 32)

  static let names: [(String, TenseForm)] = [
    ("past", .past), ("future", .future), ("present", .present), ("be", .be), ("have", .have),
    ("participle", .participle), ("infinitive", .infinitive), ("marker", .marker), ("report", .report),
    ("decide", .decide), ("due", .due), ("implicative", .implicative), ("opener", .opener), ("since", .since),
    ("after", .after), ("until", .until), ("before", .before), ("from", .from), ("toward", .toward), ("onto", .onto),
    ("lasting", .lasting), ("planned", .planned), ("mishap", .mishap), ("determiner", .determiner),
    ("preposition", .preposition), ("gone", .gone), ("adverb", .adverb), ("reflexive", .reflexive), ("modal", .modal),
    ("none", .none), ("makespast", .makesPast), ("openspast", .opensPast), ("relative", .relative),
  ]

  /// What a verb can be.
  static let verbal: TenseForm = [.past, .future, .present, .be, .have, .participle, .infinitive, .due]
  /// The prepositions that say on which side of the day of writing a date lies.
  static let directions: TenseForm = [.since, .after, .until, .before, .from, .toward, .onto]
}

/// The words of one language that tell times of clauses, apart from those that its rules are made of.
struct TenseLexicon: Sendable {
  /// A phrase that begins with a word, or a spelling that counts accents.
  struct Phrase: Sendable {
    var forms: TenseForm
    /// The hashes of the words that follow.
    var continuation: [UInt64]
    /// The bytes that the first word must have; empty when accents do not count.
    var exact: [UInt8]
  }

  private(set) var words = WordTable()
  /// By number of the word: what it is alone, and the phrases that begin with it, longer ones first.
  private(set) var forms: [TenseForm] = [[]]
  private(set) var phrases: [[Phrase]] = [[]]
  /// What words in small letters that the lexicon does not have end with.
  var endings: [(bytes: [UInt8], forms: TenseForm)] = []

  /// What verbs may be written together with.
  var verbPrefixes: [[UInt8]] = []
  /// What they begin with.
  var beginnings: [(bytes: [UInt8], forms: TenseForm)] = []

  var isEmpty: Bool { forms.count == 1 }

  /// What a word is when it stands alone.
  func forms(of bytes: UnsafeBufferPointer<UInt8>, _ token: TemporalToken) -> TenseForm {
    forms[Int(words.id(FoldedHash.of(bytes, token.start..<token.end)))]
  }

  /// Adds a form of one word or several, given by their hashes.
  mutating func add(_ form: TenseForm, _ hashes: [UInt64], exact: [UInt8]) {
    guard let first = hashes.first else { return }
    let number = Int(words.insert(first))
    while forms.count <= number {
      forms.append([])
      phrases.append([])
    }
    if hashes.count == 1, exact.isEmpty {
      forms[number].insert(form)
      return
    }
    let continuation = Array(hashes.dropFirst())
    if let same = phrases[number].firstIndex(where: { $0.continuation == continuation && $0.exact == exact }) {
      phrases[number][same].forms.insert(form)
      return
    }
    let place = phrases[number].firstIndex { $0.continuation.count < continuation.count } ?? phrases[number].count
    phrases[number].insert(Phrase(forms: form, continuation: continuation, exact: exact), at: place)
  }
}
