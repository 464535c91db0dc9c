-- The string library: patterns, plain search, repetition, packing, formats.

--- nested quantifiers in find: time
return (('a'):rep(64)):find(('a-'):rep(40) .. '$b')

--- quadratic match of a lazy item: time
local s = ('a'):rep(1 << 20)
while true do s:find '.-b' end

--- quadratic back references: time
local s = ('a'):rep(1 << 16)
return s:find '(.*)%1%1b'

--- long back references: time
local s = ('a'):rep(1 << 22)
return s:find '^(.-)%1b'

--- balanced matches of open brackets only: time
return (('('):rep(1 << 20)):find '%b()'

--- frontier patterns on a long subject: time
local s = ('a'):rep(1 << 22)
while true do s:find '%f[%A]%f[%a]x' end

--- plain search for a long needle in a repetitive text: any
local s = ('a'):rep(1 << 22)
for i = 1, 20 do s:find(('a'):rep(1 << 20) .. 'b', 1, true) end

--- plain search without end: time
local s = ('ab'):rep(1 << 21)
while true do s:find('abc', 1, true) end

--- a pattern of a megabyte: any
return (('x'):rep(1 << 20)):find(('[%w_]'):rep(1 << 18))

--- a set of a megabyte: any
local set = '[' .. ('a-z'):rep(1 << 18) .. ']'
for i = 1, 100 do ('x'):find(set) end

--- captures beyond the limit: error
return ('x'):find(('()'):rep(40))

--- a capture left open and malformed items in every function: any
for _, p in ipairs {'(', ')', '%', '[', '[^', '[%', '%b', '%bx', '%f', '%fx', '%1', '(%1)', '[]', '[a-', '%0', '(()', '^', '$', '^$', '*', '?a', '%z'} do
  pcall(string.find, 'subject', p) pcall(string.match, '', p) pcall(string.gsub, 'subject', p, '%1') pcall(function() for a in ('subject'):gmatch(p) do end end)
  pcall(string.find, 'a' .. p, p, math.mininteger) pcall(string.find, 'a', p, math.maxinteger) pcall(string.gsub, p, p, p, math.mininteger)
end

--- gsub with a replacement that grows: any
local s = 'x'
for i = 1, 40 do s = s:gsub('x', 'xx') end

--- gsub with a callback that collects garbage: any
local n = 0
local s = ('x'):rep(1000):gsub('x', function() n = n + 1 if n % 10 == 0 then collectgarbage() end return {} and 'y' end)

--- gsub with a table whose __index never returns: time
return ('x'):gsub('x', setmetatable({}, {__index = function() while true do end end}))

--- gsub of the empty pattern on a long subject: any
return #(('x'):rep(1 << 20):gsub('', 'yyyyyyyy'))

--- gsub with a limit that is not there: any
return ('x'):rep(1 << 22):gsub('x', '', math.mininteger)

--- gmatch that goes on after its subject: ok
local f = ('abc'):gmatch '.'
for i = 1, 10 do f() end
assert(f() == nil)

--- gmatch from far away: ok
for _ in ('abc'):gmatch('', math.maxinteger) do error 'no' end
for _ in ('abc'):gmatch('x', math.mininteger) do error 'no' end

--- rep with every extreme: any
print(pcall(string.rep, 'x', math.maxinteger)) print(pcall(string.rep, '', math.maxinteger)) print(pcall(string.rep, 'x', math.mininteger))

--- rep with a separator that makes the size overflow: any
return ('x'):rep(1 << 31, ('y'):rep(1 << 20)):len()

--- rep that nearly fits, for ever: any
while true do local ok = pcall(string.rep, 'x', 60 << 20) if not ok then break end end

--- upper, lower, reverse without end: time
local s = ('aé'):rep(1 << 20)
while true do s:upper() s:lower() s:reverse() end

--- byte of everything: error
return select('#', ('x'):rep(1 << 22):byte(1, -1))

--- char of everything: any
return #string.char(table.unpack({}, 1, 0), table.unpack(setmetatable({}, {__index = function() return 65 end}), 1, 500000))

--- format with too many directives: error
return (('%d'):rep(100000)):format(1)

--- format with a directive of a megabyte: error
return string.format('%' .. ('0'):rep(1 << 20) .. 'd', 1)

