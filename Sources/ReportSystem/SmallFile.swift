import Glibc

/// Whole small files.
package enum SmallFile {
  /// The text of a file. Throws `SystemFailure`.
  package static func read(_ path: String) throws -> String { String(decoding: try bytes(of: path), as: UTF8.self) }

  /// The bytes of a regular file. Throws `SystemFailure`.
  package static func bytes(of path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw SystemFailure(code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemFailure(code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw SystemFailure(code: EINVAL) }
    var result: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &piece, piece.count)
      if count == 0 { return result }
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemFailure(code: errno)
      }
      result += piece[..<count]
    }
  }

  /// Writes a file and syncs it to the disk. Throws `SystemFailure`.
  package static func write(_ text: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemFailure(code: errno) }
    defer { close(descriptor) }
    try FileDescriptor.write(Array(text.utf8), to: descriptor)
    guard fsync(descriptor) == 0 else { throw SystemFailure(code: errno) }
  }

  /// Makes a directory and those above it. Throws `SystemFailure`.
  package static func makeDirectory(_ path: String) throws {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, path.contains("/") else { throw SystemFailure(code: errno) }
    try makeDirectory(Paths.directory(of: path))
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw SystemFailure(code: errno) }
  }

  /// The names in a directory, without `.` and `..`, in byte order. Throws `SystemFailure`.
  package static func names(in path: String) throws -> [String] {
    guard let stream = opendir(path) else { throw SystemFailure(code: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Removes a directory of plain files.
  package static func removeDirectory(_ path: String) {
    for name in (try? names(in: path)) ?? [] { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}
