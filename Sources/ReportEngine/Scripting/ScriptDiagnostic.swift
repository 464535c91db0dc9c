/// An error in a script as its author sees it: where, what, the line with a caret, and the author's own frames.
public struct ScriptDiagnostic: Error, Sendable, Hashable, CustomStringConvertible {
  /// One level of the call stack, innermost first; only functions of the author's scripts.
  public struct Frame: Sendable, Hashable {
    /// The script file as given.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The function's name when Lua knows it.
    public var function: String?

    /// Makes a frame.
    public init(file: String, line: Int, function: String? = nil) {
      self.file = file
      self.line = line
      self.function = function
    }
  }

  /// The script file as given.
  public var file: String
  /// The line, from 1; nil when the error has no place.
  public var line: Int?
  /// What went wrong and, where it is known, what to do.
  public var message: String
  /// The line of the source.
  public var sourceLine: String?
  /// The part of `sourceLine` at fault, in Unicode scalars from 0.
  public var columns: Range<Int>?
  /// The calls that led there.
  public var frames: [Frame]
  /// The article that was being handled: its id and headline.
  public var article: String?

  /// Makes a diagnostic.
  public init(
    file: String, line: Int? = nil, message: String, sourceLine: String? = nil, columns: Range<Int>? = nil,
    frames: [Frame] = [], article: String? = nil
  ) {
    self.file = file
    self.line = line
    self.message = message
    self.sourceLine = sourceLine
    self.columns = columns
    self.frames = frames
    self.article = article
  }

  /// `script.lua:12: message`, then the line, a caret under the fault, the article, and the calls.
  public var description: String {
    var lines = [place + ": " + message]
    if let sourceLine {
      let indent = sourceLine.unicodeScalars.prefix { $0 == " " || $0 == "\t" }.count
      let shown = String(String.UnicodeScalarView(sourceLine.unicodeScalars.dropFirst(indent).prefix(160)))
      lines.append("    " + shown)
      if let columns, columns.lowerBound >= indent, columns.lowerBound - indent < 160 {
        let length = max(1, min(columns.count, 160 - (columns.lowerBound - indent)))
        let gap = shown.unicodeScalars.prefix(columns.lowerBound - indent).map { $0 == "\t" ? "\t" : " " }.joined()
        lines.append("    " + gap + String(repeating: "^", count: length))
      }
    }
    if let article { lines.append("  while handling article \(article)") }
    for frame in frames.dropFirst() {
      lines.append("  called from \(frame.function.map { "“\($0)”, " } ?? "")\(frame.file):\(frame.line)")
    }
    return lines.joined(separator: "\n")
  }

  /// `file:line`, or `file` alone.
  public var place: String { file + (line.map { ":\($0)" } ?? "") }

  /// The diagnostic with its source line and the fault in it filled in from the script's text.
  func located(in source: String) -> ScriptDiagnostic {
    guard let line, sourceLine == nil, line >= 1 else { return self }
    var result = self
    let lines = source.split(separator: "\n", maxSplits: line, omittingEmptySubsequences: false)
    guard line <= lines.count else { return self }
    var text = String(lines[line - 1])
    if text.hasSuffix("\r") { text.removeLast() }
    result.sourceLine = text
    if columns == nil { result.columns = Self.fault(named: message, in: text) }
    return result
  }

  /// The place of the first name quoted in a message (`“x”` or `'x'`), when the line has it as a whole word.
  private static func fault(named message: String, in line: String) -> Range<Int>? {
    for (open, close) in [("“", "”"), ("'", "'"), ("\"", "\"")] as [(Character, Character)] {
      guard let start = message.firstIndex(of: open) else { continue }
      let rest = message[message.index(after: start)...]
      guard let end = rest.firstIndex(of: close) else { continue }
      let wanted = Array(String(rest[..<end]).unicodeScalars)
      let scalars = Array(line.unicodeScalars)
      guard !wanted.isEmpty, scalars.count >= wanted.count else { continue }
      func isWord(_ index: Int) -> Bool {
        scalars.indices.contains(index) && (scalars[index].properties.isAlphabetic || scalars[index] == "_"
          || ("0"..."9").contains(scalars[index]))
      }
      for index in 0...(scalars.count - wanted.count)
      where scalars[index] == wanted[0] && Array(scalars[index..<index + wanted.count]) == wanted
        && !(isWord(index - 1) && isWord(index)) && !(isWord(index + wanted.count) && isWord(index + wanted.count - 1))
      {
        return index..<index + wanted.count
      }
    }
    return nil
  }
}
