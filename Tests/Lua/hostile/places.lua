-- The line at fault is named wherever the script is: in loops of Lua, of libraries and of Lua's own core.

--- a table that is its own __call: wall at 2
local t = setmetatable({}, {})
getmetatable(t).__call = t t()

--- a __call chain as a comparator: wall at 3
local t = setmetatable({}, {})
getmetatable(t).__call = t
table.sort({ 1, 2, 3 }, function() return t() end)

--- a __call chain in a gsub callback: wall at 3
local t = setmetatable({}, {})
getmetatable(t).__call = t
string.gsub("abc", ".", function() t() end)

--- a __call chain in the __close of a coroutine that is closed: wall at 4
local t = setmetatable({}, {})
getmetatable(t).__call = t
local c = coroutine.create(function()
  local x <close> = setmetatable({}, { __close = function() t() end })
  coroutine.yield()
end)
coroutine.resume(c)
coroutine.close(c)

--- a __call chain in the tostring of an error: wall
local t = setmetatable({}, {})
getmetatable(t).__call = t
error(setmetatable({}, { __tostring = t }))

--- keys that collide under pcall: wall at 2
local function f() local t, s = {}, (1 << 20) - 1
  for i = 1, (1 << 19) + 1 do t[i * s] = true end
end
while true do pcall(f) end

--- a frontier that never holds: time at 1
while true do ("a"):rep(1 << 20):find("%f[b]%f[b]") end

--- a set of three hundred thousand ranges: time at 2
local p = "[" .. ("a-z"):rep(300000) .. "]"
while true do ("9"):rep(1000):find(p) end

--- thirty-two lazy captures: time at 3
local p = ("(.-)"):rep(32) .. "$x"

("a"):rep(200):find(p)

--- plain find of the second half: time at 3
local a = ("a"):rep(8 << 20)
local b = ("a"):rep(4 << 20) .. "b"
while true do a:find(b, 1, true) end

--- comparing long strings: time at 3
local a = ("\0"):rep(8 << 20) .. "a"
local b = ("\0"):rep(8 << 20) .. "b"
while true do local x = a < b end

--- numerals of megabytes: time at 2
local a = ("1"):rep(8 << 20)
while true do tonumber(a) tonumber("0x" .. a) end

--- upper, lower and reverse of megabytes: time at 3
local s = ("x"):rep(8 << 20)
while true do
  s:upper() s:lower() s:reverse() end

--- pack with alignments in a loop: time at 2
while true do
  pcall(string.pack, ("!16 b Xi16"):rep(100000)) end

--- packsize of a format of megabytes: time at 1
while true do pcall(string.packsize, ("i16"):rep(1000000)) end

--- format with the widest items: time at 2
while true do pcall(string.format, "%99.99f", 1e308)
  pcall(string.format, "%q", ("\0"):rep(1000000)) end

--- tostring lies to format: time
local t = setmetatable({}, { __tostring = function() return 1 end })

while true do
  pcall(string.format, "%s", t) end

--- concat with a lying length: time
local t = setmetatable({}, { __len = function() return math.maxinteger end, __index = function() return "" end })

table.concat(t)

--- sort with a lying length: any
local t = setmetatable({},
  { __len = function() return (1 << 31) - 2 end, __index = function(_, i) return i end, __newindex = function() end })

table.sort(t)

--- unpack through an __index that loops: time at 2
local t = setmetatable({}, { __len = function() return 9 end, __index = function()
  while true do end end })
table.unpack(t)

--- move back and forth: time at 4
local t = {}
for i = 1, 100000 do t[i] = i end
while true do
  table.move(t, 1, 99999, 2) end

--- insert at the front, remove at the front: time at 4
local t = {}
for i = 1, 1000000 do t[i] = i end
while true do
  table.insert(t, 1, 0) table.remove(t, 1) end

--- a million gotos to one label, compiled: any
local p = {}
for i = 1, 30000 do p[i] = "goto a" end
local s = table.concat(p, " ") .. " ::a::"
while true do load(s) end

--- else-ifs without end, compiled: time at 2
local a = "if a then " .. ("elseif b then "):rep(100000) .. "end"
while true do load(a) end

