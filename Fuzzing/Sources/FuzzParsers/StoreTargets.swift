import Glibc

@testable import ReportArchive
@testable import ReportArticles
@testable import ReportDates
@testable import ReportEngine
@testable import ReportFetch
@testable import ReportJobs
@testable import ReportLoading

/// What is read besides articles: jobs files, lists of sources, what servers say, and the program's own databases after
/// something went wrong with them.
let storeTargets: [FuzzedParser] = [
  FuzzedParser(name: "jobs") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    if let file = try? JobsFile(text: text, path: "/srv/reportgen.yaml") { checkJobs(file) }
    if let file = try? SourcesFile(text: text, path: "/srv/reportgen.yaml", contents: { _ in "" }) {
      precondition(file.sources.allSatisfy { !$0.name.isEmpty }, "a source without a name")
    }
  },
  FuzzedParser(name: "schedule") { bytes in
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    let zones = ["UTC", "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia"]
    guard let schedule = try? CronSchedule(text),
      let zone = try? TimeZoneRules(identifier: zones[Int(bytes.first ?? 0) % zones.count])
    else { return }
    check(Occurrences(schedule, in: zone))
  },
  FuzzedParser(name: "server") { bytes in
    // The first line is the head of an answer, the rest its body, as robots.txt, as a sitemap and as a list of feeds.
    let end = bytes.firstIndex(of: 0x0A) ?? bytes.count
    let headers = HTTPHeaders(Array(bytes[..<end]))
    _ = Waiting.retryAfter(headers, now: 1_741_900_000)
    _ = Waiting.freshness(headers, now: 1_741_900_000)
    let body = Array(bytes[end...])
    let text = String(decoding: body, as: UTF8.self)
    _ = RobotsFile(body, product: "reportgen")
    if OPML.isOPML(text) { _ = OPML.read(text) }
    guard let base = WebAddress("https://news.example/a/") else { return }
    _ = FeedFacts(body, address: base)
    if let address = WebAddress(String(decoding: bytes[..<end], as: UTF8.self), base: base) {
      precondition(WebAddress(address.description) == address, "\(address) is another one when it is read again")
    }
  },
  FuzzedParser(name: "archive") { DamagedArchive.shared?.open($0) },
  FuzzedParser(name: "ledger") { DamagedLedger.shared?.open($0) },
]

/// What the commands ask of a jobs file before anything runs.
private func checkJobs(_ file: JobsFile) {
  for job in file.jobs {
    precondition(!job.name.isEmpty && !job.name.contains("/"), "a name that is a path")
    for output in job.files {
      _ = OutputPattern.filled(output.pattern, job: job.name, occurrence: Instant(secondsSinceEpoch: 1_741_900_000))
    }
    guard let schedule = job.schedule, let zone = try? TimeZoneRules(identifier: job.timeZone) else { continue }
    check(Occurrences(schedule, in: zone))
    _ = SystemdUnits.calendar(schedule, zone: job.timeZone)
  }
}

private func check(_ occurrences: Occurrences) {
  let now = Instant(secondsSinceEpoch: 1_741_900_000)
  if let next = occurrences.next(after: now) {
    precondition(next.secondsSinceEpoch > now.secondsSinceEpoch, "the next one is past")
    let last = occurrences.latest(atOrBefore: next)
    precondition(last?.secondsSinceEpoch == next.secondsSinceEpoch, "the next one is not found again")
  }
  _ = occurrences.all(after: now, through: Instant(secondsSinceEpoch: 1_742_000_000), limit: 50)
}

/// A database that the input damages: bytes of it are overwritten, or it is cut, or all of it is the input.
private struct Damage {
  let good: [UInt8]
  let path: String

  /// Three bytes of place and one of value each; what begins with the name of SQLite's files is a file of its own.
  func write(_ input: [UInt8]) {
    var bytes = good
    if input.starts(with: Array("SQLite format 3".utf8)) {
      bytes = input
    } else {
      var at = 0
      while at + 4 <= input.count {
        let place = Int(input[at]) << 16 | Int(input[at + 1]) << 8 | Int(input[at + 2])
        if !bytes.isEmpty { bytes[place % bytes.count] = input[at + 3] }
        at += 4
      }
      if input.count % 4 == 3, let cut = input.last { bytes.removeLast(bytes.count * Int(cut) / 256) }
    }
    for ending in ["-wal", "-shm", "-journal"] { unlink(path + ending) }
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { return }
    _ = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
    close(file)
  }

