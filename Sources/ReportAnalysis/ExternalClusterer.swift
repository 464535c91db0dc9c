import ReportArticles

/// A clusterer that is another program: it reads one JSON object from its standard input and writes one to its standard
/// output.
///
/// In: `{"version":1,"articles":[{"id","title","language","publisher","published","paragraphs":[…]}]}`. Out:
/// `{"stories":[{"articles":["id",…],"title","duplicates":[["id",…]]}]}`; all but `articles` may be left out, and articles
/// are named by their ids or by their places in the list, from 0. The first article of a story stands for it. An article
/// that is named twice belongs to the first story that names it; one that is not named is a story of its own.
///
/// ```swift
/// let origin = Article.Origin(path: "news.json", format: "json")
/// let articles = ["Dam opens", "Tea served", "Dam opened"].enumerated().map { number, title in
///   Article(id: "\(number)", origin: origin, title: title)
/// }
/// let command = #"cat > /dev/null; echo '{"stories":[{"articles":["2","0"]}]}'"#
/// try ExternalClusterer(command: command).stories(in: articles).map(\.members)  // → [[2, 0], [1]]
/// ```
public struct ExternalClusterer: StoryClusterer {
  private let program: ExternalProgram

  /// The command line, run by `/bin/sh -c`.
  public var command: String { program.command }
  /// Seconds after which the program and everything it started is killed.
  public var timeLimit: Double { program.timeLimit }

  /// Makes a clusterer of a command. In the directory `cache`, which is made when needed, answers are kept by what was
  /// asked: the same articles are not asked for again.
  public init(command: String, timeLimit: Double = 120, cache: String? = nil) {
    program = ExternalProgram(role: "clusterer", command: command, timeLimit: timeLimit, cache: cache)
  }

  /// The stories as the program groups them; throws `ExternalProgramFailure`.
  public func stories(in articles: [Article]) throws -> [Story] {
    if articles.isEmpty { return [] }
    return try program.answer(to: ExternalProgram.request(articles) { _ in }) { try read($0, articles) }
  }

  private func read(_ output: [UInt8], _ articles: [Article]) throws -> [Story] {
    let root: JSONValue
    do { root = try JSONParser.parse(output).value } catch { throw program.badOutput(error.message) }
    guard let rows = root["stories"]?.array else { throw program.badOutput("there is no list “stories”") }
    var places: [String: Int] = [:]
    for (place, article) in articles.enumerated() where places[article.id] == nil { places[article.id] = place }
    func place(_ value: JSONValue) throws -> Int {
      if let id = value.string {
        guard let place = places[id] else { throw program.badOutput("there is no article “\(id)”") }
        return place
      }
      guard let place = value.scalarText.flatMap({ Int($0) }), articles.indices.contains(place) else {
        throw program.badOutput("an article is named by its id or its place, from 0 to \(articles.count - 1)")
      }
      return place
    }
    var isTaken = [Bool](repeating: false, count: articles.count)
    var stories: [Story] = []
    for row in rows {
      guard let list = row["articles"]?.array else { throw program.badOutput("a story has no list “articles”") }
      var members: [Int] = []
      for value in list {
        let place = try place(value)
        if isTaken[place] { continue }
        isTaken[place] = true
        members.append(place)
      }
      guard !members.isEmpty else { continue }
      var story = story(of: members, articles)
      if let title = row["title"]?.string, !title.isEmpty { story.title = title }
      for group in row["duplicates"]?.array ?? [] {
        let copies = try (group.array ?? []).map(place).filter(Set(members).contains)
        if copies.count > 1 { story.duplicates.append(copies) }
      }
      stories.append(story)
    }
    for place in articles.indices where !isTaken[place] { stories.append(story(of: [place], articles)) }
    return stories.sorted { ($0.members.min() ?? 0) < ($1.members.min() ?? 0) }
  }

  private func story(of members: [Int], _ articles: [Article]) -> Story {
    let founder = members.min { left, right in
      let times = [left, right].map { ExtractiveSummarizer.time(articles[$0]) ?? .max }
      return times[0] != times[1] ? times[0] < times[1] : left < right
    }
    return Story(
      id: Story.id(founder: articles[founder ?? members[0]].id), title: articles[members[0]].title, members: members)
  }
}
