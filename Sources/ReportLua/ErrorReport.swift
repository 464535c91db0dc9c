import CLua

/// Makes a `ScriptError` of what a state left behind: the error value on the top of the stack and the trace.
struct ErrorReport {
  private let state: LuaState

  init(_ state: LuaState) { self.state = state }

  /// The error of the value on the top of the stack, which stays there.
  func error(isSyntax: Bool, raised: HostError?) -> ScriptError {
    let frames = frames()  // first: making the message may run a `__tostring`, whose own errors have frames
    let text = message()
    var error = ScriptError(kind: isSyntax ? .syntax : .runtime, message: "", activity: state.activity, frames: frames)
    var message = text
    if let position = state.chunks.position(in: text) {
      error.chunk = position.chunk.name
      error.line = position.line
      message = position.message
    } else if let first = frames.first, !isSyntax {
      error.chunk = first.chunk
      error.line = first.line
    }
    if let raised, message == raised.message {
      error.hint = raised.hint.map { SafeText.line($0) }
      error.kind = raised.kind
    }
    error.message = SafeText.line(message)
    if isSyntax {
      error.frames = []
      error.line = syntaxLine(of: error) ?? error.line
    }
    error.sourceLine = sourceLine(of: error)
    if error.hint == nil {
      error.hint = state.configuration.hint?(error.message, error.sourceLine) { state.sharedNames() }
    }
    return error
  }

  /// Where people look for a syntax error that Lua notices only at the end: the line of the goto without a label, or the
  /// last line with text.
  private func syntaxLine(of error: ScriptError) -> Int? {
    if let range = error.message.utf8Range(of: "for <goto> at line ") {
      return Int(String(decoding: Array(error.message.utf8)[range.upperBound...], as: UTF8.self))
    }
    guard error.message.hasSuffix("near <eof>"), let chunk = state.chunks.named(error.chunk), let line = error.line
    else { return nil }
    var last = line
    while last > 1, chunk.line(last)?.isEmpty ?? true { last -= 1 }
    return last
  }

  /// Seconds in words.
  private static func time(_ seconds: Double) -> String {
    "\(seconds == seconds.rounded() && seconds.magnitude < 1e15 ? "\(Int(seconds))" : "\(seconds)") s"
  }

  /// The error of a limit.
  func error(limit: ScriptLimits.Limit, byClock: Bool = false) -> ScriptError {
    let limits = state.configuration.limits
    let message: String
    let hint: String
    switch limit {
    case .time where byClock:
      let seconds = (limits.time.map(\.seconds) ?? 0) * 10
      message = "the script took more than \(Self.time(seconds)) by the clock, without computing as long as it may"
      hint = "the machine is very busy, or the script waits for a file; allow more with --time-limit"
    case .time:
      let seconds = limits.time.map(\.seconds) ?? 0
      message = "time limit of \(Self.time(seconds)) reached"
      hint = "look for a loop that does not end, or allow more with --time-limit"
    case .memory:
      message = "memory limit of \(Self.size(limits.memory)) reached"
      hint = "keep less at a time, or allow more with --memory-limit"
    case .output:
      message = "output limit of \(Self.size(limits.output)) reached"
      hint = "print less, or allow more with --output-limit"
    }
    let frames = frames()
    var error = ScriptError(
      kind: .limit(limit), chunk: frames.first?.chunk ?? "", line: frames.first?.line, message: message, hint: hint,
      activity: state.activity, frames: frames)
    error.sourceLine = sourceLine(of: error)
    return error
  }

  /// The error of a script that has used up the stack of its thread. It is an error of the script; like a limit, it cannot
  /// be caught.
  func stackOverflow() -> ScriptError {
    let frames = frames()
    var error = ScriptError(
      kind: .runtime, chunk: frames.first?.chunk ?? "", line: frames.first?.line,
      message: "stack overflow (calls nest too deeply)",
      hint: "look for functions that call each other without end through callbacks, coroutines or __close",
      activity: state.activity, frames: frames)
    error.sourceLine = sourceLine(of: error)
    return error
  }

  private static func size(_ bytes: Int) -> String {
    bytes % (1 << 20) == 0 && bytes > 0 ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
  }

  /// What the error value says. Its `__tostring` runs in protected mode, under the limits.
  private func message() -> String {
    let pointer = state.pointer
    let index = clua_top(pointer)
    let kind = clua_kind_of(pointer, index)
    if kind == CLUA_STRING { return beginning(at: Int(index)) ?? "" }
    if kind == CLUA_NIL { return "the script raised an error without a message (nil)" }
    let type = clua_type_name(pointer, index).map { String(cString: $0) } ?? "unknown"
    let status = clua_to_string(pointer, index)
    let text = status == CLUA_OK ? beginning(at: -1) : nil
    clua_set_top(pointer, index)
    guard let text, !text.isEmpty else { return "the script raised an error that is a \(type) value" }
    return kind == CLUA_TABLE && text.hasPrefix("table: ") || kind == CLUA_FUNCTION
      ? "the script raised an error that is a \(type) value" : text
  }

  /// As much of a string as can be shown: it may be as large as the memory limit.
  private func beginning(at index: Int) -> String? {
    state.withBytes(at: index) { String(decoding: $0.prefix(16_384), as: UTF8.self) }
  }

  private func frames() -> [ScriptError.Frame] {
    (0..<clua_trace_count(state.pointer)).compactMap { index in
      guard let frame = clua_trace_frame(state.pointer, index)?.pointee else { return nil }
      let shortName = Self.text(frame.chunk)
      let chunk = state.chunks[shortName]?.name ?? SafeText.line(shortName)
      let name = Self.text(frame.name)
      let function: String
      if UInt8(bitPattern: frame.kind) == UInt8(ascii: "m") {
        function = "main chunk"
      } else if name.isEmpty || name == "?" {
        function = "function at line \(frame.defined)"
      } else {
        function = "function '\(SafeText.line(name))'"
      }
      return ScriptError.Frame(chunk: chunk, line: frame.line > 0 ? Int(frame.line) : nil, function: function)
    }
  }

  private func sourceLine(of error: ScriptError) -> String? {
    guard let line = error.line else { return nil }
    return state.chunks.named(error.chunk)?.line(line)
  }

  private static func text<T>(_ characters: T) -> String {
    withUnsafeBytes(of: characters) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

extension String {
  /// Where an ASCII text first stands, in UTF-8 offsets.
  func utf8Range(of needle: String) -> Range<Int>? {
    let (text, word) = (Array(utf8), Array(needle.utf8))
    guard text.count >= word.count else { return nil }
    for start in 0...text.count - word.count where text[start..<start + word.count].elementsEqual(word) {
      return start..<start + word.count
    }
    return nil
  }
}
