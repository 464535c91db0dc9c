import Glibc

/// Finds and reads the files that paths name.
enum InputFiles {
  /// One file to read.
  struct File: Sendable, Hashable {
    var path: String
    /// Named by the user, rather than found in a directory: what cannot be read in it is a problem to report.
    var isNamed: Bool
    /// The directory that it was found in, as a number of those that `expand` lists; nil for files that were named.
    var directory: Int?
  }

  /// The files that `paths` stand for, in order: files as they are, directories with all below in byte order of their
  /// paths, glob patterns in byte order, `@file` for a list of paths, `-` for standard input. What was not named itself has
  /// to be a regular file: a pipe would be waited for, and a device has no end.
  ///
  /// `directories` are those in which there are files, once for each time that one is given.
  static func expand(
    _ paths: [String]
  ) -> (files: [File], problems: [LoadResult.Problem], directories: [String]) {
    var found = Found()
    for path in paths { expand(path, into: &found, listDepth: 0) }
    return (found.files, found.problems, found.directories)
  }

  private struct Found {
    var files: [File] = []
    var problems: [LoadResult.Problem] = []
    var directories: [String] = []
  }

  private static func expand(_ path: String, into found: inout Found, listDepth: Int) {
    if path == "-" {
      found.files.append(File(path: path, isNamed: true))
      return
    }
    switch kind(of: path) {
    case .file: found.files.append(File(path: path, isNamed: true))
    case .directory:
      var visited: Set<Node> = []
      let before = found.problems.count
      let paths = list(path, &visited, &found.problems, depth: 0)
      if paths.isEmpty {
        found.problems.append(.init(kind: .empty, path: path, message: "the directory has no files in it"))
      }
      // A problem with part of it is what there is to say of a directory.
      let isMet = paths.isEmpty || found.problems.count > before
      if !isMet { found.directories.append(path) }
      let directory = isMet ? nil : found.directories.count - 1
      found.files += paths.map { File(path: $0, isNamed: false, directory: directory) }
    case .stream where listDepth == 0: found.files.append(File(path: path, isNamed: true))
    case .stream, .other: found.problems.append(refusal(path))
    case .missing:
      if path.hasPrefix("@"), listDepth == 0, kind(of: String(path.dropFirst())) == .file {
        expandList(String(path.dropFirst()), into: &found)
        return
      }
      let matches = path.contains { "*?[".contains($0) } ? matching(path) : []
      for match in matches {
        switch kind(of: match) {
        case .directory: expand(match, into: &found, listDepth: listDepth)
        case .stream, .other: found.problems.append(refusal(match))
        case .file, .missing: found.files.append(File(path: match, isNamed: true))
        }
      }
      if matches.isEmpty {
        found.problems.append(.init(kind: .missing, path: path, message: absence(of: path)))
      }
    }
  }

  private static func expandList(_ path: String, into found: inout Found) {
    switch read(path, limit: 16 << 20) {
    case .failure(let failure): found.problems.append(.init(kind: .unreadable, path: path, message: failure.message))
    case .success(let bytes):
      for line in bytes.split(separator: 0x0A) {
        let entry = TextLayout.collapse(String(decoding: line, as: UTF8.self))
        if !entry.isEmpty, !entry.hasPrefix("#") { expand(entry, into: &found, listDepth: 1) }
      }
    }
  }

  /// What to say of a path that is not there.
  private static func absence(of path: String) -> String {
    let lowered = path.lowercased()
    if lowered.hasPrefix("http://") || lowered.hasPrefix("https://") {
      return
        "an address is not read as an input; “reportgen sources add” notes it as a source and “reportgen fetch” brings "
        + "its articles into an archive, or save the page and name the file"
    }
    return path.contains { "*?[".contains($0) } ? "no file matches the pattern" : "no such file or directory"
  }

  private static func refusal(_ path: String) -> LoadResult.Problem {
    .init(kind: .unreadable, path: path, message: "not a regular file or directory")
  }

  /// A stream is what is read as standard input is: a pipe, a terminal, the empty device.
  private enum Kind { case file, directory, stream, other, missing }

