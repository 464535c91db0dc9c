-- Your own figures beside the news: a line chart from reservoir.csv, then what was written.
return {
  api = 1,
  title = "The reservoir at Wadi Naseem",
  build = function(ctx)
    local levels = ctx:read "reservoir.csv"
    for _, row in ipairs(levels) do
      row.day, row.level = ctx:date(row.day), tonumber(row.level)
    end

    local doc = ctx:document { lang = "en" }
    doc:chart { kind = "line", title = "Level of the reservoir", unit = "per cent", data = levels, label = "day", value = "level" }
    doc:section("What was written", ctx.articles:search("reservoir drought water", { match = "any", limit = 5 }):summarize { sentences = 5 })
    return doc
  end,
}
