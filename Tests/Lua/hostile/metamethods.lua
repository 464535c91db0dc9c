-- Metamethods that loop, recurse, lie, or change what is being worked on.

--- __len that never returns, under #: time
local t = setmetatable({}, {__len = function() while true do end end})
return #t

--- __len that returns a float, a string, a table: error
for _, v in ipairs {1.5, 'x', {}} do
  print(pcall(table.insert, setmetatable({}, {__len = function() return v end}), 1))
end
table.concat(setmetatable({}, {__len = function() return {} end}))

--- __len of the greatest integer with insert: any
table.insert(setmetatable({}, {__len = function() return math.maxinteger end}), 'x')

--- __len of the least integer with remove and unpack: any
local t = setmetatable({}, {__len = function() return math.mininteger end})
print(pcall(table.remove, t)) print(pcall(table.unpack, t)) print(pcall(table.sort, t)) print(pcall(table.concat, t))
print(pcall(table.insert, t, 1)) print(pcall(table.insert, t, math.mininteger, 1)) print(pcall(table.remove, t, 0))

--- __concat that never returns: time
return setmetatable({}, {__concat = function() while true do end end}) .. 'x'

--- __concat that calls itself: error
local t = setmetatable({}, {__concat = function(a, b) return a .. b end})
return t .. 'x'

--- __eq that never returns: time
local mt = {__eq = function() while true do end end}
return setmetatable({}, mt) == setmetatable({}, mt)

--- __lt and __le that call each other: error
local mt = {}
mt.__lt = function(a, b) return a <= b end
mt.__le = function(a, b) return a < b end
local a = setmetatable({}, mt)
return a < a

--- __lt in math.max and sort: time
local mt = {__lt = function() return true end}
local t = {}
for i = 1, 50 do t[i] = setmetatable({}, mt) end
while true do pcall(table.sort, t) end

--- __call chains without end: any
local t = {}
for i = 1, 10000 do t = setmetatable({}, {__call = t}) end
t()

--- __call that is its own callee: wall
local t = {}
setmetatable(t, {__call = t})
t()

--- __index chain of a hundred thousand tables: error
local t = {}
for i = 1, 100000 do t = setmetatable({}, {__index = t}) end
return t.x

--- __newindex chain that goes round: error
local a, b = {}, {}
setmetatable(a, {__newindex = b})
setmetatable(b, {__newindex = a})
a.x = 1

--- __newindex that assigns the same key: error
local t = setmetatable({}, {__newindex = function(t, k, v) t[k] = v end})
t.x = 1

--- __index that is rawget with the wrong type: error
return setmetatable({}, {__index = rawget}).x.y

