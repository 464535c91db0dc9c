import Foundation
import TestSupport
import Testing

@testable import ReportEngine
@testable import ReportLua
@testable import ReportScripting

/// What stands beside a script but is no plain file of its own: links out of the directory, pipes, devices, loops, holes.
@Suite struct ScriptFileTests {
  private func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "script-files-\(UUID())")
    let beside = folder.appending(path: "beside")
    try FileManager.default.createDirectory(at: beside.appending(path: "folder.lua"), withIntermediateDirectories: true)
    try "secret".write(to: folder.appending(path: "outside.csv"), atomically: true, encoding: .utf8)
    try "return 'secret'".write(to: folder.appending(path: "outside.lua"), atomically: true, encoding: .utf8)
    for (name, target) in [
      ("link.csv", "../outside.csv"), ("link.lua", "../outside.lua"), ("zero.csv", "/dev/zero"),
      ("loop.csv", "loop.csv"),
      ("loop.lua", "loop.lua"), ("up", ".."),
    ] {
      try FileManager.default.createSymbolicLink(
        atPath: beside.appending(path: name).path, withDestinationPath: target)
    }
    for name in ["pipe.csv", "pipe.lua"] { #expect(mkfifo(beside.appending(path: name).path, 0o600) == 0) }
    #expect(FileManager.default.createFile(atPath: beside.appending(path: "huge.csv").path, contents: nil))
    #expect(truncate(beside.appending(path: "huge.csv").path, 3 << 30) == 0)
    #expect(FileManager.default.createFile(atPath: beside.appending(path: "large.csv").path, contents: nil))
    #expect(truncate(beside.appending(path: "large.csv").path, 40 << 20) == 0)
    return folder
  }

  @Test func onlyPlainFilesBesideTheScriptAreRead() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "beside/report.lua").path
    try """
    return { api = 1, title = "x", build = function(ctx)
      for _, name in ipairs { "link.csv", "zero.csv", "loop.csv", "pipe.csv", "huge.csv", "folder.lua", "up/outside.csv",
        "../outside.csv", "/dev/stdin" } do
        local ok, result = pcall(function() return ctx:read(name) end)
        assert(not ok, name)
      end
      for _, name in ipairs { "link", "loop", "pipe", "folder", "up.outside", "..outside" } do
        assert(not pcall(require, name), name)
      end
      return ctx:document {}
    end }
    """.write(toFile: path, atomically: true, encoding: .utf8)
    let limits = ScriptLimits(time: .seconds(20), memory: 64 << 20)
    let engine = ReportEngine(configuration: ReportEngine.Configuration(limits: limits))
    _ = try engine.report(at: path).run(ScriptFixture.input())
  }

  @Test func aFileThatDoesNotFitTheMemoryLimitStopsTheScript() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "beside/report.lua").path
    try """
    return { api = 1, title = "x", build = function(ctx)
      pcall(ctx.read, ctx, "large.csv")
      return ctx:document {}
    end }
    """.write(toFile: path, atomically: true, encoding: .utf8)
    let limits = ScriptLimits(time: .seconds(20), memory: 64 << 20)
    let engine = ReportEngine(configuration: ReportEngine.Configuration(limits: limits))
    let report = try engine.report(at: path)
    let input = try ScriptFixture.input()
    let error = #expect(throws: ReportError.self) { _ = try report.run(input) }
    guard case .limit(let limit) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(limit.kind == .limit(.memory))
  }
}
