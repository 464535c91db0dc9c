/// Numbers as newspapers print them: European, Arabic-Indic and Persian digits, grouping and decimal marks.
///
/// ```swift
/// Numerals.value(of: "١٬٢٣٤٫٥")  // → 1234.5
/// Numerals.value(of: "1,234.5")  // → 1234.5
/// Numerals.value(of: "about 12")  // → nil
/// Numerals.digits(of: "23/1/2025", in: .arabicIndic)  // → "٢٣/١/٢٠٢٥"
/// ```
public enum Numerals {
  /// The digits that a number is printed with.
  public enum System: String, Sendable, Hashable, CaseIterable {
    /// 0123456789 (CLDR `latn`)
    case european = "latn"
    /// ٠١٢٣٤٥٦٧٨٩ (CLDR `arab`)
    case arabicIndic = "arab"
    /// ۰۱۲۳۴۵۶۷۸۹ (CLDR `arabext`)
    case persian = "arabext"

    var zero: UInt32 {
      switch self {
      case .european: return 0x30
      case .arabicIndic: return 0x0660
      case .persian: return 0x06F0
      }
    }
  }

  /// The text with its digits, of whatever system, in those of `system`; everything else stays.
  public static func digits(of text: String, in system: System) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let digit = value(of: scalar), let mapped = Unicode.Scalar(system.zero + digit) {
        result.append(mapped)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The value of a plain number: digits of any system, groups of three set off by comma, U+066C, space or apostrophe,
  /// decimals after a point or U+066B; nil for anything else.
  public static func value(of text: String) -> Double? {
    var digits = ""
    var seenPoint = false
    for scalar in text.unicodeScalars {
      if let digit = value(of: scalar) {
        digits += String(digit)
      } else if scalar == "." || scalar.value == 0x066B {
        if seenPoint { return nil }
        seenPoint = true
        digits += "."
      } else if [0x2C, 0x066C, 0x27, 0xA0, 0x202F].contains(scalar.value) {
        if seenPoint { return nil }
      } else {
        return nil
      }
    }
    return digits.isEmpty || digits.count > 300 ? nil : Double(digits)
  }

  private static func value(of scalar: Unicode.Scalar) -> UInt32? {
    switch scalar.value {
    case 0x30...0x39: return scalar.value - 0x30
    case 0x0660...0x0669: return scalar.value - 0x0660
    case 0x06F0...0x06F9: return scalar.value - 0x06F0
    default: return nil
    }
  }

  /// Whether numbers of a language are grouped by points, as in `1.500`, and have a comma before their decimals.
  package static func groupsByPoints(_ code: String) -> Bool {
    ["de", "es", "it", "pt", "nl", "da", "tr", "id", "el", "ro", "hr", "sl", "sr", "is", "vi"].contains(code)
  }

  /// The key of a folded number: without grouping marks and with a point before the decimals. `3,000` and `3٬000` become
  /// `3000`, `1,5` and `1٫5` become `1.5`; with `points`, `1.500` becomes `1500`.
  package static func removeGrouping(_ key: inout [UInt8], points: Bool = false) {
    var result: [UInt8] = []
    result.reserveCapacity(key.count)
    let points = points && hasPointGroups(key)
    var at = 0
    while at < key.count {
      let byte = key[at]
      if byte == 0x2C || byte == 0x2E && points {
        if !isGroup(key, at + 1) { result.append(0x2E) }
        at += 1
      } else if byte == 0xD9, at + 1 < key.count, key[at + 1] == 0xAC {
        at += 2
      } else if byte == 0xD9, at + 1 < key.count, key[at + 1] == 0xAB {
        result.append(0x2E)
        at += 2
      } else {
        result.append(byte)
        at += 1
      }
    }
    key = result
  }

  /// Whether every point stands before a group of three: `1.500`, not `3.14` and not `0.500`.
  private static func hasPointGroups(_ key: [UInt8]) -> Bool {
    guard key.first != 0x30 else { return false }
    return key.indices.allSatisfy { key[$0] != 0x2E || isGroup(key, $0 + 1) }
  }

  private static func isGroup(_ key: [UInt8], _ start: Int) -> Bool {
    func isDigit(_ at: Int) -> Bool { at < key.count && key[at] >= 0x30 && key[at] <= 0x39 }
    return isDigit(start) && isDigit(start + 1) && isDigit(start + 2) && !isDigit(start + 3)
  }
}
