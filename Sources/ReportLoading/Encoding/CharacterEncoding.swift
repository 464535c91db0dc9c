import Glibc
import ReportArticles

/// A character encoding by the labels of the WHATWG Encoding Standard, plus what the system's iconv knows.
struct CharacterEncoding: Sendable, Hashable {
  /// The name, in lower case, e.g. `windows-1256`.
  let name: String

  static let utf8 = CharacterEncoding(name: "utf-8")
  static let utf16LittleEndian = CharacterEncoding(name: "utf-16le")
  static let utf16BigEndian = CharacterEncoding(name: "utf-16be")

  /// The encoding that a label in a page, an XML declaration or a mail header means; nil when nobody knows it.
  init?(label: String) {
    let trimmed = label.lowercased().filter { !" \t\r\n\"'".contains($0) }
    guard !trimmed.isEmpty, trimmed.utf8.count <= 40,
      trimmed.utf8.allSatisfy({
        ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x3A) || "-_.+()".utf8.contains($0)
      })
    else { return nil }
    name = CharacterEncoding.aliases[trimmed] ?? trimmed
    guard isUnicode || SingleByteTable(named: name) != nil || CharacterEncoding.iconvKnows(name) else { return nil }
  }

  private init(name: String) { self.name = name }

  /// UTF-8, UTF-16 or UTF-32.
  var isUnicode: Bool { name.hasPrefix("utf-") }

  /// Whether each byte stands for one character.
  var isSingleByte: Bool { SingleByteTable(named: name) != nil }

  /// The text as UTF-8, and how many places had no meaning in this encoding (they become U+FFFD).
  func decode(_ bytes: ArraySlice<UInt8>) -> (utf8: [UInt8], replaced: Int) {
    switch name {
    case "utf-8": return UnicodeForms.repairUTF8(bytes)
    case "utf-16le": return UnicodeForms.decodeUTF16(bytes, bigEndian: false)
    case "utf-16be", "utf-16": return UnicodeForms.decodeUTF16(bytes, bigEndian: true)
    case "utf-32le": return UnicodeForms.decodeUTF32(bytes, bigEndian: false)
    case "utf-32be", "utf-32": return UnicodeForms.decodeUTF32(bytes, bigEndian: true)
    default:
      if let table = SingleByteTable(named: name) { return table.decode(bytes) }
      return CharacterEncoding.convert(bytes, from: name) ?? UnicodeForms.repairUTF8(bytes)
    }
  }

  // Labels that mean another encoding than they say (WHATWG Encoding Standard, section 4.2), and usual misspellings.
  private static let aliases: [String: String] = [
    "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8", "utf_8": "utf-8", "u8": "utf-8",
    "utf16": "utf-16", "utf_16": "utf-16", "ucs-2": "utf-16le", "unicode": "utf-16le", "utf16le": "utf-16le",
    "utf_16_le": "utf-16le", "utf_16_be": "utf-16be", "utf16be": "utf-16be", "csunicode": "utf-16le",
    "iso-10646-ucs-2": "utf-16", "utf32": "utf-32", "ucs-4": "utf-32", "utf_32": "utf-32", "utf-32-le": "utf-32le",
    "utf_32_le": "utf-32le", "utf_32_be": "utf-32be", "utf-32-be": "utf-32be", "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be", "iso-10646-ucs-4": "utf-32",
    "ascii": "windows-1252", "us-ascii": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252",
    "iso-8859-1": "windows-1252", "iso8859-1": "windows-1252", "iso_8859-1": "windows-1252", "l1": "windows-1252",
    "cp1252": "windows-1252", "x-cp1252": "windows-1252", "ansi_x3.4-1968": "windows-1252", "cp819": "windows-1252",
    "cp1256": "windows-1256", "x-cp1256": "windows-1256", "windows1256": "windows-1256", "arabic": "iso-8859-6",
    "iso8859-6": "iso-8859-6", "iso_8859-6": "iso-8859-6", "asmo-708": "iso-8859-6", "ecma-114": "iso-8859-6",
    "iso-8859-6-i": "iso-8859-6", "iso-8859-6-e": "iso-8859-6", "csisolatinarabic": "iso-8859-6",
    "cp1250": "windows-1250", "cp1251": "windows-1251", "cp1253": "windows-1253", "cp1254": "windows-1254",
    "cp1255": "windows-1255", "cp1257": "windows-1257", "cp1258": "windows-1258", "iso-8859-9": "windows-1254",
    "latin5": "windows-1254", "iso-8859-11": "windows-874", "tis-620": "windows-874", "iso-8859-8-i": "iso-8859-8",
    "latin2": "iso-8859-2", "latin9": "iso-8859-15", "koi8": "koi8-r", "koi": "koi8-r", "koi8_r": "koi8-r",
    "koi8-ru": "koi8-u", "mac": "macintosh", "x-mac-roman": "macintosh", "cp866": "ibm866", "866": "ibm866",
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "hz-gb-2312": "hz", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "windows-31j": "cp932", "ms_kanji": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "korean": "cp949",
    "ksc5601": "cp949", "big5": "big5-hkscs", "big-5": "big5-hkscs", "x-euc-jp": "euc-jp",
  ]

  private static func iconvKnows(_ name: String) -> Bool {
    guard let handle = openConverter(from: name) else { return false }
    iconv_close(handle)
    return true
  }

  private static func openConverter(from name: String) -> iconv_t? {
    // iconv_open takes suffixes such as //TRANSLIT; a label from a page must not reach them.
    guard !name.holds("/") else { return nil }
    let handle = iconv_open("UTF-8", name)
    return Int(bitPattern: handle) == -1 ? nil : handle
  }

  private static func convert(_ bytes: ArraySlice<UInt8>, from name: String) -> (utf8: [UInt8], replaced: Int)? {
    guard let handle = openConverter(from: name) else { return nil }
    defer { iconv_close(handle) }
    var input = Array(bytes)
    var result: [UInt8] = []
    result.reserveCapacity(input.count + input.count / 2)
    var replaced = 0
    var chunk = [CChar](repeating: 0, count: 32 * 1024)
    let total = input.count
    input.withUnsafeMutableBytes { source in
      var next = source.bindMemory(to: CChar.self).baseAddress
      var left = total
      while left > 0 {
        let capacity = chunk.count
        let before = left
        let written = chunk.withUnsafeMutableBufferPointer { target -> Int in
          var out = target.baseAddress
          var room = capacity
          let status = iconv(handle, &next, &left, &out, &room)
          if status == -1 || status == Int.max, errno != E2BIG, left > 0 {
            // An impossible or cut-off sequence: mark it and go on after its first byte.
            next = next.map { $0 + 1 }
            left -= 1
            replaced += 1
            return -(capacity - room) - 1
          }
          return capacity - room
        }
        let count = written < 0 ? -(written + 1) : written
        result.append(contentsOf: chunk[0..<count].map { UInt8(bitPattern: $0) })
        if written < 0 { result.append(contentsOf: [0xEF, 0xBF, 0xBD]) }
        if left == before, count == 0 { break }
      }
    }
    return (result, replaced)
  }
}

