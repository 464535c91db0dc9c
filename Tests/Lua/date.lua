-- Dates and durations, in Africa/Cairo at 08:00 on 23 January 2025.
local t = {}

function t.months_stop_at_the_end_of_the_month(ctx)
  assert((ctx:date "2024-01-31" + "1mo").iso == "2024-02-29")
  assert((ctx:date "2025-03-31" - ctx:duration "1mo").iso == "2025-02-28")
end

-- Cairo set its clocks forward at midnight on 25 April 2025 (IANA time zone database).
function t.days_keep_the_clock_time_across_a_change(ctx)
  local before = ctx:date { year = 2025, month = 4, day = 24, hour = 12 }
  assert((before + "1d"):format "time" == "12:00")
  assert((before + "24h"):format "time" == "13:00")
  assert((before + "1d") - before == ctx:duration "23h")
end

function t.differences_are_days_between_days_and_seconds_between_moments(ctx)
  assert(ctx:date "2025-03-01" - ctx:date "2025-02-28" == ctx:duration "1d")
  assert(ctx.now - ctx.today == ctx:duration "8h")
end

function t.no_more_is_written_than_is_known(ctx)
  assert(ctx:date { year = 2023 }.iso == "2023")
  assert(ctx:date { year = 2023, month = 3 }:format("date.long", { lang = "en" }) == "March 2023")
end

function t.weeks_start_where_the_language_is_spoken(ctx)
  assert(ctx:date("2025-01-23"):start_of("week").iso == "2025-01-20") -- English: Monday
end

-- 1 Ramadan 1446 was 1 March 2025 in the calendar of Umm al-Qura.
function t.hijri_dates_are_those_of_umm_al_qura(ctx)
  local day = ctx:date("2025-03-01"):hijri()
  assert(day.year == 1446 and day.month == 9 and day.day == 1)
end

function t.articles_keep_the_basis_and_evidence_of_their_dates(ctx)
  local date = ctx.articles[1].date
  assert(date.basis == "published" and date.evidence == "feed" and date.precision == "minute")
  assert(ctx.articles[3].published.precision == "day")
end

-- 2024-12-30 is in week 1 of 2025, 2027-01-03 in week 53 of 2026 (ISO 8601).
function t.weeks_are_numbered_as_iso_8601_says(ctx)
  assert(ctx:date("2024-12-30").week == 1 and ctx:date("2027-01-03").week == 53 and ctx:date("2025-01-23").week == 4)
end

function t.units_have_a_first_and_a_last_day(ctx)
  local day = ctx:date "2024-02-10"
  assert(day:end_of("week").iso == "2024-02-11" and day:end_of("month").iso == "2024-02-29")
  assert(day:start_of("quarter").iso == "2024-01-01" and day:end_of("quarter").iso == "2024-03-31" and day.quarter == 1)
  assert(day:end_of("year").iso == "2024-12-31")
end

function t.days_between_days_are_a_list(ctx)
  local function text(days)
    local list = {}
    for i, day in ipairs(days) do list[i] = day.iso end
    return table.concat(list, " ")
  end
  assert(text(ctx:days("2025-02-27", "2025-03-01")) == "2025-02-27 2025-02-28 2025-03-01")
  assert(text(ctx:days("2025-01-31", "2025-04-01", "1mo")) == "2025-01-31 2025-02-28 2025-03-31")
  assert(text(ctx:days("2025-01-02", "2025-01-01")) == "")
  for _, step in ipairs { "1h", "-1d", "0d" } do assert(not pcall(ctx.days, ctx, "2025-01-01", "2025-01-02", step), step) end
end

function t.hijri_dates_can_be_made(ctx)
  assert(ctx:date({ year = 1446, month = 9, day = 1, calendar = "hijri" }).iso == "2025-03-01")
  assert(not pcall(ctx.date, ctx, { year = 1446, month = 9, calendar = "hijri" }))
end

function t.wrong_operands_are_errors(ctx)
  for _, wrong in ipairs {
    function() return ctx.now + 1 end, function() return ctx.now < 5 end, function() return ctx.now + "soon" end,
    function() return ctx:duration "1d" * 1.5 end,
  } do
    assert(not pcall(wrong))
  end
end

return t
