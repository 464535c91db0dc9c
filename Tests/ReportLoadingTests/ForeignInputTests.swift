import Foundation
import ReportArticles
import Testing

@testable import ReportLoading

/// What is no article is refused by name; what only looks like it is read.
@Suite struct ForeignInputTests {
  private static let text = "The harbour reopened after a storm. Ships came in again at noon, and people watched."
  private static let long = String(repeating: text + " ", count: 14)
  private static let css =
    "@charset \"utf-8\";\n:root { --a: #fff; }\nbody { margin: 0; }\n.card > h2 {\n  color: red;\n  padding: 1em;\n}\n"
  private static let code =
    "'use strict';\n(function (w, d) {\n  var a = d.querySelector('.card');\n  a.addEventListener('click', go);\n})(window, document);\n"

  private static func page(_ title: String, _ body: String, _ head: String = "") -> String {
    "<!doctype html><html lang=en><head><title>\(title)</title>\(head)</head><body>\(body)</body></html>"
  }

  private static let article = page(
    "Harbour reopens after the storm",
    "<article><h1>Harbour reopens after the storm</h1><p>\(text) \(text)</p><p>\(text)</p></article>")

  private func load(_ text: String, _ path: String) -> LoadResult {
    ArticleLoader().load(data: Array(text.utf8), path: path)
  }

