import Glibc
import Synchronization

/// Threads for work that blocks: each piece gets a thread of its own, no more than `limit` at one time, in order of
/// arrival. Swift's own pool has a thread a core; a script that runs until its time limit would hold one up.
package final class RunThreads: Sendable {
  private struct Waiter {
    var number: Int
    var resume: CheckedContinuation<Bool, Never>
  }

  private struct State {
    var running = 0
    var next = 0
    var waiting: [Waiter] = []
    /// Waiters that were cancelled before they came to wait.
    var cancelled: Set<Int> = []
  }

  private let limit: Int
  private let state = Mutex(State())
  /// As the main thread has: scripts nest calls of C functions.
  private static let stackSize = 8 << 20

  init(limit: Int) { self.limit = max(1, limit) }

  /// Runs `body` on a thread of its own; nil when the task was cancelled before a thread was free.
  package func perform<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result? {
    guard await turn() else { return nil }
    defer { leave() }
    return await withCheckedContinuation { continuation in
      let work = Work { continuation.resume(returning: body()) }
      // Without a thread to be had the work is done all the same, on this one.
      if !work.start(stackSize: Self.stackSize) { work.body() }
    }
  }

  /// Waits for a free place; false when the task was cancelled meanwhile.
  private func turn() async -> Bool {
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    defer { state.withLock { _ = $0.cancelled.remove(number) } }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let answer: Bool? = state.withLock { state in
          if state.cancelled.remove(number) != nil { return false }
          guard state.running >= limit else {
            state.running += 1
            return true
          }
          state.waiting.append(Waiter(number: number, resume: continuation))
          return nil
        }
        if let answer { continuation.resume(returning: answer) }
      }
    } onCancel: {
      let waiter: Waiter? = state.withLock { state in
        guard let index = state.waiting.firstIndex(where: { $0.number == number }) else {
          state.cancelled.insert(number)
          return nil
        }
        return state.waiting.remove(at: index)
      }
      waiter?.resume.resume(returning: false)
    }
  }

  private func leave() {
    let next: Waiter? = state.withLock { state in
      if state.waiting.isEmpty {
        state.running -= 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume.resume(returning: true)
  }
}

/// A closure on its way to a thread.
private final class Work: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  /// False when the system gives no thread.
  func start(stackSize: Int) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    let own = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { pointer in
        if let pointer { Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body() }
        return nil
      }, own.toOpaque())
    if status != 0 { own.release() }
    return status == 0
  }
}
