import ReportArticles

/// Articles that tell the same story.
public struct Story: Sendable, Hashable {
  /// Stable from run to run as long as its earliest article is there.
  public var id: String
  /// A label: the title of the article that stands for the story.
  public var title: String
  /// Positions of the articles in the list that was clustered; the one that stands for the story first.
  public var members: [Int]
  /// Groups of members that are copies or near-copies of one another, positions as in `members`.
  public var duplicates: [[Int]]
  /// The id of the earlier story that this one follows up, if there is one among the articles.
  public var follows: String?

  /// The id of the story that the article of this id begins.
  package static func id(founder: String) -> String { "story-" + founder }

  /// Makes a story.
  public init(id: String, title: String, members: [Int], duplicates: [[Int]] = [], follows: String? = nil) {
    self.id = id
    self.title = title
    self.members = members
    self.duplicates = duplicates
    self.follows = follows
  }
}

/// Groups articles into stories. Replaceable by an embedder.
public protocol StoryClusterer: Sendable {
  /// Stories covering every article exactly once, in the order of their first members.
  func stories(in articles: [Article]) throws -> [Story]
}
