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
  var reference: CivilDate?

  @Argument(help: "Files, directories, globs, or - for standard input.", completion: .file())
  var inputs: [String] = []

  @OptionGroup var reading: ReadingOptions
  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Limits of loader scripts") var limits: LimitOptions
  @OptionGroup var messages: MessageOptions

  func validate() throws {
    if reading.archive != nil, jsonl || !inputs.isEmpty {
      throw ValidationError("--archive takes the place of inputs and of --jsonl.")
    }
    if jsonl, !selection.conditions.isEmpty {
      throw ValidationError("--jsonl: lines of text have no date, section or author to be selected by.")
    }
    if inputs.isEmpty, !jsonl, reading.archive == nil {
      throw ValidationError("Name at least one input: a file, a directory, a glob or -.")
    }
  }

  func run() throws {
    let tagger = RuleTagger()
    if jsonl { try tagLines(tagger) } else { try tagArticles(tagger) }
  }

  private func tagArticles(_ tagger: RuleTagger) throws {
    var output = DateLines()
    func tag(_ article: Article) throws {
      let reference = reference.map { DateReference(day: $0) } ?? DateReference(of: article)
      try output.add(article: article, tagger.expressions(in: article, reference: reference))
    }
    if let archive = reading.archive {
      try selection.forEach(ofArchive: archive, tag)
      return try output.flush()
    }
    let result = try reading.loader(
      today: nil, answers: true, limits: limits.scriptLimits, log: messages.logger
    ).load(paths: inputs)
    for article in selection.applied(to: result.articles) { try tag(article) }
    try output.flush()
    try LoadOutcome(result).finish(messages.logger)
  }

  private func tagLines(_ tagger: RuleTagger) throws {
    var output = DateLines()
    var (read, skipped) = (0, 0)
    for path in inputs.isEmpty ? ["-"] : inputs {
      try tagLines(of: path, tagger, into: &output, read: &read, skipped: &skipped)
    }
    try output.flush()
    if skipped > 0 { throw (read > 0 ? ExitStatus.partial : .noReadableInput).exitCode }
  }

  private func tagLines(
    of path: String, _ tagger: RuleTagger, into output: inout DateLines, read: inout Int, skipped: inout Int
  ) throws {
    guard let lines = LineReader(path: path) else {
      let reason = SystemFailure(code: errno)
      try output.flush()
      throw CommandFailure(.inputMissing, "\(path): cannot be read: \(reason)")
    }
    while let line = lines.next() {
      guard line.contains(where: { $0 > 0x20 }) else { continue }
      guard let record = JSONRecord(line: line) else {
        StandardStreams.complain("\(path):\(lines.number): not a JSON object with strings “id” and “text”; skipped")
        skipped += 1
        continue
      }
      let day = reference ?? record["doc_date"].flatMap { CivilDate(iso: $0.prefix(10)) }
      let text = record["text"] ?? ""
      let found = tagger.expressions(
        in: text, language: record["lang"] ?? record["language"] ?? "und", reference: DateReference(day: day))
      try output.add(id: record["id"] ?? "", text: text, found)
      read += 1
    }
  }
}

/// Lines of `{"id","found":[…]}` on their way to standard output.
struct DateLines {
  private var writer = JSONWriter(escapesInvisible: true)

  /// Adds the line of one text.
  mutating func add(id: String, text: String, _ found: [TemporalExpression]) throws {
    try addLine(id) { ExpressionJSON.write(found, in: text, to: &$0) }
  }

  /// Adds the line of an article.
  mutating func add(article: Article, _ found: [(paragraph: Int?, expression: TemporalExpression)]) throws {
    try addLine(article.id) { ExpressionJSON.write(found, in: article, to: &$0) }
  }

  private mutating func addLine(_ id: String, _ found: (inout JSONWriter) -> Void) throws {
    writer.object { writer in
      writer.member("id", id)
      writer.key("found")
      writer.array(found)
    }
    writer.endLine()
    if writer.bytes.count > 1 << 16 { try flush() }
  }

  /// Writes what has been added; to be called at the end.
  mutating func flush() throws {
    defer { writer = JSONWriter(escapesInvisible: true) }
    try StandardOutput.write(writer.bytes)
  }
}
