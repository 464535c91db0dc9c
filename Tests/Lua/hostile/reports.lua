-- Bodies of `build(ctx)`: what goes through the host's own functions.

--- a table that shares its members thirty-five deep: any
local d = {}
for i = 1, 35 do d = {d, d} end
doc:paragraph(d)

--- a map that shares its members: any
local d = {}
for i = 1, 35 do d = {a = d, b = d} end
doc:add(d)

--- many references to one long text: any
local s, t = ('x'):rep(1 << 20), {}
for i = 1, 2000 do t[i] = s end
doc:paragraph(t)

--- many references to one long text, as arguments: any
local s, t = ('x'):rep(1 << 20), {}
for i = 1, 2000 do t[i] = s end
ctx.log:info(table.unpack(t))

--- a million members: any
local t = {}
for i = 1, 999999 do t[i] = 'x' end
ctx.text:sort(t)

--- a text of thirty megabytes, split: any
ctx.text:words((('ab '):rep(10 << 20)))

--- a text of thirty megabytes, split at a space: any
ctx.text:split((('a '):rep(15 << 20)), ' ')

--- a text of thirty megabytes, replaced by more: any
ctx.text:replace(('a'):rep(1 << 20), 'a', ('b'):rep(1000))

--- a text of flags, cut: any
ctx.text:cut(('🇦'):rep(200000), 150000)

--- a text of flags, measured and cut in pieces: any
local s = ('🇦'):rep(200000)
ctx.text:length(s) ctx.text:sub(s, -10, -1) ctx.text:trim(s)

--- one letter with a million marks: any
local s = 'a' .. ('\u{301}'):rep(500000)
ctx.text:length(s) ctx.text:normalize(s) ctx.text:words(s) ctx.text:sentences(s) ctx.text:cut(s, 5) ctx.text:upper(s)

--- a word of a megabyte: any
local s = ('running'):rep(150000)
ctx.text:stem(s, 'en') ctx.text:words(s, 'en') ctx.text:detect(s) ctx.text:similarity(s, s, 'en')

--- sentences of nothing but points: any
ctx.text:sentences(('. '):rep(500000), 'en')
ctx.text:sentences(('A.'):rep(500000), 'en')

--- dates in a text of digits: any
ctx.text:dates(('1'):rep(1000000), {lang = 'en'})
ctx.text:dates(('1 January 2025 '):rep(60000), {lang = 'en'})
ctx.text:dates(('يوم '):rep(100000), {lang = 'ar'})

--- a needle that nearly fits: any
ctx.text:contains(('a'):rep(1000000), ('a'):rep(50000) .. 'b')
ctx.text:replace(('a'):rep(1000000), ('a'):rep(50000) .. 'b', 'c')

--- languages that nobody speaks, without end: time
local i = 0
while true do i = i + 1 ctx.text:words('a b c', 'x' .. i) end

--- languages of a megabyte each: any
for i = 1, 200 do ctx.text:words('a', ('x'):rep(1 << 20) .. i) end

--- documents without end: any
while true do local d = ctx:document {} d:paragraph(('x'):rep(10000)) end

