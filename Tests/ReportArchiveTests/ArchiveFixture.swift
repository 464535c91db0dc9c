import Foundation

@testable import ReportArchive
@testable import ReportArticles
@testable import ReportScripting

/// A directory that is gone when the test is over.
final class Scratch {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("archive-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// The path of an archive of articles.
  func archive(_ articles: [Article], options: ArchiveWriter.Options = .init()) throws -> String {
    let path = path("news.archive")
    try ArchiveWriter(Archive(path: path, access: .write), options: options).add(articles)
    return path
  }
}

/// Articles that differ in everything that queries ask about.
enum Articles {
  static let mixed: [Article] = {
    let place = Article.Origin(path: "in/one.jsonl", format: "test")
    func date(_ day: String, _ time: Int? = nil, offset: Int? = nil, _ precision: DatePrecision? = nil) -> ArticleDate {
      ArticleDate(
        date: CivilDate(iso: day) ?? .earliest, secondOfDay: time,
        precision: precision ?? (time == nil ? .day : .second),
        zone: offset.map { UTCOffset.text($0) }, offset: offset, evidence: .feed, text: day)
    }
    return [
      Article(
        id: "a", origin: place, url: "https://www.river.example/a", title: "Floods reach the old town",
        section: "Local",
        publisher: "River Post", authors: ["Ada Pond", "Ben Lake"], language: "en",
        published: date("2025-01-23", 8 * 3600, offset: 7200),
        paragraphs: ["The river rose on 22 January 2025. Floods reached the old town.", "Nobody was hurt."],
        keywords: ["flood", "weather"]),
      Article(
        id: "b", origin: place, title: "Handball final on Friday", section: "Sport", publisher: "River Post",
        authors: ["Cy Brook"], language: "en-GB", published: date("2025-01-22"), updated: date("2025-01-24", 60),
        paragraphs: ["The final is on Friday. The flood does not matter."], keywords: ["handball"]),
      Article(
        id: "c", origin: .init(path: "in/two.html", format: "test"), url: "https://sahel.example/c",
        title: "فيضانات في المدينة القديمة", section: "محليات", authors: ["ليلى الواحي"], language: "ar-EG",
        direction: .rightToLeft, retrieved: date("2025-01-23"),
        paragraphs: ["بلغت الفيضانات المدينةَ القديمة يوم 22 يناير 2025. لم يصب أحد."]),
      Article(
        id: "d", origin: .init(path: "in/three.txt", format: "test"), title: "Undated note", language: "en",
        paragraphs: ["A café by the river, and a flood of letters."]),
      Article(
        id: "e", origin: place, title: "Late evening", subtitle: "The last train", section: "Local", publisher: "Ufer",
        authors: ["Ada Pond"], language: "de", published: date("2025-01-23", 23 * 3600 + 1800, offset: 0),
        paragraphs: ["Der Zug fährt um 23 Uhr."], keywords: ["weather", "weather"]),
      Article(
        id: "f", origin: place, title: "A month", section: "Local", publisher: "Ufer", language: "de",
        published: date("2025-01-01", nil, .month), paragraphs: ["Im Januar."]),
      Article(
        id: "g", origin: place, title: "No zone", section: "Sport", publisher: "Ufer", language: "fr",
        published: date("2025-01-22", 3600), paragraphs: ["La crue a atteint la vieille ville."]),
    ]
  }()
}