  @Test(arguments: [
    // Challenges
    ("a.html", page("Just a moment...", "<h1>quay.example</h1><h2>Checking if the connection is secure</h2>")),
    ("a.html", page("Quay", "<p>One moment.</p><script src='/cdn-cgi/challenge-platform/h/g/x'></script>")),
    (
      "a.html",
      page("Quay Post", "<p>Checking your browser before you reach the site.</p><p>You will be redirected.</p>")
    ),
    (
      "a.html",
      page("Are you a robot?", "<h1>We've detected unusual activity from your network</h1><p>Click the box.</p>")
    ),
    ("a.html", page("التحقق الأمني", "<h1>تحقق من أنك لست روبوتا</h1><p>يرجى إكمال التحقق.</p>")),
    ("a.html", page("", "<iframe src='/_Incapsula_Resource?SWUDNSAI=31'>Request unsuccessful.</iframe>")),
    // Pages that are not there
    (
      "a.html",
      page("Page not found | Quay Post", "<h1>404</h1><p>Sorry, the page you are looking for does not exist.</p>")
    ),
    ("a.html", page("404 Not Found", "<center><h1>404 Not Found</h1></center><hr><center>nginx</center>")),
    ("a.html", page("Seite nicht gefunden - Kai", "<h1>Seite nicht gefunden</h1><p>Die Seite gibt es nicht mehr.</p>")),
    ("a.html", page("Page introuvable", "<h1>Erreur 404</h1><p>La page que vous cherchez n’existe plus.</p>")),
    ("a.html", page("Página no encontrada", "<h1>Error 404</h1><p>La página que busca no existe.</p>")),
    ("a.html", page("الصفحة غير موجودة", "<h1>الصفحة غير موجودة</h1><p>عذرا، الصفحة غير موجودة.</p>")),
    ("a.html", page("502 Bad Gateway", "<h1>502 Bad Gateway</h1>")),
    ("a.html", page("Access Denied", "<h1>Access Denied</h1>You don't have permission to access this.")),
    ("a.html", page("Index of /news", "<h1>Index of /news</h1><pre><a href='a.html'>a.html</a></pre>")),
    // Other vocabularies
    (
      "a.opml",
      "<?xml version='1.0'?><opml version='2.0'><body><outline text='Q' xmlUrl='https://q.example/'/></body></opml>"
    ),
    (
      "a.xml",
      "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://q.example/1</loc></url></urlset>"
    ),
    (
      "a.xml", "<?xml version='1.0'?><sitemapindex><sitemap><loc>https://q.example/a.xml</loc></sitemap></sitemapindex>"
    ),
    ("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><title>Quay Post</title><text>Quay Post</text></svg>"),
    (
      "a.xml",
      "<?xml version='1.0'?><plist version='1.0'><dict><key>Name</key><string>The harbour.</string></dict></plist>"
    ),
    // Code and settings
    ("robots.txt", "User-agent: *\nDisallow: /admin/\n\nSitemap: https://quay.example/sitemap.xml\n"),
    ("a", "# all\nUser-agent: *\nDisallow:\n"), ("a.css", css), ("a", css), ("a.js", code), ("a", code),
    ("a.lua", "return { api = 1 }\n"), ("jobs.yaml", "jobs:\n  morning:\n    script: daily-briefing\n"),
    ("a.toml", "[a]\nb = 1\n"), ("a.py", "import sys\n\nprint('The harbour reopened.')\n"),
    // Values
    ("a.json", "null"), ("a", "null\n"), ("a.json", "true"), ("a.json", "42"), ("a.json", "\"text\""), ("a.json", "[]"),
    // What this program wrote
    (
      "a.html",
      page(
        "Daily briefing", "<h1>Daily briefing</h1><p>\(text)</p>",
        "<meta name=\"generator\" content=\"reportgen 1.2.0\">")
    ),
    ("a.txt", "Daily briefing\n\n\(text)\n\n────\nMade Monday 10 March 2025, 12:00 · with a.lua · reportgen 1.2.0\n"),
    ("a.txt", "Daily briefing\n\n\(text)\n\n----\nMade Monday 10 March 2025 - window = 1d -\nreportgen 1.2.0\n"),
    ("a.md", "# Daily briefing\n\n\(text)[^1]\n\n---\n\nMade Monday · reportgen 1.2.0\n\n[^1]: Post: Harbour\n"),
    ("a.json", #"{"format":"reportgen-document","version":1,"title":[{"type":"text","text":"Daily briefing"}]}"#),
    ("a.jsonl", #"{"story":"s-1","articles":[{"id":"1","title":"H"}]}"#),
    (".env", "# local\nDB_HOST=localhost\nDB_USER=root\nAPP_DEBUG=true\n"),
    ("settings", "[server]\nhost = localhost\nport = 80\n; more\nname = Harbour Post\n"),
    ("a.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Jane Doe\nEND:VCARD\n"),
    (
      "a.ics",
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Harbour day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ),
    (
      "a.srt",
      "1\n00:00:01,000 --> 00:00:03,000\nThe harbour reopened.\n\n2\n00:00:04,000 --> 00:00:06,000\nShips came.\n"
    ),
    ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:04.000\nThe harbour reopened.\n"),
    ("a.diff", "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"),
    ("a", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"),
    ("a.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
    ("run", "#!/bin/sh\nset -e\necho done\n"),
    ("a.jsonl", #"{"article":"1","paragraph":0,"start":0,"end":3,"text":"One.","score":0.5}"#),
  ])
  func whatIsNoArticleIsRefused(path: String, input: String) {
    let result = load(input, path)
    #expect(result.articles.isEmpty, "\(path) \(input.prefix(80)): \(result.articles.first?.title ?? "")")
    #expect(!result.problems.isEmpty, "\(path) \(input.prefix(80))")
  }

  @Test(arguments: [
    (
      "a.html",
      page(
        "The page that was not found: a history",
        "<article><h1>The page that was not found: a history</h1><p>\(long)</p></article>")
    ),
    (
      "a.html",
      page(
        "Sailor not found after second day of search",
        "<article><h1>Sailor not found after second day of search</h1><p>\(text)</p></article>")
    ),
    (
      "a.html",
      page(
        "Lost ship not found", "<article><h1>Lost ship not found</h1><p>The ship was not found.</p></article>",
        "<meta property='article:published_time' content='2025-03-10'>")
    ),
    (
      "a.html",
      page(
        "How the robot check came",
        "<article><h1>How the robot check came</h1><p>Are you a robot? \(long)</p></article>")
    ),
    ("a.txt", "Designers love braces\n\nA rule such as body { margin: 0; } is short. \(text)\n\n\(text)"),
    ("a.txt", "On code\n\n\(text)\n\nlocal x = 1\nprint(x)\n\n\(long)"), ("a.txt", "Null\n\nNull is a word. \(text)"),
    ("a.txt", "1\n\nThe first part.\n\n\(text)"), ("a.txt", "Sums\n\na=1\nb=2\nc=3\n\n\(text)"),
    ("a.txt", "--- A letter ---\n\n\(text)\n\n\(text)"),
    ("a.txt", "Subtitles\n\nA line such as 00:00:01,000 --> 00:00:03,000 is a cue. \(text)"),
    ("a.txt", "BEGIN: the work starts\n\n\(text)"),
    ("a.txt", "Robots\n\nThe file says:\n\nUser-agent: *\nDisallow: /\n\n\(text)"),
    ("a.txt", "On a tool\n\nThe tool is called reportgen and its release is 1.2.0. \(text)"),
    ("a.md", "# On code\n\n\(text)\n\n```js\nvar a = 1;\nfunction b() { return a; }\n```\n\n\(text)"),
    ("index.php", article),
    ("a.txt", "بيان المؤسسة\n\nأعيد فتح الميناء (بعد العاصفة) يوم الاثنين، ودخلت السفن [الثلاث] ظهرا."),
  ])
  func whatOnlyLooksLikeItIsRead(path: String, input: String) {
    #expect(load(input, path).articles.count == 1, "\(path) \(input.prefix(80)) \(load(input, path).problems)")
  }

  private func inFolder(_ files: [String: String], _ body: (String) -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "foreign-\(UInt64.random(in: 0 ... .max))")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    body(folder.path)
  }

  /// The folder that a browser puts beside a page that it saves.
  @Test(arguments: ["real_files", "real-Dateien", "real_fichiers", "real_archivos", "real.files"])
  func framesOfASavedPageAreNotRead(folder: String) throws {
    let frame = Self.page("Ad frame", "<p>Buy the harbour today, it is a good harbour, says the frame.</p>")
    try inFolder(["real.html": Self.article, "\(folder)/frame.html": frame, "\(folder)/a.js": Self.code]) { path in
      #expect(ArticleLoader().load(paths: [path]).articles.map(\.title) == ["Harbour reopens after the storm"])
    }
    try inFolder(["\(folder)/a.html": Self.article]) { path in
      #expect(ArticleLoader().load(paths: [path]).articles.count == 1)
    }
  }

  @Test func resourcesInAFolderAreNotWorthAWordAndMissingPagesAre() throws {
    let files = [
      "a.html": Self.article, "a.css": Self.css, "a.lua": "return {}\n", "robots.txt": "User-agent: *\nDisallow:\n",
    ]
    try inFolder(files) { path in
      let result = ArticleLoader().load(paths: [path])
      #expect(result.articles.count == 1)
      #expect(result.problems.isEmpty)
    }
    try inFolder(["a.html": Self.article, "b.html": Self.page("404 Not Found", "<h1>404 Not Found</h1>")]) { path in
      let result = ArticleLoader().load(paths: [path])
      #expect(result.articles.count == 1)
      #expect(result.problems.map(\.kind) == [.foreign])
    }
  }

  /// cur, new and tmp as in maildir(5).
  @Test func aMaildirIsAnInput() throws {
    func message(_ number: Int) -> String {
      "From: Q <q@q.example>\nSubject: Harbour \(number)\nDate: Mon, 10 Mar 2025 08:00:00 +0000\nMessage-ID: <\(number)@q>\n\n\(Self.text)\n"
    }
    let files = [
      "cur/1700000000.M1P1.host:2,S": message(1), "new/1700000001.M1P2.host": message(2),
      "tmp/1700000002.M1P3.host": message(3), "dovecot-uidlist": "3 V1 N2\n1 :1\n", ".Sent/cur/9": message(9),
    ]
    try inFolder(files) { path in
      let result = ArticleLoader().load(paths: [path])
      #expect(result.articles.map(\.title) == ["Harbour 1", "Harbour 2"])
      #expect(result.problems.isEmpty)
    }
  }
}
