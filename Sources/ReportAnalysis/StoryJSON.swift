import ReportArticles

/// Stories as JSON Lines: what `reportgen stories` prints.
///
/// ```swift
/// let origin = Article.Origin(path: "news.json", format: "json")
/// let articles = ["a", "b"].map { Article(id: $0, origin: origin, title: "Dam") }
/// print(StoryJSON.line(Story(id: "story-a", title: "Dam", members: [0, 1]), articles: articles))
/// // → {"story":"story-a","title":"Dam","articles":["a","b"],"duplicates":[],"follows":null}
/// ```
public enum StoryJSON {
  /// One object with a line feed: `story`, `title`, `articles` (ids, the one that stands for the story first),
  /// `duplicates` (lists of ids), `follows` (the id of the earlier story, or null).
  public static func line(_ story: Story, articles: [Article]) -> String {
    func id(_ position: Int) -> String { articles.indices.contains(position) ? articles[position].id : "" }
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("story")
      writer.string(story.id)
      writer.key("title")
      writer.string(story.title)
      writer.key("articles")
      writer.strings(story.members.map(id))
      writer.key("duplicates")
      writer.array { writer in
        for group in story.duplicates { writer.strings(group.map(id)) }
      }
      writer.key("follows")
      writer.string(story.follows)
    }
    return writer.text + "\n"
  }

  /// All stories, one a line.
  public static func lines(_ stories: [Story], articles: [Article]) -> String {
    stories.map { line($0, articles: articles) }.joined()
  }
}
