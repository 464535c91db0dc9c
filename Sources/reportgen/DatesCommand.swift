import ArgumentParser
import Glibc
import ReportArchive
import ReportEngine
import ReportJobs
import ReportSystem

/// `reportgen dates`: the dates, times, durations and recurring times of texts, one JSON object a line.
struct DatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dates", _superCommandName: "reportgen",
    abstract: "Find the dates in articles, or in lines of text with --jsonl.",
    discussion: """
      Prints JSON Lines {"id","found":[{"span","start","end","type","value","from","to","flag"}]}: value as in TIMEX3, \
      from and to the days covered, offsets in Unicode scalars.
      """)

  @Flag(
    help: "Read {\"id\",\"doc_date\",\"lang\",\"text\"} objects, one a line, from files or standard input.")
  var jsonl = false

  @Option(
    help: ArgumentHelp(
      "The day that relative expressions are resolved against, instead of the articles' own.", valueName: "YYYY-MM-DD"))
  var reference: String?

  @Argument(help: "Files, directories, globs, or - for standard input.", completion: .file())
  var inputs: [String] = []

  @OptionGroup var loaders: LoaderOptions

  @Option(
    help: ArgumentHelp(
      "Day of publication of articles that do not give one.", valueName: "YYYY-MM-DD"))
  var published: String?

  @Option(
    help: ArgumentHelp(
      "Read the articles of this archive in place of inputs; `reportgen archive add` makes one.", valueName: "file"),
    completion: .file())
  var archive: String?

  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Limits of loader scripts") var limits: LimitOptions
  @OptionGroup var messages: MessageOptions

  func validate() throws {
    if archive != nil, jsonl || !inputs.isEmpty {
      throw ValidationError("--archive takes the place of inputs and of --jsonl.")
    }
    if jsonl, !selection.conditions.isEmpty {
      throw ValidationError("--jsonl: lines of text have no date, section or author to be selected by.")
    }
    if inputs.isEmpty, !jsonl, archive == nil {
      throw ValidationError("Name at least one input: a file, a directory, a glob or -.")
    }
    if let published, CivilDate(iso: published) == nil {
      throw ValidationError("--published: “\(published)” is not a day; write YYYY-MM-DD.")
    }
    if let reference, CivilDate(iso: reference) == nil {
      throw ValidationError("--reference: “\(reference)” is not a day; write YYYY-MM-DD.")
    }
  }

  func run() throws {
    let day = reference.flatMap { CivilDate(iso: $0) }
    let tagger = RuleTagger()
    if jsonl {
      for path in inputs.isEmpty ? ["-"] : inputs { try tagLines(of: path, tagger, day) }
    } else {
      try tagArticles(tagger, day)
    }
  }

  private func tagArticles(_ tagger: RuleTagger, _ day: CivilDate?) throws {
    var options = LoadOptions(published: published.flatMap { CivilDate(iso: $0) })
    options.keepsOwnIDs = true
    var output = DateLines()
    func tag(_ article: Article) throws {
      let reference = day.map { DateReference(day: $0) } ?? DateReference(of: article)
      output.add(article: article, tagger.expressions(in: article, reference: reference))
      if output.bytes.count > 1 << 16 { try output.flush() }
    }
    if let archive {
      try selection.forEach(ofArchive: archive, tag)
      return try output.flush()
    }
    var loader = ArticleLoader(options: options)
    try loaders.install(in: &loader, limits: limits.scriptLimits, log: messages.logger)
    let result = try selection.applied(to: loader.load(paths: inputs))
    for article in result.articles { try tag(article) }
    try output.flush()
    for problem in result.problems { messages.logger.error("\(problem.line)") }
    if let status = ExitStatus(of: result) { throw status.exitCode }
  }

  private func tagLines(of path: String, _ tagger: RuleTagger, _ day: CivilDate?) throws {
    guard let lines = LineReader(path: path) else {
      throw CommandFailure(.inputMissing, "\(path): cannot be read: \(SystemFailure(code: errno))")
    }
    var output = DateLines()
    while let line = lines.next() {
      guard line.contains(where: { $0 > 0x20 }) else { continue }
      guard let record = JSONRecord(line: line) else {
        StandardStreams.complain("\(path):\(lines.number): not a JSON object with strings “id” and “text”; skipped")
        continue
      }
      let reference = DateReference(day: day ?? record["doc_date"].flatMap { CivilDate(iso: $0.prefix(10)) })
      let text = record["text"] ?? ""
      let found = tagger.expressions(
        in: text, language: record["lang"] ?? record["language"] ?? "und", reference: reference)
      output.add(id: record["id"] ?? "", text: text, found)
      if output.bytes.count > 1 << 16 { try output.flush() }
    }
    try output.flush()
  }
}

