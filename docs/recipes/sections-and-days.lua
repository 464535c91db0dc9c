-- How many articles each source printed a day, as stacked bars, with a table of totals.
return {
  api = 1,
  title = "Sources and days",
  build = function(ctx)
    local dated = ctx.articles:where { has = "published" }
    local doc = ctx:document { lang = "en" }
    doc:chart {
      kind = "stacked-bar", title = "Articles a day, by source",
      data = dated:count("day", "source"), label = "day", value = "n", series = "source",
    }
    doc:table { caption = "By source", rows = dated:count "source", columns = { "source", "n" }, totals = true }
    return doc
  end,
}
