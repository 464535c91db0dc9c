import Foundation
import Testing

@testable import ReportArticles
@testable import ReportEngine
@testable import ReportJobs
@testable import ReportLoading
@testable import ReportSystem

/// A job, day by day: which articles its reports show.
@Suite struct SeenArticlesTests {
  private final class Inbox: @unchecked Sendable { var records: [String] = [] }

  private let directory: String
  private let inbox = Inbox()

  init() throws {
    directory = scratchDirectory("seen")
    try SmallFile.makeDirectory("\(directory)/out")
  }

  private struct Shelf: ParcelCarrier {
    var path: String
    func deliver(_ parcel: Parcel, from staging: String) throws {
      try SmallFile.write(try SmallFile.read("\(staging)/\(parcel.items[0].staged)"), to: path)
    }
  }

  /// Runs the report for 06:30 of a day in March 2025 and gives what was delivered.
  private func run(_ day: Int, _ script: String, ledger: String? = nil) throws -> String {
    let engine = ReportEngine()
    let report =
      try script.contains("return") ? engine.report(source: script, name: "r.lua") : engine.report(at: script)
    var job = Job(name: "flash", script: "r.lua")
    job.files = [Job.FileOutput(pattern: "-", format: .rendered(.text))]
    let moment = (20_147 + day) * 86_400 + 6 * 3600 + 1800
    let now = Instant(secondsSinceEpoch: moment)
    let (inbox, output) = (inbox, "\(directory)/out/\(day)")
    let maker = EngineMaker(job: job, report: report, mail: nil) { _ in
      let text = Array(inbox.records.joined(separator: "\n").utf8)
      var result = ArticleLoader().load(data: text, path: "in.jsonl")
      DuplicateMarker.mark(&result.articles)
      return EngineMaker.Articles(store: MemoryArticleStore(result.articles))
    }
    let runner = JobRunner(
      job: job, occurrences: Occurrences(try CronSchedule("30 6 * * *"), in: .utc),
      ledger: try Ledger(path: ledger ?? "\(directory)/ledger.sqlite"), stagingRoot: directory, maker: maker,
      carrier: Shelf(path: output), clock: { moment }, sleep: { _ in })
    _ = try runner.run(at: now)
    return (try? SmallFile.read(output)) ?? ""
  }

