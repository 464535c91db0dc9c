import ReportArticles

/// Reads a page that was scraped to plain text, or a plain text, into an article.
///
/// Lines are told apart one by one (`PageLineReader`); then the page is read as a head, which ends at the first line that
/// is a paragraph, and a body. The rules are those of newspaper pages in general: a date before the headline belongs to
/// the page, one after it or with a label to the article; the short line before the headline is the section; short lines
/// between headline and body are captions, a long one a subtitle.
struct PageTextReader {
  private var draft: ArticleDraft
  private let lines: [PageLine]
  private let reader: PageLineReader
  /// Text lines of the head that have not found their place yet.
  private var headLines: [PageLine] = []

  static func read(_ utf8: [UInt8], path: String) -> ArticleDraft {
    let layout = TextLayout.unwrap(TextLayout.lines(utf8))
    let isRightToLeft = layout.prefix(20).lazy.compactMap { TextDirection.ofFirstStrong($0.text) }.first == .rightToLeft
    let reader = PageLineReader(dayFirst: isRightToLeft ? true : nil)
    var page = PageTextReader(
      draft: ArticleDraft(format: "text", path: path), lines: layout.map(reader.read), reader: reader)
    page.run()
    return page.draft
  }

  private init(draft: ArticleDraft, lines: [PageLine], reader: PageLineReader) {
    self.draft = draft
    self.lines = lines
    self.reader = reader
  }

  private mutating func run() {
    let bodyStart = findBodyStart()
    let hasFurniture = readHead(lines[..<bodyStart], hasBody: bodyStart < lines.count)
    readBody(lines[bodyStart...])
    if hasFurniture || draft.article.section != nil || !draft.article.editors.isEmpty || !draft.article.captions.isEmpty
    {
      draft.article.origin.format = "page-text"
    }
    draft.article.origin.line = 1
  }

  /// The first paragraph; where nothing looks like one, the line after the first text line.
  private func findBodyStart() -> Int {
    var seenText = 0
    for (index, line) in lines.enumerated() {
      guard line.kind == .text else { continue }
      if line.isBodyLike {
        // A long headline: alone in its block, no full stop, paragraphs to follow.
        let isHeadline =
          seenText == 0 && !TextLayout.endsSentence(line.line.text) && line.words < 30
          && lines[(index + 1)...].contains { $0.isBodyLike } && !lines[..<index].contains { $0.kind == .text }
        if !isHeadline { return index }
      }
      seenText += 1
    }
    guard let first = lines.firstIndex(where: { $0.kind == .text }) else { return lines.count }
    // Short lines only: if there is a block after the first, that is the body.
    let block = lines[first].line.block
    return lines[first...].firstIndex { $0.line.block > block && $0.kind == .text } ?? min(first + 1, lines.count)
  }

  // MARK: Head

  private mutating func readHead(_ head: ArraySlice<PageLine>, hasBody: Bool) -> Bool {
    var hasFurniture = false
    var pendingRole: String?
    var mastheadBlocks: Set<Int> = []
    for line in head {
      if let role = pendingRole {
        pendingRole = nil
        if line.kind == .text, line.words <= 6 {
          addEditor(role: role, name: line.line.text)
          continue
        }
      }
      switch line.kind {
      case .text: headLines.append(line)
      case .editor(let role, let name):
        hasFurniture = true
        mastheadBlocks.insert(line.line.block)
        if let name { addEditor(role: role, name: name) } else { pendingRole = role }
      case .date:
        hasFurniture = true
        headLines.append(line)
      case .byline, .stamps, .caption, .breadcrumb:
        hasFurniture = true
        headLines.append(line)
      case .promotion, .related: headLines.append(line)
      case .tags(let words): draft.article.keywords += words
      case .furniture, .end: hasFurniture = true
      }
    }
    placeHeadLines(mastheadBlocks: mastheadBlocks, hasBody: hasBody)
    return hasFurniture
  }

