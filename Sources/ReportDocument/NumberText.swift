import ReportArticles

/// Numbers and dates in the forms that machines read.
package enum NumberText {
  /// The shortest decimal that reads back as the value, without an exponent for whole numbers below 2^53.
  package static func plain(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    if abs(value) < 9_007_199_254_740_992, value == value.rounded() { return String(Int(value)) }
    return String(value)
  }

  /// Whether `value` is a year, month, week, day or date and time as HTML's `datetime` takes them.
  package static func isHTMLDate(_ value: String) -> Bool {
    let bytes = Array(value.utf8)
    func digits(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count else { return nil }
      var number = 0
      for byte in bytes[range] {
        guard (0x30...0x39).contains(byte) else { return nil }
        number = number * 10 + Int(byte - 0x30)
      }
      return number
    }
    guard let year = digits(0..<4), year > 0 else { return false }
    if bytes.count == 4 { return true }
    guard bytes[4] == 0x2D else { return false }
    if bytes.count == 8, bytes[5] == 0x57 { return (1...53).contains(digits(6..<8) ?? 0) }
    guard let month = digits(5..<7), (1...12).contains(month) else { return false }
    if bytes.count == 7 { return true }
    guard bytes[7] == 0x2D, let day = digits(8..<10), CivilDate(year: year, month: month, day: day) != nil else {
      return false
    }
    if bytes.count == 10 { return true }
    guard bytes.count >= 16, bytes[10] == 0x54, let hour = digits(11..<13), hour < 24, bytes[13] == 0x3A,
      let minute = digits(14..<16), minute < 60
    else { return false }
    var rest = bytes[16...]
    if rest.first == 0x3A {
      guard rest.count >= 3, let second = digits(17..<19), second < 60 else { return false }
      rest = rest.dropFirst(3)
    }
    if rest.isEmpty { return true }
    return UTCOffset.seconds(String(decoding: rest, as: UTF8.self)) != nil && (rest.count == 1 || rest.count == 6)
      && rest.first != 0x7A
  }
}
