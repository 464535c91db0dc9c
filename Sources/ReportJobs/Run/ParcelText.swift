import Foundation

/// Parcels as the ledger keeps them: JSON.
enum ParcelText {
  static func encode(_ parcel: Parcel) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(parcel), as: UTF8.self)
  }

  static func decode(_ text: String) throws -> Parcel {
    try JSONDecoder().decode(Parcel.self, from: Data(text.utf8))
  }
}
