-- Which articles name the people on a list. The list lies beside the script, in names.csv.
return {
  api = 1,
  title = "Watch list",
  build = function(ctx)
    local people = ctx:read "names.csv"
    local rows = {}
    local doc = ctx:document { lang = "en", subtitle = { date = ctx.now, style = "date.full" } }
    for _, person in ipairs(people) do
      local found = ctx.articles:where { text = { person.name, person.arabic } }
      rows[#rows + 1] = { name = person.name, role = person.role, articles = #found }
    end
    doc:table {
      rows = rows,
      columns = { { field = "name", title = "Name" }, { field = "role", title = "Role" }, "articles" },
    }
    for _, person in ipairs(people) do
      local found = ctx.articles:where { text = { person.name, person.arabic } }:sort "-published"
      if not found:is_empty() then
        doc:section(person.name, function(s)
          s:table { rows = found, columns = { "published", "source", "title" } }
        end)
      end
    end
    return doc
  end,
}
