/// What the names in `class` and `id` say about an element, from the table in `loading/html-names.txt`.
struct HTMLNames: Sendable {
  static let shared = HTMLNames()

  /// Never part of the text, however much of it there is: comments, consent, related articles.
  private let foreign: Set<String>
  /// Not part of the text unless it is most of what there is: sharing, navigation, captions …
  private let junk: Set<String>
  /// Often not part of the text.
  private let doubtful: Set<String>
  /// The body of an article.
  private let body: [String]

  private init() {
    var lists: [String: [String]] = [:]
    var current = ""
    for line in (EmbeddedResource.text("loading/html-names.txt") ?? "").split(separator: "\n")
    where !line.hasPrefix("#") {
      if line.hasPrefix("["), line.hasSuffix("]") {
        current = String(line.dropFirst().dropLast())
      } else {
        lists[current, default: []] += line.split(separator: " ").map(String.init)
      }
    }
    foreign = Set(lists["foreign"] ?? [])
    junk = Set(lists["junk"] ?? [])
    doubtful = Set(lists["doubtful"] ?? [])
    body = lists["body"] ?? []
  }

  enum Verdict: Sendable {
    case none, body, doubtful, junk, foreign
  }

  /// The verdict on a class or id value.
  func verdict(_ value: String) -> Verdict {
    guard value.utf8.count < 400 else { return .none }
    let lower = value.lowercased()
    if body.contains(where: { lower.contains($0) }) { return .body }
    var result = Verdict.none
    for word in HTMLNames.words(value) {
      if foreign.contains(word) { return .foreign }
      if junk.contains(word) {
        result = .junk
      } else if result == .none, doubtful.contains(word) {
        result = .doubtful
      }
    }
    return result
  }

  /// Words of a value: parted by signs and by capitals inside (`relatedArticles` → `related`, `articles`).
  static func words(_ value: String) -> [String] {
    var words: [String] = []
    var current: [UInt8] = []
    var wasLower = false
    func flush() {
      if !current.isEmpty { words.append(String(decoding: current, as: UTF8.self)) }
      current = []
    }
    for byte in value.utf8 {
      let isUpper = (0x41...0x5A).contains(byte)
      let isLetter = isUpper || (0x61...0x7A).contains(byte)
      if !isLetter {
        flush()
        wasLower = false
        continue
      }
      if isUpper, wasLower { flush() }
      current.append(byte | 0x20)
      wasLower = !isUpper
    }
    flush()
    return words
  }
}
