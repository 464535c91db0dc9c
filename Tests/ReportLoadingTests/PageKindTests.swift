import Foundation
import ReportArticles
import TestSupport
import Testing

@testable import ReportLoading

/// Pages of our own in the shapes of many systems, kind by kind, in `Fixtures/pages`; what is expected was written down with
/// each before the reader was changed for it.
///
/// A file holds pages of one kind. Each begins with `### ` and what it is, has a line for each thing that is expected, and
/// after `---` its HTML. `{E1}` and the like are texts of `00-texts.txt`; ` ¶ ` parts paragraphs, `-` is nothing.
@Suite struct PageKindTests {
  struct Page: Sendable, CustomTestStringConvertible {
    var kind: String
    var name: String
    var expected: [(key: String, value: String)]
    var html: String

    var testDescription: String { "\(kind): \(name)" }

    func values(_ key: String) -> [String] { expected.filter { $0.key == key }.map(\.value) }
  }

  private static func lines(_ name: String) -> [String] {
    let text = (try? String(contentsOfFile: Fixture.path("pages/\(name)"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static func field(_ line: String) -> (key: String, value: String)? {
    guard let colon = line.firstRange(of: ": ") else { return nil }
    return (String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
  }

  static let pages: [Page] = {
    let texts = lines("00-texts.txt").compactMap(field)
    func fill(_ text: String) -> String {
      texts.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
    }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: Fixture.path("pages"))) ?? []
    var pages: [Page] = []
    for file in files.sorted() where file != "00-texts.txt" {
      var isHTML = false
      for line in lines(file) {
        if line.hasPrefix("### ") {
          pages.append(
            Page(kind: file.replacing(".txt", with: ""), name: String(line.dropFirst(4)), expected: [], html: ""))
          isHTML = false
        } else if pages.isEmpty {
          continue
        } else if isHTML {
          pages[pages.count - 1].html += fill(line) + "\n"
        } else if line == "---" {
          isHTML = true
        } else if let (key, value) = field(line) {
          pages[pages.count - 1].expected.append((key, fill(value)))
        }
      }
    }
    let titles = Dictionary(uniqueKeysWithValues: texts.map { ($0.key, $0.value) })
    return pages.map { page in
      var page = page
      let language = page.values("lang").first ?? "en"
      let head = page.values("head").first ?? ""
      let title = titles[language == "ar" ? "TA" : "T"] ?? ""
      let documentTitle = head.contains("<title>") ? "" : "<title>\(title) - The Valley Post</title>"
      let nav =
        page.html.contains("<header><nav>")
        ? "" : "<header><nav><a href=\"/\">Home</a> <a href=\"/city\">City</a></nav></header>"
      page.html = """
        <!DOCTYPE html><html lang="\(language)"><head><meta charset="utf-8">\(documentTitle)\(head)</head><body>\(nav)\(page.html)</body></html>
        """
      return page
    }
  }()

  @Test func allKindsHavePages() {
    #expect(Set(Self.pages.map(\.kind)).count >= 13)
    #expect(Self.pages.count >= 150)
  }

  @Test(arguments: pages) func pageIsReadAsItsReadersSeeIt(page: Page) throws {
    let result = ArticleLoader().load(data: Array(page.html.utf8), path: "page.html")
    let article = try #require(result.articles.first)
    func list(_ value: String, _ separator: String) -> [String] {
      value == "-" ? [] : value.components(separatedBy: separator)
    }
    func day(_ date: ArticleDate?) -> String { date.map { String($0.value.prefix(10)) } ?? "-" }
    let whole = (article.paragraphs + [article.subtitle ?? ""]).joined(separator: " ")
    let codes = article.warnings.map(\.code)
    for (key, value) in page.expected {
      switch key {
      case "lang", "head": continue
      case "text": #expect(article.paragraphs == list(value, " ¶ "))
      case "has": #expect(whole.contains(value))
      case "not": #expect(!whole.contains(value))
      case "title": #expect(article.title == value)
      case "subtitle":
        let subtitle = article.subtitle ?? "-"
        #expect((subtitle.hasSuffix(".") ? String(subtitle.dropLast()) : subtitle) == value)
      case "authors": #expect(article.authors == list(value, "; "))
      case "published": #expect(day(article.published) == value)
      case "updated": #expect(day(article.updated) == value)
      case "notbefore": #expect((article.dateBounds?.notBefore?.description ?? "") <= value)
      case "notbeforeleast": #expect((article.dateBounds?.notBefore?.description ?? "") >= value)
      case "captions": #expect(article.captions == list(value, " | "))
      case "images": #expect(article.images.count == Int(value))
      case "image": #expect(article.images.map(\.url).contains(value))
      case "warn": #expect(value.split(separator: "|").contains { code in codes.contains { $0.contains(code) } })
      case "nowarn": #expect(!codes.contains { $0.contains(value) })
      default: Issue.record("unknown expectation “\(key)”")
      }
    }
  }
}
