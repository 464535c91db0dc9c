import ReportArticles
import ReportDocument

extension HTMLBody {

  mutating func card(_ card: ArticleCard, _ outer: RenderContext) {
    let context = outer.with(card.language, card.direction)
    let shown = card.picture.flatMap { shelf.shown($0, isWide: outer.isLead) }
    writer.begin("article", shown == nil ? "card" : "card pictured")
    if let anchor = card.anchor, !isMail, outline.wantedAnchors.contains(anchor), Self.isClassName(anchor),
      writtenAnchors.insert(anchor).inserted
    {
      writer.attribute("id", anchor)
    }
    attributes(context, inside: outer)
    writer.finish()
    writer.markup("\n")
    if let picture = card.picture, let shown {
      figure(picture, shown, isWide: outer.isLead, hasCaption: outer.isLead, context)
      if !isMail { writer.markup("<div class=\"text\">\n") }
    }
    if let kicker = card.kicker, !kicker.isEmpty {
      writer.start("p", "kicker")
      writer.isolatedText(kicker, in: context.direction)
      writer.endLine("p")
    }
    let tag = Self.headingTag(outer.level + 1)
    writer.begin(tag, "headline")
    writer.finish()
    let title = card.title.isEmpty ? vocabulary.word(.untitled) : card.title
    if let target = target(of: card) {
      writer.begin("a")
      writer.attribute("href", target)
      writer.finish()
      writer.isolatedText(title, in: context.direction)
      writer.end("a")
    } else {
      writer.isolatedText(title, in: context.direction)
    }
    writer.endLine(tag)
    summaryText(card.summary, nil, context)
    byline(card, context, outer)
    related(card.related, context, outer)
    if shown != nil, !isMail { writer.markup("</div>\n") }
    writer.endLine("article")
  }

  /// Where a headline leads: to the article, else to its entry in the list of sources.
  private func target(of card: ArticleCard) -> String? {
    if let url = card.url, let address = SafeLink.address(url) { return address }
    if options.citations(of: document) != .omitted {
      for item in card.summary {
        for case .citation(let marks) in item.content {
          if let mark = marks.first, mark.source >= 1, mark.source <= document.sources.count {
            return "#source-\(mark.source)"
          }
        }
      }
    }
    return card.url == nil ? nil : "#report"
  }

  private func byline(_ card: ArticleCard, _ context: RenderContext, _ outer: RenderContext) {
    guard !card.sources.isEmpty || card.dateText != nil || card.remark != nil else { return }
    writer.start("p", "by")
    var isFirst = true
    func separate() {
      if !isFirst { writer.markup(" <span class=\"dot\">·</span> ") }
      isFirst = false
    }
    if !card.sources.isEmpty {
      separate()
      writer.start("span", "sources")
      names(card.sources, context)
      writer.end("span")
    }
    // Date and remark are in the document's own language.
    let own = outer.with(document.language, document.direction)
    for (index, text) in [card.dateText, card.remark].enumerated() {
      guard let text, !text.isEmpty else { continue }
      separate()
      writer.begin("bdi", index == 1 ? "remark" : nil)
      attributes(own, inside: context)
      writer.finish()
      if index == 0 { date(text, card.dateValue, own) } else { writer.isolatedText(text, in: own.direction) }
      writer.end("bdi")
    }
    writer.endLine("p")
  }

  /// Names of sources, each isolated: they may be in any script.
  func names(_ names: [String], _ context: RenderContext) {
    for (index, name) in names.enumerated() {
      if index > 0 { writer.text(vocabulary.word(.listSeparator)) }
      writer.start("bdi")
      writer.text(name)
      writer.end("bdi")
    }
  }

  mutating func table(_ table: Table, _ block: Block, _ outer: RenderContext) {
    guard !table.columns.isEmpty else { return }
    let context = outer.of(block, text: [])
    if !isMail { writer.markup("<div class=\"table-frame\">") }
    writer.begin("table", "data")
    attributes(context, inside: outer)
    writer.finish()
    writer.markup("\n")
    if !table.caption.isEmpty {
      textBlock("caption", nil, table.caption, context.of(table.caption), inside: context)
    }
    if table.columns.contains(where: { !$0.title.isEmpty }) {
      writer.markup("<thead><tr>")
      for column in table.columns {
        writer.begin("th", Self.alignment(column.alignment))
        writer.attribute("scope", "col")
        attributes(context.of(column.title), inside: context)
        writer.finish()
        inlines(column.title, context.of(column.title))
        writer.end("th")
      }
      writer.markup("</tr></thead>\n")
    }
    let labels = table.columns.map { OutputText.line($0.title.plainText) }
    writer.markup("<tbody>\n")
    for (index, row) in table.rows.enumerated() {
      let isTotal = table.hasTotals && index == table.rows.count - 1
      if isTotal, index > 0 {
        writer.endLine("tbody")
        writer.start("tbody", "totals")
        writer.markup("\n")
      }
      writer.markup("<tr>")
      for (number, column) in table.columns.enumerated() {
        let cell = number < row.count ? row[number] : []
        let inner = context.of(cell)
        writer.begin("td", Self.alignment(column.alignment))
        if !isMail, !labels[number].isEmpty { writer.attribute("data-label", labels[number]) }
        writer.finish()
        // A cell stands where its column does, whatever the direction of what is in it.
        if inner.direction != context.direction {
          writer.begin("bdi")
          attributes(inner, inside: context)
          writer.finish()
          inlines(cell, inner)
          writer.end("bdi")
        } else {
          inlines(cell, inner)
        }
        writer.end("td")
      }
      writer.markup("</tr>\n")
    }
    writer.markup("</tbody>\n")
    writer.endLine("table")
    if !isMail { writer.markup("</div>\n") }
  }

