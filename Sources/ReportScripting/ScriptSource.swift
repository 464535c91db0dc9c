import Glibc
import ReportArticles

/// The text of a script and where it stands.
struct ScriptSource: Sendable, Hashable {
  /// The name in messages: the path as given.
  var name: String
  /// The directory that `require` and `ctx:read` may look in; nil when there is none.
  var directory: String?
  /// The script.
  var text: String

  /// Scripts and data files larger than this are refused, in bytes.
  static let sizeLimit = 64 << 20

  private static let shippedPrefix = "scripts/"

  /// The names of the shipped reports, in byte order.
  static var shippedNames: [String] {
    EmbeddedResource.names
      .filter {
        $0.hasPrefix(shippedPrefix) && $0.hasSuffix(".lua") && !$0.dropFirst(shippedPrefix.count).contains("/")
      }
      .map { String($0.dropFirst(shippedPrefix.count).dropLast(4)) }
      .sorted()
  }

  /// The script at `path`; a path without a directory that names no file may be a shipped report.
  static func load(_ path: String) throws(ReportError) -> ScriptSource {
    switch contents(of: path) {
    case .success(let bytes):
      guard let text = text(of: bytes) else {
        throw ReportError.unreadable(path: path, reason: "this is not a script: it is not text in UTF-8")
      }
      return ScriptSource(name: path, directory: directory(of: path), text: text)
    case .failure(let problem) where problem.code != ENOENT:
      throw ReportError.unreadable(path: path, reason: problem.reason)
    case .failure:
      let name = path.hasSuffix(".lua") ? String(path.dropLast(4)) : path
      if !path.contains("/"), let text = shippedReport(name) {
        return ScriptSource(name: name + ".lua", directory: nil, text: text)
      }
      let shipped = shippedNames
      throw ReportError.missing(
        path: path,
        hint: Suggestion.closest(to: name, among: shipped).map { "; did you mean the shipped report “\($0)”?" }
          ?? (path.contains("/") ? "" : "; shipped with the program: " + shipped.joined(separator: ", ")))
    }
  }

  /// The text of a shipped report; nil when there is none of that name.
  static func shippedReport(_ name: String) -> String? { EmbeddedResource.text("\(shippedPrefix)\(name).lua") }

  /// The text of a shipped Lua module; nil when there is none of that name.
  static func shippedModule(_ name: String) -> String? {
    EmbeddedResource.text("\(shippedPrefix)lib/\(name).lua")
  }

  /// Why a file could not be read.
  struct FileProblem: Error {
    var code: Int32
    var reason: String
  }

  /// The bytes of a file. What a script asks for must be a regular one: a pipe would be waited for.
  static func contents(
    of path: String, mustBeRegular: Bool = false, limit: Int = sizeLimit
  ) -> Result<[UInt8], FileProblem> {
    func failure(_ code: Int32) -> Result<[UInt8], FileProblem> {
      .failure(FileProblem(code: code, reason: String(cString: strerror(code))))
    }
    guard !path.utf8.contains(0) else { return failure(ENOENT) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | (mustBeRegular ? O_NONBLOCK : 0))
    guard descriptor >= 0 else { return failure(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return failure(errno) }
    if status.st_mode & S_IFMT == S_IFDIR { return failure(EISDIR) }
    if mustBeRegular, status.st_mode & S_IFMT != S_IFREG {
      return .failure(FileProblem(code: EINVAL, reason: "it is no regular file"))
    }
    if status.st_mode & S_IFMT == S_IFREG, status.st_size > limit {
      return .failure(FileProblem(code: EFBIG, reason: "the file is larger than \(limit >> 20) MiB"))
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 {
        if errno == EINTR { continue }
        return failure(errno)
      }
      if count == 0 { return .success(bytes) }
      bytes.append(contentsOf: buffer[..<count])
      if bytes.count > limit {
        return .failure(FileProblem(code: EFBIG, reason: "the file is larger than \(limit >> 20) MiB"))
      }
    }
  }

  /// Bytes as text without a byte order mark; nil when they are not UTF-8 or hold a NUL.
  static func text(of bytes: [UInt8]) -> String? {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard !bytes.contains(0) else { return nil }
    return String(validating: bytes[start...], as: UTF8.self)
  }

  /// The directory part of a path, `.` when it has none.
  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
