import ReportEngine

/// A sink that refuses to grow beyond a limit in bytes; throws `OutputTooLarge`.
package struct LimitedSink<Base: ByteSink>: ByteSink {
  package var base: Base
  private let limit: Int
  private var written = 0

  package init(_ base: Base, limit: Int) {
    self.base = base
    self.limit = limit
  }

  package mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) throws {
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
