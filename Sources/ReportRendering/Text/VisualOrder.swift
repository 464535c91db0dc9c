import CFribidi
import ReportArticles

/// Puts a line into the order of the screen (UAX #9) with Arabic letters in the forms that they take when joined, through
/// GNU FriBidi.
enum VisualOrder {
  static func line(_ text: String, base: TextDirection) -> String {
    let scalars = text.unicodeScalars.map { FriBidiChar($0.value) }
    guard !scalars.isEmpty, scalars.count < 1 << 20, text.utf8.contains(where: { $0 >= 0xD6 }) else { return text }
    // The library's macros for the two base directions: FRIBIDI_TYPE_LTR and FRIBIDI_TYPE_RTL.
    var direction = FriBidiParType(rawValue: base == .rightToLeft ? 0x0000_0111 : 0x0000_0110)
    var visual = [FriBidiChar](repeating: 0, count: scalars.count + 1)
    let level = fribidi_log2vis(scalars, FriBidiStrIndex(scalars.count), &direction, &visual, nil, nil, nil)
    guard level > 0 else { return text }
    var result = String.UnicodeScalarView()
    for value in visual.prefix(scalars.count) {
      // U+FEFF fills the place of the second letter of a ligature.
      guard value != 0xFEFF, OutputText.fate(of: value) == .keep, let scalar = Unicode.Scalar(value) else { continue }
      if (0x200B...0x200F).contains(value) { continue }
      result.append(scalar)
    }
    return String(result)
  }
}
