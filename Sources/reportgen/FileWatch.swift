import Glibc
import ReportJobs

/// Tells of changes in directories (inotify(7)).
final class FileWatch {
  private let descriptor: Int32
  /// The directories by watch number.
  private var directories: [Int32: String] = [:]
  private var known: Set<String> = []

  private static let events = UInt32(
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF)
  /// Directories below each other that are watched.
  private static let maximumDepth = 12

  /// Starts to watch nothing. Throws `CommandFailure` when the system refuses.
  init() throws {
    descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
    guard descriptor >= 0 else {
      throw CommandFailure(.outputFailed, "changes of files cannot be watched: \(SystemFailure(code: errno))")
    }
  }

  deinit { close(descriptor) }

  /// Watches a directory and, when `deep`, those in it; hidden ones are left out.
  func add(_ directory: String, deep: Bool) throws { try add(directory, deep: deep, depth: 0) }

  private func add(_ directory: String, deep: Bool, depth: Int) throws {
    if known.insert(directory).inserted {
      let number = inotify_add_watch(descriptor, directory, Self.events)
      if number < 0 {
        let code = errno
        known.remove(directory)
        if code == ENOENT || code == ENOTDIR || code == EACCES { return }
        let more = code == ENOSPC ? "; raise fs.inotify.max_user_watches" : ""
        throw CommandFailure(.outputFailed, "\(directory): cannot be watched: \(SystemFailure(code: code))\(more)")
      }
      directories[number] = directory
    }
    guard deep, depth < Self.maximumDepth else { return }
    for name in (try? SmallFile.names(in: directory)) ?? [] where !name.hasPrefix(".") {
      let path = Self.join(directory, name)
      var status = stat()
      if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        try add(path, deep: true, depth: depth + 1)
      }
    }
  }

  /// Waits until something changes, and then until nothing has changed for `quiet` milliseconds; the paths that did.
  /// `isMeant` says whether a path counts. Nil when `milliseconds` pass without a change (-1: waits for ever).
  func changes(quiet: Int32, timeout milliseconds: Int32 = -1, isMeant: (String) -> Bool) throws -> Set<String>? {
    var changed: Set<String> = []
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, changed.isEmpty ? milliseconds : quiet)
      if ready < 0 {
        if errno == EINTR { continue }
        throw CommandFailure(.outputFailed, "changes of files cannot be watched: \(SystemFailure(code: errno))")
      }
      if ready == 0 { return changed.isEmpty ? nil : changed }
      for path in try events() where isMeant(path) { changed.insert(path) }
    }
  }

  private func events() throws -> [String] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return [] }
    var paths: [String] = []
    buffer.withUnsafeBytes { bytes in
      var offset = 0
      let head = MemoryLayout<inotify_event>.size
      while offset + head <= count {
        let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
        let name = bytes[(offset + head)..<min(count, offset + head + Int(event.len))].prefix { $0 != 0 }
        offset += head + Int(event.len)
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
          // Too much at once: everything may have changed.
          paths += directories.values
          continue
        }
        guard let directory = directories[event.wd] else { continue }
        if event.mask & UInt32(IN_IGNORED) != 0 {
          directories[event.wd] = nil
          known.remove(directory)
          continue
        }
        let path = name.isEmpty ? directory : Self.join(directory, String(decoding: name, as: UTF8.self))
        paths.append(path)
      }
    }
    // A directory that is new is watched with what is in it.
    for path in paths where !known.contains(path) {
      var status = stat()
      if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { try add(path, deep: true) }
    }
    return paths
  }

  static func join(_ directory: String, _ name: String) -> String {
    directory == "." ? name : directory.hasSuffix("/") ? directory + name : directory + "/" + name
  }
}
