import ReportArticles

/// What words tell about the event of a report: numbers, places of the gazetteer, what news is about
/// (`event-concepts.txt`), and names by their consonants, which Arabic and Latin spellings of a name share.
enum EventWords {
  /// What a spelling means.
  struct Reading: Sendable {
    /// The number that it is; 0 for other words.
    var number = 0.0
    /// “million”: multiplies the number before it.
    var isMagnitude = false
    /// In digits.
    var isPlainNumber = false
    /// Joined to the number before it: «وعشرون».
    var isJoined = false
    /// The units are the name that the word is where it has a capital.
    var isCapitalised = false
    var units: [EventUnit] = []
  }

  private static let numbers = FigureWords()

  /// Well-known names: the key of the first by all of a line, and how much it tells. A country or a president is in the
  /// news every day, a town less often.
  private static let known: [String: EventUnit] = {
    var known: [String: EventUnit] = [:]
    let lists: [(String, Float)] = [("place-adjectives", 0.5), ("place-names", 0.8), ("frequent-names", 0.4)]
    for (list, weight) in lists {
      for line in EmbeddedResource.lines("analysis/\(list).txt") {
        let names = line.fields.map { TextFolding.fold($0) }
        guard let first = names.first else { continue }
        let unit = known[first] ?? EventUnit(key: EventWords.key(first, salt: 0x9a11), kind: .place, weight: weight)
        for name in names where known[name] == nil { known[name] = unit }
      }
    }
    return known
  }()

  /// The lines of `event-concepts.txt`: English and Arabic words by line.
  private static let concepts: [(english: [Substring], arabic: [Substring])] = {
    EmbeddedResource.lines("analysis/event-concepts.txt").compactMap { line in
      let sides = line.utf8.split(separator: UInt8(ascii: "|"))
      guard sides.count == 2 else { return nil }
      return (Substring(sides[0]).fields, Substring(sides[1]).fields)
    }
  }()

