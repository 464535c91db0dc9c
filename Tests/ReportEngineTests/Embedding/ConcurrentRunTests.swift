import TestSupport
import Testing

@testable import ReportAnalysis
@testable import ReportArticles
@testable import ReportDocument
@testable import ReportEngine
@testable import ReportLua
@testable import ReportScripting

@Suite("Reports run from async code", .timeLimit(.minutes(10)))
struct ConcurrentRunTests {
  private static let endless = "while true do end"
  /// Catches what it can, in every way that Lua offers.
  private static let stubborn = """
    local function spin() while true do pcall(string.rep, "x", 10) end end
    while true do pcall(spin); xpcall(spin, spin); coroutine.resume(coroutine.create(spin)) end
    """

  private static func report(_ engine: ReportEngine, _ body: String) throws -> Report {
    try engine.report(
      source: """
        return { api = 1, title = "T", build = function(ctx)
          \(body)
          local doc = ctx:document { lang = "en" }
          for article in ctx.articles:each() do doc:paragraph(article.title) end
          return doc
        end }
        """, name: "t.lua")
  }

  /// An engine whose scripts have no time limit: what ends one is the cancellation.
  private static func engine(concurrent: Int = 16) -> ReportEngine {
    ReportEngine(
      configuration: ReportEngine.Configuration(
        limits: ScriptLimits(time: nil), maximumConcurrentRuns: concurrent))
  }

  private let input: ReportInput

  init() throws { input = try ScriptFixture.input() }

  @Test("The outcome is that of a run on the caller's own thread")
  func sameOutcome() async throws {
    let engine = Self.engine()
    let report = try Self.report(engine, "")
    let expected = try report.run(input, cancellation: nil)
    #expect(try await engine.run(report, input) == expected)
  }

  @Test("Cancelling the task ends a running script", arguments: [endless, stubborn])
  func cancelsRunning(body: String) async throws {
    let engine = Self.engine()
    let run = engine.start(try Self.report(engine, body), input)
    for await step in run.progress where step == .started { break }
    run.cancel()
    await #expect(throws: ReportError.cancelled) { try await run.outcome }
  }

  @Test("A cancelled run leaves nothing behind: the next one is sound")
  func nextRunIsSound() async throws {
    let engine = Self.engine()
    let run = engine.start(try Self.report(engine, Self.endless), input)
    run.cancel()
    await #expect(throws: ReportError.cancelled) { try await run.outcome }
    let report = try Self.report(engine, "")
    #expect(try await engine.run(report, input) == report.run(input, cancellation: nil))
  }

  @Test("A run that waits for its turn is cancelled while the other goes on")
  func cancelsWaiting() async throws {
    let engine = Self.engine(concurrent: 1)
    let first = engine.start(try Self.report(engine, Self.endless), input)
    for await step in first.progress where step == .started { break }
    let second = engine.start(try Self.report(engine, ""), input)
    second.cancel()
    await #expect(throws: ReportError.cancelled) { try await second.outcome }
    first.cancel()
    await #expect(throws: ReportError.cancelled) { try await first.outcome }
  }

