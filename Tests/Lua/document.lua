-- Building documents: what is accepted and what is not.
local t = {}

function t.calls_can_be_chained(ctx)
  local doc = ctx:document()
  assert(doc:paragraph "a":rule():page_break() ~= nil)
end

function t.any_content_can_stand_in_a_section(ctx)
  local doc = ctx:document()
  doc:section("x", { "text", 12, ctx.articles[1], ctx.articles:take(1), { strong = "bold" } })
  doc:section("x", ctx.articles)
  doc:section("x", function(s) s:section("y", function(inner) inner:paragraph "deep" end) end)
end

function t.mistakes_are_errors_and_name_what_exists(ctx)
  local doc = ctx:document()
  local function fails(wanted, call)
    local ok, message = pcall(call)
    assert(not ok and tostring(message):find(wanted, 1, true), tostring(message))
  end
  fails("did you mean “strong”", function() doc:paragraph { storng = "x" } end)
  fails("“url”", function() doc:paragraph { link = "x" } end)
  fails("did you mean “heatmap”", function() doc:chart { kind = "heatmp", data = {} } end)
  fails("not a valid class name", function() doc:paragraph("x", { class = "<b>" }) end)
  fails("“columns”", function() doc:table { rows = {}, columns = "title" } end)
  fails("Article has no field “titel”", function() doc:table { rows = ctx.articles, columns = { "titel" } } end)
  fails("must be a number", function() doc:chart { data = { { a = "x", n = "many" } }, label = "a" } end)
  fails("cannot stand in text", function() doc:paragraph(print) end)
  fails("one length", function() ctx.articles:summarize { words = 5, sentences = 5 } end)
  local loop = {}
  loop[1] = loop
  fails("holds itself", function() doc:paragraph(loop) end)
end

return t
