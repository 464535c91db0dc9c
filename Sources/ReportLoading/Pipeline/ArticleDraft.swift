import ReportArticles

/// An article while it is being read: the fields, and where they stand in the input.
package struct ArticleDraft {
  package var article: Article
  /// A GUID or record number of the source; becomes the identity, or part of it.
  var guid: String?
  /// The format promises that no other source uses the same one.
  var guidIsGlobal = false
  /// Other articles of the source may have the same address.
  var sharesAddress = false
  /// The line of the input where each paragraph starts, as far as known.
  var paragraphLines: [Int] = []
  /// The line of the date in `retrieved` or `published`, for messages.
  var dateLine: Int?
  /// The language that the source declares.
  package var declaredLanguage: String?
  /// Language and direction are in the article already.
  var hasLanguage = false

  package init(format: String, path: String, index: Int = 0, line: Int? = nil) {
    article = Article(id: "", origin: Article.Origin(path: path, index: index, format: format, line: line), title: "")
  }

  /// The declared language, else the one of title and first paragraphs.
  var likelyLanguage: String? {
    if let declared = declaredLanguage.flatMap(LanguageTag.normalize) { return declared }
    let sample = [article.title] + article.paragraphs.prefix(3).map { String($0.prefix(1000)) }
    return LanguageTag.choose(declared: nil, texts: sample).language
  }

  /// Adds a warning, unless it is there: what was written here once is read again.
  mutating func warn(_ code: WarningCode, _ message: String, line: Int? = nil) {
    let warning = Article.Warning(code, message, line: line)
    if article.warnings.contains(where: { $0.code == warning.code && $0.message == message }) { return }
    article.warnings.append(warning)
  }

  /// Adds a paragraph unless it is empty. One that is laid out has its white space in order, line feeds included.
  mutating func addParagraph(_ text: String, line: Int? = nil, isLaidOut: Bool = false) {
    guard article.paragraphs.count < TextLayout.mostLines else { return warnOfLength() }
    let text = isLaidOut ? text : TextLayout.collapse(text, keepsNoBreakSpace: true)
    guard !text.isEmpty else { return }
    article.paragraphs.append(text)
    if let line {
      while paragraphLines.count < article.paragraphs.count - 1 { paragraphLines.append(line) }
      paragraphLines.append(line)
    }
  }

  /// Says, once, that not all paragraphs were taken.
  mutating func warnOfLength() {
    if article.hasWarning(.textCut) { return }
    warn(.textCut, "\(TextLayout.tooManyLines); what follows was left out")
  }

  func line(ofParagraph index: Int) -> Int? {
    paragraphLines.indices.contains(index) ? paragraphLines[index] : nil
  }
}
