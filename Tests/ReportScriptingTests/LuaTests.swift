import Foundation
import TestSupport
import Testing

@testable import ReportScripting

/// Runs the tests of the script API that are written in Lua: every `function t.name(ctx)` in `Tests/Lua/*.lua`.
@Suite struct LuaTests {
  static let directory = Fixture.root + "/Tests/Lua"

  static let cases: [(file: String, name: String)] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return files.filter { $0.hasSuffix(".lua") }.sorted().flatMap { file -> [(file: String, name: String)] in
      let text = (try? String(contentsOfFile: directory + "/" + file, encoding: .utf8)) ?? ""
      return text.split(separator: "\n").compactMap { line in
        guard line.hasPrefix("function t.") else { return nil }
        return (String(file.dropLast(4)), String(line.dropFirst(11).prefix { $0 != "(" }))
      }
    }
  }()

  @Test(arguments: cases) func passes(file: String, name: String) throws {
    let source = ScriptSource(
      name: Self.directory + "/run.lua", directory: Self.directory,
      text: """
        local t = require "\(file)"
        return { api = 1, title = "x", build = function(ctx)
          t.\(name)(ctx)
          return ctx:skip "done"
        end }
        """)
    let outcome = try ScriptFixture.engine().report(source: source).run(ScriptFixture.input())
    #expect(outcome == .skipped(reason: "done"))
  }

  @Test func thereAreTests() { #expect(Self.cases.count > 25) }

  /// Walks everything that a script can reach by name and compares it with the reference.
  @Test func nothingUndocumentedIsReachable() throws {
    let script = """
      local seen, names = {}, {}
      local function walk(table, prefix, depth)
        if seen[table] or depth > 4 then return end
        seen[table] = true
        for key, value in pairs(table) do
          local name = prefix .. tostring(key)
          names[#names + 1] = name
          if type(value) == "table" then walk(value, name .. ".", depth + 1) end
        end
      end
      return { api = 1, title = "x", build = function(ctx)
        walk(_ENV, "", 0)
        return ctx:skip(table.concat(names, " "))
      end }
      """
    let page = APIReference.page
    guard
      case .skipped(let names) = try ScriptFixture.engine().report(source: script, name: "x").run(ScriptFixture.input())
    else { return }
    for name in names.split(separator: " ") where !name.hasPrefix("_") {
      let parts = name.split(separator: ".")
      #expect(page.contains("`\(parts.last ?? "")`"), "\(name)")
    }
    #expect(names.contains("string.format"))
  }

  @Test func theReferencePageIsCurrent() throws {
    let url = URL(filePath: Self.directory).deletingLastPathComponent().deletingLastPathComponent().appending(
      path: "docs/api.md")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Data(APIReference.page.utf8).write(to: url)
    }
    let written = try String(contentsOf: url, encoding: .utf8)
    #expect(
      written == APIReference.page, "write it anew with RECORD_SNAPSHOTS=1 or “reportgen api --page > docs/api.md”")
  }

  /// Every type, field and method of the registration table stands in the definitions for editors, and the other way round.
  @Test func editorDefinitionsHaveEveryEntry() {
    let text = APIMeta.definitions
    for type in APIRegistry.all {
      #expect(text.contains("---@class reportgen.\(type.name)\n") || text.contains("---@class reportgen.\(type.name):"))
      for field in type.fields { #expect(text.contains("---@field \(field.name)\(field.isOptional ? "?" : "") ")) }
      for method in type.methods
      where type.name != "Document" || !SectionAPI.methods.contains(where: { $0.name == method.name }) {
        #expect(text.contains("function \(type.name):\(method.name)("))
      }
    }
  }
}
