import CLua

/// A handler behind a Lua function: reads its arguments from the call and pushes its results.
@usableFromInline
package typealias LuaHandler = (LuaCall) throws -> Void

/// What gives a field of a record: pushes exactly one value for the record's handle.
package typealias LuaReader = (LuaCall, Int) throws -> Void

/// What gives the fields of text of records, without anything between it and Lua.
package protocol LuaTextSource: AnyObject {
  /// The text of a field, by the number it was registered with; nil for nil.
  func text(_ field: Int, of record: Int) throws -> String?
}

/// One Lua state with its limits: the only owner of the C pointer.
///
/// Not Sendable: one thread at a time. Nothing here lets a Lua error jump over a Swift frame. Values are read and pushed
/// on Lua's stack; inside a handler index 1 is the first argument. After a limit has struck, every call throws it.
@usableFromInline
package final class LuaState {
  /// How a state is set up.
  package struct Configuration: Sendable {
    /// What scripts may use.
    var limits = ScriptLimits()
    /// Seeds `math.random`; the same seed gives the same numbers.
    var randomSeed: (UInt64, UInt64) = (0x5265_706F_7274, 0x4C75_6135_2E34)
    /// Lua's own libraries, no allow-list: for measurements and conformance tests.
    var bare = false
    /// Ends what the state runs when another thread asks for it.
    var cancellation: Cancellation?
    /// What to do about an error that Lua itself raised: given its message, the line at fault and the global names that
    /// exist. Nil where nothing helps.
    var hint: (@Sendable (_ message: String, _ line: String?, _ globals: () -> [String]) -> String?)?
    /// For tests: the n-th allocation (from 1) and all later ones fail, or, for -n, that one only; 0: none.
    var failingAllocation = 0

    package init(
      limits: ScriptLimits = ScriptLimits(), randomSeed: (UInt64, UInt64) = (0x5265_706F_7274, 0x4C75_6135_2E34),
      bare: Bool = false, cancellation: Cancellation? = nil,
      hint: (@Sendable (_ message: String, _ line: String?, _ globals: () -> [String]) -> String?)? = nil,
      failingAllocation: Int = 0
    ) {
      self.limits = limits
      self.randomSeed = randomSeed
      self.bare = bare
      self.cancellation = cancellation
      self.hint = hint
      self.failingAllocation = failingAllocation
    }
  }

  /// The configuration it was made with.
  let configuration: Configuration
  /// Receives each line that scripts print, without the line end.
  package var output: (String) -> Void = { _ in }
  /// What the script is working on; part of the errors raised meanwhile, e.g. `article "Title" (news.jsonl)`.
  var activity: String?

  /// The C state; only this module touches it.
  let pointer: OpaquePointer
  /// Gives fields of text; see `setTexts(from:)`.
  @exclusivity(unchecked) fileprivate unowned(unsafe) var texts: (any LuaTextSource)?
  /// What references find the state by as long as it lives.
  let link = Link<LuaState>()

  private enum Body {
    case handler(LuaHandler)
    case reader(LuaReader)
  }

  private struct Registration {
    var name: String
    var body: Body
  }

  private var handlers: ContiguousArray<Registration> = []
  private var collectors: [Int32: (Int) -> Void] = [:]
  private(set) var chunks = ChunkRegistry()
  private var printed = 0
  // The last error that left Lua, so that it can go back in as the very same value.
  private var failure: (identity: Int, reference: Int32)?
  private var failures = 0
  // The last error raised by a host function, to recognise it when it comes out.
  private var raised: HostError?

  /// Makes a state; throws `ScriptError` with a memory limit when there is not enough memory for it.
  package init(_ configuration: Configuration = Configuration()) throws {
    self.configuration = configuration
    var options = clua_options()
    options.memory_limit = max(0, configuration.limits.memory)
    options.time_limit = configuration.limits.time.map { max(1e-6, $0.seconds) } ?? 0
    options.seed = configuration.randomSeed
    options.bare = configuration.bare
    options.fail_allocation = Int64(configuration.failingAllocation)
    options.cancellation = configuration.cancellation?.pointer
    options.print = 0
    options.context = nil
    options.dispatch = { context, handler, count in
      guard let context else { return CLUA_RAISE_MESSAGE }
      return Unmanaged<LuaState>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.dispatch(Int(handler), Int(count)) }
    }
    options.read = { context, handler, handle in
      guard let context else { return CLUA_RAISE_MESSAGE }
      return Unmanaged<LuaState>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.read(Int(handler), Int(handle)) }
    }
    guard let pointer = clua_new(&options) else {
      throw ScriptError(kind: .limit(.memory), message: "not enough memory for a Lua state")
    }
    self.pointer = pointer
    clua_set_context(pointer, Unmanaged.passUnretained(self).toOpaque())
    link.target = self
    register("print") { [unowned self] call in try self.printLine(call) }
  }

  deinit {
    link.target = nil
    clua_close(pointer)
  }

  // MARK: Handlers

  /// Registers a handler; the number is what functions and types are made from. `name` is what messages call it.
  @discardableResult
  package func register(_ name: String, _ body: @escaping LuaHandler) -> Int32 {
    handlers.append(Registration(name: name, body: .handler(body)))
    return Int32(handlers.count - 1)
  }

  /// Registers a getter of a record type.
  func register(_ name: String, reader: @escaping LuaReader) -> Int32 {
    handlers.append(Registration(name: name, body: .reader(reader)))
    return Int32(handlers.count - 1)
  }

  /// The name that a handler was registered with.
  func name(ofHandler handler: Int) -> String { handlers.indices.contains(handler) ? handlers[handler].name : "?" }

  /// Registers what forgets the payloads of collected objects of a type.
  func onCollection(of type: Int32, _ body: @escaping (Int) -> Void) { collectors[type] = body }

  /// Forgets the payloads of objects that Lua has collected since.
  func forgetCollected() {
    var type: Int32 = 0
    var handle: Int64 = 0
    while clua_collected(pointer, &type, &handle) { collectors[type]?(Int(handle)) }
  }

  private func dispatch(_ handler: Int, _ count: Int) -> Int32 {
    guard handlers.indices.contains(handler), case .handler(let body) = handlers[handler].body else {
      return raise(HostError("no such host function"), above: count)
    }
    do {
      try body(LuaCall(state: self, handler: handler, count: count))
      return clua_top(pointer) - Int32(count)
    } catch {
      return raise(error, above: count)
    }
  }

  private func read(_ handler: Int, _ handle: Int) -> Int32 {
    // The record and the key.
    let count = 2
    guard handlers.indices.contains(handler), case .reader(let body) = handlers[handler].body else {
      return raise(HostError("no such field"), above: count)
    }
    do {
      try body(LuaCall(state: self, handler: handler, count: count), handle)
      return 1
    } catch {
      return raise(error, above: count)
    }
  }

  /// What a callback of C returns for an error: the stack is cut down to `count` values, and says what it was.
  func raise(_ error: any Error, above count: Int) -> Int32 {
    clua_set_top(pointer, Int32(count))
    if error is RunCancelled {
      clua_stop(pointer, CLUA_CANCELLED)
      clua_push_nil(pointer)
      return CLUA_RAISE_MESSAGE
    }
    if let error = error as? ScriptError {
      if let limit = error.limit {
        clua_stop(pointer, limit.code)
        clua_push_nil(pointer)
        return CLUA_RAISE_MESSAGE
      }
      if let failure, failure.identity == error.identity {
        clua_push_reference(pointer, failure.reference)
        return CLUA_RAISE_AGAIN
      }
    }
    let raised = error as? HostError ?? HostError("\(error)")
    self.raised = raised
    push(raised.message)
    return CLUA_RAISE_MESSAGE
  }

  private func printLine(_ call: LuaCall) throws {
    let text = try call.string(1)
    try countOutput(text.utf8.count + 1)
    output(text)
  }

  /// Counts bytes against the output limit; throws the limit when it is passed.
  package func countOutput(_ bytes: Int) throws {
    let (sum, overflow) = printed.addingReportingOverflow(max(0, bytes))
    printed = overflow ? Int.max : sum
    if configuration.limits.output > 0 && printed > configuration.limits.output {
      throw ScriptError(kind: .limit(.output), message: "output limit")
    }
  }

  /// Has `source` give the fields of text of records, which is what scripts read most. The state does not keep it: nil takes
  /// it away again, before it ends.
  package func setTexts(from source: (any LuaTextSource)?) {
    texts = source
    guard source != nil else { return clua_set_texts(pointer, nil, nil) }
    clua_set_texts(
      pointer,
      { context, field, record in
        guard let context else { return 0 }
        return Unmanaged<LuaState>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.pushText(Int(field), Int(record)) }
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private func pushText(_ field: Int, _ record: Int) -> Int32 {
    do {
      if var text = try texts?.text(field, of: record) {
        text.withUTF8 { bytes in
          bytes.withMemoryRebound(to: CChar.self) { clua_push_text(pointer, $0.baseAddress, $0.count) }
        }
      } else {
        pushNil()
      }
      return 1
    } catch {
      return raise(error, above: 2)
    }
  }

  // MARK: Running

  /// Compiles text (never bytecode). A byte-order mark and a first line that starts with `#` are skipped. The chunk's
  /// `_ENV` is `environment`, or a new one with the allow-list in it. `name` is the path that messages show.
  package func load(_ source: some Collection<UInt8>, name: String, environment: LuaTable? = nil) throws -> LuaFunction
  {
    let source = [UInt8](source)
    let chunk = chunks.add(name: name, source: source)
    if let environment { push(environment) } else { clua_push_environment(pointer) }
    let status = source[chunk.start...].withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { text in
        onGoodStack { clua_load(pointer, text.baseAddress, text.count, "=" + chunk.shortName, -1) }
      }
    }
    try check(status)
    let function = LuaFunction(LuaReference(popping: self))
    clua_set_top(pointer, clua_top(pointer) - 1)
    return function
  }

  /// Calls a Lua function with what `arguments` pushes. Throws `ScriptError` for any error, of whatever type.
  package func call(_ function: LuaFunction, arguments: () throws -> Void = {}) throws -> [LuaValue] {
    let base = clua_top(pointer)
    try call(function, results: -1, arguments: arguments)
    let results = base < clua_top(pointer) ? (base + 1...clua_top(pointer)).map { value(at: Int($0)) } : []
    clua_set_top(pointer, base)
    return results
  }

  /// The same, leaving exactly `results` results on the stack (all of them for -1).
  package func call(_ function: LuaFunction, results: Int, arguments: () throws -> Void = {}) throws {
    let base = clua_top(pointer)
    push(function)
    do { try arguments() } catch {
      clua_set_top(pointer, base)
      throw error
    }
    let count = clua_top(pointer) - base - 1
    try check(onGoodStack { clua_call(pointer, count, Int32(results)) })
  }

  /// Those of the handles whose records a Lua function accepts: what it returns is neither nil nor false.
  package func filter(_ handles: [Int], of type: LuaRecordType, _ function: LuaFunction) throws -> [Int] {
    var accepted = [Bool](repeating: false, count: handles.count)
    push(function)
    let status = handles.withHandles { list in
      accepted.withUnsafeMutableBufferPointer {
        let places = $0.baseAddress
        return onGoodStack { clua_filter(pointer, type.number, list.baseAddress, list.count, places) }
      }
    }
    try check(status)
    return zip(handles, accepted).filter(\.1).map(\.0)
  }

  /// The handle of the record that a loop of the script was given last, nil when there is none.
  package var latestRecord: Int? {
    var handle: Int64 = 0
    return clua_latest_record(pointer, &handle) ? Int(handle) : nil
  }

  /// A new environment for a chunk: a table with the allow-list of the sandbox.
  package func makeEnvironment() throws -> LuaTable {
    clua_push_environment(pointer)
    return LuaTable(LuaReference(popping: self))
  }

  /// Adds the value that `push` pushes to every environment made from now on.
  package func setShared(_ name: String, _ push: () -> Void) {
    clua_push_shared_environment(pointer)
    push()
    clua_set_field(pointer, -2, name)
    clua_set_top(pointer, clua_top(pointer) - 1)
  }

  /// The names that every environment has.
  func sharedNames() -> [String] {
    clua_push_shared_environment(pointer)
    let names = LuaTable(LuaReference(popping: self)).entries.compactMap { entry -> String? in
      if case .string(let name) = entry.key { return name }
      return nil
    }
    return names + ["load"]
  }

  /// Bytes that Lua holds now and at most so far, and allocations made.
  var memory: (used: Int, peak: Int, allocations: Int) {
    (clua_memory_used(pointer), clua_memory_peak(pointer), Int(clua_allocations(pointer)))
  }

  /// Bytes that Lua holds now, with what the host keeps for its objects.
  package var memoryUsed: Int { clua_memory_used(pointer) }

  /// Runs a full garbage collection.
  func collectGarbage() { clua_collect(pointer) }

  /// Throws when a limit has struck; long-running handlers call it now and then.
  package func checkLimits() throws {
    if clua_stopped(pointer) != CLUA_LIMIT_NONE { throw stopError() }
  }

  /// Throws what a status stands for; the error value, if any, is popped.
  private func check(_ status: clua_status) throws {
    switch status {
    case CLUA_OK: return
    case CLUA_STOPPED: throw stopError()
    default:
      var error = ErrorReport(self).error(isSyntax: status == CLUA_SYNTAX, raised: raised)
      try checkLimits()  // the error's own __tostring may have run into one
      failures += 1
      error.identity = failures
      if let failure { clua_release(pointer, failure.reference) }
      failure = (failures, clua_reference(pointer))
      throw error
    }
  }

  /// Enters Lua with stack enough for whatever a script may nest: on a thread of its own, which this one waits for, where
  /// this one has little left.
  private func onGoodStack(_ enter: () -> clua_status) -> clua_status {
    if clua_stack_left() >= CLUA_GOOD_STACK { return enter() }
    return OwnThread.run(enter)
  }

  /// What stopped the state.
  private func stopError() -> any Error {
    let code = clua_stopped(pointer)
    if code == CLUA_CANCELLED { return RunCancelled() }
    if code == CLUA_STACK_OVERFLOW { return ErrorReport(self).stackOverflow() }
    return ErrorReport(self).error(limit: ScriptLimits.Limit(code: code) ?? .memory, byClock: code == CLUA_LIMIT_CLOCK)
  }
}

extension ScriptLimits.Limit {
  init?(code: clua_limit) {
    switch code {
    case CLUA_LIMIT_TIME, CLUA_LIMIT_CLOCK: self = .time
    case CLUA_LIMIT_MEMORY: self = .memory
    case CLUA_LIMIT_OUTPUT: self = .output
    default: return nil
    }
  }

  var code: clua_limit {
    switch self {
    case .time: return CLUA_LIMIT_TIME
    case .memory: return CLUA_LIMIT_MEMORY
    case .output: return CLUA_LIMIT_OUTPUT
    }
  }
}

extension Duration {
  /// Seconds with a fraction.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}

extension [Int] {
  /// The numbers as C takes them.
  func withHandles<Result>(_ body: (UnsafeBufferPointer<Int64>) throws -> Result) rethrows -> Result {
    try withUnsafeBufferPointer { try $0.withMemoryRebound(to: Int64.self, body) }
  }
}
