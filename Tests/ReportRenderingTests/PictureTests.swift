import Foundation
import ReportPictures
import TestSupport
import Testing

@testable import ReportDocument
@testable import ReportRendering

/// Pictures: what is read of them, what is left out, and what becomes of those made to harm.
@Suite struct PictureTests {
  static let jpeg = [UInt8]((try? Data(contentsOf: URL(filePath: Fixture.news + "/al-marfa/flood.jpg"))) ?? Data())

  // MARK: Files made here

  private static func crc(_ bytes: [UInt8]) -> [UInt8] {
    var value: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return big(Int(value ^ 0xFFFF_FFFF))
  }

  private static func big(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
  private static func little(_ value: Int, _ count: Int = 4) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    big(data.count) + Array(name.utf8) + data + crc(Array(name.utf8) + data)
  }

  /// A PNG of one colour, its rows stored (RFC 1951, 3.2.4), with more chunks before its end.
  static func png(_ width: Int, _ height: Int, announced: (Int, Int)? = nil, extra: [UInt8] = []) -> [UInt8] {
    let row: [UInt8] = [0] + (0..<width).flatMap { _ in [200, 30, 20] as [UInt8] }
    let raw = (0..<height).flatMap { _ in row }
    var (a, b) = (1, 0)
    for byte in raw { (a, b) = ((a + Int(byte)) % 65521, (b + a + Int(byte)) % 65521) }
    let stored: [UInt8] = [1] + little(raw.count, 2) + little(~raw.count, 2) + raw
    let size = announced ?? (width, height)
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", big(size.0) + big(size.1) + [8, 2, 0, 0, 0]) + extra
      + chunk("IDAT", [0x78, 0x01] + stored + big(b << 16 | a)) + chunk("IEND", [])
  }

  private static func webp(_ chunks: [UInt8]) -> [UInt8] {
    Array("RIFF".utf8) + little(chunks.count + 4) + Array("WEBP".utf8) + chunks
  }

  private static func segment(_ marker: UInt8, _ data: [UInt8]) -> [UInt8] {
    [0xFF, marker] + [UInt8((data.count + 2) >> 8), UInt8((data.count + 2) & 255)] + data
  }

  /// A JPEG with segments after its first marker.
  private static func jpeg(with segments: [UInt8]) -> [UInt8] { jpeg[..<2] + segments + jpeg[2...] }

