import Foundation

/// Files beside the tests.
package enum Fixture {
  /// The package's root directory.
  package static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/")

  /// The news samples.
  package static let news = root + "/samples/news"

  /// The folder of the test target that a source file belongs to.
  package static func target(of file: String) -> URL {
    var folder = URL(filePath: file).deletingLastPathComponent()
    while folder.deletingLastPathComponent().lastPathComponent != "Tests", folder.path.count > 1 {
      folder.deleteLastPathComponent()
    }
    return folder
  }

  /// A file in `Fixtures` of the test target that asks.
  package static func path(_ name: String, file: String = #filePath) -> String {
    target(of: file).appending(path: "Fixtures/\(name)").path
  }

  /// The bytes of a file in `Fixtures` of the test target that asks.
  package static func bytes(_ name: String, file: String = #filePath) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path(name, file: file))))
  }
}
