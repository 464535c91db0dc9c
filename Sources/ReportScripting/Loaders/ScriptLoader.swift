import ReportArticles
import ReportLoading
import ReportLua
import Synchronization

/// A loader script: a format whose articles a Lua script corrects or reads, for sites whose pages need it.
///
///     var loader = ArticleLoader()
///     loader.formats.insert(try ReportEngine().loader(at: "rawasi.lua", for: "rawasi.example"), at: 0)
///
/// The script returns a table with `api = 1` and a function `load(page)`. It runs in a sandbox of its own for each input,
/// under the engine's limits; an input on which it fails is a problem of the result, and the others load.
///
/// ```swift
/// let script = """
///   return { api = 1, title = "Bulletins", load = function(page)
///     return { title = "Bulletin", paragraphs = { page.source } }
///   end }
///   """
/// var loader = ArticleLoader()
/// loader.formats.insert(try ReportEngine().loader(source: script, name: "bulletins.lua", for: "*.bul"), at: 0)
/// loader.load(data: Array("The dam was opened.".utf8), path: "a.bul").articles.map(\.title)  // → ["Bulletin"]
/// ```
public struct ScriptLoader: ArticleFormat {
  /// The path of the script, as it was named.
  public var name: String { source.name }
  /// Which inputs it reads.
  public let pattern: InputPattern
  /// The formats that read an input before the script sees it.
  public var formats: [any ArticleFormat]

  let source: ScriptSource
  let configuration: ReportEngine.Configuration
  private let strikes = Strikes()

  init(source: ScriptSource, pattern: InputPattern, configuration: ReportEngine.Configuration) {
    self.source = source
    self.pattern = pattern
    self.configuration = configuration
    formats = ArticleLoader().formats
  }

  public func confidence(head: [UInt8], path: String) -> Int { pattern.takes(path: path, head: head) ? 100 : 0 }

  public func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    var loader = ArticleLoader(options: options)
    loader.formats = formats
    let found = loader.load(data: data, path: path)
    guard strikes.count < Self.mostStrikes else {
      return failure("“\(name)” has run into its limits \(Self.mostStrikes) times and is not run again", path)
    }
    let format = loader.format(of: Array(data.prefix(64 * 1024)), path: path)
    let isHTML = format is HTMLFormat
    let decoded = TextDecoding.decode(data, declared: isHTML ? HTMLSniffer.declaredEncoding(data) : nil)
    let page = PageObject(
      path: path, format: found.articles.first?.origin.format ?? format?.name ?? "text", bytes: decoded.bytes,
      isHTML: isHTML, found: found.articles)
    do {
      guard let articles = try run(page, options) else { return found }
      var result = found
      result.articles = articles.filter { !$0.title.isEmpty || !$0.paragraphs.isEmpty }
      result.filesRead = result.articles.isEmpty ? 0 : 1
      // What the reader could make nothing of, the script has read.
      result.problems.removeAll { $0.kind == .empty || $0.kind == .unreadable }
      if result.articles.count < articles.count {
        result.problems.append(
          .init(kind: .empty, path: path, message: "“\(name)” gave neither a title nor paragraphs"))
      }
      return result
    } catch let error as ScriptError {
      if error.limit != nil { strikes.add() }
      return failure(error.description + (error.hint.map { " (\($0))" } ?? ""), path)
    } catch {
      return failure("\(name): \(SafeText.line("\(error)"))", path)
    }
  }

  private func failure(_ message: String, _ path: String) -> LoadResult {
    LoadResult(problems: [.init(kind: .unreadable, path: path, message: message)])
  }

  /// The articles that the script gives; nil when it leaves everything as it was found.
  private func run(_ page: PageObject, _ options: LoadOptions) throws -> [Article]? {
    let start = ContinuousClock.now
    let day = options.today.flatMap { Instant(date: $0, hour: 0, minute: 0, offset: 0) }
    let run = try ReportRun(
      input: ReportInput(articles: MemoryArticleStore([]), now: day ?? Instant(secondsSinceEpoch: 0)),
      metadata: ReportMetadata(title: ""), source: source, configuration: configuration, parameters: [:])
    let stage = try ScriptStage(run, name: name, types: APIRegistry.loaderTypes)
    defer { withExtendedLifetime(stage) {} }
    guard case .table(let table) = try stage.load(source), case .function(let load) = table["load"] else {
      throw HostError("the script no longer returns a table with a function “load”")
    }
    try stage.state.call(load, results: 1) { stage.host.push(object: page) }
    let value = try stage.host.borrowing { try stage.host.value(at: -1) }
    if value.isNull { return nil }
    // Finishing an article takes longer than making its table, and counts as the script's own time and memory. The state's
    // clock runs while it runs.
    return try LoaderFields.articles(
      from: value, found: page.found, loader: name, path: page.path, options: options
    ) { bytes in
      try run.hold(bytes)
      if let limit = configuration.limits.time, ContinuousClock.now - start > limit {
        throw ScriptError(
          kind: .limit(.time),
          message: "\(name): time limit of \(limit / .seconds(1)) s reached while its articles were put together")
      }
    }
  }

  private static let mostStrikes = 3
}

