import ReportArticles

/// Makes ids unique within one load and links what is there twice.
struct DuplicateMarker {
  /// What is said of an article whose identity another one had before it.
  struct Mark: Sendable {
    var id: String
    var warning: Article.Warning

    func apply(to article: inout Article) {
      article.id = id
      article.warnings.append(warning)
    }
  }

  /// The marks, by position.
  private(set) var marks: [Int: Mark] = [:]
  private var first: [String: (path: String, content: UInt64)] = [:]
  private var counts: [String: Int] = [:]

  /// Looks at an article; called in the order of positions.
  mutating func add(_ article: Article, at position: Int) {
    if let mark = mark(for: article) { marks[position] = mark }
  }

  /// What is to be said of an article, if another one had its identity before it; called in the order of the inputs.
  mutating func mark(for article: Article) -> Mark? {
    let id = article.id
    var hash = ContentHash()
    hash.add(article.title)
    for paragraph in article.paragraphs { hash.add(paragraph) }
    guard let known = first[id] else {
      first[id] = (article.origin.path, hash.value)
      return nil
    }
    counts[id, default: 1] += 1
    let isSame = known.content == hash.value
    var unique = "\(id)#\(counts[id, default: 2])"
    while first[unique] != nil { unique += "+" }
    return Mark(
      id: unique,
      warning: Article.Warning(
        code: isSame ? "duplicate" : "duplicate-id",
        message: isSame
          ? "the same article as “\(id)” in \(known.path)"
          : "another version of “\(id)” in \(known.path): same identity, different title or text",
        line: article.origin.line))
  }

  static func mark(_ articles: inout [Article]) {
    // Most articles are alone with their identity and need no second look.
    var seen: Set<String> = []
    let repeated = Set(articles.lazy.map(\.id).filter { !seen.insert($0).inserted })
    guard !repeated.isEmpty else { return }
    var marker = DuplicateMarker()
    for index in articles.indices where repeated.contains(articles[index].id) { marker.add(articles[index], at: index) }
    for (index, mark) in marker.marks { mark.apply(to: &articles[index]) }
  }
}
