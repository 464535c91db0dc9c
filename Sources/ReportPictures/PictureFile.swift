/// What the bytes of a file say of the picture in them, and those bytes without anything but the picture. Nothing is decoded.
package struct PictureFile: Sendable, Hashable {
  /// The formats that pictures are read from. SVG is a program, and GIF and others are rare in news: neither is read.
  package enum Kind: Sendable, Hashable {
    /// ISO 10918, ISO 15948 (PNG), RFC 9649 (WebP).
    case jpeg, png, webp
  }

  package let kind: Kind
  /// Pixels as the file announces them.
  package let width, height: Int
  /// Exif's orientation, 1…8.
  package let orientation: Int
  /// The file without comments, profiles, thumbnails and places.
  package let bytes: [UInt8]

  /// More bytes and more pixels than these are never read.
  package static let mostBytes = 8 << 20
  package static let mostPixels = 20_000_000
  /// A picture with more passes than this was made to be slow to read.
  private static let mostScans = 64

  /// Reads the head of a file; nil when it is no picture of a known kind, or too large a one.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count >= 24, bytes.count <= Self.mostBytes else { return nil }
    var reader = Reader(bytes: bytes)
    let isRead: Bool
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      isRead = reader.jpeg()
    } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      isRead = reader.png()
    } else if bytes.starts(with: Array("RIFF".utf8)), bytes[8..<12].elementsEqual("WEBP".utf8) {
      isRead = reader.webp()
    } else {
      return nil
    }
    guard isRead, let kind = reader.kind, reader.width > 0, reader.height > 0, reader.width <= 65_535,
      reader.height <= 65_535, reader.width * reader.height <= Self.mostPixels
    else { return nil }
    self.kind = kind
    (width, height, orientation) = (reader.width, reader.height, reader.orientation)
    self.bytes = reader.kept
  }

  private struct Reader {
    let bytes: [UInt8]
    var kind: Kind?
    var width = 0
    var height = 0
    var orientation = 1
    var kept: [UInt8] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    func big(_ at: Int, _ count: Int) -> Int {
      guard at >= 0, count <= 4, at + count <= bytes.count else { return 0 }
      return bytes[at..<at + count].reduce(0) { $0 << 8 | Int($1) }
    }

    func little(_ at: Int, _ count: Int) -> Int {
      guard at >= 0, count <= 4, at + count <= bytes.count else { return 0 }
      return bytes[at..<at + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    func name(_ at: Int) -> String { String(decoding: bytes[at..<min(at + 4, bytes.count)], as: UTF8.self) }

    /// Segments of ISO 10918-1, B.1; the frame must be named once, before the first scan.
    mutating func jpeg() -> Bool {
      kind = .jpeg
      kept = [0xFF, 0xD8]
      kept.reserveCapacity(bytes.count)
      var index = 2
      var scans = 0
      while index + 1 < bytes.count {
        guard bytes[index] == 0xFF else { return false }
        let marker = bytes[index + 1]
        if marker == 0xFF {
          index += 1
          continue
        }
        if marker == 0xD9 {
          kept += [0xFF, 0xD9]
          return scans > 0 && width > 0
        }
        let length = big(index + 2, 2)
        let end = index + 2 + length
        guard length >= 2, end <= bytes.count else { return false }
        switch marker {
        case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
          guard width == 0, length >= 8 else { return false }
          (height, width) = (big(index + 5, 2), big(index + 7, 2))
          kept += bytes[index..<end]
        case 0xE1: exif(index + 4, end)
        // The transformation of colours; all other applications' data and comments go.
        case 0xEE: if length <= 64 { kept += bytes[index..<end] }
        case 0xE0...0xEF, 0xFE: break
        case 0xDA:
          scans += 1
          guard width > 0, scans <= PictureFile.mostScans else { return false }
          var next = end
          while next + 1 < bytes.count,
            bytes[next] != 0xFF || bytes[next + 1] == 0 || (0xD0...0xD7).contains(bytes[next + 1])
          {
            next += 1
          }
          kept += bytes[index..<next]
          index = next
          continue
        default: kept += bytes[index..<end]
        }
        index = end
      }
      return false
    }

    /// Exif 2.3: a TIFF whose first directory holds the orientation.
    private mutating func exif(_ start: Int, _ end: Int) {
      guard start + 14 <= end, bytes[start..<start + 6].elementsEqual([0x45, 0x78, 0x69, 0x66, 0, 0]) else { return }
      let base = start + 6
      let isLittle = bytes[base] == 0x49
      func number(_ at: Int, _ count: Int) -> Int {
        at + count <= end ? (isLittle ? little(at, count) : big(at, count)) : 0
      }
      let directory = base + number(base + 4, 4)
      guard directory + 2 <= end else { return }
      for entry in 0..<min(number(directory, 2), 64) {
        let at = directory + 2 + 12 * entry
        guard at + 12 <= end else { return }
        if number(at, 2) == 0x0112 {
          let value = number(at + 8, 2)
          if (1...8).contains(value) { orientation = value }
          return
        }
      }
    }

    /// Chunks of PNG (ISO 15948, 5.3); only what makes the picture is kept.
    mutating func png() -> Bool {
      kind = .png
      kept = Array(bytes[..<8])
      kept.reserveCapacity(bytes.count)
      var index = 8
      while index + 12 <= bytes.count {
        let end = index + 12 + big(index, 4)
        guard end <= bytes.count else { return false }
        let type = name(index + 4)
        if index == 8 {
          guard type == "IHDR", big(index, 4) == 13 else { return false }
          (width, height) = (big(index + 8, 4), big(index + 12, 4))
        } else if type == "IHDR" {
          return false
        }
        if ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"].contains(type) { kept += bytes[index..<end] }
        if type == "IEND" { return true }
        index = end
      }
      return false
    }

    /// Chunks of WebP (RFC 9649, 2.5 to 2.7); pictures that move are not read.
    mutating func webp() -> Bool {
      kind = .webp
      guard little(4, 4) + 8 <= bytes.count else { return false }
      var index = 12
      var canvas: (Int, Int)?
      while index + 8 <= bytes.count {
        let length = little(index + 4, 4)
        let data = index + 8
        guard data + length <= bytes.count else { return false }
        switch name(index) {
        case "VP8X":
          guard length >= 10, bytes[data] & 0x02 == 0 else { return false }
          canvas = (1 + little(data + 4, 3), 1 + little(data + 7, 3))
        case "VP8 ":
          guard length >= 10, bytes[data + 3..<data + 6].elementsEqual([0x9D, 0x01, 0x2A]) else { return false }
          (width, height) = (little(data + 6, 2) & 0x3FFF, little(data + 8, 2) & 0x3FFF)
        case "VP8L":
          guard length >= 5, bytes[data] == 0x2F else { return false }
          let bits = little(data + 1, 4)
          (width, height) = (1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF))
        default: break
        }
        if width > 0 {
          if let canvas, canvas != (width, height) { return false }
          kept = bytes
          return true
        }
        index = data + length + (length & 1)
      }
      return false
    }
  }
}
