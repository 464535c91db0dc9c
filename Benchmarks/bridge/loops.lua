-- The loops that are measured. `host` gives the articles: each(), first(), filter(f).
local loops = {}

function loops.none() end

-- Nothing but Lua: what the limits cost.
function loops.tight(host, n)
  local x = 0
  for i = 1, n do x = x + i % 7 end
  return nil, x
end

function loops.table(host, n)
  local article = { title = "River rises in district 0" }
  local x
  for _ = 1, n do x = article.title end
  return nil, x
end

-- One field of one article, again and again.
function loops.repeated(host, n)
  local article = host.first()
  local x
  for _ = 1, n do x = article.title end
  return nil, x
end

-- All articles, n times over: without a look at them, with their titles, with their texts of 3,000 bytes.
function loops.each(host, n)
  for _ = 1, n do
    for article in host.each() do end
  end
end

function loops.titles(host, n)
  local x
  for _ = 1, n do
    for article in host.each() do x = article.title end
  end
  return nil, x
end

function loops.texts(host, n)
  local x
  for _ = 1, n do
    for article in host.each() do x = article.text end
  end
  return nil, x
end

-- A host function that calls a closure for each article.
function loops.closure(host, n)
  for _ = 1, n do host.filter(function() return false end) end
end

-- Kilobytes that Lua holds more, for all articles kept: untouched, and with their titles read.
local function held(host, read)
  local kept, size = {}, 0
  for i in host.each() do size = size + 1 end
  for i = 1, size do kept[i] = false end
  collectgarbage()
  local before = collectgarbage("count")
  local i = 0
  for article in host.each() do
    i = i + 1
    kept[i] = article
    if read then local _ = article.title end
  end
  collectgarbage()
  return (collectgarbage("count") - before) * 1024 / size
end

function loops.kept(host) return held(host, false) end
function loops.keptwithtitles(host) return held(host, true) end

return loops
