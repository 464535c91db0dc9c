import Foundation
import TestSupport
import Testing

@testable import ReportLua
@testable import ReportScripting

@Suite struct LuaStateTests {
  @Test func valuesComeBackWithTheirTypes() throws {
    let values = try run("return nil, true, 7, 1.5, 'س', {}, print")
    #expect(values.count == 7)
    #expect(values[1].boolean == true)
    #expect(values[2].integer == 7)
    #expect(values[4].string == "س")
    guard case .nil = values[0], case .number(1.5) = values[3], case .table = values[5], case .function = values[6]
    else {
      Issue.record("\(values)")
      return
    }
  }

  @Test func eachChunkHasAnEnvironmentOfItsOwn() throws {
    let state = try LuaState()
    try run("leak = 1; _G.other = 2; string.extra = 3", in: state)
    #expect(try run("return rawget(_G, 'leak'), rawget(_G, 'other')", in: state).compactMap(\.integer).isEmpty)
  }

  @Test func chunksCanShareAnEnvironment() throws {
    let state = try LuaState()
    let environment = try state.makeEnvironment()
    _ = try state.call(state.load(Array("shared = 5".utf8), name: "a.lua", environment: environment))
    #expect(environment["shared"].integer == 5)
  }

  @Test func errorsNameChunkLineAndSource() throws {
    let failure = try error(of: "local a = 1\n  error('no rows')")
    #expect(failure.kind == .runtime)
    #expect(failure.description == "test.lua:2: no rows")
    #expect(failure.sourceLine == "error('no rows')")
    #expect(failure.frames.map(\.function) == ["main chunk"])
  }

  @Test(arguments: [
    ("error({code = 3})", 1), ("\nerror(nil)", 2), ("\n\nerror(print)", 3), ("error('plain', 0)", 1),
    ("error(setmetatable({}, {__tostring = function() return 'mine' end}))", 1),
    ("error(setmetatable({}, {__tostring = function() error('again') end}))", 1),
    ("local x = nil\nlocal y = x.field", 2), ("return 1 < 'x'", 1),
    ("coroutine.wrap(function()\n  error({})\nend)()", 2),
    ("local function f() error({}) end\nf()", 1),
  ])
  func everyErrorKeepsItsPlaceWhateverItsType(source: String, line: Int) throws {
    let failure = try error(of: source)
    #expect(failure.chunk == "test.lua")
    #expect(failure.line == line)
    #expect(!failure.message.isEmpty)
  }

  @Test func syntaxErrorsAreTheirOwnKind() throws {
    let failure = try error(of: "local t = 1\nlocal x = = 2")
    #expect(failure.kind == .syntax)
    #expect(failure.line == 2)
    #expect(failure.message.contains("unexpected symbol"))
  }

  @Test func messagesHoldNoControlCharactersAndStayShort() throws {
    let failure = try error(of: #"error("\27[31mred\r\nfake line\0end" .. string.rep("x", 1000000), 0)"#)
    #expect(failure.message.hasPrefix(#"\27[31mred\r\nfake line\0end"#))
    #expect(failure.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    #expect(failure.description.utf8.count < 1_200)
  }

  @Test func framesOfACoroutineComeBeforeThoseOfItsCaller() throws {
    let failure = try error(
      of: """
        local function inner() error("deep") end
        local function outer() coroutine.wrap(function()
          inner() end)() end
        outer()
        """)
    #expect(failure.description == "test.lua:1: deep")
    #expect(failure.frames.map { $0.line } == [1, 3, 2, 4])
  }

  @Test func aCaughtErrorLeavesNoTrace() throws {
    let failure = try error(
      of: "pcall(coroutine.wrap(function() error('same', 0) end))\nlocal x = 1\nerror('same', 0)")
    #expect(failure.line == 3)
  }

  @Test func bytecodeIsNeverLoaded() throws {
    #expect(try error(of: "\u{1B}Lua").kind == .syntax)
    #expect(try run("return load('\\27Lua', 'x', 'b')").first?.string == nil)
  }

  @Test func byteOrderMarkAndInterpreterLineAreSkipped() throws {
    #expect(try run("\u{FEFF}#!/usr/bin/env reportgen\nreturn 1").first?.integer == 1)
    #expect(try error(of: "#!x\nerror('e')").line == 2)
  }

  @Test func aLongPathIsShownAsItWasGiven() throws {
    let state = try LuaState()
    let path = String(repeating: "directory/", count: 20) + "script.lua"
    do {
      _ = try state.call(state.load(Array("\nerror('x')".utf8), name: path))
      Issue.record("no error")
    } catch let failure as ScriptError {
      #expect(failure.description == "\(path):2: x")
    }
  }
}

@Suite struct HostFunctionTests {
  private func state(_ name: String, _ body: @escaping LuaHandler) throws -> LuaState {
    let state = try LuaState()
    let handler = state.register(name, body)
    state.setShared(name) { state.push(handler: handler) }
    return state
  }

