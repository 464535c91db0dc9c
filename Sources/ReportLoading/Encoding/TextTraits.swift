import CSimdjson
import CTextScan

/// What one look at the bytes of a text tells: most texts need none of the work that some do.
struct TextTraits: OptionSet, Sendable {
  let rawValue: UInt32

  /// Bytes from 80.
  static let high = TextTraits(rawValue: UInt32(CTEXTSCAN_HIGH))
  /// Not well-formed UTF-8.
  static let invalid = TextTraits(rawValue: 1 << 16)
  /// Something that `TextCleaner` may take out.
  static let unclean = TextTraits(rawValue: UInt32(CTEXTSCAN_UNCLEAN))
  /// White space that `TextLayout.collapse` changes.
  static let layout = TextTraits(rawValue: UInt32(CTEXTSCAN_LAYOUT))
  /// Characters that `Mojibake` has to look at.
  static let leads = TextTraits(rawValue: UInt32(CTEXTSCAN_LEADS))

  init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Looks at bytes; those that are known to be well-formed UTF-8 are not checked for that.
  init(of bytes: UnsafeBufferPointer<UInt8>, isWellFormed: Bool = false) {
    guard let base = bytes.baseAddress else {
      rawValue = 0
      return
    }
    var found = TextTraits(rawValue: ctextscan_scan(base, bytes.count))
    if !isWellFormed, found.contains(.high), csimdjson_is_utf8(base, bytes.count) == 0 { found.insert(.invalid) }
    self = found
  }

  init(of bytes: [UInt8]) { self = bytes.withUnsafeBufferPointer { TextTraits(of: $0) } }

  init(of text: String) {
    var copy = text
    self = copy.withUTF8 { TextTraits(of: $0, isWellFormed: true) }
  }
}

/// Line feeds, counted.
enum LineFeeds {
  static func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    bytes.baseAddress.map { ctextscan_line_feeds($0, bytes.count) } ?? 0
  }

  static func count(_ bytes: ArraySlice<UInt8>) -> Int { bytes.withUnsafeBufferPointer { count($0) } }
}
