import ReportEngine
import ReportSettings
import ReportSystem
import Yams

extension JobsFile {
  /// Reads a jobs file. `path` is absolute and stands in messages; relative paths in the file start at its directory.
  /// Throws every problem at once, each with its line.
  public init(text: String, path: String) throws(JobsFileProblems) {
    let root: Node?
    do throws(SettingsFault) { root = try JobsFileReader.root(of: text, path: path) } catch {
      throw JobsFileProblems([error.message])
    }
    var reader = JobsFileReader(path: path)
    let file = reader.file(root)
    guard reader.problems.isEmpty, let file else { throw JobsFileProblems(reader.faults) }
    self = file
  }
}

/// Turns the nodes of a jobs file into jobs and collects what is wrong.
struct JobsFileReader: SettingsReading {
  let path: String
  var problems: [(line: Int, message: String)] = []

  private static let rootKeys = [
    "timezone", "state", "inputs", "map", "loaders", "archive", "mail", "jobs", "sources", "fetch", "summarizer",
    "clusterer",
  ]
  private static let transportKeys = ["from", "sendmail", "smtp"]
  private static let smtpKeys = ["host", "port", "tls", "user", "password-command"]
  private static let jobKeys = [
    "script", "schedule", "timezone", "params", "inputs", "map", "loaders", "archive", "outputs", "stdout", "mail",
    "deliver", "catch-up", "deadline", "retries", "when-empty", "limits", "theme", "words", "width", "paper",
    "citations", "on-success", "on-failure", "sources", "summarizer", "clusterer",
  ]
  private static let outputKeys = ["file", "format", "latest"]
  private static let mailKeys = ["to", "subject", "on-doubt", "reply-to", "list-id", "unsubscribe", "web"]
  private static let commandKeys = ["cmd", "format", "on-doubt"]
  private static let programKeys = ["cmd", "time"]
  private static let retryKeys = ["attempts", "delay"]
  private static let limitKeys = ["time", "total", "memory", "output"]

  mutating func file(_ root: Node?) -> JobsFile? {
    guard let root, let fields = mapping(root, "a jobs file", Self.rootKeys) else {
      if root == nil { fail(nil, "the file is empty; it needs “jobs:”") }
      return nil
    }
    let zone = fields["timezone"].flatMap { self.zone($0) } ?? "UTC"
    let inputs = fields["inputs"].map { paths($0, "inputs") } ?? []
    let names = fields["map"].map { fieldMap($0) } ?? [:]
    let loaders = fields["loaders"].map { self.loaders($0) } ?? []
    let programs = (
      summarizer: fields["summarizer"].flatMap { program($0, "summarizer", time: 60) },
      clusterer: fields["clusterer"].flatMap { program($0, "clusterer", time: 120) }
    )
    // What sources bring goes into an archive.
    let hasSources = fields["sources"] != nil && fields["inputs"] == nil
    let archive =
      fields["archive"].flatMap { self.archive($0) }
      ?? (hasSources ? Paths.absolute("news.archive", in: directory) : nil)
    if archive != nil, let node = fields["inputs"] {
      fail(node, "inputs: there is an archive already; give one of them")
    }
    let transport = fields["mail"].flatMap { self.transport($0) }
    let state = fields["state"].flatMap { self.text($0, "state") } ?? ".reportgen"
    var jobs: [Job] = []
    guard let list = fields["jobs"] else {
      fail(root, "the file lacks “jobs:”")
      return nil
    }
    guard case .mapping(let map) = list else {
      fail(list, "jobs: expected a name and its settings for each job")
      return nil
    }
    if map.isEmpty { fail(list, "there is no job under “jobs:”") }
    for (key, node) in map {
      guard let name = key.string, Self.isName(name) else {
        fail(key, "“\(key.string ?? "?")” is no name for a job: letters, digits, - and _, at most 64")
        continue
      }
      guard
        var job = self.job(name, key, node, zone, (inputs, archive), transport, hasSources: fields["sources"] != nil)
      else { continue }
      if job.fieldMap.isEmpty { job.fieldMap = names }
      // The job's own come first; those of the file read the rest.
      job.loaders += loaders
      job.summarizer = job.summarizer ?? programs.summarizer
      job.clusterer = job.clusterer ?? programs.clusterer
      jobs.append(job)
    }
    return JobsFile(path: path, stateDirectory: Paths.absolute(state, in: directory), mail: transport, jobs: jobs)
  }

