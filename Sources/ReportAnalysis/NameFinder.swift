import ReportArticles

/// Finds names that recur: runs of capitalised words in Latin script; in Arabic, which has no capitals, what follows a
/// title («الوزير حازم درويش»), then every place where the same name stands, and well-known places.
struct NameFinder {
  private struct Name {
    var words: [String]
    var articles: Set<Int> = []
    var occurrences = 0
    var forms: [String: Int] = [:]
  }

  private static let longest = 5

  private var names: [String: Name] = [:]
  private var firstWords: Set<String> = []
  private var lists: [String: NameWords] = [:]
  private var places: Set<String> = []

  /// The names in `minArticles` articles or more, those of most articles first.
  static func names(in articles: [Article], minArticles: Int, limit: Int) -> [Keyword] {
    var finder = NameFinder()
    finder.places = KnownPlaces.arabicNames()
    for article in articles { finder.collect(article) }
    for (position, article) in articles.enumerated() { finder.count(article, position) }
    finder.settleExtents()
    finder.joinFamilyNames()
    let kept = finder.names.values.filter { $0.articles.count >= max(1, minArticles) && !$0.forms.isEmpty }
    let keywords = kept.map { name in
      let form = name.forms.min { left, right in
        left.value != right.value ? left.value > right.value : left.key < right.key
      }
      let score = Double(name.articles.count) * (1 + Logarithm.natural(Double(max(1, name.occurrences))))
      return Keyword(text: form?.key ?? "", score: score, articles: name.articles.count)
    }
    let sorted = keywords.sorted { $0.score != $1.score ? $0.score > $1.score : $0.text < $1.text }
    return Array(sorted.prefix(max(0, limit)))
  }

  private mutating func words(_ language: String) -> NameWords {
    let primary = TermTable.primary(language)
    if let known = lists[primary] { return known }
    let made = NameWords(language: primary)
    lists[primary] = made
    return made
  }

  // MARK: - Which names there are

  private mutating func collect(_ article: Article) {
    let words = words(article.language)
    for paragraph in article.paragraphs {
      let text = NameText(paragraph, words)
      if words.isArabic { collectArabic(text, words) } else { collectCapitalised(text, words) }
    }
  }

  private mutating func add(_ words: ArraySlice<String>) {
    guard let first = words.first, words.count <= Self.longest else { return }
    let key = words.joined(separator: " ")
    if names[key] == nil { names[key] = Name(words: Array(words)) }
    firstWords.insert(first)
  }

  private mutating func collectCapitalised(_ text: NameText, _ words: NameWords) {
    var index = 0
    while index < text.folded.count {
      guard text.isCapitalised(index) else {
        index += 1
        continue
      }
      var end = index + 1
      while end < text.folded.count, !text.tokens[end].traits.contains(.afterMark) {
        if text.isCapitalised(end) {
          end += 1
        } else if words.particles.contains(text.folded[end]), end + 1 < text.folded.count, text.isCapitalised(end + 1),
          !text.tokens[end + 1].traits.contains(.afterMark)
        {
          end += 2
        } else {
          break
        }
      }
      var start = index
      // The first word of a sentence is capitalised anyway: it counts only as part of a longer run.
      let opens = text.tokens[start].traits.contains(.sentenceStart)
      if opens, words.isFunctionWord(text.folded[start]) || end - start == 1 { start += 1 }
      while start < end, words.titles.contains(text.folded[start]) || words.common.contains(text.folded[start]) {
        start += 1
      }
      while end > start, words.common.contains(text.folded[end - 1]) { end -= 1 }
      if start < end, text.isCapitalised(start), !words.capitalisesNouns || end - start > 1 {
        add(text.folded[start..<end])
      }
      index = max(end, index + 1)
    }
  }

  private mutating func collectArabic(_ text: NameText, _ words: NameWords) {
    for index in text.folded.indices {
      for form in ConsonantSkeleton.arabicForms(text.folded[index]) where places.contains(form) { add([form]) }
      guard words.isTitle(text.folded[index]) else { continue }
      // «وزير الخارجية الأمريكي أنتوني بلينكن»: adjectives and offices have the article, a first name seldom does.
      var start = index + 1
      while start < text.folded.count, start - index < 6, !text.tokens[start].traits.contains(.afterMark),
        text.folded[start].hasPrefix("ال") || words.isTitle(text.folded[start])
      {
        start += 1
      }
      // «الوزيران حازم درويش وياسين مبارك»
      while let end = collectPerson(text, words, from: start, title: index), end < text.folded.count,
        !text.tokens[end].traits.contains(.afterMark), text.folded[end].hasPrefix("و")
      {
        start = end
      }
    }
  }

  /// Adds the name of two or three words that starts at `start`; returns where it ends, nil when there is none.
  private mutating func collectPerson(_ text: NameText, _ words: NameWords, from start: Int, title: Int) -> Int? {
    var name: [String] = []
    var content = 0
    var end = start
    while end < text.folded.count, content < 3, name.count < Self.longest,
      end == title + 1 || end == start || !text.tokens[end].traits.contains(.afterMark)
    {
      var word = text.folded[end]
      if words.particles.contains(word) {
        name.append(word)
        end += 1
        continue
      }
      if words.isFunctionWord(word) || words.common.contains(word) || text.tokens[end].traits.contains(.number)
        || !text.tokens[end].traits.contains(.isLong)
      {
        break
      }
      if word.hasPrefix("و"), word.unicodeScalars.count > 3 {
        if content >= 2 { break }
        if end == start, start > title + 1 { word = String(word.dropFirst()) }
      }
      name.append(word)
      content += 1
      end += 1
    }
    if content < 2 { return nil }
    add(name[...])
    // The third word may be part of the name or the next word of the sentence: the counts will tell.
    if content == 3, let last = name.dropLast().last, !words.particles.contains(last) { add(name.dropLast()) }
    return end
  }

