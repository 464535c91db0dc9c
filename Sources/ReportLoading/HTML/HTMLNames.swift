import ReportArticles

/// What the names in `class` and `id` say about an element, from the table in `loading/html-names.txt`.
struct HTMLNames: Sendable {
  static let shared = HTMLNames()

  /// What a single word says. The first four are verdicts on the whole element, the others describe it.
  struct Meaning: OptionSet, Sendable {
    let rawValue: UInt16

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
    ("lead", .lead), ("teaser", .teaser),
  ]

  private var words = ByteStringTable(capacity: 512)
  private var meanings: [Meaning] = []
  /// Names of the body of an article, found anywhere in a value.
  private var body: [[UInt8]] = []

  private init() {
    var meaning: Meaning?
    for line in (EmbeddedResource.text("loading/html-names.txt") ?? "").split(separator: "\n")
    where !line.hasPrefix("#") {
      if line.hasPrefix("["), line.hasSuffix("]") {
        meaning = HTMLNames.sections.first { $0.name == line.dropFirst().dropLast() }?.meaning
        continue
      }
      for word in line.split(separator: " ").map({ Array($0.utf8) }) {
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

  /// The verdict on a class or id value.
  func verdict(_ value: ArraySlice<UInt8>) -> Verdict {
    guard !value.isEmpty, value.count < 400 else { return .none }
    if isBody(value) { return .body }
    let found = meaning(of: value)
    if found.contains(.foreign) { return .foreign }
    // A box that tells about the author.
    if found.contains(.junk) || found.isSuperset(of: [.author, .about]) { return .junk }
    return found.contains(.doubtful) ? .doubtful : .none
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
  func meaning(of value: ArraySlice<UInt8>) -> Meaning {
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
      if let value = tree.attributeBytes(node, name) { found.formUnion(meaning(of: value)) }
    }
    return found
  }

  /// What the words of all the attributes that name an element say, all together.
  func meaning(_ tree: HTMLTree, named node: Int) -> Meaning {
    var found: Meaning = []
    tree.forEachName(of: node) { found.formUnion(meaning(of: $0)) }
    return found
  }

  /// The words of a value: parted by signs and by capitals inside (`relatedArticles` → `related`, `articles`).
  private static func eachWord(of value: ArraySlice<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(1, value.count)) { word in
      var count = 0
      var wasLower = false
      func flush() {
        if count > 0 { body(UnsafeBufferPointer(rebasing: word[..<count])) }
        count = 0
      }
      for byte in value {
        let isUpper = (0x41...0x5A).contains(byte)
        guard isUpper || (0x61...0x7A).contains(byte) else {
          flush()
          wasLower = false
          continue
        }
        if isUpper, wasLower { flush() }
        word[count] = byte | 0x20
        count += 1
        wasLower = !isUpper
      }
      flush()
    }
  }
}
