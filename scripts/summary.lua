-- What the articles say, in a few of their own sentences, each with its source.
--   reportgen render summary articles/ --param sentences=5 -o summary.txt
-- Copy this file and change it: `reportgen api` describes everything that it uses.
local report = {
  api = 1,
  title = "Summary",
  description = "The most important sentences of all articles, then the stories one by one.",
  params = {
    sentences = { type = "integer", default = 7, min = 1, max = 100, help = "Sentences of the summary" },
    stories = { type = "integer", default = 5, min = 0, max = 100, help = "Stories that are summarized on their own" },
    topic = { type = "string", help = "Only articles with these words" },
    since = { type = "date", help = "Only articles of this day or later" },
    lang = { type = "string", help = "Only articles in this language, and the report in it: ar, en, fr …" },
  },
  outputs = { "html", "text" },
}

function report.build(ctx)
  local p = ctx.params
  -- A condition that is nil is no condition, so optional parameters can stand here as they are.
  local found = ctx.articles:where { text = p.topic, since = p.since, lang = p.lang }
  if found:is_empty() then return ctx:skip "no article fits" end
  local stories = found:stories()

  local doc = ctx:document { title = p.topic or ctx:word "summary", subtitle = ctx.now:format "date.full" }
  doc:made_from(found, { stories = stories })

  -- The sentences are the articles' own; each carries a marker that leads to its source.
  local summary = found:summarize { sentences = p.sentences }
  doc:lead(summary)
  doc:disagreements(summary)

  -- Words that stand out, as one line.
  local words = {}
  for _, keyword in ipairs(found:keywords { limit = 10 }) do words[#words + 1] = keyword.text end
  if #words > 0 then doc:paragraph { { strong = doc:word "keywords" }, ": ", ctx.text:list(words, doc.lang) } end

  if #stories > 1 and p.stories > 0 then
    doc:section("stories", function(s)
      for i = 1, math.min(#stories, p.stories) do s:card(stories[i], { sentences = 2 }) end
    end)
  end
  return doc
end

return report
