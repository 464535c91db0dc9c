import Foundation
import Testing

@testable import ReportEngine
@testable import ReportScripting

/// Mistakes that a script can be seen to have without articles: the line that ends in `--!!` is at fault, and no other.
@Suite struct PlantedMistakeTests {
  private func lines(_ body: String) -> [Int] {
    let source = """
      local report = { api = 1, title = "T", params = {
        topic = { type = "string" }, points = { type = "integer", default = 3 }, age = { type = "duration" } } }
      function report.build(ctx)
      \(body)
      end
      return report
      """
    return ReportEngine().check(source: source, name: "x.lua").compactMap(\.line)
  }

  @Test(arguments: bodies) func plantedMistakesAreFound(body: String) {
    let marked = body.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.hasSuffix("--!!") }
    let lines = Set(lines(body))
    #expect(lines == [(marked ?? 0) + 4])
  }

  // What has been looked at, in one of the ways in which scripts look.
  @Test(arguments: [
    "if a.subtitle then doc:paragraph(a.subtitle:upper()) end",
    "doc:paragraph(a.subtitle and a.subtitle:upper() or \"-\")",
    "doc:paragraph((a.subtitle or \"-\"):upper())",
    "local s = a.subtitle\nif not s then return doc end\ndoc:paragraph(s:upper())",
    "if a.subtitle ~= nil then doc:paragraph(\"x\" .. a.subtitle) end", "doc:paragraph(assert(a.subtitle):upper())",
    "for b in ctx.articles:where { subtitle = \"x\" }:each() do doc:paragraph(b.subtitle:upper()) end",
    "local function ok(one) return one.subtitle end\nif ok(a) then doc:paragraph(a.subtitle:upper()) end",
    "while a.subtitle do doc:paragraph(a.subtitle:upper()) break end", "doc:add { a, \"text\", { strong = \"x\" } }",
    "if ctx.last_run and ctx.last_run < ctx.now then doc:rule() end",
    "local function show(s, one) s:card(one) end\ndoc:section(\"x\", function(s) show(s, a) end)",
    "if #ctx.articles > 9 then error \"too many\" end",
    "doc:paragraph(ctx.params.topic and \"On \" .. ctx.params.topic or \"All\")",
    "doc:list { { { strong = a.title }, \": \", { link = \"x\", url = a.url } }, \"y\" }",
    "doc:section(\"Sumary\", { \"x\" })", "do return ctx:skip \"x\" end",
  ])
  func whatHasBeenLookedAtIsNoMistake(statement: String) {
    #expect(
      lines(
        "local doc = ctx:document()\nlocal a = ctx.articles:first()\nif not a then return ctx:skip \"\" end\n\(statement)\nreturn doc"
      )
        == [])
  }

  @Test func filesThatAScriptReadsMustBeThere() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("check-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try "a,b\n1,2\n".write(to: folder.appendingPathComponent("there.csv"), atomically: true, encoding: .utf8)
    let source = """
      return { api = 1, title = "T", build = function(ctx)
        local doc = ctx:document()
        doc:table { rows = ctx:read "there.csv" }
        doc:table { rows = ctx:read "nowhere.csv" }
        return doc
      end }
      """
    let path = folder.appendingPathComponent("r.lua")
    try source.write(to: path, atomically: true, encoding: .utf8)
    let mistakes = try ReportEngine().check(at: path.path)
    #expect(mistakes.map(\.line) == [4])
    #expect(mistakes.first?.message.contains("there is no file “nowhere.csv”") == true)
  }

  @Test func everyPathMustReturnTheDocument() {
    #expect(
      lines("local doc = ctx:document()\nif #ctx.articles > 1 then return doc else return ctx:skip \"\" end") == [])
    #expect(lines("local doc = ctx:document()\nif #ctx.articles > 1 then return doc end") == [6])
    #expect(lines("return true") == [4])
    #expect(lines("local doc = ctx:document()\ndoc:paragraph \"x\"") == [6])
  }

  static let bodies: [String] = [
    #"""
      local doc = ctx:document { lang = "en" }
      local a = ctx.articles:first()
      if not a then return ctx:skip "none" end
      doc:paragraph(a.subtitle:upper()) --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:paragraph(ctx.articles:first().title) --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      for a in ctx.articles:each() do
        doc:paragraph("In " .. a.section .. ":") --!!
      end
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      for a in ctx.articles:each() do
        doc:paragraph(a.published.year) --!!
      end
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      if ctx.last_run < ctx.now then doc:paragraph "x" end --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:heading("On " .. ctx.params.topic) --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:list(ctx.articles:take("five"):map(function(a) return a.title end)) --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      local s = ctx.articles:summarize { sentences = "three" } --!!
      doc:add(s)
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en", digits = "arabic" } --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { dir = "right" } --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { langauge = "ar" } --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:paragraph(#ctx.articles:sort("-publised")) --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:paragraph(#ctx.articles:where { sectoin = "City" }) --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:paragraph(ctx.now:format "date.ful") --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:paragraph(doc:date(ctx.now, "long")) --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:paragraph { { date = ctx.now, style = "date.lnog" } } --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:paragraph "x"
      if #ctx.articles == 0 then return end --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:heading(doc:word "sumary") --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:paragraph(doc:count(3, "articel")) --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:section("sumary", function(s) s:paragraph "x" end) --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:paragraph { { stong = "x" } } --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:paragraph { { link = "x" } } --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:heading("x", 2, 3, 4) --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc:paragraph(doc:count(3)) --!!
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      doc.paragraph("x") --!!
      return doc
    """#,
    #"""
      local function list(doc, q)
        for a in q:each() do doc:paragraph(a.titel) end --!!
      end
      local doc = ctx:document { lang = "en" }
      list(doc, ctx.articles)
      return doc
    """#,
    #"""
      local doc = ctx:document { lang = "en" }
      local old = ctx.now - "3 dayz" --!!
      doc:paragraph(old)
      return doc
    """#,
    #"""
        local d = ctx:document()
        for _, story in ipairs(ctx.articles:stories()) do
          d:paragraph(story.section:lower()) --!!
        end
        return d
    """#,
    #"""
        local d = ctx:document()
        local cutoff = ctx.now - ctx.params.age --!!
        return d
    """#,
    #"""
        local d = ctx:document()
        d:chart { kind = "pie", data = ctx.articles:count "source", label = "source" } --!!
        return d
    """#,
    #"""
        local d = ctx:document()
        d:note("x", { kind = "warn" }) --!!
        return d
    """#,
    #"""
        local d = ctx:document()
        d:list("one", "two", "three") --!!
        return d
    """#,
    #"""
        local d = ctx:document()
        d:table { columns = { "title" } } --!!
        return d
    """#,
    #"""
        local d = ctx:document()
        local fresh = ctx.articles:where { since = "yesterday evening" } --!!
        d:add(fresh)
        return d
    """#,
    #"""
        local d = ctx:document()
        ctx.articles:sort "-published" --!!
        d:add(ctx.articles)
        return d
    """#,
    #"""
        if ctx.articles:is_empty() then ctx:skip "nothing" end --!!
        local d = ctx:document()

        return d
    """#,
    #"""
        local d = ctx:document()
        d:section("keyword", function(s) s:paragraph "x" end) --!!
        return d
    """#,
    #"""
        local d = ctx:document()
        local a = ctx.articles:first()
        if a then d:paragraph(a.authors .. " wrote") end --!!
        return d
    """#,
    #"""
        local d = ctx:document()
        local t = ctx.articles:timeline { limit = "ten" } --!!
        d:timeline(t)
        return d
    """#,
    #"""
        local function head(doc)
          doc:heding "x" --!!
        end
        local d = ctx:document()
        head(d)
        return d
    """#,
    #"""
        local d = ctx:document()
        d:paragraph(ctx.today:format("month.long")) --!!
        return d
    """#,
    #"""
        local d = ctx:document()
        d:paragraph { { link = "Post", ulr = "https://example.org/" } } --!!
        return d
    """#,
  ]
}
