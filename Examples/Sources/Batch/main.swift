// A thousand reports over one store, as many at a time as there are cores; and what one and more at a time come to.
import ReportEngine

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1000
let store = MemoryArticleStore(ArticleLoader().load(paths: ["../samples/news"]).articles)
let now = Instant(rfc3339: "2025-03-14T07:00:00+02:00") ?? Instant(secondsSinceEpoch: 0)

/// Renders the daily briefing `count` times, `width` at a time; returns reports a second.
func batch(width: Int) async throws -> Double {
  let engine = ReportEngine(configuration: ReportEngine.Configuration(maximumConcurrentRuns: width))
  let report = try engine.report(at: "daily-briefing")
  let clock = ContinuousClock()
  let elapsed = try await clock.measure {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for index in 0..<count {
        group.addTask {
          let parameters = ["lang": index.isMultiple(of: 2) ? "en" : "ar", "window": "2d"]
          let input = ReportInput(articles: store, parameters: parameters, now: now, timeZone: "Africa/Cairo")
          guard case .document(let document) = try await engine.run(report, input) else { return 0 }
          var size = 0
          for try await piece in engine.bytes(of: document, as: .html) { size += piece.count }
          return size
        }
      }
      var sizes: Set<Int> = []
      for try await size in group { sizes.insert(size) }
      // One size for each language: what runs at the same time does not disturb its neighbours.
      precondition(sizes.count == 2 && !sizes.contains(0), "reports of one kind differ")
    }
  }
  return Double(count) / (Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18)
}

let one = try await batch(width: 1)
print("1 at a time: \(Int(one)) reports a second")
for width in [2, 4, 16] {
  let speed = try await batch(width: width)
  print("\(width) at a time: \(Int(speed)) reports a second, \((speed / one * 100).rounded() / 100) ×")
}

/// Runs a script that would never end, and cancels it; returns how long it took to stop.
func cancelled() async throws -> Duration {
  let engine = ReportEngine()
  let report = try engine.report(
    source: """
      return { api = 1, title = "Stubborn", build = function(ctx)
        local function spin() while true do pcall(string.rep, "x", 10) end end
        while true do pcall(spin); xpcall(spin, spin); coroutine.resume(coroutine.create(spin)) end
      end }
      """, name: "stubborn.lua")
  let run = engine.start(report, ReportInput(articles: store, now: now, timeZone: "Africa/Cairo"))
  for await step in run.progress where step == .started { break }
  try await Task.sleep(for: .milliseconds(20))
  return await ContinuousClock().measure {
    run.cancel()
    _ = try? await run.outcome
  }
}

var stops: [Duration] = []
for _ in 0..<50 { stops.append(try await cancelled()) }
stops.sort()
print("A script that catches every error stops after cancelling in \(stops[25]), at most \(stops[49])")
