import ReportArticles

/// Reads the figures of one paragraph.
struct FigureReader {
  struct Found {
    var range: Range<Int>
    var value: Double
    var unit: String?
  }

  let bytes: [UInt8]
  let words: FigureWords
  private let months: MonthWords
  let isArabic: Bool
  let isEnglish: Bool
  private let analyzer: TextAnalyzer
  private(set) var tokens: [WordToken] = []
  /// Folded forms of `tokens`, made when needed.
  private(set) var folded: [String] = []

  init(_ text: String, words: FigureWords, months: MonthWords, language: String) {
    bytes = Array(text.utf8)
    self.words = words
    self.months = months
    let primary = TermTable.primary(language)
    isArabic = primary == "ar"
    isEnglish = primary == "en"
    analyzer = TextAnalyzer(language: primary)
    bytes.withUnsafeBufferPointer { WordScanner.scan($0, into: &tokens) }
    folded = tokens.map { TextFolding.fold(String(decoding: bytes[Int($0.start)..<Int($0.end)], as: UTF8.self)) }
  }

  /// Whether there can be a figure at all.
  var hasNumbers: Bool {
    tokens.contains { $0.traits.contains(.number) }
      || folded.contains { (isEnglish && words.english[$0] != nil) || (isArabic && arabicNumber($0) != nil) }
  }

  /// The figures in order.
  mutating func figures() -> [Found] {
    var result: [Found] = []
    var index = 0
    while index < tokens.count {
      if let (found, next) = figure(at: index) {
        result.append(found)
        index = next
      } else {
        index += 1
      }
    }
    return result
  }

  private func figure(at index: Int) -> (Found, Int)? {
    var isInDigits = false
    guard var (value, next) = number(at: index, &isInDigits) else { return nil }
    if isInDigits, !isQuantity(index) { return nil }
    var end = Int(tokens[next - 1].end)
    var start = Int(tokens[index].start)
    var unit: String?
    var hasMagnitude = false
    while next < tokens.count, let magnitude = words.magnitudes[folded[next]], !breaks(before: next) {
      value *= magnitude
      end = Int(tokens[next].end)
      next += 1
      hasMagnitude = true
    }
    if let symbol = currencySymbol(before: start) {
      start -= symbol.utf8.count
      unit = symbol
    }
    if unit == nil, let percentEnd = percentSign(after: end) {
      (unit, end) = ("%", percentEnd)
    } else if unit == nil, next < tokens.count, !breaks(before: next) {
      if words.percent.contains(folded[next]) {
        (unit, end, next) = ("%", Int(tokens[next].end), next + 1)
      } else if next + 1 < tokens.count, words.percentPairs.contains(folded[next] + " " + folded[next + 1]) {
        (unit, end, next) = ("%", Int(tokens[next + 1].end), next + 2)
      } else if isUnit(next) {
        unit = String(decoding: bytes[Int(tokens[next].start)..<Int(tokens[next].end)], as: UTF8.self)
        (end, next) = (Int(tokens[next].end), next + 1)
      }
    }
    if isInDigits {
      if unit == nil || unit != "%", !hasMagnitude, isBareYear(index, value, unit) { return nil }
    } else if unit == nil {
      return nil  // “one” and «خمسة» without a thing counted are pronouns as often as figures
    }
    return (Found(range: start..<end, value: value, unit: unit), next)
  }

  // MARK: - Numbers

  func number(at index: Int, _ isInDigits: inout Bool) -> (Double, Int)? {
    if tokens[index].traits.contains(.number) {
      guard let value = Double(NumberKey.normalised(folded[index])) else { return nil }
      isInDigits = true
      return (value, index + 1)
    }
    if isEnglish { return englishNumber(at: index) }
    if isArabic { return arabicNumber(at: index) }
    return nil
  }

  /// “three”, “twenty-five”, “two hundred”.
  private func englishNumber(at index: Int) -> (Double, Int)? {
    guard var value = words.english[folded[index]], value != 1 else { return nil }
    var next = index + 1
    if value >= 20, value < 100, next < tokens.count, !breaks(before: next), let more = words.english[folded[next]],
      more < 10
    {
      value += more
      next += 1
    }
    if next < tokens.count, value < 100, !breaks(before: next), folded[next] == "hundred" || folded[next] == "dozen" {
      value *= words.english[folded[next]] ?? 1
      next += 1
    }
    return (value, next)
  }