  private mutating func addEditor(role: String, name: String) {
    // A masthead that is printed twice may spell one name in two ways (final ya with and without dots).
    let folded = (TextFolding.fold(role), TextFolding.fold(name))
    let isKnown = draft.article.editors.contains { (TextFolding.fold($0.role), TextFolding.fold($0.name)) == folded }
    if !isKnown { draft.article.editors.append(Article.Editor(role: role, name: name)) }
  }

  private mutating func placeHeadLines(mastheadBlocks: Set<Int>, hasBody: Bool) {
    let texts = headLines.indices.filter { headLines[$0].kind == .text }
    let title = chooseTitle(among: texts, mastheadBlocks: mastheadBlocks)
    if let title { draft.article.title = headLines[title].line.text }
    for index in headLines.indices where index != title {
      let line = headLines[index]
      let isBefore = title.map { index < $0 } ?? true
      switch line.kind {
      case .date(let date): placeDate(date, line: line, isBeforeTitle: isBefore, index: index)
      case .stamps(let published, let updated): placeStamps(published, updated, line: line)
      case .byline(let authors, let date):
        for author in authors where !draft.article.authors.contains(author) { draft.article.authors.append(author) }
        if let date { placeStamps(date, nil, line: line) }
      case .caption(let text): draft.article.captions.append(text)
      case .breadcrumb(let sections):
        if let section = sections.last(where: { $0 != draft.article.title }) { draft.article.section = section }
      case .text:
        if isBefore {
          placeBeforeTitle(line, mastheadBlocks: mastheadBlocks)
        } else {
          placeAfterTitle(index, title: title)
        }
      default: continue
      }
    }
  }

  /// The headline: the first line of four words or more that is not the paper's name; else the last line before the body.
  private func chooseTitle(among texts: [Int], mastheadBlocks: Set<Int>) -> Int? {
    let candidates = texts.filter { index in
      let line = headLines[index]
      return !(mastheadBlocks.contains(line.line.block) && headLines.last?.line.block != line.line.block)
        && !reader.isSection(line.line.text)
    }
    // Captions come after the headline, so that the first one long enough is it.
    let lastMarked = headLines.lastIndex { line in
      switch line.kind {
      case .byline, .stamps: return true
      default: return false
      }
    }
    let beforeByline = lastMarked.map { mark in candidates.filter { $0 < mark } } ?? candidates
    let pool = beforeByline.isEmpty ? candidates : beforeByline
    let long = pool.filter { headLines[$0].words >= 4 && !reader.isPaper(headLines[$0].line.text) }
    if let first = long.first { return first }
    let notPaper = pool.filter { !reader.isPaper(headLines[$0].line.text) }
    if notPaper.count > 1,
      let two = notPaper.first(where: { headLines[$0].words >= 2 && !precedesHeadline($0, in: pool) })
    {
      return two
    }
    return notPaper.last ?? pool.last ?? texts.last
  }

  private func precedesHeadline(_ index: Int, in pool: [Int]) -> Bool {
    guard let position = pool.firstIndex(of: index), position + 1 < pool.count else { return false }
    return headLines[pool[position + 1]].words > headLines[index].words
  }

  private mutating func placeDate(_ date: WrittenDate, line: PageLine, isBeforeTitle: Bool, index: Int) {
    if isBeforeTitle {
      // The paper's date, whatever stands around it: the day of the page.
      guard draft.article.retrieved == nil else { return }
      draft.article.retrieved = date.articleDate(evidence: .masthead, text: line.line.text)
      draft.dateLine = line.line.number
      warnOfWeekday(date, line: line)
    } else {
      placeStamps(date, nil, line: line)
    }
  }

  private mutating func placeStamps(_ published: WrittenDate?, _ updated: WrittenDate?, line: PageLine) {
    if let published, draft.article.published == nil {
      draft.article.published = published.articleDate(evidence: .byline, text: line.line.text)
      draft.dateLine = line.line.number
      warnOfWeekday(published, line: line)
    }
    if let updated, draft.article.updated == nil {
      draft.article.updated = updated.articleDate(evidence: .byline, text: line.line.text)
    }
  }

