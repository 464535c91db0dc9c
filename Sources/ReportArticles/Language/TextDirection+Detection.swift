import CTextScan

extension TextDirection {
  /// The direction of most of the letters of `text` (UAX #9 classes R and AL against L), the first one deciding a tie;
  /// nil when there is no letter. A headline that begins with a foreign name keeps the direction of its language. Addresses,
  /// handles and names of files count only where there is nothing else.
  public static func of(_ text: String) -> TextDirection? {
    var balance = Balance()
    balance.add(AddressSpans.removed(from: text) ?? text)
    return balance.direction
  }

  /// Letters of either direction, counted.
  struct Balance {
    private var excess = 0
    private var first: TextDirection?

    mutating func add(_ text: String) {
      var text = text
      text.withUTF8 { buffer in
        let bytes = UTF8Bytes(buffer)
        var place = 0
        while place < bytes.count {
          let (scalar, length) = bytes.scalar(at: place)
          place += length
          guard UnicodeClass.of(scalar).isLetter else { continue }
          let isRightToLeft = isRightToLeft(scalar)
          if first == nil { first = isRightToLeft ? .rightToLeft : .leftToRight }
          excess += isRightToLeft ? 1 : -1
        }
      }
    }

    /// The direction of most; nil when there was none.
    var direction: TextDirection? {
      if excess == 0 { return first }
      return excess > 0 ? .rightToLeft : .leftToRight
    }
  }

  /// Whether more than four letters in five of some texts go in a direction, as far as their first bytes tell.
  static func isPlainly(_ direction: TextDirection, _ texts: [String]) -> Bool {
    var (right, left) = (0, 0)
    for text in texts {
      var text = text
      let letters = text.withUTF8 { bytes in bytes.baseAddress.map { ctextscan_letters($0, bytes.count) } }
      right += Int(letters?.right_to_left ?? 0)
      left += Int(letters?.left_to_right ?? 0)
    }
    return direction == .rightToLeft ? right > left * 4 + 20 : left > right * 4 + 20
  }

  /// The direction that a language is written in: by its script subtag when it has one (BCP 47), else by the script that
  /// the language has, in some countries another (CLDR, likely subtags).
  public static func of(language: String) -> TextDirection {
    let tag = LanguageTag(language)
    if let script = tag.script { return rightToLeftScripts.contains(script) ? .rightToLeft : .leftToRight }
    if let country = tag.country, let other = exceptions["\(tag.language)-\(country)"] { return other }
    return rightToLeftLanguages.contains(tag.language) ? .rightToLeft : .leftToRight
  }

  /// ISO 15924, those that Unicode writes from right to left.
  private static let rightToLeftScripts: Set<String> = [
    "arab", "aran", "hebr", "syrc", "syre", "syrj", "syrn", "thaa", "nkoo", "adlm", "rohg", "mand", "samr", "mend",
    "armi", "avst", "phnx", "phli", "phlp", "prti", "sogd", "sogo", "chrs", "elym", "hatr", "nbat", "palm", "hung",
    "cprt", "orkh", "khar", "lydi", "merc", "mero", "mani", "narb", "sarb", "ougr", "yezi", "gara",
  ]

  private static let rightToLeftLanguages: Set<String> = Set(
    """
    ar aao acm acw acx adf aeb afb ajp apc apd arb arc arq ars ary arz ayl bal bej bft bgn bqi brh ckb dcc dv fa gju glk \
    haz he hnd hno iw ji jpr khw ks kvx lad lah lki lrc luz mzn nqo ota oru pbt pbu pes phl pnb prd prs ps rhg sd sdh shu \
    skr syr swb trw ug ur yi
    """.split(separator: " ").map(String.init))

  /// Languages that are written otherwise in some countries.
  private static let exceptions: [String: TextDirection] = [
    "az-iq": .rightToLeft, "az-ir": .rightToLeft, "ha-cm": .rightToLeft, "ha-sd": .rightToLeft, "kk-af": .rightToLeft,
    "kk-cn": .rightToLeft, "kk-ir": .rightToLeft, "kk-mn": .rightToLeft, "ku-lb": .rightToLeft, "ku-iq": .rightToLeft,
    "ku-ir": .rightToLeft, "ky-cn": .rightToLeft, "ms-cc": .rightToLeft, "pa-pk": .rightToLeft, "tg-pk": .rightToLeft,
    "uz-af": .rightToLeft, "sd-in": .leftToRight, "ug-kz": .leftToRight, "ug-mn": .leftToRight,
  ]

  @inline(__always)
  private static func isRightToLeft(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: return true
    default: return false
    }
  }
}
