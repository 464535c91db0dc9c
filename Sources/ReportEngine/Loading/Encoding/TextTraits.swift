import CSimdjson

/// What one look at the bytes of a text tells: most texts need none of the work that some do.
struct TextTraits: OptionSet, Sendable {
  let rawValue: UInt32

  /// Bytes from 80.
  static let high = TextTraits(rawValue: UInt32(CSIMDJSON_HIGH))
  /// Not well-formed UTF-8.
  static let invalid = TextTraits(rawValue: UInt32(CSIMDJSON_INVALID))
  /// Something that `TextCleaner` may take out.
  static let unclean = TextTraits(rawValue: UInt32(CSIMDJSON_UNCLEAN))
  /// White space that `TextLayout.collapse` changes.
  static let layout = TextTraits(rawValue: UInt32(CSIMDJSON_LAYOUT))
  /// Characters that `Mojibake` has to look at.
  static let leads = TextTraits(rawValue: UInt32(CSIMDJSON_LEADS))

  init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Looks at bytes; those that are known to be well-formed UTF-8 are not checked for that.
  init(of bytes: UnsafeBufferPointer<UInt8>, isWellFormed: Bool = false) {
    rawValue = bytes.baseAddress.map { csimdjson_scan($0, bytes.count, isWellFormed ? 1 : 0) } ?? 0
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
    bytes.baseAddress.map { csimdjson_line_feeds($0, bytes.count) } ?? 0
  }

  static func count(_ bytes: ArraySlice<UInt8>) -> Int { bytes.withUnsafeBufferPointer { count($0) } }
}
