/// A word, a number or a punctuation mark of a text, as the rules see it.
struct TemporalToken {
  enum Kind: UInt8 {
    case word, number, punctuation
    /// Figures that are no number of a date: money, phone numbers, versions.
    case other
    case date, monthYear, time, dotTime, yearRange, dayRange, dayMonth, decimal
  }

  var kind: Kind
  /// No blank stands before it.
  var isGlued = true
  /// An empty line, or the beginning of the text, stands before it.
  var startsBlock = false
  /// A line begins with it.
  var startsLine = false
  /// A sentence begins with it.
  var startsSentence = false
  var isCapitalised = false
  /// A Latin word that ends in a single s.
  var looksPlural = false
  /// How many digits the (first) number was written with.
  var digits: UInt8 = 0
  /// The word's number in the rules, 0 for others; the ASCII form of a punctuation mark.
  var word: Int32 = 0
  /// The numbers: value; or year, month, day; hour, minute, second; the two ends of a range.
  var a: Int32 = 0
  var b: Int32 = -1
  var c: Int32 = -1
  /// The offset from UTC of a time in minutes, `noZone` without one.
  var zone: Int32 = TemporalToken.noZone
  /// UTF-8 offsets.
  var start: Int
  var end: Int

  static let noZone: Int32 = 10_000
}
