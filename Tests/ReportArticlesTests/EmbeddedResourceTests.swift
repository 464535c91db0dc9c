import Foundation
import TestSupport
import Testing

@testable import ReportArticles

@Suite struct EmbeddedResourceTests {
  /// The files of a folder of the package, by their paths in it.
  private func files(in folder: String) throws -> [String: [UInt8]] {
    let root = URL(filePath: Fixture.root).appending(path: folder)
    let found = try #require(FileManager.default.enumerator(atPath: root.path))
    var files: [String: [UInt8]] = [:]
    for case let path as String in found {
      let file = root.appending(path: path)
      if file.hasDirectoryPath || path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { continue }
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isDirectory), !isDirectory.boolValue else {
        continue
      }
      files[path] = Array(try Data(contentsOf: file))
    }
    return files
  }

  @Test func theTableHoldsEveryDataFileAndNothingElse() throws {
    var files = try files(in: "Sources/CResources/data")
    for (path, bytes) in try self.files(in: "scripts") where path.hasSuffix(".lua") && !path.hasSuffix("_test.lua") {
      files["scripts/" + path] = bytes
    }
    #expect(Set(EmbeddedResource.names) == Set(files.keys))
    #expect(EmbeddedResource.names.count == Set(EmbeddedResource.names).count)
    for (path, bytes) in files {
      #expect(EmbeddedResource.bytes(path).map { Array($0) } == bytes, "\(path)")
    }
  }
}
