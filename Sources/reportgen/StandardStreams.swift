import Glibc

/// The process's own streams, guarded against what cron and shells do to them.
enum StandardStreams {
  /// Opens /dev/null on every standard descriptor that is closed, so that no report file ever gets number 0, 1 or 2;
  /// and turns the signal for a file grown too large into a write error.
  static func secure() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY)
    }
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Writes a line to standard error; a failure to do so has nowhere to be told.
  static func complain(_ line: String) {
    try? FileDescriptor.write(Array((line + "\n").utf8), to: 2)
  }

  /// Whether standard error is a terminal.
  static var errorIsTerminal: Bool { isatty(2) == 1 }
}

/// A system call that failed.
struct SystemFailure: Error, CustomStringConvertible {
  let code: Int32
  var description: String { String(cString: strerror(code)) }
}

/// Whole writes to a file descriptor.
enum FileDescriptor {
  /// Writes all of `bytes`, going on after interruptions and partial writes.
  static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) throws {
    let done: Void? = try bytes.withContiguousStorageIfAvailable { try write($0, to: descriptor) }
    if done == nil { try Array(bytes).withUnsafeBufferPointer { try write($0, to: descriptor) } }
  }

  static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) throws {
    var rest = UnsafeRawBufferPointer(bytes)
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemFailure(code: errno)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }
}
