import CReportEngine
import ReportEngine

// The functions of reportengine.h, which is their documentation; in its order.

private let version = CText(EngineVersion.current)

@c @implementation
public func reportengine_version() -> UnsafePointer<CChar>? { UnsafePointer(version.pointer) }

// MARK: Engine

@c @implementation
public func reportengine_new(_ limits: UnsafePointer<reportengine_limits>?) -> OpaquePointer? {
  var configuration = ReportEngine.Configuration()
  if let limits = limits?.pointee {
    if limits.time != 0, !limits.time.isNaN {
      configuration.limits.time = limits.time < 0 ? nil : Duration(clampingSeconds: limits.time)
    }
    if limits.memory != 0 { configuration.limits.memory = max(0, Int(limits.memory)) }
    if limits.output != 0 { configuration.limits.output = max(0, Int(limits.output)) }
  }
  return handOut(EngineHandle(ReportEngine(configuration: configuration)))
}

@c @implementation
public func reportengine_free(_ engine: OpaquePointer?) { giveBack(engine, as: EngineHandle.self) }

// MARK: Articles

@c @implementation
public func reportengine_articles_new() -> OpaquePointer? { handOut(ArticlesHandle()) }

@c @implementation
public func reportengine_load_path(_ articles: OpaquePointer?, _ path: UnsafePointer<CChar>?) -> Int {
  guard let articles = object(articles, as: ArticlesHandle.self), let path else { return 0 }
  return articles.add(ArticleLoader().load(paths: [String(cString: path)]))
}

