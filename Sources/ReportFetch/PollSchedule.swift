import Glibc
import ReportArticles
import ReportLoading

/// When a source is asked again.
struct PollSchedule: Sendable {
  var shortest: Int
  var longest: Int

  /// Seconds to the next poll of a source that brings `rate` articles a day: twice as often as they come, within bounds.
  /// Nil: not known yet.
  func interval(rate: Double?) -> Int {
    guard let rate, rate.isFinite, rate > 0 else { return rate == nil ? min(max(3600, shortest), longest) : longest }
    let gap = 86_400 / rate / 2
    return gap < Double(longest) ? max(shortest, Int(gap)) : longest
  }

  /// Articles a day of a source of which nothing is known: it is asked each hour.
  private static let unknown = 12.0

  /// The rate after a poll that brought `count` articles in `elapsed` seconds: what came in the last two days counts most, and seconds
  /// tell next to nothing, of a source that is not known yet either.
  static func rate(_ rate: Double?, count: Int, elapsed: Int) -> Double {
    let days = max(Double(elapsed), 60) / 86_400
    let seen = Double(count) / days
    let rate = rate.flatMap { $0.isFinite ? $0 : nil } ?? unknown
    let weight = 1 - exp(-days / 2)
    return rate + (seen - rate) * weight
  }

  /// The rate that the dates of a feed's items tell: those of the last week, or as far back as the feed goes. Nil: fewer than two dates.
  static func rate(dates: [Int], now: Int) -> Double? {
    let past = dates.filter { $0 <= now + 3600 && $0 > 0 }
    guard past.count >= 2, let oldest = past.min() else { return nil }
    let span = min(max(now - oldest, 3600), 7 * 86_400)
    let recent = past.count { $0 > now - span - 1 }
    return Double(max(recent, 1)) / (Double(span) / 86_400)
  }

  /// Seconds to wait after a failure, the `count`th in a row.
  func pause(after kind: FetchProblem.Kind, count: Int) -> Int {
    let (first, most): (Int, Int) =
      switch kind {
      case .temporary, .local, .postponed: (300, 6 * 3600)
      case .soft: (3600, 86_400)
      case .hard, .gone: (6 * 3600, 7 * 86_400)
      }
    let doublings = min(max(count - 1, 0), 16)
    return min(first << doublings, most)
  }

  /// `seconds` up to a tenth longer, so that not all sources come due at once.
  static func jittered(_ seconds: Int, _ random: Double) -> Int { seconds + Int(Double(seconds) * 0.1 * random) }
}

/// What a feed says about being asked (RSS 2.0: ttl, skipHours, skipDays; RSS 1.0: syndication), and about itself.
struct FeedFacts: Sendable, Hashable {
  /// Seconds for which it may be kept.
  var ttl: Int?
  /// Hours of UTC, and days of the week from Sunday (0), at which nothing is published.
  var skipHours: Set<Int> = []
  var skipDays: Set<Int> = []
  /// Whether the document ends where it should.
  var isWhole = true
  /// The next older page (RFC 5005): `next` of a paged feed, `prev-archive` of an archived one.
  var next: WebAddress?

  private static let days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]

  /// Reads the head of a feed; cheap, for it stops at the first item.
  init(_ bytes: [UInt8], address: WebAddress) {
    let body = bytes[(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)...]
    guard body.first(where: { $0 > 0x20 }) == UInt8(ascii: "<") else { return }
    let tree = XMLTree(Self.head(body))
    guard let root = tree.root else { return }
    isWhole = Self.isWhole(body, root: tree.nodes[root].name)
    for node in tree.descendants(root) {
      let text = { tree.collapsed(node) ?? "" }
      switch tree.nodes[node].name {
      case "ttl": ttl = Int(text()).flatMap { (1...525_600).contains($0) ? $0 * 60 : nil } ?? ttl
      case "sy:updatePeriod":
        let period = ["hourly": 3600, "daily": 86_400, "weekly": 604_800][text().lowercased()]
        let parent = max(tree.nodes[node].parent, 0)
        let often = tree.child(parent, "sy:updateFrequency").flatMap { tree.collapsed($0) }.flatMap { Int($0) } ?? 1
        if let period, ttl == nil { ttl = period / min(max(often, 1), 1440) }
      case "hour": if let hour = Int(text()), (0...24).contains(hour) { skipHours.insert(hour % 24) }
      case "day": if let day = Self.days.firstIndex(of: text().lowercased()) { skipDays.insert(day) }
      case "link", "atom:link", "a10:link":
        let rel = tree.attribute(node, "rel")
        if rel == "next" || rel == "prev-archive", let href = tree.attribute(node, "href") {
          next = WebAddress(href, base: address) ?? next
        }
      default: continue
      }
    }
    // A source that is silent at all hours or on all days has a slip of the pen in it.
    if skipHours.count >= 24 { skipHours = [] }
    if skipDays.count >= 7 { skipDays = [] }
  }

  /// What comes before the first item, and at most 64 KiB. (RSS 1.0 and odd feeds have head elements after it; they are rare.)
  private static func head(_ body: ArraySlice<UInt8>) -> [UInt8] {
    let end = min(body.endIndex, body.startIndex + 64 << 10)
    var place = body.startIndex
    while place < end {
      if body[place] == UInt8(ascii: "<") {
        let rest = body[place..<min(place + 7, body.endIndex)]
        if rest.starts(with: "<item>".utf8) || rest.starts(with: "<item ".utf8) || rest.starts(with: "<entry>".utf8)
          || rest.starts(with: "<entry ".utf8)
        {
          return Array(body[body.startIndex..<place])
        }
      }
      place += 1
    }
    return Array(body[body.startIndex..<end])
  }

  private static func isWhole(_ body: ArraySlice<UInt8>, root: String) -> Bool {
    let tail = String(decoding: body.suffix(4096), as: UTF8.self).lowercased()
    let name = root.lowercased()
    let short = name.split(separator: ":").last.map(String.init) ?? name
    return tail.contains("</\(name)") || tail.contains(":\(short)>") || tail.contains("</\(short)")
  }

  /// The first moment from `moment` on that is not skipped.
  func open(from moment: Int) -> Int {
    var time = moment
    for _ in 0..<(24 * 8) {
      let hour = time % 86_400 / 3600
      // 1 January 1970 was a Thursday.
      let day = (time / 86_400 + 4) % 7
      if !skipHours.contains(hour), !skipDays.contains(day) { return time }
      time = (time / 3600 + 1) * 3600
    }
    return moment
  }
}
