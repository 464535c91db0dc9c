-- How many articles there were on each day of a month, days without any included.
return {
  api = 1,
  title = "The month, day by day",
  params = { month = { type = "date", help = "A day of the month; that of the report unless given" } },
  build = function(ctx)
    local day = ctx.params.month or ctx.today
    local first, last = day:start_of "month", day:end_of "month"
    local found = ctx.articles:where { date = { from = first, to = last } }

    local by_day = {}
    for _, row in ipairs(found:count "day") do by_day[row.day.iso] = row.n end
    local rows, empty = {}, {}
    for _, one in ipairs(ctx:days(first, last)) do
      rows[#rows + 1] = { day = one, n = by_day[one.iso] or 0 }
      if not by_day[one.iso] and one <= ctx.today then empty[#empty + 1] = one:format "date.day_month" end
    end

    local doc = ctx:document { lang = "en", subtitle = first:format "date.long" .. " – " .. last:format "date.long" }
    doc:made_from(found)
    doc:chart { kind = "heatmap", title = "Articles a day", data = rows, label = "day", value = "n" }
    if #empty > 0 then doc:note("Nothing on " .. ctx.text:list(empty, "en") .. ".", { kind = "warning" }) end
    return doc
  end,
}
