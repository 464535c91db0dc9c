import ReportArticles
import ReportDates
import ReportSettings
import ReportSystem
import Yams

extension SourcesFile {
  /// Reads a jobs file or one of sources alone; OPML is told by its content. `path` is absolute; relative paths in the file start at
  /// its directory, and `contents` reads lists that it names. Throws every problem at once, each with its line.
  public init(
    text: String, path: String, contents: ((String) throws -> String)? = nil
  ) throws(SourcesFileProblems) {
    var reader = SourcesFileReader(path: path)
    let file: SourcesFile
    if OPML.isOPML(text) {
      var opml = SourcesFile(path: path, stateDirectory: Paths.absolute(".reportgen", in: Paths.directory(of: path)))
      opml.sources = reader.sources(opml: text)
      opml.list = path
      file = opml
    } else {
      let root: Node?
      do throws(SettingsFault) { root = try SourcesFileReader.root(of: text, path: path) } catch {
        throw SourcesFileProblems([error.message])
      }
      file = reader.file(root, contents ?? { try SmallFile.read($0) })
    }
    guard reader.problems.isEmpty else { throw SourcesFileProblems(reader.faults) }
    self = file
  }
}

/// Turns the nodes of a file into sources and collects what is wrong.
struct SourcesFileReader: SettingsReading {
  let path: String
  var problems: [(line: Int, message: String)] = []

  init(path: String) { self.path = path }

  private static let fetchKeys = [
    "contact", "allow-private", "proxy", "ca-file", "pause", "min-interval", "max-interval", "at-once", "timeout",
    "max-size", "max-redirects", "max-pages", "deadline", "report-silent", "keep",
  ]
  private static let sourceKeys = [
    "url", "path", "type", "section", "language", "publisher", "full-text", "loader", "every", "headers", "user",
    "password-command", "token-command", "silent-after",
  ]

  mutating func file(_ root: Node?, _ contents: (String) throws -> String) -> SourcesFile {
    var file = SourcesFile(path: path, stateDirectory: Paths.absolute(".reportgen", in: directory))
    guard case .mapping(let map)? = root else {
      fail(root, "expected settings of the form name: value, with “sources:” among them")
      return file
    }
    // The rest of a jobs file is read, and checked, by whoever runs jobs.
    if let node = map["archive"], let archive = text(node, "archive") {
      file.archive = Paths.absolute(archive, in: directory)
    }
    if let node = map["state"], let state = text(node, "state") {
      file.stateDirectory = Paths.absolute(state, in: directory)
    }
    if let node = map["fetch"] { settings(node, &file.settings) }
    guard let node = map["sources"] else { return file }
    switch node {
    case .scalar:
      guard let name = text(node, "sources") else { return file }
      let list = Paths.absolute(name, in: directory)
      file.list = list
      let text: String
      do { text = try contents(list) } catch {
        fail(node, "sources: \(name): \(error)")
        return file
      }
      do throws(SourcesFileProblems) {
        file.sources = try SourcesFile(text: text, path: list) { _ in throw NestedList() }.sources
      } catch {
        for problem in error.problems { fail(node, "sources: \(problem)") }
      }
    case .mapping(let sources):
      for (key, value) in sources {
        guard let name = key.string, Self.isName(name) else {
          fail(key, "“\(key.string ?? "?")” is no name for a source: letters, digits, -, _ and ., at most 64")
          continue
        }
        if let source = source(name, key, value) { file.sources.append(source) }
      }
    default: fail(node, "sources: expected a name and its address for each source, or the path of an OPML file")
    }
    return file
  }

  private struct NestedList: Error, CustomStringConvertible {
    let description = "a list that is named by a list"
  }

  // MARK: A source

