-- Long articles for a quiet hour, with the time that reading takes.
return {
  api = 1,
  title = "Long reads",
  params = { words = { type = "integer", default = 150, min = 1, help = "At least this many words" } },
  build = function(ctx)
    local long = ctx.articles:where { words = { ge = ctx.params.words } }
    if long:is_empty() then return ctx:skip("no article has " .. ctx.params.words .. " words") end
    local rows = {}
    for article in long:each() do
      -- 200 words a minute, rounded up.
      local minutes = (article.words + 199) // 200
      rows[#rows + 1] = {
        article = article, words = article.words,
        time = ctx.text:plural(minutes, { one = "{n} minute", other = "{n} minutes" }, "en"),
      }
    end
    table.sort(rows, function(a, b) return a.words > b.words end)
    local doc = ctx:document { lang = "en" }
    doc:made_from(long)
    doc:table { rows = rows, columns = { "article", "words", "time" } }
    return doc
  end,
}
