/// A place that articles come from.
public struct Source: Sendable, Hashable {
  /// What is found at its address.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A feed of any form; found out for an address of which nothing is said.
    case feed
    /// A list of addresses (sitemaps.org), of news or of all.
    case sitemap
    /// One page that is an article itself.
    case page
    /// Files in a directory of this machine.
    case directory
    /// A Maildir or a mailbox file.
    case mail
  }

  /// The name: letters, digits, `-`, `_` and `.`; what it is called in state, messages and articles.
  public var name: String
  /// What it is.
  public var kind = Kind.feed
  /// Where it is asked; nil for what lies on this machine.
  public var address: WebAddress?
  /// Where it lies on this machine, absolute.
  public var path: String?
  /// What its articles get in place of what they say themselves.
  public var section, language, publisher: String?
  /// Whether the page behind each item is read.
  public var fullText = false
  /// A loader script, absolute.
  public var loader: String?
  /// Seconds from one poll to the next; nil follows the source's own rhythm.
  public var every: Int?
  /// Header fields that its own server gets.
  public var headers: [Header] = []
  /// The account, and commands that print the password or a bearer token.
  public var user, passwordCommand, tokenCommand: String?
  /// Days without a new article after which it counts as silent; nil: by its rhythm.
  public var silentAfter: Int?
  /// Where in the file it stands.
  public var line = 1

  /// A header field.
  public struct Header: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: String
  }

  /// Makes a source.
  public init(name: String, address: WebAddress? = nil, path: String? = nil) {
    (self.name, self.address, self.path) = (name, address, path)
  }
}

/// How sources are fetched.
public struct FetchSettings: Sendable, Hashable {
  /// A mail address or a page where publishers can reach whoever runs this; part of the User-Agent.
  public var contact: String?
  /// Names of hosts, with or without a port, that may have addresses that are not public.
  public var privateHosts: [String] = []
  /// The proxy; nil: as the environment says; empty: none.
  public var proxy: String?
  /// A file of certificates to trust in place of the system's.
  public var certificates: String?
  /// Milliseconds between two requests to a host.
  public var pause = 1000
  /// Bounds of the interval between two polls of a source, in seconds.
  public var shortest = 900, longest = 86_400
  /// Hosts that are asked at the same time.
  public var atOnce = 8
  /// Seconds that one request may take.
  public var timeout = 30
  /// Bytes that an answer may have, expanded.
  public var largest = 16 << 20
  /// Redirects that are followed.
  public var redirects = 10
  /// Pages behind items that are read of one source in one run.
  public var pages = 50
  /// Seconds that a job gives to fetching.
  public var deadline = 120
  /// Seconds for which answers are kept as they came; nil keeps none.
  public var keep: Int?

  /// Whether reports name sources that have brought nothing for long.
  public var reportsSilent = false

  /// Settings as they are when nothing is said.
  public init() {}

  /// Who asks: product, version and contact (RFC 9110, section 10.1.5).
  public func userAgent(version: String) -> String {
    let product = "reportgen/\(version)"
    guard let contact else { return product }
    let isPage = contact.hasPrefix("http://") || contact.hasPrefix("https://")
    return "\(product) (\(isPage ? "+" : "")\(contact))"
  }
}

/// The sources that a file names, and how they are fetched.
public struct SourcesFile: Sendable, Hashable {
  /// The path that it was read from, absolute.
  public var path: String
  /// The archive that articles go into, if the file says.
  public var archive: String?
  /// Where state is kept; absolute.
  public var stateDirectory: String
  /// How.
  public var settings = FetchSettings()
  /// The sources, in the order of the file.
  public var sources: [Source] = []
  /// The list that the file names in place of sources, absolute.
  public var list: String?

  /// Makes one without sources.
  public init(path: String, stateDirectory: String) { (self.path, self.stateDirectory) = (path, stateDirectory) }
}

/// Everything that is wrong with a file of sources, as `file:line: message`, in the order of lines.
public struct SourcesFileProblems: Error, Sendable, Hashable, CustomStringConvertible {
  /// One problem each.
  public let problems: [String]

  /// Makes the list.
  public init(_ problems: [String]) { self.problems = problems }

  /// One problem a line.
  public var description: String { problems.joined(separator: "\n") }
}
