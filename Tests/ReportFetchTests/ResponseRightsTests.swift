import ReportArticles
import Testing

@testable import ReportFetch

/// What servers say about use: RFC 8288, TDM Reservation Protocol.
@Suite struct ResponseRightsTests {
  @Test(arguments: [
    (#"<https://a.example/l>; rel="license""#, ["https://a.example/l"]), ("<l>; rel=license", ["https://x.example/l"]),
    (#"</a>; rel="next", </b>; rel=license"#, ["https://x.example/b"]),
    (#"</a,b;c>; rel="license""#, ["https://x.example/a,b;c"]),
    (#"</a>; title="x, y; rel=license"; rel=next"#, []),
    (#"</a>; type="application/rsl+xml"; REL="License""#, ["https://x.example/a"]),
    (#"</a>; rel="describedby license""#, ["https://x.example/a"]), ("</a>; rel=next; rel=license", []),
    ("</a>", []), ("nonsense", []), ("<", []), ("<a>; rel=\"license", ["https://x.example/a"]),
    ("<javascript:x>; rel=license", []),
    ("</a>; rel=license, </b>; rel=license", ["https://x.example/a", "https://x.example/b"]),
  ]) func links(_ field: String, _ wanted: [String]) throws {
    let address = try #require(WebAddress("https://x.example/story"))
    #expect(ArticleRights(HTTPHeaders([("Link", field)]), at: address, isFeed: false).licenses == wanted)
  }

  @Test(arguments: [
    (#"[{"location": "/", "tdm-reservation": 1}]"#, "/a", true),
    (#"[{"location": "/", "tdm-reservation": 0}]"#, "/a", false),
    (#"{"location": "/", "tdm-reservation": 1}"#, "/a", true),
    (#"[{"location": "/", "tdm-reservation": "1"}]"#, "/a", true),
    (#"[{"location": "/news/*", "tdm-reservation": 1}]"#, "/news/a", true),
    (#"[{"location": "/news/*", "tdm-reservation": 1}]"#, "/sport/a", nil),
    (#"[{"location": "*.pdf$", "tdm-reservation": 1}]"#, "/a.pdf", true),
    (#"[{"location": "*.pdf$", "tdm-reservation": 1}]"#, "/a.pdf.html", nil),
    (#"[{"location": "news", "tdm-reservation": 1}]"#, "/news/a", true),
    (#"[{"location": "/", "tdm-reservation": 1}, {"location": "/open/", "tdm-reservation": 0}]"#, "/open/a", false),
    (#"[{"location": "/open/", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]"#, "/open/a", false),
    (#"[{"location": "/أخبار/", "tdm-reservation": 1}]"#, "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1", true),
    (#"[{"location": "/", "tdm-reservation": 2}]"#, "/a", nil), (#"[{"tdm-reservation": 1}]"#, "/a", nil),
    (#"[{"location": "/"}]"#, "/a", nil), ("[]", "/a", nil), ("", "/a", nil), ("<html>", "/a", nil),
    ("[[[[", "/a", nil),
    ("\u{FEFF}" + #"[{"location": "/", "tdm-reservation": 1}]"#, "/a", true),
  ]) func reservations(_ file: String, _ target: String, _ wanted: Bool?) throws {
    let address = try #require(WebAddress("https://x.example" + target))
    #expect(TDMFile(Array(file.utf8)).rights(of: address).tdmReservation == wanted)
  }
}
