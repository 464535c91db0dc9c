import Foundation
import Testing

/// Compares output with a golden file in `Golden` of the test target that asks. `RECORD_SNAPSHOTS=1` records anew; a file that is not there yet is
/// recorded and the test fails once, so that somebody reads it.
package func expectSnapshot(
  _ text: String, _ name: String, file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let url = Fixture.target(of: file).appending(path: "Golden/\(name)")
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