--- format with widths at the limit: ok
assert(#('%99.99f'):format(-1.7e308) <= 512 and #('%-99d'):format(math.mininteger) == 99 and #('%99.99s'):format(('é'):rep(200)) <= 200)

--- format of every directive with extreme values: any
for d in ('cdiuoxXaAeEfFgGpqs'):gmatch '.' do
  for _, v in ipairs {0, -1, math.maxinteger, math.mininteger, 1e308, -1e308, 5e-324, 0 / 0, 1 / 0, -1 / 0, '', 'x', true, ('y'):rep(1000)} do
    for _, f in ipairs {'', '-', '+', '#', '0', ' ', '99', '.99', '99.99', '-99.0', '+#099.99'} do pcall(string.format, '%' .. f .. d, v) end
  end
end

--- format %q of values that are none: error
return ('%q'):format({})

--- format %q of a long text of zeros: any
return #(('%q'):format(('\0'):rep(4 << 20)))

--- format %s of a metamethod that never returns: time
return ('%s'):format(setmetatable({}, {__tostring = function() while true do end end}))

--- pack with sizes that overflow: any
for _, f in ipairs {'i17', 'i0', 'I99999999999999999999', 's16', 'c', 'c-1', 'c99999999999999999999', '!17', '!', 'X', 'Xz', 'Xi17', '=!16 Xi16', ('!16'):rep(1000), 'z', 's1', 'j', 'T', 'n', 'd', 'f', '<>=', ' ', 'y'} do
  pcall(string.pack, f, 1, 2, 3) pcall(string.pack, f, 'x\0y') pcall(string.packsize, f) pcall(string.unpack, f, 'x') pcall(string.unpack, f, ('\255'):rep(64), -1)
end

--- unpack at positions that are not there: any
for _, p in ipairs {0, 2, -2, 1 << 40, math.mininteger, math.maxinteger} do pcall(string.unpack, 'i4', 'abcd', p) pcall(string.unpack, 's8', ('\255'):rep(8), p) end

--- unpack of thousands of values: any
return select('#', string.unpack(('b'):rep(60000), ('x'):rep(60000)))

--- unpack of a format that is refused for its length: error
return string.unpack(('b'):rep(1 << 17), ('x'):rep(1 << 17))

--- packsize that overflows: error
return string.packsize(('c2147483647'):rep(100))

--- unpack in a loop, padded: time
local f = ('!16 b Xi16 '):rep(4000)
local s = ('x'):rep(200000)
while true do string.unpack(f, s) end

--- concatenation that doubles near the edge, under pcall: memory
local s = ('x'):rep(1 << 20)
while true do pcall(function() local t = {} for i = 1, 100 do t[i] = s end s = table.concat(t) end) end

--- one long concatenation: memory
local s = ('x'):rep(4 << 20)
return s .. s .. s .. s .. s .. s .. s .. s .. s .. s .. s .. s .. s .. s .. s .. s .. s

--- comparison of long strings in a loop: time
local a, b = ('x'):rep(4 << 20) .. 'a', ('x'):rep(4 << 20) .. 'b'
while true do local c = a < b end

--- equality of long strings in a loop: time
local a, b = ('x'):rep(8 << 20) .. 'a', ('x'):rep(8 << 20) .. 'b'
while true do local c = a == b end

--- strings of zeros compared: any
local a, b = ('\0'):rep(4 << 20), ('\0'):rep(4 << 20) .. 'x'
for i = 1, 3 do local c = a < b end

--- tonumber of a long text: any
for i = 1, 20 do tonumber(('9'):rep(1 << 20)) tonumber('0x' .. ('f'):rep(1 << 20)) tonumber(('1'):rep(1 << 20), 2) tonumber((' '):rep(1 << 20)) end

--- tonumber with odd bases: any
for _, b in ipairs {-1, 0, 1, 37, math.maxinteger, math.mininteger, 2.5} do pcall(tonumber, '10', b) end

--- text to number by arithmetic, in a loop: time
local s = ('0'):rep(100) .. '1'
while true do local x = s + 1 end

--- keys made of long strings: any
local t = {}
for i = 1, 50 do t[('k'):rep(1 << 20) .. i] = i end

--- utf8 with extremes: any
for _, f in pairs(utf8) do
  if type(f) == 'function' then
    for _, a in ipairs {'', 'x', '\xff', 'é', ('\xf4\x8f\xbf\xbf'):rep(10), math.maxinteger, math.mininteger, -1, 0x7FFFFFFF, 0x80000000} do
      for _, b in ipairs {0, 1, -1, math.maxinteger, math.mininteger} do
        pcall(f, a) pcall(f, a, b) pcall(f, a, b, b) pcall(f, a, b, b, true)
        pcall(function() for p, c in f(a, b) do end end)
      end
    end
  end
end

--- utf8.offset over a long text: time
local s = ('\x80'):rep(16 << 20)
while true do utf8.offset(s, -1, #s + 1) end

--- utf8.codes over a long text: time
local s = ('é'):rep(1 << 20)
while true do for _ in utf8.codes(s) do end end

--- utf8.codepoint of everything: error
return select('#', utf8.codepoint(('x'):rep(1 << 22), 1, -1))

--- utf8.charpattern in a long text: time
local s = ('é'):rep(1 << 20)
while true do for c in s:gmatch(utf8.charpattern) do end end

--- gsub whose callback raises, caught for ever: time
while true do pcall(string.gsub, 'abc', '.', error) end

--- optional items against as many letters: time
local s, p = ('a'):rep(40), ('a?'):rep(40) .. ('a'):rep(40) while true do s:find(p) end

--- gmatch with three lazy captures: time
for w in (('a'):rep(100000)):gmatch '(.-)(.-)(.-)b' do end

--- a string that formats itself wider: memory
local s = 'x'
while true do s = ('%s%s'):format(s, s) end

--- what the string metatable holds cannot be exchanged: ok
assert(not getmetatable '')
assert(not pcall(setmetatable, '', {})) assert(not pcall(rawset, '', 'x', 1))
string.rep = nil
assert(('x'):rep(2) == 'xx')

--- addresses by format, concat, error, coroutine: ok
for _, v in ipairs {{}, print, function() end, coroutine.create(print), setmetatable({}, {__name = 'Odd'})} do
  assert(not tostring(v):find '0x%x%x%x%x', tostring(v)) assert(not ('%s'):format(v):find '0x%x%x%x%x')
  local _, e = pcall(error, v) assert(not tostring(e):find '0x%x%x%x%x')
  assert(not pcall(string.format, '%p', v) or not ('%p'):format(v):find '%x%x%x%x%x')
  local _, e = pcall(function() return v .. v end) assert(not tostring(e):find '0x%x%x%x%x', e)
  local _, e = pcall(function() return v < v end) assert(not tostring(e):find '0x%x%x%x%x', e)
end
