-- Where sources differ on a figure.
return {
  api = 1,
  title = "What sources disagree on",
  build = function(ctx)
    local doc = ctx:document { lang = "en" }
    local any = false
    for _, story in ipairs(ctx.articles:stories()) do
      if #story.sources > 1 then
        local summary = story:summarize { sentences = 5 }
        if #summary.disagreements > 0 then
          any = true
          doc:section(story.title, function(s)
            for _, disagreement in ipairs(summary.disagreements) do
              s:paragraph { strong = table.concat(disagreement.figures, " / ") }
              s:list(disagreement.sentences)
            end
          end)
        end
      end
    end
    if not any then return ctx:skip "the sources agree" end
    return doc
  end,
}