  /// A folder in memory where there is one.
  static func place(_ name: String) -> String {
    let root = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    return "\(root)/fuzz-\(getpid())-\(name)"
  }

  init(path: String) {
    self.path = path
    var bytes: [UInt8] = []
    let file = open(path, O_RDONLY)
    if file >= 0 {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = read(file, &buffer, buffer.count)
        if count <= 0 { break }
        bytes += buffer[..<count]
      }
      close(file)
    }
    good = bytes
    // The input names places in the first 16 MiB.
    precondition(!good.isEmpty && good.count < 1 << 24)
  }
}

/// An archive of a few articles.
private final class DamagedArchive: Sendable {
  static let shared = try? DamagedArchive()
  private let damage: Damage

  init() throws {
    let path = Damage.place("archive")
    do {
      let archive = try Archive(path: path, access: .write)
      let lines = (0..<12).map { number in
        #"{"id":"\#(number)","title":"The dam of valley \#(number) is full","section":"News","publisher":"Post \#(number % 3)","published":"2025-03-\#(10 + number)T08:00:00Z","text":"The dam was opened on Monday. Some \#(number)00 people came."}"#
      }
      let articles = ArticleLoader().load(data: Array(lines.joined(separator: "\n").utf8), path: "a.jsonl").articles
      try ArchiveWriter(archive).add(articles)
    }
    damage = Damage(path: path)
  }

  func open(_ input: [UInt8]) {
    damage.write(input)
    read()
    if let archive = try? Archive(path: damage.path, access: .write) {
      _ = try? archive.verify(repairs: true)
      _ = try? archive.prune([.isOneOf(.section, ["News"])])
      if let article = ArticleLoader().load(data: Array(#"{"title":"One more","text":"B."}"#.utf8), path: "b").articles
        .first
      {
        try? ArchiveWriter(archive).add([article])
      }
    }
  }

  private func read() {
    guard let store = try? ArchiveStore(path: damage.path) else { return }
    let query = ArticleQuery()
    let clock = ArticleClock(offset: { _ in 3600 })
    for position in ((try? store.positions(matching: query)) ?? []).prefix(20) {
      _ = try? store.article(at: position)
      _ = try? store.derived(at: position)
      _ = try? store.story(at: position)
    }
    for key in ArticleKey.allCases { _ = try? store.counts(of: [key], matching: query, clock: clock) }
    _ = try? store.values(of: [.section, .day], matching: query, clock: clock)
    _ = try? store.search("dam valley", all: false, matching: query)
    _ = try? store.statistics()
    _ = try? store.forEachStory(matching: query) { _, _ in }
  }
}

/// A ledger with a run and a staged one.
private final class DamagedLedger: Sendable {
  static let shared = try? DamagedLedger()
  private let damage: Damage

  init() throws {
    let path = Damage.place("ledger")
    do {
      let ledger = try Ledger(path: path)
      let first = try ledger.begin("job", occurrence: 1_741_900_000, now: 1_741_900_000, clock: 1, forced: false)
      try ledger.stage(first, deliveries: [("files", "{}")], shown: ["a", "b"], met: ["a", "b", "c"], warnings: 1)
      try ledger.finish(first, .delivered, clock: 2, message: "well")
      let second = try ledger.begin("job", occurrence: 1_741_986_400, now: 1_741_986_400, clock: 3, forced: false)
      try ledger.stage(second, deliveries: [("files", "{}")], shown: ["d"], met: ["d"], warnings: 0)
    }
    damage = Damage(path: path)
  }

  func open(_ input: [UInt8]) {
    damage.write(input)
    guard let ledger = try? Ledger(path: damage.path) else { return }
    _ = try? ledger.lastSettled("job", upTo: 1_742_000_000)
    _ = try? ledger.firstOccurrence("job")
    _ = try? ledger.lastDelivered("job", before: 1_742_000_000)
    _ = try? ledger.history("job", limit: 10)
    _ = try? ledger.history("job", of: ["a", "z"], except: 5)
    _ = try? ledger.formerlySeen("job", among: ["a"])
    if let staged = try? ledger.staged("job") {
      for delivery in (try? ledger.deliveries(of: staged.id)) ?? [] { _ = try? ParcelText.decode(delivery.parcel) }
      try? ledger.finish(staged.id, .delivered, clock: 9)
    }
  }
}
