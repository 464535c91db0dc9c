-- Articles whose date of publication is not known, and why: a check of the inputs.
return {
  api = 1,
  title = "Doubtful dates",
  build = function(ctx)
    local undated = ctx.articles:where { lacks = "published" }
    if undated:is_empty() then return ctx:skip "every article has its date" end
    local doc = ctx:document { lang = "en" }
    doc:table {
      rows = undated,
      columns = {
        "source", "title", "retrieved",
        { title = "Remarks", value = function(article)
          local codes = {}
          for _, warning in ipairs(article.warnings) do codes[#codes + 1] = warning.code end
          return table.concat(codes, ", ")
        end },
      },
    }
    return doc
  end,
}
