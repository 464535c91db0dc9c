import Glibc

/// Runs a command in a process group of its own, feeds it, collects what it writes, and kills it when its time is up.
package enum ChildProcess {
  package enum Failure: Error {
    case notStarted(String)
    case timedOut
    /// The exit code, or the signal as a negative number.
    case failed(Int)
    case tooMuchOutput
  }

  static let largestOutput = 64 << 20

  /// The standard output of `/bin/sh -c command` fed with `input`. Standard error is passed through.
  package static func run(_ command: String, input: [UInt8], timeLimit: Double) throws(Failure) -> [UInt8] {
    let (inputRead, inputWrite) = try pipe()
    let (outputRead, outputWrite): (Int32, Int32)
    do throws(Failure) { (outputRead, outputWrite) = try pipe() } catch {
      close(inputRead)
      close(inputWrite)
      throw error
    }
    let child: pid_t
    do throws(Failure) {
      defer {
        close(inputRead)
        close(outputWrite)
      }
      child = try spawn(command, input: inputRead, output: outputWrite)
    } catch {
      close(inputWrite)
      close(outputRead)
      throw error
    }
    let (output, failure) = exchange(
      input, to: inputWrite, from: outputRead, until: now() + max(0, min(timeLimit, 1e6)))
    if failure != nil { kill(-child, SIGKILL) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1 && errno == EINTR {}
    if let failure { throw failure }
    let signal = status & 0x7F
    if signal != 0 { throw .failed(-Int(signal)) }
    let code = Int(status >> 8 & 0xFF)
    if code != 0 { throw .failed(code) }
    return output
  }

  private static func pipe() throws(Failure) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw .notStarted(String(cString: strerror(errno))) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func spawn(_ command: String, input: Int32, output: Int32) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)

    // A group of its own, so that a kill reaches what the command started; signals as a program expects them.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    var pipeSignal = sigset_t()
    sigemptyset(&pipeSignal)
    sigaddset(&pipeSignal, SIGPIPE)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &pipeSignal)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    let words: [String] = ["/bin/sh", "-c", command]
    let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    let error = posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments + [nil], environ)
    guard error == 0 else { throw .notStarted(String(cString: strerror(error))) }
    return child
  }

  /// Writes and reads until the child closes its output, the time is up or there is too much. Closes both ends.
  private static func exchange(
    _ input: [UInt8], to writeEnd: Int32, from readEnd: Int32, until deadline: Double
  ) -> ([UInt8], Failure?) {
    // A child that does not read must not end this process: the signal is held back and taken off again.
    var pipeSignal = sigset_t()
    sigemptyset(&pipeSignal)
    sigaddset(&pipeSignal, SIGPIPE)
    var previous = sigset_t()
    pthread_sigmask(SIG_BLOCK, &pipeSignal, &previous)
    defer {
      var immediately = timespec()
      if sigismember(&previous, SIGPIPE) == 0 { sigtimedwait(&pipeSignal, nil, &immediately) }
      pthread_sigmask(SIG_SETMASK, &previous, nil)
    }
    _ = fcntl(writeEnd, F_SETFL, O_NONBLOCK)
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var sent = 0
    var isWriting = true
    defer {
      if isWriting { close(writeEnd) }
      close(readEnd)
    }
    while true {
      if isWriting && sent == input.count {
        close(writeEnd)
        isWriting = false
      }
      let left = deadline - now()
      if left <= 0 { return (output, .timedOut) }
      var waiting = [pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)]
      if isWriting { waiting.append(pollfd(fd: writeEnd, events: Int16(POLLOUT), revents: 0)) }
      let ready = poll(&waiting, nfds_t(waiting.count), Int32(min(left * 1000 + 1, 1_000_000)))
      if ready <= 0 { continue }
      if waiting.count == 2, waiting[1].revents != 0 {
        let written = input[sent...].withUnsafeBytes { write(writeEnd, $0.baseAddress, $0.count) }
        if written > 0 {
          sent += written
        } else if written < 0 && errno != EAGAIN && errno != EINTR {
          // The child has read enough.
          sent = input.count
        }
      }
      if waiting[0].revents != 0 {
        let count = read(readEnd, &buffer, buffer.count)
        if count > 0 {
          output.append(contentsOf: buffer[..<count])
          if output.count > largestOutput { return (output, .tooMuchOutput) }
        } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
          return (output, nil)
        }
      }
    }
  }

  /// Seconds on the monotonic clock, for the limit only.
  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
