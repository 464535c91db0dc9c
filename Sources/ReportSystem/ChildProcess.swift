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
  /// Seconds between two looks at whether the child has ended, while there is nothing to read or to write.
  private static let interval = 0.02

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
    var exchange = Exchange(child: child, input: input, writeEnd: inputWrite, readEnd: outputRead)
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

  private static func spawn(_ command: String, input: Int32, output: Int32) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)

    // A group of its own, so that a kill reaches what the command started; no signal is held back or ignored, whatever
    // whoever started us does about it.
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

    let words: [String] = ["/bin/sh", "-c", command]
    let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    let error = posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments + [nil], environ)
    guard error == 0 else { throw .notStarted(String(cString: strerror(error))) }
    return child
  }

  /// What goes back and forth between this process and a child.
  private struct Exchange {
    let child: pid_t
    let input: [UInt8]
    let writeEnd: Int32
    let readEnd: Int32
    var output: [UInt8] = []
    private var sent = 0
    private var isWriting = true
    private var isReading = true
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(child: pid_t, input: [UInt8], writeEnd: Int32, readEnd: Int32) {
      (self.child, self.input, self.writeEnd, self.readEnd) = (child, input, writeEnd, readEnd)
      for end in [writeEnd, readEnd] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
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
          return output.count > largestOutput ? .tooMuchOutput : nil
        case .some(false): break
        case .none: return .unknownEnd
        }
        let left = deadline - now()
        if left <= 0 { return .timedOut }
        var waiting: [pollfd] = []
        if isReading { waiting.append(pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)) }
        if isWriting { waiting.append(pollfd(fd: writeEnd, events: Int16(POLLOUT), revents: 0)) }
        // Looks at a child that is about to end follow each other quickly.
        let ready = poll(&waiting, nfds_t(waiting.count), Int32(max(1, min(left, pause) * 1000)))
        pause = ready > 0 ? 0.001 : min(interval, pause * 2)
        for one in waiting where one.revents != 0 {
          if one.fd == writeEnd { send() } else { receive() }
        }
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
