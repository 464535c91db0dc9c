import Testing

@testable import ReportFetch

/// The rules of RFC 9309, each with a file of its own.
@Suite struct RobotsFileTests {
  private func allows(_ file: String, _ target: String) throws -> Bool {
    RobotsFile(Array(file.utf8), product: "reportgen").allows(try #require(WebAddress("http://x.example" + target)))
  }

  @Test(arguments: [
    // 2.2.1: groups; names without regard to case; the own group alone counts; several groups of one name are one.
    ("User-agent: reportgen\nDisallow: /a", "/a/b", false), ("user-agent: ReportGen\ndisallow: /a", "/a", false),
    ("User-agent: reportgen/2.0 (x)\nDisallow: /a", "/a", false),
    ("User-agent: reportgenerator\nDisallow: /", "/a", true),
    ("User-agent: report\nDisallow: /", "/a", true),
    ("User-agent: *\nDisallow: /\n\nUser-agent: reportgen\nDisallow: /b", "/a", true),
    ("User-agent: *\nDisallow: /a", "/a", false),
    ("User-agent: other\nUser-agent: reportgen\nDisallow: /a", "/a", false),
    (
      "User-agent: reportgen\nDisallow: /a\nUser-agent: other\nDisallow: /b\nUser-agent: reportgen\nDisallow: /c", "/c",
      false
    ),
    (
      "User-agent: reportgen\nDisallow: /a\nUser-agent: other\nDisallow: /b\nUser-agent: reportgen\nDisallow: /c", "/b",
      true
    ),
    ("User-agent: reportgen\n\nDisallow: /a", "/a", false), ("Disallow: /a", "/a", true),
    ("User-agent: reportgen\nSitemap: /s\nDisallow: /a", "/a", false),
    ("User-agent: reportgen\nUser-agent: *\n", "/a", true),
    ("User-agent: reportgen\nDisallow:\nUser-agent: *\nDisallow: /", "/a", true),
    // 2.2.2: the longest match; equal ones allow; paths with regard to case; no rule, no bar.
    ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b/c", true),
    ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true),
    ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", true), ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", true),
    ("User-agent: *\nDisallow: /A", "/a", true), ("User-agent: *\nDisallow: /x", "/", true),
    ("User-agent: *\nDisallow: /", "/robots.txt", true),
    ("User-agent: *\nDisallow:", "/a", true), ("User-agent: *\nDisallow: /foo", "/foobar", false),
    ("User-agent: *\nDisallow: /foo/", "/foo", true),
    ("User-agent: *\nDisallow: /a?x=1", "/a?x=1&y", false), ("User-agent: *\nDisallow: /a?x=1", "/a", true),
    ("User-agent: *\nAllow: /page\nDisallow: /*.html", "/page.html", false),
    ("User-agent: *\nAllow: /$\nDisallow: /", "/", true),
    ("User-agent: *\nAllow: /$\nDisallow: /", "/page", false),
    // Percent-encoding: octets outside of ASCII are encoded, unreserved ones are not.
    ("User-agent: *\nDisallow: /foo/bar/\u{30C4}", "/foo/bar/%E3%83%84", false),
    ("User-agent: *\nDisallow: /foo/bar/%E3%83%84", "/foo/bar/\u{30C4}", false),
    ("User-agent: *\nDisallow: /foo/bar/%62%61%7A", "/foo/bar/baz", false),
    ("User-agent: *\nDisallow: /a%3cd", "/a%3Cd.html", false),
    ("User-agent: *\nDisallow: /a%2fb", "/a/b", true), ("User-agent: *\nDisallow: /أ", "/أخبار", false),
    // 2.2.3: special characters.
    ("User-agent: *\nDisallow: /*.gif$", "/x/y.gif", false), ("User-agent: *\nDisallow: /*.gif$", "/x.gif?y", true),
    ("User-agent: *\nDisallow: /a*b*c", "/axxbyyczz", false),
    ("User-agent: *\nDisallow: *", "/a", false), ("User-agent: *\nDisallow: /a$b", "/a$b", false),
    ("User-agent: *\nDisallow: /a$", "/ab", true),
    ("User-agent: *\nDisallow: /fish*", "/fishheads", false), ("User-agent: *\nDisallow: /*.php", "/f?x.php", false),
    ("User-agent: *\nDisallow: /**x", "/yx", false),
    ("User-agent: * # all\nDisallow: /a # no", "/a", false), ("User-agent: *\nDisallow: /a#b", "/ab", false),
    // 2.3: lenient reading: marks, ends of line, spaces, unknown lines.
    ("\u{FEFF}User-agent: *\nDisallow: /a", "/a", false), ("User-agent: *\r\nDisallow: /a\r\n", "/a", false),
    ("User-agent: *\rDisallow: /a", "/a", false),
    ("  User-agent :  *  \n\t Disallow  :  /a  ", "/a", false), ("User-agent: *\nFoo: bar\nDisallow: /a", "/a", false),
    ("garbage\nUser-agent: *\nDisallow: /a", "/a", false),
    ("<html><body>Not found</body></html>", "/a", true), ("", "/a", true),
  ]) func rules(_ file: String, _ target: String, _ wanted: Bool) throws {
    #expect(try allows(file, target) == wanted)
  }

  @Test func delaysAndSitemapsAreRead() {
    let file =
      "Sitemap: http://x.example/s.xml\nUser-agent: *\nCrawl-delay: 2.5\n\nUser-agent: reportgen\nCrawl-delay: 7\nDisallow:"
    let robots = RobotsFile(Array(file.utf8), product: "reportgen")
    #expect(robots.delay == 7)
    #expect(robots.sitemaps == ["http://x.example/s.xml"])
    #expect(RobotsFile(Array("User-agent: *\nCrawl-delay: -3".utf8), product: "reportgen").delay == nil)
  }

  @Test func whatComesAfterTheLimitDoesNotCount() throws {
    let file = "User-agent: *\n" + String(repeating: "# padding padding padding\n", count: 20_000) + "Disallow: /a"
    #expect(try allows(file, "/a"))
  }

  @Test func hostilePatternsAreQuick() throws {
    let file =
      "User-agent: *\n" + String(repeating: "Disallow: /" + String(repeating: "*a", count: 1000) + "b\n", count: 100)
    let clock = ContinuousClock()
    var isAllowed = false
    let time = try clock.measure { isAllowed = try allows(file, "/" + String(repeating: "a", count: 3000)) }
    #expect(isAllowed)
    #expect(time < .seconds(10))
  }
}
