import ReportArticles
import Yams

/// What stands between two lines of three dashes (YAML) or three plus signs (TOML, as Hugo writes) at the start of a file.
enum FrontMatter {
  case yaml(String)
  case toml(String)

  struct Failure: Error {
    var message: String
    var line: Int?
  }

  // Bounds that no honest front matter comes near; they keep bombs small before and after aliases are followed.
  private static let maximumSize = 64 * 1024
  private static let maximumNesting = 32
  private static let maximumNodes = 4096

  static func isPresent(_ head: [UInt8]) -> Bool {
    guard let (mark, start) = opening(of: head) else { return false }
    return head[start...].split(separator: 0x0A).contains { isEnd($0, of: mark) }
  }

  /// The sign that the first line has three of, and where the next line begins.
  private static func opening(of head: [UInt8]) -> (mark: UInt8, start: Int)? {
    let start = EncodingDetector.byteOrderMark(head)?.length ?? 0
    guard start < head.count, head[start] == UInt8(ascii: "-") || head[start] == UInt8(ascii: "+") else { return nil }
    let end = head[start...].firstIndex(of: 0x0A) ?? head.count
    let line = head[start..<end].filter { $0 != 0x0D && $0 != 0x20 }
    guard end < head.count, line == [UInt8](repeating: head[start], count: 3) else { return nil }
    return (head[start], end + 1)
  }

  private static func isEnd(_ line: ArraySlice<UInt8>, of mark: UInt8) -> Bool {
    let signs = line.filter { $0 != 0x0D && $0 != 0x20 }
    return signs == [mark, mark, mark] || mark == UInt8(ascii: "-") && signs == Array("...".utf8)
  }

  /// The front matter, the text after it, and the line where that starts.
  static func split(_ bytes: [UInt8]) -> (matter: FrontMatter?, body: [UInt8], bodyLine: Int) {
    guard let (mark, matterStart) = opening(of: bytes) else { return (nil, bytes, 1) }
    var line = 1
    var start = matterStart
    while start < bytes.count {
      line += 1
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      if isEnd(bytes[start..<end], of: mark) {
        let text = String(decoding: bytes[matterStart..<start], as: UTF8.self)
        return (
          mark == UInt8(ascii: "-") ? .yaml(text) : .toml(text), Array(bytes[min(end + 1, bytes.count)...]), line + 1
        )
      }
      start = end + 1
    }
    return (nil, bytes, 1)
  }

  /// The members, under the names of its author.
  func parsed() -> Result<[JSONValue.Member], Failure> {
    switch self {
    case .yaml(let text): return Self.parse(text)
    case .toml(let text):
      guard text.utf8.count <= Self.maximumSize else { return .failure(Failure(message: "longer than 64 KiB")) }
      do throws(TOMLReader.Failure) {
        return .success(try TOMLReader.read(text))
      } catch {
        return .failure(Failure(message: error.message, line: error.line))
      }
    }
  }

  private static func parse(_ yaml: String) -> Result<[JSONValue.Member], Failure> {
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
