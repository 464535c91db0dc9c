import ReportEngine

/// When to call which job: what `reportgen job daemon` knows, as a value that is told the time and asks no clock.
///
/// A call is `reportgen job run`, which works out for itself what is due and does nothing when it was done; so a call too many
/// does no harm, and one too few is all that has to be avoided. Each job is called once at the start, at each of its times,
/// once more in every hour, and again soon after a delivery that failed. One that is still running is not called again.
///
/// ```swift
/// let utc = try TimeZoneRules(identifier: "UTC")
/// let seven = Occurrences(try CronSchedule("0 7 * * *"), in: utc)
/// var plan = CallPlan()
/// plan.set([CallPlan.Entry(job: "morning", occurrences: seven)])
/// plan.calls(at: 0)  // → ["morning"]
/// plan.ended("morning", .done, at: 10)
/// plan.calls(at: 60)  // → []
/// plan.wakeUp(after: 60)  // → 3600
/// ```
public struct CallPlan: Sendable {
  /// A job and its times.
  public struct Entry: Sendable {
    /// The job's name.
    public var job: String
    /// Its times.
    public var occurrences: Occurrences

    /// Makes an entry.
    public init(job: String, occurrences: Occurrences) { (self.job, self.occurrences) = (job, occurrences) }
  }

  /// How a call ended.
  public enum End: Sendable, Hashable {
    /// Whatever was due is done, or the next hour is soon enough for what is wrong.
    case done
    /// Another run has the job; it is asked again in a minute.
    case busy
    /// Something was not delivered; it is tried again after a minute, two, four, up to an hour.
    case undelivered
  }

  private struct State {
    var occurrences: Occurrences
    /// POSIX seconds of the last call; nil before the first one.
    var called: Int?
    /// The next of its times after the last call.
    var next: Int?
    /// When it is called again because of how the last call ended.
    var again: Int?
    var failures = 0
    var isRunning = false
  }

  private var states: [String: State] = [:]
  /// Jobs that run although they are in the plan no longer.
  private var leaving: Set<String> = []
  private static let hour = 3600

  /// A plan without jobs.
  public init() {}

  /// The jobs that run.
  public var running: [String] { leaving.union(states.filter(\.value.isRunning).keys).sorted() }

  /// Puts these jobs in the place of those that it has. What is known of a job by the same name stays; one whose times are
  /// others is called again.
  public mutating func set(_ entries: [Entry]) {
    var new: [String: State] = [:]
    for entry in entries {
      var state = states[entry.job] ?? State(occurrences: entry.occurrences)
      let isSame =
        state.occurrences.schedule == entry.occurrences.schedule && state.occurrences.zone == entry.occurrences.zone
      if !isSame {
        state.occurrences = entry.occurrences
        (state.called, state.next) = (nil, nil)
      }
      if leaving.remove(entry.job) != nil { state.isRunning = true }
      new[entry.job] = state
    }
    // One that was taken out while it runs is forgotten when it ends.
    for (job, state) in states where new[job] == nil && state.isRunning { leaving.insert(job) }
    states = new
  }

  /// The jobs to be called now, by name. They count as running until `ended` is told of them.
  public mutating func calls(at now: Int) -> [String] {
    let due = states.filter { !$0.value.isRunning && isDue($0.value, now) }.keys.sorted()
    for job in due {
      guard var state = states[job] else { continue }
      (state.called, state.again, state.isRunning) = (now, nil, true)
      state.next = state.occurrences.next(after: Instant(secondsSinceEpoch: now))?.secondsSinceEpoch
      states[job] = state
    }
    return due
  }

  /// To be told when a call has ended.
  public mutating func ended(_ job: String, _ end: End, at now: Int) {
    leaving.remove(job)
    guard var state = states[job], state.isRunning else { return }
    state.isRunning = false
    switch end {
    case .done: (state.failures, state.again) = (0, nil)
    case .busy: state.again = now + 60
    case .undelivered:
      state.again = now + min(60 << min(state.failures, 6), Self.hour)
      state.failures += 1
    }
    states[job] = state
  }

  /// The first moment after `now` at which a job is to be called, when clocks run as they should; nil when none ever is.
  public func wakeUp(after now: Int) -> Int? {
    states.values.filter { !$0.isRunning }.flatMap { state in
      guard let called = state.called else { return [now] }
      return [called + Self.hour, state.next, state.again].compactMap(\.self)
    }.min().map { max($0, now) }
  }

  private func isDue(_ state: State, _ now: Int) -> Bool {
    // A clock that was set back says nothing any more about what was called when.
    guard let called = state.called, called <= now else { return true }
    return now - called >= Self.hour || (state.next ?? .max) <= now || (state.again ?? .max) <= now
  }
}
