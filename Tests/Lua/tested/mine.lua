return {
  api = 1,
  title = "Mine",
  params = { points = { type = "integer", default = 2 }, only = { type = "string" } },
  build = function(ctx)
    local found = ctx.articles:where { text = ctx.params.only }
    if ctx.params.only and found:is_empty() then return ctx:skip("nothing on " .. ctx.params.only) end
    if ctx.params.points == 13 then error "an unlucky number" end
    if ctx.params.points > 5 then ctx.log:warning "many points" end
    local doc = ctx:document { lang = "en", subtitle = ctx.now:format "iso" }
    doc:section("summary", found:summarize { sentences = ctx.params.points })
    doc:columns {
      function(s) s:list { "one", "two" } end,
      function(s) s:table { rows = found:unseen(), columns = { "title" }, caption = "New" } end,
    }
    return doc
  end,
}