  @Test func argumentsAndResultsPass() throws {
    let state = try state("join") { call in
      call.state.push(try call.string(1) + String(try call.integer(2)))
      call.state.push(try call.optional(3) { try call.boolean($0) } ?? true)
    }
    let values = try run("return join('a', 2.0)", in: state)
    #expect(values.first?.string == "a2")
    #expect(values.last?.boolean == true)
  }

  @Test func aWrongArgumentNamesFunctionPositionAndTypes() throws {
    let state = try state("take") { call in _ = try call.integer(2) }
    let failure = try error(of: "\ntake(1, {})", in: state)
    #expect(failure.description == "test.lua:2: bad argument #2 to 'take' (integer expected, got table)")
    #expect(failure.kind == .badArgument(function: "take", position: 2))
    #expect(try error(of: "take(1)", in: state).message.hasSuffix("(integer expected, got no value)"))
    #expect(try error(of: "take(1, 1.5)", in: state).message.hasSuffix("(number has no integer representation)"))
  }

  @Test func swiftErrorsCanBeCaughtByTheScript() throws {
    struct Odd: Error, CustomStringConvertible { var description: String { "odd thing" } }
    let state = try state("fail") { _ in throw Odd() }
    #expect(try run("return select(2, pcall(fail))", in: state).first?.string == "test.lua:1: odd thing")
  }

  @Test func luaFunctionsAreCalledFromSwiftAndTheirErrorsPassThrough() throws {
    let state = try state("each") { call in
      let body = try call.function(1)
      for number in 1...3 { _ = try call.state.call(body) { call.state.push(number) } }
    }
    #expect(try run("local n = 0; each(function(i) n = n + i end) return n", in: state).first?.integer == 6)
    let failure = try error(of: "each(function(i)\n  if i == 2 then error('two') end\nend)", in: state)
    #expect(failure.description == "test.lua:2: two")
    #expect(failure.frames.map(\.line) == [2, 1])
    let same = try run("local e = {} local _, got = pcall(each, function() error(e) end) return got == e", in: state)
    #expect(same.first?.boolean == true)
  }

  @Test func yieldingAcrossAHostFunctionIsAnErrorNotACrash() throws {
    let state = try state("each") { call in _ = try call.state.call(try call.function(1)) }
    let failure = try error(of: "coroutine.wrap(function() each(coroutine.yield) end)()", in: state)
    #expect(failure.message.contains("attempt to yield across a C-call boundary"))
  }

  @Test func endlessRecursionThroughTheHostIsAnError() throws {
    let state = try state("again") { call in _ = try call.state.call(try call.function(1)) }
    let failure = try error(of: "local function f() again(f) end f()", in: state)
    #expect(failure.message.contains("stack overflow"))
  }