  private mutating func source(_ name: String, _ key: Node, _ node: Node) -> Source? {
    var source = Source(name: name)
    source.line = key.mark?.line ?? 1
    if node.scalar != nil {
      guard let text = text(node, "source “\(name)”") else { return nil }
      source.address = address(text, node)
      return source.address == nil ? nil : source
    }
    guard let fields = mapping(node, "source “\(name)”", Self.sourceKeys) else { return nil }
    var kind: Source.Kind?
    if let node = fields["type"] { kind = choice(node, "type") }
    if let node = fields["url"], let text = text(node, "url") { source.address = address(text, node) }
    if let node = fields["path"], let text = text(node, "path") { source.path = Paths.absolute(text, in: directory) }
    if fields["url"] == nil, fields["path"] == nil { fail(key, "source “\(name)” lacks a url (or a path)") }
    if fields["url"] != nil, fields["path"] != nil { fail(key, "source “\(name)”: a url or a path, not both") }
    source.kind = kind ?? (source.path == nil ? .feed : .directory)
    let isLocal = source.kind == .directory || source.kind == .mail
    if isLocal, fields["url"] != nil {
      fail(fields["type"], "type: \(source.kind.rawValue) lies at a path, not at a url")
    }
    if !isLocal, fields["path"] != nil { fail(fields["type"], "type: \(source.kind.rawValue) has a url, not a path") }
    source.section = fields["section"].flatMap { text($0, "section") }
    source.publisher = fields["publisher"].flatMap { text($0, "publisher") }
    if let node = fields["language"], let text = text(node, "language") {
      let isTag =
        text.utf8.count <= 35
        && text.utf8.allSatisfy {
          ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 == 0x2D || (0x30...0x39).contains($0)
        }
      if isTag { source.language = text } else { fail(node, "language: “\(text)” is no tag such as ar or en-GB") }
    }
    if let node = fields["full-text"] { source.fullText = flag(node, "full-text") ?? false }
    if let node = fields["loader"], let text = text(node, "loader") {
      source.loader = Paths.absolute(text, in: directory)
    }
    source.every = fields["every"].flatMap { seconds($0, "every", 60) }
    source.silentAfter = fields["silent-after"].flatMap { seconds($0, "silent-after", 3600) }.map {
      max(1, $0 / 86_400)
    }
    if let node = fields["headers"] { source.headers = headers(node) }
    source.user = fields["user"].flatMap { text($0, "user") }
    source.passwordCommand = fields["password-command"].flatMap { text($0, "password-command") }
    source.tokenCommand = fields["token-command"].flatMap { text($0, "token-command") }
    if source.user != nil, source.passwordCommand == nil { fail(fields["user"], "user: needs a password-command") }
    if source.passwordCommand != nil, source.user == nil {
      fail(fields["password-command"], "password-command: needs a user")
    }
    if source.user != nil, source.tokenCommand != nil {
      fail(fields["token-command"], "token-command: there is a user already")
    }
    return source
  }

  private mutating func address(_ text: String, _ node: Node) -> WebAddress? {
    guard let address = WebAddress(text) else {
      fail(node, "“\(Self.shown(text))” is not an http or https address")
      return nil
    }
    if address.hadCredentials {
      fail(node, "url: a name or password stands in the address; give user and password-command")
    }
    return address
  }

  /// For messages: nothing of what may be secret.
  private static func shown(_ text: String) -> String {
    guard let at = text.lastIndex(of: "@") else { return String(text.prefix { $0 != "?" }) }
    return "…" + text[at...].prefix { $0 != "?" }
  }