/// Lines of `{"id","found":[…]}` on their way to standard output.
struct DateLines {
  private(set) var bytes: [UInt8] = []

  /// Adds the line of one text.
  mutating func add(id: String, text: String, _ found: [TemporalExpression]) {
    bytes += "{\"id\":\(JSONText.quoted(id)),\"found\":[".utf8
    var offsets = ScalarOffsets(text)
    for (index, one) in found.enumerated() {
      add(one, isFirst: index == 0, paragraph: "", &offsets)
    }
    bytes += "]}\n".utf8
  }

  /// Adds the line of an article; `paragraph` is null for its title, and offsets count within the part.
  mutating func add(article: Article, _ found: [(paragraph: Int?, expression: TemporalExpression)]) {
    bytes += "{\"id\":\(JSONText.quoted(article.id)),\"found\":[".utf8
    var part: Int? = -1
    var offsets = ScalarOffsets("")
    for (index, one) in found.enumerated() {
      if one.paragraph != part {
        part = one.paragraph
        offsets = ScalarOffsets(part.map { article.paragraphs[$0] } ?? article.title)
      }
      let paragraph = ",\"paragraph\":\(part.map(String.init) ?? "null")"
      add(one.expression, isFirst: index == 0, paragraph: paragraph, &offsets)
    }
    bytes += "]}\n".utf8
  }

  private mutating func add(
    _ one: TemporalExpression, isFirst: Bool, paragraph: String, _ offsets: inout ScalarOffsets
  ) {
    let start = offsets.scalars(before: one.range.lowerBound)
    let end = offsets.scalars(before: one.range.upperBound)
    var object = isFirst ? "{" : ",{"
    object += "\"span\":\(JSONText.quoted(one.text)),\"start\":\(start),\"end\":\(end)"
    object += ",\"type\":\"\(one.kind.rawValue)\",\"value\":\(JSONText.quoted(one.value))"
    object += ",\"from\":\(one.interval.map { "\"\($0.first)\"" } ?? "null")"
    object += ",\"to\":\(one.interval.map { "\"\($0.last)\"" } ?? "null")"
    object += ",\"flag\":\(one.flag.map { "\"\($0.rawValue)\"" } ?? "null")\(paragraph)}"
    bytes += object.utf8
  }

  /// Writes what has been added.
  mutating func flush() throws {
    defer { bytes.removeAll(keepingCapacity: true) }
    do {
      try FileDescriptor.write(bytes, to: 1)
    } catch {
      throw CommandFailure(.outputFailed, "standard output: \(error)")
    }
  }
}

/// Counts Unicode scalars up to ascending UTF-8 offsets, in one pass.
private struct ScalarOffsets {
  private let utf8: [UInt8]
  private var position = 0
  private var count = 0

  init(_ text: String) { utf8 = Array(text.utf8) }

  mutating func scalars(before offset: Int) -> Int {
    while position < min(offset, utf8.count) {
      if utf8[position] & 0xC0 != 0x80 { count += 1 }
      position += 1
    }
    return count
  }
}
