import ReportArticles

/// CSV and TSV with a header (RFC 4180): comma, semicolon or tab, quotation marks doubled.
package struct DelimitedFormat: ArticleFormat {
  package let name = "csv"

  package func confidence(head: [UInt8], path: String) -> Int {
    guard let delimiter = DelimitedFormat.delimiter(head) else { return 0 }
    let header = DelimitedFormat.header(head, delimiter)
    guard header.count >= 2 else { return 0 }
    let lower = path.lowercased()
    if lower.hasSuffix(".csv") || lower.hasSuffix(".tsv") { return 70 }
    // Without the name, the header has to be one: a title and a text under usual names.
    guard header.allSatisfy({ $0.utf8.count < 40 }) else { return 0 }
    let members = header.prefix(256).map { JSONValue.Member(key: $0, value: .string("x")) }
    return RecordReader(options: LoadOptions()).knows(members) >= 2 ? 65 : 0
  }

  /// The delimiter of which the first line has most, outside of quotation marks.
  static func delimiter(_ head: [UInt8]) -> UInt8? {
    var (tabs, commas, semicolons) = (0, 0, 0)
    var isQuoted = false
    for byte in head {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A { break }
      switch byte {
      case 0x09: tabs += 1
      case UInt8(ascii: ","): commas += 1
      case UInt8(ascii: ";"): semicolons += 1
      default: break
      }
    }
    let most = max(tabs, commas, semicolons)
    if most == 0 { return nil }
    return most == tabs ? 0x09 : most == commas ? UInt8(ascii: ",") : UInt8(ascii: ";")
  }

  private static func header(_ head: [UInt8], _ delimiter: UInt8) -> [String] {
    var reader = DelimitedReader(head.withUnsafeBufferPointer { Array($0.prefix(32 * 1024)) }, delimiter: delimiter)
    return reader.next()?.fields ?? []
  }

  package func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let decoded = TextDecoding.decode(data)
    let delimiter = DelimitedFormat.delimiter(Array(decoded.bytes.prefix(64 * 1024))) ?? UInt8(ascii: ",")
    var reader = DelimitedReader(decoded.bytes, delimiter: delimiter)
    var batch = RecordBatch(format: delimiter == 0x09 ? "tsv" : "csv", path: path, decoded: decoded, options: options)
    guard let header = reader.next()?.fields.map({ TextLayout.collapse($0) }) else { return batch.finish() }
    while let row = reader.next() {
      if row.fields.count == 1, row.fields[0].isEmpty { continue }
      if row.fields.count > header.count {
        batch.fail("\(row.fields.count) fields where the header has \(header.count)", line: row.line)
        continue
      }
      var members: [JSONValue.Member] = []
      var seen: Set<String> = []
      for (name, value) in zip(header, row.fields) where !value.isEmpty && seen.insert(name).inserted {
        members.append(JSONValue.Member(key: name, value: .string(value)))
      }
      batch.add(.object(members), line: row.line)
    }
    if reader.isUnclosed { batch.fail("a quotation mark is opened and never closed", line: reader.quoteLine) }
    return batch.finish()
  }
}

/// Reads records of delimited text one by one.
struct DelimitedReader {
  /// Columns that are read; no table of articles has as many.
  private static let maximumFields = 10_000

  private let bytes: [UInt8]
  private let delimiter: UInt8
  private var position = 0
  private var line = 1
  private(set) var isUnclosed = false
  private(set) var quoteLine = 1

  init(_ bytes: [UInt8], delimiter: UInt8) {
    self.bytes = bytes
    self.delimiter = delimiter
  }

  /// The next record and the line where it starts; nil at the end.
  mutating func next() -> (fields: [String], line: Int)? {
    guard position < bytes.count else { return nil }
    let start = line
    var fields: [String] = []
    while true {
      let value = field()
      if fields.count < DelimitedReader.maximumFields { fields.append(value) }
      guard position < bytes.count else { return (fields, start) }
      let byte = bytes[position]
      position += 1
      if byte == 0x0A {
        line += 1
        return (fields, start)
      }
    }
  }

  private mutating func field() -> String {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      let start = position
      while position < bytes.count, bytes[position] != delimiter, bytes[position] != 0x0A { position += 1 }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }
    quoteLine = line
    position += 1
    var value: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
          // What follows the closing mark up to the delimiter belongs to the field.
          while position < bytes.count, bytes[position] != delimiter, bytes[position] != 0x0A {
            value.append(bytes[position])
            position += 1
          }
          return String(decoding: value, as: UTF8.self)
        }
        position += 1
      }
      if byte == 0x0A { line += 1 }
      value.append(byte)
    }
    isUnclosed = true
    return String(decoding: value, as: UTF8.self)
  }
}