  private mutating func job(
    _ name: String, _ key: Node, _ node: Node, _ zone: String, _ articles: (inputs: [String], archive: String?),
    _ transport: MailTransport?, hasSources: Bool
  ) -> Job? {
    guard let fields = mapping(node, "job “\(name)”", Self.jobKeys) else { return nil }
    guard let scriptNode = fields["script"], let script = text(scriptNode, "script") else {
      if fields["script"] == nil { fail(key, "job “\(name)” lacks a script") }
      return nil
    }
    // A name without a slash and an ending is a shipped report.
    let isShipped = !script.contains("/") && !script.hasSuffix(".lua")
    var job = Job(name: name, script: isShipped ? script : Paths.absolute(script, in: directory))
    job.line = key.mark?.line ?? 1
    job.timeZone = fields["timezone"].flatMap { self.zone($0) } ?? zone
    if let node = fields["archive"] {
      job.archive = archive(node)
      if let node = fields["inputs"] { fail(node, "inputs: there is an archive already; give one of them") }
    } else if let node = fields["inputs"] {
      job.inputs = paths(node, "inputs")
    } else {
      (job.inputs, job.archive) = articles
    }
    if let node = fields["map"] { job.fieldMap = fieldMap(node) }
    if let node = fields["loaders"] { job.loaders = loaders(node) }
    if job.inputs.isEmpty, job.archive == nil { fail(key, "job “\(name)” lacks inputs or an archive") }
    if let node = fields["schedule"], let text = text(node, "schedule") {
      do { job.schedule = try CronSchedule(text) } catch { fail(node, "schedule: \(error)") }
    }
    if let node = fields["params"] { parameters(node, &job) }
    if let node = fields["outputs"] { job.files = items(node).compactMap { output($0) } }
    let files = job.files.map(\.pattern)
    if Set(files).count < files.count { fail(fields["outputs"], "outputs: the same file is named twice") }
    if let node = fields["stdout"] { job.standardOutput = choice(node, "stdout") }
    if let node = fields["mail"] {
      job.mail = mail(node)
      if transport == nil {
        fail(node, "mail: say at the top of the file who sends it: mail: {from: Desk <desk@example.org>}")
      }
    }
    if let node = fields["deliver"] { job.commands = items(node).compactMap { command($0) } }
    if job.files.isEmpty, job.standardOutput == nil, job.mail == nil, job.commands.isEmpty {
      fail(key, "job “\(name)” delivers nothing: give it outputs, mail, deliver or stdout")
    }
    if let node = fields["catch-up"] { job.catchUp = choice(node, "catch-up") ?? .latest }
    job.deadline = fields["deadline"].flatMap { seconds($0, "deadline") } ?? (job.catchUp == .none ? 600 : nil)
    if let node = fields["retries"] { retries(node, &job) }
    if let node = fields["when-empty"] { job.whenEmpty = choice(node, "when-empty") ?? .skip }
    if let node = fields["limits"] { limits(node, &job) }
    if let node = fields["theme"], let theme = text(node, "theme") {
      job.theme = theme.contains("/") ? Paths.absolute(theme, in: directory) : theme
      if !theme.contains("/"), !Theme.builtInNames.contains(theme) {
        fail(node, "theme: there is no “\(theme)”" + Suggestion.hint(for: theme, among: Theme.builtInNames))
      }
    }
    job.words = fields["words"].flatMap { text($0, "words") }.map { Paths.absolute($0, in: directory) }
    if let node = fields["width"] { job.width = integer(node, "width", 40...1000) ?? 80 }
    if let node = fields["paper"] { job.paper = choice(node, "paper") ?? .a4 }
    if let node = fields["citations"] { job.citations = choice(node, "citations") }
    if let node = fields["sources"] {
      let names = items(node).compactMap { text($0, "sources") }
      job.sources = names == ["all"] ? [] : names
      if !hasSources { fail(node, "sources: there are none at the top of the file") }
      if job.archive == nil { fail(node, "sources: what they bring goes into an archive; this job has inputs instead") }
    }
    job.summarizer = fields["summarizer"].flatMap { program($0, "summarizer", time: 60) }
    job.clusterer = fields["clusterer"].flatMap { program($0, "clusterer", time: 120) }
    job.onSuccess = fields["on-success"].flatMap { text($0, "on-success") }
    job.onFailure = fields["on-failure"].flatMap { text($0, "on-failure") }
    return job
  }

  /// `title: story.headline`
  private mutating func fieldMap(_ node: Node) -> [String: String] {
    var result: [String: String] = [:]
    for (name, value) in pairs(node, "map", "title: headline") { result[name] = value }
    return result
  }

  /// `post.example: loaders/post.lua`
  private mutating func loaders(_ node: Node) -> [Job.Loader] {
    pairs(node, "loaders", "post.example: post.lua").map { pattern, script in
      Job.Loader(pattern: pattern, script: Paths.absolute(script, in: directory))
    }
  }

