import ReportDocument
import ReportPictures

/// Makes the pictures of one output small, and sees that together they stay within its budget.
final class PictureShelf {
  /// Where pictures go.
  enum Place {
    /// Into the page, as `data:` addresses.
    case page
    /// Beside the HTML part of a message, as `cid:` addresses (RFC 2392).
    case message
    /// Nowhere: the format has no place for them.
    case nowhere
  }

  /// A picture as an element shows it.
  struct Shown {
    var address: String
    var width, height: Int
  }

  /// A picture that travels beside a message.
  struct Part {
    var id: String
    var bytes: [UInt8]
  }

  private let place: Place
  private let style: PictureStyle
  /// Bytes that are still free.
  private var room: Int
  private(set) var parts: [Part] = []

  /// A page of 400 kB has about so many bytes for pictures, which grow by a third as text; a message of 100 kB a fifth.
  static let pageRoom = 220_000
  static let messageRoom = 40_000

  /// Has room for so many bytes, or less where the place has less.
  init(_ place: Place, style: PictureStyle, room: Int = .max) {
    self.place = place
    self.style = style
    self.room = min(room, place == .message ? Self.messageRoom : Self.pageRoom)
  }

  /// The picture as it can be shown; nil when there is no room, no address, or nothing that can be decoded.
  func shown(_ picture: Picture, isWide: Bool) -> Shown? {
    guard place != .nowhere else { return nil }
    switch style {
    case .omitted: return nil
    case .linked:
      guard let address = picture.url.flatMap(SafeLink.picture) else { return nil }
      return Shown(address: address, width: picture.width, height: picture.height)
    case .embedded: break
    }
    guard !picture.data.isEmpty, let file = PictureFile(picture.data) else { return nil }
    let isMessage = place == .message
    let (side, budget) =
      isWide
      ? (isMessage ? 560 : 960, isMessage ? 26_000 : 90_000) : (isMessage ? 144 : 260, isMessage ? 5_000 : 16_000)
    guard let small = SmallPicture(file, width: side, height: side, within: min(budget, room)) else { return nil }
    room -= small.bytes.count
    guard isMessage else {
      let address = "data:image/jpeg;base64," + Base64.encode(small.bytes)
      return Shown(address: address, width: small.width, height: small.height)
    }
    let id =
      SHA256.hex(String(decoding: Base64.encode(small.bytes).utf8, as: UTF8.self), bytes: 12) + "@reportgen.invalid"
    if !parts.contains(where: { $0.id == id }) { parts.append(Part(id: id, bytes: small.bytes)) }
    return Shown(address: "cid:" + id, width: min(small.width, isWide ? 560 : 72), height: 0)
  }
}
