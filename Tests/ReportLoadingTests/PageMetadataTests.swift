import Testing

@testable import ReportLoading
@testable import ReportScripting

/// Pages in the shapes that news sites give their metadata; what is expected was written down with each page.
@Suite struct PageMetadataTests {
  /// A date without a label stands in front of the update's.
  @Test(arguments: [
    (
      "es",
      "<time itemprop='dateModified' datetime='2025-03-11T19:20'>10/03/2025 01:57 | Actualizado a 11/03/2025 19:20</time>"
    ),
    (
      "fr",
      "<time itemprop='dateModified' datetime='2025-03-11'>10/03/2025 à 01:57, mis à jour le 11/03/2025 à 19:20</time>"
    ),
    (
      "de",
      "<time itemprop='dateModified' datetime='2025-03-11'>10.03.2025, 08:15 Uhr - Aktualisiert 11.03.2025, 10:00 Uhr</time>"
    ),
    ("en", "<time itemprop='dateModified' datetime='2025-03-11'>March 10, 2025 | Updated: March 11, 2025</time>"),
    ("en", "<span>10 March 2025 (updated 11 March 2025)</span>"),
    ("en", "<p class='meta'>10 March 2025 · Last updated on 11 March 2025</p>"),
    ("ar", "<div>10 مارس 2025 - آخر تحديث: 11 مارس 2025</div>"),
  ])
  func aDatePrintedBesideAnUpdateIsThatOfPublication(language: String, line: String) {
    let page = Page(name: "", afterTitle: line, isArabic: language == "ar").html
      .replacing("lang=\"en\"", with: "lang=\"\(language)\"")
    let article = ArticleLoader().load(data: Array(page.utf8), path: "a.html").articles.first
    #expect(article?.published?.value.prefix(10) == "2025-03-10")
    #expect(article?.updated?.value.prefix(10) == "2025-03-11")
  }

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
    Page(
      name: "the organisation as author of everything, a person and a role in a box that only data attributes name",
      head: linked(
        #"{"@type":"NewsArticle","headline":"TITLE","author":{"@type":"NewsMediaOrganization","name":"River News"},"publisher":{"name":"The River Post"},"datePublished":"2025-03-11T00:12:44Z"}"#
      ),
      afterTitle:
        #"<div data-component="byline-block"><time>3 hours ago</time><button>Share</button><div data-testid="contributors"><span class="x1">Mona Field</span><div><span>Coast reporter, The River Post</span></div></div></div>"#,
      authors: ["Mona Field"], date: "2025-03-11"),
    Page(
      name: "Arabic: date, label and two linked writers in one line over the headline",
      beforeTitle:
        #"<div class="pubdate">الثلاثاء 11-03-2025 14:22 | كتب: <a href="/e/1">منى حقل</a>، <a href="/e/2">علي الحجر</a> |</div>"#,
      isArabic: true, authors: ["منى حقل", "علي الحجر"], date: "2025-03-11"),
    Page(
      name: "Arabic: labels for screen readers beside the name, a role after it",
      afterTitle:
        #"<section aria-labelledby="byline" class="byline-box"><strong id="byline">معلومات المقال</strong><ul><li><span>Author, </span><span>منى حقل</span></li><li><span>Role, </span><span>النهر</span></li><li><time datetime="2025-03-11">11 مارس/ آذار 2025</time></li></ul></section>"#,
      isArabic: true, authors: ["منى حقل"], date: "2025-03-11"),
    Page(
      name: "Arabic: a name and a date between icons, in a box without a telling name",
      afterTitle: "<div class=news-inf><i></i> منى حقل <i></i> ١١ مارس ٢٠٢٥ <i></i> ٣٤٥ مشاهدة</div>",
      isArabic: true, authors: ["منى حقل"], date: "2025-03-11"),
    Page(
      name: "Arabic: place and site in place of the author",
      head: #"<meta name="author" content="دبي - النهر نت">"#
        + #"<meta property="og:site_name" content="النهر نت">"#, isArabic: true),
    Page(
      name: "a system's first day in the data, the day on the page",
      head: linked(#"{"@type":"NewsArticle","headline":"TITLE","datePublished":"0001-01-01T00:00:00Z"}"#),
      afterTitle: "<div class=stamp>Published 11:34 PM EST Mar 11, 2025</div>", date: "2025-03-11"),
    Page(
      name: "a name, a dot and a day, none of them named",
      afterTitle: "<div class=a1><span>Mona Field</span><span>•</span><span>11 March, 2025</span></div>",
      authors: ["Mona Field"], date: "2025-03-11"),
    Page(
      name: "a section beside the day is no author",
      afterTitle: #"<div class=a1><a href="/news/world-affairs">World Affairs</a> <span>11 March, 2025</span></div>"#,
      date: "2025-03-11"),
    Page(
      name: "a place beside the day is no author",
      afterTitle: "<div class=a1><span>New York</span> <span>11 March, 2025</span></div>", date: "2025-03-11"),
    Page(
      name: "how long ago, the day under the pointer",
      afterTitle:
        #"<div><a class="p__author" href="/authors/mona">Mona Field</a> <span class="p__when" title="Tue, 11 Mar 2025 09:12:00 +0000">5 days ago</span></div>"#,
      authors: ["Mona Field"], date: "2025-03-11"),
    Page(
      name: "day and month in figures without a country are not guessed",
      afterTitle: "<div class=publication><time>03/11/2025</time></div>"),
    Page(
      name: "day and month in figures, day in words for screen readers",
      afterTitle:
        "<div class=publication><time aria-hidden=true>03/11/2025</time><span>March 11, 2025</span></div>",
      date: "2025-03-11"),
    Page(
      name: "dates of other articles' items do not count",
      head: "",
      beforeTitle:
        #"<ul><li itemscope><time itemprop="datePublished" datetime="2025-03-09">9 March</time></li><li itemscope><time itemprop="datePublished" datetime="2025-03-10">10 March</time></li></ul>"#,
      afterTitle:
        #"<div itemscope><span itemprop="author">Mona Field</span> <span itemprop="author">Ali Stone</span> <time itemprop="datePublished" datetime="2025-03-11">11 March</time></div>"#,
      authors: ["Mona Field", "Ali Stone"], date: "2025-03-11"),
    Page(
      name: "written by, on the card for social media",
      head:
        #"<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Mona Field"><meta name="twitter:label2" content="Est. reading time"><meta name="twitter:data2" content="3 minutes">"#,
      authors: ["Mona Field"]),
    Page(
      name: "day before the writer in one line",
      afterTitle: "<div class=postinf>March 11th, 2025 by Mona Field</div>", authors: ["Mona Field"],
      date: "2025-03-11"),
    Page(
      name: "linked data with loose commas and a line break in a string",
      head: linked(
        "{\"@type\":\"NewsArticle\",\"headline\":\"TITLE\",\"description\":\"one\ntwo\",\"author\":[{\"name\":\"Mona Field\"},],\"datePublished\":\"2025-03-11\",}"
      ), authors: ["Mona Field"], date: "2025-03-11"),
    Page(
      name: "a link to the writer's page, a role, a handle, a day",
      afterTitle:
        #"<div><a href="/author/97/mona" class="nm">Mona Field</a><span>Writer at large</span> <span>@mfield</span> <span>11 March 2025</span></div>"#,
      authors: ["Mona Field"], date: "2025-03-11"),
    Page(
      name: "day, label, name and section in one line",
      afterTitle: "<div>21/10/2018 - Posted by: Mona Field - Category: Town</div>", authors: ["Mona Field"],
      date: "2018-10-21"),
    Page(
      name: "a kicker that nothing parts from the headline in its heading",
      head: #"<title>Old swimming hall: to reopen in June | Post</title><meta property="og:title" content="TITLE">"#,
      beforeTitle: "<h1><a href=/>The River Post</a></h1>"),
    Page(
      name: "Arabic: the time that reading takes is no author, place and name in a box for editors are",
      afterTitle:
        "<div><span>11 مارس 2025</span></div><div class=read-time>قراءة دقيقتين</div><div class=article-editor>دبي: منى حقل</div>",
      isArabic: true, authors: ["منى حقل"], date: "2025-03-11"),
    Page(
      name: "Arabic: the writer under a picture, linked by a query",
      afterTitle:
        #"<div><span>11 - مارس - 2025</span></div><div class=av><a href="https://f.example/?author=12"><img></a><h4><a href="https://f.example/?author=12">منى حقل</a></h4></div>"#,
      isArabic: true, authors: ["منى حقل"], date: "2025-03-11"),
    Page(
      name: "Arabic: “the editor” is no name", afterTitle: "<div>أرسلت بواسطة: المحرر في الجمعة 11 مارس 2011</div>",
      isArabic: true, date: "2011-03-11"),
    Page(
      name: "a desk in the data, a person on the page", head: #"<meta name="author" content="Explained Desk">"#,
      afterTitle: #"<div class="editor">Written by <a href="/profile/mona/">Mona Field</a></div>"#,
      authors: ["Mona Field"]),
    Page(
      name: "a newsroom among the authors of the data",
      head: linked(
        #"{"@type":"NewsArticle","headline":"TITLE","author":[{"@type":"Person","name":"Mona Field"},{"@type":"Person","name":"WKBX Staff"}]}"#
      ), authors: ["Mona Field", "WKBX Staff"]),
    Page(
      name: "name, paper, role and day on lines of their own",
      afterTitle: "<font size=2>By MONA FIELD<br>Post Staff Writer<br>Tuesday, March 11, 2003</font>",
      authors: ["MONA FIELD"], date: "2003-03-11"),
    Page(
      name: "role and agency behind the name",
      head: #"<meta name="author" content="Analysis by Mona Field, AP National Political Writer">"#,
      authors: ["Mona Field"]),
    Page(
      name: "agency, headline, section and day in the title of a page without headings",
      head: "<title>RNA : TITLE - Town - 11/03/2025</title>", hasHeading: false),
    Page(
      name: "headline of data and social media under a search engine's title",
      head: #"<title>TITLE | Town | The River Post</title><meta property="og:title" content="TITLE">"#,
      beforeTitle: "<h1>The River Post</h1>"),
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

  /// What stands in and around the text of a page and is no part of it.
  @Test(arguments: [
    #"<p>The River morning newsletter brings you all the town's news at breakfast. Sign up <a href="/n">here.</a></p>"#,
    #"<div class="recommendations-box"><strong>Suggested</strong><ul><li><a href="/x">Five bridges we lost</a></li></ul></div>"#,
    #"<div data-area="newsletter-promo">Order our letter now</div>"#,
    #"<h4>You can also check:</h4><a href="/1">Weather in town</a> | <a href="/2">Tides</a>"#,
    #"<p>Contact Mona Field at 555-0119 or follow her at the usual places.</p>"#,
    #"<p>Mona Field is a columnist for the River Post. Her book appears in June.</p>"#,
    #"<p>Source: agencies</p>"#, #"<p>mfi/dpa</p>"#, "<p>المصدر: وكالات</p>",
    "<p><b>كاتب من أبناء الساحل</b></p>", "<p><b>متابعة أخبار الوكالة على تلغرام https://t.example/s</b></p>",
    #"<div class="back-teaser"><h3>Storm on the coast</h3><p>A gale did much harm to the dykes at the end of the week.</p></div>"#,
    "<p>Edited by: Ali Stone</p>",
    #"<div class="author-card"><a>Mona Field</a><div>She has written about rivers and harbours for eleven years now.</div></div>"#,
    #"<div class="cards"><div class="card"><h3><a href="/1">Choir wins prize</a></h3><p>The singers travelled for nine hours to reach the contest.</p></div></div>"#,
  ]) func whatIsNoPartOfTheTextIsLeftOut(extra: String) throws {
    let text = (0..<4).map {
      "The town council voted on evening \($0) to reopen the old swimming hall after four years of repairs."
    }
    let html = """
      <html lang="en"><head><title>Hall to reopen</title><meta name="author" content="Mona Field"></head><body><main><h1>Hall to reopen</h1>
      <div class="story-text">\(text.map { "<p>\($0)</p>" }.joined())\(extra)</div></main></body></html>
      """
    let article = try #require(ArticleLoader().load(data: Array(html.utf8), path: "a.html").articles.first)
    #expect(article.paragraphs == text)
  }

  @Test func firstParagraphInABoxOfItsOwnIsKept() throws {
    let html = """
      <html><body><div><h2>Hall to reopen</h2></div><div><div class="itemIntroText"><p>The town council voted on Tuesday to reopen the old hall.</p></div>
      <div class="itemFullText">\((0..<7).map { "<p>Residents who had waited outside cheered for the \($0)th time when it was read out.</p>" }.joined())</div></div></body></html>
      """
    let article = try #require(ArticleLoader().load(data: Array(html.utf8), path: "a.html").articles.first)
    #expect(article.paragraphs.count == 8)
    #expect(article.paragraphs.first == "The town council voted on Tuesday to reopen the old hall.")
  }

  @Test func writersTitledNameAloneOverTheTextIsTheAuthor() throws {
    let html = """
      <html lang="ar"><head><meta name="author" content="editor3"></head><body><article><h1>عن البحر والناس</h1><div class="entry-content"><p><b>د. منى حقل</b></p>
      \((0..<4).map { "<p>صوّت المجلس البلدي في الجلسة \($0) على إعادة افتتاح المسبح القديم بعد أعمال الترميم.</p>" }.joined())</div></article></body></html>
      """
    let article = try #require(ArticleLoader().load(data: Array(html.utf8), path: "a.html").articles.first)
    #expect(article.authors == ["د. منى حقل"])
    #expect(article.paragraphs.count == 4)
  }

  @Test func severalBodiesOfOneArticleAreOneText() throws {
    let text = (0..<6).map {
      "The town council voted on evening \($0) to reopen the old swimming hall after four years."
    }
    let parts = [text[..<1], text[1..<3], text[3...]].map {
      "<div class=section><div itemprop=articleBody>\($0.map { "<p class=paywall>\($0)</p>" }.joined())</div></div><div class=ad>Advertisement</div>"
    }
    let html = """
      <html lang="en"><body><main><article><header><h1>Hall to reopen</h1><div class="rich-text">The vote took all night and went to the last voice.</div></header>\(parts.joined())</article>
      <article><h2>Other news</h2><div itemprop=articleBody><p>Another article stands below this one, shorter than the first by far.</p></div></article></main></body></html>
      """
    let article = try #require(ArticleLoader().load(data: Array(html.utf8), path: "a.html").articles.first)
    #expect(article.paragraphs == text)
  }

  @Test func wordsOfASentenceStayWhateverTheirClassSays() throws {
    let html = """
      <html lang="en"><body><main><h1>Hall to reopen</h1><div class="story-text"><p>The council heard Mayor <span class="rollover-box"><a class="rollover-link" href="/p">Mona Field</a><span
      class="rollover-block">Mona Field has been mayor of the town for eleven years and likes to swim.</span></span> for an hour before it voted on the hall.</p>
      <div><img src="a.jpg" width=600><br><span>The hall in spring</span></div><p>Residents who had waited outside cheered when the result was read out.</p></div></main></body></html>
      """
    let article = try #require(ArticleLoader().load(data: Array(html.utf8), path: "a.html").articles.first)
    #expect(
      article.paragraphs == [
        "The council heard Mayor Mona Field for an hour before it voted on the hall.",
        "Residents who had waited outside cheered when the result was read out.",
      ])
  }

  @Test func aNameStaysInItsSentenceHoweverManyLinksStandInTheBoxBehindIt() throws {
    let links = (0..<4).map {
      #"<a class="more-news" href="/\#($0)">The mayor opens hall number \#($0) of the town</a>"#
    }
    let html = """
      <html lang="en"><body><main><h1>Hall to reopen</h1><div class="story-text"><p><span style="x">Mayor <span class="rollover-box"><a class="rollover-link" href="/p">Mona Field</a><span
      class="rollover-block">\(links.joined(separator: " "))</span></span> (Independent) defended the vote on the swimming hall before the council.</span></p>
      <p>Residents who had waited outside cheered when the result was read out.</p></div></main></body></html>
      """
    let article = try #require(ArticleLoader().load(data: Array(html.utf8), path: "a.html").articles.first)
    #expect(
      article.paragraphs.first
        == "Mayor Mona Field (Independent) defended the vote on the swimming hall before the council.")
  }

  @Test(arguments: [
    ("U.S.", "Oil falls - Harbour Wire", "https://www.harbourwire.example/a/1", "Harbour Wire"),
    ("@harbourwire", "Oil falls", "https://www.harbourwire.example/a/1", "harbourwire"),
    ("The Harbour Wire", "Oil falls | Harbour Wire", "https://www.harbourwire.example/a/1", "Harbour Wire"),
    ("ميناء نت", "ارتفاع أسعار النفط | ميناء نت", "https://www.mina.example/a/1", "ميناء نت"),
    ("Wire Group", "Oil falls | Local news", "https://www.harbourwire.example/a/1", "Wire Group"),
  ])
  func theSiteIsCalledAsItsTitleAndAddressAgree(_ declared: String, _ title: String, _ url: String, _ expected: String)
    throws
  {
    let html = """
      <html><head><title>\(title)</title><meta property="og:site_name" content="\(declared)"><link rel="canonical" href="\(url)"></head>
      <body><h1>Oil falls</h1><p>Oil prices fell sharply on Tuesday, and traders said that they might fall further.</p></body></html>
      """
    let article = try #require(ArticleLoader().load(data: Array(html.utf8), path: "a.html").articles.first)
    #expect(article.publisher == expected)
  }
}