  private static func exif(orientation: UInt8) -> [UInt8] {
    segment(
      0xE1,
      Array("Exif".utf8) + [0, 0] + Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0]
        + [orientation, 0, 0, 0, 0, 0, 0] + Array("GPS 36.8 N 10.1 E".utf8))
  }

  private static func scan(_ count: Int) -> [UInt8] {
    (0..<count).flatMap { _ in segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x12, 0x34] }
  }

  private static let frame = segment(0xC0, [8, 0, 16, 0, 16, 1, 1, 0x11, 0])

  private static let hostile: [(String, [UInt8])] = [
    ("nothing", []), ("a few bytes", [0xFF, 0xD8, 0xFF, 0xE0]), ("text", Array(repeating: 0x61, count: 400)),
    (
      "SVG", Array("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script></svg>".utf8)
    ),
    ("HTML behind the mark of a JPEG", [0xFF, 0xD8, 0xFF] + Array("<script>alert(1)</script><!-- -->".utf8)),
    ("GIF", Array("GIF89a".utf8) + Array(repeating: 0xFF, count: 60)),
    ("BMP", Array("BM".utf8) + Array(repeating: 0x20, count: 60)),
    ("PDF", Array("%PDF-1.7\n%âãÏÓ 1 0 obj <<>> endobj".utf8)),
    ("half a JPEG", Array(jpeg[..<(jpeg.count / 2)])), ("the head of a JPEG", Array(jpeg[..<200])),
    (
      "a JPEG that announces 65,535 × 65,535",
      [0xFF, 0xD8] + segment(0xC0, [8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0]) + scan(1) + [0xFF, 0xD9]
    ),
    ("a JPEG with two frames", jpeg(with: frame)),
    ("a JPEG of a thousand passes", [0xFF, 0xD8] + frame + scan(1000) + [0xFF, 0xD9]),
    ("a JPEG whose passes hold nothing", [0xFF, 0xD8] + frame + scan(3) + [0xFF, 0xD9]),
    ("a segment longer than the file", [0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF] + Array(repeating: 0, count: 40)),
    ("a PNG that announces 50,000 × 50,000", png(2, 2, announced: (50_000, 50_000))),
    ("a PNG that announces more rows than it has", png(2, 2, announced: (2, 900))),
    ("a PNG of no width", png(2, 2, announced: (0, 2))), ("half a PNG", Array(png(40, 40).dropLast(2000))),
    ("a PNG with two heads", png(2, 2, extra: chunk("IHDR", big(9) + big(9) + [8, 2, 0, 0, 0]))),
    ("a PNG whose sums are wrong", png(30, 30).enumerated().map { $0 == 300 ? $1 ^ 0xFF : $1 }),
    ("a chunk of 4 GB", Array(png(2, 2)[..<33]) + [0xFF, 0xFF, 0xFF, 0xFF] + Array("IDAT".utf8) + [0, 0, 0, 0, 0, 0]),
    ("a WebP that moves", webp(Array("VP8X".utf8) + little(10) + [2, 0, 0, 0] + little(9, 3) + little(9, 3))),
    (
      "a WebP with another canvas",
      webp(
        Array("VP8X".utf8) + little(10) + [0, 0, 0, 0] + little(9, 3) + little(9, 3) + Array("VP8L".utf8) + little(6)
          + [0x2F, 0xFF, 0xFF, 0xFF, 0x0F, 0])
    ),
    ("a WebP that ends early", webp(Array("VP8 ".utf8) + little(90_000) + Array(repeating: 0, count: 20))),
    ("a sound", Array("RIFF".utf8) + little(36) + Array("WAVEfmt ".utf8) + Array(repeating: 0, count: 28)),
    ("nine megabytes", [0xFF, 0xD8, 0xFF] + Array(repeating: 0, count: 9 << 20)),
  ]

  @Test func hostileFilesShowNothing() throws {
    for (name, bytes) in Self.hostile {
      let small = PictureFile(bytes).flatMap { SmallPicture($0, width: 100, height: 100, quality: 70) }
      #expect(small == nil, "\(name)")
      let page = try page(Picture(data: bytes, width: 10, height: 10, alt: "<b>", language: "en"))
      #expect(!page.contains("<img") && !page.contains("<script"), "\(name)")
    }
  }

  // MARK: Good ones

  private func page(_ picture: Picture, _ style: PictureStyle? = nil) throws -> String {
    let document = Document(
      title: [.text("T")], language: "en", direction: .leftToRight, blocks: [Block(.image(picture))])
    let theme = Theme(name: "none", css: "")
    return try HTMLRenderer(options: RenderOptions(theme: theme, pictures: style)).string(document)
  }

  @Test func proportionsAreKeptWithinTheBounds() throws {
    // Pixels of the file, the bounds, what comes of both.
    for (from, bounds, to) in [
      ((60, 40), (30, 30), (30, 20)), ((40, 60), (30, 30), (20, 30)), ((60, 40), (600, 600), (60, 40)),
      ((200, 2), (50, 50), (50, 1)),
    ] {
      let file = try #require(PictureFile(Self.png(from.0, from.1)))
      #expect((file.width, file.height) == from)
      let small = try #require(SmallPicture(file, width: bounds.0, height: bounds.1, quality: 80))
      #expect((small.width, small.height) == to)
      // What comes out is a JPEG of that size.
      let read = try #require(PictureFile(small.bytes))
      #expect(read.kind == .jpeg && (read.width, read.height) == to)
    }
  }

  /// Exif 2.3: orientations from 5 on lie on their side.
  @Test func picturesAreTurnedAsTheirCameraSays() throws {
    for orientation in 1...8 as ClosedRange<UInt8> {
      let file = try #require(PictureFile(Self.jpeg(with: Self.exif(orientation: orientation))))
      #expect(file.orientation == Int(orientation))
      let small = try #require(SmallPicture(file, width: 96, height: 96, quality: 70))
      #expect((small.width > small.height) == (orientation < 5), "\(orientation)")
    }
  }

  @Test func placesCommentsAndProfilesAreLeftOut() throws {
    let secret = Self.exif(orientation: 1) + Self.segment(0xFE, Array("made by <script>".utf8))
    let file = try #require(PictureFile(Self.jpeg(with: secret)))
    let small = try #require(SmallPicture(file, width: 300, height: 300, quality: 70))
    for bytes in [file.bytes, small.bytes] {
      let text = String(decoding: bytes, as: Unicode.ASCII.self)
      #expect(!text.contains("GPS") && !text.contains("Exif") && !text.contains("script"))
    }
    let png = try #require(PictureFile(Self.png(9, 9, extra: Self.chunk("tEXt", Array("Comment\0GPS".utf8)))))
    #expect(!String(decoding: png.bytes, as: Unicode.ASCII.self).contains("tEXt"))
  }

  @Test func aPageHasThePictureInIt() throws {
    let picture = Picture(
      data: Self.jpeg, width: 960, height: 600, url: "https://news.example/a.jpg", alt: "\"A\" <b>",
      caption: "The <i>river",
      credit: "Al-Marfa & Co", language: "en")
    let embedded = try page(picture)
    #expect(embedded.contains("img-src data:;"))
    #expect(embedded.contains("<img src=\"data:image/jpeg;base64,/9j/"))
    #expect(embedded.contains("alt=\"&quot;A&quot; &lt;b&gt;\" width=\"960\" height=\"600\">"))
    #expect(embedded.contains("The &lt;i&gt;river") && embedded.contains("Photo: Al-Marfa &amp; Co"))
    #expect(!embedded.contains("https://news.example/a.jpg"))
    let linked = try page(picture, .linked)
    #expect(linked.contains("img-src https: http:;") && linked.contains("<img src=\"https://news.example/a.jpg\""))
    let none = try page(picture, .omitted)
    #expect(!none.contains("<img") && !none.contains("img-src"))
    var script = picture
    script.url = "javascript:alert(1)"
    #expect(!(try page(script, .linked)).contains("<img"))
    #expect(!(try page(Picture(language: "en"))).contains("img-src"))
  }

  @Test func manyPicturesStayWithinTheBudget() throws {
    let one = Picture(data: Self.jpeg, width: 960, height: 600, language: "en")
    let document = Document(
      title: [.text("T")], language: "en", direction: .leftToRight, blocks: (0..<60).map { _ in Block(.image(one)) })
    let page = try HTMLRenderer().string(document)
    #expect(page.contains("<img") && page.utf8.count < 400_000)
    let mail = try MailRenderer().string(document)
    #expect(mail.utf8.count < 100_000)
  }
}
