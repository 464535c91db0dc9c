import CGumbo
import ReportArticles

/// The pictures of an article and what is written below them: from the headline to the end of the text, and galleries
/// that follow in the same article.
struct HTMLImages {
  private(set) var captions: [String] = []
  private(set) var images: [Article.Image] = []

  private let tree: HTMLTree
  private let content: MainContent
  private let base: String?
  /// Addresses that were seen.
  private var seen: Set<String> = []

  init(tree: HTMLTree, content: MainContent, metadata: HTMLMetadata, heading: Int?, base: String?) {
    self.tree = tree
    self.content = content
    self.base = base
    if let container = content.container {
      // The picture above the text belongs to it.
      let start = heading.map { min($0, container) } ?? container
      let end = Int(tree.ends[container])
      read(start..<end)
      if let scope = articleScope(around: container) { read(end..<Int(tree.ends[scope]), within: scope) }
    }
    if images.isEmpty { addDeclared(metadata) }
  }

  /// Reads pictures and captions; with `scope`, of figures and galleries only.
  private mutating func read(_ range: Range<Int>, within scope: Int? = nil) {
    var node = range.lowerBound
    while node < range.upperBound {
      defer { node += 1 }
      if tree.isText(node) { continue }
      if scope != nil, isElsewhere(node) {
        node = Int(tree.ends[node]) - 1
        continue
      }
      if tree.has(node, GUMBO_TAG_FIGCAPTION) || isCaption(node) {
        if scope == nil || isInGallery(node, below: scope) { addCaption(node) }
      } else if tree.has(node, GUMBO_TAG_IMG) || tree.isUnknown(node, named: "amp-img") {
        if scope == nil || isInGallery(node, below: scope) { addImage(node) }
      }
    }
  }

  private mutating func addCaption(_ node: Int) {
    let text = tree.plainText(node)
    guard !text.isEmpty, TextLayout.wordCount(text) <= 80, captions.count < 100, !isInLink(node) else { return }
    if captions.contains(where: { $0.contains(text) || text.contains($0) }) { return }
    captions.append(text)
  }

  // MARK: Where

  /// The article around the text, else the main part of the page.
  private func articleScope(around container: Int) -> Int? {
    var main: Int?
    var parent = container
    while parent > 0 {
      if tree.has(parent, GUMBO_TAG_ARTICLE) { return parent }
      if tree.has(parent, GUMBO_TAG_MAIN) { main = parent }
      parent = Int(tree.parents[parent])
    }
    return main
  }

  /// What is no part of the article, though it stands in the same element.
  private func isElsewhere(_ node: Int) -> Bool {
    if [GUMBO_TAG_ASIDE, GUMBO_TAG_NAV, GUMBO_TAG_FOOTER, GUMBO_TAG_FORM, GUMBO_TAG_ARTICLE].contains(where: {
      tree.has(node, $0)
    }) {
      return true
    }
    if HTMLElements.isLink(tree, node), !leadsToImage(node) { return true }
    let meaning = content.names.meaning(tree, named: node)
    return meaning.contains(.foreign) || meaning.contains(.teaser)
  }

  private func isInGallery(_ node: Int, below scope: Int?) -> Bool {
    var parent = Int(tree.parents[node])
    let isInArticle = scope.map { tree.has($0, GUMBO_TAG_ARTICLE) } ?? true
    while parent > scope ?? 0 {
      if isInArticle, tree.has(parent, GUMBO_TAG_FIGURE) { return true }
      if content.names.meaning(tree, parent, "class", "id").contains(.gallery) { return true }
      parent = Int(tree.parents[parent])
    }
    return false
  }

  private func isCaption(_ node: Int) -> Bool {
    guard Int(tree.ends[node]) - node < 40, content.names.meaning(tree, node, "class").contains(.caption),
      !holdsPicture(node)
    else { return false }
    // Other things call what they say a caption, too.
    var box = Int(tree.parents[node])
    for _ in 0..<4 where box > 0 {
      if Int(tree.ends[box]) - box > 80 { return false }
      if holdsPicture(box) { return !holdsText(box, beside: node) }
      box = Int(tree.parents[box])
    }
    return false
  }

