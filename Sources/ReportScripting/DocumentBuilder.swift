import ReportArticles
import ReportDates
import ReportDocument
import ReportLua

/// A part of a document that a script fills with blocks.
class SectionBuilder: ScriptObject {
  class var typeName: String { "Section" }
  fileprivate(set) var blocks: [Block] = []
  /// The document that this is part of; nil in the document itself.
  private let parent: DocumentBuilder?

  fileprivate init(parent: DocumentBuilder?) { self.parent = parent }

  /// The document that this belongs to. (Only a `DocumentBuilder` has no parent.)
  var document: DocumentBuilder? { parent ?? self as? DocumentBuilder }

  /// Adds a block.
  func append(_ block: Block) throws {
    try document?.account(for: 1)
    blocks.append(block)
  }

  /// A new part that `fill` has filled.
  func part(_ fill: (SectionBuilder) throws -> Void) throws -> [Block] {
    guard let document else { return [] }
    let part = SectionBuilder(parent: document)
    try fill(part)
    return part.blocks
  }
}

/// A document that a script builds: blocks in order, sources numbered in the order of their first citation.
final class DocumentBuilder: SectionBuilder {
  override class var typeName: String { "Document" }
  let run: ReportRun
  let wording: Wording
  var title: [Inline] = []
  var subtitle: [Inline] = []
  var citations: CitationStyle?
  var pictures: PictureStyle?
  var colophonStyle: Document.Colophon.Style?
  /// Whether the head says how long the report takes to read.
  var tellsReadingTime = false
  /// Names of stories that lines of the day lead to, by the article that stands for the story.
  private var anchors: [String: String] = [:]
  /// Pictures that were read, by path; nil for what is none.
  var picturesRead: [String: Picture?] = [:]
  /// What the document says it was made from; nil lets it count all articles of the run.
  var provenance: [Inline]?
  private var sources: [Document.Source] = []
  private var numbers: [String: Int] = [:]
  private var nodes = 0
  private var held = 0
  private var contents = 0

  init(run: ReportRun, wording: Wording) {
    self.run = run
    self.wording = wording
    super.init(parent: nil)
  }

  /// Counts blocks and inlines against the limit.
  func account(for count: Int) throws {
    nodes = nodes &+ min(count, 1 << 40)
    let limit = run.configuration.documentLimit
    if nodes > limit { throw HostError("the document has more than \(limit) blocks and pieces of text") }
    let bytes = Self.weightOfNode * min(max(count, 0), 1 << 40)
    held += bytes
    try run.hold(bytes)
  }

  /// Counts lists of the document's sections, each of which grows with them.
  func countContents() throws {
    contents += 1
    if contents > 10 { throw HostError("a document has at most ten lists of its sections") }
  }

  /// Counts bytes of a picture against the memory of the run until the document goes.
  func hold(bytes: Int) throws {
    held += bytes
    try run.hold(bytes)
  }

  /// The name of a story in this document.
  func anchor(of story: StoryObject) -> String? {
    guard let key = story.articles.first?.head.id else { return nil }
    if let known = anchors[key] { return known }
    let name = "story-\(anchors.count + 1)"
    anchors[key] = name
    return name
  }

  private static let weightOfNode = 128

  deinit { run.release(held) }

  /// A citation marker; the source gets its number on first use.
  func mark(_ citation: Citation, of article: Article) -> CitationMark {
    if let number = numbers[article.id] { return CitationMark(source: number, passage: citation) }
    let best = article.bestDate
    sources.append(
      Document.Source(
        article: article.id, title: headline(article), publisher: article.publisher, url: article.url,
        date: wording.provenance(of: article), dateValue: best?.date.value, evidence: wording.evidence(of: article),
        language: article.language, direction: article.direction))
    numbers[article.id] = sources.count
    return CitationMark(source: sources.count, passage: citation)
  }

  /// The headline; of a post without one its first words, and where it has none, the words that say so.
  func headline(_ article: Article) -> String {
    if !article.title.isEmpty { return article.title }
    let start = run.opening(of: article).map(Self.firstWords) ?? ""
    return start.isEmpty ? wording.vocabulary.word(.untitled) : start
  }

  static let mostFirstWords = 60

