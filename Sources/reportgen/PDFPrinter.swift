import Glibc
import ReportEngine
import ReportJobs

/// Prints a report's HTML page to PDF with a browser or a formatter that is installed: Chromium, or WeasyPrint.
struct PDFPrinter {
  private enum Program {
    case chromium(String)
    case weasyprint(String)
  }

  /// Seconds that the other program may take.
  private static let timeLimit = 120.0

  private let program: Program

  /// Finds a program; tells what to install when there is none.
  init() throws(CommandFailure) {
    for name in ["chromium", "chromium-browser", "google-chrome", "chrome"] {
      if let path = Self.find(name) {
        program = .chromium(path)
        return
      }
    }
    if let path = Self.find("weasyprint") {
      program = .weasyprint(path)
      return
    }
    throw CommandFailure(
      .outputFailed,
      "PDF is printed by Chromium or WeasyPrint, and neither is installed: `apt-get install chromium` or `apt-get install weasyprint`. HTML needs neither."
    )
  }

  /// The PDF of a page.
  func pdf(of page: [UInt8]) throws(CommandFailure) -> [UInt8] {
    let folder = try Self.makeFolder()
    defer { Self.remove(folder) }
    let (source, target) = (folder + "/report.html", folder + "/report.pdf")
    guard Self.write(page, to: source) else {
      throw CommandFailure(.outputFailed, "\(source): cannot write: \(String(cString: strerror(errno)))")
    }
    let command: [String]
    switch program {
    case .chromium(let path):
      // The page has no script and loads nothing; as root Chromium runs without a sandbox of its own or not at all.
      command =
        [path, "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--no-pdf-header-footer"]
        + (geteuid() == 0 ? ["--no-sandbox"] : [])
        + ["--user-data-dir=\(folder)/profile", "--print-to-pdf=\(target)", "file://\(source)"]
    case .weasyprint(let path): command = [path, "--quiet", source, target]
    }
    try Self.run(command, home: folder)
    guard let bytes = Self.read(target), bytes.starts(with: Array("%PDF-".utf8)) else {
      throw CommandFailure(.outputFailed, "\(command[0]) made no PDF of the report")
    }
    return bytes
  }

  private static func find(_ name: String) -> String? {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    for folder in path.split(separator: ":").map(String.init) + ["/usr/local/bin", "/usr/bin"] {
      let candidate = folder + "/" + name
      if access(candidate, X_OK) == 0 { return candidate }
    }
    return nil
  }

  private static func makeFolder() throws(CommandFailure) -> String {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((base + "/reportgen-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure(
        .outputFailed, "\(base): no folder can be made for printing: \(String(cString: strerror(errno)))")
    }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func remove(_ folder: String) {
    if let stream = opendir(folder) {
      defer { closedir(stream) }
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name == "." || name == ".." { continue }
        let path = folder + "/" + name
        if unlink(path) != 0 { remove(path) }
      }
    }
    rmdir(folder)
  }

  private static func write(_ bytes: [UInt8], to path: String) -> Bool {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return false }
    defer { close(file) }
    do { try FileDescriptor.write(bytes, to: file) } catch { return false }
    return true
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let stream = fopen(path, "rb") else { return nil }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&piece, 1, piece.count, stream)
      if count == 0 { return bytes }
      bytes.append(contentsOf: piece[..<count])
    }
  }

  /// Runs a program, quietly, with a home of its own, for as long as `timeLimit`.
  private static func run(_ command: [String], home: String) throws(CommandFailure) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in Int32(0)...2 {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    arguments.append(nil)
    let variables: [String] = ["HOME=\(home)", "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8"]
    var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) }
    environment.append(nil)
    defer { for pointer in arguments + environment { free(pointer) } }
    var child = pid_t()
    let code = posix_spawn(&child, command[0], &actions, &attributes, arguments, environment)
    guard code == 0 else {
      throw CommandFailure(.outputFailed, "\(command[0]) cannot be run: \(String(cString: strerror(code)))")
    }
    var status: Int32 = 0
    var waited = 0.0
    while waitpid(child, &status, WNOHANG) == 0 {
      if waited > timeLimit {
        kill(-child, SIGKILL)
        waitpid(child, &status, 0)
        throw CommandFailure(.outputFailed, "\(command[0]) took longer than \(Int(timeLimit)) s and was stopped")
      }
      usleep(20_000)
      waited += 0.02
    }
    guard status == 0 else {
      throw CommandFailure(.outputFailed, "\(command[0]) failed (\(status >> 8 & 0xFF)) and made no PDF of the report")
    }
  }
}
