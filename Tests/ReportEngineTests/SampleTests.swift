import TestSupport
import Testing

@testable import ReportLoading
@testable import ReportScripting

/// What the sample articles say, written down from their sources by hand.
struct SampleArticle: Sendable, CustomTestStringConvertible {
  var file: String
  var index = 0
  var format: String
  var title: String
  var publisher: String?
  var section: String?
  var language: String
  /// The beginning of the ISO 8601 value; nil when the source does not give a date of publication.
  var published: String?
  var retrieved: String?
  var paragraphs: Int
  /// The first words of the body.
  var opening: String
  /// The last words of the body.
  var ending: String
  /// The number of captions; nil where it is open what a line is.
  var captions: Int? = 0
  var editors: [String] = []
  var authors: [String] = []

  var testDescription: String { "\(file) \(index)" }
}

@Suite struct SampleTests {
  @Test(arguments: SampleArticle.all) func articleIsReadAsItWasWritten(
    expected: SampleArticle
  ) throws {
    let result = ArticleLoader().load(paths: [Fixture.news + "/" + expected.file])
    #expect(result.problems.isEmpty)
    let article = try #require(result.articles.dropFirst(expected.index).first)
    #expect(article.origin.format == expected.format)
    #expect(article.title == expected.title)
    #expect(article.publisher == expected.publisher)
    #expect(article.section == expected.section)
    #expect(article.language == expected.language)
    #expect(article.direction == (expected.language == "ar" ? .rightToLeft : .leftToRight))
    if let published = expected.published {
      #expect(article.published?.value.hasPrefix(published) == true, "\(article.published?.value ?? "no date")")
    } else {
      #expect(article.published == nil)
    }
    #expect(article.retrieved?.value == expected.retrieved)
    #expect(article.paragraphs.count == expected.paragraphs)
    #expect(article.paragraphs.first?.hasPrefix(expected.opening) == true, "\(article.paragraphs.first ?? "")")
    #expect(article.paragraphs.last?.hasSuffix(expected.ending) == true, "\(article.paragraphs.last ?? "")")
    if let captions = expected.captions { #expect(article.captions.count == captions, "\(article.captions)") }
    #expect(article.editors.map(\.name) == expected.editors)
    #expect(article.authors == expected.authors)
  }

  @Test func everySampleIsReadAndNothingElse() {
    let result = ArticleLoader().load(paths: [Fixture.news])
    #expect(result.problems.isEmpty)
    #expect(result.articles.count == 40)
    #expect(SampleArticle.all.count == 40)
    #expect(Set(result.articles.map(\.id)).count == 40)
    #expect(result.articles.filter { $0.language == "ar" }.count == 23)
  }

  @Test(arguments: ["al-marfa/council-budget.txt", "rayan-courier/bus-line.txt"])
  func mondayOnAPageOfThursdayIsWarnedOf(file: String) throws {
    let article = try #require(ArticleLoader().load(paths: [Fixture.news + "/" + file]).articles.first)
    #expect(article.warnings.contains { $0.code == "date-conflict" })
    #expect(article.dateBounds?.weekday == .monday)
  }

  @Test func typingErrorsAreKept() throws {
    let article = try #require(
      ArticleLoader().load(paths: [Fixture.news + "/rayan-courier/inquiry.md"]).articles.first)
    #expect(article.text.contains("the begining of the year"))
  }
}