/// What each byte from 80 stands for in an encoding with one byte a character; ASCII below.
struct SingleByteTable: Sendable {
  /// The code points of the bytes 80…FF, 0 where there is none.
  let high: [UInt32]

  /// The table of an encoding; nil when there is none of that name.
  init?(named name: String) {
    guard let table = Self.all[name] else { return nil }
    self = table
  }

  private init(high: [UInt32]) { self.high = high }

  private static let all: [String: SingleByteTable] = {
    var tables: [String: SingleByteTable] = [:]
    guard let text = EmbeddedResource.bytes("loading/single-byte-encodings.txt") else { return [:] }
    for line in text.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
      let fields = line.split(separator: 0x20)
      guard let name = fields.first, fields.count == 129 else { continue }
      let values = fields.dropFirst().map { field in
        field.reduce(UInt32(0)) { $0 << 4 | UInt32(hexadecimalDigit($1) ?? 0) }
      }
      tables[String(decoding: name, as: UTF8.self)] = SingleByteTable(high: values)
    }
    return tables
  }()

  func decode(_ bytes: ArraySlice<UInt8>) -> (utf8: [UInt8], replaced: Int) {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 2)
    var replaced = 0
    for byte in bytes {
      if byte < 0x80 {
        result.append(byte)
      } else {
        let value = high[Int(byte) - 0x80]
        if value == 0 { replaced += 1 }
        UnicodeForms.append(value == 0 ? 0xFFFD : value, to: &result)
      }
    }
    return (result, replaced)
  }
}

/// The way back from the characters of an encoding with one byte a character.
struct SingleByteEncoder: Sendable {
  /// The bytes of the characters below U+2200, 0 for those that the encoding lacks. The encodings of Windows have no others.
  private let codes: [UInt8]
  private var joinsSpaces = false

  /// nil when there is no encoding of that name.
  init?(named name: String) {
    guard let table = SingleByteTable(named: name) else { return nil }
    var codes = [UInt8](repeating: 0, count: 0x2200)
    for (index, value) in table.high.enumerated() where value != 0 && value < 0x2200 {
      codes[Int(value)] = UInt8(index + 0x80)
    }
    self.codes = codes
  }

  /// The same with the controls U+0080 to U+009F as the bytes of these numbers (ISO 8859-1) where they have no sign.
  func withControls() -> SingleByteEncoder {
    var codes = self.codes
    for value in 0x80...0x9F where codes[value] == 0 { codes[value] = UInt8(value) }
    return SingleByteEncoder(codes: codes, joinsSpaces: true)
  }

  private init(codes: [UInt8], joinsSpaces: Bool) { (self.codes, self.joinsSpaces) = (codes, joinsSpaces) }

  /// The bytes that a text of well-formed UTF-8 was decoded from; nil when it has a character that this encoding lacks.
  func encode(_ text: UTF8Bytes) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var place = 0
    while place < text.count {
      let (value, length) = text.scalar(at: place)
      place += length
      if value < 0x80 {
        // “à” whose second half, a no-break space, was made a space.
        if joinsSpaces, value == 0x20, result.last == 0xC3 {
          result.append(0xA0)
          if place < text.count, text[place] != 0x20 { result.append(0x20) }
        } else {
          result.append(UInt8(value))
        }
      } else {
        guard value < 0x2200, codes[Int(value)] != 0 else { return nil }
        result.append(codes[Int(value)])
      }
    }
    return result
  }
}
