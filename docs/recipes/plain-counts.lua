-- Numbers with their nouns in the right form, in the language of the report.
return {
  api = 1,
  title = "Counts",
  params = { lang = { type = "enum", default = "ar", values = { "ar", "en", "fr", "es", "de" } } },
  build = function(ctx)
    local doc = ctx:document { lang = ctx.params.lang, title = { text = ctx:word "sources" } }
    local lines = {}
    for _, row in ipairs(ctx.articles:count "source") do
      lines[#lines + 1] = { text = { { strong = row.source }, ": ", doc:count(row.n, "article") } }
    end
    doc:list(lines)
    return doc
  end,
}
