import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportDocument
@testable import ReportScripting

/// Articles whose sources limit excerpts, in reports. The two sentences of the first paragraph have 59 and 33 characters.
@Suite struct QuotableTextTests {
  private static let first = "The river Lenne rose above the old town on Wednesday night."
  private static let second = "Some 400 people left their homes."

  private func input(_ rights: ArticleRights?) throws -> ReportInput {
    var article = try ScriptFixture.articles()[0]
    article.rights = rights
    return try ScriptFixture.input(articles: [article])
  }

  private func text(_ body: String, _ rights: ArticleRights?, metadata: String = "") throws -> String {
    let source = """
      return { api = 1, title = "Test", \(metadata) build = function(ctx)
      local doc, a = ctx:document { lang = "en" }, ctx.articles[1]
      \(body)
      return doc end }
      """
    return try ScriptFixture.document(source, input(rights)).dump()
  }

  /// Everything that shows sentences.
  private static let forms = [
    "doc:add(ctx.articles:summarize { sentences = 5 })", "doc:summary(a:summarize { sentences = 5 })",
    "doc:card(a, { sentences = 5 })", "doc:card(ctx.articles:stories()[1], { sentences = 5 })", "doc:add(a.sentences)",
    "doc:summary(a.sentences)", "doc:paragraph(a.sentences[1])", "doc:paragraph { a.sentences[1], a.sentences[2] }",
    "doc:timeline(ctx.articles:timeline())", "doc:add(ctx.articles:timeline().events)",
    "doc:gaps(ctx.articles:timeline())",
    "doc:table { rows = { { a.sentences[1] } }, columns = { { value = function(r) return r[1] end, title = 'x' } } }",
    "doc:list { a.sentences[1] }", "doc:quote(a.sentences[1])", "doc:lead(a:summarize())",
    "doc:card(a, { summary = a:summarize { sentences = 5 } })",
    "doc:digest(ctx.articles:stories(), { least = 1 })", "doc:figures(a:summarize { sentences = 5 })",
    "doc:figures(ctx.articles:summarize { sentences = 5 })",
  ]

  private static let words = ["river Lenne", "400 people", "people left", "mayor will speak", "Schools stay"]

