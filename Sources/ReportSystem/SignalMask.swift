import Glibc

/// Holds back the signals that end a process.
package struct SignalMask {
  private var previous = sigset_t()

  private init() {}

  /// Lets the signals through that end a process, whatever its parent left blocked.
  package static func unblockTermination() {
    var set = sigset_t()
    sigemptyset(&set)
    for number in [SIGTERM, SIGINT, SIGHUP, SIGQUIT] { sigaddset(&set, number) }
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  package static func blockingTermination() -> SignalMask {
    var mask = SignalMask()
    var set = sigset_t()
    sigemptyset(&set)
    for number in [SIGTERM, SIGINT, SIGHUP, SIGQUIT] { sigaddset(&set, number) }
    pthread_sigmask(SIG_BLOCK, &set, &mask.previous)
    return mask
  }

  package func restore() {
    var previous = previous
    pthread_sigmask(SIG_SETMASK, &previous, nil)
  }
}
