-- Names and topics under watch: what is new about each; quiet where nothing is.
--   reportgen render watch-list articles/ --param names=dam,ferry,measles -o watch.html
-- Copy this file and change it: `reportgen api` describes everything that it uses.
local report = {
  api = 1,
  title = "Watch list",
  description = "What is new about each name and topic of a list; nothing about those of which nothing is new.",
  params = {
    names = { type = "list", default = {}, help = "Names and topics, separated by commas" },
    window = { type = "duration", default = "1d", help = "How far back from --now" },
    lang = { type = "enum", values = { "ar", "de", "en", "es", "fr" }, help = "Only articles in this language" },
    sentences = { type = "integer", default = 2, min = 0, max = 6, help = "Sentences of each article" },
  },
  schedule = "*/30 6-22 * * *",
  outputs = { "text", "html" },
}

function report.build(ctx)
  local p = ctx.params
  if #p.names == 0 then return ctx:skip "nothing to watch for: --param names=dam,ferry" end
  local since = (ctx.last_run or ctx.now) - p.window
  -- In a job nothing comes twice.
  local fresh = ctx.articles:where({ lang = p.lang }):unseen { since = since, before = ctx.now }
  local doc, quiet, shown = ctx:document { title = ctx.text:list(p.names, ctx.lang), subtitle = ctx.now:format "date.full" }, {}, nil
  local met = {}
  for _, name in ipairs(p.names) do
    local found = fresh:where({ text = name }):search(name, { limit = 100 }) -- whole words
    if found:is_empty() then
      quiet[#quiet + 1] = name
    else
      shown = shown and shown:union(found) or found
      doc:section({ { strong = name } }, function(s)
        for _, story in ipairs(found:stories()) do
          -- A story that two names share is told under the first.
          local key = story.article.id
          if met[key] then
            s:paragraph { story.article, " ↑" }
          else
            met[key] = true
            s:card(story, { sentences = p.sentences, more = true })
          end
        end
      end)
    end
  end
  if not shown then return ctx:skip("nothing new on " .. ctx.text:list(p.names, "en")) end
  doc:made_from(shown)
  if #quiet > 0 then doc:note(function(s) s:paragraph { { strong = ctx.text:list(quiet, doc.lang) }, ": ", doc:word "no_articles" } end, { kind = "aside" }) end
  return doc
end

return report
