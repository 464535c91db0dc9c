import ReportEngine
import ReportSystem
import Synchronization

/// Makes a job's outputs with the engine.
public struct EngineMaker: ReportMaker {
  /// What a report is made from.
  public struct Articles: Sendable {
    /// The articles.
    public var store: any ArticleStore
    /// What could not be read.
    public var problems: [LoadResult.Problem]

    /// Makes it.
    public init(store: any ArticleStore, problems: [LoadResult.Problem] = []) {
      (self.store, self.problems) = (store, problems)
    }
  }

  /// The job.
  public var job: Job
  /// The script.
  public var report: Report
  /// How mail leaves.
  public var mail: MailTransport?
  /// Reads the articles; throws when there are none.
  public var load: @Sendable (Instant) throws -> Articles
  /// Counts what is worth a look: inputs that could not be read, warnings of the script.
  public var warnings: @Sendable () -> Int
  /// Ends a running script when it is cancelled.
  public var cancellation: Cancellation?

  /// Makes a maker.
  public init(
    job: Job, report: Report, mail: MailTransport?, cancellation: Cancellation? = nil,
    warnings: @escaping @Sendable () -> Int = { 0 }, load: @escaping @Sendable (Instant) throws -> Articles
  ) {
    (self.job, self.report, self.mail, self.load, self.warnings) = (job, report, mail, load, warnings)
    self.cancellation = cancellation
  }

  public func make(_ request: MakeRequest) throws -> MadeReport {
    let source = try load(request.now)
    // What bears a later date belongs to the next briefing, even if it is here already.
    let articles = try ArticlesBefore(request.now, in: source.store)
    let offered = try OfferedArticles(articles, request)
    var input = ReportInput(
      articles: articles, parameters: job.parameters, now: request.now, timeZone: job.timeZone,
      lastRun: request.lastRun, seen: offered.history.seen.union(offered.formerlySeen), problems: source.problems)
    input.met = offered.history.met.mapValues { Instant(secondsSinceEpoch: $0) }
    if job.theme.contains("/") { input.words = try WordFiles.lists(in: job.theme) }
    if let words = job.words { input.words.append(try WordFiles.list(at: words)) }
    let given = Mutex<[Int]>([])
    input.shown = { positions in given.withLock { $0 = positions } }
    let outcome = try report.run(input, cancellation: cancellation)
    let shown = Set(given.withLock(\.self).compactMap { offered.identities[$0] }).union(offered.formerlySeen).sorted()
    let met = Set(offered.identities.values).sorted()
    switch outcome {
    case .document(let document):
      return .made(
        parcels: try parcels(document, request), articles: shown, met: met,
        warnings: source.problems.count + warnings())
    case .skipped(let reason):
      switch job.whenEmpty {
      case .skip: return .nothing(reason: reason)
      case .fail: throw NothingToReport(description: "\(job.name): nothing to report: \(reason)")
      case .notice:
        let notice = Document(
          title: [.text(report.metadata.title)], language: "en", direction: .leftToRight,
          blocks: [Block(.paragraph([.text(reason)]))],
          colophon: Document.Colophon(made: request.now.description, script: report.name))
        return .made(parcels: try parcels(notice, request), articles: shown, met: met, warnings: 0)
      }
    }
  }