  /// «ثلاثة»، «خمسة وعشرون»، «مليونا»، and such.
  private func arabicNumber(at index: Int) -> (Double, Int)? {
    if let dual = words.duals[folded[index]] { return (dual, index + 1) }
    guard var value = arabicNumber(folded[index]) else { return nil }
    var next = index + 1
    if next < tokens.count, !breaks(before: next) {
      if value < 10, folded[next] == "عشر" || folded[next] == "عشره" {
        value += 10
        next += 1
      } else if folded[next].hasPrefix("و"), let tens = words.arabic[String(folded[next].dropFirst())],
        tens >= 20 || value >= 100
      {
        value += tens
        next += 1
      }
    }
    if next < tokens.count, value < 10, !breaks(before: next), folded[next] == "مئه" || folded[next] == "مائه" {
      value *= 100
      next += 1
    }
    return (value, next)
  }

  /// A number word, also with و، ب or ل before it.
  private func arabicNumber(_ word: String) -> Double? {
    if let value = words.arabic[word] ?? words.duals[word] { return value }
    guard let first = word.unicodeScalars.first, ["و", "ب", "ل"].contains(first) else { return nil }
    return words.arabic[String(word.unicodeScalars.dropFirst())]
  }

  // MARK: - What is not a quantity

  func isQuantity(_ index: Int) -> Bool {
    let token = tokens[index]
    let before = Int(token.start) > 0 ? bytes[Int(token.start) - 1] : 0x20
    let after = Int(token.end) < bytes.count ? bytes[Int(token.end)] : 0x20
    let isDigitAfter = Int(token.end) + 1 < bytes.count && bytes[Int(token.end) + 1] &- 0x30 < 10
    // 10:30, 12/05, 2024-05-06
    if before == 0x3A || before == 0x2F || before == 0x23 { return false }
    if (after == 0x3A || after == 0x2F || after == 0x2D) && isDigitAfter { return false }
    if before == 0x2D, index > 0, tokens[index - 1].traits.contains(.number) { return false }
    if index > 0, words.labels.contains(folded[index - 1]) { return false }
    if index > 0, months.names.contains(folded[index - 1]) { return false }
    if index + 1 < tokens.count, months.names.contains(folded[index + 1]), !breaks(before: index + 1) { return false }
    return true
  }

  /// A number that reads like a year and counts nothing.
  func isBareYear(_ index: Int, _ value: Double, _ unit: String?) -> Bool {
    let token = tokens[index]
    guard value >= 1300, value <= 2100, value == value.rounded(), token.end - token.start < 9,
      bytes[Int(token.start)..<Int(token.end)].allSatisfy({ $0 != 0x2C && $0 != 0x2E })
    else { return false }
    guard let unit else { return true }
    if words.currencies.contains(TextFolding.fold(unit)) || unit == "$" || unit == "€" || unit == "£" { return false }
    if index > 0,
      ["in", "since", "of", "year", "by", "until", "عام", "العام", "سنه", "السنه", "منذ", "لعام", "للعام"].contains(
        folded[index - 1])
    {
      return true
    }
    return value >= 1900
  }

  private func isUnit(_ index: Int) -> Bool {
    let word = folded[index]
    if words.currencies.contains(word) { return true }
    if tokens[index].traits.contains(.number) || !tokens[index].traits.contains(.isLong) { return false }
    if isEnglish, tokens[index].traits.contains(.capitalised) { return false }
    return !analyzer.isStopWord(word)
  }

  func breaks(before index: Int) -> Bool { tokens[index].traits.contains(.afterMark) }

  func percentSign(after end: Int) -> Int? {
    var position = end
    if position < bytes.count, bytes[position] == 0x20 { position += 1 }
    if position < bytes.count, bytes[position] == 0x25 { return position + 1 }
    // ٪ U+066A
    if position + 1 < bytes.count, bytes[position] == 0xD9, bytes[position + 1] == 0xAA { return position + 2 }
    return nil
  }

  func currencySymbol(before start: Int) -> String? {
    if start > 0, bytes[start - 1] == 0x24 { return "$" }
    if start > 1, bytes[start - 2] == 0xC2, bytes[start - 1] == 0xA3 { return "£" }
    if start > 2, bytes[start - 3] == 0xE2, bytes[start - 2] == 0x82, bytes[start - 1] == 0xAC { return "€" }
    return nil
  }
}
