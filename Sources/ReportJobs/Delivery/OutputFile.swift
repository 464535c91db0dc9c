import Glibc
import ReportEngine
import ReportSystem

/// A report file that appears whole or not at all.
///
/// The bytes go to a file without a name (`O_TMPFILE`), which vanishes by itself if the process dies. `OutputFile.commit`
/// syncs it, gives it a temporary name beside the target, renames it over the target and syncs the directory; signals
/// are held back while the temporary name exists. File systems without unnamed files, and roots without /proc, get a
/// named one from the start, held by a lock; names left by a killed process are recognised by the lock being free and
/// are removed.
package struct OutputFile: ByteSink {
  package let path: String
  private let target: String
  private let directory: String
  private let name: String
  private let descriptor: Int32
  private let directoryDescriptor: Int32
  private var temporaryName: String?
  private let isStream: Bool
  private var buffer: [UInt8] = []

  private static let bufferSize = 1 << 16
  /// `O_TMPFILE` of open(2), which the C library shows only with `_GNU_SOURCE`.
  private static let unnamedFile: Int32 = 0o20000000 | O_DIRECTORY

  /// Opens an output. `-` is standard output; devices and pipes are written to directly.
  /// A new file gets `mode`, one that is there keeps its own.
  package init(path: String, mode newMode: mode_t = 0o644) throws(OutputFailure) {
    self.path = path
    if path == "-" {
      (target, directory, name, descriptor, directoryDescriptor, isStream) = ("-", "", "", 1, -1, true)
      return
    }
    var status = stat()
    let exists = stat(path, &status) == 0
    let kind = status.st_mode & S_IFMT
    if exists, kind == S_IFDIR { throw Self.failure(path, "is a directory") }
    if exists, kind != S_IFREG {
      let descriptor = open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw Self.failure(path, errno) }
      (target, directory, name, self.descriptor, directoryDescriptor, isStream) = (path, "", "", descriptor, -1, true)
      return
    }
    // Write through a symbolic link rather than replacing it.
    target = exists ? Self.resolved(path) ?? path : path
    (directory, name) = Self.split(target)
    guard !name.isEmpty else { throw Self.failure(path, "is not a file name") }
    isStream = false
    directoryDescriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directoryDescriptor >= 0 else { throw Self.failure(path, errno) }
    Self.removeAbandoned(in: directoryDescriptor, directory: directory, name: name)
    let mode = exists ? status.st_mode & 0o777 : newMode
    var descriptor = openat(directoryDescriptor, ".", Self.unnamedFile | O_WRONLY | O_CLOEXEC, mode)
    if descriptor >= 0, access(Self.link(to: descriptor), F_OK) != 0 {
      close(descriptor)
      descriptor = -1
    }
    if descriptor < 0 {
      let temporary = Self.temporaryName(for: name)
      descriptor = openat(directoryDescriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      temporaryName = temporary
    }
    guard descriptor >= 0 else {
      let code = errno
      close(directoryDescriptor)
      throw Self.failure(path, code)
    }
    self.descriptor = descriptor
    if exists { fchmod(descriptor, mode) }
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
  }

  package mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    if buffer.count + bytes.count > Self.bufferSize { try flush() }
    if bytes.count >= Self.bufferSize {
      try attempt { try FileDescriptor.write(bytes, to: descriptor) }
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  /// Hands everything to the kernel and, for a file, to the disk.
  package mutating func finish() throws(OutputFailure) {
    try flush()
    if !isStream, fsync(descriptor) != 0 { throw Self.failure(path, errno) }
  }

  /// Makes finished files visible, all of them or, if one cannot be put in place, none: what was there before comes back.
  package static func commit(_ files: inout [OutputFile]) throws(OutputFailure) {
    let signals = SignalMask.blockingTermination()
    defer { signals.restore() }
    for index in files.indices where !files[index].isStream && files[index].temporaryName == nil {
      do { try files[index].giveTemporaryName() } catch {
        for file in files { file.discard() }
        throw error
      }
    }
    // The files that were there before, under names of their own until all is done.
    var earlier: [(file: OutputFile, name: String?)] = []
    for index in files.indices where !files[index].isStream {
      let file = files[index]
      guard let temporary = file.temporaryName else { continue }
      let isAlone = files.count { !$0.isStream } == 1
      let kept = isAlone ? nil : file.keepEarlier()
      guard renameat(file.directoryDescriptor, temporary, file.directoryDescriptor, file.name) == 0 else {
        let code = errno
        for rest in files[index...] { rest.discard() }
        if let kept { unlinkat(file.directoryDescriptor, kept, 0) }
        for place in earlier.indices.reversed() { earlier[place].file.takeBack(&earlier[place].name) }
        throw failure(file.path, code)
      }
      if !isAlone { earlier.append((file, kept)) }
      files[index].temporaryName = nil
      fsync(file.directoryDescriptor)
    }
    for (file, kept) in earlier { if let kept { unlinkat(file.directoryDescriptor, kept, 0) } }
    for file in files where !file.isStream {
      close(file.descriptor)
      close(file.directoryDescriptor)
    }
  }

  /// Gives the file that is there one more name, so that it can come back; nil when there is none.
  private func keepEarlier() -> String? {
    let name = Self.temporaryName(for: name)
    return linkat(directoryDescriptor, self.name, directoryDescriptor, name, 0) == 0 ? name : nil
  }

  /// Puts back what was there before.
  private func takeBack(_ kept: inout String?) {
    if let earlier = kept {
      renameat(directoryDescriptor, earlier, directoryDescriptor, name)
      kept = nil
    } else {
      unlinkat(directoryDescriptor, name, 0)
    }
  }

  /// Removes the temporary name, if there is one.
  package func discard() {
    if let temporaryName { unlinkat(directoryDescriptor, temporaryName, 0) }
  }

  private mutating func flush() throws(OutputFailure) {
    if buffer.isEmpty { return }
    let pending = buffer
    buffer.removeAll(keepingCapacity: true)
    try attempt { try FileDescriptor.write(pending, to: descriptor) }
  }

  private func attempt(_ body: () throws -> Void) throws(OutputFailure) {
    do { try body() } catch let error as SystemFailure {
      throw Self.failure(path, error.code)
    } catch {
      throw Self.failure(path, "\(error)")
    }
  }

  private mutating func giveTemporaryName() throws(OutputFailure) {
    let temporary = Self.temporaryName(for: name)
    guard
      linkat(AT_FDCWD, Self.link(to: descriptor), directoryDescriptor, temporary, AT_SYMLINK_FOLLOW) == 0
    else { throw Self.failure(path, errno) }
    temporaryName = temporary
  }

  /// Where /proc shows an open file, so that it can be linked.
  private static func link(to descriptor: Int32) -> String { "/proc/self/fd/\(descriptor)" }

  private static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.index(after: slash)...]))
  }

  private static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func failure(_ path: String, _ code: Int32) -> OutputFailure {
    failure(path, String(cString: strerror(code)))
  }

  private static func failure(_ path: String, _ reason: String) -> OutputFailure {
    OutputFailure("\(path == "-" ? "standard output" : path): cannot write the report: \(reason)")
  }

  private static let marker = ".reportgen-"

  private static func temporaryName(for name: String) -> String {
    var generator = SystemRandomNumberGenerator()
    return ".\(name.prefix(100))\(marker)\(String(generator.next(), radix: 36))"
  }

  /// Unlinks temporary names of `name` that no living process holds.
  private static func removeAbandoned(in descriptor: Int32, directory: String, name: String) {
    guard let stream = opendir(directory) else { return }
    defer { closedir(stream) }
    let prefix = ".\(name.prefix(100))\(marker)"
    while let entry = readdir(stream) {
      let entryName = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard entryName.hasPrefix(prefix) else { continue }
      let file = openat(descriptor, entryName, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
      guard file >= 0 else { continue }
      var status = stat()
      // Whatever else is called so is not ours, and a pipe would be waited for.
      let isFile = fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      if isFile, flock(file, LOCK_EX | LOCK_NB) == 0 { unlinkat(descriptor, entryName, 0) }
      close(file)
    }
  }
}

/// An output could not be written.
public struct OutputFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// Which, and why.
  public let description: String
  /// Whether it makes no sense to try again: something has to be mended first.
  package let isLasting: Bool

  package init(_ description: String, isLasting: Bool = false) {
    self.description = description
    self.isLasting = isLasting
  }
}
