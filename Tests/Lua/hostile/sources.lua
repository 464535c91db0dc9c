-- load and the parser: depth, size, names, bytecode, environments.

--- brackets, one million deep: any
for _, unit in ipairs {'(', '{', '[', 'f(', 'a.b[', '-', 'not ', '#', '~', 'function() ', 'do ', 'if x then ', 'while x do ', 'repeat ', 'for i = 1, 2 do ', '"x"..', 'x^', 'x.', 'x:y', '{{', 'return '} do
  print(load('return ' .. unit:rep(1000000)) == nil, load(unit:rep(1000000)) == nil)
end

--- a chain of a million operators: any
print(load('return ' .. ('1+'):rep(1000000) .. '1'))
print(load('return ' .. ('1 ..'):rep(250) .. '1'))
print(load('return ' .. ('x.'):rep(100000) .. 'y'))

--- a chain of else-ifs: any
print(load('if x then ' .. ('elseif x then '):rep(100000) .. 'end'))

--- too many locals, upvalues, labels, constants: any
local names = {}
for i = 1, 300 do names[i] = 'v' .. i end
print(load('local ' .. table.concat(names, ',')))
local parts = {}
for i = 1, 20000 do parts[i] = '::l' .. i .. '::' end
print(load(table.concat(parts, ' ')))
for i = 1, 20000 do parts[i] = 'goto l' .. i end
print(load(table.concat(parts, ' ')))
for i = 1, 100000 do parts[i] = 'x=' .. i .. '.5' end
print(load(table.concat(parts, '\n')))

--- a string literal of sixteen megabytes: any
print(load('return "' .. ('x'):rep(16 << 20) .. '"'))

--- a long bracket without an end: any
print(load('return [' .. ('='):rep(1 << 20) .. '['))
print(load('--[[' .. ('x'):rep(4 << 20)))

--- numerals without an end: any
print(load('return ' .. ('9'):rep(1 << 20))) print(load('return 0x' .. ('f'):rep(1 << 20) .. 'p99999999999'))

--- escapes without an end: any
for _, e in ipairs {'\\', '\\x', '\\xg', '\\u', '\\u{', '\\u{ffffffffffff}', '\\999', '\\z' .. (' '):rep(1 << 20), '\\q'} do load('return "' .. e .. '"') load('return "' .. e) end

--- loading in a loop: time
while true do load 'return 1' end

--- loading what loads itself: any
local s = 'local s = ... return load(s)(s)'
return load(s)(s)

--- a reader that returns pieces of one byte without end: time
load(function() return ' ' end)

--- a reader that errors, yields, returns numbers: any
print(load(function() error 'x' end)) print(load(function() return 1 end)) print(load(function() return {} end)) print(pcall(load, function() coroutine.yield() end))

--- a reader that loads with itself: error
local function reader() return load(reader) end
load(reader)()

--- bytecode by every door: ok
local header = '\27Lua\x54\0\x19\x93\r\n\x1a\n'
assert(load(header) == nil and load(header, 'x', 'b') == nil and load(header, 'x', 'bt') == nil)
local parts = {'\27', 'Lua'}
assert(load(function() return table.remove(parts, 1) end, 'x', 'b') == nil)
assert(string.dump == nil)

--- modes that are no modes: any
for _, m in ipairs {'', 'x', 'b', 't', 'bt', ('t'):rep(100000)} do pcall(load, 'return 1', 'n', m) end

--- chunk names of every form: any
for _, n in ipairs {'', '=', '@', '=\27[31m', '@/etc/passwd', ('n'):rep(1 << 20), 'a\nb', '\0', '=@', '@='} do
  local f = load('error "x"', n)
  local ok, e = pcall(f)
  assert(#e < 200, #e)
end

--- a chunk name with a line end in it does not make a second line: error
load('error "x"', '=a\nb:1: fake')()

--- an environment that fights: any
local f = load('x = y return z', 'n', 't', setmetatable({}, {__index = function(t, k) error(k) end, __newindex = error}))
print(pcall(f))
print(pcall(load, 'return 1', 'n', 't', 5))
print(pcall(load('return x', 'n', 't', 'str')))

--- goto into loops and out of blocks: any
print(load 'goto x; do ::x:: end') print(load 'do goto x end; local a; ::x:: print(a)') print(load '::x:: ::x::') print(load 'repeat goto c; local z; ::c:: until z')

--- a goto loop with a variable to be closed: time
::again::
do local x <close> = setmetatable({}, {__close = function() end}) end
goto again

--- a numeric loop over the whole range: time
for i = math.mininteger, math.maxinteger do end

--- a numeric loop with a step of nearly nothing: time
for x = 0, 1, 5e-324 do end

--- a numeric loop with a step of zero: error
for i = 1, 2, 0 do end

--- <const> and <close> in odd places: any
print(load 'local x <const> = 1; x = 2') print(load 'local x <close>, y <close> = 1, 2') print(load 'local x <foo> = 1') print(load 'local _ENV <const> = {}; x = 1')

--- constants that change: any
print(pcall(load 'local a <const> = nil; return a.b')) print(pcall(load 'local _ENV <close> = setmetatable({}, {__close = function() end}); x = 1'))

--- varargs of everything: any
local function f(...) return select('#', ...), ... end
print((f(table.unpack({}, 1, 200000))))
print(pcall(function() return f(table.unpack({}, 1, 999999)) end))

--- a tail call for ever: time
local function f() return f() end
f()

--- mutual tail calls through pcall: any
local function f() return pcall(f) end
f()

--- a function of two hundred and fifty arguments that calls itself: error
local args = {}
for i = 1, 240 do args[i] = 'a' .. i end
local list = table.concat(args, ',')
load('local function f(' .. list .. ') return 1 + f(' .. list .. ') end return f()')()

--- a chunk that returns itself through load: any
local source = 'return ...' for i = 1, 1000 do source = load(source)(source) end

--- an environment that loads what it is asked for: time
local env = setmetatable({}, {__index = function(t) return load('return ...', 'x', 't', t) end})
while true do load('a() b() c()', 'x', 't', env)() end

--- thirty thousand constants, compiled again and again: time
local lines = {}
for i = 1, 30000 do lines[i] = 'x' .. i .. '=' .. i .. '.5' end
local source = table.concat(lines, '\n')
while true do load(source) end

--- a loop of floats that never gets on: time
for i = 1.0, 2.0, 1e-300 do end
