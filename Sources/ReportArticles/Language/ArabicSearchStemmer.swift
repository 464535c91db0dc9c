/// Stems of Arabic words for searching. Beyond light stemming (Larkey, Ballesteros and Connell 2007) it knows broken plurals,
/// ة before endings, duals, relative adjectives and seats of hamza, and tells words from their look-alikes by lists.
///
/// A particle of one letter (ب ل ك ف س) stays on its word, so that whoever searches can weigh by the texts whether it is
/// one: «بغزة» gives «ب» and the stem of «غزة».
package struct ArabicSearchStemmer: Sendable {
  /// Letters, folded as `letters` does.
  typealias Word = [UInt16]

  /// A stem, and how many of its first letters may be particles.
  struct Stem: Sendable, Equatable {
    var letters: Word
    var particles: Int
  }

  private let words: ArabicSearchWords

  init(words: ArabicSearchWords = .shared) { self.words = words }

  private static let pronouns = ["هما", "كما", "هم", "هن", "ها", "نا", "كم", "ه"].map(word)
  private static let numbers = ["ات", "ون", "ين", "ان"].map(word)
  private static let adjectives = ["يه", "يا", "ي", "ه"].map(word)
  private static let articles = ["بال", "كال", "فال", "لل", "ال"].map(word)
  private static let (plain, wawArticle, persianCountry) = (word("ال"), word("وال"), word("ستان"))
  private static let (feminineT, feminineH, alef, hamza) = letters("ت", "ه", "ا", "ء")
  private static let (beh, lam, kaf, feh) = letters("ب", "ل", "ك", "ف")
  private static let (seen, yeh, teh, noon) = letters("س", "ي", "ت", "ن")
  private static let (waw, meem, _, _) = letters("و", "م", "م", "م")

  private static func word(_ text: String) -> Word { Array(text.utf16) }

  private static func letters(_ a: String, _ b: String, _ c: String, _ d: String) -> (UInt16, UInt16, UInt16, UInt16) {
    (a.utf16.first ?? 0, b.utf16.first ?? 0, c.utf16.first ?? 0, d.utf16.first ?? 0)
  }

  /// The letters of a folded word: one hamza for all its seats, one letter for those of neighbouring scripts; nil for words
  /// with letters outside the basic plane.
  static func letters(_ folded: [UInt8]) -> Word? {
    var result: Word = []
    result.reserveCapacity(folded.count / 2)
    for scalar in String(decoding: folded, as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0x0624, 0x0626: result.append(hamza)
      case 0x06BE, 0x06C1, 0x06D5: result.append(feminineH)
      case 0x06AA: result.append(kaf)
      case 0x10000...: return nil
      default: result.append(UInt16(truncatingIfNeeded: scalar.value))
      }
    }
    // «شاطئ» is spelt «شاطىء», too.
    if result.count > 2, result[result.count - 1] == hamza, result[result.count - 2] == yeh {
      result.remove(at: result.count - 2)
    }
    return result
  }

  /// The stem of a word.
  func stem(_ word: Word) -> Stem {
    var word = word
    if let known = fixed(word) { return Stem(letters: known, particles: 0) }
    if word.count >= 4, word[0] == Self.waw, takesConjunction(word) {
      word.removeFirst()
      if let known = fixed(word) { return Stem(letters: known, particles: 0) }
    }
    return withoutConjunction(word)
  }

  private func withoutConjunction(_ word: Word) -> Stem {
    for article in Self.articles where word.count >= article.count + 2 && word.starts(with: article) {
      let rest = Word(word[article.count...])
      if article.first == Self.lam {
        // «للبنان» is ل and «لبنان», «للسوق» ل and «السوق».
        let other = lemma([Self.lam] + rest)
        return Stem(letters: words.ownFirst.contains(other) ? other : lemma(rest), particles: 0)
      }
      let whole = lemma(word)
      let isOwn =
        article == Self.plain ? hasOwnArticle(word) : words.ownFirst.contains(whole) && whole.count + 2 >= word.count
      if isOwn { return Stem(letters: whole, particles: 0) }
      return Stem(letters: lemma(rest), particles: 0)
    }
    return withParticle(word)
  }

  private func withParticle(_ word: Word) -> Stem {
    let whole = lemma(word)
    guard word.count >= 4, !words.ownFirst.contains(whole) else { return Stem(letters: whole, particles: 0) }
    let rest = Word(word.dropFirst())
    switch word[0] {
    case Self.beh, Self.lam, Self.kaf: return Stem(letters: [word[0]] + lemma(rest), particles: 1)
    case Self.seen where word.count >= 5 && [Self.yeh, Self.teh, Self.noon].contains(word[1]):
      return Stem(letters: [word[0]] + lemma(rest), particles: 1)
    case Self.feh:
      let inner =
        rest.count >= 4 && rest[0] != Self.feh ? withoutConjunction(rest) : Stem(letters: lemma(rest), particles: 0)
      return Stem(letters: [word[0]] + inner.letters, particles: 1 + inner.particles)
    default: return Stem(letters: whole, particles: 0)
    }
  }

  /// Whether the و before a word is the conjunction.
  private func takesConjunction(_ word: Word) -> Bool {
    word.starts(with: Self.wawArticle) || fixed(Word(word.dropFirst())) != nil || !words.ownFirst.contains(lemma(word))
  }

  private func hasOwnArticle(_ word: Word) -> Bool {
    words.ownArticle.contains { word == $0 || $0.count >= 5 && word.starts(with: $0) }
  }

  private func fixed(_ word: Word) -> Word? {
    if let known = words.forms[word] { return known }
    return words.whole.contains(word) || words.feminine.contains(word) ? word : nil
  }

  /// A word without its endings.
  func lemma(_ word: Word) -> Word {
    if let known = fixed(word) { return known }
    if let indefinite = withoutTanwin(word) { return indefinite }
    var word = word
    for step in [Self.pronouns, Self.numbers, Self.adjectives] {
      switch strip(step, from: word) {
      case .done(let stem): return stem
      case .shorter(let rest): word = rest
      case .none: continue
      }
    }
    return word
  }

  /// The stem of a word with the alef of an indefinite accusative, «قرارا», as far as it is one and no pronoun: of
  /// «قانونا» and «ممكنا», not of «حزبنا».
  private func withoutTanwin(_ word: Word) -> Word? {
    guard word.count >= 4, word.last == Self.alef else { return nil }
    let rest = Word(word.dropLast())
    let last = rest[rest.count - 1]
    if last == Self.feminineH { return nil }
    if last == Self.noon {
      if let known = fixed(rest) { return known }
      let isWhole =
        [Self.alef, Self.waw, Self.yeh].contains(rest[rest.count - 2]) || word.count == 5 && word[0] == Self.meem
      return isWhole ? rest : nil
    }
    return last == Self.yeh ? nil : fixed(rest) ?? rest
  }

  private enum Stripped {
    case done(Word)
    case shorter(Word)
    case none
  }

  /// Takes off the first of the endings that leaves three letters, and the ت that stands for ة before it.
  private func strip(_ endings: [Word], from word: Word) -> Stripped {
    for ending in endings where word.count > ending.count + 1 && word.ends(with: ending) {
      let rest = Word(word.dropLast(ending.count))
      if endings == Self.adjectives { return adjective(rest, ending) }
      if let known = fixed(rest), rest.count >= 3 || words.forms[rest] != nil { return .done(known) }
      let isNumber = endings == Self.numbers
      if isNumber, isWhole(word, ending) { return .none }
      // «شركات» of «شركة».
      if ending == Self.numbers[0], let known = fixed(rest + [Self.feminineH]) { return .done(known) }
      if rest.last == Self.feminineT, !rest.ends(with: Self.numbers[0]) || rest.count < 5 {
        if let known = fixed(Word(rest.dropLast()) + [Self.feminineH]) { return .done(known) }
        if rest.count >= 4 {
          let shorter = Word(rest.dropLast())
          return fixed(shorter).map { .done($0) } ?? .shorter(shorter)
        }
      }
      if rest.count >= 3 { return .shorter(rest) }
    }
    return .none
  }

  /// What a relative adjective (or a noun in ة) is made of. An adjective of a plural is a word of its own: «مدني» is not of
  /// «مدن», «صحفي» not of «صحف».
  private func adjective(_ rest: Word, _ ending: Word) -> Stripped {
    if ending.count == 2, ending[1] == Self.feminineH, rest.last == Self.alef {
      return rest.count >= 2 ? .shorter(rest + [Self.yeh]) : .none
    }
    guard rest.count >= 3 else {
      return ending.count == 2 && ending[1] == Self.feminineH && rest.count == 2 ? .shorter(rest + [Self.yeh]) : .none
    }
    if ending == Self.adjectives[3] { return fixed(rest).map { .done($0) } ?? .shorter(rest) }
    return words.forms[rest] == rest || words.whole.contains(rest) ? .done(rest) : .shorter(rest)
  }

  /// Whether the ending is part of the word by its shape: countries in «ستان», verbal nouns such as «تحسين».
  private func isWhole(_ word: Word, _ ending: Word) -> Bool {
    word.ends(with: Self.persianCountry)
      || word.count == 5 && word[0] == Self.teh && ending == Self.numbers[2]
  }

  /// A stem with what may stand before it as a particle, alone or in pairs, but for what is a word of its own; و goes without
  /// asking.
  func withParticles(_ stem: Word) -> [Word] {
    guard stem.count >= 3 else { return [] }
    var particles = [Self.beh, Self.lam, Self.kaf]
    if [Self.yeh, Self.teh, Self.noon].contains(stem[0]) { particles.append(Self.seen) }
    let single = (particles.map { [$0] + stem }).filter { !words.isStem($0) }
    let feh = [Self.feh] + stem
    return single + (words.isStem(feh) ? [] : [feh]) + single.map { [Self.feh] + $0 }
  }
}

extension [UInt16] {
  fileprivate func ends(with other: [UInt16]) -> Bool {
    count >= other.count && suffix(other.count).elementsEqual(other)
  }
}
