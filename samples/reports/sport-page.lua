-- صفحة الرياضة: a page in Arabic, with both calendars and Arabic-Indic digits.
---@type reportgen.Report
local report = {
  api = 1,
  title = "صفحة الرياضة",
  description = "The sport of the last days, in Arabic.",
  params = {
    window = { type = "duration", default = "4d", help = "How far back from --now" },
  },
  outputs = { "html", "text" },
}

local sections = { "كرة القدم", "كرة اليد", "رياضة", "Sport" }

function report.build(ctx)
  local found = ctx.articles:where { section = sections, since = ctx.params.window, before = ctx.now }
  if found:is_empty() then return ctx:skip "لا أخبار رياضية" end

  local today = ctx.now:format("date.full", { lang = "ar", digits = "arab" })
  local hijri = ctx.now:format("date.long", { lang = "ar", digits = "arab", calendar = "hijri" })
  local doc = ctx:document { lang = "ar", digits = "arab", subtitle = today .. " - " .. hijri }
  doc:made_from(found)

  local stories = found:stories()
  doc:lead(function(s) s:card(stories[1], { sentences = 3 }) end)
  for i = 2, #stories do doc:card(stories[i], { sentences = 1 }) end

  local ahead = found:timeline { from = ctx.today + ctx:duration "1d", limit = 5 }
  if #ahead > 0 then doc:timeline(ahead, { undated = false }) end
  return doc
end

return report
