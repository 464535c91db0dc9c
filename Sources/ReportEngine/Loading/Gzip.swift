import CZlib

/// Compressed input (RFC 1952), expanded within bounds.
enum Gzip {
  struct Failure: Error {
    var message: String
  }

  static func isGzip(_ data: [UInt8]) -> Bool { data.starts(with: [0x1F, 0x8B, 0x08]) }

  // Text shrinks to a tenth or so; what shrinks to less than a two-hundredth is a bomb once it is large.
  private static let freeSize = 64 << 20
  private static let maximumRatio = 200

  /// The contents of all members of the file.
  static func inflate(_ data: [UInt8]) -> Result<[UInt8], Failure> {
    var stream = z_stream()
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      return .failure(Failure(message: "the decompressor cannot be started"))
    }
    defer { inflateEnd(&stream) }
    var input = data
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var failure: Failure?
    let total = input.count
    input.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(truncatingIfNeeded: min(total, Int(UInt32.max)))
      while failure == nil {
        let size = chunk.count
        let (status, produced) = chunk.withUnsafeMutableBufferPointer { target -> (Int32, Int) in
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(size)
          let status = CZlib.inflate(&stream, Z_NO_FLUSH)
          return (status, size - Int(stream.avail_out))
        }
        output.append(contentsOf: chunk[..<produced])
        if output.count > freeSize, output.count / maximumRatio > total {
          failure = Failure(
            message: "expands to more than \(maximumRatio) times its size; refused as a decompression bomb")
        } else if status == Z_STREAM_END {
          if stream.avail_in == 0 || inflateReset(&stream) != Z_OK { return }
        } else if status != Z_OK {
          // A further member may be padding.
          if output.isEmpty || stream.avail_in == 0 {
            failure = Failure(message: "the compressed data is damaged or cut off")
          } else if status == Z_DATA_ERROR, stream.total_out > 0 {
            failure = Failure(message: "the compressed data is damaged")
          }
          return
        } else if produced == 0, stream.avail_in == 0 {
          failure = Failure(message: "the compressed data is cut off")
        }
      }
    }
    if let failure { return .failure(failure) }
    return .success(output)
  }
}
