-- A dossier on the desalination plant: what is agreed, what is not, what happened when.
---@type reportgen.Report
local report = {
  api = 1,
  title = "The water of Marsa Rayan",
  description = "All sources on the desalination plant, with the level of the reservoir.",
  params = {
    lang = { type = "enum", default = "en", values = { "en", "ar" }, help = "Language of the articles and the report" },
  },
}

local words = { en = { "Ras Dalal", "desalination" }, ar = { "رأس دلال", "تحلية" } }

function report.build(ctx)
  local lang = ctx.params.lang
  local found = ctx.articles:where { lang = lang, text = words[lang] }
  if found:is_empty() then return ctx:skip "nothing on the plant" end

  local doc = ctx:document { lang = lang, subtitle = { date = ctx.now, style = "date.full" } }
  doc:made_from(found)
  local summary = found:summarize { sentences = 6 }
  doc:section("summary", summary)
  doc:disagreements(summary)
  doc:section("timeline", function(s)
    s:timeline(found:timeline { resolve = "relative", limit = 12 }, { undated = false })
  end)

  local levels = ctx:read "reservoir.csv"
  for _, row in ipairs(levels) do
    row.day, row.level = ctx:date(row.day), tonumber(row.level)
  end
  doc:chart { kind = "line", title = lang == "en" and "Level of the reservoir" or "منسوب السد", unit = "%", data = levels, label = "day", value = "level" }
  doc:section("by_source", function(s)
    s:table { rows = found:sort "published", columns = { "published", "source", "title" } }
  end)
  return doc
end

return report