  @Test("Endless neighbours do not keep a report from being made")
  func neighbours() async throws {
    let engine = Self.engine()
    let hostile = try (0..<8).map { _ in engine.start(try Self.report(engine, Self.stubborn), input) }
    for run in hostile { for await step in run.progress where step == .started { break } }
    let report = try Self.report(engine, "")
    let outcome = try await engine.run(report, input)
    #expect(outcome == (try report.run(input, cancellation: nil)))
    for run in hostile { run.cancel() }
    for run in hostile { await #expect(throws: ReportError.cancelled) { try await run.outcome } }
  }

  @Test("Many reports at once over one store are all the same")
  func manyAtOnce() async throws {
    let engine = Self.engine(concurrent: 4)
    let report = try engine.report(at: "daily-briefing")
    let input = input
    let expected = try report.run(input, cancellation: nil)
    let outcomes = try await withThrowingTaskGroup(of: ReportOutcome.self) { group in
      for _ in 0..<40 { group.addTask { try await engine.run(report, input) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count == 40)
    #expect(outcomes.allSatisfy { $0 == expected })
  }

  @Test("Progress tells the start and what the script says, then ends")
  func progress() async throws {
    let engine = Self.engine()
    let run = engine.start(try Self.report(engine, "ctx.log:info(\"half way\")"), input)
    var steps: [ReportProgress] = []
    for await step in run.progress { steps.append(step) }
    #expect(steps.first == .started)
    #expect(
      steps.contains(.log(ReportEngine.LogMessage(level: .info, text: "half way", place: "t.lua:2"))))
    _ = try await run.outcome
  }

  @Test("A cancellation uttered before the run ends it at once, on any thread")
  func cancelledBefore() throws {
    let engine = Self.engine()
    let report = try Self.report(engine, Self.endless)
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(cancellation.isCancelled)
    #expect(throws: ReportError.cancelled) { try report.run(input, cancellation: cancellation) }
  }

  @Test("A time limit still strikes a run that could be cancelled")
  func timeLimit() async throws {
    let engine = ReportEngine(
      configuration: ReportEngine.Configuration(limits: ScriptLimits(time: .milliseconds(50))))
    let report = try Self.report(engine, Self.stubborn)
    do throws(ReportError) {
      _ = try await engine.run(report, input)
      Issue.record("the script ended")
    } catch {
      guard case .limit(let stopped) = error else { throw error }
      #expect(stopped.limit == .time)
    }
  }

  @Test("The bytes of a rendering come in pieces that make up the whole", arguments: OutputFormat.allCases)
  func pieces(format: OutputFormat) async throws {
    let engine = Self.engine()
    let document = Document(
      title: [.text("T")], language: "en", direction: .leftToRight,
      blocks: (0..<3000).map { number in
        let text: [Inline] = [.text("Paragraph \(number), long enough to fill more than one piece.")]
        return number.isMultiple(of: 2)
          ? Block(.paragraph(text)) : Block(.table(Table(columns: [Table.Column(title: text)], rows: [[text]])))
      })
    var pieces: [[UInt8]] = []
    for try await piece in engine.bytes(of: document, as: format) { pieces.append(piece) }
    #expect(pieces.count > 1)
    var sink = MemorySink()
    try format.renderer().render(document, into: &sink)
    #expect(Array(pieces.joined()) == sink.bytes)
  }

  @Test(
    "The analysis of many articles ends where a script would",
    arguments: [
      "ctx.articles:stories()", "ctx.articles:summarize { sentences = 200 }", "ctx.articles:timeline()",
      "ctx.articles:keywords()", "ctx.articles:search \"flood\":first()",
    ])
  func analysisEnds(statement: String) async throws {
    let articles = (0..<3000).map { number in
      Article(
        id: "a\(number)", origin: Article.Origin(path: "many", index: number, format: "test"), title: "Flood \(number)",
        language: "en",
        paragraphs: [
          "The river rose by \(number) centimetres on 3 March 2025. Town \(number) closed \(number % 7) bridges."
        ])
    }
    let engine = Self.engine()
    let report = try Self.report(engine, "ctx.log:info 'begun'\n\(statement)\nwhile true do end")
    let run = engine.start(report, try ScriptFixture.input(articles: articles))
    for await step in run.progress { if case .log = step { break } }
    run.cancel()
    await #expect(throws: ReportError.cancelled) { try await run.outcome }
  }

  @Test("What a checkpoint throws ends the analysis of the next article")
  func checkpoints() throws {
    struct Enough: Error {}
    let articles = try ScriptFixture.articles()
    var count = 0
    func checkpoint() throws {
      count += 1
      if count == 2 { throw Enough() }
    }
    #expect(throws: Enough.self) { try StoryFinder().stories(in: articles, checkpoint: checkpoint) }
    count = 0
    #expect(throws: Enough.self) {
      try TimelineBuilder(tagger: NamedDays()).timeline(of: articles, options: .init(), checkpoint: checkpoint)
    }
    count = 0
    #expect(throws: Enough.self) {
      try ExtractiveSummarizer().summarize(articles, budget: .sentences(2), checkpoint: checkpoint)
    }
    count = 0
    #expect(throws: Enough.self) { try SearchIndex(articles, checkpoint: checkpoint) }
  }
}
