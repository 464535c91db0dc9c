import Foundation
import Testing

/// Compares output with a golden file beside the tests. `RECORD_SNAPSHOTS=1` records anew; a file that is not there yet is
/// recorded and the test fails once, so that somebody reads it.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Golden/\(name)")
  let exists = FileManager.default.fileExists(atPath: url.path)
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" || !exists {
    try Data(text.utf8).write(to: url)
    if !exists { Issue.record("recorded new snapshot \(name)", sourceLocation: sourceLocation) }
    return
  }
  let golden = String(decoding: try Data(contentsOf: url), as: UTF8.self)
  guard golden != text else { return }
  let difference = zip(golden.split(separator: "\n"), text.split(separator: "\n")).first { $0 != $1 }
  Issue.record(
    "\(name) differs: expected \(difference?.0 ?? "another length"), got \(difference?.1 ?? "")",
    sourceLocation: sourceLocation)
}
