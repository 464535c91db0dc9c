import CResources

/// Files compiled into the binary: language rules, word lists, themes, shipped scripts.
package enum EmbeddedResource {
  /// The bytes of a resource, valid for the life of the process; nil when there is none of that name.
  package static func bytes(_ name: String) -> UnsafeRawBufferPointer? {
    guard let resource = creport_resource(name) else { return nil }
    return UnsafeRawBufferPointer(start: resource.pointee.bytes, count: resource.pointee.size)
  }

  /// A resource as text; nil when there is none of that name.
  package static func text(_ name: String) -> String? {
    bytes(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The lines of a list: no empty ones and no remarks, which begin with `#`; none when there is no list of that name.
  package static func lines(_ name: String) -> [Substring] {
    guard let text = text(name) else { return [] }
    return text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
      line.first == UInt8(ascii: "#") ? nil : Substring(line)
    }
  }

  /// The names of all resources, in the order of the table.
  package static var names: [String] {
    var names: [String] = []
    while let resource = creport_resource_at(names.count) { names.append(String(cString: resource.pointee.name)) }
    return names
  }
}

extension Substring {
  /// What stands between spaces on the line of a list. Parted as bytes: to part characters costs many times as much.
  package var fields: [Substring] { utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) } }
}
