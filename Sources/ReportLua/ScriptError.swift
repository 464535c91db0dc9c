/// An error of a report script: what went wrong, where in the script, and what to do about it.
///
/// All text is fit for a terminal or a log: no control characters, bounded in length.
///
/// ```swift
/// let error = ScriptError(
///   kind: .runtime, chunk: "daily.lua", line: 12, message: "“titel” is no field of Article",
///   sourceLine: "doc:heading(a.titel)", hint: "did you mean “title”?")
/// error.description  // → "daily.lua:12: “titel” is no field of Article"
/// print(error.report)
/// // → daily.lua:12: “titel” is no field of Article
/// //       doc:heading(a.titel)
/// //                     ^^^^^
/// //     hint: did you mean “title”?
/// ```
public struct ScriptError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of error it is.
  public enum Kind: Sendable, Hashable {
    /// The text is not Lua.
    case syntax
    /// The script raised an error, or did what Lua does not allow.
    case runtime
    /// A function of ours was called with a wrong argument; positions count from 1.
    case badArgument(function: String, position: Int)
    /// A limit stopped the script.
    case limit(ScriptLimits.Limit)
  }

  /// A function of the script that was running, innermost first.
  public struct Frame: Sendable, Hashable {
    /// The chunk's name as it was loaded, usually a path.
    public var chunk: String
    /// The line, from 1; nil when it is not known.
    public var line: Int?
    /// The function's name or, for want of one, where it starts.
    public var function: String

    /// Makes a frame.
    public init(chunk: String, line: Int?, function: String) {
      self.chunk = chunk
      self.line = line
      self.function = function
    }
  }

  /// What kind of error it is.
  public var kind: Kind
  /// The chunk at fault, as it was named when loaded; empty when no chunk is.
  public var chunk: String
  /// The line at fault, from 1.
  public var line: Int?
  /// What went wrong, without the position.
  public var message: String
  /// The text of the line at fault.
  public var sourceLine: String?
  /// What to do about it.
  public var hint: String?
  /// What the script was working on, e.g. an article.
  public var activity: String?
  /// The script's functions that were running, innermost first.
  public var frames: [Frame]

  /// Names the Lua value that this error was made from, while its state still has it.
  var identity: Int = 0

  /// Makes an error.
  public init(
    kind: Kind, chunk: String = "", line: Int? = nil, message: String, sourceLine: String? = nil, hint: String? = nil,
    activity: String? = nil, frames: [Frame] = []
  ) {
    self.kind = kind
    self.chunk = chunk
    self.line = line
    self.message = message
    self.sourceLine = sourceLine
    self.hint = hint
    self.activity = activity
    self.frames = frames
  }

  /// The limit that struck, nil for other errors.
  public var limit: ScriptLimits.Limit? {
    if case .limit(let limit) = kind { return limit }
    return nil
  }

  /// `script.lua:12: message`.
  public var description: String {
    guard !chunk.isEmpty else { return message }
    return line.map { "\(chunk):\($0): \(message)" } ?? "\(chunk): \(message)"
  }

  /// The whole report for people: the description, the source line, a caret, activity, hint and the frames, a line each.
  public var report: String {
    var lines = [description]
    if let sourceLine, !sourceLine.isEmpty {
      lines.append("    " + sourceLine)
      if let caret = Self.caret(for: message, under: sourceLine) { lines.append("    " + caret) }
    }
    if let activity { lines.append("  while handling \(activity)") }
    if let hint { lines.append("  hint: \(hint)") }
    if frames.count > 1 {
      for frame in frames.prefix(Self.reportedFrames) {
        lines.append("  in \(frame.function) (\(frame.chunk)\(frame.line.map { ":\($0)" } ?? ""))")
      }
      if frames.count > Self.reportedFrames { lines.append("  …") }
    }
    return lines.joined(separator: "\n")
  }

  private static let reportedFrames = 10

  /// Marks under the name at fault: the last of those that a message quotes before its advice which the line has as a
  /// whole word exactly once.
  private static func caret(for message: String, under line: String) -> String? {
    var statement = message[...]
    for advice in ["; did you mean", "; there are: "] {
      if let place = message.utf8Range(of: advice) {
        statement = message[..<message.utf8.index(message.startIndex, offsetBy: place.lowerBound)]
      }
    }
    let scalars = Array(line.unicodeScalars)
    func isWord(_ index: Int) -> Bool {
      guard scalars.indices.contains(index) else { return false }
      let scalar = scalars[index]
      return scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }
    for name in quoted(in: statement).reversed() {
      let wanted = Array(name.unicodeScalars)
      guard !wanted.isEmpty, scalars.count >= wanted.count else { continue }
      let places = (0...(scalars.count - wanted.count)).filter { place in
        scalars[place..<place + wanted.count].elementsEqual(wanted) && !isWord(place - 1)
          && !isWord(place + wanted.count)
      }
      if places.count == 1 {
        let before = scalars[..<places[0]].map { $0 == "\t" ? "\t" : " " }.joined()
        return before + String(repeating: "^", count: wanted.count)
      }
    }
    return nil
  }

  /// What stands in quotation marks, ours (“x”) or Lua's ('x').
  private static func quoted(in text: Substring) -> [Substring] {
    var names: [Substring] = []
    var rest = text
    while let start = rest.firstIndex(where: { $0 == "“" || $0 == "'" }) {
      let close: Character = rest[start] == "“" ? "”" : "'"
      rest = rest[rest.index(after: start)...]
      guard let end = rest.firstIndex(of: close) else { break }
      names.append(rest[..<end])
      rest = rest[rest.index(after: end)...]
    }
    return names
  }
}

/// An error that a host function raises in the script that called it.
@usableFromInline
package struct HostError: Error, CustomStringConvertible {
  /// What went wrong; the position is added.
  package var message: String
  /// What to do about it.
  var hint: String?
  /// A wrong argument or a plain error.
  var kind: ScriptError.Kind = .runtime

  package init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  /// A wrong argument, in the words of Lua's own messages.
  init(argument position: Int, of function: String, _ problem: String, hint: String? = nil) {
    self.message = "bad argument #\(position) to '\(function)' (\(problem))"
    self.hint = hint
    self.kind = .badArgument(function: function, position: position)
  }

  @usableFromInline package var description: String { message }
}
