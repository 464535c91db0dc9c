import ReportArticles

/// What the names in `class` and `id` say about an element, from the table in `loading/html-names.txt`.
struct HTMLNames: Sendable {
  static let shared = HTMLNames()

  /// What a single word says. The first four are verdicts on the whole element, the others describe it.
  struct Meaning: OptionSet, Sendable {
    let rawValue: UInt32

    /// Never part of the text, however much of it there is: comments, consent, related articles.
    static let foreign = Meaning(rawValue: 1)
    /// Not part of the text unless it is most of what there is: sharing, navigation, captions …
    static let junk = Meaning(rawValue: 2)
    /// Often not part of the text.
    static let doubtful = Meaning(rawValue: 4)
    static let date = Meaning(rawValue: 8)
    static let author = Meaning(rawValue: 16)
    static let updated = Meaning(rawValue: 32)
    static let subtitle = Meaning(rawValue: 64)
    static let caption = Meaning(rawValue: 128)
    static let breadcrumb = Meaning(rawValue: 256)
    static let section = Meaning(rawValue: 512)
    /// With an author: a box about one, rather than a byline.
    static let about = Meaning(rawValue: 1024)
    /// The whole of an article, its headline included.
    static let article = Meaning(rawValue: 2048)
    /// The head of an article where its headline stands in it, else of the page.
    static let head = Meaning(rawValue: 4096)
    /// The first paragraph of an article.
    static let lead = Meaning(rawValue: 8192)
    /// The start of another article.
    static let teaser = Meaning(rawValue: 16384)
    /// What tells in a sentence or two what an article is about, above its text.
    static let standfirst = Meaning(rawValue: 32768)
    /// Pictures side by side or one after another.
    static let gallery = Meaning(rawValue: 65536)
    /// What opens when it is asked for.
    static let panel = Meaning(rawValue: 131_072)
  }

  /// The attributes beside `class` and `id` whose words say what an element is for.
  static let dataAttributes: [StaticString] = [
    "data-component", "data-testid", "data-test-id", "data-qa", "data-area", "data-e2e", "data-module", "data-gu-name",
    "data-block", "data-block-name", "data-element", "data-name", "data-role", "data-type",
  ]

  private static let sections: [(name: String, meaning: Meaning)] = [
    ("foreign", .foreign), ("junk", .junk), ("doubtful", .doubtful), ("date", .date), ("author", .author),
    ("updated", .updated), ("subtitle", .subtitle), ("caption", .caption), ("breadcrumb", .breadcrumb),
    ("section", .section), ("about", .about),
    ("article", .article), ("head", .head),
    ("lead", .lead), ("teaser", .teaser), ("standfirst", .standfirst), ("gallery", .gallery), ("panel", .panel),
  ]

  private var words = ByteStringTable(capacity: 512)
  private var meanings: [Meaning] = []
  /// Names of the body of an article, found anywhere in a value.
  private var body: [[UInt8]] = []
  /// Whole names that hide an element.
  private var hidden = ByteStringTable(capacity: 64)

  private init() {
    var meaning: Meaning?
    var hides = false
    for line in EmbeddedResource.lines("loading/html-names.txt") {
      if line.hasPrefix("["), line.hasSuffix("]") {
        meaning = HTMLNames.sections.first { $0.name == line.dropFirst().dropLast() }?.meaning
        hides = line == "[hidden]"
        continue
      }
      for word in line.fields.map({ Array($0.utf8) }) {
        if hides {
          _ = hidden.insert(word)
          continue
        }
        guard let meaning else {
          body.append(word)
          continue
        }
        let (index, isNew) = words.insert(word)
        if isNew { meanings.append([]) }
        meanings[index].formUnion(meaning)
      }
    }
  }

  enum Verdict: Sendable {
    case none, body, doubtful, junk, foreign
  }

  /// All that a value says.
  struct Reading: Sendable {
    var verdict: Verdict
    var meaning: Meaning
    /// It hides its element, rather than saying what it is.
    var hides: Bool
  }

  /// What a class or id value says.
  func reading(of value: ArraySlice<UInt8>) -> Reading {
    let meaning = meaning(of: value)
    guard !value.isEmpty, value.count < 400 else { return Reading(verdict: .none, meaning: meaning, hides: false) }
    let hides = hides(value)
    let verdict: Verdict
    if isBody(value) {
      verdict = .body
    } else if meaning.contains(.foreign) {
      verdict = .foreign
    } else if meaning.contains(.junk) || meaning.isSuperset(of: [.author, .about]) || hides {
      // The second is a box that tells about the author.
      verdict = .junk
    } else {
      verdict = meaning.contains(.doubtful) ? .doubtful : .none
    }
    return Reading(verdict: verdict, meaning: meaning, hides: hides)
  }

  private func isBody(_ value: ArraySlice<UInt8>) -> Bool {
    let lower = value.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return lower.withUnsafeBufferPointer { lower in
      body.contains { name in
        name.count <= lower.count && name.withUnsafeBufferPointer { lower.holds($0) }
      }
    }
  }

