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
}
