-- The same text under other headlines: who printed whose copy.
return {
  api = 1,
  title = "Copies",
  description = "Articles that are the same text, or nearly, in several papers.",
  build = function(ctx)
    local doc = ctx:document { lang = "en" }
    local found = 0
    for _, story in ipairs(ctx.articles:stories()) do
      for _, copies in ipairs(story.duplicates) do
        found = found + 1
        doc:table { caption = "Text " .. found, rows = copies:sort "published", columns = { "published", "source", "title" } }
      end
    end
    if found == 0 then return ctx:skip "no text was printed twice" end
    return doc
  end,
}
