import Foundation

/// The built command line, run as a process.
struct Tool {
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  let directory: URL

  /// A tool whose working directory is new and empty.
  init() throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("reportgen-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  /// Where the package manager put the binary: beside the test bundle.
  static var binary: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("reportgen")
  }

  func run(_ arguments: [String], input: String? = nil, environment: [String: String] = [:]) throws -> Outcome {
    let process = Process()
    process.executableURL = Tool.binary
    process.arguments = arguments
    process.currentDirectoryURL = directory
    // A sanitizer hears of its options; nothing else of the tests' environment reaches the tool.
    let sanitizers = ProcessInfo.processInfo.environment.filter { $0.key.hasSuffix("SAN_OPTIONS") }
    process.environment = sanitizers.merging(["PATH": "/usr/bin:/bin"].merging(environment) { $1 }) { $1 }
    let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = stderr
    try process.run()
    if let input { try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
    try stdin.fileHandleForWriting.close()
    let errors = Mutex([UInt8]())
    let reader = Thread { errors.set(Array(stderr.fileHandleForReading.readDataToEndOfFile())) }
    reader.start()
    let output = stdout.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    while !reader.isFinished { usleep(500) }
    return Outcome(
      status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
      errors: String(decoding: errors.get(), as: UTF8.self))
  }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let file = directory.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  func read(_ name: String) -> String? {
    (try? Data(contentsOf: directory.appendingPathComponent(name))).map { String(decoding: $0, as: UTF8.self) }
  }

  func link(_ target: String, as name: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: directory.appendingPathComponent(name).path, withDestinationPath: target)
  }

  func isLink(_ name: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: directory.appendingPathComponent(name).path)
    return attributes?[.type] as? FileAttributeType == .typeSymbolicLink
  }

  func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() }
}

/// A value behind a lock.
final class Mutex<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  init(_ value: Value) { self.value = value }

  func get() -> Value { lock.withLock { value } }
  func set(_ new: Value) { lock.withLock { value = new } }
}
