-- What the articles announce for the days ahead.
return {
  api = 1,
  title = "Coming up",
  build = function(ctx)
    local ahead = ctx.articles:timeline { from = ctx.today + ctx:duration "1d", resolve = "relative", limit = 15 }
    if #ahead == 0 then return ctx:skip "nothing is announced" end
    local doc = ctx:document { lang = "en", subtitle = { date = ctx.now, style = "date.full" } }
    doc:timeline(ahead, { undated = false })
    return doc
  end,
}
