import Glibc
import ReportArticles
import ReportDocument
import ReportLua
import ReportPictures

// Pictures of articles, out of files that lie beside them.

extension DocumentBuilder {
  /// Pixels that a picture of the document has at most, before renderers bring it down further.
  private static let side = 1200
  private static let bytes = 320_000
  /// What sources say of robots to keep their pictures to themselves.
  private static let forbidding: Set<String> = ["noimageindex", "max-image-preview:none"]
  /// Pictures that are read for one document.
  private static let mostPictures = 40

  /// The first picture of an article that can be shown; nil when it has none.
  func picture(of object: ArticleObject) throws -> Picture? {
    let article = object.article
    // A right of the user's own lifts this as it lifts limits on excerpts.
    if run.metadata.snippets == .allowed, let rights = article.rights,
      rights.robots.contains(where: Self.forbidding.contains)
    {
      return nil
    }
    for image in article.images.prefix(4) {
      let address = SafeAddress.isWeb(image.url) ? image.url : nil
      let found = try PictureFiles.candidates(image.url, beside: article.origin.path).lazy.compactMap {
        try self.picture(at: $0)
      }.first { _ in true }
      if found == nil, address == nil || pictures != .linked { continue }
      var picture = found ?? Picture(language: article.language, direction: article.direction)
      picture.url = address
      picture.alt = image.alt ?? image.caption ?? ""
      (picture.caption, picture.credit) = PictureFiles.credit(in: image.caption)
      picture.credit = picture.credit ?? article.namedSource
      (picture.language, picture.direction) = (article.language, article.direction)
      return picture
    }
    guard article.images.isEmpty else { return nil }
    for path in PictureFiles.namesakes(of: article.origin) {
      guard var picture = try picture(at: path) else { continue }
      let words = PictureFiles.credit(in: article.captions.max { $0.count < $1.count })
      (picture.caption, picture.credit) = (words.caption, words.credit ?? article.namedSource)
      picture.alt = words.caption ?? ""
      (picture.language, picture.direction) = (article.language, article.direction)
      return picture
    }
    return nil
  }

  /// The picture that a script asks for: of a file beside it, an article or a story.
  func picture(named value: ScriptValue) throws -> Picture? {
    if let article = value.object(ArticleObject.self) { return try picture(of: article) }
    if let story = value.object(StoryObject.self) { return try picture(of: story) }
    guard let name = value.text else { return nil }
    guard let directory = run.source.directory else {
      throw HostError("this report was not read from a file, so there are no files beside it")
    }
    guard let path = ScriptFile.path(of: name, in: directory) else {
      throw HostError("there is no file “\(name)” beside the script")
    }
    return try picture(at: path)
  }

  /// The first picture among the articles of a story, those in the document's language before others.
  func picture(of story: StoryObject) throws -> Picture? {
    let language = LanguageTag.primary(wording.language)
    let own = story.articles.filter { LanguageTag.primary($0.head.language) == language }
    for object in own + story.articles.filter({ LanguageTag.primary($0.head.language) != language }) {
      if let picture = try picture(of: object) { return picture }
    }
    return nil
  }

  /// The picture in a file, brought down; nil when it is none that can be shown. Each file is read once.
  func picture(at path: String) throws -> Picture? {
    if let known = picturesRead[path] { return known }
    guard picturesRead.count < Self.mostPictures else { return nil }
    let picture = try decoded(path)
    picturesRead[path] = .some(picture)
    return picture
  }

  private func decoded(_ path: String) throws -> Picture? {
    guard case .success(let bytes) = ScriptSource.contents(of: path, mustBeRegular: true, limit: PictureFile.mostBytes),
      let file = PictureFile(bytes)
    else {
      run.warnOnce("the picture \(path) cannot be shown: it is no JPEG, PNG or WebP of at most 8 MiB and 20 megapixels")
      return nil
    }
    if let trouble = SmallPicture.trouble {
      run.warnOnce("no pictures: \(trouble)")
      return nil
    }
    try run.checkMemory(4 * file.width * file.height)
    guard let small = SmallPicture(file, width: Self.side, height: Self.side, within: Self.bytes) else {
      run.warnOnce("the picture \(path) cannot be shown: it is damaged")
      return nil
    }
    try hold(bytes: small.bytes.count)
    return Picture(data: small.bytes, width: small.width, height: small.height, language: wording.language)
  }
}

