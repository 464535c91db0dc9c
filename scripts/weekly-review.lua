-- The week in review: its stories by section, what rose against the week before, how the days and the papers compare.
--   reportgen render weekly-review articles/ -o week.html
-- Copy this file and change it: `reportgen api` describes everything that it uses.
local report = {
  api = 1,
  title = "Weekly review",
  description = "The week's stories by section, the words that rose, and who wrote how much on what.",
  params = {
    window = { type = "duration", default = "7d", help = "How far back from --now" },
    lang = { type = "enum", values = { "ar", "de", "en", "es", "fr" }, help = "Only articles in this language" },
    stories = { type = "integer", default = 12, min = 1, max = 60, help = "At most this many stories" },
    images = { type = "boolean", default = true, help = "Whether stories have pictures" },
  },
  schedule = "0 7 * * 1",
  outputs = { "html", "text" },
}

-- Words that more articles have than in the span before, those that rose most first.
local function risen(found, before)
  local rows = {}
  for _, word in ipairs(found:keywords { limit = 40 }) do
    local earlier = #before:where { text = word.text }
    if word.articles > earlier and word.articles > 1 then rows[#rows + 1] = { word = word.text, now = word.articles, earlier = earlier } end
  end
  table.sort(rows, function(a, b)
    local x, y = a.now - a.earlier, b.now - b.earlier
    if x ~= y then return x > y end
    return a.word < b.word
  end)
  return { table.unpack(rows, 1, 8) }
end

function report.build(ctx)
  local p = ctx.params
  local all, since = ctx.articles:where { lang = p.lang }, ctx.now - p.window
  local found = all:where({ since = since, before = ctx.now }):sort "-date"
  if found:is_empty() then return ctx:skip("no article since " .. since:format "date.long") end
  local stories = found:stories()
  local doc = ctx:document { title = ctx:word "overview", subtitle = since:format "date.long" .. " – " .. ctx.now:format "date.long" }
  doc:made_from(found, { stories = stories, reading_time = true }):digest(stories)
  doc:lead(function(s) s:card(stories[1], { sentences = 3, image = p.images, more = true }) end)
  local names, members = {}, {}
  for i = 2, math.min(#stories, p.stories) do
    local name = stories[i].article.section or "other_stories"
    if not members[name] then names[#names + 1], members[name] = name, {} end
    table.insert(members[name], stories[i])
  end
  for _, name in ipairs(names) do
    doc:section(name, function(s)
      for _, story in ipairs(members[name]) do s:card(story, { sentences = 1, image = p.images, more = true }) end
    end)
  end
  local rows = risen(found, all:where { since = since - p.window, before = since })
  if #rows > 1 then doc:section("keywords", function(s) s:chart { kind = "bar", data = rows, label = "word", value = "now" } end) end
  doc:section("by_day", function(s) s:chart { kind = "stacked-bar", data = found:count("day", "section"), label = "day", series = "section" } end)
  return doc
end

return report
