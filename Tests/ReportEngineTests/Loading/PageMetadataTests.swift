import Testing

@testable import ReportEngine

/// Pages in the shapes that news sites give their metadata; what is expected was written down with each page.
@Suite struct PageMetadataTests {
  struct Page: Sendable, CustomTestStringConvertible {
    var name: String
    var head = ""
    var beforeTitle = ""
    var afterTitle = ""
    var isArabic = false
    var authors: [String] = []
    var date: String?
    var hasHeading = true

    var testDescription: String { name }
    var title: String { isArabic ? "إعادة افتتاح المسبح القديم في يونيو" : "Old swimming hall to reopen in June" }

    var html: String {
      let paragraphs =
        isArabic
        ? [
          "صوّت المجلس البلدي مساء الثلاثاء على إعادة افتتاح المسبح القديم بعد أربع سنوات من أعمال الترميم الطويلة.",
          "وهتف السكان الذين انتظروا في الخارج منذ العصر عندما أُعلنت النتيجة، وشكر رئيس البلدية المتطوعين جميعا.",
        ]
        : [
          "The town council voted on Tuesday evening to reopen the old swimming hall after four years of repairs.",
          "Residents who had waited outside since the afternoon cheered when the result was read out in the square.",
        ]
      let heading = hasHeading ? "<h1>\(title)</h1>" : "<div>\(title)</div>"
      return """
        <!DOCTYPE html><html lang="\(isArabic ? "ar" : "en")"><head><meta charset="utf-8">\(head.replacing("TITLE", with: title))</head><body>
        <header><nav><a href="/">Home</a><a href="/town">Town</a></nav></header><main><article>\(beforeTitle)\(heading)\(afterTitle)
        <div class="content">\(paragraphs.map { "<p>\($0)</p>" }.joined())</div></article></main></body></html>
        """
    }
  }

  private static func linked(_ json: String) -> String { "<script type=\"application/ld+json\">\(json)</script>" }

