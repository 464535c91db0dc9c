-- Every article in full, a section each: what a renderer has most to do with.
return {
  api = 1,
  title = "All articles",
  build = function(ctx)
    local doc = ctx:document { title = "All articles", lang = "en" }
    for article in ctx.articles:each() do
      doc:section(article.title, function(section)
        for _, paragraph in ipairs(article.paragraphs) do section:paragraph(paragraph) end
      end)
    end
    return doc
  end,
}
