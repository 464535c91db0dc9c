-- One parameter of each type. Try: reportgen params docs/recipes/every-parameter.lua
return {
  api = 1,
  title = "Parameters",
  params = {
    topic    = { type = "string", default = "ferry", help = "Words to look for" },
    points   = { type = "integer", default = 3, min = 1, max = 10 },
    weight   = { type = "number", default = 0.5, min = 0, max = 1 },
    detailed = { type = "boolean", default = true },
    since    = { type = "date", default = "yesterday" },
    window   = { type = "duration", default = "7d" },
    lang     = { type = "enum", default = "en", values = { "en", "ar" } },
    sources  = { type = "list", default = {} },
  },
  build = function(ctx)
    local p = ctx.params
    local doc = ctx:document { lang = p.lang }
    doc:table {
      rows = {
        { name = "topic", value = p.topic }, { name = "points", value = p.points },
        { name = "weight", value = p.weight }, { name = "since", value = p.since },
        { name = "window", value = tostring(p.window) },
      },
      columns = { { field = "name", title = "Parameter" }, "value" },
    }
    if p.detailed then
      doc:section("summary", ctx.articles:where { text = p.topic }:summarize { sentences = p.points })
    end
    return doc
  end,
}
