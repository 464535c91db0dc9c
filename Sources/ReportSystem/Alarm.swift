import CProcess
import Glibc

/// A thread that acts when its time has come, once or again and again, until it is stopped.
///
/// It holds one descriptor (eventfd(2)), so that a run needs few of them, and none of the pool's threads, so that it
/// also acts while all of those are busy.
package struct Alarm: Sendable {
  private let wakeUp: Int32
  private let thread: pthread_t

  private final class Job {
    let wakeUp: Int32
    let milliseconds: Int32
    let repeats: Bool
    let action: @Sendable () -> Void

    init(wakeUp: Int32, milliseconds: Int32, repeats: Bool, action: @escaping @Sendable () -> Void) {
      (self.wakeUp, self.milliseconds, self.repeats, self.action) = (wakeUp, milliseconds, repeats, action)
    }

    func wait() {
      var event = pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0)
      while true {
        let ready = poll(&event, 1, milliseconds)
        if ready > 0 { return }
        if ready == 0 {
          action()
          if !repeats { return }
        }
      }
    }
  }

  /// Starts to wait.
  ///
  /// - Parameters:
  ///   - milliseconds: The time before `action`, and between one and the next when it `repeats`.
  /// - Returns: `nil` when the system gives no descriptor or no thread.
  package init?(milliseconds: Int32, repeats: Bool = false, action: @escaping @Sendable () -> Void) {
    let wakeUp = eventfd(0, Int32(EFD_CLOEXEC))
    guard wakeUp >= 0 else { return nil }
    let job = Unmanaged.passRetained(
      Job(wakeUp: wakeUp, milliseconds: milliseconds, repeats: repeats, action: action))
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Job>.fromOpaque(context).takeRetainedValue().wait()
        return nil
      }, job.toOpaque())
    guard result == 0 else {
      job.release()
      close(wakeUp)
      return nil
    }
    (self.wakeUp, self.thread) = (wakeUp, thread)
  }

  /// Stops waiting; when this returns, the action is not running and never will again.
  package func stop() {
    eventfd_write(wakeUp, 1)
    pthread_join(thread, nil)
    close(wakeUp)
  }
}
