-- Coroutines: wrap, close, dead and normal ones, yields across everything.

--- a coroutine resumes itself: ok
local co
co = coroutine.create(function() return coroutine.resume(co) end)
local ok, inner, message = coroutine.resume(co)
assert(ok and inner == false and message:find 'non%-suspended')

--- a wrapped coroutine calls itself: error
local f
f = coroutine.wrap(function() f() end)
f()

--- a coroutine resumes the one that resumed it: ok
local a, b
a = coroutine.create(function() return coroutine.resume(b) end)
b = coroutine.create(function() return coroutine.resume(a) end)
assert(coroutine.resume(a))

--- a coroutine closes itself while it runs: error
local co
co = coroutine.create(function() coroutine.close(co) end)
assert(coroutine.resume(co))

--- closing the running main coroutine: error
coroutine.close((coroutine.running()))

--- closing in a __close of the same coroutine: any
local co
co = coroutine.create(function()
  local x <close> = setmetatable({}, {__close = function() coroutine.close(co) end})
  coroutine.yield()
end)
coroutine.resume(co)
print(coroutine.close(co))

--- resuming in a __close of the same coroutine: any
local co
co = coroutine.create(function()
  local x <close> = setmetatable({}, {__close = function() print(coroutine.resume(co)) end})
  coroutine.yield()
end)
coroutine.resume(co)
print(coroutine.close(co))

--- yielding in a __close: any
local co = coroutine.wrap(function()
  local x <close> = setmetatable({}, {__close = function() coroutine.yield 'in close' end})
  return 'done'
end)
print(co()) print(co())

--- yielding in a __close while the coroutine is being closed: any
local co = coroutine.create(function()
  local x <close> = setmetatable({}, {__close = function() coroutine.yield() end})
  coroutine.yield()
end)
coroutine.resume(co)
print(coroutine.close(co))

--- a wrapped coroutine whose error is thrown over a loop in __close: time
local co = coroutine.wrap(function()
  local x <close> = setmetatable({}, {__close = function() while true do end end})
  error 'x'
end)
while true do pcall(co) end

--- coroutines without end, each kept by the one before: memory
local function nest(before) return coroutine.create(function() return before end) end
local co
while true do co = nest(co) end

