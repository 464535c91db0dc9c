-- Queries over the four articles of the fixture.
local t = {}

local function titles(query)
  local list = {}
  for article in query:each() do list[#list + 1] = article.id end
  return table.concat(list, " ")
end

function t.conditions_take_sets_and_refusals(ctx)
  assert(titles(ctx.articles:where { section = { "City", "Sport" } }) == "flood-1 flood-2 handball")
  assert(titles(ctx.articles:where { section = { none_of = { "City", "Sport" } } }) == "dam")
  assert(titles(ctx.articles:where { source = "River Post", keyword = "flood" }) == "flood-1")
  assert(titles(ctx.articles:where { author = "Ada North" }) == "flood-1")
end

function t.text_ignores_case_and_arabic_variants(ctx)
  assert(titles(ctx.articles:where { text = "RIVER LENNE" }) == "flood-1 flood-2")
  assert(titles(ctx.articles:where { text = "السدّ" }) == "dam")
  assert(titles(ctx.articles:where { text = { all_of = { "river", "mayor" } } }) == "flood-1")
  assert(titles(ctx.articles:where { title = { contains = { "handball", "reopen" } } }) == "flood-2 handball")
end

function t.numbers_are_compared(ctx)
  for _, n in ipairs { 0, 9, 11, 20, 1000 } do
    assert(#ctx.articles:where { words = { gt = n } } + #ctx.articles:where { words = { le = n } } == 4)
    assert(#ctx.articles:where { words = { ge = n } } + #ctx.articles:where { words = { lt = n } } == 4)
    assert(#ctx.articles:where { words = n } + #ctx.articles:where { words = { ne = n } } == 4)
    for article in ctx.articles:where { words = { gt = n } }:each() do assert(article.words > n) end
  end
  assert(titles(ctx.articles:where { authors = { ge = 1 } }) == "flood-1")
  assert(titles(ctx.articles:without { authors = 0 }) == "flood-1")
end

function t.dates_are_ranges(ctx)
  assert(titles(ctx.articles:where { on = "2025-01-22" }) == "flood-2")
  assert(titles(ctx.articles:where { published = { from = "2025-01-21", to = "2025-01-22" } }) == "flood-2 handball")
  assert(titles(ctx.articles:where { before = "2025-01-22" }) == "handball")
  assert(titles(ctx.articles:where { since = "2h" }) == "flood-1 dam")
  assert(titles(ctx.articles:where { ["until"] = "2025-01-21" }) == "handball")
end

function t.a_day_without_a_time_matches_when_any_part_of_it_does(ctx)
  assert(titles(ctx.articles:where { since = ctx:date "2025-01-21T20:00:00+02:00" }) == "flood-1 flood-2 handball dam")
end

function t.steps_apply_in_their_order(ctx)
  assert(titles(ctx.articles:take(3):where { section = "Sport" }) == "handball")
  assert(titles(ctx.articles:where { section = "Sport" }:take(3)) == "handball")
  assert(titles(ctx.articles:sort("-published"):take(1)) == "dam")
  assert(titles(ctx.articles:sort("source", "-published")) == "flood-2 flood-1 handball dam")
  assert(titles(ctx.articles:without { lang = "en" }) == "dam")
end

function t.search_wants_every_word_unless_told_otherwise(ctx)
  assert(titles(ctx.articles:search "river town") == "flood-1 flood-2" or titles(ctx.articles:search "river town") == "flood-2 flood-1")
  assert(titles(ctx.articles:search "handball town") == "")
  assert(#ctx.articles:search("handball town", { match = "any" }) == 3)
  assert(#ctx.articles:search("handball town", { match = "any", limit = 2 }) == 2)
  assert(titles(ctx.articles:search "wins") == "handball" and titles(ctx.articles:search "") == "")
end

function t.queries_can_be_filtered_cut_and_joined(ctx)
  local named = ctx.articles:filter(function(a) return a.author end)
  assert(titles(named) == "flood-1")
  assert(titles(ctx.articles:drop(2)) == "handball dam" and titles(ctx.articles:drop(0):take(1)) == "flood-1")
  assert(titles(ctx.articles:take(2):union(ctx.articles:drop(1))) == "flood-1 flood-2 handball dam")
  local ok, message = pcall(function() return #ctx.articles:filter(function(a) return a.titel end) end)
  assert(not ok and tostring(message):find("titel", 1, true))
end

function t.queries_never_change(ctx)
  local all = ctx.articles
  local first = all:take(1)
  assert(#all == 4 and #first == 1 and #all == 4)
end

function t.results_are_ordinary_lists(ctx)
  local seen = {}
  for i, article in ipairs(ctx.articles) do seen[i] = article end
  assert(#seen == 4 and seen[4].id == "dam")
  table.sort(seen, function(a, b) return a.title < b.title end)
  assert(seen[1].id == "flood-1")
end

function t.counts_add_up_and_keep_their_order(ctx)
  local total = 0
  for _, row in ipairs(ctx.articles:count("section", "language")) do total = total + row.n end
  assert(total == 4)
  local days = ctx.articles:count "day"
  assert(#days == 3 and days[1].day.iso == "2025-01-21" and days[3].n == 2)
  local authors = ctx.articles:count "author"
  assert(authors[1].author == "—" and authors[1].n == 3)
end

function t.groups_hold_queries(ctx)
  local groups = ctx.articles:group "source"
  assert(#groups == 3 and groups[1].source == "River Post" and titles(groups[1].articles) == "flood-1 handball")
end

function t.missing_optional_fields_are_nil(ctx)
  local handball = ctx.articles:where { id = "handball" }:first()
  assert(handball.url == nil and handball.subtitle == nil and handball.updated == nil)
  assert(ctx.articles:where { text = "no such word" }:first() == nil)
end

function t.host_objects_cannot_be_changed(ctx)
  assert(not pcall(function() ctx.articles.count = 1 end))
  assert(not pcall(function() ctx.now.year = 1 end))
  assert(not pcall(function() ctx.anything = 1 end))
  local meta = getmetatable(ctx.articles)
  assert(type(meta) ~= "table")
end

return t
