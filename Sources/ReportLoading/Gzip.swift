import CZlib

/// Compressed input (RFC 1952), expanded within bounds.
enum Gzip {
  struct Failure: Error {
    var message: String
  }

  static func isGzip(_ data: [UInt8]) -> Bool { data.starts(with: [0x1F, 0x8B, 0x08]) }

  /// The contents of all members of the file.
  static func inflate(_ data: [UInt8]) -> Result<[UInt8], Failure> {
    var output: [UInt8] = []
    let reader = GzipReader(total: data.count)
    if let failure = data.withUnsafeBufferPointer({ reader.expand($0, into: &output) }) ?? reader.finish() {
      return .failure(failure)
    }
    return .success(output)
  }
}

extension ArticleLoader {
  /// What gzipped data expands to; nil when it is damaged or more than `limit` bytes.
  package static func expanded(_ data: [UInt8], limit: Int) -> [UInt8]? {
    let reader = GzipReader(total: data.count)
    var output: [UInt8] = []
    for start in stride(from: 0, to: data.count, by: 16_384) {
      let piece = data[start..<min(start + 16_384, data.count)]
      let failure = piece.withUnsafeBufferPointer { reader.expand($0, into: &output) }
      if failure != nil || output.count > limit { return nil }
    }
    return reader.finish() == nil ? output : nil
  }
}

/// Expands compressed data piece by piece.
final class GzipReader {
  // Text shrinks to a tenth or so; what shrinks to less than a two-hundredth is a bomb once it is large.
  private static let freeSize = 64 << 20
  private static let maximumRatio = 200

  private var stream = z_stream()
  private let hasStarted: Bool
  /// The size of all of the compressed data, if it is known.
  private let total: Int?
  private var (taken, given) = (0, 0)
  private var (isInMember, isDone) = (false, false)
  private var chunk = [UInt8](repeating: 0, count: 1 << 18)

  init(total: Int? = nil) {
    self.total = total
    hasStarted = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit { if hasStarted { inflateEnd(&stream) } }

  /// Expands the next piece of the compressed data into `output`; the first thing that is wrong with it, if any.
  func expand(_ input: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) -> Gzip.Failure? {
    guard hasStarted else { return Gzip.Failure(message: "the decompressor cannot be started") }
    guard input.count <= Int(UInt32.max) else {
      let half = input.count / 2
      return expand(UnsafeBufferPointer(rebasing: input[..<half]), into: &output)
        ?? expand(UnsafeBufferPointer(rebasing: input[half...]), into: &output)
    }
    taken += input.count
    stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
    stream.avail_in = UInt32(input.count)
    while !isDone {
      if stream.avail_in == 0, !isInMember { return nil }
      let before = stream.avail_in
      let size = chunk.count
      let (status, produced) = chunk.withUnsafeMutableBufferPointer { target -> (Int32, Int) in
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(size)
        let status = CZlib.inflate(&stream, Z_NO_FLUSH)
        return (status, size - Int(stream.avail_out))
      }
      isInMember = true
      output.append(contentsOf: chunk[..<produced])
      given += produced
      if given > Self.freeSize, given / Self.maximumRatio > total ?? taken {
        return Gzip.Failure(
          message: "expands to more than \(Self.maximumRatio) times its size; refused as a decompression bomb")
      }
      switch status {
      case Z_STREAM_END:
        isInMember = false
        isDone = inflateReset(&stream) != Z_OK
      case Z_OK, Z_BUF_ERROR:
        // All that there is has been taken, and nothing waits for room.
        if stream.avail_in == 0, produced < size { return nil }
        if produced == 0, stream.avail_in == before { return Gzip.Failure(message: "the compressed data is damaged") }
      default:
        // What follows a whole member and is none may be padding.
        if given == 0 || stream.total_out > 0 {
          return Gzip.Failure(
            message: given == 0 ? "the compressed data is damaged or cut off" : "the compressed data is damaged")
        }
        isDone = true
        isInMember = false
      }
    }
    return nil
  }

  /// What is wrong when no more data come.
  func finish() -> Gzip.Failure? {
    isInMember ? Gzip.Failure(message: "the compressed data is cut off") : nil
  }
}
