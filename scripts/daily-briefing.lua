-- The day's news on one page: the day in five lines, the lead story, the others in short, what is coming up, who wrote.
--   reportgen render daily-briefing articles/ -o briefing.html
-- Copy this file and change it: `reportgen api` describes everything that it uses.
local report = {
  api = 1,
  title = "Daily briefing",
  description = "The day's stories: the lead in full, the others in short, a timeline, and who reported.",
  params = {
    window = { type = "duration", default = "1d", help = "How far back from --now" },
    topic = { type = "string", help = "Only articles with these words" },
    lang = { type = "string", help = "Only articles in this language, and the report in it: ar, en, fr …" },
    stories = { type = "integer", default = 8, min = 1, max = 50, help = "At most this many stories" },
    images = { type = "boolean", default = true, help = "Whether stories have pictures, where articles bring some along" },
  },
  schedule = "30 6 * * *",
  outputs = { "html", "text" },
}

-- Sections of the paper as groups where there are many stories, else all under one heading.
local function groups(stories)
  local list, places = {}, {}
  for _, story in ipairs(stories) do
    local name = #stories > 8 and story.article.section or "other_stories"
    if not places[name] then list[#list + 1], places[name] = name, {} end
    table.insert(places[name], story)
  end
  return list, places
end

function report.build(ctx)
  local p = ctx.params
  local all = ctx.articles:where { lang = p.lang, text = p.topic }
  local since = (ctx.last_run or ctx.now) - p.window
  -- In a job nothing comes twice, and what came late or bears no date is not lost.
  local found = all:unseen { since = since, before = ctx.now }:sort "-date"
  if found:is_empty() then return ctx:skip("no new article since " .. (ctx.last_run or since)) end
  local stories = found:stories() -- those that most sources tell come first
  local doc = ctx:document { title = p.topic or ctx:word "daily_briefing", subtitle = ctx.now:format "date.full" }
  doc:made_from(found, { stories = stories, expected = all, reading_time = true })
  doc:digest(stories)
  local lead = stories[1]:summarize { sentences = 4 }
  local function top(s) s:card(stories[1], { summary = lead, image = p.images, more = true }):figures(lead):disagreements(lead) end
  doc:lead(top)
  local names, members = groups { table.unpack(stories, 2, math.min(#stories, p.stories)) }
  for _, name in ipairs(names) do
    doc:section(name, function(s)
      for _, story in ipairs(members[name]) do s:card(story, { sentences = 2, image = p.images, more = true }) end
    end)
  end
  local events = found:timeline { from = ctx.today - "14d", limit = 12 } -- what is ahead included
  if #events > 0 then doc:section("timeline", function(s) s:timeline(events, { undated = false }) end) end
  local counts = found:where({ has = "publisher" }):union(found:where { has = "url" }):count "source" -- file names are none
  if #counts > 1 then
    doc:note(function(s) s:chart { data = counts, title = doc:word "who_reported" } end, { kind = "aside" })
  end
  return doc
end

return report
