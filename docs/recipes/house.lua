-- A module of your own: what several reports share.
local house = {}

--- A line of source and time under a headline.
function house.byline(article)
  if article.published then return article.source .. " · " .. article.published:format("date.day_month", { lang = "en" }) end
  return article.source
end

return house
