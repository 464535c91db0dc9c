extension TextDirection {
  /// The direction of most of the letters of `text` (UAX #9 classes R and AL against L), the first one deciding a tie;
  /// nil when there is no letter. A headline that begins with a foreign name keeps the direction of its language.
  public static func of(_ text: String) -> TextDirection? {
    var balance = 0
    var first: TextDirection?
    for scalar in text.unicodeScalars {
      guard UnicodeClass.of(scalar.value).isLetter else { continue }
      let isRightToLeft = isRightToLeft(scalar.value)
      if first == nil { first = isRightToLeft ? .rightToLeft : .leftToRight }
      balance += isRightToLeft ? 1 : -1
    }
    if balance == 0 { return first }
    return balance > 0 ? .rightToLeft : .leftToRight
  }

  /// The direction that a language is written in, by its script subtag when it has one (BCP 47, CLDR).
  public static func of(language: String) -> TextDirection {
    let subtags = language.lowercased().split { $0 == "-" || $0 == "_" }
    if let script = subtags.dropFirst().first(where: { $0.count == 4 && $0.allSatisfy(\.isLetter) }) {
      return ["arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg"].contains(script) ? .rightToLeft : .leftToRight
    }
    let rightToLeft: Set<Substring> = [
      "ar", "fa", "ur", "he", "iw", "yi", "ps", "ckb", "ug", "dv", "sd", "syr", "arc", "arz", "ary", "apc", "acm",
      "nqo",
      "ks", "prs", "glk", "mzn", "lrc", "bal",
    ]
    return rightToLeft.contains(subtags.first ?? "") ? .rightToLeft : .leftToRight
  }

  @inline(__always)
  private static func isRightToLeft(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: return true
    default: return false
    }
  }
}