  static func key(_ text: String, salt: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: Hash.mix(Hash.word(text) ^ salt))
  }

  /// The key of the subject whose line of `event-concepts.txt` begins with a word.
  static func key(ofConcept word: Substring) -> UInt32? {
    concepts.firstIndex { $0.english.first == word }.map { key(ofConcept: UInt16(truncatingIfNeeded: $0)) }
  }

  fileprivate static func key(ofConcept number: UInt16) -> UInt32 {
    UInt32(truncatingIfNeeded: Hash.mix(UInt64(number) ^ 0xc0c0))
  }

  static func key(ofFigure value: Double) -> UInt32 {
    UInt32(truncatingIfNeeded: Hash.mix(value.bitPattern ^ 0xf16))
  }

  /// The words of one language.
  final class Language: Sendable {
    let salt: UInt64
    let isArabic: Bool
    private let isEnglish: Bool
    /// Nouns have capitals there.
    private let capitalisesNouns: Bool
    private let analyzer: TextAnalyzer
    private let common: Set<String>
    private let ordinary: Set<String>
    private let ordinaryStems: Set<String>
    private let concepts: [String: [UInt16]]

    /// Words of a language by its primary subtag.
    init(tag: String) {
      salt = Hash.word(tag)
      isArabic = tag == "ar"
      isEnglish = tag == "en"
      capitalisesNouns = tag == "de"
      let analyzer = TextAnalyzer(language: tag)
      self.analyzer = analyzer
      common = Set(CommonNewsWords.of(language: tag).map { analyzer.stem(TextFolding.fold($0)) })
      var (ordinary, stems) = (Set(CommonNewsWords.of(language: tag).map { TextFolding.fold($0) }), Set<String>())
      for word in CommonNewsWords.ordinary(language: tag) {
        // A short stem may be that of a name: «نور» is no reason against «نورة».
        let folded = TextFolding.fold(word)
        ordinary.insert(folded)
        let stem = analyzer.stem(folded)
        if stem.unicodeScalars.count > 3 { stems.insert(stem) }
      }
      (self.ordinary, ordinaryStems) = (ordinary, stems)
      var concepts: [String: [UInt16]] = [:]
      if isArabic || isEnglish {
        for (number, line) in EventWords.concepts.enumerated() {
          for word in isArabic ? line.arabic : line.english {
            let stem = analyzer.stem(TextFolding.fold(word))
            if concepts[stem]?.contains(UInt16(number)) != true { concepts[stem, default: []].append(UInt16(number)) }
          }
        }
      }
      self.concepts = concepts
    }

    /// Whether a folded word is one that all news is full of.
    func isCommon(_ word: String) -> Bool { ordinary.contains(word) || common.contains(analyzer.stem(word)) }

    /// What a folded word is.
    func reading(of word: String, _ traits: WordToken.Traits) -> Reading {
      if traits.contains(.number) {
        return Reading(number: Double(NumberKey.normalised(word)) ?? 0, isPlainNumber: true)
      }
      if let number = number(word) { return number }
      guard traits.contains(.isLong), !analyzer.isStopWord(word) else { return Reading() }
      let isArabicWord = word.unicodeScalars.first.map { (0x620...0x6FF).contains($0.value) } ?? false
      let forms = isArabicWord ? ConsonantSkeleton.arabicForms(word) : [word]
      for form in forms {
        if let unit = EventWords.known[form] { return Reading(units: [unit]) }
      }
      for form in forms + (isArabicWord ? Self.shortForms(word) : []) {
        if ordinary.contains(form) { return Reading() }
        let stem = analyzer.stem(form)
        // Two letters are what is left of many a name.
        if isArabic, stem.unicodeScalars.count < 3 { continue }
        if let numbers = concepts[stem] { return Reading(units: Self.units(numbers)) }
        if common.contains(stem) || ordinaryStems.contains(stem) { return Reading() }
      }
      return isArabicWord ? name(forms) : name(ConsonantSkeleton.latinForms(word), isCapitalised: true)
    }

    private static func units(_ concepts: [UInt16]) -> [EventUnit] {
      let weight = 0.5 / Float(concepts.count).squareRoot()
      return concepts.map {
        EventUnit(key: EventWords.key(ofConcept: $0), kind: .concept, weight: weight)
      }
    }

    private func number(_ word: String) -> Reading? {
      let words = EventWords.numbers
      if let magnitude = words.magnitudes[word] { return Reading(number: magnitude, isMagnitude: true) }
      if isEnglish, let value = words.english[word], value != 1 {
        return Reading(number: value, isMagnitude: value == 100)
      }
      guard isArabic else { return nil }
      if let value = words.arabic[word] ?? words.duals[word] { return Reading(number: value) }
      guard let first = word.unicodeScalars.first, ["و", "ب", "ل"].contains(first) else { return nil }
      let rest = String(String.UnicodeScalarView(word.unicodeScalars.dropFirst()))
      guard let value = words.arabic[rest] else { return nil }
      return Reading(number: value, isJoined: first == "و")
    }

    /// A word of four letters without the particle that it may begin with («بقوة») and without the alef of an indefinite
    /// accusative («عقدا»). Too short for a name.
    private static func shortForms(_ word: String) -> [String] {
      let letters = word.unicodeScalars
      guard letters.count == 4, let first = letters.first else { return [] }
      var forms: [String] = []
      if ["و", "ف", "ب", "ل", "ك", "س"].contains(first) {
        forms.append(String(String.UnicodeScalarView(letters.dropFirst())))
      }
      if letters.last == "ا" { forms.append(String(String.UnicodeScalarView(letters.dropLast()))) }
      return forms
    }

    private func name(_ forms: [String], isCapitalised: Bool = false) -> Reading {
      if isCapitalised, capitalisesNouns { return Reading() }
      var units: [EventUnit] = []
      for form in forms {
        guard let skeleton = ConsonantSkeleton(form) else { continue }
        let weight: Float = skeleton.length >= 4 ? 1 : skeleton.length == 3 ? 0.8 : 0.5
        // One consonant is like many others: “Hanu” is itself alone.
        let key =
          skeleton.length < 2
          ? EventWords.key(form, salt: 0x4a3e) : UInt32(truncatingIfNeeded: Hash.mix(skeleton.value ^ 0x4a3e))
        if !units.contains(where: { $0.key == key }) { units.append(EventUnit(key: key, kind: .name, weight: weight)) }
      }
      return Reading(isCapitalised: isCapitalised, units: units)
    }
  }
}
