-- One section of the papers over a week: a chart by day, and the headlines.
return {
  api = 1,
  title = "The week in one section",
  params = {
    sections = { type = "list", default = { "Economy", "اقتصاد" }, help = "Names of the section, as printed" },
  },
  build = function(ctx)
    local found = ctx.articles:where { section = ctx.params.sections, since = "7d", before = ctx.now }
    if found:is_empty() then return ctx:skip "nothing in this section during the last seven days" end

    local doc = ctx:document { lang = "en" }
    doc:made_from(found)
    doc:chart {
      kind = "bar", title = "Articles a day",
      data = found:count "day", label = "day", value = "n",
    }
    doc:table { rows = found:sort "-published", columns = { "published", "source", "title" } }
    return doc
  end,
}
