-- The reference job (README.md beside this file), as an ordinary report script: a day's articles by section with a summary
-- by TF-IDF of three sentences each, a timeline of the dates in the text, and a table of all articles by section and day.
local DAY, TOP, PER = "2025-01-23", 50, 3

local STOP = [[في من على إلى عن مع بعد قبل خلال بين حول عبر ضمن نحو ضد لدى منذ حتى التي الذي أن كما وذلك حيث بما هذا هذه كل أكثر غير
the of in and to for with on at by from after before during between about through within towards against since that which as also this these its their more over under]]
-- Words for days that count from publication, and the days to add.
local RELATIVE = { ["اليوم"] = 0, ["أمس"] = -1, ["غدا"] = 1, today = 0, yesterday = -1, tomorrow = 1 }
local MONTH = {}
for _, names in ipairs {
  "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
  "January February March April May June July August September October November December",
} do
  local number = 0
  for name in names:gmatch "%S+" do
    number = number + 1
    MONTH[name] = number
  end
end

-- Calls `emit` with each date that a sentence writes out. Most have no year, and nothing else is tried then.
local function dates(sentence, emit)
  if not sentence:find "%d%d%d%d" then return end
  for y, m, d in sentence:gmatch "(%d%d%d%d)%-(%d%d)%-(%d%d)" do emit(y .. "-" .. m .. "-" .. d) end
  for d, m, y in sentence:gmatch "%f[%d](%d%d?) ([%a\128-\255]+) (%d%d%d%d)" do
    if MONTH[m] then emit(("%s-%02d-%02d"):format(y, MONTH[m], d)) end
  end
  for m, d, y in sentence:gmatch "(%a+) (%d%d?), (%d%d%d%d)" do
    if MONTH[m] then emit(("%s-%02d-%02d"):format(y, MONTH[m], d)) end
  end
end

-- Letters of Arabic are bytes above 127; Arabic punctuation is taken out before a word is looked for.
local function spaced(text) return (text:gsub("\216[\140\155\159]", " "):gsub("\194[\171\187]", " ")) end

-- The articles as they are read one by one: what is printed of them, and their sentences, one a line. The ranker has
-- their words.
local function read(query, ranker)
  local articles, events, keys = {}, {}, {}
  local sentence, source, published = "", "", 0
  local function emit(date)
    local event = events[date]
    if not event then
      event = { n = 0, date = date }
      events[date] = event
      keys[#keys + 1] = event
    end
    event.n = event.n + 1
    if #event < PER then
      local cut = #sentence > 120 and (utf8.offset(sentence, 121) or #sentence + 1) - 1 or #sentence
      event[#event + 1] = sentence:sub(1, cut) .. " [" .. source .. "]"
    end
  end
  for article in query:each() do
    local day = article.published
    source, published = article.source, os.time { year = day.year, month = day.month, day = day.day, hour = 12 }
    local text = article.text:gsub("([.!?])%s+", "%1\n"):gsub("؟%s+", "؟\n")
    local lower, relative = text:lower(), {}
    for word in pairs(RELATIVE) do
      if lower:find(word, 1, true) then relative[#relative + 1] = word end
    end
    local has_year = text:find "%d%d%d%d"
    local sentences = {}
    for one in text:gmatch "[^\n]+" do
      sentence = one
      sentences[#sentences + 1] = one
      local lower_one = #relative > 0 and one:lower()
      for i = 1, #relative do
        local word = relative[i]
        if lower_one:find(word, 1, true) then
          local date = os.date("!%Y-%m-%d", published + RELATIVE[word] * 86400)
          for _ in spaced(lower_one):gmatch("%f[%w\128-\255]" .. word .. "%f[^%w\128-\255]") do emit(date) end
        end
      end
      if has_year then dates(one, emit) end
    end
    local authors = table.concat(article.authors, ", ")
    articles[ranker:add(sentences)] = {
      section = article.section, title = article.title, text = text,
      byline = source .. (authors ~= "" and " — " .. authors or "") .. " — " .. day.iso:sub(12, 16),
    }
  end
  table.sort(keys, function(x, y)
    if x.n ~= y.n then return x.n > y.n end
    return x.date < y.date
  end)
  for i = #keys, TOP + 1, -1 do keys[i] = nil end
  table.sort(keys, function(x, y) return x.date < y.date end)
  return articles, keys
end

-- The three sentences of the highest mean weight.
local function summary(article, best)
  local result, place = {}, 0
  for sentence in article.text:gmatch "[^\n]+" do
    place = place + 1
    if place == best[#result + 1] then
      result[#result + 1] = sentence
      if #result == #best then break end
    end
  end
  article.text = nil
  return result
end

return {
  api = 1,
  title = "Daily briefing",
  description = "The reference job of the benchmarks.",
  build = function(ctx)
    local ranker = ctx.text:ranker { stop = ctx.text:split(STOP), match = "exact", least = 5 }
    local day, timeline = read(ctx.articles:where({ published = DAY }):sort("section", "published", "id"), ranker)

    local doc = ctx:document { lang = "ar" }
    doc:paragraph(("%s: %d of %d articles."):format(DAY, #day, #ctx.articles))
    local first = 1
    while first <= #day do
      local name, last = day[first].section, first
      while last < #day and day[last + 1].section == name do last = last + 1 end
      doc:section(name, function(section)
        for i = first, last do
          section:heading(day[i].title)
          section:paragraph(day[i].byline)
          section:list(summary(day[i], ranker:best(i, 3)))
        end
      end)
      first = last + 1
    end

    doc:section("Timeline", function(section)
      for _, event in ipairs(timeline) do
        section:heading(("%s (%d)"):format(event.date, event.n))
        local lines = table.move(event, 1, #event, 1, {})
        section:list(lines)
      end
    end)

    local days, sections, cells, of_day = {}, {}, {}, {}
    for _, row in ipairs(ctx.articles:count("section", "day")) do
      local date = tostring(row.day)
      if not cells[row.section] then
        cells[row.section] = { total = 0 }
        sections[#sections + 1] = row.section
      end
      if not of_day[date] then
        of_day[date] = 0
        days[#days + 1] = date
      end
      cells[row.section][date] = row.n
      cells[row.section].total = cells[row.section].total + row.n
      of_day[date] = of_day[date] + row.n
    end
    table.sort(days)
    table.sort(sections)
    local rows, sums = {}, { Section = "Total", Total = 0 }
    for i, key in ipairs(sections) do
      rows[i] = { Section = key, Total = cells[key].total }
      for _, date in ipairs(days) do rows[i][date] = cells[key][date] or 0 end
    end
    for _, date in ipairs(days) do
      sums[date] = of_day[date]
      sums.Total = sums.Total + of_day[date]
    end
    rows[#rows + 1] = sums
    local columns = { "Section" }
    for _, date in ipairs(days) do columns[#columns + 1] = date end
    columns[#columns + 1] = "Total"
    doc:section("Counts", function(section) section:table { columns = columns, rows = rows } end)
    return doc
  end,
}
