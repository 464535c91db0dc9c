import Testing

@testable import ReportLoading

/// Formats are told by what an input is, not by words in it.
@Suite struct FormatByStructureTests {
  private static let text = "The harbour reopened on Monday after a storm. Ships came in again at noon."
  private static let feed =
    #""items":[{"id":"1","title":"One","content_text":"The harbour reopened."}]"#
  private static let article = "<article><h1>Harbour reopens after the storm</h1><p>\(text)</p><p>\(text)</p></article>"
  private static let head = "<head><title>Harbour reopens after the storm</title></head>"

  private static func record(_ number: Int, _ more: String = "") -> String {
    #"{"title":"Harbour \#(number)","text":"\#(text) \#(more)","date":"2025-03-10T06:00:00Z"}"#
  }

  private func load(_ text: String, _ path: String) -> LoadResult {
    ArticleLoader().load(data: Array(text.utf8), path: path)
  }

  @Test(arguments: [
    ("a.jsonl", record(1) + "\n" + record(2, "The agency sends ninjs files.") + "\n", "json-lines", 2),
    ("a.jsonl", record(1) + "\n" + record(2, "See jsonfeed.org/version/1.1 for it.") + "\n", "json-lines", 2),
    (
      "a.jsonl", record(1, #"It has \"uri\", \"versioncreated\" and \"headline\"."#) + "\n" + record(2), "json-lines", 2
    ),
    ("a.jsonl", "{\"title\": 1,,}\n" + record(1) + "\n" + record(2), "json-lines", 2),
    ("a", record(1) + "\n" + record(2, "<!doctype html>"), "json-lines", 2),
    ("a.json", record(1) + record(2) + "\n" + record(3), "json", 3),
    ("a.json", "{\"articles\":[\n" + record(1) + ",\n" + record(2, "<!DOCTYPE html>") + "\n]}", "json", 2),
    ("a.json", "[" + record(1) + "," + record(2, "<html><head>") + "]", "json", 2),
    ("a", "{\"status\":\"ok\",\"articles\":[\(record(1)),\n\(record(2))]}", "json", 2),
    ("a.json", #"{"version":"https:\/\/jsonfeed.org\/version\/1.1","title":"Q",\#(feed)}"#, "json-feed", 1),
    ("a.json", #"{"title":"Q","home_page_url":"https://q.example/",\#(feed)}"#, "json-feed", 1),
    ("a.json", #"{"uri":"u:1","versioncreated":"2025-03-10T08:00:00Z","headline":"H","body_text":"T."}"#, "ninjs", 1),
    ("a.csv", "title,text\nOne,\"\(text) <!doctype html>\"\nTwo,\"\(text)\"\n", "csv", 2),
    ("a.tsv", "title\ttext\nOne\t\(text) <html>\nTwo\t\(text)\n", "tsv", 2),
    ("a.txt", "The tag that begins it\n\n\(text) It is <!doctype html>.\n\n\(text)", "text", 1),
    ("a", "The tag that begins it\n\n\(text)\n\n<!DOCTYPE html> is what it began with.\n\n\(text)", "text", 1),
    ("a.txt", "[{\"...\" was all that the screen showed.\n\n\(text)\n\n\(text)", "text", 1),
    ("a.md", "# Pages\n\nIt was:\n\n```\n<!doctype html>\n<html>\n```\n\n\(text)", "markdown", 1),
    ("a.md", "<div align=center>Quay</div>\n\n# Harbour\n\n\(text)", "markdown", 1),
    ("a.md", "[[Harbour]] reopened on Monday.\n\n\(text)", "markdown", 1),
    (
      "a.eml", "From: q@q.example\nSubject: Pages\nDate: Mon, 10 Mar 2025 08:00:00 +0000\n\n<!doctype html>.\n", "eml",
      1
    ),
    ("a", "<!DOCTYPE html><html>\(head)<body>\(article)</body></html>", "html", 1),
    ("a", "<!-- a note -->\n<!DOCTYPE html><html>\(head)<body>\(article)</body></html>", "html", 1),
    (
      "a", "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>\(head)<body>\(article)</body></html>",
      "html", 1
    ),
    (
      "index.php", "Notice: a value is not set\n<!DOCTYPE html>\n<html>\(head)<body>\(article)</body></html>", "html", 1
    ),
  ])
  func theStructureTellsTheFormat(path: String, input: String, format: String, count: Int) {
    let result = load(input, path)
    #expect(result.articles.count == count, "\(path): \(input.prefix(60))")
    // A page text and a plain text are one format.
    #expect(
      result.articles.allSatisfy {
        $0.origin.format == format || (format == "text" && $0.origin.format == "page-text")
      },
      "\(result.articles.map(\.origin.format)) \(path): \(input.prefix(60))")
  }
}