--- coroutines that each hold a large stack: memory
local t = {}
while true do
  local co = coroutine.create(function(...) coroutine.yield() return ... end)
  coroutine.resume(co, table.unpack({}, 1, 100000))
  t[#t + 1] = co
end

--- recursion that changes coroutine at each step: error
local function f(n) return coroutine.wrap(f)(n + 1) end
f(0)

--- the same under pcall at each step: any
local function f(n) return pcall(coroutine.wrap(f), n + 1) end
for i = 1, 200 do f(0) end

--- the same through a metamethod at each step: error
local mt = {}
mt.__index = function(t, k) return coroutine.wrap(function() return t[k + 1] end)() end
local x = setmetatable({}, mt)[1]

--- the same through sort, gsub and tostring: error
local function f()
  table.sort({1, 2}, function() return (string.gsub('x', 'x', function() return tostring(setmetatable({}, {__tostring = f})) end)) end)
  return ''
end
f()

--- a thousand values over the border of a coroutine, for ever: time
local co = coroutine.wrap(function(...) while true do coroutine.yield(...) end end)
co(table.unpack({}, 1, 1000))
while true do co() end

--- too many values for a coroutine: any
coroutine.wrap(function(...) return select('#', ...) end)(table.unpack({}, 1, 999000))

--- a coroutine's status is asked in a loop: time
local co = coroutine.create(function() end)
while true do coroutine.status(co) coroutine.isyieldable(co) coroutine.running() end

--- a generic loop over a coroutine that never ends: time
for x in coroutine.wrap(function() while true do coroutine.yield(1) end end) do end

--- yields inside of table functions: any
local co = coroutine.wrap(function()
  table.sort({3, 2, 1}, function(a, b) coroutine.yield() return a < b end)
end)
co() co()

--- yields inside of gsub: any
coroutine.wrap(function() string.gsub('x', 'x', coroutine.yield) end)()

--- yields inside of a load reader: any
coroutine.wrap(function() load(coroutine.yield) end)()

--- yields inside of pairs and its metamethod: ok
local co = coroutine.wrap(function()
  for k in pairs(setmetatable({}, {__pairs = function(t) coroutine.yield(1) return next, {a = 1} end})) do coroutine.yield(k) end
end)
assert(co() == 1 and co() == 'a')

--- yields inside of pcall and xpcall: ok
local co = coroutine.wrap(function()
  local ok, v = pcall(function() coroutine.yield(1) error 'x' end)
  local ok2, v2 = xpcall(function() coroutine.yield(2) error 'y' end, function(m) return 'handled' end)
  return ok, ok2, v2
end)
assert(co() == 1 and co() == 2)
local a, b, c = co()
assert(a == false and b == false and c == 'handled')

--- a dead coroutine is resumed for ever: time
local co = coroutine.create(function() end)
coroutine.resume(co)
while true do coroutine.resume(co) end

--- a coroutine with an error is closed again and again: time
local co = coroutine.create(error)
coroutine.resume(co)
while true do coroutine.close(co) end

--- wrap over C functions: any
for _, f in ipairs {pcall, xpcall, coroutine.yield, coroutine.resume, table.sort, string.gsub, load, select, tostring, next, pairs} do
  pcall(coroutine.wrap(f), f, f, f)
end

--- a comparator that is a coroutine: time
local t = {} for i = 1, 3000 do t[i] = i end
while true do pcall(table.sort, t, coroutine.wrap(function(a, b) while true do a, b = coroutine.yield(a < b) end end)) end

--- a reader that resumes a coroutine without end: time
local co = coroutine.wrap(function() while true do coroutine.yield ' ' end end)
load(function() return co() end)

--- closing values made in a loop of coroutines: time
while true do
  coroutine.wrap(function()
    local a <close> = setmetatable({}, {__close = function() for i = 1, 1000 do end end})
    coroutine.yield()
  end)()
end

--- coroutines that yield for ever while they are closed: time
while true do
  local co = coroutine.wrap(function() local x <close> = setmetatable({}, {__close = function() while true do coroutine.yield() end end}) end)
  for i = 1, 100 do co() end
end

--- a coroutine closed in the closing of a coroutine, without end: any
local function make(n)
  return coroutine.create(function()
    local x <close> = setmetatable({}, {__close = function() local co = make(n + 1) coroutine.resume(co) coroutine.close(co) end})
    coroutine.yield()
  end)
end
local co = make(1)
coroutine.resume(co) coroutine.close(co)

--- coroutines a hundred and fifty deep that hand on each other: any
local f = function() while true do coroutine.yield() end end
for i = 1, 150 do
  local inner = coroutine.wrap(f)
  f = function() while true do inner() coroutine.yield() end end
end
while true do f() end

--- suspended coroutines closed one inside of the other by callbacks of gsub: error
local cos = {}
local function deep(n, f)
  if n == 0 then return f() end
  string.gsub("x", "x", function() deep(n - 1, f) end)
end
for k = 1, 150 do
  cos[k] = coroutine.create(function()
    local x <close> = setmetatable({}, {__close = function()
      deep(180, function() if cos[k + 1] then coroutine.close(cos[k + 1]) end end)
    end})
    coroutine.yield()
  end)
  coroutine.resume(cos[k])
end
pcall(coroutine.close, cos[1])

--- the same by sort: error
local cos = {}
local function deep(n, f) if n == 0 then return f() end table.sort({1, 2}, function(a, b) deep(n - 1, f) return a < b end) end
for k = 1, 400 do
  cos[k] = coroutine.create(function()
    local x <close> = setmetatable({}, {__close = function() deep(180, function() if cos[k + 1] then coroutine.close(cos[k + 1]) end end) end})
    coroutine.yield()
  end)
  coroutine.resume(cos[k])
end
pcall(coroutine.close, cos[1])

--- the same by tostring: error
local cos = {}
local function deep(n, f) if n == 0 then return f() end tostring(setmetatable({}, {__tostring = function() deep(n - 1, f) return "x" end})) end
for k = 1, 400 do
  cos[k] = coroutine.create(function()
    local x <close> = setmetatable({}, {__close = function() deep(180, function() if cos[k + 1] then coroutine.close(cos[k + 1]) end end) end})
    coroutine.yield()
  end)
  coroutine.resume(cos[k])
end
pcall(coroutine.close, cos[1])

--- the same by format: error
local cos = {}
local function deep(n, f) if n == 0 then return f() end string.format("%s", setmetatable({}, {__tostring = function() deep(n - 1, f) return "x" end})) end
for k = 1, 400 do
  cos[k] = coroutine.create(function()
    local x <close> = setmetatable({}, {__close = function() deep(180, function() if cos[k + 1] then coroutine.close(cos[k + 1]) end end) end})
    coroutine.yield()
  end)
  coroutine.resume(cos[k])
end
pcall(coroutine.close, cos[1])

--- the same by pcall: error
local cos = {}
local function deep(n, f) if n == 0 then return f() end pcall(deep, n - 1, f) end
for k = 1, 400 do
  cos[k] = coroutine.create(function()
    local x <close> = setmetatable({}, {__close = function() deep(180, function() if cos[k + 1] then coroutine.close(cos[k + 1]) end end) end})
    coroutine.yield()
  end)
  coroutine.resume(cos[k])
end
pcall(coroutine.close, cos[1])

--- the same by xpcall: error
local cos = {}
local function deep(n, f) if n == 0 then return f() end xpcall(deep, print, n - 1, f) end
for k = 1, 400 do
  cos[k] = coroutine.create(function()
    local x <close> = setmetatable({}, {__close = function() deep(180, function() if cos[k + 1] then coroutine.close(cos[k + 1]) end end) end})
    coroutine.yield()
  end)
  coroutine.resume(cos[k])
end
pcall(coroutine.close, cos[1])

--- the same by load: error
local cos = {}
local function deep(n, f) if n == 0 then return f() end load(function() deep(n - 1, f) end) end
for k = 1, 400 do
  cos[k] = coroutine.create(function()
    local x <close> = setmetatable({}, {__close = function() deep(180, function() if cos[k + 1] then coroutine.close(cos[k + 1]) end end) end})
    coroutine.yield()
  end)
  coroutine.resume(cos[k])
end
pcall(coroutine.close, cos[1])

--- the same by pairs: error
local cos = {}
local function deep(n, f) if n == 0 then return f() end pairs(setmetatable({}, {__pairs = function() deep(n - 1, f) return next, {} end})) end
for k = 1, 400 do
  cos[k] = coroutine.create(function()
    local x <close> = setmetatable({}, {__close = function() deep(180, function() if cos[k + 1] then coroutine.close(cos[k + 1]) end end) end})
    coroutine.yield()
  end)
  coroutine.resume(cos[k])
end
pcall(coroutine.close, cos[1])