  private static func alignment(_ alignment: Table.Alignment) -> StaticString? {
    switch alignment {
    case .start: return nil
    case .center: return "center"
    case .end: return "end"
    }
  }

  /// The numbered list that citation markers lead to.
  mutating func sources(_ outer: RenderContext) {
    let context = outer.with(document.language, document.direction)
    writer.begin("section", "sources")
    if !isMail {
      writer.attribute("id", "sources")
      writer.attribute("aria-labelledby", "sources-heading")
    }
    writer.finish()
    writer.begin("h2")
    if !isMail { writer.attribute("id", "sources-heading") }
    writer.finish()
    writer.text(vocabulary.word(.sources))
    writer.endLine("h2")
    writer.start("ol")
    writer.markup("\n")
    for (index, source) in document.sources.enumerated() { self.source(source, index + 1, context) }
    writer.endLine("ol")
    if !isMail, options.citations(of: document) != .full { evidence(context) }
    writer.endLine("section")
  }

  /// What the dates of the sources were found in, on demand: each kind with the numbers of its sources.
  private func evidence(_ context: RenderContext) {
    var kinds: [(words: String, numbers: [Int])] = []
    for (index, source) in document.sources.enumerated() {
      guard let words = source.evidence, !words.isEmpty else { continue }
      if let place = kinds.firstIndex(where: { $0.words == words }) {
        kinds[place].numbers.append(index + 1)
      } else {
        kinds.append((words, [index + 1]))
      }
    }
    guard !kinds.isEmpty else { return }
    writer.start("details", "how")
    writer.start("summary")
    writer.text(vocabulary.word(.howDated))
    writer.end("summary")
    writer.start("p")
    for (index, kind) in kinds.enumerated() {
      if index > 0 { writer.markup(" <span class=\"dot\">·</span> ") }
      writer.isolatedText(kind.words, in: context.direction)
      writer.markup(": ")
      for (place, number) in kind.numbers.enumerated() {
        if place > 0 { writer.text(vocabulary.word(.listSeparator)) }
        writer.markup("<a href=\"#source-")
        writer.out.append(number)
        writer.markup("\">")
        writer.out.append(number)
        writer.markup("</a>")
      }
    }
    writer.endLine("p")
    writer.endLine("details")
  }

  private mutating func source(_ source: Document.Source, _ number: Int, _ outer: RenderContext) {
    let context = outer.with(source.language, source.direction)
    writer.begin("li")
    writer.attribute("id", "source-\(number)")
    writer.finish()
    writer.begin("span", "entry")
    attributes(context, inside: outer)
    writer.finish()
    if let publisher = source.publisher, !publisher.isEmpty {
      writer.start("span", "publisher")
      writer.isolatedText(publisher, in: context.direction)
      writer.end("span")
      writer.markup(" ")
    }
    let title = source.title.isEmpty ? vocabulary.word(.untitled) : source.title
    let isCited = citedCounts[number - 1] > 0 && !isMail
    // An entry has the same form whatever its article brings along.
    openLink(source.url ?? "", fallback: isCited ? "#cite-\(number)" : "#source-\(number)")
    writer.isolatedText(title, in: context.direction)
    writer.end("a")
    writer.end("span")
    if isCited {
      // The arrow stays with the last word.
      writer.markup("&#160;<a class=\"back\" role=\"doc-backlink\" href=\"#cite-")
      writer.out.append(number)
      writer.markup("\"")
      writer.attribute("aria-label", vocabulary.word(.backToText))
      writer.markup(">↑</a>")
    }
    if let text = source.date, !text.isEmpty {
      writer.markup(" ")
      writer.start("span", "evidence")
      date(dateText(text, source), source.dateValue, outer)
      writer.end("span")
    }
    if !passages.isEmpty { passageList(passages[number - 1], outer) }
    writer.endLine("li")
  }

  /// The date of a source, with what it was found in where everything about citations is to be shown.
  private func dateText(_ text: String, _ source: Document.Source) -> String {
    guard options.citations(of: document) == .full, let evidence = source.evidence else { return text }
    return vocabulary.phrase(.withEvidence, ["date": text, "evidence": evidence])
  }

  /// The passages cited: paragraph (from 1, a pilcrow alone for the headline) and characters.
  private func passageList(_ passages: [Citation], _ context: RenderContext) {
    guard !passages.isEmpty else { return }
    writer.markup(" ")
    writer.start("span", "passages")
    for (index, passage) in passages.enumerated() {
      if index > 0 { writer.text(vocabulary.word(.listSeparator)) }
      writer.start("bdi")
      writer.text(PassageText.of(passage))
      writer.end("bdi")
    }
    writer.end("span")
  }
}
