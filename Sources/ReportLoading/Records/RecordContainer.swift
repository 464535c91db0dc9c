import ReportArticles

/// Objects around records: the answer of a service, an export, a search result. Found by what is in them, since every
/// service names them otherwise.
enum RecordContainer {
  /// Usual names of lists of records, those that win first.
  static let names = [
    "articles", "items", "@graph", "entries", "data", "results", "response", "docs", "hits", "stories", "news", "posts",
    "records", "value", "rows", "edges",
  ]
  private static let (mostLevels, mostLooked) = (6, 1000)

  /// A list of records, and what the object around it says of their source.
  struct List {
    var records: [JSONValue]
    var publisher: String?
  }

  /// The records in an object that is none itself; nil when it is one, or there are none in it.
  static func list(in members: [JSONValue.Member], _ reader: RecordReader) -> List? {
    if reader.understands(members) {
      // A title of its own does not make an export an article; a text does.
      guard !reader.hasText(members), !RecordReader.isOwn(members) else { return nil }
      let lists = members.filter { names.contains($0.key) && hasRecords($0.value, reader) }
      return best(lists.compactMap { member in member.value.array.map { (member.key, $0) } }).map {
        List(records: $0, publisher: publisher(members))
      }
    }
    return search(members, reader)
  }

  /// Level by level, so that the list nearest to the top is found.
  private static func search(_ members: [JSONValue.Member], _ reader: RecordReader) -> List? {
    var level = [members]
    var looked = 0
    for depth in 0..<mostLevels where !level.isEmpty {
      var next: [[JSONValue.Member]] = []
      var lists: [(String, [JSONValue])] = []
      for object in level {
        for member in object {
          looked += 1
          if looked > mostLooked { break }
          if let values = member.value.array {
            if hasRecords(member.value, reader) { lists.append((member.key, values)) }
          } else if let inner = member.value.members {
            // One article under a name, as in {"article": {…}}.
            if reader.understands(inner), reader.hasText(inner), !isContext(member.key) {
              lists.append((member.key, [member.value]))
            }
            next.append(inner)
          }
        }
      }
      if let records = best(lists) { return List(records: records, publisher: depth == 0 ? publisher(members) : nil) }
      level = next
    }
    return nil
  }

  private static func best(_ lists: [(name: String, values: [JSONValue])]) -> [JSONValue]? {
    for name in names { if let list = lists.first(where: { $0.name == name }) { return list.values } }
    return lists.max { $0.values.count < $1.values.count }?.values
  }

  private static func isContext(_ name: String) -> Bool { ["feed", "meta", "channel", "site"].contains(name) }

  /// Whether one of the first elements of a list is a record.
  private static func hasRecords(_ value: JSONValue, _ reader: RecordReader) -> Bool {
    guard let values = value.array else { return false }
    return values.prefix(8).contains { element in
      element.members.map { reader.understands(unwrapped($0, reader)) } ?? false
    }
  }

  private static func publisher(_ members: [JSONValue.Member]) -> String? {
    let around = members.last { $0.key == "feed" || $0.key == "channel" }?.value
    return around?["title"].flatMap { RecordReader.text($0) }
  }

  /// Names of the one object in which services put the record, or some of its fields.
  static let wrappers: Set<String> = ["node", "_source", "fields", "attributes", "_embedded"]

  /// The fields of a record together with those that stand in an object of their own.
  static func unwrapped(_ members: [JSONValue.Member], _ reader: RecordReader) -> [JSONValue.Member] {
    guard members.contains(where: { wrappers.contains($0.key) && $0.value.members != nil }) else { return members }
    var all: [JSONValue.Member] = []
    for member in members {
      if member.key == "_embedded", let inner = member.value.members {
        all += embedded(inner)
      } else if wrappers.contains(member.key), let inner = member.value.members {
        all += inner
      } else {
        all.append(member)
      }
    }
    return all
  }

  /// What WordPress puts beside a post whose authors, categories and pictures are numbers (REST API handbook, “Linking and
  /// embedding”).
  private static func embedded(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
    var result: [JSONValue.Member] = []
    for member in members {
      guard let values = member.value.array else { continue }
      switch member.key {
      case "author": result.append(JSONValue.Member(key: "authors", value: member.value))
      case "wp:term":
        for (taxonomy, key) in [("category", "category"), ("post_tag", "keywords")] {
          let terms = values.flatMap { $0.array ?? [] }.filter { $0["taxonomy"]?.string == taxonomy }
          if !terms.isEmpty { result.append(JSONValue.Member(key: key, value: .array(terms))) }
        }
      case "wp:featuredmedia":
        result.append(JSONValue.Member(key: "images", value: member.value))
      default: break
      }
    }
    return result
  }
}
