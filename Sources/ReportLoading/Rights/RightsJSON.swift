import ReportArticles

extension ArticleJSON {
  static func write(_ rights: ArticleRights, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("robots")
      writer.strings(rights.robots)
      writer.key("snippetLimit")
      writer.number(rights.snippetLimit)
      writer.key("tdmReservation")
      if let reservation = rights.tdmReservation { writer.bool(reservation) } else { writer.string(nil) }
      writer.key("tdmPolicy")
      writer.string(rights.tdmPolicy)
      writer.key("licenses")
      writer.strings(rights.licenses)
      writer.key("copyright")
      writer.string(rights.copyright)
      writer.key("copyrightHolder")
      writer.string(rights.copyrightHolder)
    }
  }
}

extension ArticleRights {
  /// What `ArticleJSON` wrote; nil where it says nothing.
  init?(json value: JSONValue) {
    func text(_ key: String) -> String? { value[key]?.string.flatMap(PageRights.text) }
    func texts(_ key: String) -> [String] {
      (value[key]?.array ?? []).prefix(16).compactMap(\.string).compactMap(PageRights.text)
    }
    var reservation: Bool?
    if case .bool(let flag)? = value["tdmReservation"] { reservation = flag }
    self.init(
      robots: texts("robots").flatMap { RobotsDirectives.limits(in: $0) }.uniqued(), tdmReservation: reservation,
      tdmPolicy: text("tdmPolicy"), licenses: texts("licenses"), copyright: text("copyright"),
      copyrightHolder: text("copyrightHolder"))
    if isEmpty { return nil }
  }
}

extension ArticleRights {
  /// What a record says: an object as `ArticleJSON` writes it, or a notice.
  init?(record value: JSONValue) {
    if value.members != nil {
      self.init(json: value)
    } else {
      guard let notice = value.string.map(RecordText.plain).flatMap(PageRights.text) else { return nil }
      self.init(copyright: notice)
    }
  }
}

extension Article {
  /// Adds what another place says about its use.
  package mutating func add(rights other: ArticleRights) {
    if other.isEmpty { return }
    var all = rights ?? ArticleRights()
    all.add(other)
    rights = all
  }
}

extension ArticleRights {
  /// What the head of a response of HTTP says, names in lower case; without its links.
  package init(fields: [(name: String, value: String)]) {
    self.init()
    for field in fields {
      switch field.name {
      case "x-robots-tag": add(ArticleRights(robots: RobotsDirectives.limits(in: field.value)))
      case "tdm-reservation": tdmReservation = tdmReservation ?? PageRights.reservation(field.value)
      case "tdm-policy": tdmPolicy = tdmPolicy ?? PageRights.text(field.value)
      default: continue
      }
    }
  }
}
