import Glibc
import ReportJobs
import ReportSystem

/// Tells of changes in directories, by inotify(7) or, where that cannot be had, by looking again and again.
final class FileWatch {
  /// Negative when the directories are looked at instead.
  private var descriptor: Int32 = -1
  /// Why inotify is not used; nil while it is.
  private(set) var reasonForPolling: String?
  /// Directories to look at, and whether those in them too.
  private var roots: [String: Bool] = [:]
  /// What was there at the last look.
  private var seen: [String: Stamp] = [:]

  /// What tells one state of a file from another.
  private struct Stamp: Equatable {
    var seconds: Int
    var nanoseconds: Int
    var size: Int
    var inode: UInt
    var isDirectory: Bool
  }

  /// Milliseconds between two looks.
  private static let interval: Int32 = 200
  /// The directories by watch number.
  private var directories: [Int32: String] = [:]
  private var known: Set<String> = []

  private static let events = UInt32(
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF)
  /// Directories below each other that are watched.
  private static let maximumDepth = 12

  /// Starts to watch nothing. With `polling`, inotify is not even tried: it does not tell what other machines change on
  /// a network file system.
  init(polling: Bool) {
    if polling {
      reasonForPolling = "as asked"
    } else {
      descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
      if descriptor < 0 { reasonForPolling = "inotify: \(SystemFailure(code: errno))" }
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Watches a directory and, when `deep`, those in it; hidden ones are left out.
  func add(_ directory: String, deep: Bool) {
    if roots[directory] == nil || deep && roots[directory] == false {
      roots[directory] = deep
      if reasonForPolling != nil { seen.merge(look(directory, deep: deep, depth: 0)) { old, _ in old } }
    }
    if reasonForPolling == nil { add(directory, deep: deep, depth: 0) }
  }

  /// Goes over to looking; `reason` is what went wrong.
  private func poll(because reason: String) {
    close(descriptor)
    descriptor = -1
    reasonForPolling = reason
    (directories, known) = ([:], [])
    seen = everything()
  }

  private func everything() -> [String: Stamp] {
    roots.reduce(into: [:]) { all, root in all.merge(look(root.key, deep: root.value, depth: 0)) { old, _ in old } }
  }

  /// What is in a directory now.
  private func look(_ directory: String, deep: Bool, depth: Int) -> [String: Stamp] {
    var found: [String: Stamp] = [:]
    for name in (try? SmallFile.names(in: directory)) ?? [] where !name.hasPrefix(".") {
      let path = Self.join(directory, name)
      var status = stat()
      guard lstat(path, &status) == 0 else { continue }
      // Behind a link the file counts.
      if status.st_mode & S_IFMT == S_IFLNK { _ = stat(path, &status) }
      let isDirectory = status.st_mode & S_IFMT == S_IFDIR
      found[path] = Stamp(
        seconds: isDirectory ? 0 : status.st_mtim.tv_sec, nanoseconds: isDirectory ? 0 : status.st_mtim.tv_nsec,
        size: isDirectory ? 0 : Int(status.st_size), inode: UInt(status.st_ino), isDirectory: isDirectory)
      if deep, isDirectory, depth < Self.maximumDepth {
        found.merge(look(path, deep: true, depth: depth + 1)) { old, _ in old }
      }
    }
    return found
  }

  /// The paths that are not as they were at the last look.
  private func differences() -> [String] {
    let now = everything()
    let changed = Set(now.keys).union(seen.keys).filter { now[$0] != seen[$0] }
    seen = now
    return changed.sorted()
  }

  private func add(_ directory: String, deep: Bool, depth: Int) {
    guard reasonForPolling == nil else { return }
    if known.insert(directory).inserted {
      let number = inotify_add_watch(descriptor, directory, Self.events)
      if number < 0 {
        let code = errno
        known.remove(directory)
        if code == ENOENT || code == ENOTDIR || code == EACCES { return }
        let more = code == ENOSPC ? "; raise fs.inotify.max_user_watches" : ""
        return poll(because: "\(directory): \(SystemFailure(code: code))\(more)")
      }
      directories[number] = directory
    }
    guard deep, depth < Self.maximumDepth else { return }
    for name in (try? SmallFile.names(in: directory)) ?? [] where !name.hasPrefix(".") {
      let path = Self.join(directory, name)
      var status = stat()
      if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        add(path, deep: true, depth: depth + 1)
      }
    }
  }

  /// Waits until something changes, and then until nothing has changed for `quiet` milliseconds; the paths that did.
  /// `isMeant` says whether a path counts. Nil when `milliseconds` pass without a change (-1: waits for ever).
  func changes(quiet: Int32, timeout milliseconds: Int32 = -1, isMeant: (String) -> Bool) throws -> Set<String>? {
    var changed: Set<String> = []
    var waited: Int32 = 0
    while reasonForPolling != nil {
      _ = Glibc.poll(nil, 0, Self.interval)
      waited += Self.interval
      let now = differences().filter(isMeant)
      if now.isEmpty, !changed.isEmpty { return changed }
      changed.formUnion(now)
      if changed.isEmpty, milliseconds >= 0, waited >= milliseconds { return nil }
    }
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = Glibc.poll(&waiting, 1, changed.isEmpty ? milliseconds : quiet)
      if ready < 0 {
        if errno == EINTR { continue }
        throw CommandFailure(.outputFailed, "changes of files cannot be watched: \(SystemFailure(code: errno))")
      }
      if ready == 0 { return changed.isEmpty ? nil : changed }
      for path in events() where isMeant(path) { changed.insert(path) }
    }
  }

  private func events() -> [String] {
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
      if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { add(path, deep: true, depth: 0) }
    }
    return paths
  }

  static func join(_ directory: String, _ name: String) -> String {
    directory == "." ? name : directory.hasSuffix("/") ? directory + name : directory + "/" + name
  }
}
