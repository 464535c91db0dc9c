-- Limits near their edges: memory, output, collector, tables, select.

--- a table that grows by rehashing: memory
local t = {}
for i = 1, math.huge do t[i * 1.5] = i end

--- a table with holes: memory
local t = {}
for i = 1, math.huge do t[i * 1024] = true end

--- table.pack without end: memory
local t = {}
while true do t = table.pack(t, table.unpack({}, 1, 10000)) end

--- closures with upvalues: memory
local f
while true do local g = f f = function() return g end end

--- strings of three bytes: memory
local t = {}
for i = 1, math.huge do t[i] = ('%d'):format(i) end

--- memory eaten under pcall, again and again: memory
while true do pcall(function() local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end end) end

--- memory eaten in a coroutine under pcall: memory
pcall(coroutine.wrap(function() local t = {} while true do t[#t + 1] = {} end end))
while true do end

--- memory eaten in a __close: memory
local x <close> = setmetatable({}, {__close = function() local t = {} while true do t[#t + 1] = {} end end})

--- memory eaten in an error handler: memory
xpcall(error, function() local t = {} while true do t[#t + 1] = {} end end)

--- just below the limit, then many small ones: any
local big = ('x'):rep(40 << 20)
local t = {}
for i = 1, 1000 do t[i] = {i} end
big = nil
collectgarbage()
for i = 1, 20 do local s = ('y'):rep(30 << 20) s = nil collectgarbage() end

--- print of a large text: output
for i = 1, 100 do print(('x'):rep(1 << 20)) end

--- print of nothing, for ever: any
while true do print() end

--- print of many values: output
while true do print(table.unpack({}, 1, 1000)) end

--- print under pcall in a coroutine: output
coroutine.wrap(function() while true do pcall(print, ('x'):rep(1 << 16)) end end)()

--- print in a sort comparator: output
local t = {}
for i = 1, 10000 do t[i] = i end
while true do table.sort(t, function(a, b) print(('x'):rep(10000)) return a > b end) end

--- print of control characters: any
print('\27[2J\27]0;x\7\0\8\r\u{202e}')

--- collectgarbage with every option: any
for _, o in ipairs {'collect', 'count', 'step', 'isrunning', 'stop', 'restart', 'incremental', 'generational', 'setpause', 'setstepmul', 'x', ''} do
  for _, a in ipairs {0, 1, -1, math.maxinteger, math.mininteger} do pcall(collectgarbage, o, a) end
end

--- collectgarbage steps for ever: time
while true do collectgarbage 'step' end

--- collectgarbage on a large heap, for ever: time
local t = {}
for i = 1, 200000 do t[i] = {} end
while true do collectgarbage() end

--- select with extremes: any
for _, n in ipairs {0, -1, -2, math.maxinteger, math.mininteger, 1.5, '#', '1', 'x'} do pcall(select, n, 1) end

--- select from the end of a long list, for ever: time
while true do select(-1, table.unpack({}, 1, 200000)) end

--- unpack with extremes: any
for _, a in ipairs {0, 1, -1, math.maxinteger, math.mininteger} do
  for _, b in ipairs {0, 1, -1, math.maxinteger, math.mininteger} do pcall(table.unpack, {}, a, b) pcall(table.concat, {}, '', a, b) pcall(table.move, {}, a, b, a) pcall(table.move, {}, a, a, b) pcall(table.insert, {}, a, b) pcall(table.remove, {}, a) end
end

--- insert at the front without end: any
local t = {}
for i = 1, 100000 do table.insert(t, 1, i) end

--- move over the whole range: any
pcall(table.move, {}, math.mininteger, -1, 0)
pcall(table.move, {1}, 1, math.maxinteger - 1, 2)

--- concat over a range that ends at the greatest integer: any
return table.concat(setmetatable({}, {__index = function() return 'x' end}), '', math.maxinteger - 10, math.maxinteger)

--- ipairs that never ends: time
for i in ipairs(setmetatable({}, {__index = function() return 1 end})) do end

--- next that is asked for each key from the start: time
local t = {}
for i = 1, 100000 do t['k' .. i] = i end
while true do for k in pairs(t) do next(t) break end end

--- next with a key in the middle, over and over: any
local t = {}
for i = 1, 3000 do t['k' .. i] = i end
for i = 1, 3000 do next(t, 'k' .. i) end

--- rawlen, rawget, rawset, rawequal with wrong values: any
for _, f in ipairs {rawlen, rawget, rawset, rawequal, getmetatable, setmetatable, ipairs, next, pairs} do
  for _, v in ipairs {1, 'x', true, print} do pcall(f) pcall(f, v) pcall(f, v, v) pcall(f, v, v, v) end
end
rawset({}, 1, nil)
print(pcall(rawset, {}, nil, 1)) print(pcall(rawset, {}, 0 / 0, 1))

--- math functions with extremes: any
for n, f in pairs(math) do
  if type(f) == 'function' then
    for _, a in ipairs {0, 1, -1, math.maxinteger, math.mininteger, 1e308, 0 / 0, 1 / 0, 'x', {}} do
      pcall(f) pcall(f, a) for _, b in ipairs {0, 1, -1, math.maxinteger, math.mininteger, 0 / 0} do pcall(f, a, b) end
    end
  end
end

--- integer division and remainder at the edges: any
print(math.mininteger // -1, math.mininteger % -1, pcall(function() return 1 // 0 end), pcall(function() return 1 % 0 end), 1 << 64, 1 << -64, 1 >> math.mininteger)

--- os functions with extremes: any
for _, v in ipairs {math.maxinteger, math.mininteger, 0, -1, 1e308, 0 / 0, '', '*t', '!*t', ('%c'):rep(500), '%', '%E', '%O', '%Ez', '\0', '%Y\0%Y', {}} do
  for _, w in ipairs {math.maxinteger, math.mininteger, 0, 1e18, -1e18, 253402300799, -62135596800} do pcall(os.date, v, w) pcall(os.difftime, v, w) end
  pcall(os.time, v) pcall(os.date, v)
  for _, k in ipairs {'year', 'month', 'day', 'hour', 'min', 'sec'} do
    local t = {year = 2025, month = 1, day = 1}
    t[k] = v
    pcall(os.time, t)
    t[k] = tostring(v)
    pcall(os.time, t)
  end
end

--- os.time reads a table through no metamethod that loops: any
return os.time(setmetatable({}, {__index = function() while true do end end}))

--- a table as its own key, value and metatable: ok
local t = {}
t[t] = t
setmetatable(t, t)
t.__index = t
assert(rawget(t, t) == t)
for k, v in pairs(t) do end
assert(tostring(t))

--- a table whose keys all fall into one place when it grows: wall
local t, step = {}, (1 << 18) - 1
for i = 1, (1 << 17) + 1 do t[i * step] = true end
while true do end

--- the same under pcall in a coroutine: wall
local function fill()
  local t, step = {}, (1 << 19) - 1
  for i = 1, (1 << 18) + 1 do t[i * step] = true end
end
while true do pcall(coroutine.wrap(fill)) end

--- sorting what is sorted backwards, again and again: time
local t = {} for i = 1, 2000 do t[i] = -i end
while true do
  table.sort(t, function(a, b) return a > b end) table.sort(t)
end

--- integers that become strings that become keys: memory
local t = {}
for i = 1, math.maxinteger do t[('%d'):format(i)] = i .. '' end

--- varargs that call each other with more of them: any
local function f(...) return pcall(f, 1, ...) end
f() while true do pcall(f) end

--- keys that go and come while they are walked: time
local t = {}
for i = 1, 2000 do t['k' .. i] = i end
while true do
  for k in pairs(t) do t[k] = nil end
  for i = 1, 2000 do t['k' .. i] = i end
end

--- no two runs differ in their random numbers: ok
local a = {} for i = 1, 5 do a[i] = math.random(1 << 40) end
math.randomseed(7) local x = math.random(1 << 40) math.randomseed(7) assert(x == math.random(1 << 40))

--- nothing that is not in the list, by any name: ok
for _, name in ipairs {'io', 'debug', 'package', 'dofile', 'loadfile', 'loadstring', 'setfenv', 'module', 'newproxy', 'jit', 'ffi', 'bit32', 'unpack'} do assert(_G == nil or _G[name] == nil, name) assert(_ENV[name] == nil, name) end
for _, name in ipairs {'execute', 'exit', 'getenv', 'remove', 'rename', 'tmpname', 'setlocale'} do assert(os == nil or os[name] == nil, name) end
assert(string.dump == nil)

--- numbers at the ends of for loops: ok
local n = 0 for i = math.maxinteger - 2, math.maxinteger do n = n + 1 end assert(n == 3)
n = 0 for i = math.mininteger, math.mininteger + 2 do n = n + 1 end assert(n == 3)
for i = 1, 0 do error 'no' end assert(not pcall(function() for i = 1, 10, 0 do end end))

--- two tables are walked at once, and a third is looked into: ok
for n = 1, 40 do
  local function make() local t = {} for i = 1, n do t['k' .. i] = i t[i * 1000 + n] = i end return t end
  local a, b = make(), make()
  local x, y, steps = next(a), next(b), 0
  while x ~= nil or y ~= nil do
    if x ~= nil then steps = steps + 1 x = next(a, x) end
    if y ~= nil then steps = steps + 1 y = next(b, y) end
    next {1}
  end
  assert(steps == 4 * n, n)
end
