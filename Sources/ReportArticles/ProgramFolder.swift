import CResources

/// What was installed beside the program or the library that this code is part of.
package enum ProgramFolder {
  /// The folders of that name that may have come with it: beside it, and in `share/reportgen` of what it is installed in.
  package static func companions(_ name: String) -> [String] {
    var bytes = [CChar](repeating: 0, count: 4096)
    guard creport_own_file(&bytes, bytes.count) else { return [] }
    let file = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    guard let slash = file.lastIndex(of: "/") else { return [] }
    let home = file[..<slash]
    // bin/reportgen; lib/TRIPLET/libreportengine.so.1; lib/python3.x/site-packages/reportgen/….
    let ways = ["", "/../share/reportgen", "/../../share/reportgen", "/../../../../share/reportgen"]
    return ways.map { "\(home)\($0)/\(name)" }
  }
}