@c @implementation
public func reportengine_load_bytes(
  _ articles: OpaquePointer?, _ bytes: UnsafeRawPointer?, _ count: Int, _ name: UnsafePointer<CChar>?
) -> Int {
  guard let articles = object(articles, as: ArticlesHandle.self), count >= 0, bytes != nil || count == 0 else {
    return 0
  }
  let data = [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
  let name = name.map { String(cString: $0) } ?? "-"
  return articles.add(ArticleLoader().load(data: data, path: name))
}

@c @implementation
public func reportengine_articles_count(_ articles: OpaquePointer?) -> Int {
  object(articles, as: ArticlesHandle.self)?.articles.count ?? 0
}

@c @implementation
public func reportengine_article_json(_ articles: OpaquePointer?, _ position: Int) -> OpaquePointer? {
  guard let all = object(articles, as: ArticlesHandle.self)?.articles else { return nil }
  guard all.indices.contains(position) else { return nil }
  return handOut(OutputHandle(Array(ArticleJSON.line(all[position]).utf8)))
}

@c @implementation
public func reportengine_problem_count(_ articles: OpaquePointer?) -> Int {
  object(articles, as: ArticlesHandle.self)?.problems.count ?? 0
}

@c @implementation
public func reportengine_problem(_ articles: OpaquePointer?, _ position: Int) -> UnsafePointer<CChar>? {
  guard let texts = object(articles, as: ArticlesHandle.self)?.problemTexts else { return nil }
  return texts.indices.contains(position) ? UnsafePointer(texts[position].pointer) : nil
}

@c @implementation
public func reportengine_articles_free(_ articles: OpaquePointer?) { giveBack(articles, as: ArticlesHandle.self) }

// MARK: Reports

@c @implementation
public func reportengine_open(
  _ engine: OpaquePointer?, _ path: UnsafePointer<CChar>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> OpaquePointer? {
  reporting(error) {
    guard let engine = object(engine, as: EngineHandle.self), let path else {
      throw CallError("reportengine_open: engine and path are required")
    }
    return handOut(ReportHandle(try engine.engine.report(at: String(cString: path))))
  }
}

@c @implementation
public func reportengine_compile(
  _ engine: OpaquePointer?, _ source: UnsafePointer<CChar>?, _ name: UnsafePointer<CChar>?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> OpaquePointer? {
  reporting(error) {
    guard let engine = object(engine, as: EngineHandle.self), let source else {
      throw CallError("reportengine_compile: engine and source are required")
    }
    let name = name.map { String(cString: $0) } ?? "report.lua"
    return handOut(ReportHandle(try engine.engine.report(source: String(cString: source), name: name)))
  }
}

@c @implementation
public func reportengine_report_title(_ report: OpaquePointer?) -> UnsafePointer<CChar>? {
  object(report, as: ReportHandle.self).map { UnsafePointer($0.title.pointer) }
}

@c @implementation
public func reportengine_report_free(_ report: OpaquePointer?) { giveBack(report, as: ReportHandle.self) }

// MARK: Rendering

@c @implementation
public func reportengine_render(
  _ report: OpaquePointer?, _ articles: OpaquePointer?, _ input: UnsafePointer<reportengine_input>?,
  _ format: UnsafePointer<CChar>?, _ style: UnsafePointer<reportengine_style>?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> OpaquePointer? {
  reporting(error) {
    guard let report = object(report, as: ReportHandle.self),
      let collection = object(articles, as: ArticlesHandle.self),
      let input, let format
    else {
      throw CallError("reportengine_render: report, articles, input and format are required")
    }
    let renderer = try OutputFormat.renderer(format, style)
    let outcome = try report.report.run(
      try ReportInput(input.pointee, collection), cancellation: try Cancellation.given(input.pointee))
    switch outcome {
    case .skipped(let reason): return handOut(OutputHandle([], skipped: reason))
    case .document(let document):
      var sink = MemorySink()
      try renderer.render(document, into: &sink)
      return handOut(OutputHandle(sink.bytes))
    }
  }
}

extension OutputFormat {
  /// The renderer of a format's name.
  static func renderer(
    _ name: UnsafePointer<CChar>, _ style: UnsafePointer<reportengine_style>?
  ) throws -> any Renderer {
    let name = String(cString: name)
    guard let format = OutputFormat(rawValue: name) else {
      let known = OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw CallError("there is no format “\(name)”; there are: \(known)")
    }
    return format.renderer(try RenderOptions(style?.pointee))
  }
}

extension Cancellation {
  /// That of an input, if it has one.
  static func given(_ input: reportengine_input) throws -> Cancellation? {
    let cancellation = object(input.cancellation, as: Cancellation.self)
    if input.cancellation != nil, cancellation == nil { throw CallError("cancellation was freed, or is none") }
    return cancellation
  }
}

extension RenderOptions {
  fileprivate init(_ style: reportengine_style?) throws {
    self.init()
    guard let style else { return }
    // Set in an initialiser, so that its observer does not bound it.
    if style.width != 0 { width = min(max(Int(style.width), 40), 1000) }
    if let theme = style.theme {
      let name = String(cString: theme)
      self.theme = try Theme(named: name) ?? Theme(folder: name)
    }
  }
}

extension ReportInput {
  init(_ input: reportengine_input, _ collection: ArticlesHandle) throws {
    func moment(_ text: UnsafePointer<CChar>, _ member: String) throws -> Instant {
      let text = String(cString: text)
      guard let instant = Instant(rfc3339: text) else {
        throw CallError("\(member): “\(text)” is no moment such as 2025-03-14T07:00:00Z")
      }
      return instant
    }
    guard let now = input.now else { throw CallError("now is required: no clock is asked") }
    var parameters: [String: String] = [:]
    guard (0...1_000_000).contains(input.parameter_count) else { throw CallError("parameter_count is out of range") }
    for index in 0..<input.parameter_count {
      guard let pair = input.parameters?[index].map({ String(cString: $0) }), let equals = pair.firstIndex(of: "=")
      else { throw CallError("parameter \(index + 1) is not of the form name=value") }
      parameters[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
    }
    self.init(
      articles: MemoryArticleStore(collection.articles), parameters: parameters, now: try moment(now, "now"),
      timeZone: input.timezone.map { String(cString: $0) } ?? "UTC",
      lastRun: try input.last_run.map { try moment($0, "last_run") }, problems: collection.problems)
  }
}

@c @implementation
public func reportengine_output_bytes(_ output: OpaquePointer?) -> UnsafePointer<CChar>? {
  object(output, as: OutputHandle.self).map { UnsafePointer($0.text.pointer) }
}

@c @implementation
public func reportengine_output_count(_ output: OpaquePointer?) -> Int {
  object(output, as: OutputHandle.self)?.text.count ?? 0
}

@c @implementation
public func reportengine_output_skipped(_ output: OpaquePointer?) -> UnsafePointer<CChar>? {
  object(output, as: OutputHandle.self)?.skipped.map { UnsafePointer($0.pointer) }
}

@c @implementation
public func reportengine_output_free(_ output: OpaquePointer?) { giveBack(output, as: OutputHandle.self) }

// MARK: Cancellation

@c @implementation
public func reportengine_cancellation_new() -> OpaquePointer? { handOut(Cancellation()) }

@c @implementation
public func reportengine_cancel(_ cancellation: OpaquePointer?) {
  object(cancellation, as: Cancellation.self)?.cancel()
}

@c @implementation
public func reportengine_cancellation_free(_ cancellation: OpaquePointer?) {
  giveBack(cancellation, as: Cancellation.self)
}

// MARK: Errors

@c @implementation
public func reportengine_error_code(_ error: OpaquePointer?) -> reportengine_code {
  object(error, as: ErrorHandle.self)?.code ?? REPORTENGINE_ARGUMENT
}

@c @implementation
public func reportengine_error_message(_ error: OpaquePointer?) -> UnsafePointer<CChar>? {
  object(error, as: ErrorHandle.self).map { UnsafePointer($0.message.pointer) }
}

@c @implementation
public func reportengine_error_file(_ error: OpaquePointer?) -> UnsafePointer<CChar>? {
  object(error, as: ErrorHandle.self)?.file.map { UnsafePointer($0.pointer) }
}

@c @implementation
public func reportengine_error_line(_ error: OpaquePointer?) -> Int32 {
  object(error, as: ErrorHandle.self)?.line ?? 0
}

@c @implementation
public func reportengine_error_free(_ error: OpaquePointer?) { giveBack(error, as: ErrorHandle.self) }