--- __index made of library functions: any
for _, f in ipairs {next, pairs, ipairs, tostring, select, table.concat, table.unpack, table.sort, string.rep, load, pcall, error, setmetatable, getmetatable, coroutine.wrap, print, collectgarbage, math.random, utf8.char} do
  local t = setmetatable({}, {__index = f, __newindex = f, __call = f, __len = f, __concat = f, __tostring = f, __eq = f, __lt = f, __close = f, __unm = f, __pairs = f})
  pcall(function() return t.x end) pcall(function() t.x = 1 end) pcall(t) pcall(function() return #t end)
  pcall(function() return t .. t end) pcall(tostring, t) pcall(function() return t == {} end)
  pcall(function() return t < t end) pcall(function() local x <close> = t end) pcall(function() return -t end)
  pcall(function() for k in pairs(t) do end end)
end

--- arithmetic metamethods of strings cannot be reached: ok
assert(getmetatable('') == false)
assert(not pcall(setmetatable, '', {}))
assert(not pcall(function() ('x').y = 1 end))
string.format = nil
string.len = function() return 99 end
assert(('%d'):format(1) == '1' and ('abc'):len() == 3)

--- a metatable that changes while it is used: ok
local mt = {}
mt.__index = function(t, k) mt.__index = nil setmetatable(t, nil) collectgarbage() return 1 end
assert(setmetatable({}, mt).x == 1)

--- protected metatables stay: ok
local t = setmetatable({}, {__metatable = 'no'})
assert(getmetatable(t) == 'no' and not pcall(setmetatable, t, {}))

--- __close that is taken away before the end: error
local mt = {__close = print}
local x <close> = setmetatable({}, mt)
mt.__close = nil

--- __close that replaces the metatable of what it closes: ok
do
  local x <close> = setmetatable({}, {__close = function(t) setmetatable(t, nil) collectgarbage() end})
end

--- a hundred thousand variables to be closed, each of which loops: time
local function f(n)
  local x <close> = setmetatable({}, {__close = function() while true do end end})
  if n > 0 then return (f(n - 1)) end
end
f(150)

--- __close of a generic loop that is left by an error: time
for _ in next, {1}, nil, setmetatable({}, {__close = function() while true do end end}) do error 'out' end

--- __gc set before and after: any
print(pcall(setmetatable, {}, {__gc = function() while true do end end}))
local mt = {}
local t = setmetatable({}, mt)
mt.__gc = function() while true do end end
t = nil
collectgarbage()
for i = 1, 10 do setmetatable({}, mt) end
collectgarbage()

--- __gc hidden behind an __index: ok
local mt = setmetatable({}, {__index = {__gc = function() while true do end end}})
setmetatable({}, mt)
collectgarbage()

--- __mode set after setmetatable, with a long chain of keys: any
local mt = {}
local weak = setmetatable({}, mt)
local first = {}
local last = first
for i = 1, 200000 do local key = {} weak[last] = key last = key end
mt.__mode = 'k'
for i = 1, 20 do collectgarbage() end

--- __mode of both kinds, set after setmetatable, many tables: any
local mts, all = {}, {}
local key = {}
for i = 1, 30000 do
  local mt = {}
  local t = setmetatable({}, mt)
  local nextkey = {}
  t[key] = nextkey
  key = nextkey
  all[i], mts[i] = t, mt
end
for i = 1, #mts do mts[i].__mode = 'kv' end
for i = 1, 20 do collectgarbage() end

--- __mode given as something else: ok
for _, v in ipairs {1, {}, true, 'v', 'x', ''} do setmetatable({}, {__mode = v}) end
collectgarbage()

--- table functions on a table that shrinks while they work: any
local t = {}
for i = 1, 1000 do t[i] = i end
table.sort(t, function(a, b) t[#t] = nil return a < b end)
table.move(t, 1, 500, 2, setmetatable({}, {__newindex = function() t[#t] = nil end}))

--- sort with a comparator that returns random answers: any
local t = {}
for i = 1, 1000 do t[i] = i end
for i = 1, 50 do pcall(table.sort, t, function() return math.random() < 0.5 end) end

--- sort with a comparator that collects, errors, and sorts the same table: any
local t = {5, 4, 3, 2, 1}
local depth = 0
print(pcall(table.sort, t, function(a, b)
  collectgarbage() depth = depth + 1
  if depth < 50 then table.sort(t) end
  return a < b
end))

--- next during changes of the table: any
local t = {}
for i = 1, 100 do t['k' .. i] = i end
for round = 1, 100 do
  for k in pairs(t) do t[k] = nil t[k .. 'x'] = 1 if #k > 20 then t[k .. 'x'] = nil end end
end

--- pairs in a table whose keys are tables that vanish: any
local t = {}
for i = 1, 1000 do t[{}] = {} end
for k in pairs(t) do t[k] = nil collectgarbage() end

--- move through metamethods over all numbers: time
local t = setmetatable({}, {__index = function() return 1 end, __newindex = function() end})
table.move(t, 1, math.maxinteger - 1, 2)

--- remove from a table that says it is long: any
local t = setmetatable({}, {__len = function() return math.maxinteger end, __index = function() return 1 end, __newindex = function() end})
pcall(table.remove, t, 1) pcall(table.insert, t, 1, 1)

--- concat of what is made on demand, as long as numbers go: any
local t = setmetatable({}, {__index = function(_, i) return 'x' end, __len = function() return 1 << 40 end})
table.concat(t)

--- a loop in the iterator of a loop in the iterator: time
local function outer() return function()
  for _ in function() return 1 end do end
end end
for _ in outer() do end

--- the name of a global is a key of a metatable that never answers: time
setmetatable(_ENV, {__index = function(t, k) while true do end end}) local x = nothing

--- two hundred variables to be closed whose closing fails, for ever: time
local lines = {}
for i = 1, 180 do lines[i] = 'local a' .. i .. ' <close> = x' end
x = setmetatable({}, {__close = function() error 'closing' end})
local f = assert(load(table.concat(lines, '\n')))
while true do pcall(f) end

--- comparisons that call themselves: error
local mt = {}
mt.__lt = function(a, b) return a < b end
mt.__eq = function() return setmetatable({}, mt) == setmetatable({}, mt) end
assert(not pcall(function() return setmetatable({}, mt) < setmetatable({}, mt) end))
return setmetatable({}, mt) == setmetatable({}, mt)

--- a metatable that is hidden by a table that never answers: time
local t = setmetatable({}, {__metatable = setmetatable({}, {__index = function() while true do end end})})
return getmetatable(t).x

--- a loop behind an error behind a callback behind a close: time
local function f()
  local x <close> = setmetatable({}, {__close = function()
    string.gsub('aaaa', 'a', function() return coroutine.wrap(function() while true do pcall(error) end end)() end)
  end})
end
f()
