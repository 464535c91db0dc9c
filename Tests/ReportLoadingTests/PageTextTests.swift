import Foundation
import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportLoading
@testable import ReportScripting

@Suite struct PageTextTests {
  private func load(_ name: String) throws -> Article {
    let result = ArticleLoader().load(paths: [Fixture.path("loading/" + name)])
    #expect(result.problems.isEmpty)
    return try #require(result.articles.first)
  }

  @Test func mastheadOfAnArabicPageIsTakenApart() throws {
    let article = try load("masthead-ar.txt")
    #expect(article.origin.format == "page-text")
    #expect(article.title == "\"المرفأ الجديد\" يستقبل أول سفينة.. وبدء تشغيل الرصيف الشمالي")
    #expect(article.section == "اقتصاد")
    #expect(article.editors.map(\.name) == ["سامر النجار", "هالة قاسم"])
    #expect(article.authors.isEmpty)
    #expect(article.captions == ["سفينة في المرفأ", "سفينة في المرفأ الجديد عند الرصيف الشمالي"])
    #expect(article.paragraphs.count == 3)
    #expect(article.language == "ar")
    #expect(article.direction == .rightToLeft)
  }

  @Test func mastheadDateIsRetrievalAndTheTextBoundsPublication() throws {
    let article = try load("masthead-ar.txt")
    #expect(article.published == nil)
    #expect(article.retrieved?.value == "2025-03-09")
    #expect(article.retrieved?.evidence == .masthead)
    #expect(article.dateBounds?.notBefore?.description == "2022-02")
    #expect(article.dateBounds?.notAfter?.description == "2025-03-09")
    #expect(article.dateBounds?.weekday == .tuesday)
    let warning = try #require(article.warnings.first { $0.code == "date-conflict" })
    #expect(warning.message.contains("الأحد 9 مارس 2025") && warning.message.contains("(line 1)"))
    #expect(warning.message.contains("اليوم الثلاثاء") && warning.message.contains("(line 19)"))
  }

  @Test func labelledDatesAndBylinesBelongToTheArticle() throws {
    let article = try load("masthead-en.txt")
    #expect(article.title == "New pier takes its first ship after three years of work")
    #expect(article.section == "Business")
    #expect(article.publisher == "The Harbour Gazette")
    #expect(article.editors == [Article.Editor(role: "Editor-in-Chief", name: "Clara Winther")])
    #expect(article.authors == ["Jonas Reed", "Amina Farouk"])
    #expect(article.published?.value == "2025-03-11T08:10Z")
    #expect(article.published?.evidence == .byline)
    #expect(article.updated?.value == "2025-03-12T09:30Z")
    #expect(article.retrieved?.value == "2025-03-09")
    #expect(article.captions == ["The north pier, pictured from the sea wall"])
    #expect(article.paragraphs.count == 2)
    #expect(article.paragraphs.last?.hasSuffix("would follow in May.") == true)
  }

  @Test func bareTextIsHeadlineAndParagraphs() throws {
    let text = "A quiet week in the harbour\n\nNothing arrived and nothing left, the master said on Friday evening.\n"
    let result = ArticleLoader().load(data: Array(text.utf8), path: "a.txt")
    let article = try #require(result.articles.first)
    #expect(article.origin.format == "text")
    #expect(article.title == "A quiet week in the harbour")
    #expect(article.paragraphs == ["Nothing arrived and nothing left, the master said on Friday evening."])
  }

  @Test func linesBrokenByHandAreJoined() throws {
    let text = """
      A quiet week in the harbour

      Nothing arrived and nothing left, the master said on Friday evening, as the
      wind kept every boat of the island behind the wall that the town had built in
      the year before, after the long storm had taken the old one away together with
      the light.

      The mayor agreed.
      """
    let article = try #require(ArticleLoader().load(data: Array(text.utf8), path: "a.txt").articles.first)
    #expect(article.paragraphs.count == 2)
    #expect(article.paragraphs[0].hasSuffix("together with the light."))
  }

  @Test func dateUnderTheHeadlineIsPublicationAndCreditsMarkCaptions() throws {
    let text = """
      THE NORTHERN POST
      Tuesday 11 March 2025

      Council approves harbour budget after long debate

      By Clara Winther
      Published Mar 10, 2025 at 5:30 p.m.

      Councillors in the chamber on Monday night. (Photo: A. Roe)

      The town council approved the harbour budget on Monday night after five hours of debate, with 12 votes to nine.
      """
    let article = try #require(ArticleLoader().load(data: Array(text.utf8), path: "a.txt").articles.first)
    #expect(article.publisher == "THE NORTHERN POST")
    #expect(article.authors == ["Clara Winther"])
    #expect(article.published?.value == "2025-03-10T17:30")
    #expect(article.retrieved?.value == "2025-03-11")
    #expect(article.captions == ["Councillors in the chamber on Monday night. (Photo: A. Roe)"])
    #expect(article.paragraphs.count == 1)
  }

  @Test(arguments: [
    ("Mar 10, 2025", "2025-03-10"), ("mar. 11 mars 2025", "2025-03-11"),
    ("Sun, 03 Mar 2024 08:00:00 GMT", "2024-03-03T08:00:00Z"),
    ("Thu Jan  1 08:00:00 2004", "2004-01-01T08:00:00"), ("20250311T081000+0200", "2025-03-11T08:10:00+02:00"),
    ("1741680600", "2025-03-11T08:10:00Z"), ("٩ مارس ٢٠٢٥", "2025-03-09"), ("9 آذار/مارس 2025", "2025-03-09"),
    ("10 رمضان 1446 هـ", "2025-03-10"), ("2025-03", "2025-03"),
  ]) func datesOfManyFormsAreRead(text: String, value: String) {
    #expect(MachineDate.parse(text, evidence: .feed)?.value == value)
  }

  @Test func seedPageIsReadInFull() throws {
    let path = URL(filePath: Fixture.root).appending(path: "../shared/seed/000_d5cbd30fbde2856f.txt").standardized.path
    guard FileManager.default.fileExists(atPath: path) else { return }
    let article = try #require(ArticleLoader().load(paths: [path]).articles.first)
    #expect(article.paragraphs.count == 13)
    #expect(article.published == nil)
    #expect(article.retrieved?.value == "2025-01-23")
    #expect(article.dateBounds?.notBefore?.description == "2023-03")
    #expect(article.dateBounds?.weekday == .monday)
    #expect(article.warnings.map(\.code) == ["date-conflict"])
  }
}
