-- Files beside the script, and modules.
local t = {}

function t.csv_is_read_by_column_name(ctx)
  local rows = ctx:read "data/names.csv"
  assert(#rows == 2 and rows[1].name == "Ada, the first" and rows[2].city == "الدار البيضاء")
  assert(ctx:read("data/names.csv", { header = false })[1][2] == "city")
end

function t.json_is_read_as_values(ctx)
  local value = ctx:read "data/values.json"
  assert(value.list[2] == 2.5 and value.name == "سد" and value.yes == true and math.type(value.list[1]) == "integer")
end

function t.other_files_are_text_or_lines(ctx)
  assert(ctx:read "data/words.txt" == "one\ntwo\n")
  assert(#ctx:read("data/words.txt", { as = "lines" }) == 2)
end

function t.nothing_else_can_be_read(ctx)
  for _, name in ipairs { "/etc/passwd", "../../Package.swift", "data/../../../Package.swift", "", "data", "no.csv", "data\0/words.txt" } do
    assert(not pcall(ctx.read, ctx, name), name)
  end
end

function t.modules_beside_the_script_are_found_and_run_once(ctx)
  local first = require "data.module"
  assert(first == require "data.module" and first.answer == 42)
  for _, name in ipairs { "../x", "/etc/x", "data/module", "no_such", "", "data..module" } do
    assert(not pcall(require, name), name)
  end
end

return t
