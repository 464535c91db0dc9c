-- The stories that most sources tell, each with two sentences.
return {
  api = 1,
  title = "Top stories",
  params = {
    window = { type = "duration", default = "1d", help = "How far back from --now" },
    count  = { type = "integer", default = 5, min = 1, max = 20 },
    lang   = { type = "enum", default = "en", values = { "en", "ar" } },
  },
  build = function(ctx)
    local recent = ctx.articles:where { since = ctx.params.window, before = ctx.now }
    local stories = recent:stories()
    table.sort(stories, function(a, b)
      if #a.sources ~= #b.sources then return #a.sources > #b.sources end
      return a.title < b.title -- the same order every time
    end)

    local doc = ctx:document { lang = ctx.params.lang, subtitle = { date = ctx.now, style = "date.full" } }
    for i = 1, math.min(ctx.params.count, #stories) do
      local story = stories[i]
      doc:section(story.title, function(s)
        s:paragraph { emphasis = doc:count(#story.sources, "source") .. ": " .. ctx.text:list(story.sources) }
        s:summary(story:summarize { sentences = 2 })
      end)
    end
    return doc
  end,
}
