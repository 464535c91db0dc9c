import TestSupport
import Testing

@testable import ReportEngine
@testable import ReportScripting

@Suite struct ScriptCheckTests {
  private func check(_ source: String) -> String {
    ReportEngine().check(source: source, name: "x.lua").map(\.description).joined(separator: "\n")
  }

  private func build(_ body: String) -> String {
    check(
      "return { api = 1, title = \"x\", params = { topic = { type = \"string\" } }, build = function(ctx)\n\(body)\nend }"
    )
  }

  @Test(arguments: ReportEngine.shippedReports)
  func shippedReportsHaveNoMistakes(name: String) throws {
    #expect(try ReportEngine().check(at: name) == [])
    let source = try #require(ReportEngine.shippedSource(of: name))
    #expect(source.split(separator: "\n", omittingEmptySubsequences: false).count <= 60)
  }

  @Test func misspeltFieldIsUnderlined() {
    #expect(
      build("  local a = assert(ctx.articles:first())\n  ctx.log(a.titel)\n  return ctx:document()") == """
        x.lua:3: Article has no field “titel”; did you mean “title”?
            ctx.log(a.titel)
                      ^^^^^
        """)
  }

  @Test func unknownMethodOptionAndParameterAreFound() {
    #expect(
      build("return ctx:document():section('x', ctx.artcles)") == """
        x.lua:2: Context has no field “artcles”; did you mean “articles”?
            return ctx:document():section('x', ctx.artcles)
                                                   ^^^^^^^
        """)
    #expect(
      build("local q = ctx.articles:wher { text = ctx.params.topc }\nreturn ctx:skip ''") == """
        x.lua:2: Query has no method “wher”; did you mean “where”?
            local q = ctx.articles:wher { text = ctx.params.topc }
                                   ^^^^
        x.lua:2: this report has no parameter “topc”; did you mean “topic”?
            local q = ctx.articles:wher { text = ctx.params.topc }
                                                            ^^^^
        """)
    #expect(
      build("for a in ctx.articles:where { sinse = '1d' }:each() do print(a.url) end\nreturn ctx:skip ''") == """
        x.lua:2: Query:where has no option “sinse”; did you mean “since”?
            for a in ctx.articles:where { sinse = '1d' }:each() do print(a.url) end
                                          ^^^^^
        """)
  }

  @Test func namesAreFollowedIntoSectionsAndLoops() {
    #expect(
      build(
        """
        local doc = ctx:document()
        doc:section("x", function(s)
          for _, story in ipairs(ctx.articles:stories()) do s:card(story.artcle) end
          s:paragrph "x"
        end)
        return doc
        """) == """
          x.lua:4: Story has no field “artcle”; did you mean “article”?
              for _, story in ipairs(ctx.articles:stories()) do s:card(story.artcle) end
                                                                             ^^^^^^
          x.lua:5: Section has no method “paragrph”; did you mean “paragraph”?
              s:paragrph "x"
                ^^^^^^^^
          """)
  }

  @Test func unknownGlobalsAreFoundAndOwnOnesAreNot() {
    #expect(
      build("helper = function(x) return strng.upper(x) end\nreturn ctx:skip(helper 'x')") == """
        x.lua:2: there is no variable “strng”; did you mean “string”?
            helper = function(x) return strng.upper(x) end
                                        ^^^^^
        """)
    #expect(
      build("return ctx:skip(io.read())") == """
        x.lua:2: there is no variable “io”; scripts run in a sandbox without it
            return ctx:skip(io.read())
                            ^^
        """)
    #expect(
      build("return ctx:skip(string.uper 'x')") == """
        x.lua:2: “string” has no “uper”; did you mean “upper”?
            return ctx:skip(string.uper 'x')
                                   ^^^^
        """)
  }

  @Test func syntaxErrorsAreThoseOfTheCompiler() {
    #expect(check("return {").hasPrefix("x.lua:1: "))
  }

  @Test func mistakesInTheTableAreAllFoundWithTheirLines() {
    let text = check(
      """
      return {
        api = 1,
        titel = "x",
        params = {
          points = { type = "integr" },
          size = { type = "integer", default = "big" },
        },
        build = function(ctx) return ctx:skip "" end,
      }
      """)
    #expect(
      text == """
        x.lua: the report lacks a title
        x.lua:3: a report has no key “titel”; did you mean “title”?
            titel = "x",
        x.lua:5: parameter “points” has the unknown type “integr”; did you mean “integer”?
            points = { type = "integr" },
        x.lua:6: the default of parameter “size”, “big”, is not a whole number
            size = { type = "integer", default = "big" },
        """)
  }

  @Test(arguments: [
    "", "}", "function", "local", "return {{{{", "a.b.c", "for in do", ":::", "x = = y", "\"", "[[", "if if if",
  ])
  func anyTextIsSurvived(text: String) {
    _ = check(text)
    var checker = ScriptChecker(
      ScriptSource(name: "x", directory: nil, text: text), parameters: nil, globals: ScriptGlobals.names())
    _ = checker.mistakes()
  }
}