  private func parcels(_ document: Document, _ request: MakeRequest) throws -> [Parcel] {
    var parcels: [Parcel] = []
    var staged = 0
    func stage(_ write: (inout LimitedSink<OutputFile>) throws -> Void) throws -> String {
      staged += 1
      let name = "\(staged)"
      var file = LimitedSink(
        try OutputFile(path: "\(request.staging)/\(name)", mode: 0o600), limit: job.limits.output << 20)
      try write(&file)
      try file.base.finish()
      var files = [file.base]
      try OutputFile.commit(&files)
      return name
    }
    func filled(_ pattern: String) -> String {
      OutputPattern.filled(pattern, job: job.name, occurrence: request.occurrence)
    }
    let options = RenderOptions(
      theme: try job.theme.contains("/") ? Theme(folder: job.theme) : Theme(named: job.theme) ?? .newspaper,
      width: job.width, citations: job.citations, paper: job.paper)
    if !job.files.isEmpty {
      let items = try job.files.map { output in
        Parcel.Item(
          staged: try stage { try output.format.write(document, options: options, into: &$0) },
          target: filled(output.pattern), latest: output.latest,
          makesDirectory: Paths.directory(of: output.pattern).contains("{"))
      }
      parcels.append(Parcel(receiver: items.map(\.target).joined(separator: ", "), kind: .files, items: items))
    }
    if let settings = job.mail, let mail {
      var renderer = MailRenderer(options: options, sender: mail.sender)
      renderer.subject = settings.subject.map(filled)
      renderer.replyTo = settings.replyTo
      renderer.listID = settings.listID
      renderer.unsubscribe = settings.unsubscribe
      renderer.webView = settings.web.map(filled)
      let prepared = try renderer.prepared(document)
      let own = messageID(request, sender: mail.sender)
      // A message for each, so that nobody sees who else gets it.
      for (place, recipient) in settings.recipients.enumerated() {
        guard let address = MailAddress(recipient)?.address else { continue }
        renderer.recipients = [recipient]
        renderer.messageID = place == 0 ? own : "\(place + 1).\(own)"
        let message = renderer
        let name = try stage { try message.write(prepared, document, into: &$0) }
        parcels.append(
          Parcel(
            receiver: "mail to \(address)", kind: .mail, items: [Parcel.Item(staged: name, target: address)],
            mayRepeat: settings.onDoubt == .resend))
      }
    }
    for (place, command) in job.commands.enumerated() {
      parcels.append(
        Parcel(
          receiver: "command \(place + 1)", kind: .command,
          items: [
            Parcel.Item(
              staged: try stage { try command.format.write(document, options: options, into: &$0) },
              target: CommandName.of(command.command))
          ],
          mayRepeat: command.onDoubt == .resend))
    }
    if let format = job.standardOutput {
      parcels.append(
        Parcel(
          receiver: "standard output", kind: .stdout,
          items: [
            Parcel.Item(staged: try stage { try format.renderer(options).render(document, into: &$0) }, target: "-")
          ]))
    }
    return parcels
  }

  /// The same for every attempt at an occurrence, so that a mailbox knows a repetition.
  private func messageID(_ request: MakeRequest, sender: String) -> String {
    let domain = MailAddress(sender)?.address.split(separator: "@").last.map(String.init) ?? "reportgen.invalid"
    let forced =
      request.now.secondsSinceEpoch == request.occurrence.secondsSinceEpoch
      ? "" : ".\(request.now.secondsSinceEpoch)"
    return "\(job.name).\(request.occurrence.secondsSinceEpoch)\(forced).reportgen@\(domain)"
  }
}

/// The script had nothing to report and the job wants that to be a failure.
public struct NothingToReport: Error, CustomStringConvertible {
  /// The job and the script's reason.
  public let description: String
}

/// The articles that a report is made from.
private struct OfferedArticles {
  /// Their identities, by position.
  var identities: [Int: String] = [:]
  /// What earlier reports had of them.
  var history: ArticleHistory
  /// Those that were seen under the name that a version gave them which did not tell sources apart. Another source's article
  /// may have had the same one: what is dated later than the report that had it is not meant.
  var formerlySeen: Set<String> = []

  init(_ store: any ArticleStore, _ request: MakeRequest) throws {
    var formers: [(name: String, identity: String, date: Int?)] = []
    for position in try store.positions(matching: ArticleQuery()) {
      var article = try store.head(at: position)
      article.id = article.identity
      identities[position] = article.id
      if request.formerlySeen != nil, let former = ArticleIdentity.former(article) {
        let date = article.bestDate?.date.instant(defaultOffset: request.now.offset).secondsSinceEpoch
        formers.append((ArticleIdentity.respelled(former), article.id, date))
      }
    }
    history = try request.history(Array(Set(identities.values)))
    let occurrences = try request.formerlySeen?(Array(Set(formers.map(\.name)))) ?? [:]
    for former in formers {
      guard let occurrence = occurrences[former.name] else { continue }
      if former.date.map({ $0 <= occurrence }) ?? true { formerlySeen.insert(former.identity) }
    }
  }
}
