import ReportArticles

/// Pages that a server sends in the place of the article: that there is none, that the reader has to prove to be human, a
/// list of files.
enum ErrorPage {
  private static let start = "a page that "
  /// Texts of such pages are short; an article about one is longer.
  private static let longest = 1200

  /// What the page is; nil for an article. `source` is the page itself, of which the start is looked at.
  static func kind(_ article: Article, source: [UInt8]) -> String? {
    let length = article.paragraphs.reduce(0) { $0 + $1.utf8.count }
    guard length <= longest else { return nil }
    let words = Words.shared
    let titles = [article.title, titleElement(source)].map { TextFolding.fold($0) }.filter { !$0.isEmpty }
    if titles.contains(where: { $0.hasPrefix("index of /") }) { return "a list of files" }
    let text = TextFolding.fold(article.paragraphs.prefix(12).joined(separator: " "))
    // A day of publication is what these pages never have.
    let isDated = article.published?.evidence == .jsonLD || article.published?.evidence == .meta
    if length < 600, !isDated {
      let head = HTMLSniffer.asciiHead(source, limit: 64 * 1024)
      if words.marks.contains(where: { head.holds($0) }) { return start + "asks whether the reader is human" }
    }
    guard !isDated else { return nil }
    if words.challenges.contains(where: { phrase in titles.contains { matches($0, phrase) } || text.hasPrefix(phrase) })
    {
      return start + "asks whether the reader is human"
    }
    if titles.contains(where: isStatus)
      || words.absences.contains(where: { phrase in titles.contains { matches($0, phrase) } })
    {
      return start + "says that the article is not there or cannot be given"
    }
    if length < 300,
      words.absences.contains(where: { text.hasPrefix($0) }), TextLayout.wordCount(text) < 40
    {
      return start + "says that the article is not there or cannot be given"
    }
    return nil
  }

  /// The text of the page's title element, which the headline may have taken the place of.
  private static func titleElement(_ source: [UInt8]) -> String {
    let head = source.prefix(16 * 1024)
    let (opening, closing) = (Array("<title".utf8), Array("</title".utf8))
    func find(_ mark: [UInt8], from start: Int) -> Int? {
      var place = start
      while let next = head[place...].firstIndex(of: UInt8(ascii: "<")) {
        if zip(head[next...], mark).allSatisfy({ $0 | 0x20 == $1 | 0x20 }), next + mark.count <= head.endIndex {
          return next
        }
        place = next + 1
      }
      return nil
    }
    guard let start = find(opening, from: head.startIndex), let text = head[start...].firstIndex(of: UInt8(ascii: ">")),
      let end = find(closing, from: text)
    else { return "" }
    return TextLayout.collapse(CharacterReferences.decoded(String(decoding: head[(text + 1)..<end], as: UTF8.self)))
  }

  /// Whether a problem is about such a page, which is told of wherever it lies.
  static func isSaid(in problem: LoadResult.Problem) -> Bool { problem.message.contains(start) }

  /// Whether a title is a phrase, alone or beside the name of the site.
  private static func matches(_ title: String, _ phrase: String) -> Bool {
    guard !title.isEmpty, title.utf8.count <= phrase.utf8.count + 40 else { return false }
    // A sentence of several words needs no sign behind it.
    if title == phrase || phrase.utf8.count >= 24 && title.hasPrefix(phrase) { return true }
    if title.hasPrefix(phrase) { return isSeparator(title.dropFirst(phrase.count)) }
    if title.hasSuffix(phrase) { return isSeparator(Substring(title.dropLast(phrase.count).reversed())) }
    return false
  }

  private static func isSeparator(_ rest: Substring) -> Bool {
    guard let first = rest.first(where: { $0 != " " }) else { return true }
    return "|-–—·:.!…,(\"«»".contains(first)
  }

  /// “404”, “Error 404”, “404 Not Found”, “503 Service Unavailable”.
  private static func isStatus(_ title: String) -> Bool {
    guard title.utf8.count <= 60 else { return false }
    var words = title.split(whereSeparator: { " :|-–—".contains($0) }).map(String.init)
    if let first = words.first, ["error", "erreur", "fehler", "http", "خطا"].contains(first) { words.removeFirst() }
    guard let code = words.first, code.utf8.count == 3, let number = Int(code),
      [400, 401, 403, 404, 410, 429].contains(number)
        || (500...504).contains(number) || (520...527).contains(number)
    else { return false }
    let rest = words.dropFirst()
    return rest.isEmpty || rest.first.map { Words.statusWords.contains($0) } == true
  }

  /// The phrases, from a data file.
  private struct Words: Sendable {
    static let shared = Words()
    static let statusWords: Set<String> = [
      "not", "page", "error", "forbidden", "unauthorized", "bad", "internal", "service", "gateway", "gone", "too",
      "access", "seite", "erreur", "pagina", "fichier", "file", "web", "origin", "connection",
    ]

    private(set) var marks: [String] = []
    private(set) var challenges: [String] = []
    private(set) var absences: [String] = []

    private init() {
      for line in EmbeddedResource.lines("loading/error-pages.txt") {
        guard let colon = line.firstIndex(of: ":") else { continue }
        let phrase = TextLayout.collapse(line[line.index(after: colon)...])
        switch line[..<colon] {
        case "mark": marks.append(phrase)
        case "challenge": challenges.append(TextFolding.fold(phrase))
        case "absence": absences.append(TextFolding.fold(phrase))
        default: break
        }
      }
    }
  }
}
