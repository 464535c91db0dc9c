import ReportArticles

/// Letters of the Arabic script and their presentation forms.
enum ArabicForms {
  /// A letter of the Arabic script proper (not a mark, digit or punctuation).
  static func isLetter(_ value: UInt32) -> Bool {
    switch value {
    case 0x0620...0x063F, 0x0641...0x064A, 0x066E...0x066F, 0x0671...0x06D3, 0x06D5, 0x06FA...0x06FF, 0x0750...0x077F:
      return true
    default: return false
    }
  }

  /// Whether a stretch may follow: a letter that joins to the next, or a mark on one.
  static func joins(_ value: UInt32) -> Bool {
    switch value {
    case 0x0621...0x0625, 0x0627, 0x0629, 0x062F...0x0632, 0x0648, 0x0649: return false
    case 0x064B...0x0652, 0x0640: return true
    default: return isLetter(value)
    }
  }

  /// The letters that presentation forms and ligatures stand for, by code point.
  static let presentationForms: [UInt32: [UInt32]] = {
    guard let table = EmbeddedResource.bytes("loading/presentation-forms.txt") else { return [:] }
    var forms: [UInt32: [UInt32]] = [:]
    for line in table.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
      let values = line.split(separator: 0x20).map { field in
        field.reduce(UInt32(0)) { $0 << 4 | UInt32(hexadecimalDigit($1) ?? 0) }
      }
      if let form = values.first { forms[form] = Array(values.dropFirst()) }
    }
    return forms
  }()
}
