-- Catching what must not be caught: pcall, xpcall, handlers, error values that fight back.

--- pcall around pcall around a loop: time
while true do pcall(pcall, pcall, function() while true do end end) end

--- a handler that calls itself through xpcall: time
local function handler(e) return select(2, xpcall(error, handler, e)) end
while true do xpcall(error, handler, 'x') end

--- a handler that yields to another coroutine which loops: time
xpcall(function() error 'x' end, function() return coroutine.wrap(function() while true do end end)() end)

--- the limit is thrown into a handler that keeps the error: time
local kept
xpcall(function() while true do end end, function(e) kept = e return 'caught' end)
while true do end

--- pcall as its own handler: any
for i = 1, 1e6 do xpcall(pcall, pcall, error) end

--- handler errors for ever: error
error(select(2, xpcall(error, function() error 'again' end)))

--- error with a level far away: error
error('x', 1 << 40)

--- error with a negative level: error
error('x', math.mininteger)

--- error value that changes at each tostring: error
local n = 0
error(setmetatable({}, {__tostring = function() n = n + 1 return ('line %d'):format(n) end}))

--- error value whose __tostring returns a huge text: any
error(setmetatable({}, {__tostring = function() return ('\27[31mX\n'):rep(1 << 20) end}))

--- error value whose __tostring returns no string: error
error(setmetatable({}, {__tostring = function() return {} end}))

--- error value whose __tostring raises itself: error
local t = {}
setmetatable(t, {__tostring = function() error(t) end})
error(t)

--- error value whose __tostring yields: error
error(setmetatable({}, {__tostring = function() coroutine.yield 'x' return 'y' end}))

--- error value whose __name is a bomb: error
error(setmetatable({}, {__name = ('N\0\27]0;title\7'):rep(200000)}))

--- error value whose __name is a table: error
error(setmetatable({}, {__name = {}}))

--- error value whose metatable is itself: error
local t = {}
t.__index, t.__tostring, t.__name = t, t, t
error(setmetatable(t, t))

--- error value whose __tostring prints for ever: output
error(setmetatable({}, {__tostring = function() while true do print(('x'):rep(1000)) end end}))

--- error value whose __tostring eats memory: memory
error(setmetatable({}, {__tostring = function() local s = 'x' while true do s = s .. s end end}))

--- a coroutine as the error: error
error(coroutine.create(function() while true do end end))

--- a NaN as the error: error
error(0 / 0)

--- false as the error: error
error(false)

--- a message of eight megabytes: error
error(('m'):rep(8 << 20))

--- a message of nothing but line ends and escapes: error
error(('\r\n\27[2J\u{202E}\u{2028}\x9b31m'):rep(1000))

--- a message that is not UTF-8: error
error('\xff\xfe\xc0\x80\xed\xa0\x80' .. ('\x80'):rep(4000))

--- a message that copies the form of a place: error
error('/etc/passwd:1: root', 0)

--- a message with a line number that is no number: error
error('test.lua:99999999999999999999999999: x', 0)

--- a message with a negative line: error
error('test.lua:-1: x', 0)

--- assert with a table: error
assert(false, setmetatable({}, {__tostring = function() return 'from a table' end}))

--- assert with nil: error
assert(nil, nil)

--- an error while closing replaces the first, over and over: error
local function f(n)
  local x <close> = setmetatable({}, {__close = function(_, e) error((tostring(e)):sub(1, 50) .. n, 0) end})
  if n > 0 then f(n - 1) end
  error 'start'
end
f(100)

--- tostring of a value whose type name is a number: ok
assert(type(tostring(setmetatable({}, {__name = 12}))) == 'string')

--- error in a message handler at the depth of the stack: any
local function deep() return deep() + 1 end
local ok, e = xpcall(deep, function(m) local function again() return again() + 1 end return again() end)
error(tostring(e))

--- a handler that is a coroutine of its own: time
local function body() error 'x' end
while true do xpcall(body, coroutine.wrap(function() while true do coroutine.yield 'handled' end end)) end

--- a message with bidi controls and a bell: error at 1
error('\u{202e}gnp.exe\u{2066}\a\27]0;owned\7')
