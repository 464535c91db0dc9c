-- A front page: the widest told story large, the others as cards.
return {
  api = 1,
  title = "Front page",
  build = function(ctx)
    local stories = ctx.articles:where { since = "2d", before = ctx.now }:stories()
    if #stories == 0 then return ctx:skip "no news" end
    local first = 1
    for i, story in ipairs(stories) do
      if #story.sources > #stories[first].sources then first = i end
    end
    local doc = ctx:document { lang = "en", subtitle = { date = ctx.now, style = "date.full" } }
    doc:lead(function(s) s:card(stories[first], { sentences = 3 }) end)
    for i, story in ipairs(stories) do
      if i ~= first then doc:card(story, { sentences = 1 }) end
    end
    return doc
  end,
}