  private func record(_ id: String, _ title: String, _ published: String?, _ publisher: String = "Daily") -> String {
    let date = published.map { #","published":"\#($0)""# } ?? ""
    return #"{"id":"\#(id)","publisher":"\#(publisher)","title":"\#(title)"\#(date),"text":"One thing. And two."}"#
  }

  private let all = """
    return { api = 1, title = "All", build = function(ctx)
      local new = ctx.articles:unseen()
      if new:is_empty() then return ctx:skip "none" end
      local doc = ctx:document { lang = "en" }
      for a in new:each() do doc:paragraph(a.title .. ", met on " .. a.met_at.day) end
      return doc
    end }
    """

  @Test func whatComesLateIsInTheNextBriefing() throws {
    inbox.records = [record("a", "Gate", "2025-03-10T20:00:00Z"), record("o", "Backlog", "2025-01-02")]
    let first = try run(11, "daily-briefing")
    #expect(first.contains("Gate") && !first.contains("Backlog"))
    inbox.records.append(record("m", "Mill", "2025-03-01T09:00:00Z"))
    let second = try run(12, "daily-briefing")
    #expect(second.contains("Mill") && !second.contains("Backlog") && !second.contains("Gate"))
    inbox.records.append(record("n", "Net", "2025-03-12T20:00:00Z"))
    let third = try run(13, "daily-briefing")
    #expect(third.contains("Net") && !third.contains("Mill") && !third.contains("Backlog"))
  }

  @Test func whatBearsNoDateIsThereOnceWhenItIsMet() throws {
    inbox.records = [record("a", "Gate", "2025-03-10T20:00:00Z"), record("u", "Library", nil, "Sheet")]
    let first = try run(11, "daily-briefing")
    #expect(first.contains("Library") && first.contains("date not known"))
    inbox.records += [record("b", "Bridge", "2025-03-11T20:00:00Z"), record("v", "Well", nil, "Sheet")]
    let second = try run(12, "daily-briefing")
    #expect(second.contains("Well") && !second.contains("Library"))
    inbox.records.append(record("c", "Crane", "2025-03-12T20:00:00Z"))
    // A source of which nothing bears a date is not missed.
    #expect(try !run(13, "daily-briefing").contains("Sheet"))
  }

  @Test func seenIsWhatQueriesReturned() throws {
    let scripts = [
      "local d = ctx:document {} d:paragraph('there are ' .. #new .. tostring(new:is_empty())) return d",
      "local c = new:count 'source' local d = ctx:document {} d:paragraph('sources ' .. #c) return d",
      "local n = new:filter(function(a) return a.title == 'x' end) local d = ctx:document {} d:paragraph('of ' .. #n) return d",
      "local d = ctx:document {} for a in new:where { title = 'Bridge' }:each() do d:paragraph(a.title) end return d",
    ]
    inbox.records = [record("a", "Gate", "2025-03-10"), record("b", "Bridge", "2025-03-10")]
    for (day, build) in zip(11..., scripts) {
      _ = try run(
        day, "return { api = 1, title = 'T', build = function(ctx) local new = ctx.articles:unseen() \(build) end }")
    }
    let rest = try run(20, all)
    #expect(rest.contains("Gate, met on 11") && !rest.contains("Bridge"))
    #expect(try run(21, all) == "")
  }

  @Test func anotherVersionOfWhatWasSeenIsSeenWhereverItStands() throws {
    inbox.records = [record("7", "Quay opens", "2025-03-10")]
    #expect(try run(11, all).contains("Quay opens"))
    inbox.records.insert(record("7", "Quay opens at last", "2025-03-10"), at: 0)
    #expect(try run(12, all) == "")
    // Another source counts for itself.
    inbox.records.insert(record("7", "Mill closes", "2025-03-10", "Weekly"), at: 0)
    let third = try run(13, all)
    #expect(third.contains("Mill closes, met on 13") && !third.contains("Quay"))
  }

  // MARK: Growth

  private func finish(
    _ ledger: Ledger, _ day: Int, shown: [String], met: [String]? = nil, _ state: Ledger.State = .delivered
  ) throws {
    let run = try ledger.begin("flash", occurrence: day * 86_400, now: day * 86_400, clock: day * 86_400, forced: false)
    try ledger.stage(run, deliveries: [("files", "x")], shown: shown, met: met ?? shown, warnings: 0)
    try ledger.finish(run, state, clock: day * 86_400)
  }

  private func seen(_ ledger: Ledger, _ names: [String]) throws -> Set<String> {
    try ledger.history("flash", of: names, except: 0).seen
  }

  /// What left the inputs more than 400 days ago is forgotten; what is still there, or comes back sooner, is not.
  @Test func theLedgerForgetsWhatLeftTheInputsLongAgo() throws {
    let ledger = try Ledger(path: "\(directory)/growth.sqlite")
    try finish(ledger, 1000, shown: ["gone", "stays", "returns"])
    for day in stride(from: 1020, through: 1380, by: 20) { try finish(ledger, day, shown: ["stays"]) }
    try finish(ledger, 1399, shown: ["stays", "returns"])
    #expect(try seen(ledger, ["gone", "stays", "returns", "never"]) == ["gone", "stays", "returns"])
    try finish(ledger, 1400, shown: ["stays"])
    #expect(try seen(ledger, ["gone"]) == ["gone"])
    try finish(ledger, 1401, shown: ["stays"])
    #expect(try seen(ledger, ["gone", "stays", "returns"]) == ["stays", "returns"])
    #expect(try ledger.history("flash", of: ["gone", "stays"], except: 0).met == ["stays": 1000 * 86_400])
    #expect(try ledger.countOfSeen("flash") == 2)
  }

  @Test(arguments: [Ledger.State.failed, .skipped, .superseded]) func whatWasNotDeliveredForgetsNothing(
    _ state: Ledger.State
  ) throws {
    let ledger = try Ledger(path: "\(directory)/kept.sqlite")
    try finish(ledger, 1000, shown: ["a"])
    try finish(ledger, 2000, shown: ["b"], state)
    #expect(try seen(ledger, ["a", "b"]) == ["a"])
    // After years without a run what is there at the first one is still known.
    try finish(ledger, 3000, shown: ["a"])
    #expect(try seen(ledger, ["a"]) == ["a"])
  }

  @Test func jobsForgetTheirOwn() throws {
    let ledger = try Ledger(path: "\(directory)/two.sqlite")
    let run = try ledger.begin("other", occurrence: 86_400, now: 86_400, clock: 86_400, forced: false)
    try ledger.stage(run, deliveries: [], shown: ["a"], met: ["a"], warnings: 0)
    try ledger.finish(run, .delivered, clock: 86_400)
    try finish(ledger, 9000, shown: ["b"])
    #expect(try ledger.history("other", of: ["a"], except: 0).seen == ["a"])
  }

  /// A question about ten articles costs ten look-ups, however many the ledger knows.
  @Test func aQuestionDoesNotReadTheLedger() throws {
    let ledger = try Ledger(path: "\(directory)/large.sqlite")
    try finish(ledger, 1000, shown: (0..<20_000).map { "https://a.example/\($0)" })
    var found = 0
    let few = try ContinuousClock().measure {
      for _ in 0..<100 { found += try seen(ledger, ["https://a.example/7", "https://b.example/1"]).count }
    }
    #expect(found == 100 && few < .seconds(5))
  }

  /// A ledger of version 0.1 knows articles by names that do not tell sources apart.
  @Test func aLedgerOfVersionOneKnowsWhatWasSeen() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/version-0.1").path
    let packed = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/ledger.gz")))
    guard case .success(let bytes) = Gzip.inflate(packed) else { throw CocoaError(.fileReadCorruptFile) }
    let path = "\(directory)/old.sqlite"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let before = ArticleLoader().load(
      paths: ["quay.xml", "valley.xml", "records.jsonl", "letter.eml", "page.html"].map { "\(folder)/\($0)" })
    #expect(before.articles.count == 12)
    inbox.records = before.articles.map { ArticleJSON.line($0) }
    #expect(try run(5, all, ledger: path) == "")
    // Of two papers' number 101 the one that is newer than the report cannot have been in it.
    inbox.records.append(record("101", "Another paper's", "2025-03-05T09:00:00Z", "Other"))
    let sixth = try run(6, all, ledger: path)
    #expect(sixth.contains("Another paper’s") || sixth.contains("Another paper's"))
    #expect(!sixth.contains("Crane lifts"))
    #expect(try run(7, all, ledger: path) == "")
  }
}