--- a comment of megabytes, compiled: time at 2
local a = "--[==[" .. ("x"):rep(8 << 20)
while true do load(a) end

--- utf8 over continuation bytes: time at 3
local s = ("\x80"):rep(8 << 20)
while true do
  pcall(utf8.offset, s, -1, #s) pcall(utf8.len, s) end

--- blocks above the smallest sizes with holes between them: memory at 4
local t = {}
for i = 1, 4000 do t[i] = i .. ("x"):rep(3000) end
for i = 1, 4000, 2 do t[i] = false end
for i = 1, 20000 do t[#t + 1] = i .. ("x"):rep(6000) end

--- strings of forty kilobytes with holes between them: memory at 4
local t = {}
for i = 1, 300 do t[i] = i .. ("x"):rep(40000) end
for i = 1, 300, 2 do t[i] = false end
for i = 1, 20000 do t[#t + 1] = i .. ("x"):rep(50000) end

--- an empty table grows in a __close: memory at 2
local x <close> = setmetatable({}, { __close = function() local t = {}
  while true do t[#t + 1] = { t } end end })

--- varargs that grow by one: any
local function f(...) return f(1, ...) end
f()

--- output under pcall in a gsub callback: output at 2
while true do pcall(string.gsub, "aaa", "a", function()
  print(("z"):rep(1000)) end) end

--- an error of a type of its own, in a coroutine, in a callback: error at 3
local c = coroutine.wrap(function()
  table.sort({ 1, 2 }, function()
    error(setmetatable({}, { __tostring = function() return "own" end }))
  end)
end)
c()

--- an error with the place of another file: error at 2

error("/etc/passwd:12: no", 1)

--- a global metatable that recurses: error
setmetatable(_G, { __index = function(t, k) return _G[k .. "x"] end })
return foo

--- the metatable of strings through every door: ok
assert(getmetatable("") == false or getmetatable("").__index == nil or getmetatable("").__index ~= string)
assert(not pcall(setmetatable, "", {}))
assert(not pcall(function() string.x.y = 1 end))

--- modules outside: ok
for _, name in ipairs { "../x", "/etc/passwd", "a/../../b", "..", ".", "", "\0", ("a/"):rep(10000) } do
  assert(not pcall(require, name))
end

--- addresses are not to be seen: ok
for _, value in ipairs { {}, print, function() end, coroutine.create(print) } do
  for _, text in ipairs { tostring(value), ("%s"):format(value) } do assert(not text:find("0x%x%x%x%x%x")) end
  assert(not pcall(string.format, "%p", value) or not ("%p"):format(value):find("0x%x%x%x%x%x"))
end

--- pairs gives the order of bytes, however keys came and went: ok
local t = {}
for _, key in ipairs { "b", "a", "c", "aa", "B", "é", "" } do t[key] = true end
t.x = 1 t.x = nil
local names = {}
for key in pairs(t) do names[#names + 1] = key end
assert(table.concat(names, ",") == ",B,a,aa,b,c,é")

--- an error in a comparator in a coroutine in gsub: error at 3
('x'):gsub('.', function()
  coroutine.wrap(function() table.sort({3, 2, 1}, function(a, b)
    error {code = 1}
  end) end)()
end)

--- an error of a method of a number in an __index of a closing value: error at 3
local t <close> = setmetatable({}, {__close = function() end})
local u = setmetatable({}, {__index = function(_, k)
  return (5):nothing()
end})
return u.x

--- an error thrown again by its own handler, as a table: error at 6
xpcall(function()
  error({})
end, function(e) return e end)
local ok, e = pcall(function()
  error(setmetatable({}, {__tostring = function() return 'late' end}), 2)
end) assert(not ok) error(e)

--- arithmetic on a field of a field that is missing: error at 2
local config = { page = {} }
return config.page.width + 1

--- an error while a coroutine is closed by a for loop: error at 1
for x in coroutine.wrap(function() local c <close> = setmetatable({}, {__close = function() error 'closing' end}) coroutine.yield(1) error 'body' end) do end

--- a comparison of a number with a string inside of sort: error at 1
table.sort({3, 'x', 1})

--- the label of a loop that a string hides: error at 2
local s = [[
]] .. nil