--- documents kept without end: any
local t = {}
while true do t[#t + 1] = ctx:document { title = ('x'):rep(1000) } end

--- sections nested without end: any
local function f(s) s:section('x', f) end
doc:section('x', f)

--- sections that loop: time
doc:section('x', function() while true do end end)

--- paragraphs without end, under pcall: any
while true do pcall(doc.paragraph, doc, 'text') end

--- empty blocks without end: any
while true do doc:rule() end

--- queries without end: error
local q = ctx.articles
while true do q = q:where { text = 'a' }:sort '-published':take(100):drop(0) end

--- queries kept without end: any
local t = {}
while true do t[#t + 1] = ctx.articles:filter(function() return true end) end

--- unions that double: error
local q = ctx.articles
for i = 1, 60 do q = q:union(q) end
return #q

--- a filter that runs the same filter: error
local function f() return ctx.articles:filter(f):first() end
f()

--- a filter that collects, errors, yields: any
pcall(function() ctx.articles:filter(function() collectgarbage() error {} end):first() end)
coroutine.wrap(function() pcall(function() return ctx.articles:filter(coroutine.yield):first() end) end)()

--- summaries without end: time
while true do ctx.articles:summarize { sentences = 1000 } end

--- summaries of extremes: any
for _, n in ipairs {0, -1, 1, math.maxinteger, math.mininteger} do pcall(function() ctx.articles:summarize { sentences = n } end) pcall(function() ctx.articles:summarize { words = n } end) pcall(function() ctx.articles:timeline { limit = n } end) pcall(function() ctx.articles:keywords { limit = n } end) pcall(function() return ctx.articles:take(n):first() end) pcall(function() return ctx.articles:drop(n):first() end) end

--- days over all of time: any
pcall(function() ctx:days('0001-01-01', '9999-12-31') end) pcall(function() ctx:days('0001-01-01', '9999-12-31', '999999999mo') end) pcall(function() ctx:days('0001-01-01', '9999-12-31', '999999999y') end)
for i = 1, 100 do pcall(function() ctx:days('1900-01-01', '1999-12-31') end) end

--- durations that grow: any
local d = ctx:duration '999999999y'
for i = 1, 100 do d = d * math.maxinteger d = d + d d = -d end
local day = ctx.today + d
day = day - d - d
print(day, d) print(day:format 'date.full', d:format {})
for _, f in ipairs {'start', 'end_of'} do pcall(function() return day[f](day, 'week') end) end

--- dates with formats of a megabyte: any
pcall(function() return ctx.now:format(('y'):rep(1 << 20)) end) pcall(function() return ctx.now:format(('%Y'):rep(1 << 19)) end)

--- numbers with extreme decimals: any
for _, n in ipairs {0, 1e308, -1e308, 5e-324, 0 / 0, 1 / 0, math.maxinteger} do
  for _, k in ipairs {0, 1, 20, 400, -1, math.maxinteger, math.mininteger} do pcall(function() return ctx.text:number(n, {decimals = k}) end) pcall(doc.paragraph, doc, {number = n, decimals = k}) end
end

--- charts of extremes: any
for _, v in ipairs {0 / 0, 1 / 0, -1 / 0, 1e308, -1e308, 5e-324, 0} do
  for _, kind in ipairs {'bar', 'line', 'column', 'pie', 'stacked'} do
    pcall(doc.chart, doc, {kind = kind, rows = {{label = 'a', value = v}, {label = 'b', value = -v}}})
    pcall(doc.chart, doc, {kind = kind, data = {{'a', v}, {'b', 1e308}, {'c', -1e308}}})
  end
end

--- a table of a thousand columns and a thousand rows: any
local rows = {}
for i = 1, 1000 do rows[i] = {} for j = 1, 1000 do rows[i][j] = j end end
pcall(doc.table, doc, rows) pcall(doc.table, doc, {rows = rows}) pcall(doc.table, doc, {columns = rows[1], rows = rows})

--- text nested deeper than anything: any
local t = 'x'
for i = 1, 39 do t = {strong = t} end
pcall(doc.paragraph, doc, t)
local t = {'x'}
for i = 1, 100 do t = {emphasis = t} end
pcall(doc.paragraph, doc, t)

--- reading what is not beside the script: any
for _, n in ipairs {'/etc/passwd', '../x', 'a/../../x', './../x', '..', '.', '', '/', '\0', 'x\0y', ('a/'):rep(5000), ('a'):rep(300), '/dev/zero', '/proc/self/environ', 'CON', '~', '~/x', '$HOME/x', 'file:///etc/passwd', 'http://example.org/'} do
  assert(not pcall(function() return ctx:read(n) end), n)
  assert(not pcall(require, n), n)
end

--- requiring without end: time
while true do pcall(require, 'x' .. math.random(1 << 40)) end

--- log without end: output
while true do pcall(function() ctx.log:info(('x'):rep(1000)) end) end

--- an article is read through all doors: any
local a = ctx.articles[1]
for k, v in pairs(a) do assert(type(k) == 'string') end
for k in next, a do assert(type(k) == 'string') end
rawset(a, 1, 1) rawset(a, 'title', 'changed')
for _, f in ipairs {table.insert, table.remove, table.sort, table.concat, table.unpack, table.move, rawlen, rawget, setmetatable, next, ipairs, select, load, string.rep, tostring, coroutine.create, coroutine.close, utf8.char, math.max, os.time, os.date} do pcall(f, a) pcall(f, a, a) pcall(f, a, 1, a) pcall(f, a, 1, 2, 3) end
assert(not pcall(function() a.new = 1 end))
assert(ctx.articles:first().id == a.id)

--- objects in place of each other: any
local objects = {ctx, ctx.articles, ctx.articles[1], ctx.text, ctx.log, ctx.now, ctx:duration '1d', doc}
for _, a in ipairs(objects) do
  for _, b in ipairs(objects) do
    for _, m in ipairs {'where', 'format', 'add', 'paragraph', 'words', 'first', 'info', 'each', 'document', 'sort', 'summarize', 'days', 'section'} do
      pcall(function() return a[m](b) end) pcall(function() return a[m](a, b) end) pcall(function() return a[m](b, a) end) pcall(function() return a[m] end)
    end
    pcall(function() return a + b end) pcall(function() return a .. b end) pcall(function() return a < b end) pcall(function() return a == b end) pcall(function() return #a end) pcall(a, b)
  end
end

--- methods kept from one object and used on values that only look alike: any
local a = ctx.articles[1]
local fake = setmetatable({}, {__index = a, __name = 'Article', __metatable = getmetatable(a)})
for _, m in ipairs {a.summarize, a.timeline, a.mentions, ctx.articles.where, doc.paragraph, ctx.text.words} do pcall(m, fake) pcall(m, fake, fake) pcall(m, nil) pcall(m) pcall(m, 1) pcall(m, 'x', 'x') end

--- the document is built in a coroutine: any
coroutine.wrap(function() doc:paragraph 'x' doc:section('y', function(s) coroutine.wrap(function() s:paragraph 'z' end)() end) end)()

--- the document is built by a metamethod, a comparator, a callback and a close: any
table.sort({3, 2, 1}, function(a, b) doc:paragraph 'x' return a < b end)
string.gsub('x', 'x', function() doc:paragraph 'y' end)
local c <close> = setmetatable({}, {__close = function() doc:paragraph 'z' end})
local t = setmetatable({}, {__index = function() doc:paragraph 'w' end})
return t.x

--- the result is something else: error
return setmetatable({}, {__index = doc})

--- a query for a hundred thousand words: any
local words = {}
for i = 1, 100000 do words[i] = 'word' .. i end
pcall(function() return #ctx.articles:where { text = words } end)
for i = 1, 900 do words[i] = 'word' .. i words[900 + i] = nil end
for i = #words, 901, -1 do words[i] = nil end
for i = 1, 100 do pcall(function() return #ctx.articles:where { text = words } end) end

--- conditions that pile up: any
local q = ctx.articles
for i = 1, 100000 do q = q:where { text = 'x' } end

--- summaries, timelines and stories kept without end: any
local t = {}
while true do t[#t + 1] = {ctx.articles:summarize { sentences = 1000 }, ctx.articles:timeline {}, ctx.articles:stories()} end

--- dates without end, thrown away: time
while true do local d = ctx.today + '1d' end

--- dates without end, kept: any
local t = {}
while true do t[#t + 1] = ctx.today + '1d' end

--- sentences of semicolons: any
ctx.text:sentences(('a; '):rep(300000), 'en')
ctx.text:sentences(('ab.'):rep(300000), 'en')
ctx.text:sentences(('«a. '):rep(200000), 'en')
ctx.text:sentences(('قال.'):rep(100000), 'ar')

--- words of marks, points and apostrophes: any
for _, unit in ipairs {"a'", 'a.', '1.', '1,', 'a_', 'א"', '\u{301}', '\u{200d}', '日', '👨‍👩‍👧', '-', 'a-'} do
  local s = unit:rep((1 << 19) // #unit)
  ctx.text:words(s) ctx.text:sentences(s, 'en') ctx.text:normalize(s) ctx.text:length(s) ctx.text:split(s) ctx.text:trim(s) ctx.text:cut(s, 1000)
end

--- keywords and searches of a megabyte: any
for i = 1, 20 do pcall(function() return #ctx.articles:search(('word '):rep(200000)) end) pcall(function() return ctx.articles[1]:mentions(('x'):rep(1 << 20)) end) end

--- names of a megabyte in every place that suggests another: any
local s = ('n'):rep(1 << 20)
for i = 1, 20 do pcall(function() return ctx[s] end) pcall(function() ctx.articles:where { [s] = 1 } end) pcall(ctx.word, ctx, s) pcall(ctx.articles.sort, ctx.articles, s) pcall(doc.paragraph, doc, {[s] = 1}) pcall(ctx.date, ctx, s) pcall(ctx.duration, ctx, s) pcall(ctx.document, ctx, {lang = s}) pcall(require, s) pcall(ctx.read, ctx, s) pcall(doc.paragraph, doc, 'x', {class = s}) end

--- an iterator that is asked for ever: time
local next_article = ctx.articles:each()
while true do next_article() end

--- iterators kept without end: any
local t, q = {}, ctx.articles:drop(1)
while true do t[#t + 1] = q:each() end

--- an iterator in other hands: ok
local step = ctx.articles:each()
assert(type(step) == 'function' and not pcall(setmetatable, step, {}))
local first = coroutine.wrap(function() return step('x', {}, print) end)()
assert(first == ctx.articles[1] and rawequal(first, ctx.articles:first()))
local count = 1
for article in step do count = count + 1 end
assert(count == #ctx.articles and step() == nil and step(1, 2, 3) == nil)
table.sort({3, 2, 1}, function(a, b) step() return a < b end)

--- an article is one and the same however it was come by: ok
local seen = {}
for article in ctx.articles:each() do seen[article] = #seen seen[#seen + 1] = article end
collectgarbage()
for i, article in ipairs(ctx.articles) do assert(seen[article] == i - 1 and rawequal(seen[i], article)) end
ctx.articles:filter(function(article) assert(seen[article]) return true end):first()

--- articles as keys come in the order of the store: ok
local set = {}
for i = #ctx.articles, 1, -1 do set[ctx.articles[i]] = i end
set[{}] = 0
local last = 0
for article, i in pairs(set) do
  if i > 0 then assert(i == last + 1) last = i end
end
assert(last == #ctx.articles)

--- fields of an article that were overwritten: ok
local a = ctx.articles[1]
local title = a.title
rawset(a, 'title', {}) rawset(a, 'id', nil) rawset(a, 'text', 7) rawset(a, 'author', false)
assert(tostring(a) == title and a:mentions(title) and a == ctx.articles[1])
assert(not ctx.articles:where { text = title }:is_empty())
doc:paragraph(a)

--- keys of an article of every kind: any
local a = ctx.articles[1]
for _, key in ipairs {1, 0, -1, 1.5, 0 / 0, 1 / 0, true, {}, print, a, ctx, ('title'):rep(1000), 'title\0', '', 'TITLE', 'texts', '__index'} do
  pcall(function() return a[key] end) pcall(function() a[key] = 1 end) pcall(rawget, a, key) pcall(rawset, a, key, key)
end
assert(a.title == ctx.articles:first().title)

--- a filter by functions that are not Lua's own: any
for _, f in ipairs {print, error, type, coroutine.yield, collectgarbage, coroutine.wrap(function(...) while true do coroutine.yield(...) end end), pcall, next, load, string.rep, setmetatable, ctx.articles:each()} do
  pcall(function() return #ctx.articles:filter(f) end)
end
pcall(function() return #ctx.articles:filter(setmetatable({}, {__call = print})) end)

--- a filter that never answers: time at 2
return #ctx.articles:filter(function(article)
  while true do end
end)

--- a filter that keeps all it can: memory at 3
local kept = {}
return #ctx.articles:filter(function(article)
  while true do kept[#kept + 1] = article.title .. #kept end
end)

--- a filter inside of a loop inside of a filter: ok
local n = 0
local function outer(a)
  for b in ctx.articles:each() do
    n = n + #ctx.articles:filter(function(c) return c == a and c == b end)
  end
  return a.title ~= ''
end
assert(#ctx.articles:filter(outer) == #ctx.articles and n == #ctx.articles)

--- an error in a filter in a filter in a coroutine: error at 3
coroutine.wrap(function()
  return ctx.articles:filter(function(a)
    return ctx.articles:filter(function(b) return b.titel end):first()
  end):first()
end)()

--- filters that run one another until the stack ends: error
local function deep(n) return #ctx.articles:filter(function() return deep(n + 1) > 0 end) end
deep(1)

--- a chain of 3,000 steps, unions to the right: error
local q = ctx.articles
for i = 1, 3000 do q = ctx.articles:union(q) end
return doc:paragraph(tostring(#q)) and nil

--- a chain of 3,000 steps, unions to the left: error
local q = ctx.articles
for i = 1, 3000 do q = q:union(ctx.articles) end
return doc:paragraph(tostring(#q)) and nil

--- a chain of 3,000 steps, unions of itself: error
local q = ctx.articles
for i = 1, 3000 do q = q:union(q) end
return doc:paragraph(tostring(#q)) and nil

--- a chain of 3,000 steps, unions and orders: error
local q = ctx.articles
for i = 1, 3000 do q = ctx.articles:sort("title"):union(q:take(3)) end
return doc:paragraph(tostring(#q)) and nil

--- a chain of 3,000 steps, unions and conditions: error
local q = ctx.articles
for i = 1, 3000 do q = ctx.articles:where { lang = "en" }:union(q:unseen()) end
return doc:paragraph(tostring(#q)) and nil

--- a chain of 3,000 steps, unions and distinct: error
local q = ctx.articles
for i = 1, 3000 do q = ctx.articles:distinct("source"):union(q:distinct("title")) end
return doc:paragraph(tostring(#q)) and nil

--- a chain of 3,000 steps, unions and filters: error
local q = ctx.articles
for i = 1, 3000 do q = ctx.articles:filter(function() return true end):union(q:drop(0)) end
return doc:paragraph(tostring(#q)) and nil

--- a chain of 3,000 steps, without: error
local q = ctx.articles
for i = 1, 3000 do q = q:without { section = "none" } end
return doc:paragraph(tostring(#q)) and nil

--- a chain of 3,000 steps, searches: error
local q = ctx.articles
for i = 1, 3000 do q = ctx.articles:search("a"):union(q:search("a")) end
return doc:paragraph(tostring(#q)) and nil

--- a chain of 3,000 steps, filters that ask the last query: error
local q = ctx.articles
for i = 1, 3000 do local p = q q = ctx.articles:filter(function() return #p > 0 end) end
return doc:paragraph(tostring(#q)) and nil

--- a duration of many parts: any
pcall(function() return ctx:duration(("999999999h"):rep(3000000)) end)

--- extreme numbers: ok
local numbers = {math.mininteger, math.maxinteger, 0 / 0, 1 / 0, -1 / 0, 1e308, -1e308, 5e-324, -1, 0}
local article, day, span = ctx.articles[1], ctx.now, ctx:duration("1d")
local ranker = ctx.text:ranker {}
ranker:add {"a b c"}
for _, n in ipairs(numbers) do
  for _, call in ipairs {
    function() return ctx.articles:take(n):first() end, function() return #ctx.articles:drop(n) end, function() return ctx.articles[n] end,
    function() return ctx.text:cut("abc", n) end, function() return ctx.text:sub("abc", n, n) end,
    function() return ctx.text:number(n, {decimals = n}) end, function() return ctx.text:plural(n, {one = "a", other = "b"}) end,
    function() return ranker:best(1, n) end, function() return ranker:best(n, 1) end,
    function() return ctx.articles:keywords {limit = n} end, function() return ctx.articles:search("a", {limit = n}):first() end,
    function() return ctx.articles:timeline {limit = n, min_sources = n} end, function() return ctx.articles:summarize {words = n} end,
    function() return ctx.articles:where {words = {gt = n, lt = n}}:first() end, function() return span * n end,
    function() return day + span * n end, function() return day - span * n end, function() return span // n end, function() return span / n end,
    function() return ctx:date {year = n, month = n, day = n, hour = n} end, function() return ctx:date {year = n, calendar = "hijri", month = 1, day = 1} end,
    function() return os.date("%c", n) end, function() return os.time {year = n, month = n, day = n, hour = n, sec = n} end,
    function() return doc:number(n, n) end, function() return doc:count(n, "article") end,
    function() return doc:heading("x", {level = n}) end,
    function() return doc:table {rows = {{a = n}}, columns = {{field = "a", decimals = n}}, total = true} end,
  } do pcall(call) end
end
