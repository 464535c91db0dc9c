import ReportArticles
import ReportDocument

extension HTMLBody {
  mutating func inlines(_ list: [Inline], _ context: RenderContext) {
    for inline in list { self.inline(inline, context) }
  }

  /// Inlines inside a link, where no other link may stand.
  mutating func inlinesWithoutLinks(_ list: [Inline], _ context: RenderContext) {
    for inline in list {
      switch inline {
      case .citation: break
      case .link(let inner, _): inlinesWithoutLinks(inner, context)
      case .strong(let inner): element("strong", inner, context)
      case .emphasis(let inner): element("em", inner, context)
      case .span(let inner, let language, let direction): span(inner, language, direction, context, hasLinks: false)
      case .text, .code, .date, .number, .lineBreak: self.inline(inline, context)
      }
    }
  }

  private mutating func element(_ tag: StaticString, _ inner: [Inline], _ context: RenderContext) {
    writer.start(tag)
    inlinesWithoutLinks(inner, context)
    writer.end(tag)
  }

  private mutating func inline(_ inline: Inline, _ context: RenderContext) {
    switch inline {
    case .text(let text): writer.isolatedText(text, in: context.direction)
    case .strong(let inner):
      writer.start("strong")
      inlines(inner, context)
      writer.end("strong")
    case .emphasis(let inner):
      writer.start("em")
      inlines(inner, context)
      writer.end("em")
    case .link(let inner, let url):
      openLink(url, fallback: "#report")
      inlinesWithoutLinks(inner, context)
      writer.end("a")
    case .code(let text):
      writer.begin("code")
      writer.attribute("dir", "ltr")
      writer.finish()
      writer.text(text)
      writer.end("code")
    case .date(let text, let value): date(text, value, context)
    case .number(let text, let value):
      let isolates = context.direction == .rightToLeft
      if isolates { writer.start("bdi") }
      if value.isFinite {
        writer.begin("data")
        writer.attribute("value", NumberText.plain(value))
        writer.finish()
      } else {
        writer.start("span")
      }
      writer.text(text)
      writer.end(value.isFinite ? "data" : "span")
      if isolates { writer.end("bdi") }
    case .span(let inner, let language, let direction): span(inner, language, direction, context, hasLinks: true)
    case .citation(let marks): citation(marks)
    case .lineBreak: writer.markup("<br>")
    }
  }

  private mutating func span(
    _ inner: [Inline], _ language: String?, _ direction: TextDirection?, _ outer: RenderContext, hasLinks: Bool
  ) {
    let language = language ?? outer.language
    let context = outer.with(language, direction ?? TextDirection.of(language: language))
    let tag: StaticString = context.direction == outer.direction ? "span" : "bdi"
    writer.begin(tag)
    attributes(context, inside: outer)
    writer.finish()
    if hasLinks { inlines(inner, context) } else { inlinesWithoutLinks(inner, context) }
    writer.end(tag)
  }

  /// A link to a safe address; an address that is not safe is replaced by a place in the report itself, so that the page
  /// has the same form whatever the data holds.
  func openLink(_ url: String, fallback: String) {
    writer.begin("a")
    writer.attribute("href", SafeLink.address(url) ?? fallback)
    writer.finish()
  }

  func date(_ text: String, _ value: String?, _ context: RenderContext) {
    if let value, NumberText.isHTMLDate(value) {
      writer.begin("time")
      writer.attribute("datetime", value)
      writer.finish()
      writer.isolatedText(text, in: context.direction)
      writer.end("time")
    } else {
      writer.start("span", "date")
      writer.isolatedText(text, in: context.direction)
      writer.end("span")
    }
  }

  /// More markers than this at one place are folded behind their number.
  private static let mostMarks = 3

  private mutating func citation(_ marks: [CitationMark]) {
    guard options.citations(of: document) != .omitted else { return }
    var found: [(source: Int, isFirst: Bool)] = []
    for mark in marks where mark.source >= 1 && mark.source <= document.sources.count {
      let number = cite(mark)
      if !found.contains(where: { $0.source == mark.source }) { found.append((mark.source, number == 1)) }
    }
    guard !found.isEmpty else { return }
    if found.count > 1 { found.sort { $0.source < $1.source } }
    // One more is shown as soon as it is counted.
    let shown = found.count > Self.mostMarks + 1 ? Self.mostMarks : found.count
    writer.start("sup", "cite")
    markers(found[..<shown])
    if shown < found.count {
      let rest = found.count - shown
      if isMail {
        writer.markup(" +")
        writer.out.append(rest)
      } else {
        folds += 1
        writer.begin("a", "rest")
        writer.attribute("href", "#others-\(folds)")
        writer.attribute("aria-label", vocabulary.phrase(.moreSources, ["number": String(rest)]))
        writer.markup(">+")
        writer.out.append(rest)
        writer.markup("</a>")
        writer.begin("span", "others")
        writer.attribute("id", "others-\(folds)")
        writer.markup("><span class=\"comma\">,</span>")
        markers(found[shown...])
        writer.end("span")
      }
    }
    writer.end("sup")
  }

  private func markers(_ marks: ArraySlice<(source: Int, isFirst: Bool)>) {
    for (index, mark) in marks.enumerated() {
      if index > 0 { writer.markup("<span class=\"comma\">,</span>") }
      writer.begin("a")
      if !isMail {
        if mark.isFirst { writer.attribute("id", "cite-\(mark.source)") }
        writer.attribute("role", "doc-noteref")
        writer.attribute("aria-label", vocabulary.phrase(.sourceNumber, ["number": String(mark.source)]))
      }
      writer.attribute("href", "#source-\(mark.source)")
      writer.finish()
      writer.out.append(mark.source)
      writer.end("a")
    }
  }

  /// Sentences of a summary as running text; one paragraph for each stretch of one language.
  mutating func summaryText(_ items: [SummaryItem], _ style: StaticString?, _ outer: RenderContext) {
    var index = 0
    while index < items.count {
      let context = outer.with(items[index].language, items[index].direction)
      writer.begin("p", style)
      attributes(context, inside: outer)
      writer.finish()
      var isFirst = true
      while index < items.count, items[index].language == context.language, items[index].direction == context.direction
      {
        if !isFirst { writer.markup(" ") }
        isFirst = false
        inlines(items[index].content, context)
        index += 1
      }
      writer.endLine("p")
    }
  }

  mutating func summaryList(_ items: [SummaryItem], _ block: Block, _ outer: RenderContext) {
    guard !items.isEmpty else { return }
    let context = outer.of(block, text: [])
    writer.begin("ul", "summary")
    attributes(context, inside: outer)
    writer.finish()
    writer.markup("\n")
    for item in items {
      textBlock("li", nil, item.content, context.with(item.language, item.direction), inside: context)
    }
    writer.endLine("ul")
  }
}
