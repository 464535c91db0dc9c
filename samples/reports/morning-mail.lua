-- A short mail: the five widest told stories and what is coming.
---@type reportgen.Report
local report = {
  api = 1,
  title = "This morning",
  description = "Five stories in a mail.",
  params = {
    window = { type = "duration", default = "1d" },
    count = { type = "integer", default = 5, min = 1, max = 10 },
    lang = { type = "enum", default = "en", values = { "en", "ar" } },
  },
  schedule = "0 6 * * *",
  outputs = { "html", "text" },
}

function report.build(ctx)
  local p = ctx.params
  local recent = ctx.articles:where { since = p.window, before = ctx.now, lang = p.lang }
  if recent:is_empty() then return ctx:skip "a quiet night" end

  local stories = recent:stories()
  table.sort(stories, function(a, b)
    if #a.sources ~= #b.sources then return #a.sources > #b.sources end
    return a.id < b.id
  end)
  local doc = ctx:document { lang = p.lang, subtitle = { date = ctx.now, style = "date.full" } }
  doc:made_from(recent, stories)
  for i = 1, math.min(p.count, #stories) do doc:card(stories[i], { sentences = 1 }) end

  local ahead = recent:timeline { from = ctx.today + ctx:duration "1d", resolve = "relative", limit = 3 }
  if #ahead > 0 then doc:timeline(ahead, { undated = false }) end
  return doc
end

return report
