import ReportArticles
import Yams

/// Markdown, with YAML front matter or without (CommonMark, reduced to what news texts use).
package struct MarkdownFormat: ArticleFormat {
  package let name = "markdown"

  package func confidence(head: [UInt8], path: String) -> Int {
    let isNamed = path.hasSuffix(".md") || path.hasSuffix(".markdown")
    if FrontMatter.isPresent(head) { return 75 }
    if isNamed { return 60 }
    guard RecordSniffer.firstByte(head) == UInt8(ascii: "#") else { return 0 }
    return head.drop { $0 <= 0x20 || $0 >= 0x80 }.starts(with: Array("# ".utf8)) ? 40 : 0
  }

  package func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let decoded = TextDecoding.decode(data)
    if TextLayout.hasTooManyLines(decoded.bytes) {
      return LoadResult(problems: [.init(kind: .unreadable, path: path, message: TextLayout.tooManyLines)])
    }
    if OwnOutput.isReport(text: decoded.bytes) { return .foreign(OwnOutput.report, path: path) }
    var draft = ArticleDraft(format: name, path: path, line: 1)
    draft.article.origin.encoding = decoded.encoding
    draft.article.warnings = decoded.warnings
    let (matter, body, bodyLine) = FrontMatter.split(decoded.bytes)
    var problems: [LoadResult.Problem] = []
    if let matter {
      switch FrontMatter.parse(matter) {
      case .success(let members): RecordReader(options: options).fill(&draft, from: members)
      case .failure(let failure):
        problems.append(
          .init(
            kind: .damaged, path: path, line: failure.line.map { $0 + 1 } ?? 1,
            message: "front matter: \(failure.message)"))
      }
    }
    for key in [draft.article.published, draft.article.updated, draft.article.retrieved].indices {
      relabel(&draft, key)
    }
    MarkdownText.read(body, firstLine: bodyLine, into: &draft)
    if draft.article.title.isEmpty, draft.article.paragraphs.isEmpty {
      problems.append(.init(kind: .empty, path: path, message: "there is no text in it"))
      return LoadResult(problems: problems)
    }
    return LoadResult(articles: [ArticleFinisher(options: options).finish(draft)], problems: problems, filesRead: 1)
  }

  /// A date of a front matter counts as `meta`.
  private func relabel(_ draft: inout ArticleDraft, _ index: Int) {
    func meta(_ date: ArticleDate?) -> ArticleDate? {
      date.map {
        ArticleDate(
          date: $0.date, secondOfDay: $0.secondOfDay, precision: $0.precision, zone: $0.zone, offset: $0.offset,
          evidence: $0.evidence == .feed ? .meta : $0.evidence, text: $0.text)
      }
    }
    switch index {
    case 0: draft.article.published = meta(draft.article.published)
    case 1: draft.article.updated = meta(draft.article.updated)
    default: draft.article.retrieved = meta(draft.article.retrieved)
    }
  }
}

/// The YAML between two lines of three dashes at the start of a file.
enum FrontMatter {
  struct Failure: Error {
    var message: String
    var line: Int?
  }

  // Bounds that no honest front matter comes near; they keep bombs small before and after aliases are followed.
  private static let maximumSize = 64 * 1024
  private static let maximumNesting = 32
  private static let maximumNodes = 4096

  static func isPresent(_ head: [UInt8]) -> Bool {
    let start = EncodingDetector.byteOrderMark(head)?.length ?? 0
    let text = head.dropFirst(start)
    guard text.starts(with: Array("---".utf8)) else { return false }
    let rest = text.dropFirst(3)
    guard rest.first == 0x0A || rest.first == 0x0D else { return false }
    return rest.split(separator: 0x0A).dropFirst(0).contains { line in
      let trimmed = line.filter { $0 != 0x0D && $0 != 0x20 }
      return trimmed == Array("---".utf8) || trimmed == Array("...".utf8)
    }
  }

  /// The front matter, the text after it, and the line where that starts.
  static func split(_ bytes: [UInt8]) -> (matter: String?, body: [UInt8], bodyLine: Int) {
    guard isPresent(bytes) else { return (nil, bytes, 1) }
    var line = 1
    var start = (bytes.firstIndex(of: 0x0A) ?? bytes.count - 1) + 1
    let matterStart = start
    while start < bytes.count {
      line += 1
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let text = bytes[start..<end].filter { $0 != 0x20 }
      if text == Array("---".utf8) || text == Array("...".utf8) {
        return (
          String(decoding: bytes[matterStart..<start], as: UTF8.self), Array(bytes[min(end + 1, bytes.count)...]),
          line + 1
        )
      }
      start = end + 1
    }
    return (nil, bytes, 1)
  }

  static func parse(_ yaml: String) -> Result<[JSONValue.Member], Failure> {
    guard yaml.utf8.count <= maximumSize else { return .failure(Failure(message: "longer than 64 KiB")) }
    guard nestingIsBounded(yaml) else { return .failure(Failure(message: "nested too deeply")) }
    do {
      guard let node = try Yams.compose(yaml: yaml, .basic, .default, .utf8) else { return .success([]) }
      guard node.mapping != nil else { return .failure(Failure(message: "expected lines of the form “name: value”")) }
      var budget = maximumNodes
      guard let value = convert(node, budget: &budget, depth: 0), let members = value.members else {
        return .failure(Failure(message: "its aliases make more than \(maximumNodes) values"))
      }
      return .success(members)
    } catch let error as YamlError {
      return .failure(describe(error))
    } catch {
      return .failure(Failure(message: "not YAML"))
    }
  }

  private static func describe(_ error: YamlError) -> Failure {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return Failure(message: "not YAML: \(problem)", line: mark.line)
    default: return Failure(message: "not YAML")
    }
  }

  /// Brackets and list dashes cannot nest so deeply that the parser's recursion would be at risk.
  private static func nestingIsBounded(_ yaml: String) -> Bool {
    var depth = 0
    for line in yaml.split(separator: "\n") {
      var dashes = 0
      var atStart = true
      for byte in line.utf8 {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
        case UInt8(ascii: "-"), UInt8(ascii: "?"): if atStart { dashes += 1 }
        case 0x20: break
        default: atStart = false
        }
        if depth > maximumNesting || (atStart && dashes > maximumNesting && byte == 0x20) { return false }
      }
      if line.prefix(while: { $0 == " " }).count > 200 { return false }
    }
    return true
  }

  private static func convert(_ node: Node, budget: inout Int, depth: Int) -> JSONValue? {
    budget -= 1
    guard budget > 0, depth <= maximumNesting * 4 else { return nil }
    switch node {
    case .scalar(let scalar):
      if scalar.style == .plain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return .null }
      return .string(scalar.string)
    case .sequence(let sequence):
      var values: [JSONValue] = []
      for item in sequence {
        guard let value = convert(item, budget: &budget, depth: depth + 1) else { return nil }
        values.append(value)
      }
      // A tag such as !!python/object asks for an object to be built; the values are data here and nothing else.
      return .array(values)
    case .mapping(let mapping):
      var members: [JSONValue.Member] = []
      for (key, item) in mapping {
        guard let value = convert(item, budget: &budget, depth: depth + 1) else { return nil }
        if let name = key.string { members.append(JSONValue.Member(key: name, value: value)) }
      }
      return .object(members)
    case .alias: return .null
    }
  }
}