  // MARK: - Where they stand

  private mutating func count(_ article: Article, _ position: Int) {
    let words = words(article.language)
    for paragraph in article.paragraphs {
      let text = NameText(paragraph, words)
      var index = 0
      while index < text.folded.count {
        index = max(index + 1, countName(text, words, at: index, position))
      }
    }
  }

  /// Counts the names that start at a word; returns where the longest ends.
  private mutating func countName(_ text: NameText, _ words: NameWords, at index: Int, _ position: Int) -> Int {
    var farthest = index
    let heads = words.isArabic ? ConsonantSkeleton.arabicForms(text.folded[index]) : [text.folded[index]]
    for head in heads where firstWords.contains(head) {
      var length = min(Self.longest, text.folded.count - index)
      while length > 0 {
        let rest = text.folded[(index + 1)..<(index + length)]
        let key = rest.isEmpty ? head : head + " " + rest.joined(separator: " ")
        if names[key] != nil, words.isArabic || text.isCapitalised(index) {
          names[key]?.articles.insert(position)
          names[key]?.occurrences += 1
          let surface = text.surface(index..<(index + length))
          let missing = text.folded[index].unicodeScalars.count - head.unicodeScalars.count
          // A particle written with the first word is not part of the name; an article is.
          if missing == 0 {
            names[key]?.forms[surface, default: 0] += 1
          } else if missing == 1 {
            names[key]?.forms[String(String.UnicodeScalarView(surface.unicodeScalars.dropFirst())), default: 0] += 1
          }
          farthest = max(farthest, index + length)
        }
        length -= 1
      }
      if farthest > index { break }
    }
    return farthest
  }

  /// Of a name and the same name with one word more, the one that the counts speak for.
  private mutating func settleExtents() {
    for (key, name) in names.sorted(by: { $0.key > $1.key }) where name.words.count > 1 {
      let shorter = name.words.dropLast().joined(separator: " ")
      guard let short = names[shorter] else { continue }
      if short.occurrences * 5 > name.occurrences * 7 {
        if name.words.count > 2 { names[key] = nil }
      } else {
        names[shorter] = nil
      }
    }
  }

  /// “Darwish” after “Hazem Darwish” is the same man, when nobody else of that name is there.
  private mutating func joinFamilyNames() {
    var owners: [String: [String]] = [:]
    for (key, name) in names where name.words.count > 1 && !name.articles.isEmpty {
      if let last = name.words.last { owners[last, default: []].append(key) }
    }
    for (last, keys) in owners where keys.count == 1 {
      guard let single = names[last], let owner = keys.first else { continue }
      names[owner]?.articles.formUnion(single.articles)
      names[owner]?.occurrences += single.occurrences
      names[last] = nil
    }
  }
}

/// The words of a paragraph as the finder of names looks at them.
private struct NameText {
  let tokens: [WordToken]
  let folded: [String]
  private let bytes: [UInt8]

  init(_ text: String, _ words: NameWords) {
    bytes = Array(text.utf8)
    var tokens: [WordToken] = []
    bytes.withUnsafeBufferPointer { WordScanner.scan($0, into: &tokens) }
    let bytes = bytes
    folded = tokens.map { TextFolding.fold(String(decoding: bytes[Int($0.start)..<Int($0.end)], as: UTF8.self)) }
    self.tokens = tokens
  }

  func isCapitalised(_ index: Int) -> Bool {
    tokens[index].traits.contains(.capitalised) && tokens[index].traits.contains(.isLong)
  }

  func surface(_ range: Range<Int>) -> String {
    String(decoding: bytes[Int(tokens[range.lowerBound].start)..<Int(tokens[range.upperBound - 1].end)], as: UTF8.self)
  }
}

/// The lists of `name-words.txt` for one language, with its function words and the common words of news.
private struct NameWords {
  let isArabic: Bool
  /// German writes all nouns with a capital.
  let capitalisesNouns: Bool
  private(set) var titles: Set<String> = []
  private(set) var particles: Set<String> = []
  let common: Set<String>
  private let analyzer: TextAnalyzer

  init(language: String) {
    isArabic = language == "ar"
    capitalisesNouns = language == "de"
    analyzer = TextAnalyzer(language: language)
    common = Set(CommonNewsWords.of(language: language).map { TextFolding.fold($0) })
    for line in EmbeddedResource.lines("analysis/name-words.txt") {
      let fields = line.fields
      guard fields.count > 2, fields[0] == language else { continue }
      let words = Set(fields.dropFirst(2).map { TextFolding.fold($0) })
      if fields[1] == "title" { titles = words }
      if fields[1] == "particle" { particles = words }
    }
  }

  func isFunctionWord(_ folded: String) -> Bool { analyzer.isStopWord(folded) }

  /// A title, in Arabic also with و، ف، ب or ل before it.
  func isTitle(_ folded: String) -> Bool {
    if titles.contains(folded) { return true }
    guard isArabic else { return false }
    return ConsonantSkeleton.arabicForms(folded).contains { form in
      if titles.contains(form) { return true }
      return (form.hasSuffix("ان") || form.hasSuffix("ين")) && titles.contains(String(form.dropLast(2)))
    }
  }
}

/// The places of `place-names.txt`.
enum KnownPlaces {
  /// Their Arabic names, folded.
  static func arabicNames() -> Set<String> {
    var result: Set<String> = []
    for line in EmbeddedResource.lines("analysis/place-names.txt") {
      for word in line.fields {
        guard let first = word.unicodeScalars.first, (0x620...0x6FF).contains(first.value) else { continue }
        result.insert(TextFolding.fold(word))
      }
    }
    return result
  }
}
