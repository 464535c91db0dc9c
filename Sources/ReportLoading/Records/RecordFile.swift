import Glibc
import ReportArticles

/// An open file of records that is read in places. It notices when somebody else writes to it.
final class RecordFile: Sendable {
  let path: String
  let size: Int
  private let descriptor: Int32
  private let modified: Int
  private let modifiedPart: Int

  /// Opens a regular file; nil for anything else.
  init?(path: String) {
    var status = stat()
    // A pipe that was opened and closed again would have lost its writer.
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let opened = open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { return nil }
    guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      return nil
    }
    descriptor = opened
    self.path = path
    size = Int(status.st_size)
    modified = Int(status.st_mtim.tv_sec)
    modifiedPart = Int(status.st_mtim.tv_nsec)
  }

  deinit { close(descriptor) }

  /// Fills `buffer` with the bytes at an offset; false when there are fewer.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Bool {
    var done = 0
    while done < buffer.count {
      let got = pread(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, offset + done)
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { return false }
      done += got
    }
    return true
  }

  /// The bytes at a place. Throws when the file is no longer what it was when it was opened.
  func bytes(at offset: Int, count: Int) throws(ArticleStoreError) -> [UInt8] {
    var status = stat()
    guard fstat(descriptor, &status) == 0, Int(status.st_size) == size, Int(status.st_mtim.tv_sec) == modified,
      Int(status.st_mtim.tv_nsec) == modifiedPart
    else { throw .unavailable("\(path) was changed while it was being read") }
    var isWhole = false
    let result = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      isWhole = read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
      filled = isWhole ? count : 0
    }
    guard isWhole else { throw .unavailable("\(path) cannot be read any more") }
    return result
  }
}

/// The number of processors that this process may use.
enum ProcessorCount {
  static var current: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