  private mutating func warnOfWeekday(_ date: WrittenDate, line: PageLine) {
    guard date.weekdayIsWrong, let day = date.day else { return }
    draft.warn(
      .dateWeekday, "“\(line.line.text)” names a weekday, but \(day) is a \(day.weekday.name)", line: line.line.number
    )
  }

  private mutating func placeBeforeTitle(_ line: PageLine, mastheadBlocks: Set<Int>) {
    let text = line.line.text
    if reader.isSection(text) {
      draft.article.section = text
    } else if reader.isPaper(text) || mastheadBlocks.contains(line.line.block) {
      draft.article.publisher = draft.article.publisher ?? text
    } else if line.words <= 4 {
      draft.article.section = text
    }
  }

  private mutating func placeAfterTitle(_ index: Int, title: Int?) {
    let line = headLines[index]
    let text = line.line.text
    let neighbours = headLines.filter { $0.line.block == line.line.block && $0.line.number != line.line.number }
    let isBesideTitle = title.map { headLines[$0].line.block == line.line.block } ?? false
    let isLabelled = neighbours.contains { line in
      switch line.kind {
      case .caption, .promotion, .related: return true
      default: return false
      }
    }
    let repeatsTitle = !draft.article.title.isEmpty && draft.article.title.hasPrefix(text)
    if reader.isSection(text), draft.article.section == nil {
      draft.article.section = text
    } else if !isLabelled, (2...4).contains(line.words), index + 1 < headLines.count, isStamp(headLines[index + 1]),
      headLines[index + 1].line.block == line.line.block, draft.article.authors.isEmpty
    {
      // A name above a date.
      draft.article.authors = PersonNames.split(text)
    } else if draft.article.subtitle == nil, line.words >= 6, !repeatsTitle, !isLabelled,
      isBesideTitle || neighbours.allSatisfy({ $0.kind != .text })
    {
      draft.article.subtitle = text
    } else {
      draft.article.captions.append(text)
    }
  }

  private func isStamp(_ line: PageLine) -> Bool {
    switch line.kind {
    case .date, .stamps: return true
    default: return false
    }
  }

  // MARK: Body

  private mutating func readBody(_ body: ArraySlice<PageLine>) {
    var skipsHeadlines = false
    let lastBodyLike = body.lastIndex { $0.isBodyLike } ?? body.startIndex
    var index = body.startIndex
    while index < body.endIndex {
      let line = body[index]
      let isTail = index > lastBodyLike
      switch line.kind {
      case .related(let isHeading): skipsHeadlines = isHeading || isTail
      case .end where isTail: return
      case .promotion, .furniture, .end: break
      case .caption(let text):
        if line.words <= 20 { draft.article.captions.append(text) } else { addParagraph(line) }
      case .tags(let words): draft.article.keywords += words
      case .byline(let authors, let date):
        if draft.article.authors.isEmpty { draft.article.authors = authors }
        if let date { placeStamps(date, nil, line: line) }
      case .stamps(let published, let updated): placeStamps(published, updated, line: line)
      case .editor(let role, let name):
        // The masthead again, at the foot of the page.
        if let name {
          addEditor(role: role, name: name)
        } else if index + 1 < body.endIndex, body[index + 1].kind == .text, body[index + 1].words <= 6 {
          addEditor(role: role, name: body[index + 1].line.text)
          index += 1
        }
      case .date where isTail: break
      case .breadcrumb where isTail: break
      case .text where line.line.text == draft.article.title: break
      case .text, .date, .breadcrumb:
        if skipsHeadlines, !line.isBodyLike { break }
        skipsHeadlines = false
        addParagraph(line)
      }
      index += 1
    }
  }

  private mutating func addParagraph(_ line: PageLine) {
    draft.addParagraph(line.line.text, line: line.line.number)
  }
}
