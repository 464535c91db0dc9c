import ReportArticles

/// What story clustering keeps of each article, in the order of time: weighted terms of headline and opening, and the
/// place in the text order. Flat arrays, so that 100,000 articles stay within some hundred megabytes.
struct StoryFeatures {
  /// Words of the body that count; what comes later in a news report is background.
  static let bodyWords = 280
  static let leadWords = 70

  private(set) var table = TermTable()
  /// Positions in the list of articles, earliest first; articles without a day last.
  let order: [Int]
  /// For each place in `order`: seconds since 1970, or nil.
  let times: [Int?]
  private(set) var languages: [Int32] = []
  private(set) var documentFrequency: [Int32] = []

  // Raw weighted term frequencies: terms[offsets[i]..<offsets[i + 1]].
  private var terms: [Int32] = []
  private var frequencies: [Float] = []
  private var offsets: [Int] = [0]

  private var languageNumbers: [String: Int32] = [:]
  private var tokens: [WordToken] = []
  private var raw: [(term: Int32, weight: Float)] = []

  init(_ articles: [Article]) {
    let keys = articles.map { Self.time(of: $0) }
    order = articles.indices.sorted { left, right in
      let (a, b) = (keys[left] ?? .max, keys[right] ?? .max)
      if a != b { return a < b }
      if articles[left].id != articles[right].id { return articles[left].id < articles[right].id }
      return left < right
    }
    times = order.map { keys[$0] }
    languages.reserveCapacity(articles.count)
    offsets.reserveCapacity(articles.count + 1)
  }

  /// Seconds since 1970 of publication (or of the last change); nil when the day is not known. The day on which a page
  /// was fetched says nothing about when its news happened.
  static func time(of article: Article) -> Int? {
    guard let date = article.published ?? article.updated, date.precision >= .day else { return nil }
    return date.instant(defaultOffset: 0).secondsSinceEpoch
  }

  /// Reads the next article of `order`: adds its terms and returns the fingerprints of the words of its body.
  mutating func read(_ article: Article) -> [UInt64] {
    let language = table.language(article.language)
    languages.append(number(ofLanguage: article.language))
    raw.removeAll(keepingCapacity: true)
    var words: [UInt64] = []
    tokenize(article.title)
    WordScanner.withBytes(of: article.title) { bytes in
      for token in tokens { count(token, bytes, language, 2.5) }
    }
    let titleWords = tokens.map(\.hash)
    if let subtitle = article.subtitle {
      tokenize(subtitle)
      WordScanner.withBytes(of: subtitle) { bytes in
        for token in tokens { count(token, bytes, language, 1.5) }
      }
    }
    var position = 0
    for paragraph in article.paragraphs {
      tokenize(paragraph)
      for token in tokens { words.append(token.hash) }
      guard position < Self.bodyWords else { continue }
      WordScanner.withBytes(of: paragraph) { bytes in
        for token in tokens.prefix(Self.bodyWords - position) {
          count(token, bytes, language, position < Self.leadWords ? 1.5 : 1)
          position += 1
        }
      }
    }
    finish()
    return words.isEmpty ? titleWords : words
  }

  /// The fingerprints of the words of a body, as `read` gives them.
  static func words(of article: Article) -> [UInt64] {
    var tokens: [WordToken] = []
    for paragraph in article.paragraphs {
      WordScanner.withBytes(of: paragraph) { WordScanner.scan($0, into: &tokens) }
    }
    if tokens.isEmpty { WordScanner.withBytes(of: article.title) { WordScanner.scan($0, into: &tokens) } }
    return tokens.map(\.hash)
  }

  private mutating func tokenize(_ text: String) {
    tokens.removeAll(keepingCapacity: true)
    WordScanner.withBytes(of: text) { WordScanner.scan($0, into: &tokens) }
  }

  @inline(__always)
  private mutating func count(
    _ token: WordToken, _ bytes: UnsafeBufferPointer<UInt8>, _ language: TermTable.Language, _ weight: Float
  ) {
    let term = table.id(of: token, in: bytes, language: language)
    if !table.info[Int(term)].isStopWord { raw.append((term, weight)) }
  }

  private mutating func finish() {
    raw.sort { $0.term < $1.term }
    var index = 0
    while index < raw.count {
      let term = raw[index].term
      var sum: Float = 0
      while index < raw.count, raw[index].term == term {
        sum += raw[index].weight
        index += 1
      }
      terms.append(term)
      frequencies.append(sum)
      while documentFrequency.count <= Int(term) { documentFrequency.append(0) }
      documentFrequency[Int(term)] += 1
    }
    offsets.append(terms.count)
  }

  private mutating func number(ofLanguage tag: String) -> Int32 {
    let primary = TermTable.primary(tag)
    if let known = languageNumbers[primary] { return known }
    let next = Int32(languageNumbers.count)
    languageNumbers[primary] = next
    return next
  }

  /// What the cosine of two articles is divided by: long texts share background words, short ones tell even the same
  /// event with few words in common. 0.8…1 by the number of different terms.
  func lengthFactor(at place: Int) -> Float {
    StoryLinkage.lengthFactor(terms: offsets[place + 1] - offsets[place])
  }

  /// The TF-IDF vector (Salton and Buckley 1988: logarithmic frequency, cosine normalised) of the article at `place`,
  /// its `limit` heaviest terms, heaviest first.
  func vector(at place: Int, limit: Int) -> [(term: Int32, weight: Float)] {
    var vector: [(term: Int32, weight: Float)] = []
    vector.reserveCapacity(offsets[place + 1] - offsets[place])
    for index in offsets[place]..<offsets[place + 1] {
      vector.append((terms[index], (1 + Logarithm.natural(frequencies[index])) * rarity(of: terms[index])))
    }
    vector.sort { ($1.weight, $0.term) < ($0.weight, $1.term) }
    if vector.count > limit { vector.removeLast(vector.count - limit) }
    var norm: Float = 0
    for entry in vector { norm += entry.weight * entry.weight }
    norm = norm.squareRoot()
    if norm > 0 { for index in vector.indices { vector[index].weight /= norm } }
    return vector
  }

  /// Inverse document frequency with a prior: as if a hundred more articles were there in which common news words are
  /// frequent and others rare. Without it, in a set of ten articles, “minister” would weigh as much as a name.
  func rarity(of term: Int32) -> Float {
    let info = table.info[Int(term)]
    let articles = Float(order.count) + 100
    let frequency = Float(documentFrequency[Int(term)]) + (info.isCommon ? 25 : 1)
    let weight = Logarithm.natural(articles / frequency + 0.01)
    guard info.isNumber else { return max(0.01, weight) }
    return max(0.01, weight * NumberKey.evidence(info.key))
  }
}

extension NumberKey {
  /// How much a number tells about which event it is, 0…1: a year or a single digit little, 1,250 or 7.8 much.
  static func evidence(_ key: String) -> Float {
    let bytes = Array(key.utf8)
    if bytes.contains(0x2E) { return 1 }
    if bytes.count == 4, bytes[0] == 0x31 && bytes[1] == 0x39 || bytes[0] == 0x32 && bytes[1] == 0x30 { return 0.3 }
    return bytes.count == 1 ? 0.35 : bytes.count == 2 ? 0.7 : 1
  }
}
