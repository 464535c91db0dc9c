-- Only what came in since the last run, or within a day the first time.
return {
  api = 1,
  title = "New since the last report",
  build = function(ctx)
    local since = ctx.last_run or ctx.now - ctx:duration "1d"
    local new = ctx.articles:unseen { since = since, before = ctx.now }:sort "-date"
    if new:is_empty() then return ctx:skip("nothing new since " .. since:format "datetime.long") end
    local doc = ctx:document { lang = "en", subtitle = { "Since ", { date = since, style = "datetime.long" } } }
    doc:made_from(new)
    for article in new:each() do doc:card(article) end
    return doc
  end,
}
