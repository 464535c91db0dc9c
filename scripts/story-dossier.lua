-- One story over weeks: what is agreed, what happened when, who said what, where the sources differ.
--   reportgen render story-dossier articles/ --param topic="river dam" -o dossier.html
-- Copy this file and change it: `reportgen api` describes everything that it uses.
local report = {
  api = 1,
  title = "Dossier: {topic}",
  description = "One story over weeks: summary, figures, timeline, quotations, differences, sources.",
  params = {
    topic = { type = "string", required = true, help = "Words of the story" },
    since = { type = "date", help = "Only articles of this day or later" },
    lang = { type = "enum", values = { "ar", "de", "en", "es", "fr" }, help = "Only articles in this language" },
    quotes = { type = "integer", default = 6, min = 0, max = 30, help = "At most this many quotations" },
  },
  outputs = { "html", "text" },
}

-- Sentences with words in quotation marks, one an article, the newest articles first.
local function quoted(found, most)
  local list = {}
  for article in found:sort("-date"):each() do
    for _, sentence in ipairs(article.sentences) do
      local text = sentence.text
      if #list < most and (text:find "[\"“«„].-[\"”»“]" and #text > 60) then
        list[#list + 1] = sentence
        break
      end
    end
  end
  return list
end

function report.build(ctx)
  local p = ctx.params
  local found = ctx.articles:where { text = p.topic, lang = p.lang, since = p.since }
  if found:is_empty() then return ctx:skip("nothing on " .. p.topic) end
  local doc = ctx:document { title = p.topic, subtitle = ctx.now:format "date.full" }
  doc:made_from(found, { reading_time = true })
  local summary = found:summarize { sentences = 6 }
  doc:lead(function(s) s:image(found:sort("-date"):first()):summary(summary):figures(summary) end)
  doc:disagreements(summary)
  local events = found:timeline { resolve = "relative", limit = 20 }
  if #events > 0 then doc:section("timeline", function(s) s:timeline(events, { undated = false }) end) end
  local quotes = quoted(found, p.quotes)
  if #quotes > 0 then doc:section("quotes", function(s) s:summary(quotes) end) end
  local days = found:count "day"
  if #days > 2 then
    doc:note(function(s) s:chart { kind = "bar", data = days, label = "day", title = doc:word "by_day" } end, { kind = "aside" })
  end
  doc:section("articles", function(s)
    s:table { rows = found:sort "date", columns = { "published", "publisher", "title" } }
  end)
  return doc
end

return report
