-- The reference job (README.md beside this file), as an ordinary report script: a day's articles by section with a summary
-- by TF-IDF of three sentences each, a timeline of the dates in the text, and a table of all articles by section and day.
local DAY, TOP, PER = "2025-01-23", 50, 3

local function set(words)
  local result = {}
  for word in words:gmatch "%S+" do result[word] = true end
  return result
end
-- What a word is besides a token: true for a stop word, the days to add for a date that counts from publication.
local MARK = set [[في من على إلى عن مع بعد قبل خلال بين حول عبر ضمن نحو ضد لدى منذ حتى التي الذي أن كما وذلك حيث بما هذا هذه كل أكثر غير
the of in and to for with on at by from after before during between about through within towards against since that which as also this these its their more over under]]
for word, days in pairs { ["اليوم"] = 0, ["أمس"] = -1, ["غدا"] = 1, today = 0, yesterday = -1, tomorrow = 1 } do
  MARK[word] = days
end
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

-- Letters of Arabic are bytes above 127; Arabic punctuation is taken out before words are cut.
local WORD = "[%w\128-\255]+"

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

-- The articles as they are read one by one: what is printed of them, their sentences and their words. `seen` holds the last
-- article that had a word, `df` in how many it stands.
local function read(query)
  local read_articles, seen, df, events, keys = {}, {}, {}, {}, {}
  local place, sentence, source, published = 0, "", "", 0
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
    place = place + 1
    local sentences, ends, words, n = {}, {}, {}, 0
    local day = article.published
    source, published = article.source, os.time { year = day.year, month = day.month, day = day.day, hour = 12 }
    local text = article.text:gsub("([.!?])%s+", "%1\n"):gsub("؟%s+", "؟\n")
    local clean = text:gsub("\216[\140\155\159]", " "):gsub("\194[\171\187]", " "):lower():gmatch "[^\n]+"
    for one in text:gmatch "[^\n]+" do
      sentence = one
      for word in clean():gmatch(WORD) do
        local mark = MARK[word]
        if mark ~= true then
          n = n + 1
          words[n] = word
          if seen[word] ~= place then
            seen[word] = place
            df[word] = (df[word] or 0) + 1
          end
          if mark then emit(os.date("!%Y-%m-%d", published + mark * 86400)) end
        end
      end
      dates(sentence, emit)
      sentences[#sentences + 1] = sentence
      ends[#sentences] = n
    end
    local authors = table.concat(article.authors, ", ")
    read_articles[place] = {
      section = article.section, title = article.title, sentences = sentences, ends = ends, words = words,
      byline = source .. (authors ~= "" and " — " .. authors or "") .. " — " .. day.iso:sub(12, 16),
    }
  end
  table.sort(keys, function(x, y)
    if x.n ~= y.n then return x.n > y.n end
    return x.date < y.date
  end)
  for i = #keys, TOP + 1, -1 do keys[i] = nil end
  table.sort(keys, function(x, y) return x.date < y.date end)
  return read_articles, df, keys
end

-- Puts a summary in the place of the sentences and words of each article: the three sentences of the highest mean weight.
local function summarise(read_articles, df)
  local idf, tf = {}, {}
  for word, count in pairs(df) do
    idf[word] = math.log((1 + #read_articles) / (1 + count)) + 1
    tf[word] = 0
  end
  for _, one in ipairs(read_articles) do
    local words, ends, best = one.words, one.ends, {}
    for i = 1, #words do
      local word = words[i]
      tf[word] = tf[word] + 1
    end
    local from = 1
    for place = 1, #ends do
      local to = ends[place]
      local count = to - from + 1
      if count >= 5 then
        local sum = 0
        for i = from, to do
          local word = words[i]
          sum = sum + tf[word] * idf[word]
        end
        local score, at = sum / count, #best + 1
        while at > 1 and best[at - 1].score < score do at = at - 1 end
        if at <= 3 then
          table.insert(best, at, { score = score, place = place })
          best[4] = nil
        end
      end
      from = to + 1
    end
    for i = 1, #words do tf[words[i]] = 0 end
    table.sort(best, function(x, y) return x.place < y.place end)
    for i, sentence in ipairs(best) do best[i] = one.sentences[sentence.place] end
    one.summary, one.sentences, one.words, one.ends = best, nil, nil, nil
  end
end

return {
  api = 1,
  title = "Daily briefing",
  description = "The reference job of the benchmarks.",
  build = function(ctx)
    local day, df, timeline = read(ctx.articles:where({ published = DAY }):sort("section", "published", "id"))
    summarise(day, df)

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
          section:list(day[i].summary)
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