  private mutating func headers(_ node: Node) -> [Source.Header] {
    guard case .mapping(let map) = node else {
      fail(node, "headers: expected entries of the form Accept-Language: ar")
      return []
    }
    return map.compactMap { key, value in
      guard let name = key.string, let text = text(value, "headers") else { return nil }
      let isToken =
        !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()<>@,;:\\\"/[]?={}".utf8.contains($0) }
      guard isToken else {
        fail(key, "headers: “\(name)” is no name of a header field")
        return nil
      }
      let ours = ["host", "content-length", "transfer-encoding", "connection", "if-none-match", "if-modified-since"]
      if ours.contains(name.lowercased()) {
        fail(key, "headers: “\(name)” is set by the fetcher itself")
        return nil
      }
      if ["authorization", "proxy-authorization", "cookie"].contains(name.lowercased()) {
        fail(key, "headers: secrets do not stand in this file; give token-command, or user and password-command")
        return nil
      }
      return Source.Header(name: name, value: text)
    }
  }

  // MARK: Settings

  private mutating func settings(_ node: Node, _ settings: inout FetchSettings) {
    guard let fields = mapping(node, "fetch", Self.fetchKeys) else { return }
    if let node = fields["contact"], let text = text(node, "contact") {
      let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"()\\\"".utf8.contains($0) }
      if isPlain, text.contains("@") || WebAddress(text) != nil {
        settings.contact = text
      } else {
        fail(node, "contact: expected a mail address or the address of a page")
      }
    }
    if let node = fields["allow-private"] {
      settings.privateHosts = items(node).compactMap { text($0, "allow-private")?.lowercased() }
      for host in settings.privateHosts where WebAddress("http://\(host)/")?.hostAndPort.isEmpty ?? true {
        fail(node, "allow-private: “\(host)” is not the name of a host")
      }
      settings.privateHosts = settings.privateHosts.compactMap { host in
        WebAddress("http://\(host)/").map { host.hasSuffix(":80") ? $0.host + ":80" : $0.hostAndPort }
      }
    }
    if let node = fields["proxy"] {
      if node.scalar?.string == "" || node.bool == false {
        settings.proxy = ""
      } else if let text = text(node, "proxy") {
        if text.contains("@") {
          fail(node, "proxy: no name or password in this file; put them into the environment (https_proxy)")
        }
        settings.proxy = text
      }
    }
    if let node = fields["ca-file"], let text = text(node, "ca-file") {
      settings.certificates = Paths.absolute(text, in: directory)
    }
    if let node = fields["pause"] { settings.pause = milliseconds(node, "pause") ?? settings.pause }
    if let node = fields["min-interval"] { settings.shortest = seconds(node, "min-interval", 60) ?? settings.shortest }
    if let node = fields["max-interval"] { settings.longest = seconds(node, "max-interval", 60) ?? settings.longest }
    if settings.shortest > settings.longest {
      fail(fields["min-interval"] ?? fields["max-interval"], "min-interval is longer than max-interval")
    }
    if let node = fields["at-once"] { settings.atOnce = integer(node, "at-once", 1...64) ?? settings.atOnce }
    if let node = fields["timeout"] { settings.timeout = seconds(node, "timeout", 1) ?? settings.timeout }
    if let node = fields["max-size"] { settings.largest = (integer(node, "max-size", 1...1024) ?? 16) << 20 }
    if let node = fields["max-redirects"] {
      settings.redirects = integer(node, "max-redirects", 0...20) ?? settings.redirects
    }
    if let node = fields["max-pages"] { settings.pages = integer(node, "max-pages", 0...10_000) ?? settings.pages }
    if let node = fields["report-silent"] { settings.reportsSilent = flag(node, "report-silent") ?? false }
    if let node = fields["keep"] { settings.keep = seconds(node, "keep", 3600) }
    if let node = fields["deadline"] { settings.deadline = seconds(node, "deadline", 1) ?? settings.deadline }
  }

  // MARK: OPML

  mutating func sources(opml text: String) -> [Source] {
    let (outlines, faults) = OPML.read(text)
    for fault in faults { problems.append((fault.line, fault.message)) }
    var names: Set<String> = []
    return outlines.map { outline in
      var source = Source(name: OPML.name(for: outline, taken: &names), address: outline.address)
      source.section = outline.section
      source.language = outline.language
      source.publisher = outline.title
      source.line = outline.line
      return source
    }
  }

  // MARK: Values

  private mutating func milliseconds(_ node: Node, _ name: String) -> Int? {
    if let text = node.scalar?.string, text.hasSuffix("ms"), let value = Int(text.dropLast(2)),
      (0...600_000).contains(value)
    {
      return value
    }
    if node.scalar?.string == "0" { return 0 }
    return seconds(node, name, 0).map { $0 * 1000 }
  }

  static func isName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || [0x2D, 0x5F, 0x2E].contains($0)
      } && !name.hasPrefix("-") && !name.hasPrefix(".")
  }
}
