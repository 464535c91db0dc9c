-- Who said what, and which sentences carry figures.
local function has_quote(text) return text:find('"', 1, true) or text:find("«", 1, true) or text:find("“", 1, true) end

return {
  api = 1,
  title = "Quotes and figures: {topic}",
  params = { topic = { type = "string", default = "water" } },
  build = function(ctx)
    local found = ctx.articles:where { text = ctx.params.topic }
    if found:is_empty() then return ctx:skip("no article on " .. ctx.params.topic) end

    local quotes, figures = {}, {}
    for article in found:each() do
      for _, sentence in ipairs(article.sentences) do
        if has_quote(sentence.text) then
          quotes[#quotes + 1] = sentence
        elseif sentence.text:find "%d" then
          figures[#figures + 1] = sentence
        end
      end
    end

    local doc = ctx:document { lang = "en" }
    doc:made_from(found)
    doc:section("quotes", function(s) s:list(quotes) end)
    doc:section("figures", function(s) s:list(figures) end)
    return doc
  end,
}
