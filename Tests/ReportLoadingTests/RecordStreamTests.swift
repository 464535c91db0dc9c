import CZlib
import Foundation
import Testing

@testable import ReportArticles
@testable import ReportLoading
@testable import ReportScripting

/// Inputs read in runs of whole records hold the same as read at once.
@Suite struct RecordStreamTests {
  private static let table = """
    title;text;date
    "One; two";"First line
    second ""line""\u{20}
    third";2025-03-01
    Plain;It is "quoted" inside;2025-03-02
    "";"";
    Three;"ends";2025-03-03
    Too;many;fields;here
    Last;without a line feed;2025-03-04
    """
  private static let mailbox = (1...6).map { number in
    """
    From desk@post.example Mon Mar 10 07:00:00 2025
    From: Desk <desk@post.example>
    Subject: Letter \(number)
    Date: Mon, \(number + 9) Mar 2025 07:00:00 +0200
    Message-ID: <\(number)@post.example>

    The lamp of letter \(number) burns over the old quay.
    From here it is twenty miles to the cape.

    >From the desk.


    """
  }.joined()
  private static let lines = (1...9).map { number in
    number == 4
      ? "{\"title\": broken\n"
      : "{\"title\":\"Line \(number)\",\"text\":\"The text of line \(number).\"}\n\(number == 6 ? "\n" : "")"
  }.joined()

  /// Brackets, quotes and commas inside of texts, nested lists, elements that are no articles, and space around.
  private static let array =
    "\n [ "
    + (1...9).map { number in
      number == 5
        ? "17"
        : "{\"title\": \"Line \(number), ] [ } \\\"quoted\\\" {\",\n \"text\": [\"One \(number).\", \"Two, \\\\\"]}"
    }.joined(separator: " ,\n") + "\n]\n"
  private static let rss =
    """
    <?xml version="1.0" encoding="utf-8"?>
    <!-- <item> is what entries are called -->
    <!DOCTYPE rss [<!ENTITY post "The > Post">]>
    <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel><title>&post;</title><link>https://post.example/</link><language>en</language>

    """
    + (1...7).map { number in
      """
      <item><title a="</item>">Lamp \(number) &amp; quay</title><guid isPermaLink="false">\(number)</guid>
      <pubDate>Mon, 10 Mar 2025 0\(number):00:00 +0200</pubDate><dc:creator>Jonas Reed</dc:creator>
      <description><![CDATA[<p>The lamp </item> burns.</p>]]></description></item>
      <!-- </item> -->

      """
    }.joined() + "</channel></rss>\n"
  private static let atom =
    "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\" xml:lang=\"ar\" xml:base=\"https://post.example/\"><a:title>المرفأ</a:title>"
    + (1...5).map { number in
      "<a:entry><a:id>urn:\(number)</a:id><a:title>الرصيف \(number)</a:title><a:updated>2025-03-1\(number)T08:00:00Z</a:updated>"
        + "<a:link href=\"/\(number)\"/><a:content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>عاد الرصيف.</p></div></a:content></a:entry>"
    }.joined() + "</a:feed>"

  /// An object around the list, with members on both sides of it.
  private static let envelope =
    "\n{ \"status\": \"ok, [\\\"\", \"meta\": {\"items\": [1, {\"a\": 2}]}, \"totalResults\": 9,\n \"articles\": "
    + array.trimmingCharacters(in: .whitespacesAndNewlines) + ", \"next\": [\"a\", null] }\n"
  private static let jsonFeed =
    "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"The Post\", \"language\": \"en\",\n\"authors\": [{\"name\": \"Jonas Reed\"}],"
    + "\"items\": ["
    + (1...6).map {
      "{\"id\": \"n\($0)\", \"title\": \"Lamp \($0)\", \"content_text\": \"It burns, [ \($0) ] hours.\"}"
    }.joined(separator: ",\n") + "]}"
  private static let newsMessage =
    "<?xml version=\"1.0\"?>\n<newsMessage xmlns=\"http://iptc.org/std/nar/2006-10-01/\"><header><sent>2025-03-10T07:00:00Z</sent></header>\n<itemSet>\n"
    + (1...5).map { number in
      """
      <newsItem guid="urn:lamp:\(number)" xml:lang="en"><itemMeta><provider literal="Post"><name>The Post</name></provider></itemMeta>
      <contentMeta><headline>Lamp \(number) &amp; quay</headline></contentMeta><contentSet><inlineXML>
      <html xmlns="http://www.w3.org/1999/xhtml"><body><p>It burns for \(number) hours.</p></body></html>
      </inlineXML></contentSet></newsItem>

      """
    }.joined() + "</itemSet></newsMessage>\n"

  static let inputs = [
    ("a.csv", table), ("a.mbox", mailbox), ("a.jsonl", lines), ("a.json", array), ("a.rss", rss), ("a.atom", atom),
    ("b.json", envelope), ("feed.json", jsonFeed), ("a.xml", newsMessage),
  ]

