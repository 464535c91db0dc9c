import ReportEngine

/// A loader for a format of one's own: `TITLE | DAY | TEXT`, an article a line, after a first line `#ledger`.
struct LedgerFormat: ArticleFormat {
  let name = "ledger"

  func confidence(head: [UInt8], path: String) -> Int { head.starts(with: Array("#ledger\n".utf8)) ? 100 : 0 }

  func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    var result = LoadResult(filesRead: 1)
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      let parts = line.split(separator: "|").map { $0.trimmed() }
      guard parts.count == 3, let day = CivilDate(iso: parts[1]) else {
        result.problems.append(
          .init(kind: .damaged, path: path, line: index + 1, message: "a line is TITLE | DAY | TEXT; it was left out"))
        continue
      }
      let origin = Article.Origin(path: path, index: result.articles.count, format: name)
      result.articles.append(
        Article(
          id: "\(path)#\(index + 1)", origin: origin, title: parts[0], publisher: "The ledger", language: "en",
          published: ArticleDate(date: day, precision: .day, evidence: .text, text: parts[1]), paragraphs: [parts[2]]))
    }
    return result
  }
}

extension Substring {
  fileprivate func trimmed() -> String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
