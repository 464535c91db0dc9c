import ReportArticles

/// An article as two blobs: the head with every field but the body, and the body. The first byte is the form's version.
enum ArticleCoding {
  static let version: UInt8 = 1

  static func head(_ article: Article) -> [UInt8] { headAndDescription(article).head }

  /// The head, and where in it stands what the article says, without where it was read from: two readings of one article
  /// give the same bytes there.
  static func headAndDescription(_ article: Article) -> (head: [UInt8], description: Range<Int>) {
    var writer = ByteWriter()
    writer.reserve(512)
    writer.byte(version)
    writer.text(article.id)
    writer.text(article.origin.path)
    writer.signed(article.origin.index)
    writer.text(article.origin.format)
    writer.optional(article.origin.line)
    writer.optional(article.origin.encoding)
    let start = writer.bytes.count
    description(article, &writer)
    let end = writer.bytes.count
    if let loader = article.origin.loader {
      writer.text(loader.script)
      writer.texts(loader.fields)
    }
    return (writer.bytes, start..<end)
  }

  private static func description(_ article: Article, _ writer: inout ByteWriter) {
    writer.optional(article.url)
    writer.text(article.title)
    writer.optional(article.subtitle)
    writer.optional(article.section)
    writer.optional(article.publisher)
    writer.texts(article.authors)
    writer.list(article.editors) { writer, editor in
      writer.text(editor.role)
      writer.text(editor.name)
    }
    writer.text(article.language)
    writer.byte(article.direction == .rightToLeft ? 1 : 0)
    date(article.published, &writer)
    date(article.updated, &writer)
    date(article.retrieved, &writer)
    if let bounds = article.dateBounds {
      writer.byte(1)
      partial(bounds.notBefore, &writer)
      partial(bounds.notAfter, &writer)
      writer.byte(UInt8(bounds.weekday?.rawValue ?? 0))
    } else {
      writer.byte(0)
    }
    writer.texts(article.keywords)
    writer.list(article.warnings) { writer, warning in
      writer.text(warning.code)
      writer.text(warning.message)
      writer.optional(warning.line)
    }
    if let rights = article.rights, !rights.isEmpty { self.rights(rights, &writer) }
  }

  /// What is said about use stands where the name of a loader script may stand, behind an empty one: articles of which
  /// nothing is said are written as they always were.
  private static func rights(_ rights: ArticleRights, _ writer: inout ByteWriter) {
    writer.text("")
    writer.texts(rights.robots)
    writer.byte(rights.tdmReservation.map { $0 ? 2 : 1 } ?? 0)
    writer.optional(rights.tdmPolicy)
    writer.texts(rights.licenses)
    writer.optional(rights.copyright)
    writer.optional(rights.copyrightHolder)
  }

  private static func rights(_ reader: inout ByteReader) throws -> ArticleRights {
    var rights = ArticleRights(robots: try reader.texts())
    switch try reader.byte() {
    case 0: break
    case 1: rights.tdmReservation = false
    default: rights.tdmReservation = true
    }
    rights.tdmPolicy = try reader.optionalText()
    rights.licenses = try reader.texts()
    rights.copyright = try reader.optionalText()
    rights.copyrightHolder = try reader.optionalText()
    return rights
  }

  static func body(_ article: Article) -> [UInt8] {
    var writer = ByteWriter()
    writer.reserve(article.paragraphs.reduce(64) { $0 + $1.utf8.count + 3 })
    writer.byte(version)
    writer.texts(article.paragraphs)
    writer.texts(article.captions)
    writer.list(article.images) { writer, image in
      writer.text(image.url)
      writer.optional(image.caption)
      writer.optional(image.alt)
    }
    return writer.bytes
  }

  static func article(head: UnsafeRawBufferPointer) throws -> Article {
    var reader = ByteReader(head)
    guard try reader.byte() == version else { throw ByteReader.Damaged() }
    let id = try reader.text()
    let origin = Article.Origin(
      path: try reader.text(), index: try reader.signed(), format: try reader.text(), line: try reader.optionalNumber(),
      encoding: try reader.optionalText())
    var article = Article(id: id, origin: origin, title: "")
    article.url = try reader.optionalText()
    article.title = try reader.text()
    article.subtitle = try reader.optionalText()
    article.section = try reader.optionalText()
    article.publisher = try reader.optionalText()
    article.authors = try reader.texts()
    article.editors = try reader.list { Article.Editor(role: try $0.text(), name: try $0.text()) }
    article.language = try reader.text()
    article.direction = try reader.byte() == 1 ? .rightToLeft : .leftToRight
    article.published = try date(&reader)
    article.updated = try date(&reader)
    article.retrieved = try date(&reader)
    if try reader.byte() == 1 {
      article.dateBounds = DateBounds(
        notBefore: try partial(&reader), notAfter: try partial(&reader),
        weekday: Weekday(rawValue: Int(try reader.byte())))
    }
    article.keywords = try reader.texts()
    article.warnings = try reader.list {
      Article.Warning(code: try $0.text(), message: try $0.text(), line: try $0.optionalNumber())
    }
    var loader = reader.isAtEnd ? nil : try reader.text()
    if loader?.isEmpty == true {
      article.rights = try rights(&reader)
      loader = reader.isAtEnd ? nil : try reader.text()
    }
    if let loader { article.origin.loader = Article.Origin.Loader(script: loader, fields: try reader.texts()) }
    return article
  }

  /// Puts the body into an article that was read from its head.
  static func addBody(_ body: UnsafeRawBufferPointer, to article: inout Article) throws {
    var reader = ByteReader(body)
    guard try reader.byte() == version else { throw ByteReader.Damaged() }
    article.paragraphs = try reader.texts()
    article.captions = try reader.texts()
    article.images = try reader.list {
      Article.Image(url: try $0.text(), caption: try $0.optionalText(), alt: try $0.optionalText())
    }
  }

  // MARK: Dates

  private static func date(_ date: ArticleDate?, _ writer: inout ByteWriter) {
    guard let date else { return writer.byte(0) }
    writer.byte(UInt8(1 + date.precision.stored))
    writer.byte(UInt8(date.evidence.stored))
    writer.signed(date.date.dayNumber)
    writer.optional(date.secondOfDay)
    writer.optional(date.zone)
    writer.optional(date.offset)
    writer.text(date.text)
  }

  private static func date(_ reader: inout ByteReader) throws -> ArticleDate? {
    let mark = Int(try reader.byte())
    if mark == 0 { return nil }
    guard let precision = DatePrecision(stored: mark - 1), let evidence = DateEvidence(stored: Int(try reader.byte()))
    else { throw ByteReader.Damaged() }
    return ArticleDate(
      date: CivilDate(dayNumber: try reader.signed()), secondOfDay: try reader.optionalNumber(),
      precision: precision, zone: try reader.optionalText(), offset: try reader.optionalNumber(),
      evidence: evidence, text: try reader.text())
  }

  private static func partial(_ date: PartialDate?, _ writer: inout ByteWriter) {
    writer.count(date?.year ?? 0)
    writer.count(date?.month ?? 0)
    writer.count(date?.day ?? 0)
  }

  private static func partial(_ reader: inout ByteReader) throws -> PartialDate? {
    let (year, month, day) = (try reader.unsigned(), try reader.unsigned(), try reader.unsigned())
    guard year > 0, year < 10_000, month < 13, day < 32 else { return nil }
    return PartialDate(year: Int(year), month: month == 0 ? nil : Int(month), day: day == 0 ? nil : Int(day))
  }
}
