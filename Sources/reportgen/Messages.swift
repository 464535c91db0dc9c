import ArgumentParser
import Glibc
import Logging
import ReportEngine
import ReportJobs
import ReportSystem

/// What goes to standard error, and how much of it.
struct MessageOptions: ParsableArguments {
  /// The forms of messages.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Also print what is being done.")
  var verbose = false

  @Option(name: .customLong("log-format"), help: "How messages are printed: text, or json (one object a line).")
  var format: Format = .text

  func validate() throws {
    if quiet, verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
  }

  var logger: Logger {
    var logger = Logger(label: "reportgen") { _ in StandardErrorLog(json: format == .json) }
    logger.logLevel = verbose ? .debug : quiet ? .error : .notice
    return logger
  }
}

/// A log on standard error: plain sentences for people, or one JSON object a line.
private struct StandardErrorLog: LogHandler {
  let json: Bool
  var logLevel: Logger.Level = .notice
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var message = "\(event.message)"
    guard json else {
      StandardStreams.complain(event.level >= .error ? message : "reportgen: \(message)")
      return
    }
    if message.utf8.count > 8_192 { message = SafeText.line(message, limit: 8_192) }
    StandardStreams.complain(
      JSONWriter.object { writer in
        writer.member("level", "\(event.level)")
        writer.member("message", message)
      })
  }
}

/// A line on a terminal that says what is going on once that takes longer than a second; nothing anywhere else.
struct Progress {
  private let start: UInt64?

  init(_ options: MessageOptions) {
    start = StandardStreams.errorIsTerminal && !options.quiet ? Self.now() : nil
  }

  /// Shows `text` in place of what was shown before.
  func show(_ text: String) {
    guard let start, Self.now() - start > 1_000_000_000 else { return }
    try? FileDescriptor.write(Array("\r\u{1B}[K\(text)".utf8), to: 2)
  }

  /// Takes the line away.
  func clear() {
    guard let start, Self.now() - start > 1_000_000_000 else { return }
    try? FileDescriptor.write(Array("\r\u{1B}[K".utf8), to: 2)
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
