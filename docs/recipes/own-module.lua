-- Two reports can share code: house.lua lies beside this script.
local house = require "house"

return {
  api = 1,
  title = "Culture and sport",
  build = function(ctx)
    local found = ctx.articles:where { section = { "Culture", "Sport", "ثقافة", "كرة القدم", "كرة اليد" } }
    local doc = ctx:document { lang = "en" }
    doc:made_from(found)
    for article in found:each() do
      doc:heading(article)
      doc:paragraph { emphasis = house.byline(article) }
    end
    return doc
  end,
}