  @Test(arguments: inputs, [(30, false), (200, true), (100_000, true)])
  func runsGiveWhatTheWholeGives(input: (name: String, text: String), how: (size: Int, gzip: Bool)) throws {
    let loader = ArticleLoader()
    let data = Array(input.text.utf8)
    let whole = loader.load(data: data, path: input.name)
    #expect(whole.articles.count >= 4)
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + input.name).path
    try Data(how.gzip ? try compressed(data) : data).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let source = try #require(ByteSource(path: path))
    let format = try #require(loader.format(of: source.head, path: input.name))
    let stream = try #require(RecordStream(source, format: format))
    var result = LoadResult()
    while let run = stream.next(how.size) {
      var part = run.load(as: format, path: input.name, options: LoadOptions())
      part.move(lines: run.linesBefore, index: result.articles.count, movesArticles: !(format is JSONFormat))
      part.problems.removeAll { $0.kind == .empty }
      for index in part.problems.indices { part.problems[index].kind = .damaged }
      result.append(part)
    }
    #expect(stream.failure == nil)
    #expect(result.articles == whole.articles)
    #expect(result.problems == whole.problems)
  }

  @Test(arguments: [
    "[{\"title\":\"a\",\"text\":\"b\"},", "[{\"title\":\"a\",\"text\":\"b\"},{\"title\":\"c\"",
    "[{\"title\":\"a\",\"text\":\"b\"},]",
  ])
  func anArrayThatIsCutOffIsToldOf(text: String) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".json").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let source = try #require(ByteSource(path: path))
    let stream = try #require(RecordStream(source, format: JSONFormat()))
    var result = LoadResult()
    while let run = stream.next(16) { result.append(run.load(as: JSONFormat(), path: path, options: LoadOptions())) }
    #expect(result.articles.map(\.title) == ["a"] || result.articles.isEmpty)
    #expect(
      !result.problems.isEmpty || result.articles.contains { $0.warnings.contains { $0.code == "json-malformed" } })
  }

  @Test(arguments: ["a.rss", "a.json", "b.json"]) func manyRunsGiveWhatTheWholeGives(name: String) throws {
    // Larger than what is read at a time, so that there are runs with neither the start nor the end of the input.
    func words(_ number: Int) -> String {
      "Lamp \(number) burns for \(number &* 7919) hours, [at least, says the keeper"
    }
    let items = (1...5000).map {
      "<item><title>Lamp \($0)</title>\n<guid>\($0)</guid><description>\(words($0))</description></item>\n"
    }
    let records = (1...5000).map { number in
      number == 3500 ? "8" : "{\"title\":\"Lamp \(number)\",\n\"text\":\"\(words(number)). \(words(number))\"}"
    }
    let text =
      name == "a.rss"
      ? "<rss version=\"2.0\"><channel>\n<title>Post</title>\n" + items.joined() + "</channel></rss>"
      : (name == "a.json" ? "\n[" : "{\"count\":\n5000,\"items\": [") + records.joined(separator: ",\n")
        + (name == "a.json" ? "]" : "]}")
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + name).path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let loader = ArticleLoader()
    let source = try #require(ByteSource(path: path))
    let format = try #require(loader.format(of: source.head, path: path))
    let stream = try #require(RecordStream(source, format: format))
    var result = LoadResult()
    var runs = 0
    while let run = stream.next(10_000) {
      var part = run.load(as: format, path: path, options: LoadOptions())
      part.move(lines: run.linesBefore, index: result.articles.count, movesArticles: name == "a.rss")
      part.problems.removeAll { $0.kind == .empty }
      result.append(part)
      runs += 1
    }
    let whole = loader.load(data: Array(text.utf8), path: path)
    #expect(runs > 2)
    #expect(whole.articles.count >= 4999)
    #expect(result.articles == whole.articles)
    #expect(result.problems == whole.problems)
  }

  @Test func compressedDataThatEndEarlyGiveWhatIsThereAndSaySo() throws {
    // Enough of them that some records come out before the end is missed.
    let text = (1...1500).map { "{\"title\":\"Line \($0 &* 2_654_435_761)\",\"text\":\"\($0 &* 40_503) lamps.\"}\n" }
      .joined()
    let data = try compressed(Array(text.utf8))
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".jsonl.gz").path
    try Data(data.dropLast(100)).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let source = try #require(ByteSource(path: path))
    let stream = try #require(RecordStream(source, format: JSONLinesFormat()))
    var count = 0
    while let run = stream.next(1 << 16) {
      count += JSONLinesFormat().load(run.bytes, path: path, options: LoadOptions()).articles.count
    }
    #expect(count > 1000)
    #expect(stream.failure == "the compressed data is cut off")
  }

  @Test func duplicatesAreMarkedAcrossPortions() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["a", "b", "c"] {
      let text =
        "{\"title\":\"Lamp\",\"text\":\"It burns\(name == "c" ? " again" : "").\",\"url\":\"https://q.example/1\"}\n"
      try Data(text.utf8).write(to: folder.appending(path: name + ".jsonl"))
    }
    let loader = ArticleLoader()
    var found: [Article] = []
    try loader.loadBatches(paths: [folder.path], marksDuplicates: true) { found += $0.articles }
    #expect(found == loader.load(paths: [folder.path]).articles)
    #expect(found.map { $0.warnings.last?.code } == [nil, "duplicate", "duplicate-id"])
  }

  private func compressed(_ data: [UInt8]) throws -> [UInt8] {
    var stream = z_stream()
    try #require(
      deflateInit2_(
        &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        == Z_OK)
    defer { deflateEnd(&stream) }
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(data.count))))
    var input = data
    let (size, count) = (output.count, data.count)
    let left = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        (stream.next_in, stream.avail_in) = (source.baseAddress, UInt32(count))
        (stream.next_out, stream.avail_out) = (target.baseAddress, UInt32(size))
        _ = deflate(&stream, Z_FINISH)
        return Int(stream.avail_out)
      }
    }
    return Array(output[..<(size - left)])
  }
}
