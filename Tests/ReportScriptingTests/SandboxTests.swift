import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportLua
@testable import ReportScripting

/// Runs a chunk in a bare state, with Lua's own libraries, as the peer to compare with.
private func runInStockLua(_ source: String) throws -> [LuaValue] {
  try run(source, in: LuaState(.init(limits: ScriptLimits(time: .seconds(60)), bare: true)))
}

private func sandboxed(_ source: String) throws -> [LuaValue] {
  let state = try LuaState(.init(limits: ScriptLimits(time: .seconds(60))))
  ClockLibrary(now: Instant(secondsSinceEpoch: 1_741_849_200), zone: .utc).install(in: state)
  return try run(source, in: state)
}

@Suite struct SandboxLibraryTests {
  /// A generator of Lua's own making, so that both states see the same cases.
  private static let generator = """
    local seed = 42
    local function random(n) seed = (seed * 1103515245 + 12345) % 2147483648 return seed // 65536 % n + 1 end
    local function pick(t) return t[random(#t)] end
    local results = {}
    local function record(...)
      local out = table.pack(...)
      for i = 1, out.n do out[i] = math.type(out[i]) == 'float' and string.format('%a', out[i]) or tostring(out[i]) end
      if out[1] == 'false' then out = {'error', n = 1} end
      results[#results + 1] = table.concat(out, '|', 1, out.n)
    end
    """

