-- Runs one of loops.lua over the articles of a report.
local loops = require "loops"

return {
  api = 1,
  title = "Benchmark",
  params = {
    loop = { type = "string", default = "none" },
    n = { type = "integer", default = 0 },
  },
  build = function(ctx)
    local articles = ctx.articles
    local host = {
      each = function() return articles:each() end,
      first = function() return articles:first() end,
      filter = function(f) return #articles:filter(f) end,
    }
    local result = loops[ctx.params.loop](host, ctx.params.n)
    local doc = ctx:document {}
    doc:paragraph(result and ("%.1f"):format(result) or "done")
    return doc
  end,
}