  static let pages = [
    Page(
      name: "JSON-LD in an array, several authors",
      head: linked(
        #"[{"@type":"Organization","name":"The River Post"},{"@type":["NewsArticle"],"headline":"TITLE","author":[{"name":"Mona Field"},{"name":"Ali Stone"}],"datePublished":"2025-03-11T08:00:00Z"}]"#
      ), authors: ["Mona Field", "Ali Stone"], date: "2025-03-11"),
    Page(
      name: "JSON-LD graph with a reference to a person",
      head: linked(
        #"{"@graph":[{"@type":"WebPage","name":"TITLE - The River Post"},{"@type":"Article","headline":"TITLE","author":{"@id":"/a"},"datePublished":"2025-03-11"},{"@type":"Person","@id":"/a","name":"Mona Field"}]}"#
      ), authors: ["Mona Field"], date: "2025-03-11"),
    Page(
      name: "the paper as author, a person in the byline",
      head: linked(
        #"{"@type":"NewsArticle","headline":"TITLE","author":{"name":"The River Post"},"publisher":{"name":"The River Post"},"datePublished":"2025-03-11"}"#
      ), afterTitle: #"<p class="byline">By <a rel="author" href="/a">Mona Field</a></p>"#, authors: ["Mona Field"],
      date: "2025-03-11"),
    Page(
      name: "the system's user as author", head: #"<meta name="author" content="admin">"#,
      afterTitle: #"<div class="byline">By Mona Field</div>"#, authors: ["Mona Field"]),
    Page(
      name: "submitted by, a date in figures that its weekday decides",
      afterTitle:
        #"<div class="node__submitted">Submitted by <span class="username">Mona Field</span> on Tue, 03/11/2025 - 08:15</div>"#,
      authors: ["Mona Field"], date: "2025-03-11"),
    Page(
      name: "a link inside of the byline, dates for screen readers",
      afterTitle:
        #"<div class="st_by"><a class="st_by_a">Mona Field</a> <div class="st_pb">The River Post</div></div><div class="st_x" aria-label="Published: 8:15 a.m. ET March 11, 2025 Updated: 9:00 a.m. ET March 13, 2025"></div>"#,
      authors: ["Mona Field"], date: "2025-03-11"),
    Page(
      name: "two links for authors",
      afterTitle: #"<div class="authors"><a class="author">Mona Field</a> <a class="author">Ali Stone</a></div>"#,
      authors: ["Mona Field", "Ali Stone"]),
    Page(
      name: "a user of the system in the data, an author on the page",
      head: #"<meta name="author" content="townadmin">"#,
      afterTitle: #"<ul><li itemprop="author"><span>Mona Field</span></li></ul>"#, authors: ["Mona Field"]),
    Page(
      name: "an Arabic byline in a box without a name",
      afterTitle: "<div><span>بقلم / منى حقل</span></div>",
      isArabic: true, authors: ["منى حقل"]),
    Page(
      name: "an update alone is no publication",
      afterTitle: #"<div class="timestamp">Updated 9:00 AM EST, Thu March 13, 2025</div>"#),
    Page(
      name: "a byline and an update in one box",
      afterTitle:
        #"<div class="sub"><div class="byline">By <a>Mona Field</a></div><div class="stamp">Updated 9:00 AM EST, Thu March 13, 2025</div></div>"#,
      authors: ["Mona Field"]),
    Page(
      name: "the site's name behind the headline in all data",
      head: #"<title>TITLE - Harbour Ten</title><meta property="og:title" content="TITLE - Harbour Ten">"#),
    Page(name: "no author behind powered by", afterTitle: #"<div class="powered-by">Powered by Lantern</div>"#),
    Page(
      name: "Arabic byline and how long ago", afterTitle: "<div class=meta>كتبت: منى حقل منذ 3 ساعات</div>",
      isArabic: true,
      authors: ["منى حقل"]),
    Page(
      name: "Arabic label before a date", afterTitle: "<div class=dat>بتاريخ : 11-03-2025 الساعة : 09:40 ص</div>",
      isArabic: true, date: "2025-03-11"),
    Page(
      name: "byline that leads over to a date",
      afterTitle:
        #"<div class="meta">by <a href="/a" rel="author">Mona Field</a> on <time datetime="2025-03-11T10:00">11 March 2025</time></div>"#,
      authors: ["Mona Field"], date: "2025-03-11"),
    Page(
      name: "byline, date and section between strokes",
      afterTitle: #"<div class="post-meta">By Mona Field | March 11, 2025 | Town</div>"#, authors: ["Mona Field"],
      date: "2025-03-11"),
    Page(
      name: "address and handle beside the name",
      afterTitle: #"<div class="byline">By Mona Field mona@river.example @monafield</div>"#, authors: ["Mona Field"]),
    Page(
      name: "degree and agency after the name",
      afterTitle: #"<div class="byline">By Mona Field, PhD / River News Agency</div>"#, authors: ["Mona Field"]),
    Page(
      name: "section and site after the title, no heading",
      head: #"<title>TITLE – Town – The River Post</title><meta property="og:site_name" content="The River Post">"#,
      hasHeading: false),
    Page(
      name: "the site's name is a heading, too", head: "<title>TITLE - The River Post</title>",
      beforeTitle: "<h1>The River Post</h1>"),
    Page(
      name: "Arabic: who wrote it, and the day", head: "<title>TITLE - صحيفة النهر</title>",
      afterTitle: #"<div class="author">كتب: منى حقل</div><div class="date">الثلاثاء 11 مارس 2025</div>"#,
      isArabic: true, authors: ["منى حقل"], date: "2025-03-11"),
    Page(
      name: "Arabic: labelled dates in small boxes",
      afterTitle: #"<span class="writer">بقلم: علي الحجر</span><span>نشر في: 11/03/2025</span>"#, isArabic: true,
      authors: ["علي الحجر"], date: "2025-03-11"),
    Page(
      name: "Arabic: two authors joined by a letter", head: #"<meta name="author" content="منى حقل وعلي الحجر">"#,
      isArabic: true, authors: ["منى حقل", "علي الحجر"]),
    Page(
      name: "Arabic: updated stands before published",
      afterTitle:
        #"<div class="byline">إعداد: منى حقل</div><div>آخر تحديث: 12 مارس 2025</div><div>تاريخ النشر: 11 مارس 2025</div>"#,
      isArabic: true, authors: ["منى حقل"], date: "2025-03-11"),
  ]

  @Test(arguments: pages) func titleAuthorsAndDayAreFound(page: Page) throws {
    let loaded = ArticleLoader().load(data: Array(page.html.utf8), path: "a.html")
    let article = try #require(loaded.articles.first)
    #expect(article.title == page.title)
    #expect(article.authors == page.authors)
    #expect(article.published.map { String($0.value.prefix(10)) } == page.date)
    #expect(article.paragraphs.count == 2)
  }

  @Test func namesThatBeginWithWawStayWhole() {
    #expect(PersonNames.split("محمد سعيد وليد منصور") == ["محمد سعيد وليد منصور"])
    #expect(PersonNames.split("وليد منصور") == ["وليد منصور"])
  }

  /// Pages whose headline is in no h1, or whose h1 is the site's name.
  @Test(arguments: [
    ("River Notes: TITLE", "<h1>River Notes</h1><h2><span>Tuesday</span></h2><h3 class=post-title>TITLE</h3>"),
    ("TITLE - River Online", "<div class=page-header><h2>TITLE</h2></div>"),
    ("River Post – TITLE", "<div class=hed>TITLE</div>"),
    ("River :: TITLE", "<table><tr><td><b>TITLE</b></td></table>"),
    ("TITLE", "<h1>TITLE</h1>"),
  ]) func theHeadlineIsThePartOfTheTitleThatThePageShows(title: String, top: String) throws {
    let headline = "Old swimming hall to reopen in June"
    let text = String(
      repeating: "<p>Residents cheered when the result was read out in the square on Tuesday.</p>", count: 4)
    let page = """
      <!DOCTYPE html><html lang=en><title>\(title.replacing("TITLE", with: headline))</title><body>
      <ul><li><a href=/>River Post</a></li></ul>\(top.replacing("TITLE", with: headline))<div>\(text)</div></body></html>
      """
    let article = try #require(ArticleLoader().load(data: Array(page.utf8), path: "a.html").articles.first)
    #expect(article.title == headline)
  }

  @Test func theAuthorAndTheTimeBelowTheTextAreThoseOfTheArticle() throws {
    let text = String(
      repeating: "<p>Residents cheered when the result was read out in the square on Tuesday.</p>", count: 4)
    let page = """
      <!DOCTYPE html><html lang=en><title>Hall to reopen in June</title><body><div class="post hentry">
      <h1>Hall to reopen in June</h1><div class="post-body entry-content">\(text)</div><div class="post-footer">
      <span class="post-author vcard">Posted by <span class="fn">Mona Field</span></span>
      <abbr class="published" title="2025-03-11T08:15:00+02:00">8:15 AM</abbr></div></div>
      <div class="post hentry"><span class="post-author">Posted by Ali Stone</span></div></body></html>
      """
    let article = try #require(ArticleLoader().load(data: Array(page.utf8), path: "a.html").articles.first)
    #expect(article.authors == ["Mona Field"])
    #expect(article.published?.value.hasPrefix("2025-03-11T08:15") == true)
  }
}
