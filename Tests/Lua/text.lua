-- Tools for words and text.
local t = {}

function t.parts_are_counted_in_characters(ctx)
  local text = ctx.text
  assert(text:sub("مرحبًا", 2) == "رحبًا" and text:sub("مرحبًا", -2, -1) == "بًا")
  assert(text:sub("abc", 2, 9) == "bc" and text:sub("abc", 3, 2) == "" and text:sub("abc", -9, 1) == "a")
  assert(text:sub("", 1) == "" and text:sub("abc", 0) == "abc")
end

function t.texts_are_split_and_trimmed(ctx)
  local function list(pieces) return table.concat(pieces, "|") end
  assert(list(ctx.text:split "  a\tb \n c ") == "a|b|c")
  assert(list(ctx.text:split("السد، النهر،", "،")) == "السد|النهر|")
  assert(ctx.text:trim "\u{a0} x \n" == "x")
end

function t.nothing_that_is_replaced_is_a_pattern(ctx)
  assert(ctx.text:replace("a.b.c", ".", "%1") == "a%1b%1c" and ctx.text:replace("abc", "", "x") == "abc")
end

function t.texts_sort_by_letters(ctx)
  local sorted = ctx.text:sort { "Zürich", "ébène", "Eber", "أحمد", "إبراهيم" }
  assert(sorted[1] == "ébène" and sorted[2] == "Eber" and sorted[3] == "Zürich" and sorted[4] == "إبراهيم")
end

function t.words_are_found_whatever_their_marks(ctx)
  assert(ctx.text:contains("افتتاح السدّ", "السد") and not ctx.text:contains("flood", "drought"))
end

function t.passages_are_ranked_among_all_texts(ctx)
  local ranker = ctx.text:ranker { stop = { "في" }, least = 2 }
  local flood = ranker:add { "غرق الحي القديم في الليل", "وصل الوزير", "الوزير" }
  for _ = 1, 5 do ranker:add { "وصل الوزير" } end
  assert(flood == 1 and ranker:frequency "الوزير" == 6 and ranker:frequency "في" == 0)
  assert(table.concat(ranker:best(flood, 1), " ") == "1" and table.concat(ranker:best(flood, 9), " ") == "1 2")
  assert(not pcall(ranker.best, ranker, 7, 1) and not pcall(ranker.best, ranker, 0, 1))
end

return t
