import Glibc

/// A thread with a stack of known size for work that the calling thread has too little stack for, and waits for.
enum OwnThread {
  /// As much as main threads have.
  static let stackSize = 8 << 20

  /// Runs `body` on a new thread and waits for it; here when the system gives no thread.
  static func run<Result>(_ body: () -> Result) -> Result {
    withoutActuallyEscaping(body) { body in
      let work = Work(body)
      var attributes = pthread_attr_t()
      guard pthread_attr_init(&attributes) == 0 else { return body() }
      defer { pthread_attr_destroy(&attributes) }
      pthread_attr_setstacksize(&attributes, stackSize)
      var thread = pthread_t()
      let status = pthread_create(
        &thread, &attributes,
        { pointer in
          if let pointer { Unmanaged<AnyWork>.fromOpaque(pointer).takeUnretainedValue().run() }
          return nil
        }, Unmanaged<AnyWork>.passUnretained(work).toOpaque())
      guard status == 0 else { return body() }
      pthread_join(thread, nil)
      return work.result ?? body()
    }
  }

  private class AnyWork {
    func run() {}
  }

  private final class Work<Result>: AnyWork {
    private let body: () -> Result
    private(set) var result: Result?

    init(_ body: @escaping () -> Result) { self.body = body }

    override func run() { result = body() }
  }
}