  /// What the words of a value say, all together.
  private func meaning(of value: ArraySlice<UInt8>) -> Meaning {
    var found: Meaning = []
    HTMLNames.eachWord(of: value) { word in
      if let index = words.find(word) { found.formUnion(meanings[index]) }
    }
    return found
  }

  /// What the words of some attributes of an element say, all together.
  func meaning(_ tree: HTMLTree, _ node: Int, _ names: StaticString...) -> Meaning {
    var found: Meaning = []
    for name in names {
      if let reading = tree.reading(node, name) { found.formUnion(reading.meaning) }
    }
    return found
  }

  /// What the words of all the attributes that name an element say, all together.
  func meaning(_ tree: HTMLTree, named node: Int) -> Meaning {
    var found: Meaning = []
    tree.forEachName(of: node) { found.formUnion($0.meaning) }
    return found
  }

  /// The words of a value: its names between white space, parted by signs and by capitals inside (`relatedArticles` →
  /// `related`, `articles`). Names that say how something is shown, or what it goes without, have no words, nor have
  /// hashes (`jpYiwZ`).
  private static func eachWord(of value: ArraySlice<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    value.withUnsafeBufferPointer { value in
      var start = 0
      while start < value.count {
        if value[start] <= 0x20 {
          start += 1
          continue
        }
        var end = start
        var isUtility = false
        while end < value.count, value[end] > 0x20 {
          if isUtilitySign(value[end]) { isUtility = true }
          end += 1
        }
        let name = UnsafeBufferPointer(rebasing: value[start..<end])
        if !isUtility, !speaksOfOthers(name) { eachWord(ofName: name, body) }
        start = end
      }
    }
  }

  /// Signs that frameworks of utilities put into names: `md:hidden`, `[&>p]:mt-2`, `w-[32px]`, `!block`.
  private static func isUtilitySign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "!"), UInt8(ascii: "&"),
      UInt8(ascii: "("), UInt8(ascii: "@"):
      return true
    default: return false
    }
  }

  private static let prepositions: [StaticString] = [
    "no-", "not-", "has-", "with-", "without-", "have-", "show-", "d-print-", "hide-",
  ]

  /// Whether a name tells what stands beside an element, or does not: `has-sidebar`, `no-comments`, `ad-free`.
  private static func speaksOfOthers(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let isFree = name.count > 5 && name.suffix(5).elementsEqual("-free".utf8)
    return isFree
      || prepositions.contains { word in
        name.count > word.utf8CodeUnitCount
          && (0..<word.utf8CodeUnitCount).allSatisfy { name[$0] | 0x20 == word.utf8Start[$0] | 0x20 }
      }
  }

  private static func eachWord(
    ofName name: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    var start = 0
    while start < name.count {
      var end = start
      while end < name.count, isLetter(name[end]) || isDigit(name[end]) { end += 1 }
      if end > start { eachWord(ofPiece: UnsafeBufferPointer(rebasing: name[start..<end]), body) }
      start = end + 1
    }
  }

  /// The words of letters and digits without a sign between; none in a hash: digits before letters, or capitals where no
  /// word begins.
  private static func eachWord(
    ofPiece piece: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    var count = piece.count
    while count > 0, isDigit(piece[count - 1]) { count -= 1 }
    var shortest = Int.max
    var longest = 0
    var humps = 0
    var length = 0
    for index in 0..<count {
      if isDigit(piece[index]) { return }
      if index > 0, isUpper(piece[index]), !isUpper(piece[index - 1]) {
        (shortest, longest, humps) = (min(shortest, length), max(longest, length), humps + 1)
        length = 0
      }
      length += 1
    }
    (shortest, longest) = (min(shortest, length), max(longest, length))
    if humps > 0, shortest == 1 || (shortest == 2 && longest < 4) { return }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, count)) { word in
      length = 0
      for index in 0...count {
        let isStart = index < count && index > 0 && isUpper(piece[index]) && !isUpper(piece[index - 1])
        if index == count || isStart {
          if length > 0 { body(UnsafeBufferPointer(rebasing: word[..<length])) }
          length = 0
        }
        if index < count {
          word[length] = piece[index] | 0x20
          length += 1
        }
      }
    }
  }

  private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  // MARK: Hidden

  /// Whether one of the names hides an element from those who look at the page, and none shows it again on wide screens
  /// (`hidden lg:block`).
  private func hides(_ value: ArraySlice<UInt8>) -> Bool {
    var isHidden = false
    for name in value.split(whereSeparator: { $0 <= 0x20 }) {
      if let colon = name.lastIndex(of: UInt8(ascii: ":")) {
        let shown = name[(colon + 1)...]
        if HTMLNames.displays.contains(where: { shown.starts(with: $0.utf8) }) { return false }
      } else if name.count <= 32 {
        let isName = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { lower in
          for (index, byte) in name.enumerated() { lower[index] = HTMLNames.isUpper(byte) ? byte | 0x20 : byte }
          return hidden.find(UnsafeBufferPointer(rebasing: lower[..<name.count])) != nil
        }
        isHidden = isHidden || isName
      }
    }
    return isHidden
  }

  private static let displays = ["block", "flex", "grid", "inline", "table", "contents", "visible"]
}
