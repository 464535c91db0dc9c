import Glibc

/// Runs a command in a process group of its own with signals as a program expects them, feeds it, collects what it writes,
/// and ends it and whatever it started when it ends, or when its time is up.
package enum ChildProcess {
  package enum Failure: Error {
    case notStarted(String)
    case timedOut
    /// The exit code, or the signal as a negative number.
    case failed(Int)
    case tooMuchOutput
    /// The program that started this one has signals of ended children ignored: the system does not say how it ended.
    case unknownEnd
  }

  static let largestOutput = 64 << 20
  /// How many bytes of a command's standard error are passed on: messages, not floods of them.
  static let largestErrors = 32 << 10
  /// Seconds between two looks at whether the child has ended, while there is nothing to read or to write.
  private static let interval = 0.02

  /// The standard output of `/bin/sh -c command` fed with `input`. The beginning of its standard error is passed on with
  /// control characters shown as `^[`.
  package static func run(_ command: String, input: [UInt8], timeLimit: Double) throws(Failure) -> [UInt8] {
    let (inputRead, inputWrite) = try pipe()
    let (outputRead, outputWrite): (Int32, Int32)
    do throws(Failure) { (outputRead, outputWrite) = try pipe() } catch {
      close(inputRead)
      close(inputWrite)
      throw error
    }
    let (errorRead, errorWrite): (Int32, Int32)
    do throws(Failure) { (errorRead, errorWrite) = try pipe() } catch {
      for end in [inputRead, inputWrite, outputRead, outputWrite] { close(end) }
      throw error
    }
    let child: pid_t
    do throws(Failure) {
      defer { for end in [inputRead, outputWrite, errorWrite] { close(end) } }
      child = try spawn(command, input: inputRead, output: outputWrite, errors: errorWrite)
    } catch {
      for end in [inputWrite, outputRead, errorRead] { close(end) }
      throw error
    }
    var exchange = Exchange(child: child, input: input, writeEnd: inputWrite, readEnd: outputRead, errorEnd: errorRead)
    let failure = exchange.run(until: now() + max(0, min(timeLimit, 1e6)))
    // The child is there until it is waited for, so that its group is no other's: what it left running ends with it.
    if failure == nil || failure?.isUnknown == false { kill(-child, SIGKILL) }
    var status: Int32 = 0
    var waited: pid_t
    repeat { waited = waitpid(child, &status, 0) } while waited == -1 && errno == EINTR
    if let failure { throw failure }
    guard waited == child else { throw .unknownEnd }
    let signal = status & 0x7F
    if signal != 0 { throw .failed(-Int(signal)) }
    let code = Int(status >> 8 & 0xFF)
    if code != 0 { throw .failed(code) }
    return exchange.output
  }

  /// A pipe that other children do not inherit, apart from the standard descriptors.
  private static func pipe() throws(Failure) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw .notStarted(String(cString: strerror(errno))) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    for place in ends.indices where ends[place] < 3 {
      let moved = fcntl(ends[place], F_DUPFD_CLOEXEC, 3)
      let reason = errno
      close(ends[place])
      guard moved >= 0 else {
        close(ends[1 - place])
        throw .notStarted(String(cString: strerror(reason)))
      }
      ends[place] = moved
    }
    return (ends[0], ends[1])
  }

  private static func spawn(_ command: String, input: Int32, output: Int32, errors: Int32) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)

    do { return try start(["/bin/sh", "-c", command], &actions) } catch {
      throw .notStarted(String(cString: strerror(error.code)))
    }
  }

  /// What the system says against starting a program, as in errno(3).
  package struct NotStarted: Error {
    package let code: Int32
  }

  /// Starts the program `words[0]` in a group of its own, so that a kill reaches what it starts too and a terminal's Ctrl-C
  /// does not; no signal is held back or ignored, whatever whoever started us does about it.
  package static func start(
    _ words: [String], _ actions: UnsafePointer<posix_spawn_file_actions_t>? = nil
  ) throws(NotStarted) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    let failure = posix_spawn(&child, words[0], actions, &attributes, arguments + [nil], environ)
    guard failure == 0 else { throw NotStarted(code: failure) }
    return child
  }

  /// What goes back and forth between this process and a child.
  private struct Exchange {
    let child: pid_t
    let input: [UInt8]
    let writeEnd: Int32
    let readEnd: Int32
    private var relay: ErrorRelay
    var output: [UInt8] = []
    private var sent = 0
    private var isWriting = true
    private var isReading = true
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(child: pid_t, input: [UInt8], writeEnd: Int32, readEnd: Int32, errorEnd: Int32) {
      (self.child, self.input, self.writeEnd, self.readEnd) = (child, input, writeEnd, readEnd)
      relay = ErrorRelay(source: errorEnd)
      for end in [writeEnd, readEnd, errorEnd] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }

    /// Goes on until the child has ended, the time is up or there is too much. Closes both ends. What a child of the child
    /// keeps open is not waited for.
    mutating func run(until deadline: Double) -> Failure? {
      // A child that does not read must not end this process: the signal is held back and taken off again.
      var pipeSignal = sigset_t()
      sigemptyset(&pipeSignal)
      sigaddset(&pipeSignal, SIGPIPE)
      var previous = sigset_t()
      pthread_sigmask(SIG_BLOCK, &pipeSignal, &previous)
      defer {
        if isWriting { close(writeEnd) }
        if isReading { close(readEnd) }
        relay.end()
        var immediately = timespec()
        if sigismember(&previous, SIGPIPE) == 0 { sigtimedwait(&pipeSignal, nil, &immediately) }
        pthread_sigmask(SIG_SETMASK, &previous, nil)
      }
      var pause = 0.001
      while true {
        if isWriting, sent == input.count {
          close(writeEnd)
          isWriting = false
        }
        switch ChildProcess.hasEnded(child) {
        case .some(true):
          receive()
          relay.pass()
          return output.count > largestOutput ? .tooMuchOutput : nil
        case .some(false): break
        case .none: return .unknownEnd
        }
        let left = deadline - now()
        if left <= 0 { return .timedOut }
        var waiting: [pollfd] = []
        if isReading { waiting.append(pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)) }
        if isWriting { waiting.append(pollfd(fd: writeEnd, events: Int16(POLLOUT), revents: 0)) }
        if let end = relay.waitsFor { waiting.append(pollfd(fd: end, events: Int16(POLLIN), revents: 0)) }
        // Looks at a child that is about to end follow each other quickly.
        let ready = poll(&waiting, nfds_t(waiting.count), Int32(max(1, min(left, pause) * 1000)))
        pause = ready > 0 ? 0.001 : min(interval, pause * 2)
        for one in waiting where one.revents != 0 {
          if one.fd == writeEnd { send() } else if one.fd == readEnd { receive() }
        }
        relay.pass()
        if output.count > largestOutput { return .tooMuchOutput }
      }
    }

    private mutating func send() {
      let written = input[sent...].withUnsafeBytes { write(writeEnd, $0.baseAddress, $0.count) }
      if written > 0 {
        sent += written
      } else if written < 0 && errno != EAGAIN && errno != EINTR {
        // The child has read enough.
        sent = input.count
      }
    }

    /// Reads what is there.
    private mutating func receive() {
      while isReading, output.count <= largestOutput {
        let count = read(readEnd, &buffer, buffer.count)
        if count > 0 {
          output.append(contentsOf: buffer[..<count])
        } else if count < 0, errno == EINTR {
          continue
        } else {
          if count < 0, errno == EAGAIN { return }
          close(readEnd)
          isReading = false
        }
      }
    }
  }

  /// Passes the beginning of what a child writes to its standard error on to that of this process, and reads the rest.
  private struct ErrorRelay {
    private let source: Int32
    private var isOpen = true
    private var left = ChildProcess.largestErrors
    /// Whether the standard error of this process takes nothing now; the child waits meanwhile, as it would if it wrote there.
    private var isHeldUp = false
    /// So little that what it becomes fits where poll(2) said that there is room (`PIPE_BUF`).
    private var buffer = [UInt8](repeating: 0, count: 2048)

    init(source: Int32) { self.source = source }

    /// What to wait for, nil for nothing.
    var waitsFor: Int32? { isOpen && !isHeldUp ? source : nil }

    /// Passes on what is there; no more than a pipe holds at once, so that a flood does not keep the caller here.
    mutating func pass() {
      for _ in 0..<32 where isOpen {
        if left > 0 {
          var room = pollfd(fd: 2, events: Int16(POLLOUT), revents: 0)
          isHeldUp = poll(&room, 1, 0) == 0
          if isHeldUp { return }
        }
        let count = read(source, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        if count < 0, errno == EAGAIN { return }
        guard count > 0 else { return end() }
        guard left > 0 else { continue }
        tell(buffer[..<min(count, left)])
        left -= min(count, left)
        if left == 0 { tell(Array("\n(what else the command says is left out)\n".utf8)[...]) }
      }
    }

    mutating func end() {
      if isOpen { close(source) }
      isOpen = false
    }

    private mutating func tell(_ bytes: ArraySlice<UInt8>) {
      var text: [UInt8] = []
      text.reserveCapacity(bytes.count * 2)
      for byte in bytes {
        let isControl = byte == 0x7F || byte < 0x20 && byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\t")
        if isControl { text += [UInt8(ascii: "^"), byte ^ 0x40] } else { text.append(byte) }
      }
      // Nobody listens any more: the rest is read and dropped.
      if write(2, text, text.count) < 0, errno != EINTR, errno != EAGAIN { left = 0 }
    }
  }

  /// Whether a child has ended; it stays to be waited for. Nil when the system does not tell.
  private static func hasEnded(_ child: pid_t) -> Bool? {
    var info = siginfo_t()
    var result: Int32
    repeat {
      result = waitid(P_PID, id_t(child), &info, WEXITED | WNOHANG | WNOWAIT)
    } while result == -1 && errno == EINTR
    return result == -1 ? nil : info.si_signo != 0
  }

  /// Seconds on the monotonic clock, for the limit only.
  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

extension ChildProcess.Failure {
  fileprivate var isUnknown: Bool {
    if case .unknownEnd = self { return true }
    return false
  }
}
