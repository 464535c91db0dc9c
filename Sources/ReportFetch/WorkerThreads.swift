import Glibc

/// Threads for work that waits, each ended and all that it held given back when `run` returns.
///
/// What a thread holds has to go while the thread still runs. A `Foundation.Thread` lets go of its block in a destructor of
/// thread-specific data, which comes after libdispatch has freed the cache of that thread: the last owner of a database went
/// there, its queue was disposed of, and for that libdispatch took a block out of the freed cache.
enum WorkerThreads {
  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Runs `body` on `count` threads at once, with stacks of `stackSize` bytes; where no thread is to be had, on this one.
  static func run(_ count: Int, stackSize: Int, _ body: @escaping @Sendable () -> Void) {
    var threads: [pthread_t] = []
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stackSize)
    defer { pthread_attr_destroy(&attributes) }
    for _ in 0..<count {
      let work = Unmanaged.passRetained(Work(body))
      var thread = pthread_t()
      let failure = pthread_create(
        &thread, &attributes,
        { context in
          if let context { Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body() }
          return nil
        }, work.toOpaque())
      if failure == 0 { threads.append(thread) } else { work.release() }
    }
    if threads.isEmpty, count > 0 { body() }
    for thread in threads { pthread_join(thread, nil) }
  }
}
