import TestSupport
import Testing

@testable import ReportScripting

/// What an author sees after common mistakes; the golden file is meant to be read.
@Suite struct ScriptErrorTests {
  private static let bodies: [(String, String)] = [
    ("a misspelt field", "print(ctx.articles[1].titel)"),
    ("a misspelt field of ctx", "print(ctx.article)"),
    ("a misspelt method", "ctx.articles:wher { text = \"x\" }"),
    ("a misspelt condition", "ctx.articles:where { txt = \"x\" }"),
    ("a misspelt option", "doc:table { row = ctx.articles }"),
    ("several wrong options", "ctx.articles:where { txt = \"x\", section = 5, words = { more = 3, lt = \"x\" } }"),
    ("several wrong arguments", "ctx.articles:search(5, { match = \"some\", limt = 3 })"),
    ("a duration divided by nothing", "print(ctx:duration(\"1d\") / 0)"),
    ("a misspelt block", "doc:paragrph \"x\""),
    ("a misspelt parameter", "print(ctx.params.pionts)"),
    ("a dot instead of a colon", "ctx.articles.where { text = \"x\" }"),
    ("a wrong type", "ctx.articles:take \"five\""),
    ("a wrong type among options", "ctx.articles:where { text = 5 }"),
    ("a fraction where a whole number belongs", "ctx.articles:take(2.5)"),
    ("too many arguments", "ctx.articles:take(1, 2)"),
    ("a missing argument", "ctx.articles:take()"),
    ("a missing option", "doc:paragraph { link = \"x\" }"),
    ("a nil index", "local a = ctx.articles:where { text = \"no such word\" }:first()\nprint(a.title)"),
    ("a nil out of a call", "print(ctx.articles:where({ text = \"no such word\" }):first().title)"),
    ("a nil out of a list", "print(ctx.articles:count(\"source\")[9].n)"),
    ("a comparison with nil", "if ctx.articles[3].updated < ctx.now then print(1) end"),
    ("a number and nil", "local top\nif top > 3 then print(1) end"),
    ("a function where a table belongs", "ctx.articles:where(function(a) return true end)"),
    ("an unknown tool for text", "ctx.text:length_of \"x\""),
    ("days that never end", "ctx:days(\"2025-01-01\", \"2025-02-01\", \"0d\")"),
    ("a mistake in a filter", "print(#ctx.articles:filter(function(a) return a.word > 5 end))"),
    ("a nil call", "local s = {}\ns.helper()"),
    ("a nil in a concatenation", "print(\"by \" .. ctx.articles[3].author)"),
    ("an unknown global", "print(helper.x)"),
    ("an unknown sort key", "ctx.articles:sort \"-publshed\""),
    ("an unknown group key", "ctx.articles:group \"pubisher\""),
    ("an unknown chart kind", "doc:chart { kind = \"pie\", data = {} }"),
    ("an unknown date style", "ctx.now:format \"date.ful\""),
    ("a date that is none", "ctx:date \"2025-02-30\""),
    ("a duration that is none", "ctx.articles:where { since = ctx.now - \"1 day\" }"),
    ("a date and a number", "print(ctx.now + 1)"),
    ("an unknown fixed word", "doc:word \"sumary\""),
    ("a module that is not there", "require \"helpers\""),
    ("a file outside", "ctx:read \"../secret.csv\""),
    ("an error of its own", "error(\"no budget today\")"),
    ("an error inside a callback", "doc:section(\"x\", function(s)\n  s:paragraph(nothing.text)\nend)"),
    (
      "an error while handling an article",
      "for article in ctx.articles:each() do\n  print(article.subtitle:upper())\nend"
    ),
    ("two lengths", "ctx.articles:summarize { words = 50, sentences = 3 }"),
    ("a table that holds itself", "local loop = {}\nloop.x = loop\ndoc:paragraph(loop)"),
  ]

  private static let scripts: [(String, String)] = [
    ("no document returned", "return { api = 1, title = \"x\", build = function(ctx) local doc = ctx:document() end }"),
    ("no table returned", "local report = { api = 1 }"),
    ("a missing end", "return { api = 1, title = \"x\", build = function(ctx)\n  if true then\nend }"),
    ("an unfinished string", "local title = \"x\nreturn {}"),
    (
      "mistakes in the table",
      """
      return {
        api = 2,
        titel = "x",
        params = {
          topic = { type = "sting" },
          points = { type = "integer", default = 50, max = 20, mim = 1 },
          lang = { type = "enum" },
        },
        outputs = { "htm" },
        build = function(ctx) return ctx:skip "x" end,
      }
      """
    ),
  ]

  @Test func commonMistakesAreExplained() throws {
    var text = ""
    for (name, body) in Self.bodies {
      let source = """
        return { api = 1, title = "x", params = { points = { type = "integer", default = 7 } }, build = function(ctx)
        local doc = ctx:document { lang = "en" }
        \(body)
        return doc end }
        """
      text += "# \(name)\n" + (try ScriptFixture.failure(source)) + "\n\n"
    }
    for (name, source) in Self.scripts { text += "# \(name)\n" + (try ScriptFixture.failure(source)) + "\n\n" }
    try expectSnapshot(text, "script-errors.txt")
  }
}
