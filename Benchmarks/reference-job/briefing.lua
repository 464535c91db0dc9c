-- The reference job (README.md beside this file), as an ordinary report script: a day's articles by section with a summary
-- by TF-IDF of three sentences each, a timeline of the dates in the text, and a table of all articles by section and day.
local DAY, TOP, PER = "2025-01-23", 50, 3

local function set(words)
  local result = {}
  for word in words:gmatch "%S+" do result[word] = true end
  return result
end
local STOP = set [[في من على إلى عن مع بعد قبل خلال بين حول عبر ضمن نحو ضد لدى منذ حتى التي الذي أن كما وذلك حيث بما هذا هذه كل أكثر غير
the of in and to for with on at by from after before during between about through within towards against since that which as also this these its their more over under]]
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

-- Letters of Arabic are bytes above 127; Arabic punctuation is taken out before words are cut.
local WORD = "[%w\128-\255]+"

local function read(article)
  local sentences, tokens = {}, {}
  local text = table.concat(article.paragraphs, "\n"):gsub("([.!?])%s+", "%1\n"):gsub("؟%s+", "؟\n")
  local clean = text:gsub("\216[\140\155\159]", " "):gsub("\194[\171\187]", " "):lower():gmatch "[^\n]+"
  for sentence in text:gmatch "[^\n]+" do
    local words, n = {}, 0
    for word in clean():gmatch(WORD) do
      if not STOP[word] then
        n = n + 1
        words[n] = word
      end
    end
    sentences[#sentences + 1] = sentence
    tokens[#sentences] = words
  end
  return { article = article, sentences = sentences, tokens = tokens }
end

local function summarise(one, df, n)
  local weight = {}
  for _, words in ipairs(one.tokens) do
    for _, word in ipairs(words) do weight[word] = (weight[word] or 0) + 1 end
  end
  for word, count in pairs(weight) do weight[word] = count * (math.log((1 + n) / (1 + (df[word] or 0))) + 1) end
  local scores = {}
  for place, words in ipairs(one.tokens) do
    if #words >= 5 then
      local sum = 0
      for _, word in ipairs(words) do sum = sum + weight[word] end
      scores[#scores + 1] = { sum / #words, place }
    end
  end
  table.sort(scores, function(x, y)
    if x[1] ~= y[1] then return x[1] > y[1] end
    return x[2] < y[2]
  end)
  local best = {}
  for i = 1, math.min(3, #scores) do best[i] = scores[i][2] end
  table.sort(best)
  for i, place in ipairs(best) do best[i] = one.sentences[place] end
  return best
end

-- Most sentences have no date: the patterns are tried where a year stands.
local function dates(sentence, words, published, emit)
  if sentence:find("20", 1, true) or sentence:find("19", 1, true) then
    for y, m, d in sentence:gmatch "(%d%d%d%d)%-(%d%d)%-(%d%d)" do emit(y .. "-" .. m .. "-" .. d) end
    for d, m, y in sentence:gmatch "%f[%d](%d%d?) ([%a\128-\255]+) (%d%d%d%d)" do
      if MONTH[m] then emit(("%s-%02d-%02d"):format(y, MONTH[m], d)) end
    end
    for m, d, y in sentence:gmatch "(%a+) (%d%d?), (%d%d%d%d)" do
      if MONTH[m] then emit(("%s-%02d-%02d"):format(y, MONTH[m], d)) end
    end
  end
  for i = 1, #words do
    local shift = RELATIVE[words[i]]
    if shift then emit(os.date("!%Y-%m-%d", published + shift * 86400)) end
  end
end

local function timeline(read_articles)
  local events, keys = {}, {}
  for _, one in ipairs(read_articles) do
    local day = one.article.published
    local published = os.time { year = day.year, month = day.month, day = day.day, hour = 12 }
    for place, sentence in ipairs(one.sentences) do
      dates(sentence, one.tokens[place], published, function(date)
        local event = events[date]
        if not event then
          event = { n = 0, date = date }
          events[date] = event
          keys[#keys + 1] = event
        end
        event.n = event.n + 1
        if #event < PER then
          local cut = #sentence > 120 and (utf8.offset(sentence, 121) or #sentence + 1) - 1 or #sentence
          event[#event + 1] = { text = sentence:sub(1, cut), source = one.article.source }
        end
      end)
    end
  end
  table.sort(keys, function(x, y)
    if x.n ~= y.n then return x.n > y.n end
    return x.date < y.date
  end)
  for i = #keys, TOP + 1, -1 do keys[i] = nil end
  table.sort(keys, function(x, y) return x.date < y.date end)
  return keys
end

return {
  api = 1,
  title = "Daily briefing",
  description = "The reference job of the benchmarks.",
  build = function(ctx)
    local chosen = ctx.articles:where({ published = DAY }):sort("section", "published", "id")
    local df, day = {}, {}
    for article in chosen:each() do
      local one = read(article)
      day[#day + 1] = one
      local seen = {}
      for _, words in ipairs(one.tokens) do
        for _, word in ipairs(words) do
          if not seen[word] then
            seen[word] = true
            df[word] = (df[word] or 0) + 1
          end
        end
      end
    end

    local doc = ctx:document { lang = "ar" }
    doc:paragraph(("%s: %d of %d articles."):format(DAY, #day, #ctx.articles))
    local function article_in(section, one)
      local article = one.article
      section:heading(article.title)
      local authors = table.concat(article.authors, ", ")
      section:paragraph(article.source .. " — " .. authors .. " — " .. article.published.iso:sub(12, 16))
      section:list(summarise(one, df, #day))
    end
    local first = 1
    while first <= #day do
      local name, last = day[first].article.section, first
      while last < #day and day[last + 1].article.section == name do last = last + 1 end
      doc:section(name, function(section)
        for i = first, last do article_in(section, day[i]) end
      end)
      first = last + 1
    end

    doc:section("Timeline", function(section)
      for _, event in ipairs(timeline(day)) do
        local lines = {}
        for i, one in ipairs(event) do lines[i] = one.text .. " [" .. one.source .. "]" end
        section:heading(("%s (%d)"):format(event.date, event.n))
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
