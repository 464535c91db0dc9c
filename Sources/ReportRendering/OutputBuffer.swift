import ReportDocument

/// Gathers output and hands it on in large pieces, so that a report is written as it is made.
///
/// The first failure of the sink is kept and thrown at the end; what follows it is dropped.
final class OutputBuffer {
  private static let limit = 1 << 16
  private(set) var bytes: [UInt8] = []
  private var drain: ((UnsafeBufferPointer<UInt8>) throws -> Void)?
  private var failure: (any Error)?

  private init(drain: @escaping (UnsafeBufferPointer<UInt8>) throws -> Void) {
    self.drain = drain
    bytes.reserveCapacity(Self.limit + 4096)
  }

  /// Runs `body` with a buffer that ends in `sink`.
  static func stream<Sink: ByteSink>(into sink: inout Sink, _ body: (OutputBuffer) -> Void) throws {
    try withoutActuallyEscaping({ (bytes: UnsafeBufferPointer<UInt8>) in try sink.write(bytes) }) { drain in
      let buffer = OutputBuffer(drain: drain)
      body(buffer)
      buffer.flush()
      buffer.drain = nil
      if let failure = buffer.failure { throw failure }
    }
  }

  /// The bytes that `body` writes.
  static func collect(_ body: (OutputBuffer) -> Void) -> String {
    var sink = MemorySink()
    // A memory sink never throws.
    try? stream(into: &sink, body)
    return sink.text
  }

  func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    if bytes.count >= Self.limit { flush() }
  }

  func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
    if bytes.count >= Self.limit { flush() }
  }

  func append(_ slice: Slice<UnsafeBufferPointer<UInt8>>) {
    bytes.append(contentsOf: slice)
    if bytes.count >= Self.limit { flush() }
  }

  func append(_ number: Int) { append(String(number)) }

  func append(byte: UInt8) { bytes.append(byte) }

  private func flush() {
    guard !bytes.isEmpty else { return }
    if failure == nil, let drain {
      do { try bytes.withUnsafeBufferPointer(drain) } catch { failure = error }
    }
    bytes.removeAll(keepingCapacity: true)
  }
}