  private static func kind(of path: String) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .missing }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .directory
    case S_IFREG: return .file
    case S_IFIFO: return .stream
    case S_IFCHR: return isHarmless(path, status) ? .stream : .other
    default: return .other
    }
  }

  /// Whether a device is a terminal or /dev/null; others may go on for ever.
  private static func isHarmless(_ path: String, _ status: stat) -> Bool {
    var null = stat()
    if stat("/dev/null", &null) == 0, null.st_rdev == status.st_rdev { return true }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return isatty(descriptor) == 1
  }

  private struct Node: Hashable {
    var device: UInt
    var number: UInt
  }

  /// Regular files below a directory in byte order of their paths; hidden ones are left out, loops of links end.
  private static func list(
    _ directory: String, _ visited: inout Set<Node>, _ problems: inout [LoadResult.Problem], depth: Int
  ) -> [String] {
    var status = stat()
    guard stat(directory, &status) == 0,
      visited.insert(Node(device: UInt(status.st_dev), number: UInt(status.st_ino))).inserted
    else { return [] }
    guard depth < 64, let stream = opendir(directory) else {
      problems.append(.init(kind: .unreadable, path: directory, message: "the directory cannot be opened"))
      return []
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    let base = directory.hasSuffix("/") ? directory : directory + "/"
    if names.contains("cur"), names.contains("new"), kind(of: base + "cur") == .directory,
      kind(of: base + "new") == .directory
    {
      // A Maildir: messages are in these two; what is being written, and the notes of programs, are not.
      names = ["cur", "new"]
    }
    // Byte order of whole paths: a directory sorts as its name with a slash.
    let entries = names.map { name in
      let path = base + name
      return kind(of: path) == .directory ? path + "/" : path
    }
    let pages = Set(names.compactMap(pageName))
    var result: [String] = []
    for path in entries.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      if path.hasSuffix("/") {
        // The folder that browsers put beside a page that they save, with its frames and scripts.
        if let page = savedPage(path.dropFirst(base.count).dropLast()), pages.contains(page) { continue }
        result += list(path, &visited, &problems, depth: depth + 1)
      } else {
        switch kind(of: path) {
        case .file: result.append(path)
        case .stream, .other: problems.append(refusal(path))
        case .directory, .missing: break
        }
      }
    }
    return result
  }

  /// The name of a page without its ending.
  private static func pageName(_ name: String) -> String? {
    guard let dot = name.lastIndex(of: "."), FileName(name).isHTML else { return nil }
    return String(name[..<dot])
  }

  /// The page whose parts a folder holds by its name: `name_files`, in the languages of the browsers.
  private static func savedPage(_ folder: Substring) -> String? {
    guard let mark = folder.lastIndex(where: { $0 == "_" || $0 == "-" || $0 == "." }) else { return nil }
    let word = folder[folder.index(after: mark)...].lowercased()
    return savedFolderWords.contains(word) ? String(folder[..<mark]) : nil
  }

  private static let savedFolderWords: Set<String> = [
    "files", "file", "dateien", "fichiers", "archivos", "ficheros", "bestanden", "filer", "filen", "pliki", "arquivos",
    "ficheiros", "soubory", "tiedostot", "fájlok", "datoteke", "dosyalar", "fails", "failid", "failai", "fitxers",
    "fitxategiak", "elemei", "bylos", "ملفات",
  ]

  private static func matching(_ pattern: String) -> [String] {
    var matches = glob_t()
    defer { globfree(&matches) }
    guard glob(pattern, GLOB_NOSORT, nil, &matches) == 0 else { return [] }
    let count = Int(matches.gl_pathc)
    var paths: [String] = []
    for index in 0..<count {
      if let path = matches.gl_pathv[index] { paths.append(String(cString: path)) }
    }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Why a file could not be read.
  struct ReadFailure: Error {
    var isMissing: Bool
    var message: String
  }

  /// The most that is read whole: of a file, and of what does not say how much it has.
  static let (mostOfFile, mostOfStream) = (4 << 30, 1 << 30)

  /// The bytes of a file, or of standard input for `-`; at most `limit`.
  static func read(_ path: String, limit: Int = mostOfFile) -> Result<[UInt8], ReadFailure> {
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      return .failure(
        ReadFailure(isMissing: code == ENOENT, message: "cannot be opened: \(String(cString: strerror(code)))"))
    }
    defer { if path != "-" { close(descriptor) } }
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    let size = isFile ? Int(status.st_size) : 0
    let limit = isFile ? limit : min(limit, mostOfStream)
    guard size <= limit else {
      return .failure(ReadFailure(isMissing: false, message: "larger than \(limit >> 20) MiB"))
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + 1)
    let chunk = min(max(size + 1, 1 << 16), 1 << 22)
    while true {
      var failure: Int32 = 0
      let more = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
        var got = Glibc.read(descriptor, buffer.baseAddress, chunk)
        while got < 0, errno == EINTR { got = Glibc.read(descriptor, buffer.baseAddress, chunk) }
        if got < 0 { failure = errno }
        count = max(0, got)
      }
      if failure != 0 {
        return .failure(ReadFailure(isMissing: false, message: "cannot be read: \(String(cString: strerror(failure)))"))
      }
      if more.isEmpty { return .success(bytes) }
      bytes += more
      guard bytes.count <= limit else {
        return .failure(ReadFailure(isMissing: false, message: "larger than \(limit >> 20) MiB"))
      }
    }
  }
}
