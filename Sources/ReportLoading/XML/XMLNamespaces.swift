/// Namespaces of feeds and news formats under the prefixes that their specifications use; the vocabularies that a
/// document is written in have none.
enum XMLNamespaces {
  static func prefix(of uri: String) -> String? {
    let key = uri.lowercased()
    if let known = known[key] { return known }
    if key.hasPrefix("http://backend.userland.com/")
      || key.hasPrefix("http://purl.org/rss/1.0") && !key.holds("modules")
      || key.hasPrefix("http://my.netscape.com/") || key.hasPrefix("http://purl.org/net/rss1.1")
      || key.hasPrefix("http://iptc.org/std/nitf") || key.hasPrefix("http://iptc.org/std/nar")
      || key.hasPrefix("http://channel.netscape.com")
    {
      return ""
    }
    return nil
  }

  private static let known: [String: String] = [
    "http://www.w3.org/2005/atom": "", "http://purl.org/atom/ns#": "", "http://example.com/newformat#": "",
    "http://example.com/necho": "", "http://purl.org/echo/": "", "uri/of/echo/namespace#": "",
    "http://hacks.benhammersley.com/rss/streaming/": "", "http://purl.org/atom-blog/ns#": "",
    "http://purl.org/dc/elements/1.1/": "dc", "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content", "http://purl.org/rss/1.0/modules/dc/": "dc",
    "http://purl.org/rss/1.0/modules/syndication/": "sy", "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/xml/1998/namespace": "xml", "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes", "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf", "http://wellformedweb.org/commentapi/": "wfw",
    "http://purl.org/rss/1.0/modules/slash/": "slash", "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://freshmeat.net/rss/fm/": "fm", "http://purl.org/rss/1.0/modules/taxonomy/": "taxo",
    "http://my.theinfo.org/changed/1.0/rss/": "cp", "http://purl.org/rss/1.0/modules/event/": "ev",
    "http://www.georss.org/georss": "georss", "http://backend.userland.com/creativecommonsrssmodule": "creativecommons",
  ]
}