  private func holdsText(_ box: Int, beside caption: Int) -> Bool {
    let inside = caption..<Int(tree.ends[caption])
    return tree.descendants(box).contains { tree.has($0, GUMBO_TAG_P) && !inside.contains($0) && !isIn($0, caption) }
  }

  private func isIn(_ outer: Int, _ inner: Int) -> Bool { (outer..<Int(tree.ends[outer])).contains(inner) }

  private func holdsPicture(_ box: Int) -> Bool {
    tree.descendants(box).contains {
      tree.has($0, GUMBO_TAG_IMG) || tree.has($0, GUMBO_TAG_VIDEO) || tree.has($0, GUMBO_TAG_IFRAME)
        || tree.isUnknown($0, named: "amp-img")
    }
  }

  private func isInLink(_ node: Int) -> Bool {
    var parent = Int(tree.parents[node])
    for _ in 0..<6 where parent > 0 {
      if HTMLElements.isLink(tree, parent) { return !leadsToImage(parent) }
      parent = Int(tree.parents[parent])
    }
    return false
  }

  private func leadsToImage(_ link: Int) -> Bool {
    guard let address = tree.attribute(link, "href")?.lowercased() else { return false }
    let path = address.prefix { $0 != "?" && $0 != "#" }
    return address.hasPrefix("#")
      || [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"].contains { path.hasSuffix($0) }
  }

  // MARK: Pictures

  private mutating func addImage(_ node: Int) {
    let pictures = HTMLPictures(tree: tree)
    guard images.count < 50, let source = pictures.source(node) else { return }
    if content.excluded[node], !isInFigure(node) { return }
    let width = tree.attribute(node, "width").flatMap { Int($0) } ?? 200
    guard width >= 100, seen.insert(source).inserted else { return }
    let alt = tree.attribute(node, "alt").map { TextLayout.collapse($0) }.flatMap { $0.isEmpty ? nil : $0 }
    images.append(
      Article.Image(url: CanonicalURL.resolve(source, base: base), caption: pictures.caption(node), alt: alt))
  }

  private func isInFigure(_ node: Int) -> Bool {
    var parent = Int(tree.parents[node])
    for _ in 0..<6 where parent >= 0 {
      if tree.has(parent, GUMBO_TAG_FIGURE) { return true }
      if Int(tree.ends[parent]) - parent < 40, content.names.meaning(tree, parent, "class").contains(.caption) {
        return true
      }
      parent = Int(tree.parents[parent])
    }
    return false
  }

  /// What the page's data and metadata show where its text shows nothing; a picture in several sizes once.
  private mutating func addDeclared(_ metadata: HTMLMetadata) {
    var names: Set<String> = []
    for image in metadata.linkedData.images.prefix(50) where names.insert(HTMLImages.name(of: image.url)).inserted {
      images.append(image)
    }
    if images.isEmpty, let address = metadata.meta("og:image", "twitter:image"), CanonicalURL.isWeb(address) {
      images = [Article.Image(url: CanonicalURL.resolve(address, base: base), alt: metadata.meta("og:image:alt"))]
    }
  }

  /// The file name of a picture without its size: `tower-1200x800.jpg` is that of `tower.jpg`.
  private static func name(of address: String) -> String {
    let path = address.prefix { $0 != "?" && $0 != "#" }
    guard let file = path.split(separator: "/").last, file.contains(".") else { return address }
    let stem = file[..<(file.lastIndex(of: ".") ?? file.endIndex)]
    guard let dash = stem.lastIndex(where: { $0 == "-" || $0 == "_" }) else { return String(file) }
    let size = stem[stem.index(after: dash)...]
    return size.contains("x") && size.allSatisfy { $0.isNumber || $0 == "x" } ? String(stem[..<dash]) : String(file)
  }
}
