-- The same briefing with the engine's own means: its summariser and its timeline in place of the simple ones of
-- briefing.lua, so with stemming, all kinds of dates, events merged over sources, and citations for every sentence.
local DAY, TOP = "2025-01-23", 50

return {
  api = 1,
  title = "Daily briefing",
  description = "The reference job with the engine's own summariser and date finder.",
  build = function(ctx)
    local chosen = ctx.articles:where({ published = DAY }):sort("section", "published", "id")
    local doc = ctx:document { lang = "ar" }
    doc:paragraph(("%s: %d of %d articles."):format(DAY, #chosen, #ctx.articles))
    for _, group in ipairs(chosen:group "section") do
      doc:section(group.section, function(section)
        for article in group.articles:each() do
          section:heading(article.title)
          section:summary(article:summarize { sentences = 3 })
        end
      end)
    end
    doc:section("Timeline", function(section) section:timeline(chosen:timeline { limit = TOP }) end)
    doc:section("Counts", function(section) section:table { columns = { "section", "day", "n" }, rows = ctx.articles:count("section", "day") } end)
    return doc
  end,
}