  @Test func theScriptsActivityIsPartOfTheError() throws {
    let state = try LuaState()
    state.activity = "article “A”"
    #expect(try error(of: "error('x')", in: state).report.contains("while handling article “A”"))
  }
}

@Suite struct LuaObjectTests {
  @Test func objectsHaveFieldsMethodsAndOperators() throws {
    let state = try LuaState()
    let type = LuaObjectType<Int>(state, name: "Money") { call in
      throw HostError("Money has no field '\(try call.string(2))'")
    }
    type.field("cents") { call, value in call.state.push(value) }
    type.method("plus") { call, value in type.push(value + (try call.integer(2))) }
    type.metamethod(.add) { call in type.push(try call.object(1, type) + call.object(2, type)) }
    type.metamethod(.less) { call in call.state.push(try call.object(1, type) < call.object(2, type)) }
    type.metamethod(.toString) { call in call.state.push("\(try call.object(1, type)) c") }
    state.setShared("one") { type.push(1) }
    let values = try run(
      "local two = one:plus(1) return (one + two).cents, one < two, tostring(two), getmetatable(one)", in: state)
    #expect(values[0].integer == 3)
    #expect(values[1].boolean == true)
    #expect(values[2].string == "2 c")
    #expect(values[3].boolean == false)
    #expect(try error(of: "return one.cent", in: state).message == "Money has no field 'cent'")
    #expect(try error(of: "one.cents = 5", in: state).message == "a Money cannot be changed (field 'cents')")
    #expect(try error(of: "one.plus(5)", in: state).message.hasPrefix("calling 'plus' on bad self"))
    #expect(try error(of: "one:plus('x')", in: state).message.hasPrefix("bad argument #1 to 'plus' (integer expected"))
    #expect(try error(of: "setmetatable(one, {})", in: state).message.contains("table expected"))
  }

  @Test func payloadsAreForgottenOnceLuaHasCollectedTheirObjects() throws {
    final class Witness {}
    let state = try LuaState()
    let type = LuaObjectType<Witness>(state, name: "Thing")
    weak var witness: Witness?
    do {
      let payload = Witness()
      witness = payload
      type.push(payload)
      state.pop(1)
    }
    state.collectGarbage()
    state.forgetCollected()
    #expect(witness == nil)
  }

  @Test func aRecordFieldIsAskedForOnceAndTheRecordStaysTheSame() throws {
    let state = try LuaState()
    let type = LuaRecordType(state, name: "Article") { call in
      throw HostError("an article has no field '\(try call.string(2))'")
    }
    var asked = 0
    type.field("title") { call, handle in
      asked += 1
      call.state.push("title \(handle)")
    }
    type.field("missing") { call, _ in call.state.pushNil() }
    let make = state.register("article") { call in type.push(try call.integer(1)) }
    state.setShared("article") { state.push(handler: make) }
    let values = try run(
      "local a = article(4) local b = a.title .. a.title return b, a == article(4), a.missing", in: state)
    #expect(values[0].string == "title 4title 4")
    #expect(asked == 1)
    #expect(values[1].boolean == true)
    #expect(try error(of: "article(4).titel = 1", in: state).message.contains("cannot be changed"))
    #expect(try error(of: "return article(4).titel", in: state).message == "an article has no field 'titel'")
  }
}

@Suite struct ScriptLimitTests {
  private let short = ScriptLimits(time: .milliseconds(200), memory: 16 << 20, output: 1_000)

  @Test(arguments: [
    "while true do end", "while true do pcall(function() while true do end end) end",
    "while true do xpcall(function() while true do end end, function() while true do end end) end",
    "coroutine.wrap(function() while true do end end)()",
    "local f = coroutine.wrap(function() while true do coroutine.yield() end end) while true do f() end",
    "for _ in next, {}, nil, setmetatable({}, {__close = function() while true do end end}) do end",
    """
    local co = coroutine.create(function()
      local x <close> = setmetatable({}, {__close = function() while true do end end})
      coroutine.yield()
    end)
    coroutine.resume(co)
    coroutine.close(co)
    """,
    "error(setmetatable({}, {__tostring = function() while true do end end}))",
    "local first = true load(function() if first then first = false return '--' end return 'x' end)",
  ])
  func theTimeLimitCannotBeEscaped(source: String) throws {
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try error(of: source, limits: short).kind == .limit(.time))
    #expect(clock.now - start < .seconds(60))
  }

