import CCurl
import Testing

@testable import ReportFetch

/// Expected values from RFC 3986 (section 5.4), RFC 3492 (section 7.1) and the URL Standard.
@Suite struct WebAddressTests {
  @Test(arguments: [
    ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
    ("//g", "http://g/"),
    ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q"), ("g#s", "http://a/b/c/g"),
    (";x", "http://a/b/c/;x"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"),
    ("..", "http://a/b/"), ("../", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"),
    ("../../", "http://a/"),
    ("../../g", "http://a/g"), ("../../../g", "http://a/g"), ("/./g", "http://a/g"), ("/../g", "http://a/g"),
    ("g.", "http://a/b/c/g."), ("..g", "http://a/b/c/..g"), ("./g/.", "http://a/b/c/g/"), ("g/../h", "http://a/b/c/h"),
    ("g;x=1/../y", "http://a/b/c/y"), ("g?y/../x", "http://a/b/c/g?y/../x"), ("\\g", "http://a/g"),
    ("%2e%2e/g", "http://a/b/g"),
  ]) func referencesAreResolved(_ reference: String, _ wanted: String) {
    #expect(WebAddress(reference, base: WebAddress("http://a/b/c/d;p?q"))?.description == wanted)
  }

  @Test(arguments: [
    ("HTTP://News.Example:80/A", "http://news.example/A"), ("https://x.example:443", "https://x.example/"),
    (" https://x.example/\n", "https://x.example/"), ("https://x.example/a b", "https://x.example/a%20b"),
    ("https://user:pw@x.example/", "https://x.example/"), ("http://bücher.example/", "http://xn--bcher-kva.example/"),
    ("http://ليهمابتكلموشعربي؟.example/", nil), ("http://他们为什么不说中文/", "http://xn--ihqwcrb4cv8a8dqg056pqjye/"),
    ("http://אחבר.example/", "http://xn--4dbcr3e.example/"), ("http://x.example./", "http://x.example/"),
    ("http:x.example", "http://x.example/"),
    ("http://x..example/", nil), ("http:///", nil), ("ftp://x.example/", nil), ("x.example", nil),
    ("javascript:alert(1)", nil),
    ("http://x.example:99999/", nil), ("http://x.example:22/", nil), ("http://a%41.example/", nil),
    ("http://a b.example/", nil),
    ("http://[::1]:8080/x", "http://[::1]:8080/x"), ("http://[zz]/", nil),
  ]) func addressesHaveOneForm(_ text: String, _ wanted: String?) {
    #expect(WebAddress(text)?.description == wanted)
  }

  @Test func credentialsAreNoticedAndQueriesAreNotShown() throws {
    let address = try #require(WebAddress("https://me:secret@x.example/feed?key=k"))
    #expect(address.hadCredentials)
    #expect(address.shown == "https://x.example/feed?…")
  }

  /// Of each block of the IANA special-purpose registries the first and last address, and the neighbours that are public.
  @Test(arguments: [
    ("0.0.0.0", false), ("0.255.255.255", false), ("1.0.0.0", true), ("9.255.255.255", true), ("10.0.0.0", false),
    ("10.255.255.255", false), ("11.0.0.0", true), ("100.63.255.255", true), ("100.64.0.0", false),
    ("100.127.255.255", false),
    ("100.128.0.0", true), ("126.255.255.255", true), ("127.0.0.0", false), ("127.255.255.255", false),
    ("128.0.0.0", true),
    ("169.253.255.255", true), ("169.254.0.0", false), ("169.254.169.254", false), ("169.255.0.0", true),
    ("172.15.255.255", true),
    ("172.16.0.0", false), ("172.31.255.255", false), ("172.32.0.0", true), ("192.0.0.0", false),
    ("192.0.0.255", false),
    ("192.0.1.0", true), ("192.0.2.1", false), ("192.0.3.0", true), ("192.88.99.1", false), ("192.167.255.255", true),
    ("192.168.0.0", false), ("192.168.255.255", false), ("192.169.0.0", true), ("198.17.255.255", true),
    ("198.18.0.0", false),
    ("198.19.255.255", false), ("198.20.0.0", true), ("198.51.100.7", false), ("198.51.101.0", true),
    ("203.0.113.9", false),
    ("203.0.114.0", true), ("223.255.255.255", true), ("224.0.0.0", false), ("239.255.255.255", false),
    ("240.0.0.0", false),
    ("255.255.255.255", false), ("8.8.8.8", true),
    ("::", false), ("::1", false), ("::2", false), ("::8.8.8.8", false), ("::ffff:8.8.8.8", false),
    ("::ffff:127.0.0.1", false),
    ("64:ff9b::8.8.8.8", true), ("64:ff9b::10.0.0.1", false), ("64:ff9b::127.0.0.1", false), ("64:ff9b:1::1", false),
    ("100::1", false), ("2000::1", true), ("2001::1", false), ("2001:1ff:ffff::1", false), ("2001:200::1", true),
    ("2001:db7::1", true),
    ("2001:db8::1", false), ("2001:db9::1", true), ("2002::1", false), ("2002:808:808::1", false), ("2003::1", true),
    ("2606:4700::1111", true), ("2620:4f:8000::1", false), ("2620:4f:8001::1", true), ("3ffe::1", true),
    ("3fff::1", false),
    ("3fff:fff::1", false), ("3fff:1000::1", true), ("4000::1", false), ("5f00::1", false), ("fbff::1", false),
    ("fc00::1", false),
    ("fdff::1", false), ("fe80::1", false), ("febf::1", false), ("fec0::1", false), ("ff02::1", false),
    ("localhost", false),
  ]) func onlyPublicAddressesAreAsked(_ address: String, _ isPublic: Bool) {
    #expect((rt_special(address) == nil) == isPublic)
  }

  @Test func proxiesAreChosenAsTheEnvironmentSays() throws {
    let variables = ["http_proxy": "http://p:1", "HTTPS_PROXY": "http://p:2", "no_proxy": "inside.example, .corp"]
    func proxy(_ text: String, _ setting: String? = nil) throws -> String {
      ProxyChoice.proxy(for: try #require(WebAddress(text)), setting: setting, environment: { variables[$0] })
    }
    #expect(try proxy("http://a.example/") == "http://p:1")
    #expect(try proxy("https://a.example/") == "http://p:2")
    #expect(try proxy("http://inside.example/") == "")
    #expect(try proxy("http://x.inside.example/") == "")
    #expect(try proxy("http://notinside.example/") == "http://p:1")
    #expect(try proxy("http://y.corp/") == "")
    #expect(try proxy("http://a.example/", "") == "")
    #expect(try proxy("http://a.example/", "http://own:3") == "http://own:3")
    for host in [
      "localhost", "a.localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::1]", "10.0.0.1", "nas.local",
    ] {
      #expect(ProxyChoice.refusal(host) != nil, "\(host)")
    }
    for host in ["news.example", "8.8.8.8", "localhost.example"] {
      #expect(ProxyChoice.refusal(host) == nil, "\(host)")
    }
  }
}
