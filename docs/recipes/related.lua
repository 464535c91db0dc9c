-- The widest told story of the day, and what else was written that is like it, of whatever day.
return {
  api = 1,
  title = "What else was written",
  params = { window = { type = "duration", default = "1d" } },
  build = function(ctx)
    local day = ctx.articles:where { since = ctx.params.window, before = ctx.now }
    local lead = day:stories()[1]
    if not lead then return ctx:skip "no news" end
    local doc = ctx:document { subtitle = { date = ctx.now, style = "date.full" } }
    doc:lead(function(s) s:card(lead) end)
    local told = {}
    for _, article in ipairs(lead.articles) do told[article.id] = true end
    local like = ctx.articles:similar(lead.articles[1], { limit = 8 }):filter(function(a) return not told[a.id] end)
    doc:made_from(day)
    if not like:is_empty() then
      doc:section("Like it", function(s) s:table { rows = like, columns = { "published", "source", "title" } } end)
    end
    doc:section("Words of the day", function(s)
      local words = {}
      for _, word in ipairs(day:keywords { limit = 8, against = ctx.articles }) do words[#words + 1] = word.text end
      s:list(words)
    end)
    return doc
  end,
}
