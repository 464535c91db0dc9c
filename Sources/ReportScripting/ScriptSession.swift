import ReportLua

/// Evaluates Lua piece by piece over loaded articles, for people who explore: what `reportgen repl` stands on.
///
/// Global names stay from piece to piece; `ctx`, `articles` (the same as `ctx.articles`) and `doc`, a document to try blocks
/// on, are there from the start. Not Sendable: one thread at a time, but `Cancellation` may be uttered from any.
///
/// ```swift
/// let articles = MemoryArticleStore([
///   Article(id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens")
/// ])
/// let input = ReportInput(articles: articles, now: Instant(rfc3339: "2025-01-23T07:00:00Z")!)
/// let session = try ScriptSession(ReportEngine(), input: input)
/// session.evaluate("n = #articles")  // → value("")
/// session.evaluate("n + 1")  // → value("2")
/// session.evaluate("for a in articles:each() do")  // → incomplete
/// ```
public final class ScriptSession {
  /// What came of a piece.
  public enum Result: Sendable, Hashable {
    /// What it gave, ready to be shown; empty when it gave nothing.
    case value(String)
    /// The piece is not complete: more lines are to come.
    case incomplete
    /// What went wrong.
    case failure(String)
  }

  private let run: ReportRun
  private let stage: ScriptStage
  private let environment: LuaTable
  private var context: ContextObject
  private var count = 0
  /// Global names of Lua itself, for completion.
  private let globals: [String: [String]]

  /// Starts a session. The limits of `engine` hold for all of it but for the time, which is not bounded: `cancellation` ends
  /// a piece that runs too long, and with it the session. `directory` is where `require` and `ctx:read` look.
  public init(
    _ engine: ReportEngine, input: ReportInput, directory: String? = ".", cancellation: Cancellation? = nil
  ) throws {
    let source = ScriptSource(name: "repl", directory: directory, text: "")
    run = try ReportRun(
      input: input, metadata: ReportMetadata(title: "Draft"), source: source, configuration: engine.configuration,
      parameters: [:])
    run.cancellation = cancellation
    var limits = engine.configuration.limits
    limits.time = nil
    stage = try ScriptStage(run, name: source.name, limits: limits)
    environment = try stage.state.makeEnvironment()
    context = ContextObject(run)
    globals = ScriptGlobals.names()
    let host = stage.host
    let context = context
    environment.set("ctx") { _ in host.push(object: context) }
    environment.set("articles") { _ in host.push(object: context.query) }
    let document = try DocumentAPI.document(run, ScriptTable())
    environment.set("doc") { _ in host.push(object: document) }
  }

  /// Evaluates an expression or statements.
  public func evaluate(_ text: String) -> Result {
    count += 1
    let state = stage.state
    var isExpression = true
    let function: LuaFunction
    do {
      function = try state.load("\(Self.prefix)\(text)".utf8, name: "input \(count)", environment: environment)
    } catch {
      isExpression = false
      do {
        function = try state.load(text.utf8, name: "input \(count)", environment: environment)
      } catch let error as ScriptError where error.kind == .syntax && error.message.hasSuffix("near <eof>") {
        return .incomplete
      } catch { return .failure(report(error)) }
    }
    do {
      let base = state.top
      try state.call(function, results: -1)
      defer { state.setTop(base) }
      var shown: [String] = []
      if state.top > base {
        for index in base + 1...state.top {
          let value = try stage.host.value(at: index)
          // A block that was added to the draft gives the draft back: it is shown when it is asked for.
          let isStep = value.object(SectionBuilder.self) != nil && text.contains(":")
          if !isStep { shown.append(try ValuePrinter(run: run).text(value)) }
        }
      }
      return .value(shown.joined(separator: "\n"))
    } catch {
      guard isExpression, var error = error as? ScriptError, error.line == 1 else { return .failure(report(error)) }
      error.sourceLine = error.sourceLine.map { String($0.dropFirst(Self.prefix.count)) }
      return .failure(report(error))
    }
  }

  /// What makes an expression a chunk.
  private static let prefix = "return "

  private func report(_ error: any Error) -> String {
    error is RunCancelled ? "stopped" : Report.reportError(error, script: "repl", article: nil).description
  }

