import ReportArticles

/// The header fields of a response.
struct HTTPHeaders: Sendable, Hashable {
  private(set) var fields: [(name: String, value: String)] = []

  /// Reads the lines of a response's head; lines that are no fields are left out, folded ones are joined.
  init(_ bytes: [UInt8]) {
    for line in bytes.split(separator: 0x0A) {
      let text = String(decoding: line, as: UTF8.self)
      if let first = line.first, first == 0x20 || first == 0x09 {
        guard !fields.isEmpty else { continue }
        fields[fields.count - 1].value += " " + Self.trimmed(text[...])
        continue
      }
      guard let colon = text.firstIndex(of: ":"), colon > text.startIndex else { continue }
      fields.append((text[..<colon].lowercased(), Self.trimmed(text[text.index(after: colon)...])))
    }
  }

  init(_ fields: [(String, String)] = []) {
    self.fields = fields.map { ($0.0.lowercased(), $0.1) }
  }

  /// The first field of a name (lower case).
  subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// All values of a name.
  func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// The members of a list field, with all its lines.
  func list(_ name: String) -> [String] {
    all(name).flatMap(Self.members).map { Self.trimmed($0) }.filter { !$0.isEmpty }
  }

  /// What commas part; those in quotes do not (RFC 9110, section 5.6.4).
  private static func members(_ value: String) -> [Substring] {
    guard value.utf8.contains(UInt8(ascii: "\"")) else { return value.split(separator: ",") }
    var (isQuoted, isEscaped) = (false, false)
    return value.split { sign in
      if isEscaped {
        isEscaped = false
      } else if isQuoted, sign == "\\" {
        isEscaped = true
      } else if sign == "\"" {
        isQuoted.toggle()
      }
      return sign == "," && !isQuoted
    }
  }

  static func == (left: HTTPHeaders, right: HTTPHeaders) -> Bool {
    left.fields.elementsEqual(right.fields) { $0 == $1 }
  }

  func hash(into hasher: inout Hasher) {
    for field in fields {
      hasher.combine(field.name)
      hasher.combine(field.value)
    }
  }

  static func trimmed(_ text: Substring) -> String {
    var scalars = text.unicodeScalars
    while let first = scalars.first, first.value <= 0x20 { scalars.removeFirst() }
    while let last = scalars.last, last.value <= 0x20 { scalars.removeLast() }
    return String(scalars)
  }
}

/// Moments as HTTP writes them (RFC 9110, section 5.6.7): the fixed form, and the two old ones that have to be understood.
enum HTTPDate {
  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  /// POSIX seconds; nil for what is no date. `now` tells the century of years of two digits.
  static func parse(_ text: String, now: Int) -> Int? {
    let words = text.split(whereSeparator: { " ,-\t".contains($0) }).map(String.init)
    guard words.count >= 5, words.count <= 7 else { return nil }
    // `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`
    let isOld = Int(words[1]) == nil
    let (dayWord, monthWord) = isOld ? (words[2], words[1]) : (words[1], words[2])
    let (yearWord, timeWord) = isOld ? (words[4], words[3]) : (words[3], words[4])
    guard let day = number(dayWord, 1...31),
      let month = months.firstIndex(of: String(monthWord.lowercased().prefix(3))), monthWord.utf8.count >= 3,
      var year = number(yearWord, 0...9999)
    else { return nil }
    if !isOld, words.count > 5, !["gmt", "utc", "ut", "z", "+0000"].contains(words[5].lowercased()) { return nil }
    let parts = timeWord.split(separator: ":")
    guard parts.count == 3, let hour = number(String(parts[0]), 0...23), let minute = number(String(parts[1]), 0...59),
      let second = number(String(parts[2]), 0...60)
    else { return nil }
    if yearWord.utf8.count == 2 {
      let this = CivilDate(dayNumber: now / 86_400).year
      year += this / 100 * 100
      if year > this + 50 { year -= 100 }
    }
    guard year >= 1900, let date = CivilDate(year: year, month: month + 1, day: day) else { return nil }
    return date.dayNumber * 86_400 + hour * 3600 + minute * 60 + second
  }

  private static func number(_ text: String, _ range: ClosedRange<Int>) -> Int? {
    guard text.utf8.count <= 4, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text),
      range.contains(value)
    else { return nil }
    return value
  }
}

/// How long a server asks not to be asked again.
enum Waiting {
  /// What a server may ask for at most: a week.
  static let longest = 7 * 86_400

  /// `Retry-After` in both forms (RFC 9110, section 10.2.3) as seconds from now; nil when there is none or it is nonsense.
  static func retryAfter(_ headers: HTTPHeaders, now: Int) -> Int? {
    guard let text = headers["retry-after"] else { return nil }
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return min(Int(text) ?? longest, longest)
    }
    // By the server's own clock, where it tells it.
    let here = headers["date"].flatMap { HTTPDate.parse($0, now: now) } ?? now
    guard let moment = HTTPDate.parse(text, now: now) else { return nil }
    return min(max(moment - here, 0), longest)
  }

  /// For how many seconds an answer is fresh (RFC 9111, section 4.2.1); nil when the server does not say.
  static func freshness(_ headers: HTTPHeaders, now: Int) -> Int? {
    var age: Int?
    for directive in headers.list("cache-control") {
      let parts = directive.split(separator: "=", maxSplits: 1).map { HTTPHeaders.trimmed($0).lowercased() }
      switch parts.first {
      case "no-store", "no-cache": return 0
      case "max-age":
        guard age == nil, parts.count == 2 else { continue }
        let digits = parts[1].filter { $0 != "\"" }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return 0 }
        age = Int(digits) ?? Int.max / 4
      default: continue
      }
    }
    let spent = headers["age"].flatMap { Int($0) }.map { max(0, $0) } ?? 0
    if let age { return max(0, min(age, 10 * 365 * 86_400) - min(spent, Int.max / 4)) }
    guard let text = headers["expires"] else { return nil }
    guard let end = HTTPDate.parse(text, now: now) else { return 0 }
    let here = headers["date"].flatMap { HTTPDate.parse($0, now: now) } ?? now
    return max(0, end - here)
  }
}

/// What a server gives to ask later whether anything has changed.
struct Validators: Sendable, Hashable {
  /// The entity tag, as it was sent, weak mark and quotes included.
  var tag: String?
  /// The time of the last change, as it was sent.
  var modified: String?

  var isEmpty: Bool { tag == nil && modified == nil }

  init(tag: String? = nil, modified: String? = nil) { (self.tag, self.modified) = (tag, modified) }

  /// Those of a response that can be sent back: printable, of usual length; a time of change that lies ahead of the
  /// server's own clock is none (RFC 9110, section 8.8.2.1).
  init(_ headers: HTTPHeaders, now: Int) {
    tag = headers["etag"].flatMap { Self.isSendable($0) ? $0 : nil }
    modified = headers["last-modified"].flatMap { Self.isSendable($0) ? $0 : nil }
    let here = headers["date"].flatMap { HTTPDate.parse($0, now: now) } ?? now
    if let text = modified {
      guard let moment = HTTPDate.parse(text, now: now), moment <= here else {
        modified = nil
        return
      }
    }
  }

  var fields: [(String, String)] {
    [tag.map { ("If-None-Match", $0) }, modified.map { ("If-Modified-Since", $0) }].compactMap { $0 }
  }

  private static func isSendable(_ text: String) -> Bool {
    (1...512).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }
}
