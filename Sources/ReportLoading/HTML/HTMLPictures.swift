import CGumbo
import ReportArticles

/// Pictures in a page or a fragment: where they are, and what stands under them.
struct HTMLPictures {
  let tree: HTMLTree

  /// Attributes in `data-…` that name a picture that is loaded late.
  static let attributes: [StaticString] = [
    "data-src", "data-lazy-src", "data-original", "data-srcset", "data-lazy-srcset",
  ]

  /// Boxes that are looked through for a caption, from the picture outwards.
  private static let reach = 5
  private static let longestBox = 400

  /// The address of a picture as the page has it: of those that load late, the one that is loaded in the end.
  func source(_ node: Int) -> String? {
    for name in ["data-src", "data-lazy-src", "data-original", "src"] {
      if let address = tree.attribute(node, named: name), isAddress(address) { return address }
    }
    for name in ["srcset", "data-srcset", "data-lazy-srcset"] {
      if let set = tree.attribute(node, named: name), let address = largest(of: set) { return address }
    }
    // <picture> names its candidates beside the picture.
    let parent = Int(tree.parents[node])
    guard parent >= 0, tree.name(of: parent) == "picture" else { return nil }
    for sibling in tree.children(parent) where tree.has(sibling, GUMBO_TAG_SOURCE) {
      for name in ["srcset", "data-srcset"] {
        if let set = tree.attribute(sibling, named: name), let address = largest(of: set) { return address }
      }
    }
    return nil
  }

  private func isAddress(_ text: String) -> Bool {
    !text.isEmpty && CanonicalURL.isWeb(text) && !text.lowercased().hasPrefix("data:")
  }

  /// The candidate of the greatest width or density (HTML, “srcset attributes”).
  private func largest(of set: String) -> String? {
    var best: (address: String, size: Double)?
    for (address, size) in candidates(of: set) where isAddress(address) {
      if size > best?.size ?? 0 { best = (address, size) }
    }
    return best?.address
  }

  /// Addresses may have commas inside; one at the end of an address parts the candidates.
  private func candidates(of set: String) -> [(address: String, size: Double)] {
    var result: [(address: String, size: Double)] = []
    var rest = set[...]
    while result.count < 50 {
      rest = rest.drop { $0.isWhitespace || $0 == "," }
      guard !rest.isEmpty else { break }
      var address = rest.prefix { !$0.isWhitespace }
      rest = rest[address.endIndex...]
      var descriptor = Substring()
      if address.last == "," {
        while address.last == "," { address.removeLast() }
      } else {
        descriptor = rest.prefix { $0 != "," }
        rest = rest[descriptor.endIndex...]
      }
      let size = descriptor.split(whereSeparator: { $0.isWhitespace }).first.flatMap { Double($0.dropLast()) } ?? 1
      result.append((String(address), size.isFinite ? size : 1))
    }
    return result
  }

  /// The caption of a picture: that of its own figure, else that of the nearest box that holds this picture alone.
  func caption(_ node: Int) -> String? {
    var box = Int(tree.parents[node])
    for _ in 0..<Self.reach where box >= 0 {
      let isFigure = tree.has(box, GUMBO_TAG_FIGURE)
      guard Int(tree.ends[box]) - box < Self.longestBox else { return nil }
      let inside = tree.descendants(box)
      // In a figure with several the first one has the caption.
      guard let first = inside.first(where: { tree.has($0, GUMBO_TAG_IMG) }), first == node else { return nil }
      if !isFigure, inside.contains(where: { $0 != node && tree.has($0, GUMBO_TAG_IMG) }) { return nil }
      if let caption = inside.first(where: { tree.has($0, GUMBO_TAG_FIGCAPTION) || isCaption($0) }) {
        let text = tree.plainText(caption)
        return text.isEmpty ? nil : text
      }
      if isFigure { return nil }
      box = Int(tree.parents[box])
    }
    return nil
  }

  func isCaption(_ node: Int) -> Bool {
    !tree.isText(node) && Int(tree.ends[node]) - node < 40
      && HTMLNames.shared.meaning(tree, node, "class").contains(.caption)
  }
}

extension ArticleDraft {
  private static let mostPictures = 50

  /// Adds the paragraphs of a fragment of HTML, its pictures and their captions, which are no paragraphs.
  mutating func addMarkup(_ html: String, base: String?, line: Int? = nil) {
    let tree = HTMLTree(Array(html.utf8), isFragment: true)
    guard tree.count > 0 else { return }
    var excluded: [Bool] = []
    if html.utf8.contains(UInt8(ascii: "<")), (0..<tree.count).contains(where: { tree.has($0, GUMBO_TAG_IMG) }) {
      excluded = [Bool](repeating: false, count: tree.count)
      takePictures(tree, base, &excluded)
    }
    var collector = BlockCollector(tree: tree, excluded: excluded)
    // No script runs in a record; and an element that its page never closed would take the rest with it.
    collector.readsNoscript = true
    collector.collect(0)
    for block in collector.blocks { addParagraph(block.text, line: line, isLaidOut: true) }
  }

  private mutating func takePictures(_ tree: HTMLTree, _ base: String?, _ excluded: inout [Bool]) {
    let pictures = HTMLPictures(tree: tree)
    for node in 0..<tree.count where tree.has(node, GUMBO_TAG_IMG) {
      guard article.images.count < Self.mostPictures, let source = pictures.source(node) else { continue }
      // Those that count readers are a point wide.
      let sizes = ["width", "height"].compactMap { tree.attribute(node, named: $0) }.compactMap { Int($0) }
      if sizes.contains(where: { $0 < 16 }) { continue }
      let address = CanonicalURL.resolve(source, base: base)
      let caption = pictures.caption(node)
      let alt = tree.attribute(node, "alt").map { TextLayout.collapse($0) }.flatMap { $0.isEmpty ? nil : $0 }
      if let place = article.images.firstIndex(where: { $0.url == address }) {
        article.images[place].caption = article.images[place].caption ?? caption
        article.images[place].alt = article.images[place].alt ?? alt
      } else {
        article.images.append(Article.Image(url: address, caption: caption, alt: alt))
      }
      if let caption, !article.captions.contains(caption) { article.captions.append(caption) }
      exclude(captionsBeside: node, tree, pictures, &excluded)
    }
  }

  private func exclude(captionsBeside node: Int, _ tree: HTMLTree, _ pictures: HTMLPictures, _ excluded: inout [Bool]) {
    var box = Int(tree.parents[node])
    for _ in 0..<5 where box > 0 {
      guard Int(tree.ends[box]) - box < 400 else { return }
      let isFigure = tree.has(box, GUMBO_TAG_FIGURE)
      for inner in tree.descendants(box)
      where tree.has(inner, GUMBO_TAG_FIGCAPTION) || isFigure && pictures.isCaption(inner) {
        excluded[inner] = true
      }
      if isFigure { return }
      box = Int(tree.parents[box])
    }
  }
}