  @Test(arguments: [
    "local s = 'x' while true do s = s .. s end", "local t = {} while true do t[#t + 1] = {} end",
    "while true do pcall(function() local s = 'x' while true do s = s .. s end end) end",
    "local t = {} while true do t[#t + 1] = coroutine.create(print) end",
  ])
  func theMemoryLimitCannotBeEscaped(source: String) throws {
    let failure = try error(of: source, limits: ScriptLimits(time: .seconds(30), memory: 16 << 20))
    #expect(failure.kind == .limit(.memory))
    #expect(failure.line == 1)
  }

  @Test func theOutputLimitCannotBeEscaped() throws {
    let failure = try error(of: "while true do pcall(print, 'hello') end", limits: short)
    #expect(failure.kind == .limit(.output))
    #expect(failure.line == 1)
  }

  @Test func aStoppedStateStaysStoppedAndHarmsNoOther() throws {
    let state = try LuaState(.init(limits: short))
    #expect(throws: ScriptError.self) { try run("while true do end", in: state) }
    #expect(try error(of: "return 1", in: state).kind == .limit(.time))
    #expect(try run("return 1").first?.integer == 1)
  }

  @Test func statesOnManyThreadsStopOnTheirOwn() async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<8 {
        group.addTask {
          if index.isMultiple(of: 2) {
            return try error(of: "while true do end", limits: .init(time: .milliseconds(100))).kind == .limit(.time)
          }
          return try run("local n = 0 for i = 1, 300000 do n = n + i end return n").first?.integer == 45_000_150_000
        }
      }
      for try await success in group { #expect(success) }
    }
  }
}

@Suite struct SafeTextTests {
  @Test(arguments: [
    ("\u{1B}[2J", "\\27[2J"), ("a\nb", "a\\nb"), ("a\rb", "a\\rb"), ("a\u{202E}b", "a\\u{202e}b"),
    ("\u{9B}1m", "\\u{9b}1m"),
    ("a\u{2028}b\u{2029}c", "a\\u{2028}b\\u{2029}c"), ("\u{2066}a\u{2069}", "\\u{2066}a\\u{2069}"),
    ("a\0b\u{7F}", "a\\0b\\127"),
    ("\u{FEFF}a", "\\u{feff}a"), ("قال", "قال"), ("a\tb", "a b"),
  ])
  func whatMovesTheCursorOrTurnsTextAroundIsShown(_ text: String, _ expected: String) {
    #expect(SafeText.line(text) == expected)
  }

  @Test func linesStayLinesAndAreBounded() {
    #expect(SafeText.lines("a\nb\u{1B}c") == "a\nb\\27c")
    #expect(SafeText.lines(String(repeating: "x", count: 1 << 20)).utf8.count < 50_000)
    #expect(SafeText.lines(String(repeating: "\n", count: 1 << 20)).utf8.count < 1_000)
    #expect(SafeText.lines("plain\ntext") == "plain\ntext")
  }
}

@Suite struct SmallStackTests {
  /// On a thread with little stack a script runs on one of its own.
  @Test(arguments: [128, 256, 512]) func aScriptRunsOnACallersSmallThread(_ kibibytes: Int) throws {
    let source = """
      local function deep(n) if n == 0 then return 0 end local r string.gsub("x", "x", function() r = deep(n - 1) end) return r + 1 end
      return deep(190)
      """
    let done = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var result: Int?
    let thread = Thread {
      if let state = try? LuaState(), let function = try? state.load(source.utf8, name: "deep.lua"),
        case .integer(let depth)? = try? state.call(function).first
      {
        result = depth
      }
      done.signal()
    }
    thread.stackSize = kibibytes << 10
    thread.start()
    done.wait()
    #expect(result == 190)
  }
}
