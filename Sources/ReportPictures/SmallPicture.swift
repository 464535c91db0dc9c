import CPictures

/// A picture brought down to a size, as JPEG without metadata.
package struct SmallPicture: Sendable, Hashable {
  package let bytes: [UInt8]
  package let width, height: Int

  /// Why no picture can be made small on this machine; nil when they can. The library is opened by the first call.
  package static var trouble: String? { rp_load().map { String(cString: $0) } }

  /// The picture of a file in at most `width` × `height` pixels; nil when it cannot be decoded.
  package init?(_ file: PictureFile, width: Int, height: Int, quality: Int) {
    let kind: rp_kind
    switch file.kind {
    case .jpeg: kind = RP_JPEG
    case .png: kind = RP_PNG
    case .webp: kind = RP_WEBP
    }
    var result = rp_picture()
    let isMade = file.bytes.withUnsafeBufferPointer { bytes in
      rp_shrink(
        bytes.baseAddress, bytes.count, kind, Int32(clamping: file.orientation), Int32(clamping: width),
        Int32(clamping: height), Int32(clamping: quality), Int64(PictureFile.mostPixels), &result)
    }
    defer { rp_release(&result) }
    guard isMade, let pointer = result.bytes else { return nil }
    bytes = Array(UnsafeRawBufferPointer(start: pointer, count: Int(result.count)))
    (self.width, self.height) = (Int(result.width), Int(result.height))
  }

  /// The same within `budget` bytes: worse, then smaller; nil when even that is too large.
  package init?(_ file: PictureFile, width: Int, height: Int, within budget: Int) {
    for (share, quality) in [(1.0, 78), (1.0, 64), (0.75, 64), (0.5, 58)] {
      guard
        let made = SmallPicture(
          file, width: max(1, Int(Double(width) * share)), height: max(1, Int(Double(height) * share)),
          quality: quality)
      else { return nil }
      if made.bytes.count <= budget {
        self = made
        return
      }
    }
    return nil
  }
}
