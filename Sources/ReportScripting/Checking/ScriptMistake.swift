import ReportArticles
import ReportLua

/// A mistake found in a script without running `build`.
///
/// ```swift
/// let source = """
///   return { api = 1, title = "T", build = function(ctx)
///     return ctx:dokument {}
///   end }
///   """
/// let mistake = ReportEngine().check(source: source, name: "t.lua")[0]
/// mistake.line  // → 2
/// mistake.message.contains("did you mean “document”?")  // → true
/// ```
public struct ScriptMistake: Sendable, Hashable, CustomStringConvertible {
  /// The script as it was named.
  public var file: String
  /// The line, from 1; nil when the mistake is in no one place.
  public var line: Int?
  /// The part of the line at fault, in Unicode scalars from 1, the end included.
  public var columns: ClosedRange<Int>?
  /// What is wrong and what to do.
  public var message: String
  /// The line of the source, with its indentation.
  public var sourceLine: String?

  /// Makes a mistake.
  public init(
    file: String, line: Int? = nil, columns: ClosedRange<Int>? = nil, message: String, sourceLine: String? = nil
  ) {
    self.file = file
    self.line = line
    self.columns = columns
    self.message = message
    self.sourceLine = sourceLine
  }

  /// `script.lua:12: message`, the source line, and a caret under the fault.
  public var description: String {
    var lines = ["\(file)\(line.map { ":\($0)" } ?? ""): \(message)"]
    guard let sourceLine else { return lines[0] }
    let scalars = Array(sourceLine.unicodeScalars)
    let indent = scalars.prefix { $0 == " " || $0 == "\t" }.count
    let shown = scalars[indent...].prefix(Self.width)
    lines.append("    " + String(String.UnicodeScalarView(shown)))
    if let columns, columns.lowerBound > indent, columns.lowerBound - indent <= shown.count {
      let before = shown.prefix(columns.lowerBound - indent - 1).map { $0 == "\t" ? "\t" : " " }.joined()
      let length = min(columns.count, shown.count - (columns.lowerBound - indent) + 1)
      lines.append("    " + before + String(repeating: "^", count: max(1, length)))
    }
    return lines.joined(separator: "\n")
  }

  private static let width = 160

  /// A mistake at a token.
  init(file: String, message: String, at token: LuaToken, in source: [UInt8]) {
    let start = source[..<token.range.lowerBound].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let end = source[token.range.lowerBound...].firstIndex(of: 0x0A) ?? source.count
    let line = String(decoding: source[start..<end], as: UTF8.self)
    func scalars(_ range: Range<Int>) -> Int { String(decoding: source[range], as: UTF8.self).unicodeScalars.count }
    let first = scalars(start..<token.range.lowerBound) + 1
    let length = max(1, scalars(token.range.lowerBound..<min(end, token.range.upperBound)))
    self.init(
      file: file, line: token.line, columns: first...(first + length - 1), message: message,
      sourceLine: line.hasSuffix("\r") ? String(line.dropLast()) : line)
  }

  /// An error of the compiler or of the table that a script returns.
  init(_ error: ScriptError, file: String) {
    self.init(
      file: error.chunk.isEmpty ? file : error.chunk, line: error.line,
      message: error.message + (error.hint.map { " (\($0))" } ?? ""), sourceLine: error.sourceLine)
  }
}

extension ReportEngine {
  /// Finds mistakes in a report script without running `build`: in its syntax, in the table that it returns, globals and
  /// API names that do not exist, options and arguments that a method does not take, values that may be nil, date styles,
  /// files and fixed words that are missing, a document that is not returned; and in the words beside it. In the order of
  /// their lines. A script that returns something else than a report is taken for a module. Throws `ReportError` when
  /// there is no such script.
  public func check(at path: String) throws(ReportError) -> [ScriptMistake] {
    let source = try ScriptSource.load(path)
    var mistakes = check(source: source)
    if let directory = source.directory {
      do throws(ReportError) {
        _ = try WordFiles.lists(in: directory)
      } catch {
        if case .script(let errors) = error {
          mistakes += errors.map { ScriptMistake($0, file: $0.chunk) }
        } else {
          mistakes.append(ScriptMistake(file: directory + "/words", message: error.description))
        }
      }
    }
    return mistakes
  }

  /// The same for source text.
  public func check(source text: String, name: String) -> [ScriptMistake] {
    check(source: ScriptSource(name: name, directory: nil, text: text))
  }

  private func check(source: ScriptSource) -> [ScriptMistake] {
    var mistakes: [ScriptMistake] = []
    var parameters: [ReportParameter]?
    let value = try? returned(by: source)
    if let value, value.looksLikeLoader {
      mistakes = LoaderMetadata.mistakes(in: value)
        .map { ScriptMistake(MetadataPlace.error($0, in: source), file: source.name) }
      var checker = ScriptChecker(source, parameters: nil, globals: ScriptGlobals.names(), entry: ("load", "Page"))
      return mistakes + checker.mistakes()
    }
    if let value, !value.looksLikeReport {
      // A module may have a function of any name.
      var checker = ScriptChecker(
        source, parameters: nil, globals: ScriptGlobals.names(), entry: ("", ContextObject.typeName))
      return checker.mistakes()
    }
    do throws(ReportError) {
      parameters = try report(source: source).metadata.parameters
    } catch {
      switch error {
      case .script(let errors):
        mistakes = errors.map { ScriptMistake($0, file: source.name) }
        if errors.contains(where: { $0.kind == .syntax }) { return mistakes }
      case .limit(let error): mistakes = [ScriptMistake(error, file: source.name)]
      default: mistakes = [ScriptMistake(file: source.name, message: error.description)]
      }
    }
    var checker = ScriptChecker(source, parameters: parameters, globals: ScriptGlobals.names())
    let lines = Set(mistakes.map(\.line))
    mistakes += checker.mistakes().filter { !lines.contains($0.line) }
    return mistakes.sorted { ($0.line ?? 0, $0.message) < ($1.line ?? 0, $1.message) }
  }
}

/// The global names of the sandbox, with the fields of those that are tables.
enum ScriptGlobals {
  static func names() -> [String: [String]] {
    guard let state = try? LuaState() else { return [:] }
    ClockLibrary(now: Instant(secondsSinceEpoch: 0), zone: .utc).install(in: state)
    guard let environment = try? state.makeEnvironment() else { return [:] }
    var names: [String: [String]] = ["require": []]
    for entry in environment.entries {
      guard case .string(let name) = entry.key else { continue }
      guard case .table(let table) = entry.value, name != "_G" else {
        names[name] = []
        continue
      }
      names[name] = table.entries.compactMap { entry in
        if case .string(let field) = entry.key { return field }
        return nil
      }
    }
    return names
  }
}
