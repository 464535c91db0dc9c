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
      "{\"level\":\(JSONText.quoted("\(event.level)")),\"message\":\(JSONText.quoted(message))}")
  }
}

/// Strings as JSON writes them (RFC 8259).
enum JSONText {
  static func quoted(_ text: String) -> String {
    // The first bytes of C1 controls, of separators and marks of direction, and of the byte order mark are looked at closely.
    let isPlain = text.utf8.allSatisfy {
      $0 >= 0x20 && ![0x22, 0x5C, 0x7F, 0xC2, 0xE2, 0xEF].contains($0)
    }
    if isPlain { return "\"" + text + "\"" }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || isInvisible(scalar) {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// Separators of lines and what turns text around, all below U+10000.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB: return true
    default: return false
    }
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
