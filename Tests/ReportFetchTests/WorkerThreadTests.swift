import Dispatch
import Synchronization
import Testing

@testable import ReportFetch

@Suite struct WorkerThreadTests {
  /// Owns a queue with specific data, as a database does: disposing of it needs the thread's cache of libdispatch.
  private final class Owner: Sendable {
    static let key = DispatchSpecificKey<Int>()
    let queue = DispatchQueue(label: "owner")
    private let ended: Mutex<Int>

    init() {
      ended = Mutex(0)
      queue.setSpecific(key: Self.key, value: 1)
    }

    func work() {
      DispatchQueue.concurrentPerform(iterations: 2) { _ in ended.withLock { $0 += 1 } }
      queue.sync {}
    }
  }

  @Test func whatThreadsHoldIsGoneWhenTheyEnd() {
    for count in [1, 4, 16] {
      weak var watched: Owner?
      do {
        let owner = Owner()
        watched = owner
        WorkerThreads.run(count, stackSize: 1 << 20) { [owner] in owner.work() }
      }
      #expect(watched == nil)
    }
  }

  @Test func theLastOwnerMayGoOnAThread() {
    for _ in 0..<50 {
      let held = Mutex<Owner?>(Owner())
      WorkerThreads.run(4, stackSize: 1 << 20) { [owner = held.withLock { $0.take() }] in owner?.work() }
    }
  }

  @Test func eachThreadRunsOnce() {
    let counter = Counter()
    WorkerThreads.run(7, stackSize: 1 << 20) { counter.add() }
    #expect(counter.value == 7)
    WorkerThreads.run(0, stackSize: 1 << 20) { counter.add() }
    #expect(counter.value == 7)
  }

  private final class Counter: Sendable {
    private let number = Atomic<Int>(0)
    var value: Int { number.load(ordering: .relaxed) }
    func add() { number.add(1, ordering: .relaxed) }
  }
}
