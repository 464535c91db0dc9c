import ReportEngine

/// A sink that refuses to grow beyond a limit in bytes, and to be written to when its time is up; throws `OutputTooLarge`.
package struct LimitedSink<Base: ByteSink>: ByteSink {
  package var base: Base
  private let limit: Int
  private let isOutOfTime: () -> Bool
  private var written = 0

  package init(_ base: Base, limit: Int, isOutOfTime: @escaping () -> Bool = { false }) {
    self.base = base
    self.limit = limit
    self.isOutOfTime = isOutOfTime
  }

  package mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    if isOutOfTime() {
      throw OutputTooLarge(description: "the time for the whole command was up while the report was written")
    }
    written += bytes.count
    guard written <= limit else {
      throw OutputTooLarge(description: "the report is larger than the output limit of \(limit >> 20) MiB")
    }
    try base.write(bytes)
  }
}

/// The report is larger than its limit allows.
public struct OutputTooLarge: Error, CustomStringConvertible {
  /// The limit.
  public let description: String
}
