-- The day's news on one page: the lead story, the others in short, what happened when, and who wrote.
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
  },
  schedule = "30 6 * * *",
  outputs = { "html", "text" },
}

function report.build(ctx)
  local p = ctx.params
  local all = ctx.articles:where { lang = p.lang, text = p.topic }
  local since = (ctx.last_run or ctx.now) - p.window
  -- In a job nothing comes twice, and what came late or bears no date is not lost.
  local found = all:unseen { since = since, before = ctx.now }:sort "-date"
  if found:is_empty() then return ctx:skip("no new article since " .. (ctx.last_run or since)) end
  local stories = found:stories() -- those that most sources tell come first
  local doc = ctx:document { title = p.topic or ctx:word "daily_briefing", subtitle = ctx.now:format "date.full" }
  doc:made_from(found, { stories = stories, expected = all })
  local lead = stories[1]:summarize { sentences = 4 }
  doc:lead(function(s) s:card(stories[1], { summary = lead }):disagreements(lead) end)
  if #stories > 1 then
    doc:section("other_stories", function(s)
      for i = 2, math.min(#stories, p.stories) do s:card(stories[i], { sentences = 2 }) end
    end)
  end
  local events = found:timeline { from = ctx.today - "14d", limit = 12 } -- what is ahead included
  if #events > 0 then doc:section("timeline", function(s) s:timeline(events, { undated = false }) end) end
  doc:section("by_source", function(s) s:chart { data = found:count "source", title = doc:word "articles" } end)
  return doc
end

return report
