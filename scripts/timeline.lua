-- What happened when, out of the dates that the articles name: one line an event, with everyone who reports it.
--   reportgen render timeline articles/ --param topic="river dam" -o timeline.html
-- Copy this file and change it: `reportgen api` describes everything that it uses.
local report = {
  api = 1,
  title = "Timeline",
  description = "The dated events that the articles tell of, in the order of time, with their sources.",
  params = {
    topic = { type = "string", help = "Only articles with these words" },
    from = { type = "date", help = "Only events on this day or later" },
    to = { type = "date", help = "Only events on this day or earlier" },
    min_sources = { type = "integer", default = 1, min = 1, help = "Only events that this many sources report" },
    limit = { type = "integer", default = 60, min = 1, max = 1000, help = "At most this many events, the most important" },
    undated = { type = "boolean", default = true, help = "Whether sentences without a known date are listed too" },
    lang = { type = "string", help = "Only articles in this language, and the report in it: ar, en, fr …" },
  },
  outputs = { "html", "text" },
}

function report.build(ctx)
  local p = ctx.params
  local found = ctx.articles:where { text = p.topic, lang = p.lang }
  -- “yesterday” and “on Monday” count from the day of each article; resolve = "explicit" would leave them out.
  local events = found:timeline {
    resolve = "relative", min_sources = p.min_sources, limit = p.limit, from = p.from, to = p.to,
  }
  if #events == 0 and #events.gaps == 0 then return ctx:skip "no article names a date" end

  local doc = ctx:document { title = p.topic or ctx:word "timeline", subtitle = ctx.now:format "date.full" }
  doc:made_from(found)
  doc:timeline(events.past)
  if #events.agenda > 0 then doc:section("ahead", function(s) s:timeline(events.agenda) end) end
  if p.undated and #events.gaps > 0 then doc:section("undated", function(s) s:gaps(events) end) end

  -- How the reports spread over the days, newest last.
  local days = found:count "day"
  if #days > 2 then
    doc:section("by_day", function(s) s:chart { kind = "bar", data = days, label = "day", title = doc:word "articles" } end)
  end
  return doc
end

return report
