import Foundation
import Testing

@testable import ReportJobs
@testable import ReportScripting

/// Jobs whose times meet the changes of the clocks: Cairo's at midnight, Berlin's at two and three, New York's at two.
private let lives: [(schedule: String, zone: String, catchUp: Job.CatchUp)] = [
  ("0 0 * * *", "Africa/Cairo", .all), ("0 7 * * *", "Africa/Cairo", .latest), ("30 23,0 * * *", "Africa/Cairo", .all),
  ("30 2 * * *", "Europe/Berlin", .all), ("0 * * * *", "Europe/Berlin", .all),
  ("0 7 * * mon-fri", "Europe/Berlin", .latest),
  ("15 1,2 * * *", "America/New_York", .all), ("0 2 * * *", "America/New_York", .latest),
  ("0 */6 * * *", "America/New_York", .all), ("0 7 * * *", "Asia/Riyadh", .latest), ("@hourly", "Asia/Riyadh", .all),
  ("0 6 1,15,31 * fri", "Asia/Riyadh", .all),
]

@Suite struct JobYearTests {
  private static let year = ProcessInfo.processInfo.environment["REPORTGEN_JOB_YEAR"] != nil

  /// The whole year takes minutes: `REPORTGEN_JOB_YEAR=1 swift test --filter JobYear`. Otherwise the days around the
  /// changes of the clocks in 2025, called every twenty minutes.
  @Test(arguments: lives.indices) func everyBriefingIsDeliveredOnceAndNoArticleIsLost(place: Int) throws {
    let life = lives[place]
    // The days on which clocks change in 2025, or any day.
    let changes = [
      "Africa/Cairo": [20_203, 20_392], "Europe/Berlin": [20_177, 20_387], "America/New_York": [20_156, 20_394],
    ]
    let spans = Self.year ? [(20_089, 20_454)] : (changes[life.zone] ?? [20_162]).map { ($0 - 2, $0 + 2) }
    for (seed, span) in spans.enumerated() {
      let world = try JobWorld(life.schedule, life.zone, life.catchUp, seed: seed * 100 + place + 1)
      let counts = try world.live(
        from: span.0 * 86_400, to: span.1 * 86_400, step: Self.year ? 60 : 1200)
      if Self.year { print("\(life.zone) “\(life.schedule)” \(life.catchUp.rawValue): \(counts)") }
      #expect(counts.delivered == counts.due)
      #expect(counts.doubled == 0)
      #expect(counts.missed == 0)
      #expect(counts.lost == 0)
      #expect(counts.repeated == 0)
    }
  }
}
