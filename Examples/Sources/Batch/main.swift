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
