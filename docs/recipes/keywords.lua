-- The phrases that stand out, a language at a time.
return {
  api = 1,
  title = "Words of the week",
  build = function(ctx)
    local doc = ctx:document { lang = "en" }
    for _, lang in ipairs { "en", "ar" } do
      local keywords = ctx.articles:where { lang = lang }:keywords { limit = 10 }
      table.sort(keywords, function(a, b) return a.articles > b.articles or a.articles == b.articles and a.text < b.text end)
      doc:chart { kind = "bar", title = lang == "en" and "In English" or "In Arabic", data = keywords, label = "text", value = "articles" }
    end
    return doc
  end,
}
