import Glibc
import ReportJobs
import ReportSystem

/// The text of a script.
enum ScriptFile {
  /// Larger texts are no scripts.
  private static let limit = 64 << 20

  /// Reads a file, or standard input for `-`. Throws `CommandFailure`.
  static func bytes(of path: String) throws -> [UInt8] {
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { if descriptor > 0 { close(descriptor) } }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &piece, piece.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path)
      }
      if count == 0 { return bytes }
      bytes += piece[..<count]
      guard bytes.count <= limit else {
        throw CommandFailure(.inputMissing, "\(path): larger than \(limit >> 20) MiB, not a script")
      }
    }
  }

  private static func failure(_ path: String) -> CommandFailure {
    CommandFailure(.inputMissing, "\(path): \(SystemFailure(code: errno))")
  }
}
