import Foundation
import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportEngine
@testable import ReportLua
@testable import ReportScripting

/// Runs the scripts of `Tests/Lua/hostile`, which want to hang, crash or fill the host. In each file a line
/// `--- name: outcome` begins a case. The outcome is `time`, `memory` or `output` for the limit that has to strike, `error`,
/// `wall` for a time limit that only the last wall enforces, `ok`, or `any` where it is enough that the host survives within its limits; `at N` behind it is the line that has to be
/// named, counted from the one after the case's own.
struct HostileCase: Sendable, CustomTestStringConvertible {
  var family: String
  var name: String
  var outcome: String
  var line: Int?
  var body: String

  var testDescription: String { "\(family): \(name)" }

  static let directory = LuaTests.directory + "/hostile"

  static let all: [HostileCase] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let cases = files.filter { $0.hasSuffix(".lua") }.sorted().flatMap { file -> [HostileCase] in
      var cases: [HostileCase] = []
      let text = (try? String(contentsOfFile: directory + "/" + file, encoding: .utf8)) ?? ""
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("--- "), let colon = line.lastIndex(of: ":") {
          let words = line[line.index(after: colon)...].split(separator: " ")
          cases.append(
            HostileCase(
              family: String(file.dropLast(4)), name: String(line[..<colon].dropFirst(4)),
              outcome: words.first.map(String.init) ?? "", line: words.count == 3 ? Int(words[2]) : nil, body: ""))
        } else if !cases.isEmpty {
          cases[cases.count - 1].body += line + "\n"
        }
      }
      return cases
    }
    return lastWallStands ? cases : cases.filter { $0.outcome != "wall" }
  }()

  /// The thread sanitizer delivers no signals to a loop of Lua, so that the last wall cannot be tested under it.
  static let lastWallStands = !isLoaded("__tsan_init")

  /// How long a case may take that a limit of a second or less has to end. Under a sanitizer everything that the host does
  /// between two looks at its limits takes many times as long.
  static let patience: Duration = isLoaded("__tsan_init") || isLoaded("__asan_init") ? .seconds(400) : .seconds(20)

  /// Under the address sanitizer every block takes up whole pages.
  private static let blocksArePages = isLoaded("__asan_init")

  private static func isLoaded(_ symbol: String) -> Bool { dlsym(nil, symbol) != nil }

  /// Tight where the script runs into a limit or may do so, else roomy, so that a slow machine changes nothing; where a line is
  /// asserted the script has to get there first.
  var limits: ScriptLimits {
    let memory = Self.blocksArePages ? 4 << 30 : 64 << 20
    switch outcome {
    case "memory":
      return ScriptLimits(time: .seconds(60), memory: (Self.blocksArePages ? 48 : 24) << 20, output: 1 << 20)
    case "output": return ScriptLimits(time: .seconds(60), memory: memory, output: 200_000)
    case "time", "wall", "any":
      return ScriptLimits(time: .milliseconds(line == nil ? 100 : 500), memory: 64 << 20, output: 1 << 20)
    default: return ScriptLimits(time: .seconds(60), memory: memory, output: 1 << 20)
    }
  }

  /// Compares an ending with the outcome, and looks at what is said about it. `preamble`: the lines before the case's own.
  func check(_ error: ScriptError?, preamble: Int = 0) {
    switch (outcome, error?.kind) {
    case ("any", _), ("ok", nil): break
    case ("time", .limit(.time)), ("wall", .limit(.time)), ("memory", .limit(.memory)), ("output", .limit(.output)):
      break
    case ("error", .some(let kind)):
      if case .limit = kind { Issue.record("\(self.name): \(error?.report ?? "")") }
    default: Issue.record("\(self.name): \(outcome) was expected: \(error?.report ?? "no error")")
    }
    if let line { #expect(error?.line == line + preamble, "\(self.name): \(error?.report ?? "")") }
    guard let error else { return }
    #expect(error.report.utf8.count < 12_000)
    #expect(!error.report.unicodeScalars.contains { $0.value < 32 && $0 != "\n" && $0 != "\t" || $0.value == 127 })
  }
}

@Suite struct HostileScriptTests {
  @Test(arguments: HostileCase.all.filter { $0.family != "reports" }) func chunkIsContained(_ one: HostileCase) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let sandbox = ScriptSandbox(limits: one.limits, now: Instant(secondsSinceEpoch: 1_741_849_200))
    let error = sandbox.run(Array(one.body.utf8), name: "test.lua", print: { _ in })
    one.check(error)
    if ["time", "wall", "any"].contains(one.outcome) { #expect(clock.now - start < HostileCase.patience) }
  }

  @Test(arguments: HostileCase.all.filter { $0.family == "reports" }) func reportIsContained(_ one: HostileCase) throws
  {
    let clock = ContinuousClock()
    let start = clock.now
    let engine = ReportEngine(configuration: ReportEngine.Configuration(limits: one.limits))
    let report = try engine.report(
      source: """
        return { api = 1, title = "x", build = function(ctx)
        local doc = ctx:document {}
        local result = (function()
        \(one.body)
        end)()
        return result or doc end }
        """, name: "test.lua")
    let input = try ScriptFixture.input()
    do throws(ReportError) {
      _ = try report.run(input)
      one.check(nil)
    } catch {
      switch error {
      case .limit(let limit): one.check(limit, preamble: 3)
      case .script(let errors): one.check(errors.first, preamble: 3)
      default: Issue.record("\(one.name): \(error)")
      }
    }
    if ["time", "wall", "any"].contains(one.outcome) { #expect(clock.now - start < HostileCase.patience) }
  }

  @Test func thereAreManyKinds() {
    #expect(HostileCase.all.count > 250)
    #expect(Set(HostileCase.all.map(\.family)).count == 8)
  }

  /// A state whose last wall was needed is given up; the next one is as good as new, and the thread's timer too.
  @Test(.enabled(if: HostileCase.lastWallStands)) func aStateThatHadToBeAbandonedHarmsNoOther() throws {
    let limits = ScriptLimits(time: .milliseconds(100), memory: 64 << 20)
    let hang = "local t = {} setmetatable(t, {__call = t})\n\nt()"
    for _ in 0..<3 {
      let state = try LuaState(.init(limits: limits))
      let failure = try error(of: hang, in: state)
      #expect(failure.kind == .limit(.time))
      #expect(failure.line == 3)
      #expect(try error(of: "return 1", in: state).kind == .limit(.time))
      #expect(try run("return 1").first?.integer == 1)
      #expect(try error(of: "while true do end", limits: limits).kind == .limit(.time))
    }
  }

  /// The same below host functions and coroutines: every entry from Swift ends on its own.
  @Test(.enabled(if: HostileCase.lastWallStands)) func abandoningGoesThroughHostFunctions() throws {
    let state = try LuaState(.init(limits: ScriptLimits(time: .milliseconds(100), memory: 64 << 20)))
    var ended = 0
    let call = state.register("call") { call in
      defer { ended += 1 }
      _ = try call.state.call(call.function(1))
    }
    state.setShared("call") { state.push(handler: call) }
    let failure = try error(
      of: """
        local t = {}
        setmetatable(t, {__call = t})
        pcall(call, function() coroutine.wrap(function() call(function() t() end) end)() end)
        """, in: state)
    #expect(failure.kind == .limit(.time))
    #expect(failure.line == 3)
    #expect(ended == 2)
  }
}
