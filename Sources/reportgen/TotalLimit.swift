import ArgumentParser

/// How long a command may take as a whole.
struct TotalLimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Seconds that the whole command may take, reading and writing included; what is not read by then is left out, and told of.",
      valueName: "seconds"))
  var totalLimit: Double = 3600

  func validate() throws {
    guard totalLimit > 0, totalLimit <= 31_536_000 else {
      throw ValidationError("--total-limit: from 0.001 to 31536000 seconds.")
    }
  }

  /// The end of the time that begins now.
  func start(_ command: String) -> Deadline { Deadline(seconds: totalLimit, command: command) }
}

/// The end of the time that a command has. What works long asks for it; what does not ask is ended some seconds later.
struct Deadline: Sendable {
  let seconds: Double
  private let end: ContinuousClock.Instant
  private let wall: Watchdog

  /// Seconds for what does not ask: a long paragraph, a large record.
  private static let grace = 10.0

  init(seconds: Double, command: String) {
    self.seconds = seconds
    end = ContinuousClock.now + .seconds(seconds)
    wall = Watchdog(seconds: min(seconds + Self.grace, 2_000_000), status: .limitReached) {
      "\(command): the time for the whole command, \(seconds) s, is up"
    }
  }

  /// Whether the time is up.
  var isOver: Bool { ContinuousClock.now >= end }
}
