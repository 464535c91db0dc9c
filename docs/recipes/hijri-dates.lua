-- Days in both calendars.
return {
  api = 1,
  title = "أخبار الأسبوع بالتاريخين",
  build = function(ctx)
    local doc = ctx:document {
      lang = "ar",
      subtitle = ctx.now:format("date.full", { lang = "ar" }) .. " - "
        .. ctx.now:format("date.full", { lang = "ar", calendar = "hijri" }),
    }
    for _, group in ipairs(ctx.articles:where { lang = "ar", has = "published" }:group "day") do
      local day = group.day
      doc:section(day:format("date.full", { lang = "ar", calendar = "hijri" }), function(s)
        s:table { rows = group.articles, columns = { "source", "title" } }
      end)
    end
    return doc
  end,
}
