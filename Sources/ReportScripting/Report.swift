import ReportArticles
import ReportLua

/// A report script that has been read: its metadata, ready to run. A value; every run has a state of its own.
public struct Report: Sendable {
  /// What the script says about itself.
  public let metadata: ReportMetadata
  /// The script's name in messages: the path as given.
  public var name: String { source.name }

  let source: ScriptSource
  let configuration: ReportEngine.Configuration

  /// The parameters of a run: those given as text, else the defaults. Throws all problems at once.
  public func parameters(_ given: [String: String]) throws(ParameterProblems) -> [String: ParameterValue] {
    try ReportParameter.values(of: metadata.parameters, given: given)
  }

  /// Runs `build` over articles on the calling thread. Blocks until it is done, a limit strikes, or `cancellation` is
  /// uttered. Throws `ReportError`; parameters are checked before anything runs. `progress` is called on the same thread.
  ///
  /// From async code use `ReportEngine.run(_:_:)`, which blocks no task.
  public func run(
    _ input: ReportInput, cancellation: Cancellation? = nil, progress: ((ReportProgress) -> Void)? = nil
  ) throws(ReportError) -> ReportOutcome {
    let values: [String: ParameterValue]
    do throws(ParameterProblems) {
      values = try parameters(input.parameters)
    } catch {
      throw ReportError.parameters(script: name, error)
    }
    let run = try ReportRun(
      input: input, metadata: metadata, source: source, configuration: configuration, parameters: values)
    run.cancellation = cancellation
    run.progress = progress
    do {
      try cancellation?.check()
      let outcome = try build(run)
      try cancellation?.check()
      input.shown?(run.given.sorted())
      return outcome
    } catch {
      throw Self.reportError(error, script: name, article: run.articleAtHand)
    }
  }

  private func build(_ run: ReportRun) throws -> ReportOutcome {
    let stage = try ScriptStage(run, name: name)
    // Results hold functions of the script.
    defer { withExtendedLifetime(stage) {} }
    guard case .table(let table) = try stage.load(source), case .function(let build) = table["build"] else {
      throw HostError("the script no longer returns a table with a function “build”")
    }
    try stage.state.call(build, results: 1) { stage.host.push(object: ContextObject(run)) }
    let result = try stage.host.value(at: -1)
    switch result {
    case .object(let document as DocumentBuilder): return .document(try document.finished())
    case .object(let skip as SkipObject): return .skipped(reason: skip.reason)
    default:
      let hint = run.document == nil ? "end it with “return doc”" : "a document was begun: end with “return doc”"
      throw ScriptError(
        kind: .runtime, chunk: name,
        message: "build must return the document, or ctx:skip(reason), not \(result.shown)", hint: hint)
    }
  }

  /// Whatever a run threw, as what an embedder sees.
  static func reportError(_ error: any Error, script: String, article: ArticleObject?) -> ReportError {
    switch error {
    case let error as ReportError: return error
    case is RunCancelled: return .cancelled
    case var error as ScriptError:
      if error.activity == nil, let article = article?.article {
        error.activity = SafeText.line("article “\(article.title)” (\(article.origin.path))", limit: 200)
      }
      return error.limit == nil ? .script([error]) : .limit(error)
    default: return .script([ScriptError(kind: .runtime, chunk: script, message: SafeText.line("\(error)"))])
    }
  }
}

extension ReportEngine {
  /// Reads a script's metadata: its chunk runs, `build` does not.
  func report(source: ScriptSource) throws(ReportError) -> Report {
    do {
      let (metadata, mistakes) = ReportMetadata.read(
        try returned(by: source), order: ParameterOrder.names(in: source.text))
      if let metadata { return Report(metadata: metadata, source: source, configuration: configuration) }
      throw ReportError.script(mistakes.map { MetadataPlace.error($0, in: source) })
    } catch {
      throw Report.reportError(error, script: source.name, article: nil)
    }
  }
}

extension ReportEngine {
  /// What a script's chunk returns.
  func returned(by source: ScriptSource) throws -> PlainValue {
    let state = try LuaState(LuaState.Configuration(limits: configuration.limits, hint: ErrorHints.hint))
    // Metadata belongs to no moment.
    ClockLibrary(now: Instant(secondsSinceEpoch: 0), zone: .utc).install(in: state)
    ScriptModules(source: source, configuration: configuration, host: nil).install(in: state)
    let chunk = try state.load(source.text.utf8, name: source.name)
    return try PlainValue(try state.call(chunk).first ?? .nil)
  }
}

extension PlainValue {
  /// Data out of a Lua value; functions and objects are named by their type.
  init(_ value: LuaValue) throws {
    // A table that stands in many places is copied to each: without a bound that could take for ever.
    var budget = 100_000
    try self.init(value, depth: 0, budget: &budget)
  }

  private init(_ value: LuaValue, depth: Int, budget: inout Int) throws {
    budget -= 1
    guard budget > 0 else { throw HostError("the table that the script returns is too large") }
    switch value {
    case .nil: self = .null
    case .boolean(let flag): self = .boolean(flag)
    case .integer(let number): self = .integer(number)
    case .number(let number): self = .number(number)
    case .string(let text): self = .string(text)
    case .function: self = .other("function")
    case .object: self = .other("object")
    case .other(let name): self = .other(name)
    case .table(let table):
      guard depth < 10 else {
        throw HostError("the table that the script returns is nested too deeply, or holds itself")
      }
      var list: [PlainValue] = []
      var fields: [Field] = []
      for entry in table.entries {
        let value = try PlainValue(entry.value, depth: depth + 1, budget: &budget)
        switch entry.key {
        case .integer(let place) where place == list.count + 1: list.append(value)
        case .integer(let place): fields.append(Field("\(place)", value))
        case .string(let name): fields.append(Field(name, value))
        default: fields.append(Field("[\(entry.key.typeName)]", value))
        }
      }
      self = .table(list: list, fields: fields)
    }
  }
}
