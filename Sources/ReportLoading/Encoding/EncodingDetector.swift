import Glibc
import ReportArticles

/// Finds the encoding of text that declares none, or declares it wrongly.
///
/// Unicode forms show themselves by their structure. Single-byte encodings are told apart by how likely the letters are
/// that each would make of the bytes from 80 (naive Bayes over letter frequencies), and by words that mix scripts or
/// put capitals inside.
enum EncodingDetector {
  /// The encoding that a byte order mark announces, and the mark's length.
  static func byteOrderMark(_ bytes: [UInt8]) -> (encoding: CharacterEncoding, length: Int)? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]), let utf32 = CharacterEncoding(label: "utf-32le") { return (utf32, 4) }
    if bytes.starts(with: [0, 0, 0xFE, 0xFF]), let utf32 = CharacterEncoding(label: "utf-32be") { return (utf32, 4) }
    if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }

  /// The beginning of a text in UTF-8 if it is in UTF-16 or UTF-32, with a byte order mark or without; else the bytes as
  /// they are.
  static func narrowed(_ head: [UInt8]) -> [UInt8] {
    // Each of these has a low byte among its first characters, of a space at the latest.
    guard head.prefix(256).contains(where: { $0 < 0x09 || $0 >= 0xFE }) else { return head }
    if let (encoding, length) = byteOrderMark(head) {
      return encoding == .utf8 ? head : encoding.decode(head.dropFirst(length)).utf8
    }
    return wideForm(head).map { $0.decode(head[...]).utf8 } ?? head
  }

  /// UTF-16 or UTF-32 without a byte order mark, seen from where the zero and other low bytes stand; nil for all else.
  static func wideForm(_ bytes: [UInt8]) -> CharacterEncoding? {
    let sample = bytes.prefix(4096)
    guard sample.count >= 4 else { return nil }
    // Most texts have none, and need no second look.
    let low = sample.withUnsafeBufferPointer { bytes in
      bytes.reduce(0) { $0 &+ ($1 < 0x20 && ($1 < 0x09 || $1 > 0x0D) ? 1 : 0) }
    }
    guard low * 8 >= sample.count else { return nil }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 256), count: 4)
    for (index, byte) in sample.enumerated() { counts[index & 3][Int(byte)] += 1 }
    let quarter = sample.count / 4
    if quarter > 0, counts[0][0] >= quarter, counts[1][0] * 10 >= quarter * 9 {
      return CharacterEncoding(label: "utf-32be")
    }
    if quarter > 0, counts[3][0] >= quarter, counts[2][0] * 10 >= quarter * 9 {
      return CharacterEncoding(label: "utf-32le")
    }
    // The high bytes of a text are few: one block (06 for Arabic, 04 for Cyrillic), 00 for spaces, 20 for punctuation.
    func highLikeness(_ parity: Int) -> Int {
      let column = (0..<256).map { counts[parity][$0] + counts[parity + 2][$0] }
      return column[0...0x06].reduce(0, +) + column[0x20]
    }
    let (even, odd) = (highLikeness(0), highLikeness(1))
    let half = sample.count / 2
    if max(even, odd) * 10 < half * 7 || even == odd { return nil }
    return even > odd ? .utf16BigEndian : .utf16LittleEndian
  }

  /// The most likely single-byte encoding of `bytes`; windows-1252 when nothing speaks for another.
  static func singleByte(_ bytes: ArraySlice<UInt8>) -> CharacterEncoding {
    var best: (name: String, score: Double) = ("windows-1252", -.infinity)
    bytes.prefix(64 * 1024).withUnsafeBufferPointer { sample in
      for likeness in ByteLikeness.all {
        let score = likeness.score(sample)
        if score > best.score { best = (likeness.encoding, score) }
      }
    }
    return CharacterEncoding(label: best.name) ?? .utf8
  }
}

/// How likely bytes are in one encoding of one family of languages: what is known of the letters, brought to bytes once.
private struct ByteLikeness: Sendable {
  let encoding: String
  /// Natural logarithms of the frequencies of what the bytes stand for.
  private let likelihood: [Double]
  /// 0 other, 1 ASCII letter, 2 lower or caseless letter, 3 capital.
  private let kind: [UInt8]
  private let mixesWithASCII: Bool
  private static let unknown = log(0.00015)

  static let all: [ByteLikeness] = {
    guard let text = EmbeddedResource.text("loading/letter-frequencies.txt") else { return [] }
    return text.split(separator: "\n").flatMap { line -> [ByteLikeness] in
      if line.hasPrefix("#") { return [] }
      let fields = line.split(separator: " ")
      guard fields.count > 2 else { return [] }
      var counts: [UInt32: Double] = [:]
      var sum = 0.0
      for field in fields.dropFirst(2) {
        let pair = field.split(separator: "=")
        guard pair.count == 2, let letter = pair[0].unicodeScalars.first, let count = Double(pair[1]) else { continue }
        counts[letter.value] = count
        sum += count
      }
      let logarithms = counts.mapValues { log($0 / sum) }
      let encodings = fields[1].split(separator: ",").map(String.init)
      let mixes = encodings.contains { $0 == "windows-1252" || $0 == "windows-1250" || $0 == "windows-1254" }
      return encodings.compactMap { ByteLikeness($0, logarithms, mixesWithASCII: mixes) }
    }
  }()

  private init?(_ encoding: String, _ logarithms: [UInt32: Double], mixesWithASCII: Bool) {
    guard let table = SingleByteTable(named: encoding) else { return nil }
    var likelihood = [Double](repeating: 0, count: 256)
    var kind = [UInt8](repeating: 0, count: 256)
    for byte in 0x41...0x5A { (kind[byte], kind[byte + 32]) = (1, 1) }
    for byte in 0x80..<0x100 {
      let value = table.high[byte - 0x80]
      guard value != 0, let scalar = Unicode.Scalar(value) else {
        likelihood[byte] = Self.unknown - 3
        continue
      }
      let properties = scalar.properties
      let isCapital = properties.isUppercase
      let folded = isCapital ? properties.lowercaseMapping.unicodeScalars.first?.value ?? value : value
      likelihood[byte] = logarithms[value] ?? logarithms[folded].map { $0 - 2.5 } ?? Self.unknown
      kind[byte] = properties.isAlphabetic ? (isCapital ? 3 : 2) : 0
    }
    self.encoding = encoding
    self.likelihood = likelihood
    self.kind = kind
    self.mixesWithASCII = mixesWithASCII
  }

  func score(_ bytes: UnsafeBufferPointer<UInt8>) -> Double {
    var sum = 0.0
    var previous = 0
    for byte in bytes {
      let current = Int(byte)
      sum += likelihood[current]
      let (left, right) = (kind[previous], kind[current])
      if left == 2, right == 3 { sum -= 4 }  // a capital inside a word
      if mixesWithASCII {
        if left >= 2, right >= 2 { sum -= 1.5 }  // accented letters rarely touch
      } else if (left == 1 && right >= 2) || (left >= 2 && right == 1) {
        sum -= 4  // scripts do not mix within a word
      }
      previous = current
    }
    return sum
  }
}
