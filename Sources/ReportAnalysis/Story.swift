import ReportArticles

/// Articles that tell the same story.
///
/// ```swift
/// let story = Story(id: "story-dam", title: "Dam opens", members: [2, 0, 5], duplicates: [[0, 5]])
/// story.members.first  // → 2
/// story.follows  // → nil
/// ```
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
///
/// ```swift
/// struct BySection: StoryClusterer {
///   func stories(in articles: [Article]) -> [Story] {
///     Dictionary(grouping: articles.indices, by: { articles[$0].section ?? "" })
///       .map { Story(id: "story-\($0.key)", title: $0.key, members: $0.value) }
///       .sorted { $0.members[0] < $1.members[0] }
///   }
/// }
/// let origin = Article.Origin(path: "news.json", format: "json")
/// let articles = ["City", "Sport", "City"].enumerated().map { number, section in
///   Article(id: "\(number)", origin: origin, title: "Number \(number)", section: section)
/// }
/// BySection().stories(in: articles).map(\.members)  // → [[0, 2], [1]]
/// ```
public protocol StoryClusterer: Sendable {
  /// Stories covering every article exactly once, in the order of their first members.
  func stories(in articles: [Article]) throws -> [Story]
}