/// How often a script was stopped, counted over all copies of its loader.
private final class Strikes: Sendable {
  private let number = Atomic<Int>(0)

  var count: Int { number.load(ordering: .relaxed) }

  func add() { number.add(1, ordering: .relaxed) }
}

extension ReportEngine {
  /// Reads a loader script for the inputs that a pattern takes, and checks the table that it returns. Throws `ReportError`.
  public func loader(at path: String, for pattern: String) throws(ReportError) -> ScriptLoader {
    try loader(source: try ScriptSource.load(path), for: pattern)
  }

  /// The same from source text. `name` stands in messages in place of a path.
  public func loader(source text: String, name: String, for pattern: String) throws(ReportError) -> ScriptLoader {
    try loader(source: ScriptSource(name: name, directory: nil, text: text), for: pattern)
  }

  private func loader(source: ScriptSource, for pattern: String) throws(ReportError) -> ScriptLoader {
    let mistakes: [MetadataMistake]
    do { mistakes = LoaderMetadata.mistakes(in: try returned(by: source)) } catch {
      throw Report.reportError(error, script: source.name, article: nil)
    }
    if !mistakes.isEmpty { throw ReportError.script(mistakes.map { MetadataPlace.error($0, in: source) }) }
    return ScriptLoader(source: source, pattern: InputPattern(pattern), configuration: configuration)
  }
}

/// The table that a loader script returns.
enum LoaderMetadata {
  static let keys = ["api", "title", "description", "load"]

  static func mistakes(in table: PlainValue) -> [MetadataMistake] {
    guard case .table(let list, let fields) = table else {
      return [MetadataMistake(path: [], message: "a loader script must return a table, not \(table.shown)")]
    }
    var mistakes: [MetadataMistake] = []
    func fail(_ path: [String], _ message: String) { mistakes.append(MetadataMistake(path: path, message: message)) }
    if !list.isEmpty { fail([], "a loader is a table with named keys; it must not hold a list") }
    for field in fields where !keys.contains(field.name) {
      fail([field.name], "a loader has no key “\(field.name)”" + Suggestion.hint(for: field.name, among: keys))
    }
    switch table["api"] {
    case .integer(1): break
    case .integer(let version): fail(["api"], "api = \(version) is not known; this program has api = 1")
    case nil: fail([], "the loader lacks “api = 1”")
    case let other?: fail(["api"], "api must be the number 1, not \(other.shown)")
    }
    for key in ["title", "description"] {
      switch table[key] {
      case nil, .string: break
      case let other?: fail([key], "\(key) must be a string, not \(other.shown)")
      }
    }
    switch table["load"] {
    case .other("function"): break
    case nil: fail([], "the loader lacks a function “load”")
    case let other?: fail(["load"], "load must be a function, not \(other.shown)")
    }
    return mistakes
  }
}

extension PlainValue {
  /// Whether a script that returns this is meant as a loader.
  var looksLikeLoader: Bool { self["load"] != nil && self["build"] == nil && self["api"] != nil }
}
