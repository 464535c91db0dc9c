import Glibc
import ReportEngine
import ReportSystem

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
  init() throws(OutputFailure) {
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
    throw OutputFailure(
      "PDF is printed by Chromium or WeasyPrint, and neither is installed: `apt-get install chromium` or `apt-get install weasyprint`. HTML needs neither."
    )
  }

  /// The PDF of a page.
  func pdf(of page: [UInt8]) throws(OutputFailure) -> [UInt8] {
    let folder = try Self.makeFolder()
    defer { Self.remove(folder) }
    let (source, target) = (folder + "/report.html", folder + "/report.pdf")
    guard Self.write(page, to: source) else {
      throw OutputFailure("\(source): cannot write: \(String(cString: strerror(errno)))")
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
    guard let bytes = try? SmallFile.bytes(of: target), bytes.starts(with: Array("%PDF-".utf8)) else {
      throw OutputFailure("\(command[0]) made no PDF of the report")
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

  private static func makeFolder() throws(OutputFailure) -> String {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((base + "/reportgen-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw OutputFailure(
        "\(base): no folder can be made for printing: \(String(cString: strerror(errno)))")
    }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func remove(_ folder: String) {
    for name in (try? SmallFile.names(in: folder)) ?? [] {
      let path = folder + "/" + name
      if unlink(path) != 0 { remove(path) }
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

  /// Runs a program, quietly, with a home and an environment of its own, for as long as `timeLimit`.
  private static func run(_ command: [String], home: String) throws(OutputFailure) {
    let words = ["env", "-i", "HOME=\(home)", "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8"] + command
    let line = "exec " + words.map(Shell.quoted).joined(separator: " ") + " 2>/dev/null"
    do throws(ChildProcess.Failure) {
      _ = try ChildProcess.run(line, input: [], timeLimit: timeLimit)
    } catch {
      let reason: String
      switch error {
      case .notStarted(let cause): reason = "cannot be run: \(cause)"
      case .timedOut: reason = "took longer than \(Int(timeLimit)) s and was stopped"
      case .failed(let code): reason = "failed (\(code)) and made no PDF of the report"
      case .tooMuchOutput: reason = "printed too much and was stopped"
      case .unknownEnd: reason = "ended, and SIGCHLD is ignored, so that nobody knows how"
      }
      throw OutputFailure("\(command[0]) \(reason)")
    }
  }
}
