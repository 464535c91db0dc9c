import CProcess
import Glibc
import ReportEngine
import ReportJobs
import ReportSystem

/// The process's own streams, guarded against what cron and shells do to them.
enum StandardStreams {
  /// Opens /dev/null on every standard descriptor that is closed, so that no report file ever gets number 0, 1 or 2;
  /// turns the signal for a file grown too large into a write error; and hears of the ends of children, whatever whoever
  /// started us ignores.
  static func secure() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY)
    }
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGCHLD, SIG_DFL)
  }

  /// Writes lines to standard error, and is the only one that does: whatever an input, a script or a name puts into them
  /// neither moves the cursor nor turns the text around, and its length is bounded. A failure to write has nowhere to be told.
  static func complain(_ lines: String) {
    try? FileDescriptor.write(Array((SafeText.lines(lines) + "\n").utf8), to: 2)
  }

  /// Whether standard error is a terminal.
  static var errorIsTerminal: Bool { isatty(2) == 1 }
}

/// The arguments of the process, without the program's name.
enum ProcessArguments {
  /// As the C library has them. The statically linked runtime looks for them in /proc and beside the environment, and
  /// finds none in a root without /proc, or when a preloaded library has moved the environment.
  static var given: [String] {
    (1..<max(1, process_argument_count())).map { String(cString: process_argument($0)) }
  }
}