  /// Whole words of the start of a text, with an ellipsis where it goes on.
  static func firstWords(of text: String) -> String {
    let line = text.prefix { !$0.isNewline }.prefix(400)
    guard line.count > mostFirstWords else { return String(line) }
    let start = line.prefix(mostFirstWords)
    let end = start.lastIndex(of: " ") ?? start.endIndex
    var words = start[..<end]
    while let last = words.last, last == " " || last.isPunctuation { words.removeLast() }
    return words.isEmpty ? String(start) + "…" : String(words) + "…"
  }

  /// Text of another language than the document's, marked as such.
  func foreign(_ inlines: [Inline], language: String, direction: TextDirection) -> [Inline] {
    let same = LanguageTag.primary(language) == LanguageTag.primary(wording.language)
    if direction == wording.direction, same || language == "und" || language.isEmpty { return inlines }
    return [.span(inlines, language: language, direction: direction)]
  }

  /// The finished document.
  func finished() throws -> Document {
    let metadata = run.metadata
    var document = Document(
      title: title.isEmpty ? [.text(metadata.title(with: run.parameters))] : title, subtitle: subtitle,
      language: wording.language, direction: wording.direction, blocks: blocks, sources: sources,
      citations: citations, pictures: pictures)
    document.words = run.words(for: wording.language)
    if wording.digits != document.vocabulary.digits { document.digits = wording.digits }
    document.provenance = try provenance ?? madeFrom(QueryObject(run: run), stories: nil)
    if tellsReadingTime, let time = readingTime() {
      document.provenance.append(.text(wording.vocabulary.word(.listSeparator) + time))
    }
    document.provenance += unreadInputs()
    document.colophon = Document.Colophon(
      made: run.now.description,
      madeText: wording.moment(run.now, style: .full),
      script: run.source.name.split(separator: "/").last.map(String.init),
      parameters: metadata.parameters.compactMap { parameter in
        run.parameters[parameter.name].map { "\(parameter.name) = \($0)" }
      },
      version: EngineVersion.current, style: colophonStyle)
    return document
  }

  /// Words that are read in a minute.
  private static let wordsPerMinute = 200

  /// “4 minutes to read”.
  private func readingTime() -> String? {
    let words = blocks.reduce(0) { $0 + BlockWords.count($1) }
    guard words > 0 else { return nil }
    let minutes = max(1, (words + Self.wordsPerMinute / 2) / Self.wordsPerMinute)
    return wording.vocabulary.phrase(.readingTime, ["time": wording.count(minutes, .minute)])
  }

  /// “41 articles, 7 sources, 12 stories; 2 sources missing: A, B”. Missing are the publishers and sites of
  /// `expected` that `query` has nothing of; those of which nothing bears a date are never expected.
  func madeFrom(_ query: QueryObject, stories: Int?, expected: QueryObject? = nil) throws -> [Inline] {
    let count = try query.count()
    var parts = [wording.count(count, .article)]
    // The name of a file is no source to a reader.
    let sources = try query.filtered([.any([.isPresent(.publisher), .isPresent(.url)])]).sourceSet()
    if !sources.isEmpty { parts.append(wording.count(sources.count, .source)) }
    if let stories { parts.append(wording.count(stories, .story)) }
    let undated = try query.filtered([.not(.isPresent(.published))]).count()
    if undated > 0 { parts.append(wording.count(undated, .undatedArticle)) }
    var text = parts.joined(separator: wording.vocabulary.word(.listSeparator))
    let missing =
      try expected?.filtered([.isPresent(.date), .any([.isPresent(.publisher), .isPresent(.url)])]).sources()
      .filter { !sources.contains($0) } ?? []
    if !missing.isEmpty {
      let names = missing.prefix(5).joined(separator: wording.vocabulary.word(.listSeparator))
      text += semicolon + wording.count(missing.count, .missingSource) + ": " + names + (missing.count > 5 ? " …" : "")
    }
    return [.text(text)]
  }

  private var semicolon: String { wording.vocabulary.word(.clauseSeparator) }

  /// “; 2 inputs could not be read: a.json, b.xml”.
  private func unreadInputs() -> [Inline] {
    let paths = run.input.problems.map(\.path).uniqued()
    if paths.isEmpty { return [] }
    var pieces: [Inline] = [.text(semicolon + wording.count(paths.count, .unreadInput) + ": ")]
    for (index, path) in paths.prefix(5).enumerated() {
      if index > 0 { pieces.append(.text(wording.vocabulary.word(.listSeparator))) }
      pieces.append(.code(path))
    }
    if paths.count > 5 { pieces.append(.text(" …")) }
    return pieces
  }
}
