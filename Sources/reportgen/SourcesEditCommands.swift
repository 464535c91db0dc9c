import ArgumentParser
import Glibc
import ReportEngine
import ReportFetch
import ReportJobs
import ReportSystem

/// `reportgen sources add`
struct SourcesAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Find the feeds of a page and write an entry for one.",
    discussion: """
      ADDRESS is a feed, a sitemap, or any page of a site. What the page names is tried first, then the usual places, then sitemaps \
      of news in robots.txt. The file is made when it is missing; all else in it stays as it stands.
      """)

  @Argument(help: "A feed, or a page whose feeds are looked for.") var address: String
  @OptionGroup var file: SourcesOptions
  @Option(help: "What the source is called; else made from its title or host.") var name: String?
  @Option(help: "The section that its articles get.") var section: String?
  @Flag(name: .customLong("full-text"), help: "Read the page behind each item.") var fullText = false
  @Flag(help: "Write an entry for each feed that is found, not for the first one alone.") var all = false
  @Flag(name: .customLong("dry-run"), help: "Only say what is found.") var dryRun = false
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let log = messages.logger
    let existing = access(file.sources, F_OK) == 0 ? try file.read() : nil
    let settings = existing?.settings ?? FetchSettings()
    let text = address.contains("://") ? address : "https://\(address)"
    guard let place = WebAddress(text) else {
      throw CommandFailure(.usage, "“\(address)” is not an http or https address")
    }
    if place.hadCredentials {
      throw CommandFailure(
        .usage, "a name or password stands in the address; give the source user and password-command")
    }
    let found: [Discovery.Found] = try SourcesFile.translating {
      try Discovery(settings: settings, userAgent: settings.userAgent(version: EngineVersion.current)).feeds(at: place)
    }
    guard !found.isEmpty else { throw CommandFailure(.noReadableInput, "\(place.shown): no feed was found there") }
    for one in found {
      let count = one.items.map { ", \($0) items" } ?? ""
      log.notice("\(one.kind.rawValue) \(one.address.shown) (\(one.evidence)\(count))")
    }
    if dryRun { return }
    var taken = Set(existing?.sources.map(\.name) ?? [])
    if let name, taken.contains(name) {
      throw CommandFailure(.usage, "\(file.sources): there is a source “\(name)” already")
    }
    let known = Set(existing?.sources.compactMap(\.address) ?? [])
    let fresh = found.filter { !known.contains($0.address) }.prefix(all ? found.count : 1)
    guard !fresh.isEmpty else { return log.notice("\(file.sources): has it already") }
    let sources = fresh.map { one in
      var source = Source(
        name: name.map { fresh.count == 1 ? $0 : "\($0)-\(taken.count)" }
          ?? SourceNames.name(from: one.title ?? "", host: one.address.host, taken: &taken),
        address: one.address)
      taken.insert(source.name)
      source.kind = one.kind
      source.section = section
      source.fullText = fullText && one.kind == .feed
      return source
    }
    try SourcesWriter.add(sources, to: file.sources)
    for source in sources { log.notice("\(file.sources): source “\(source.name)” added") }
  }
}

/// `reportgen sources import`
struct SourcesImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Write entries for the feeds of an OPML file.",
    discussion: "Feeds that are there already are left alone. “sources: feeds.opml” reads such a list where it lies.")

  @Argument(help: "The OPML file.", completion: .file(extensions: ["opml", "xml"])) var list: String
  @OptionGroup var file: SourcesOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    guard let resolved = realpath(list, nil) else {
      throw CommandFailure(.inputMissing, "\(list): \(SystemFailure(code: errno))")
    }
    defer { free(resolved) }
    let given = try SourcesOptions.read(String(cString: resolved))
    let existing = access(file.sources, F_OK) == 0 ? try file.read() : nil
    var taken = Set(existing?.sources.map(\.name) ?? [])
    let known = Set(existing?.sources.compactMap(\.address) ?? [])
    let sources = given.sources.filter { $0.address.map { !known.contains($0) } ?? false }.map { source in
      var source = source
      source.name = SourceNames.name(from: source.name, host: source.address?.host ?? "", taken: &taken)
      return source
    }
    if !sources.isEmpty { try SourcesWriter.add(sources, to: file.sources) }
    messages.logger.notice(
      "\(file.sources): \(sources.count) sources added, \(given.sources.count - sources.count) known already")
  }
}

/// `reportgen sources export`
struct SourcesExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Print the feeds as OPML, for other programs.",
    discussion: "Secrets and settings stay in the file.")

  @OptionGroup var file: SourcesOptions

  func run() throws {
    let file = try file.read()
    try StandardOutput.write(OPML.text(of: file.sources, title: Paths.name(of: file.path)))
  }
}

/// `reportgen sources check`
struct SourcesCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Ask each source once and say what it brings; nothing is stored.",
    discussion: "Exit code 3 when some do not answer well.")

  @Argument(help: "Only these sources.") var names: [String] = []
  @OptionGroup var file: SourcesOptions
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let file = try file.read()
    let log = messages.logger
    let folder = try TemporaryFolder.make("check")
    defer { SmallFile.removeDirectory(folder) }
    var passing = file
    passing.stateDirectory = folder
    passing.settings.keep = nil
    let fetcher = try passing.fetcher(try file.chosen(names), archive: "\(folder)/check.archive", log: log)
    let outcomes = try SourcesFile.translating { try fetcher.run(.all) }
    var rows = [["SOURCE", "BRINGS", "WHY"]]
    for outcome in outcomes {
      switch outcome.result {
      case .brought(let counts):
        rows.append([outcome.name, "\(counts.added) articles", outcome.notices.joined(separator: "; ")])
      case .unchanged: rows.append([outcome.name, "0 articles", ""])
      case .postponed(let reason): rows.append([outcome.name, "-", reason])
      default: rows.append([outcome.name, "-", outcome.missing ?? ""])
      }
    }
    try StandardOutput.write(JobText.table(rows))
    if outcomes.contains(where: { $0.missing != nil }) { throw ExitStatus.partial.exitCode }
  }
}

/// Changes files of sources.
enum SourcesWriter {
  /// Adds entries, and makes the file when it is missing. Throws `CommandFailure` and leaves the file as it was when what came out
  /// of it could not be read again.
  static func add(_ sources: [Source], to path: String) throws {
    let isThere = access(path, F_OK) == 0
    let before = isThere ? String(decoding: try ScriptFile.bytes(of: path), as: UTF8.self) : "archive: news.archive\n"
    guard let after = SourcesText.adding(sources, to: before) else {
      throw CommandFailure(
        .usage, "\(path): its sources are a list elsewhere, or in braces; add the entry there by hand")
    }
    do { _ = try SourcesFile(text: after, path: Paths.absolute(path, in: ".")) } catch {
      throw CommandFailure(.usage, "\(path): an entry cannot be added: \(error.problems.first ?? "")")
    }
    let new = "\(path).new"
    do {
      try SmallFile.write(after, to: new)
      var status = stat()
      if stat(path, &status) == 0 { chmod(new, status.st_mode & 0o7777) }
      guard rename(new, path) == 0 else { throw SystemFailure(code: errno) }
    } catch { throw CommandFailure(.outputFailed, "\(path): \(error)") }
  }
}