  private func expectSame(_ body: String) throws {
    let source = Self.generator + "\n" + body + "\nreturn table.concat(results, '\\n')"
    let expected = try #require(runInStockLua(source).first?.string).split(
      separator: "\n", omittingEmptySubsequences: false)
    let actual = try #require(sandboxed(source).first?.string).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(expected.count == actual.count)
    for (index, pair) in zip(expected, actual).enumerated() where pair.0 != pair.1 {
      Issue.record("case \(index): Lua says \(pair.0), the sandbox says \(pair.1)")
      return
    }
  }

  @Test func patternsMatchAsLuasOwnDo() throws {
    try expectSame(
      """
      local parts = {'a', 'b', '.', '%a', '%d', '%S', '%s', '[ab]', '[^a]', '[a-c1]', '[%d_]', '%b()', '%f[%w]', '()',
        'a*', 'b+', '.-', '.*', '%w?', '(a)', '(.)', '(b*)', '((a)b)', '%1', '%2', '%z', '%Z', '$', '^', '%.', '%%', '[]]', '[^]]', '-', 'x'}
      local letters = {'a', 'b', 'c', '1', '(', ')', ' ', '.', '_', ']', '%', '-', '\\0', 'é', 'ab', 'aab'}
      local templates = {'<%0>', '%1', 'x', '%%', '[%1%0]', ''}
      for case = 1, 6000 do
        local pattern, subject = {}, {}
        for i = 1, random(5) do pattern[i] = pick(parts) end
        for i = 1, random(8) - 1 do subject[i] = pick(letters) end
        pattern, subject = table.concat(pattern), table.concat(subject)
        record(pcall(string.find, subject, pattern, random(6) - 3))
        record(pcall(string.match, subject, pattern))
        record(pcall(string.gsub, subject, pattern, pick(templates), random(4)))
        record(pcall(string.gsub, subject, pattern, function(c) return c == 'a' and 'A' or nil end))
        record(pcall(string.gsub, subject, pattern, {a = 1, b = false, ab = 'x'}))
        record(pcall(function()
          local all = {}
          for x, y in string.gmatch(subject, pattern) do all[#all + 1] = tostring(x) .. ':' .. tostring(y) end
          return table.concat(all, ',')
        end))
      end
      """)
  }

  @Test func plainSearchRepetitionAndLengthsAreLuasOwn() throws {
    try expectSame(
      """
      for case = 1, 500 do
        local text = string.rep(pick{'a', 'ab', '', 'é', 'x\\0'}, random(6) - 2, pick{'', ',', 'ab'})
        record(pcall(string.find, text, pick{'a', 'b', ',', '', 'aa', '\\0'}, random(9) - 4, true))
        record(pcall(string.rep, text, random(5) - 2))
        record(text:upper(), (text .. 'ZÀ'):lower(), text:reverse())
        local bytes = {}
        for i = 1, random(6) do bytes[i] = random(256) - 1 end
        record(pcall(utf8.len, string.char(table.unpack(bytes)), random(4) - 2, random(6) - 3, random(2) == 1))
        record(pcall(utf8.len, text, 1, -1))
      end
      """)
  }

  @Test func formatsAreLuasOwn() throws {
    try expectSame(
      """
      local values = {0, 1, -7, 255, 1.5, -0.0, 1e100, 3.0, 'text', '', 'a"b\\n\\0' .. '1', true, math.mininteger, 1/0, 97}
      for case = 1, 6000 do
        local width = random(3) == 1 and tostring(random(120) - 1) or ''
        local precision = random(3) == 1 and '.' .. (random(110) - 1) or ''
        local flags = random(3) == 1 and pick{'-', '+', ' ', '#', '0', '-+', '+0'} or ''
        local format = '%' .. flags .. width .. precision .. pick{'d', 'i', 'u', 'x', 'X', 'o', 'c', 'e', 'f', 'F', 'g', 'a', 's', 'q', '%', 'y'}
        record(pcall(string.format, '<' .. format .. '>', pick(values)))
        results[#results] = results[#results] .. ' for ' .. format
      end
      """)
  }

  @Test func tablesAreHandledAsLuasOwn() throws {
    try expectSame(
      """
      for case = 1, 2000 do
        local t = {}
        for i = 1, random(9) - 1 do t[i] = random(5) end
        record(pcall(table.insert, t, random(12) - 2, 'x'))
        record(pcall(table.insert, t, 'y'))
        record(pcall(table.remove, t, random(12) - 2))
        record(pcall(table.remove, t))
        record(pcall(table.concat, t, pick{'', ','}, random(4) - 1, random(9)))
        record(pcall(table.unpack, t, random(4) - 2, random(6)))
        local moved = {}
        record(pcall(function() return table.concat(table.move(t, random(4), random(6), random(5), pick{t, moved}), ' ') end))
        local numbers = {}
        for i = 1, random(40) do numbers[i] = random(20) end
        table.sort(numbers, pick{function(a, b) return a > b end, false} or nil)
        record(true, table.concat(numbers, ' '))
      end
      for length = 0, 2 do
        for position = -1, 4 do
          local t = {}
          for i = 1, length do t[i] = i end
          record(pcall(table.remove, t, position))
          record(true, table.concat(t, ' '))
        end
      end
      record(pcall(table.remove, setmetatable({}, {__len = function() return -2 end}), -2))
      record(pcall(table.sort, {1, 2, 3, 4}, function() return true end))
      record(pcall(table.sort, {1, 'x'}))
      record(pcall(table.insert, {}, 1, 2, 3))
      record(pcall(table.unpack, {}, math.mininteger, math.maxinteger))
      record(pcall(table.move, {}, 1, math.maxinteger, 2))
      """)
  }

  @Test func sortingIsStable() throws {
    let source = """
      local t = {}
      for i = 1, 200 do t[i] = {key = i % 7, place = i} end
      table.sort(t, function(a, b) return a.key < b.key end)
      for i = 2, #t do
        if t[i - 1].key == t[i].key and t[i - 1].place > t[i].place then return false end
      end
      return true
      """
    #expect(try sandboxed(source).first?.boolean == true)
  }

  @Test func traversalHasADefinedOrder() throws {
    let source = """
      local t = {b = 1, a = 2, [true] = 3, [10] = 4, 'one', 'two', ['é'] = 5, [false] = 6, B = 7}
      local keys, byNext = {}, {}
      for k in pairs(t) do keys[#keys + 1] = tostring(k) end
      for k in next, t do byNext[#byNext + 1] = tostring(k) end
      for k in pairs(t) do t[k] = nil end
      return table.concat(keys, ' '), table.concat(byNext, ' '), next(t) == nil
      """
    let values = try sandboxed(source)
    #expect(values[0].string == "1 2 10 B a b é false true")
    #expect(values[1].string == "1 2 10 B a b é false true")
    #expect(values[2].boolean == true)
  }

  @Test func traversalIsRobustAgainstChange() throws {
    let source = """
      local t = {}
      for i = 1, 50 do t['k' .. i] = i end
      local seen = 0
      for k, v in pairs(t) do seen = seen + 1; t[k] = nil; t['k' .. (v % 50 + 1)] = nil; t['new' .. seen] = 1 end
      local inner = 0
      local u = {x = 1, y = 2}
      for a in next, u do for b in next, {p = 1, q = 2, r = 3} do inner = inner + 1 end end
      return seen >= 25, inner
      """
    let values = try sandboxed(source)
    #expect(values[0].boolean == true)
    #expect(values[1].integer == 6)
    #expect(try error(of: "next({}, 'never')").message.contains("invalid key to 'next'"))
  }

  @Test func nothingShowsAnAddress() throws {
    let text = try #require(
      try sandboxed("local t = {} return tostring(t) .. tostring(print) .. string.format('%s', t)").first?.string)
    #expect(text == "table: 1function: 2table: 1")
    #expect(try error(of: "return string.format('%p', {})").message.contains("not available"))
  }

  @Test func randomNumbersAreTheSameInEveryRun() throws {
    let source = "local a = math.random(1 << 40) math.randomseed() return a == math.random(1 << 40), a"
    let (first, second) = (try sandboxed(source), try sandboxed(source))
    #expect(first[0].boolean == true)
    #expect(first[1].integer == second[1].integer)
  }

  // 1741849200 is Thursday 13 March 2025 07:00:00 UTC, the 72nd day, in ISO week 11 (date(1) of GNU coreutils).
  @Test func theClockIsAnInput() throws {
    let values = try sandboxed(
      """
      local t = os.date('*t')
      return os.time(), os.date('%a %d %b %Y %H:%M:%S %j %U %W %V %G %u %p %y %z'), os.date('!%c', 0), t.yday,
        os.time{year = 2025, month = 3, day = 13, hour = 7}, os.time{year = 2024, month = 14, day = -1, hour = 12},
        pcall(os.date, '%Q')
      """)
    #expect(values[0].integer == 1_741_849_200)
    #expect(values[1].string == "Thu 13 Mar 2025 07:00:00 072 10 10 11 2025 4 AM 25 +0000")
    #expect(values[2].string == "Thu Jan  1 00:00:00 1970")
    #expect(values[3].integer == 72)
    #expect(values[4].integer == 1_741_849_200)
    #expect(values[5].integer == 1_738_238_400)  // 30 January 2025, 12:00
    #expect(values[6].boolean == false)
  }

  @Test(arguments: [
    "io", "debug", "package", "dofile", "loadfile", "require", "os.execute", "os.exit", "os.getenv", "os.remove",
    "string.dump", "collectgarbage('stop')",
  ])
  func whatReachesOutIsAbsent(name: String) throws {
    let source = name.contains("(") ? "return (pcall(load('\(name.replacingQuotes)')))" : "return \(name) == nil"
    #expect(try sandboxed(source).first?.boolean == !name.contains("("))
  }

  @Test func stringMethodsCannotBeChanged() throws {
    #expect(try run("return getmetatable('')").first?.boolean == false)
    #expect(try run("return '10' + 5, -'2', '3' * '4'").compactMap(\.integer) == [15, -2, 12])
    #expect(try run("string.upper = nil return ('a'):upper()").first?.string == "A")
    #expect(try error(of: "setmetatable({}, {__gc = print})").message.contains("not available"))
  }

  /// What a weak table holds would depend on when the collector ran: `__mode` may be written and changes nothing.
  @Test func noTableIsWeak() throws {
    for mode in ["k", "v", "kv"] {
      let kept = try run(
        """
        local early = setmetatable({}, {__mode = '\(mode)'})
        local metatable = {}
        local late = setmetatable({}, metatable)
        metatable['__' .. 'mode'] = '\(mode)'
        for i = 1, 10 do early[{}] = {} late[{}] = {} end
        collectgarbage()
        local count = 0
        for _ in pairs(early) do count = count + 1 end
        for _ in pairs(late) do count = count + 1 end
        return count, metatable.__mode
        """)
      #expect(kept.first?.integer == 20)
      #expect(kept.last?.string == mode)
    }
  }

  @Test func chunksCannotPassForOthers() throws {
    let state = try LuaState()
    #expect(try error(of: "load('error(1)', '@/etc/passwd')()", in: state).chunk == "[string \"/etc/passwd\"]")
    let failure = try error(of: "assert(load('x = = 1', '=test.lua'))", in: state)
    #expect(failure.message.hasPrefix("[string \"test.lua\"]"))
  }

  @Test func hintsSayWhatToDo() throws {
    let state = try LuaState(.init(limits: ScriptLimits(time: .seconds(10)), hint: ErrorHints.hint))
    #expect(try error(of: "io.open('x')", in: state).hint?.hasPrefix("io is not available") == true)
    #expect(try error(of: "local s = tostrng(1)", in: state).hint?.contains("tostring") == true)
    let failure = try error(of: "x = 1\n  local y = os.execute('ls')", in: state)
    #expect(failure.report.contains("attempt to"))
  }

  @Test func syntaxErrorsPointAtTheLineThatPeopleLookFor() throws {
    #expect(try error(of: "local function f()\n  if true then\n    print('x')\nend\n\n").line == 4)
    #expect(try error(of: "for i = 1, 3 do\n  if i then goto contine end\n  ::continue::\nend\n").line == 2)
  }
}