/// Where the pictures of an article are on this machine, and whose they are.
enum PictureFiles {
  /// Files that an address may stand for beside the file of its article, the closest first: the address itself where it is a
  /// path, and the last one, two or three parts of it, as browsers and archivers save pages. None lies outside of the
  /// article's folder.
  static func candidates(_ address: String, beside origin: String) -> [String] {
    guard !origin.isEmpty, origin != "-", let slash = origin.utf8.lastIndex(of: 0x2F) ?? origin.utf8.indices.first
    else {
      return []
    }
    let folder = origin.utf8.contains(0x2F) ? String(origin[..<slash]) : "."
    let path = address.prefix { $0 != "?" && $0 != "#" }
    let parts = (path.range(of: "://").map { path[$0.upperBound...] } ?? path).split(separator: "/").suffix(3)
      .compactMap { PercentCoding.decoded(String($0)) }
    guard !parts.isEmpty, parts.allSatisfy({ !$0.isEmpty && $0 != ".." && !$0.contains("/") && !$0.utf8.contains(0) })
    else { return [] }
    return (1...parts.count).reversed().compactMap { count in
      ScriptFile.path(of: parts.suffix(count).joined(separator: "/"), in: folder.isEmpty ? "/" : folder)
    }
  }

  /// Formats of files that hold one article.
  private static let single: Set<String> = ["text", "page-text", "markdown", "html", "eml"]

  /// Pictures that bear the name of their article's file: `flood.jpg` beside `flood.txt`.
  static func namesakes(of origin: Article.Origin) -> [String] {
    guard single.contains(origin.format), origin.index == 0, origin.path != "-" else { return [] }
    let slash = origin.path.utf8.lastIndex(of: 0x2F)
    let folder = slash.map { String(origin.path[..<$0]) } ?? "."
    let name = slash.map { origin.path[origin.path.utf8.index(after: $0)...] } ?? origin.path[...]
    guard let dot = name.utf8.lastIndex(of: 0x2E) else { return [] }
    return ["jpg", "jpeg", "png", "webp"].compactMap { ending in
      ScriptFile.path(of: "\(name[..<dot]).\(ending)", in: folder.isEmpty ? "/" : folder)
    }
  }

  /// The words that name a photographer or an agency at the end of a caption.
  private static let marks = [
    "photo:", "photograph:", "picture:", "image:", "credit:", "foto:", "photo :", "crédit :", "الصورة:", "تصوير:",
    "صورة:", "عدسة:",
  ]

  /// A caption cut into what is to be seen and whose picture it is.
  static func credit(in caption: String?) -> (caption: String?, credit: String?) {
    guard let caption, !caption.isEmpty else { return (nil, nil) }
    let lowered = caption.lowercased()
    guard lowered.utf8.count == caption.utf8.count else { return (caption, nil) }
    for mark in marks {
      guard let found = lowered.ranges(of: mark).last else { continue }
      let start = caption.utf8.index(
        caption.startIndex, offsetBy: lowered.utf8.distance(from: lowered.startIndex, to: found.lowerBound))
      let end = caption.utf8.index(start, offsetBy: mark.utf8.count)
      func trimmed(_ text: Substring) -> String {
        var text = text
        while let first = text.first, " ([–—-".contains(first) { text.removeFirst() }
        while let last = text.last, " )]–—-".contains(last) { text.removeLast() }
        return String(text)
      }
      let credit = trimmed(caption[end...])
      guard !credit.isEmpty, credit.count <= 60 else { continue }
      let words = trimmed(caption[..<start])
      return (words.isEmpty ? nil : words, credit.hasSuffix(".") ? String(credit.dropLast()) : credit)
    }
    return (caption, nil)
  }
}

/// Percent-encoding of file names (RFC 3986, 2.1).
enum PercentCoding {
  /// The text with its escapes decoded; nil when that is not UTF-8.
  static func decoded(_ text: String) -> String? {
    guard text.utf8.contains(0x25) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x25, index + 2 < bytes.count,
        let value = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        result.append(value)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(validating: result, as: UTF8.self)
  }
}

/// What kind an address is of.
enum SafeAddress {
  static func isWeb(_ address: String) -> Bool {
    let start = address.prefix(8).lowercased()
    return start.hasPrefix("http://") || start.hasPrefix("https://")
  }
}
