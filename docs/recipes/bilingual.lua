-- One story, told in Arabic and in English side by side.
return {
  api = 1,
  title = "ferry | عبّارة",
  build = function(ctx)
    local english = ctx.articles:where { text = "ferry", lang = "en" }:sort "-published"
    local arabic = ctx.articles:where { text = "العبارة", lang = "ar" }:sort "-published"

    local doc = ctx:document { lang = "en", subtitle = { date = ctx.now, style = "date.full" } }
    doc:columns {
      function(left)
        left:heading("In English", { level = 2 })
        left:summary(english:summarize { sentences = 4 })
      end,
      function(right)
        right:heading({ text = "بالعربية", lang = "ar" }, { level = 2 })
        right:summary(arabic:summarize { sentences = 4 })
      end,
    }
    doc:section("timeline", function(s)
      s:timeline(english:timeline { resolve = "relative", limit = 8 }, { undated = false })
    end)
    return doc
  end,
}
