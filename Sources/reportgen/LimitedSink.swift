import ReportEngine

/// A sink that refuses to grow beyond a limit.
struct LimitedSink<Base: ByteSink>: ByteSink {
  var base: Base
  private let limit: Int
  private var written = 0

  init(_ base: Base, limit: Int) {
    self.base = base
    self.limit = limit
  }

  mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    written += bytes.count
    guard written <= limit else {
      throw CommandFailure(.limitReached, "the report is larger than the output limit of \(limit >> 20) MiB")
    }
    try base.write(bytes)
  }
}