  private mutating func pairs(_ node: Node, _ name: String, _ example: String) -> [(String, String)] {
    guard case .mapping(let map) = node else {
      fail(node, "\(name): expected entries of the form \(example)")
      return []
    }
    return map.compactMap { key, value in
      guard let first = text(key, name), let second = text(value, name) else { return nil }
      return (first, second)
    }
  }

  private mutating func parameters(_ node: Node, _ job: inout Job) {
    guard case .mapping(let map) = node else { return fail(node, "params: expected name: value") }
    for (key, value) in map {
      guard let name = key.string else { continue }
      job.parameterLines[name] = key.mark?.line
      switch value {
      // null is a parameter that is not given (YAML 1.2, core schema); in quotation marks it is a word.
      case .scalar(let scalar) where value.null != nil && scalar.style == .plain: continue
      case .scalar(let scalar): job.parameters[name] = scalar.string
      case .sequence(let members):
        let texts = members.compactMap(\.scalar?.string)
        if texts.count < members.count { fail(value, "params: a list may hold only text and numbers") }
        job.parameters[name] = texts.joined(separator: ",")
      default: fail(value, "params: “\(name)” must be one value or a list")
      }
    }
  }

  private mutating func output(_ node: Node) -> Job.FileOutput? {
    let pattern: String
    var format: ReportFormat?
    var latest: String?
    let place: Node
    if node.scalar != nil {
      guard let given = text(node, "outputs") else { return nil }
      (pattern, place) = (given, node)
    } else {
      guard let fields = mapping(node, "an output", Self.outputKeys) else { return nil }
      guard let file = fields["file"], let given = text(file, "file") else {
        fail(node, "an output lacks “file”")
        return nil
      }
      (pattern, place) = (given, file)
      if let node = fields["format"] {
        format = choice(node, "format")
        if format == nil { return nil }
      }
      if let node = fields["latest"] {
        latest = text(node, "latest")
        if latest?.contains("/") == true { fail(node, "latest: a name beside the file, without “/”") }
      }
    }
    if let mistake = OutputPattern.mistake(in: pattern) { fail(place, "outputs: \(mistake)") }
    guard let format = format ?? ReportFormat(fileName: pattern) else {
      fail(place, "outputs: the name “\(pattern)” does not tell the format; add “format”")
      return nil
    }
    return Job.FileOutput(pattern: Paths.absolute(pattern, in: directory), format: format, latest: latest)
  }