extension String {
  fileprivate var replacingQuotes: String { String(map { $0 == "'" ? "\"" : $0 }) }
}

@Suite struct SandboxLimitTests {
  private let limits = ScriptLimits(time: .milliseconds(200), memory: 32 << 20, output: 1_000)

  @Test(arguments: [
    "string.find(string.rep('a', 60), string.rep('a?', 60) .. string.rep('a', 60) .. 'b')",
    "string.gsub(string.rep('a', 60), string.rep('a*', 30) .. 'b', '')",
    "for w in string.gmatch(string.rep('a', 60), string.rep('a-', 30) .. 'b') do end",
    "('x'):rep(3000000):find(('.-'):rep(5) .. 'y')",
    "table.concat(setmetatable({}, {__len = function() return 1 << 60 end, __index = function() return '' end}))",
    "table.concat(setmetatable({}, {__index = table.concat}), '', 1, 1 << 40)",
    "table.insert(setmetatable({}, {__len = function() return 1 << 60 end}), 1, 1)",
    "table.remove(setmetatable({}, {__len = function() return 1 << 60 end}), 1)",
    "table.move(setmetatable({}, {__newindex = function() end}), 1, 1 << 60, 2)",
    "table.sort(setmetatable({}, {__len = function() return 1 << 30 end, __newindex = function() end}))",
    "while true do table.sort({3, 2, 1}, function(a, b) return a < b end) end",
    "local t = {} for i = 1, 200000 do t[i] = i % 977 end while true do table.sort(t) end",
    "local t = {} for i = 1, 1e5 do t['k' .. i] = 1 end while true do next(t) end",
    "local s = ('é'):rep(1 << 20) while true do utf8.len(s) end",
    "while true do select('#', table.unpack({}, 1, 100000)) end",
    "while true do load('return ' .. ('('):rep(1000)) end",
    "while true do collectgarbage() end",
    "while true do local t <close> = setmetatable({}, {__close = function() while true do end end}) end",
    "local function f() local x <close> = setmetatable({}, {__close = f}) while true do end end f()",
    "repeat pcall(error) until false", "string.gsub(('x'):rep(100), 'x', function() while true do end end)",
    "local t = setmetatable({}, {__index = function(t, k) while true do end end}) return t.x",
    "local co; co = coroutine.wrap(function() while true do pcall(coroutine.yield) end end) while true do co() end",
    "coroutine.wrap(function() pcall(function() coroutine.wrap(function() while true do end end)() end) end)()",
  ])
  func theTimeLimitHoldsInsideTheLibraries(source: String) throws {
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try error(of: source, limits: limits).kind == .limit(.time))
    #expect(clock.now - start < HostileCase.patience)
  }

  @Test(arguments: [
    "string.rep('x', 10000000000)", "string.rep('', 1 << 60, 'x')", "string.pack('c2147483647', 'x')",
    "string.gsub(('x'):rep(1000000), 'x', ('y'):rep(100000))",
    "local t = table.pack(('x'):rep(1 << 20):byte(1, 900000))",
    "local s, t = ('x'):rep(1000000), {} for i = 1, 100 do t[i] = s end table.concat(t)",
    "local t = {} while true do t[#t + 1] = function() return t end end",
    "local f = function() return ('x'):rep(1 << 20) end load(f)",
    "local t = {} for i = 1, math.huge do t[i] = ('%99d'):format(i) end",
    "while true do pcall(string.rep, 'x', 1 << 40) end",
  ])
  func theMemoryLimitHoldsInsideTheLibraries(source: String) throws {
    let roomy = ScriptLimits(time: .seconds(20), memory: 16 << 20)
    #expect(try error(of: source, limits: roomy).kind == .limit(.memory))
  }

  @Test(arguments: [
    "local function f() return (string.gsub('x', 'x', f)) end f()",
    "string.find(('a'):rep(300000), ('a?'):rep(300000))",
    "local function c() table.sort({2, 1, 3}, c) return true end c()", "local function f() return 1 + f() end f()",
    "local t = setmetatable({}, {__index = function(s, k) return s[k] end}) return t.a",
    "local t = {} t.__index = t setmetatable(t, t) return t.x",
    "local t = setmetatable({}, {__tostring = function(t) return tostring(t) end}) tostring(t)",
    "local t = setmetatable({}, {}) getmetatable(t).__concat = function(a, b) return a .. b end return t .. t",
    "local function f() coroutine.wrap(f)() end f()", "table.unpack({}, 1, 1e8)",
  ])
  func recursionOfEveryKindEndsInAnError(source: String) throws {
    let failure = try error(of: source, limits: ScriptLimits(time: .seconds(20), memory: 64 << 20))
    let pattern = ["overflow", "complex", "too many", "too deeply", "loop", "memory", "limit", "C stack"]
    #expect(pattern.contains { failure.message.contains($0) }, "\(failure)")
  }

  @Test func aLongChainOfCoroutinesThatCloseEachOtherDoesNotExhaustTheStack() throws {
    let source = """
      local list = {}
      for i = 1, 2000 do
        list[i] = coroutine.create(function()
          local x <close> = setmetatable({}, {__close = function() coroutine.close(list[i + 1]) end})
          coroutine.yield()
        end)
        coroutine.resume(list[i])
      end
      return coroutine.close(list[1])
      """
    #expect(try run(source).count >= 1)
  }

  @Test func deepSyntaxIsRefused() throws {
    #expect(try run("return (load('return ' .. ('('):rep(1000000)))").first.map { "\($0)" } == "nil")
    #expect(try error(of: String(repeating: "do ", count: 100_000)).message.contains("C stack overflow"))
  }
}