  /// Words that can stand at the end of `line` in place of its last one, in byte order, with what is before that word.
  public func completions(of line: String) -> (start: String, words: [String]) {
    let word = String(line.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
    let start = String(line.dropLast(word.count))
    let names: [String]
    if let mark = start.last, mark == "." || mark == ":" {
      names = members(of: String(start.dropLast()), methods: mark == ":")
    } else {
      names =
        globals.keys.filter { !$0.hasPrefix("_") } + LuaLexer.keywords
        + environment.entries.compactMap { entry in
          if case .string(let name) = entry.key { return name }
          return nil
        }
    }
    return (start, names.uniqued().filter { $0.hasPrefix(word) }.sorted())
  }

  /// The members of what stands at the end of `text`: `ctx.articles`, `string`, a call of a method whose result is known.
  private func members(of text: String, methods: Bool) -> [String] {
    var rest = text[...]
    var path: [String] = []
    while true {
      // The arguments of a call do not change what its result is.
      if let last = rest.last, ")}\"]".contains(last) {
        guard let open = Self.opening(of: rest) else { return [] }
        rest = rest[..<open]
        while rest.last == " " { rest.removeLast() }
      }
      let name = String(rest.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
      if name.isEmpty { return [] }
      path.insert(name, at: 0)
      rest = rest.dropLast(name.count)
      guard let mark = rest.last, mark == "." || mark == ":" else { break }
      rest = rest.dropLast()
    }
    guard let first = path.first else { return [] }
    let known = ["ctx": "Context", "articles": "Query", "doc": "Document"]
    if path.count == 1, known[first] == nil {
      if let fields = globals[first], !fields.isEmpty { return methods ? [] : fields }
      // A global of the session: ask it what it is.
      return type(ofGlobal: first).map { names(of: $0, methods: methods) } ?? []
    }
    guard var type = (known[first] ?? type(ofGlobal: first)).flatMap(APIRegistry.type) else { return [] }
    for name in path.dropFirst() {
      let result = type.fields.first { $0.name == name }?.type ?? type.methods.first { $0.name == name }?.returns
      guard case .object(let next)? = result, let found = APIRegistry.type(named: next) else { return [] }
      type = found
    }
    return names(of: type.name, methods: methods)
  }

  private func names(of type: String, methods: Bool) -> [String] {
    guard let type = APIRegistry.type(named: type) else { return [] }
    return methods ? type.methods.map(\.name) : type.fields.map(\.name)
  }

  private func type(ofGlobal name: String) -> String? {
    let state = stage.state
    let base = state.top
    defer { state.setTop(base) }
    guard let function = try? state.load("return \(name)".utf8, name: "completion", environment: environment),
      (try? state.call(function, results: 1)) != nil
    else { return nil }
    guard case .object(let object)? = try? stage.host.value(at: -1) else { return nil }
    return object.scriptType
  }

  /// Where the bracket or quotation mark that ends `text` was opened.
  private static func opening(of text: Substring) -> Substring.Index? {
    var depth = 0
    var quote: Character?
    for index in text.indices.reversed() {
      let character = text[index]
      if let open = quote {
        if character == open {
          quote = nil
          if depth == 0 { return index }
        }
        continue
      }
      switch character {
      case "\"": quote = character
      case ")", "}", "]": depth += 1
      case "(", "{", "[":
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
    }
    return nil
  }
}

/// Writes values for people.
private struct ValuePrinter {
  let run: ReportRun
  private static let width = 78
  private static let mostMembers = 20
  private static let shownFields = [
    "id", "title", "source", "section", "language", "date", "url", "authors", "keywords",
  ]

  func text(_ value: ScriptValue, depth: Int = 0) throws -> String {
    switch value {
    case .string(let text): return depth == 0 ? text : quoted(text)
    case .table(let table): return try self.text(table, depth: depth)
    case .object(let object): return try self.text(object, depth: depth)
    case .function: return "a function"
    default: return TextAPI.shown(value, run: run)
    }
  }

  private func quoted(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return "\"\(line.count > 60 ? String(line.prefix(60)) + "…" : line)\""
  }

  private func text(_ table: ScriptTable, depth: Int) throws -> String {
    if table.list.isEmpty, table.fields.isEmpty { return "{}" }
    guard depth < 4 else { return "{…}" }
    var members = try table.list.prefix(Self.mostMembers).map { try text($0, depth: depth + 1) }
    if table.list.count > Self.mostMembers { members.append("… \(table.list.count) in all") }
    members += try table.fields.prefix(Self.mostMembers).map { "\($0.name) = \(try text($0.value, depth: depth + 1))" }
    if table.fields.count > Self.mostMembers { members.append("…") }
    let line = "{ " + members.joined(separator: ", ") + " }"
    if line.count <= Self.width - 2 * depth, !line.contains("\n") { return line }
    let indent = String(repeating: "  ", count: depth)
    return "{\n" + members.map { indent + "  " + $0 + ",\n" }.joined() + indent + "}"
  }

  private func text(_ object: any ScriptObject, depth: Int) throws -> String {
    switch object {
    case let article as ArticleObject: return depth == 0 ? fields(of: article) : line(article)
    case let query as QueryObject: return list(try query.articles().map { line($0) }, what: shown(object))
    case let story as StoryObject:
      return depth == 0 ? list(story.articles.map { line($0) }, what: shown(object)) : shown(object)
    case let summary as SummaryObject:
      return list(summary.sentences.map(\.sentence.text), what: "Summary")
    case let timeline as TimelineObject:
      return list(
        timeline.events.map { "\($0.entry.value)  \($0.sentence.sentence.text)" }, what: "Timeline")
    case let sentence as SentenceObject: return sentence.sentence.text
    case let document as DocumentBuilder:
      let document = try document.finished()
      return try run.configuration.renderer?(.text).string(document) ?? document.dump()
    default: return shown(object)
    }
  }

  private func shown(_ object: any ScriptObject) -> String { TextAPI.shown(.object(object), run: run) }

  private func list(_ lines: [String], what: String) -> String {
    let shown = lines.prefix(Self.mostMembers).enumerated().map { "  [\($0.offset + 1)] \($0.element)" }
    let more = lines.count > Self.mostMembers ? ["  … and \(lines.count - Self.mostMembers) more"] : []
    return ([what] + shown + more).joined(separator: "\n")
  }

  private func line(_ article: ArticleObject) -> String {
    let date = article.article.bestDate.map { $0.date.date.description } ?? "no date"
    return "\(date)  \(article.source): \(article.article.title.isEmpty ? "(no title)" : article.article.title)"
  }

  private func fields(of article: ArticleObject) -> String {
    let type = ArticleAPI.type
    var lines: [String] = []
    for name in Self.shownFields {
      guard let field = type.fields.first(where: { $0.name == name }), let value = try? field.get(run, article) else {
        continue
      }
      let text = (try? text(value, depth: 1)) ?? ""
      if !value.isNull, text != "{}" { lines.append("  \(name) = \(text)") }
    }
    lines.append("  text = \(quoted(article.article.text)) (\(article.article.paragraphs.count) paragraphs)")
    return (["Article"] + lines).joined(separator: "\n")
  }
}
