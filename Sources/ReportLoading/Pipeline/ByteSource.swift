import Glibc

/// The bytes of a file, of standard input or a pipe, piece by piece; compressed data are expanded on the way.
final class ByteSource {
  /// Up to 64 KiB from the start, expanded.
  private(set) var head: [UInt8] = []
  /// Why no more could be read.
  private(set) var failure: String?
  /// Whether the data are compressed.
  private(set) var isCompressed = false

  private let descriptor: Int32
  private let isOwned: Bool
  private var gzip: GzipReader?
  /// What was read and not yet handed out.
  private var waiting: [UInt8] = []
  private var isAtEnd = false
  private static let piece = 1 << 18
  private static let headSize = 1 << 16

  /// nil when there is nothing at the path that can be opened; `-` is standard input.
  init?(path: String) {
    isOwned = path != "-"
    descriptor = isOwned ? open(path, O_RDONLY | O_CLOEXEC) : 0
    guard descriptor >= 0 else { return nil }
    waiting = raw()
    // A pipe gives what it has: the first bytes that tell the format may come in several.
    while waiting.count < Self.headSize, !isAtEnd { waiting += raw() }
    if Gzip.isGzip(waiting) {
      isCompressed = true
      gzip = GzipReader()
      let compressed = waiting
      waiting = []
      expand(compressed)
      while waiting.count < Self.headSize, !isAtEnd { expand(raw()) }
    }
    head = Array(waiting.prefix(Self.headSize))
  }

  deinit { if isOwned { close(descriptor) } }

  /// The next bytes; nil at the end or after a failure.
  func next() -> [UInt8]? {
    while waiting.isEmpty, !isAtEnd {
      if gzip == nil { waiting = raw() } else { expand(raw()) }
    }
    defer { waiting = [] }
    return waiting.isEmpty ? nil : waiting
  }

  private func expand(_ compressed: [UInt8]) {
    guard let gzip else { return }
    let problem =
      compressed.withUnsafeBufferPointer { gzip.expand($0, into: &waiting) } ?? (isAtEnd ? gzip.finish() : nil)
    if let problem {
      failure = failure ?? problem.message
      isAtEnd = true
    }
  }

  private func raw() -> [UInt8] {
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.piece) { buffer, count in
      var got = 0
      repeat { got = read(descriptor, buffer.baseAddress, Self.piece) } while got < 0 && errno == EINTR
      if got < 0 { failure = "cannot be read: \(String(cString: strerror(errno)))" }
      count = max(0, got)
    }
    if bytes.isEmpty { isAtEnd = true }
    return bytes
  }
}