  private static func isAddress(_ text: String, _ beginnings: [String]) -> Bool {
    !text.contains(" ") && beginnings.contains { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    byte == 0x2D || byte == 0x2E || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }

  private mutating func mail(_ node: Node) -> Job.Mail? {
    guard let fields = mapping(node, "mail", Self.mailKeys) else { return nil }
    var mail = Job.Mail(recipients: [])
    if let to = fields["to"] {
      for item in items(to) {
        guard let mailbox = text(item, "to") else { continue }
        if MailAddress(mailbox) == nil { fail(item, "mail: “\(mailbox)” is not an address") }
        mail.recipients.append(mailbox)
      }
    }
    if mail.recipients.isEmpty { fail(node, "mail: “to” names nobody") }
    let addresses = mail.recipients.compactMap { MailAddress($0)?.address }
    if Set(addresses).count < addresses.count { fail(node, "mail: an address is given twice") }
    if let node = fields["subject"] {
      mail.subject = text(node, "subject")
      if let mistake = mail.subject.flatMap(OutputPattern.mistake) { fail(node, "subject: \(mistake)") }
    }
    if let node = fields["reply-to"] {
      mail.replyTo = text(node, "reply-to")
      if let mailbox = mail.replyTo, MailAddress(mailbox) == nil {
        fail(node, "reply-to: “\(mailbox)” is not an address")
      }
    }
    if let node = fields["list-id"] {
      mail.listID = text(node, "list-id")
      if let id = mail.listID, !id.contains(".") || !id.utf8.allSatisfy(Self.isPartOfName) {
        fail(
          node, "list-id: “\(id)” is not the name of a list: letters, digits, “-” and dots, as in briefing.example.org")
      }
    }
    if let node = fields["unsubscribe"] {
      for item in node.sequence.map(Array.init) ?? [node] {
        guard let address = text(item, "unsubscribe") else { continue }
        if !Self.isAddress(address, ["https://", "mailto:"]) {
          fail(item, "unsubscribe: “\(address)” is not an address that begins with https:// or mailto:")
        }
        mail.unsubscribe.append(address)
      }
      if mail.unsubscribe.isEmpty { fail(node, "unsubscribe: lacks an address") }
    }
    if let node = fields["web"] {
      mail.web = text(node, "web")
      if let address = mail.web, !Self.isAddress(address, ["https://", "http://"]) {
        fail(node, "web: “\(address)” is not an address on the web")
      }
      if let mistake = mail.web.flatMap(OutputPattern.mistake) { fail(node, "web: \(mistake)") }
    }
    if let node = fields["on-doubt"] { mail.onDoubt = choice(node, "on-doubt") ?? .resend }
    return mail
  }

  private mutating func command(_ node: Node) -> Job.Command? {
    if node.scalar != nil { return text(node, "deliver").map { Job.Command(command: $0) } }
    guard let fields = mapping(node, "deliver", Self.commandKeys) else { return nil }
    guard let given = fields["cmd"], let command = text(given, "cmd") else {
      fail(node, "deliver: lacks “cmd”")
      return nil
    }
    return Job.Command(
      command: command, format: fields["format"].flatMap { choice($0, "format") } ?? .rendered(.text),
      onDoubt: fields["on-doubt"].flatMap { choice($0, "on-doubt") } ?? .resend)
  }

  /// A command, or `{cmd: …, time: 2m}`.
  private mutating func program(_ node: Node, _ name: String, time: Int) -> Job.Program? {
    if node.scalar != nil { return text(node, name).map { Job.Program(command: $0, time: time) } }
    guard let fields = mapping(node, name, Self.programKeys) else { return nil }
    guard let given = fields["cmd"], let command = text(given, "cmd") else {
      fail(node, "\(name): lacks “cmd”")
      return nil
    }
    return Job.Program(command: command, time: fields["time"].flatMap { seconds($0, "time") } ?? time)
  }

  private mutating func retries(_ node: Node, _ job: inout Job) {
    guard let fields = mapping(node, "retries", Self.retryKeys) else { return }
    if let node = fields["attempts"] { job.retries.attempts = integer(node, "attempts", 1...20) ?? 3 }
    if let node = fields["delay"] { job.retries.delay = seconds(node, "delay") ?? 10 }
  }

  private mutating func limits(_ node: Node, _ job: inout Job) {
    guard let fields = mapping(node, "limits", Self.limitKeys) else { return }
    if let node = fields["time"], let value = seconds(node, "time") { job.limits.time = Double(value) }
    if let node = fields["total"], let value = seconds(node, "total") { job.limits.total = Double(value) }
    if let node = fields["memory"] { job.limits.memory = integer(node, "memory", 1...65_536) ?? 256 }
    if let node = fields["output"] { job.limits.output = integer(node, "output", 1...65_536) ?? 64 }
  }

  private mutating func transport(_ node: Node) -> MailTransport? {
    guard let fields = mapping(node, "mail", Self.transportKeys) else { return nil }
    guard let from = fields["from"], let sender = text(from, "from") else {
      fail(node, "mail: lacks “from”")
      return nil
    }
    if MailAddress(sender) == nil { fail(from, "mail: “\(sender)” is not an address") }
    var transport = MailTransport(sender: sender)
    if let node = fields["sendmail"], let program = text(node, "sendmail") { transport.sendmail = program }
    if let node = fields["smtp"], let fields = mapping(node, "smtp", Self.smtpKeys) {
      guard let host = fields["host"].flatMap({ text($0, "host") }) else {
        fail(node, "smtp: lacks “host”")
        return nil
      }
      var smtp = MailTransport.SMTP(host: host)
      if let node = fields["port"] { smtp.port = integer(node, "port", 1...65_535) ?? 25 }
      if let node = fields["tls"] {
        if let flag = flag(node, "tls") { smtp.tls = flag }
      }
      smtp.user = fields["user"].flatMap { text($0, "user") }
      smtp.passwordCommand = fields["password-command"].flatMap { text($0, "password-command") }
      transport.smtp = smtp
    }
    return transport
  }

  // MARK: Values

  private mutating func archive(_ node: Node) -> String? {
    text(node, "archive").map { Paths.absolute($0, in: directory) }
  }

  private mutating func zone(_ node: Node) -> String? {
    guard let name = text(node, "timezone") else { return nil }
    do {
      _ = try TimeZoneRules(identifier: name)
      return name
    } catch {
      fail(node, "timezone: \(error)")
      return nil
    }
  }

  private static func isName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x2D || $0 == 0x5F
      } && !name.hasPrefix("-")
  }
}

/// The address of a mailbox.
package struct MailAddress {
  /// `desk@example.org`.
  package let address: String

  /// Reads `desk@example.org` or `Desk <desk@example.org>`.
  package init?(_ mailbox: String) {
    var address = mailbox[...]
    if let open = mailbox.lastIndex(of: "<"), let close = mailbox[open...].firstIndex(of: ">") {
      address = mailbox[mailbox.index(after: open)..<close]
    }
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !address.hasPrefix("-"),
      address.unicodeScalars.allSatisfy({
        $0.isASCII && $0.value > 0x20 && !"<>()[],;:\\\"".unicodeScalars.contains($0)
      })
    else { return nil }
    self.address = String(address)
  }
}
