import ReportArticles
import Testing

@testable import ReportLoading

/// Dates in fields: read right, or not at all and with a word.
@Suite struct DateFieldTests {
  private static let text = "The harbour reopened after a storm. Ships came in again at noon."

  private static func rss(_ date: String, language: String = "") -> String {
    let tag = language.isEmpty ? "" : "<language>\(language)</language>"
    return "<rss version='2.0'><channel><title>Q</title>\(tag)<item><title>H</title><pubDate>\(date)</pubDate>"
      + "<description>\(text)</description></item></channel></rss>"
  }

  /// Every format that carries a date, with a place for it.
  private static let forms: [(path: String, input: @Sendable (String) -> String)] = [
    ("a.xml", { rss($0) }),
    (
      "a.atom",
      { date in
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Q</title><id>u</id><entry><id>1</id><title>H</title>"
          + "<published>\(date)</published><content>\(text)</content></entry></feed>"
      }
    ),
    ("a.json", { #"{"title":"H","text":"\#(text)","date":"\#($0)"}"# }),
    ("a.jsonl", { #"{"title":"H","text":"\#(text)","date":"\#($0)"}"# + "\n" }),
    ("a.csv", { "title,text,date\nH,\"\(text)\",\"\($0)\"\n" }),
    ("a.md", { "---\ntitle: H\ndate: \($0)\n---\n\n\(text)\n" }),
    ("a.eml", { "From: a@q.example\nSubject: H\nDate: \($0)\nMessage-ID: <1@q>\n\n\(text)\n" }),
    (
      "a.html",
      { date in
        "<!doctype html><html lang=en><head><title>Harbour opens again</title><meta property='article:published_time' "
          + "content='\(date)'></head><body><article><h1>Harbour opens again</h1><p>\(text) \(text)</p></article></body></html>"
      }
    ),
    (
      "b.html",
      { date in
        "<!doctype html><html lang=en><head><title>Harbour opens again</title><script type='application/ld+json'>"
          + #"{"@type":"NewsArticle","headline":"Harbour opens again","datePublished":"\#(date)"}</script></head>"#
          + "<body><article><h1>Harbour opens again</h1><p>\(text) \(text)</p></article></body></html>"
      }
    ),
    (
      "f.json",
      { date in
        #"{"version":"https://jsonfeed.org/version/1.1","title":"Q","items":[{"id":"1","title":"H","content_text":"T.","#
          + #""date_published":"\#(date)"}]}"#
      }
    ),
    ("n.json", { #"{"uri":"u:1","versioncreated":"\#($0)","headline":"H","body_text":"\#(text)"}"# }),
    (
      "n.xml",
      { date in
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:1'><contentMeta><contentCreated>\(date)"
          + "</contentCreated><headline>H</headline></contentMeta><contentSet><inlineXML><html "
          + "xmlns='http://www.w3.org/1999/xhtml'><body><p>\(text)</p></body></html></inlineXML></contentSet></newsItem>"
      }
    ),
  ]

  private func load(_ text: String, _ path: String) -> LoadResult {
    ArticleLoader().load(data: Array(text.utf8), path: path)
  }

  private func published(_ text: String, _ path: String) -> Article? { load(text, path).articles.first }

  @Test(arguments: [
    "2025-02-31", "31 February 2025", "2025-03-10T25:00:00Z", "10 March 2025 25:00", "Apr 31, 2025", "2025-13-01",
  ])
  func whatNoCalendarHasIsUnreadInEveryFormat(date: String) throws {
    for form in Self.forms {
      let article = try #require(published(form.input(date), form.path))
      #expect(article.published == nil, "\(form.path) \(date): \(article.published?.value ?? "")")
      #expect(article.warnings.contains { $0.code == "date-unreadable" }, "\(form.path) \(date)")
    }
  }

  @Test(arguments: [
    // 24:00 ends the day (ISO 8601:2004, 4.2.3).
    ("Mon, 10 Mar 2025 24:00:00 GMT", "2025-03-11T00:00:00Z"),
    ("Mon, 31 Mar 2025 24:00 +0200", "2025-04-01T00:00+02:00"),
    ("31.12.2024 24:00", "2025-01-01T00:00"), ("2024-02-28T24:00:00Z", "2024-02-29T00:00:00Z"),
    ("Fri, 28 Feb 2025 24:00:00 +0000", "2025-03-01T00:00:00Z"), ("2024-02-28T24:00:01Z", nil),
    // Days and hours that there are not
    ("31 Feb 2025 10:00", nil), ("10 Mar 2025 12:61", nil), ("2031-366", nil), ("2032-366", "2032-12-31"),
    ("0 March 2025", nil), ("32 Mar 2025", nil), ("31. April 2025", nil), ("30 فبراير 2025", nil), ("31/04/2025", nil),
    ("10 Mar 2025 13:00 pm", "2025-03-10T13:00"), ("10 Mar 2025 10:00 +9900", nil),
    // Which comes first, day or month
    ("3/10/2025", nil), ("7/7/2025", "2025-07-07"), ("25/10/2025", "2025-10-25"), ("10/25/2025", "2025-10-25"),
    ("03.10.2025", "2025-10-03"), ("Fri 3/10/2025", "2025-10-03"), ("Mon, 03/10/2025", "2025-03-10"),
  ])
  func aFieldIsReadAsAWholeOrNotAtAll(date: String, value: String?) throws {
    for form in Self.forms.filter({ ["a.xml", "a.json", "a.csv", "a.eml"].contains($0.path) }) {
      #expect(published(form.input(date), form.path)?.published?.value == value, "\(form.path) \(date)")
    }
  }

  /// ISO 8601, 5.2.3: 2026-W53 and 2020-W53 are, 2025-W53 is not.
  @Test(arguments: [
    ("2025-W11-1", "2025-03-10"), ("2025W111", "2025-03-10"), ("2020-W53-5", "2021-01-01"),
    ("2025-W01-1", "2024-12-30"),
    ("2026-W53-7", "2027-01-03"), ("2025-W53-1", nil), ("2025-W00-1", nil), ("2025-W11-8", nil), ("2025-W11-0", nil),
  ])
  func daysByTheNumberOfTheirWeek(text: String, day: String?) {
    #expect(MachineDate.parse(text, evidence: .feed)?.value == day)
  }

  @Test func whatMayBeReadInTwoWaysKeepsBothDaysAsBounds() throws {
    let article = try #require(published(Self.rss("3/10/2025"), "a.xml"))
    #expect(article.published == nil)
    #expect(article.dateBounds?.notBefore?.description == "2025-03-10")
    #expect(article.dateBounds?.notAfter?.description == "2025-10-03")
    #expect(article.warnings.contains { $0.code == "date-ambiguous" })
  }

  @Test(arguments: [
    ("en-us", "2025-03-10"), ("en-GB", "2025-10-03"), ("en-PH", "2025-03-10"), ("en", nil), ("en-CA", nil),
    ("fr", "2025-10-03"), ("de-AT", "2025-10-03"), ("ar-EG", "2025-10-03"),
  ])
  func languageAndCountryTellWhichComesFirst(language: String, value: String?) {
    #expect(published(Self.rss("3/10/2025", language: language), "a.xml")?.published?.value == value)
  }

  @Test func theLanguageOfTheTextTellsToo() {
    let arabic = #"{"title":"الميناء","text":"أعيد فتح الميناء بعد العاصفة يوم الاثنين.","date":"3/10/2025"}"#
    #expect(published(arabic, "a.json")?.published?.value == "2025-10-03")
  }

  @Test(arguments: [
    (["3/10/2025", "25/10/2025"], ["2025-10-03", "2025-10-25"]),
    (["3/10/2025", "10/25/2025"], ["2025-03-10", "2025-10-25"]),
    (["10/25/2025", "3/10/2025"], ["2025-10-25", "2025-03-10"]),
    // They contradict one another.
    (["3/10/2025", "25/10/2025", "10/25/2025"], [nil, "2025-10-25", "2025-10-25"]),
  ])
  func otherDatesOfTheSourceTellWhichComesFirst(dates: [String], values: [String?]) {
    let rows = dates.enumerated().map { "H\($0.offset),\"\(Self.text) \($0.offset)\",\($0.element)\n" }.joined()
    #expect(load("title,text,date\n" + rows, "a.csv").articles.map { $0.published?.value } == values)
    let lines = dates.enumerated().map { #"{"title":"H","text":"T \#($0.offset).","date":"\#($0.element)"}"# + "\n" }
    #expect(load(lines.joined(), "a.jsonl").articles.map { $0.published?.value } == values)
  }

  /// CLDR's short names in our languages, their spellings without accents, and names cut by programs.
  @Test(arguments: [
    (1, "Jan Jän Jän. Jänner janv. ene. جانفي"), (2, "Feb Feber fév févr. fevrier فيفري شباط"),
    (3, "Mar Mär Mär. Maerz Mrz mars آذار"), (4, "Apr avr. abr. أفريل نيسان إبريل"), (5, "May Mai ماي أيار"),
    (6, "Jun Juni juin جوان حزيران"), (7, "Jul Juli juil. juill. جويلية يوليوز تموز"),
    (8, "Aug aoû aout août ago. أوت غشت أغشت آب"), (9, "Sep Sept. set. شتنبر شتمبر أيلول"),
    (10, "Oct Okt oct. تشرين1 ت1"), (11, "Nov nov. نونبر ت2"), (12, "Dec Dez déc. decembre dic. دجنبر دجمبر ك1"),
  ])
  func shortNamesOfMonthsAreRead(month: Int, names: String) {
    for name in names.split(separator: " ") {
      let day = String(month < 10 ? "2025-0\(month)-17" : "2025-\(month)-17")
      #expect(published(Self.rss("17 \(name) 2025"), "a.xml")?.published?.value == day, "\(name)")
    }
  }

  @Test(arguments: [("كانون 2", 1), ("كانون ٢", 1), ("تشرين 1", 10), ("تشرين 2", 11), ("كانون 1", 12), ("ك 2", 1)])
  func levantineNamesWithAFigureAreRead(name: String, month: Int) {
    #expect(published(Self.rss("10 \(name) 2025"), "a.xml")?.published?.date.month == month)
  }

  /// “jui” may be June or July.
  @Test func aNameOfTwoMonthsIsLeftUnread() {
    #expect(published(Self.rss("17 jui 2025"), "a.xml")?.published == nil)
  }
}
