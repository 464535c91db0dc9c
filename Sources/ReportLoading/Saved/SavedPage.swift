import ReportArticles

/// What a browser wrote into a page when it saved it: the address, and the moment.
struct SavedPage: Sendable {
  var address: String?
  var date: ArticleDate?

  /// Looks at the comments before the first element but `<html>`; nil when none of them is of this kind.
  init?(_ html: [UInt8]) {
    for comment in Self.comments(html) { read(comment) }
    if address == nil, date == nil { return nil }
  }

  private mutating func read(_ comment: String) {
    if let mark = comment.firstRange(of: "saved from url=(") {
      // The figure is the length of the address.
      let rest = comment[mark.upperBound...]
      guard let close = rest.firstIndex(of: ")") else { return }
      take(rest[rest.index(after: close)...])
    } else if comment.hasPrefix("Page saved with SingleFile") {
      if let mark = comment.firstRange(of: "url: ") { take(comment[mark.upperBound...]) }
      if let mark = comment.firstRange(of: "saved date: ") {
        let text = comment[mark.upperBound...].prefix { $0 != "(" && $0 != "\n" }
        date = MachineDate.parse(String(text), evidence: .file)
      }
    }
  }

  private mutating func take(_ text: Substring) {
    let word = String(text.prefix { !$0.isWhitespace })
    if CanonicalURL.normalize(word) != nil { address = address ?? word }
  }

  private static let (mostBytes, mostComments) = (16 * 1024, 8)

  private static func comments(_ html: [UInt8]) -> [String] {
    let head = html.prefix(mostBytes)
    var comments: [String] = []
    var place = head.startIndex
    while let open = head[place...].firstIndex(of: UInt8(ascii: "<")), comments.count < mostComments {
      let rest = head[open...]
      if rest.starts(with: Array("<!--".utf8)) {
        var end = open + 4
        while end < head.endIndex, !head[end...].starts(with: Array("-->".utf8)) { end += 1 }
        comments.append(TextLayout.trim(String(decoding: head[min(open + 4, end)..<end], as: UTF8.self)))
        place = min(end + 3, head.endIndex)
        continue
      }
      let name = String(decoding: rest.dropFirst().prefix(8), as: UTF8.self).lowercased()
      guard name.hasPrefix("!doctype") || name.hasPrefix("html") || name.hasPrefix("?xml"),
        let end = rest.firstIndex(of: UInt8(ascii: ">"))
      else { break }
      place = end + 1
    }
    return comments
  }
}
