import ReportArticles

/// A feed as one JSON object: its own fields and those of its entries, as the source gives them.
public enum FeedJSON {
  /// The feed in `data` as a line of JSON; nil when it is not a feed.
  /// `address` is where it came from, `contentType` what it was sent with; both may be unknown.
  public static func line(_ data: [UInt8], address: String? = nil, contentType: String? = nil) -> String? {
    let expanded: [UInt8]
    if Gzip.isGzip(data), case .success(let bytes) = Gzip.inflate(data) { expanded = bytes } else { expanded = data }
    let head = Array(expanded.prefix(64 * 1024))
    let decoded: DecodedText
    let feed: Feed
    if JSONFeedFormat().confidence(head: head, path: "") > 0 {
      decoded = TextDecoding.decode(expanded)
      guard let value = try? JSONParser.parse(decoded.bytes).value else { return nil }
      feed = JSONFeedFormat.feed(value, address: address)
    } else {
      guard HTMLSniffer.asciiHead(head).hasPrefix("<") else { return nil }
      decoded = TextDecoding.decode(
        expanded, declared: ContentType.charset(contentType) ?? HTMLSniffer.declaredEncoding(expanded))
      feed = FeedReader.read(decoded.bytes, address: address)
    }
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("format")
      writer.string(feed.format)
      writer.key("encoding")
      writer.string(decoded.encoding)
      writer.key("malformed")
      writer.bool(!feed.faults.isEmpty)
      writer.key("feed")
      write(feed.head, head: nil, to: &writer)
      writer.key("entries")
      writer.array { writer in
        for entry in feed.entries { write(entry, head: feed.head, to: &writer) }
      }
    }
    return writer.text
  }

  /// Markup with the angle brackets in its attributes escaped: the same HTML, in which every bracket left is one of a tag.
  static func escapedAttributes(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "<")), text.utf8.contains(UInt8(ascii: "=")) else { return text }
    var output: [UInt8] = []
    let bytes = Array(text.utf8)
    var isInTag = false
    var quote: UInt8?
    for (index, byte) in bytes.enumerated() {
      if let open = quote {
        if byte == open { quote = nil }
        switch byte {
        case UInt8(ascii: "<"): output += Array("&lt;".utf8)
        case UInt8(ascii: ">"): output += Array("&gt;".utf8)
        default: output.append(byte)
        }
        continue
      }
      if isInTag {
        if byte == UInt8(ascii: ">") { isInTag = false }
        let isQuote = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
        // A mark that is never closed is none.
        if isQuote, bytes[index - 1] == UInt8(ascii: "="), bytes[(index + 1)...].contains(byte) { quote = byte }
      } else if byte == UInt8(ascii: "<"), index + 1 < bytes.count, (0x61...0x7A).contains(bytes[index + 1] | 0x20) {
        isInTag = true
      }
      output.append(byte)
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func write(_ item: Feed.Item, head: Feed.Item?, to writer: inout JSONWriter) {
    writer.object { writer in
      let author = item.authors.first
      let source = item.sourceAuthor
      let fields: [(String, String?)] = [
        ("title", item.title), ("link", item.link), ("id", item.id),
        ("summary", item.summary ?? (head == nil ? nil : item.content)),
        ("description", item.summary), ("content", item.content ?? item.summary), ("rights", item.rights),
        ("published", date(item.published)),
        ("updated", date(item.updated ?? item.date ?? (head == nil ? item.published : nil))),
        ("language", item.language), ("title_language", item.partLanguages["title"]),
        ("summary_language", item.partLanguages["summary"]), ("content_language", item.partLanguages["content"]),
        ("author", author?.text), ("author_name", author?.name), ("author_email", author?.email),
        ("author_url", author?.url),
        ("source_title", item.sourceTitle), ("source_author", source?.text), ("image_url", item.image),
        ("publisher", item.publisher),
      ]
      for (name, value) in fields {
        writer.key(name)
        writer.string(value.map(escapedAttributes))
      }
      writer.key("authors")
      writer.array { writer in
        for person in item.authors {
          writer.object { writer in
            for (name, value) in [("name", person.name), ("email", person.email), ("url", person.url)] {
              writer.key(name)
              writer.string(value)
            }
          }
        }
      }
      writer.key("tags")
      writer.strings(item.tags)
      for (name, links) in [("links", item.links), ("enclosures", item.enclosures)] {
        writer.key(name)
        write(links, to: &writer)
      }
    }
  }

  private static func write(_ links: [Feed.Link], to writer: inout JSONWriter) {
    writer.array { writer in
      for link in links {
        writer.object { writer in
          for (name, value) in [
            ("href", link.href), ("url", link.href), ("rel", link.rel), ("type", link.type), ("length", link.length),
          ] {
            writer.key(name)
            writer.string(value)
          }
        }
      }
    }
  }

  private static func date(_ text: String?) -> String? {
    text.flatMap { MachineDate.parse($0, evidence: .feed)?.fullValue }
  }
}

extension ArticleDate {
  /// The value completed to a whole day.
  var fullValue: String { precision < .day ? date.description : value }
}
