import Glibc
import ReportArticles
import ReportLua

/// Files beside a script: the only ones that it can read.
enum ScriptFile {
  /// The real path of a file in or below a directory; nil when it is not there or lies elsewhere, by whatever link.
  static func path(of name: String, in directory: String) -> String? {
    guard !name.isEmpty, !name.hasPrefix("/"), !name.utf8.contains(0),
      let root = resolved(directory), let path = resolved(directory + "/" + name)
    else { return nil }
    return path.hasPrefix(root.hasSuffix("/") ? root : root + "/") ? path : nil
  }

  private static func resolved(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// What `ctx:read` gives.
  static func read(_ name: String, options: ScriptTable, run: ReportRun) throws -> ScriptValue {
    guard let directory = run.source.directory else {
      throw HostError("this report was not read from a file, so there are no files beside it")
    }
    if name.hasPrefix("/") || name.split(separator: "/").contains("..") {
      throw HostError("“\(name)”: only files beside the script, or below its directory, can be read")
    }
    guard let path = path(of: name, in: directory) else {
      throw HostError("there is no file “\(name)” beside the script")
    }
    let bytes: [UInt8]
    var status = stat()
    if stat(path, &status) == 0, status.st_size <= ScriptSource.sizeLimit {
      try run.checkMemory(2 * Int(status.st_size))  // its bytes, and its text
    }
    switch ScriptSource.contents(of: path, mustBeRegular: true) {
    case .success(let data): bytes = data
    case .failure(let problem): throw HostError("“\(name)” cannot be read: \(problem.reason)")
    }
    guard let text = ScriptSource.text(of: bytes) else { throw HostError("“\(name)” is not text in UTF-8") }
    switch options.string("as") ?? form(of: name) {
    case "json":
      do throws(JSONError) {
        return value(try JSONParser.parse(Array(text.utf8)).value)
      } catch {
        let line = 1 + text.utf8.prefix(error.offset).count { $0 == 0x0A }
        throw HostError("\(name):\(line): \(error.message)")
      }
    case "csv": return table(CSVReader.rows(text), header: options.boolean("header") ?? true)
    case "tsv": return table(CSVReader.rows(text, separator: "\t"), header: options.boolean("header") ?? true)
    case "lines":
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        String(line.hasSuffix("\r") ? line.dropLast() : line)
      }
      if lines.last == "" { lines.removeLast() }
      return .strings(lines)
    default: return .string(text)
    }
  }

  private static func form(of name: String) -> String {
    let lowered = name.lowercased()
    return ["csv", "tsv", "json"].first { lowered.hasSuffix("." + $0) } ?? "text"
  }

  private static func table(_ rows: [[String]], header: Bool) -> ScriptValue {
    guard header, let names = rows.first else { return .list(rows.map(ScriptValue.strings)) }
    return .list(
      rows.dropFirst().map { row in
        let fields = zip(names, row).map { ScriptTable.Field(name: $0, value: .string($1)) }
        return .table(ScriptTable(fields: fields))
      })
  }

  private static func value(_ json: JSONValue) -> ScriptValue {
    switch json {
    case .null: return .null
    case .bool(let flag): return .boolean(flag)
    case .string(let text): return .string(text)
    case .number(let text): return Int(text).map(ScriptValue.integer) ?? .number(Double(text) ?? 0)
    case .array(let members): return .list(members.map(value))
    case .object(let members):
      return .table(ScriptTable(fields: members.map { ScriptTable.Field(name: $0.key, value: value($0.value)) }))
    }
  }
}

/// Reads comma-separated values (RFC 4180): quoted fields may hold separators, line ends and doubled quotation marks.
enum CSVReader {
  static func rows(_ text: String, separator: Character = ",") -> [[String]] {
    let mark = separator.asciiValue ?? 0x2C
    var rows: [[String]] = []
    var row: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var bytes = text.utf8.makeIterator()
    var pending: UInt8?
    func endField() {
      row.append(String(decoding: field, as: UTF8.self))
      field.removeAll(keepingCapacity: true)
    }
    func endRow() {
      endField()
      if row != [""] { rows.append(row) }
      row = []
    }
    while let byte = pending ?? bytes.next() {
      pending = nil
      if isQuoted {
        guard byte == 0x22 else {
          field.append(byte)
          continue
        }
        pending = bytes.next()
        if pending == 0x22 {
          field.append(0x22)
          pending = nil
        } else {
          isQuoted = false
        }
      } else if byte == 0x22, field.isEmpty {
        isQuoted = true
      } else if byte == mark {
        endField()
      } else if byte == 0x0A {
        if field.last == 0x0D { field.removeLast() }
        endRow()
      } else {
        field.append(byte)
      }
    }
    if !field.isEmpty || !row.isEmpty { endRow() }
    return rows
  }
}
