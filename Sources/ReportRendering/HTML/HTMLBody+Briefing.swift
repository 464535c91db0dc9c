import ReportArticles
import ReportDocument

extension HTMLBody {
  /// The day in brief: each line leads to its story where the page has it.
  mutating func digest(_ lines: [DigestLine], _ block: Block, _ outer: RenderContext) {
    guard !lines.isEmpty else { return }
    let title = vocabulary.dayInLines(lines.count)
    let context = outer.of(block, text: [])
    if isMail {
      writer.start("div", "digest")
    } else {
      writer.begin("nav", "digest")
      writer.attribute("aria-label", title)
      attributes(context, inside: outer)
      writer.finish()
    }
    writer.start("h2")
    writer.text(title)
    writer.endLine("h2")
    writer.start("ol")
    writer.markup("\n")
    for line in lines {
      let inner = context.with(line.language, line.direction)
      writer.begin("li")
      attributes(inner, inside: context)
      writer.finish()
      // In mail the story follows at once, and places in a message are not found by every program.
      if !isMail, let anchor = line.anchor, outline.anchors.contains(anchor), Self.isClassName(anchor) {
        writer.begin("a")
        writer.attribute("href", "#" + anchor)
        writer.finish()
        inlinesWithoutLinks(line.content, inner)
        writer.end("a")
      } else {
        inlinesWithoutLinks(line.content, inner)
      }
      writer.endLine("li")
    }
    writer.endLine("ol")
    if isMail { writer.endLine("div") } else { writer.endLine("nav") }
  }

  /// Numbers set large over what they count.
  mutating func figures(_ figures: [KeyFigure], _ outer: RenderContext) {
    guard !figures.isEmpty else { return }
    if !isMail { writer.markup("<dl class=\"figures\">\n") }
    for figure in figures {
      let context = outer.with(figure.language, figure.direction)
      if isMail {
        textBlock(
          "p", "figure", [.strong([.text(figure.value)]), .text(" ")] + figure.label, context, inside: outer)
        continue
      }
      writer.begin("div")
      attributes(context, inside: outer)
      writer.finish()
      writer.start("dt")
      writer.isolatedText(figure.value, in: context.direction)
      writer.end("dt")
      writer.start("dd")
      inlines(figure.label, context)
      writer.end("dd")
      writer.endLine("div")
    }
    if !isMail { writer.endLine("dl") }
  }

  /// Other articles on the same, folded.
  mutating func related(_ list: [ArticleCard.Related], _ context: RenderContext, _ outer: RenderContext) {
    guard !list.isEmpty else { return }
    let own = outer.with(document.language, document.direction)
    if isMail {
      writer.start("p", "by")
      writer.text(vocabulary.word(.more) + ": ")
      for (index, one) in list.enumerated() {
        if index > 0 { writer.markup(" · ") }
        self.related(one, own)
      }
      writer.endLine("p")
      return
    }
    writer.begin("details", "more")
    attributes(own, inside: context)
    writer.finish()
    writer.start("summary")
    writer.text("\(vocabulary.word(.more)) (\(vocabulary.number(Double(list.count))))")
    writer.endLine("summary")
    writer.start("ul")
    writer.markup("\n")
    for one in list {
      writer.start("li")
      related(one, own)
      writer.endLine("li")
    }
    writer.endLine("ul")
    writer.endLine("details")
  }

  private func related(_ one: ArticleCard.Related, _ outer: RenderContext) {
    let context = outer.with(one.language, one.direction)
    openLink(one.url ?? "", fallback: "#report")
    writer.begin("bdi")
    attributes(context, inside: outer)
    writer.finish()
    writer.isolatedText(one.title.isEmpty ? vocabulary.word(.untitled) : one.title, in: context.direction)
    writer.end("bdi")
    writer.end("a")
    if let source = one.source, !source.isEmpty {
      writer.markup(" ")
      writer.start("span", "by")
      writer.start("bdi")
      writer.text(source)
      writer.end("bdi")
      writer.end("span")
    }
  }

  /// A picture as a block of its own; nothing when it cannot be shown.
  mutating func image(_ picture: Picture, isWide: Bool, hasCaption: Bool, _ outer: RenderContext) {
    guard let shown = shelf.shown(picture, isWide: isWide) else { return }
    figure(picture, shown, isWide: isWide, hasCaption: hasCaption, outer)
  }

  /// A picture with its credit and, where there is room for it, its caption.
  func figure(
    _ picture: Picture, _ shown: PictureShelf.Shown, isWide: Bool, hasCaption: Bool, _ outer: RenderContext
  ) {
    let context = outer.with(picture.language, picture.direction)
    writer.begin("figure", isWide ? "picture" : "thumb")
    attributes(context, inside: outer)
    writer.finish()
    writer.begin("img", isWide ? nil : "thumb")
    writer.attribute("src", shown.address)
    writer.attribute("alt", OutputText.line(picture.alt))
    if shown.width > 0, shown.height > 0 {
      writer.attribute("width", shown.width)
      // Mail programs take the height for what it is whatever the width.
      if !isMail { writer.attribute("height", shown.height) }
    }
    writer.finish()
    let caption = hasCaption ? picture.caption ?? "" : ""
    let credit = picture.credit ?? ""
    if !caption.isEmpty || !credit.isEmpty {
      writer.start("figcaption", "caption")
      if !caption.isEmpty { writer.isolatedText(OutputText.line(caption), in: context.direction) }
      if !credit.isEmpty {
        if !caption.isEmpty { writer.markup(" ") }
        writer.start("span", "credit")
        writer.isolatedText(vocabulary.phrase(.photoBy, ["name": OutputText.line(credit)]), in: context.direction)
        writer.end("span")
      }
      writer.endLine("figcaption")
    }
    writer.endLine("figure")
  }
}
