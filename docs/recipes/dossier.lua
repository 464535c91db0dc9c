-- Everything on one subject: summary, timeline, sources.
return {
  api = 1,
  title = "Dossier: {words}",
  description = "All that the papers had on one subject.",
  params = { words = { type = "string", required = true, help = "What to look for" } },
  build = function(ctx)
    local found = ctx.articles:search(ctx.params.words, { limit = 20 })
    if found:is_empty() then return ctx:skip("nothing on " .. ctx.params.words) end
    local doc = ctx:document { subtitle = { date = ctx.now, style = "date.full" } }
    doc:section("summary", found:summarize { words = 120 })
    doc:section("timeline", found:timeline { resolve = "relative", limit = 12 })
    doc:section("by_source", function(s)
      s:table { rows = found:sort "published", columns = { "published", "source", "title" } }
    end)
    return doc
  end,
}
