-- For paper: a list of contents, a page for each section, figures in the side column, classes of its own for a theme.
return {
  api = 1,
  title = "Print edition",
  build = function(ctx)
    local doc = ctx:document { lang = "en", subtitle = { date = ctx.now, style = "date.full" } }
    doc:contents()
    for i, group in ipairs(ctx.articles:where { has = "section" }:group "section") do
      if i > 1 then doc:page_break() end
      doc:section(group.section, function(s)
        local articles = group.articles:sort "-date"
        s:lead(function(lead) lead:card(articles:first(), { sentences = 2 }) end)
        s:note(doc:count(#articles, "article"), { kind = "aside", class = "tally" })
        local rest = {}
        for article in articles:drop(1):take(4):each() do
          rest[#rest + 1] = function(column) column:card(article, { sentences = 1 }) end
        end
        if #rest > 0 then s:columns(rest, { class = "shorts" }) end
      end)
    end
    return doc
  end,
}
