-- Everything on one subject: summary, timeline, sources.
return {
  api = 1,
  title = "Dossier: {words}",
  description = "All that the papers had on one subject.",
  params = {
    words = { type = "string", required = true, help = "What to look for" },
    lang  = { type = "enum", default = "en", values = { "en", "ar" }, help = "Language of the report" },
  },
  build = function(ctx)
    local found = ctx.articles:search(ctx.params.words, { limit = 20 })
    if found:is_empty() then return ctx:skip("nothing on " .. ctx.params.words) end
    local doc = ctx:document { lang = ctx.params.lang, subtitle = { date = ctx.now, style = "date.full" } }
    doc:section("summary", found:summarize { words = 120 })
    doc:made_from(found)
    doc:section("timeline", function(s)
      s:timeline(found:timeline { resolve = "relative", limit = 12 }, { undated = false })
    end)
    doc:section("by_source", function(s)
      s:table { rows = found:sort "published", columns = { "published", "source", "title" } }
    end)
    return doc
  end,
}
