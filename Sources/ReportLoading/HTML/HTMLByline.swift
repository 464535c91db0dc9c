import CGumbo
import ReportArticles

/// Reads the names of authors out of an element that a page gives to them, in which labels, roles, places, dates and
/// buttons stand beside the names.
struct HTMLByline {
  private let tree: HTMLTree
  private let lineReader = PageLineReader()
  /// The names of the site, folded: it is no author of its own articles where people stand beside it.
  private let sites: Set<String>

  /// `sites` are the names of the page's publisher, as far as they are known.
  init(tree: HTMLTree, sites: [String?]) {
    self.tree = tree
    self.sites = Set(sites.compactMap { $0.map(TextLayout.key) }).subtracting([""])
  }

  /// The names in an element for authors; empty when there are none that look like names.
  func names(in node: Int) -> [String] {
    let inner = innerNames(node)
    if !inner.isEmpty { return inner }
    let links = tree.descendants(node).filter { tree.has($0, GUMBO_TAG_A) && isProfile($0) }
    let linked = links.flatMap { people(in: tree.plainText($0)) }.uniqued()
    if !linked.isEmpty { return linked }
    return pieceNames(node)
  }

  /// Whether the address of a link leads to a page about a person who writes.
  func isProfile(_ link: Int) -> Bool {
    if tree.attribute(link, "rel")?.lowercased().split(separator: " ").contains("author") == true { return true }
    guard let address = tree.attribute(link, "href")?.lowercased() else { return false }
    let path = address.firstRange(of: "://").map { address[$0.upperBound...].drop { $0 != "/" } } ?? address[...]
    return path.split(whereSeparator: { "/?&#".contains($0) }).dropLast().contains {
      let part = String($0)
      return HTMLByline.profiles.contains(part) || HTMLByline.profileParts.contains { part.holds($0) }
    } || path.hasPrefix("/@") || path.holds("author=")
  }

  private static let profileParts = [
    "author", "writer", "journalist", "reporter", "columnist", "contributor", "profile",
  ]

  private static let profiles: Set<String> = [
    "author", "authors", "by", "byline", "bylines", "writer", "writers", "contributor", "contributors", "contributeurs",
    "people", "person", "persons", "profile", "profiles", "profil", "staff", "journalist", "journalists", "journaliste",
    "journalistes", "reporter", "reporters", "columnist", "columnists", "auteur", "auteurs", "signataires", "autor",
    "autores", "autoren", "autorin", "firmas", "firma", "redaktion", "redakteur", "redakteure", "correspondents",
    "editor",
    "team", "users", "user", "autori", "autore", "كاتب", "الكاتب", "كتاب", "المؤلف", "مؤلف",
  ]

  /// Names out of elements inside of one for authors which are for authors themselves.
  private func innerNames(_ node: Int) -> [String] {
    var found: [String] = []
    var child = node + 1
    while child < Int(tree.ends[node]) {
      let meaning = tree.isText(child) ? [] : HTMLNames.shared.meaning(tree, named: child)
      guard meaning.contains(.author) || tree.attribute(child, "itemprop") == "name" else {
        child += 1
        continue
      }
      let inner = names(in: child)
      found += inner
      child = Int(tree.ends[child])
    }
    return found.uniqued()
  }

  /// The first names among the texts of the elements, one by one: “By”, “Jane Doe”, “Political correspondent”, “Share”.
  private func pieceNames(_ node: Int) -> [String] {
    var found: [String] = []
    var parent: Int?
    for child in tree.descendants(node) where tree.isText(child) {
      let text = tree.plainText(child)
      guard text.unicodeScalars.contains(where: { $0.properties.isAlphabetic }) else { continue }
      let element = Int(tree.parents[child])
      if HTMLElements.isInvisible(tree.tags[element]) { continue }
      let names = people(in: text)
      if names.isEmpty {
        // A label goes before the first name; what follows the last is a role or something else.
        if found.isEmpty || HTMLByline.conjunctions.contains(TextFolding.fold(text)) { continue }
        break
      }
      if let parent,
        tree.tags[parent] != tree.tags[element]
          || tree.attribute(parent, "class") != tree.attribute(element, "class")
      {
        break
      }
      found += names
      parent = element
    }
    return found.uniqued()
  }

  private static let conjunctions: Set<String> = ["and", "und", "et", "y", "e", "و", "with", "in", "&"]

  /// The people that a text beside a date names: nothing but names, in no link that leads to a section, and no section.
  func names(inPiece node: Int) -> [String] {
    let text = tree.plainText(node)
    guard TextLayout.wordCount(text) <= 10, !TextLayout.endsSentence(text) else { return [] }
    var parent = Int(tree.parents[node])
    for _ in 0..<3 where parent > 0 {
      if tree.has(parent, GUMBO_TAG_A), !isProfile(parent) { return [] }
      if HTMLElements.isHeading(tree.tags[parent]) { return [] }
      parent = Int(tree.parents[parent])
    }
    let names = people(in: text)
    let isPlain = names.allSatisfy { name in
      (2...4).contains(TextLayout.wordCount(name)) && !PersonNames.isPlace(name)
        && !name.split(separator: " ").contains { lineReader.isSection(String($0)) }
    }
    // Nothing may be left but what joins names.
    let rest = names.reduce(text) { $0.replacing($1, with: "") }
    return isPlain && TextLayout.wordCount(rest) <= 1 && !rest.holds("(") ? names : []
  }

  /// The people that a link to a writer's page names.
  func names(inLinkAround node: Int) -> [String] {
    var parent = Int(tree.parents[node])
    for _ in 0..<3 where parent > 0 {
      if tree.has(parent, GUMBO_TAG_A) { return isProfile(parent) ? people(in: tree.plainText(parent)) : [] }
      parent = Int(tree.parents[parent])
    }
    return []
  }

  /// The people that a short text names, if it names people.
  private func people(in text: String) -> [String] {
    guard TextLayout.wordCount(text) <= 12, !TextLayout.endsSentence(text) || text.utf8.count < 40 else { return [] }
    let line = lineReader.read(TextLayout.Line(text: text, number: 1, block: 1))
    let names: [String]
    switch line.kind {
    case .byline(let authors, _): names = authors
    case .text, .breadcrumb: names = PersonNames.split(text)
    case .editor(_, let name): names = name.map { [$0] } ?? []
    default: return []
    }
    return names.filter { PersonNames.looksLikePerson($0) && !isSite($0) }
  }

  /// Whether a name is that of the site, with a place before it or more behind it.
  func isSite(_ name: String) -> Bool {
    let key = TextLayout.key(name.split(separator: ":").last.map(String.init) ?? name)
    return sites.contains { key.hasPrefix($0) || (key.utf8.count >= 5 && $0.hasPrefix(key)) }
  }
}