  @Test(arguments: forms) func nothingIsShownOfWhatForbidsIt(_ form: String) throws {
    let shown = try text(form, ArticleRights(robots: ["nosnippet"]))
    for words in Self.words { #expect(!shown.contains(words), "\(shown)") }
  }

  @Test(arguments: forms) func allIsShownWhereTheScriptSaysSo(_ form: String) throws {
    let free = try text(form, nil)
    #expect(try text(form, ArticleRights(robots: ["nosnippet"]), metadata: #"snippets = "all","#) == free)
    #expect(try text(form, ArticleRights(robots: ["noarchive"], tdmReservation: true)) == free)
    #expect(try text(form, ArticleRights(robots: ["max-snippet:100000"])) == free)
  }

  @Test func aCardShowsTitleAndLink() throws {
    let shown = try text("doc:card(a, { sentences = 3 })", ArticleRights(robots: ["nosnippet"]))
    #expect(shown.contains("Flood reaches the old town") && shown.contains("https://post.example.org/flood"))
  }

  @Test func aSummaryOfNothingElseIsTitles() throws {
    let shown = try text("doc:add(ctx.articles:summarize())", ArticleRights(robots: ["nosnippet"]))
    #expect(shown.contains("Flood reaches the old town") && shown.contains("https://post.example.org/flood"))
  }

  @Test(arguments: [
    (1, false, false), (58, false, false), (59, true, false), (91, true, false), (92, true, true), (93, true, true),
  ]) func aLimitCutsAtASentence(_ limit: Int, _ showsFirst: Bool, _ showsSecond: Bool) throws {
    for form in ["doc:add(a:summarize { sentences = 5 })", "doc:add(a.sentences)"] {
      let shown = try text(form, ArticleRights(robots: ["max-snippet:\(limit)"]))
      #expect(shown.contains(Self.first) == showsFirst, "\(limit): \(shown)")
      #expect(shown.contains(Self.second) == showsSecond, "\(limit): \(shown)")
      #expect(!shown.contains("mayor will speak"))
    }
  }

  @Test func anArticleWithoutHeadlineShowsNoFirstWords() throws {
    var article = try ScriptFixture.articles()[0]
    article.title = ""
    article.rights = ArticleRights(robots: ["nosnippet"])
    let shown = try ScriptFixture.build("doc:card(ctx.articles[1])", ScriptFixture.input(articles: [article])).dump()
    #expect(!shown.contains("river Lenne"))
  }

  @Test func scriptsSeeWhatIsSaid() throws {
    let rights = ArticleRights(
      robots: ["noarchive", "max-snippet:90"], tdmReservation: true, tdmPolicy: "https://a.example/t",
      licenses: ["https://a.example/by"], copyright: "© A", copyrightHolder: "A")
    let shown = try text(
      """
      local r = a.rights
      doc:paragraph(table.concat({ r.robots[1], r.snippetLimit, tostring(r.tdmReservation), r.tdmPolicy, r.licenses[1], r.copyright, r.copyrightHolder }, " "))
      """, rights)
    #expect(shown.contains("noarchive 90 true https://a.example/t https://a.example/by © A A"))
    #expect(try text("doc:paragraph(tostring(a.rights))", nil).contains("nil"))
  }

  @Test func conditionsAskForIt() throws {
    let body = """
      doc:paragraph(#ctx.articles:where { rights = "nosnippet" } .. "," .. #ctx.articles:where { rights = { none_of = { "noarchive", "tdm-reservation" } } }
        .. "," .. #ctx.articles:where { has = "rights" } .. "," .. #ctx.articles:where { lacks = "rights" })
      """
    #expect(try text(body, ArticleRights(robots: ["nosnippet"])).contains("1,1,1,0"))
    #expect(try text(body, ArticleRights(tdmReservation: true)).contains("0,0,1,0"))
    #expect(try text(body, nil).contains("0,1,0,1"))
  }

  /// Pictures at their addresses, so that none has to be decoded.
  @Test(
    arguments: [
      ("nothing", nil, true), ("noimageindex", ["noimageindex"], false),
      ("no preview", ["noarchive", "max-image-preview:none"], false), ("no excerpts", ["nosnippet"], true),
      ("no indexing", ["noindex", "nofollow"], true), ("a limit", ["max-snippet:90"], true),
    ] as [(String, [String]?, Bool)])
  func picturesAreLeftWhereTheirSourcesKeepThem(_ name: String, _ robots: [String]?, _ isShown: Bool) throws {
    var article = try ScriptFixture.articles()[0]
    article.images = [Article.Image(url: "https://post.example.org/river.jpg", caption: "The river")]
    article.rights = robots.map { ArticleRights(robots: $0) }
    for form in ["doc:image(a)", "doc:image(ctx.articles:stories()[1])", "doc:card(a, { image = true })"] {
      for (metadata, expected) in [("", isShown), (#"snippets = "all","#, true)] {
        let source = """
          return { api = 1, title = "Test", \(metadata) build = function(ctx)
          local doc, a = ctx:document { lang = "en", images = "linked" }, ctx.articles[1]
          \(form)
          return doc end }
          """
        let document = try ScriptFixture.document(source, ScriptFixture.input(articles: [article]))
        let isThere = document.blocks.contains { block in
          switch block.content {
          case .image(let picture): picture.url != nil
          case .card(let card): card.picture?.url != nil
          default: false
          }
        }
        #expect(isThere == expected, "\(name), \(form), \(metadata)")
      }
    }
  }

  @Test func anUnknownWordForSnippetsIsAMistake() {
    #expect(throws: (any Error).self) { try text("", nil, metadata: #"snippets = "some","#) }
  }
}
