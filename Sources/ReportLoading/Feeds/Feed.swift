import ReportArticles

/// A feed as it was read: RSS, Atom, RDF, CDF or JSON Feed.
struct Feed {
  struct Person: Sendable, Hashable {
    var name: String?
    var email: String?
    var url: String?

    /// `Name (mail)`.
    var text: String? {
      guard let name, let email else { return name ?? email }
      return "\(name) (\(email))"
    }
  }

  struct Link: Sendable, Hashable {
    var href: String
    var rel = "alternate"
    var type: String?
    var length: String?
  }

  /// What feeds and their entries have in common.
  struct Item {
    var title: String?
    var id: String?
    /// A title of another vocabulary, which counts where there is none of its own.
    var otherTitle: String?
    var link: String?
    var linkType: String?
    /// The link is the one before a service put its own in its place.
    var hasOriginalLink = false
    var links: [Link] = []
    /// Markup or text, as the source has it.
    var summary: String?
    var content: String?
    var rights: String?
    /// All that is said about use.
    var statedRights = ArticleRights()
    var language: String?
    /// Languages of single parts, where they have their own.
    var partLanguages: [String: String] = [:]
    var published: String?
    var updated: String?
    /// A date that does not say which of the two it is.
    var date: String?
    var authors: [Person] = []
    /// Authors of a feed that its entries have, too, where they name none.
    var heritableAuthors: [Person] = []
    var tags: [String] = []
    var image: String?
    var enclosures: [Link] = []
    var sourceTitle: String?
    var sourceAuthor: Person?
    var publisher: String?
    var line: Int?
    var images: [Article.Image] = []
    /// What relative addresses in its markup are relative to.
    var base: String?

    /// Makes the addresses absolute.
    mutating func resolve(against base: String) {
      func absolute(_ address: String) -> String {
        address.isEmpty || !CanonicalURL.isWeb(address) ? address : CanonicalURL.resolve(address, base: base)
      }
      link = link.map(absolute)
      for place in links.indices { links[place].href = absolute(links[place].href) }
      for place in enclosures.indices { enclosures[place].href = absolute(enclosures[place].href) }
      for place in images.indices { images[place].url = absolute(images[place].url) }
      image = image.map(absolute)
    }
  }

  /// `rss20`, `atom10`, `json11` …
  var format = ""
  var head = Item()
  var entries: [Item] = []
  /// Departures from the syntax.
  var faults: [(message: String, line: Int)] = []
}
