/// A parsed JSON text (RFC 8259). Objects keep the order of their members.
package enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// A number as it is written, so that nothing is lost.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Sendable, Hashable {
    package var key: String
    package var value: JSONValue

    package init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The member of that name, the last one where a name is repeated; nil for anything but objects.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  /// The string, or nil.
  package var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// A string, number or boolean as text.
  package var scalarText: String? {
    switch self {
    case .string(let text), .number(let text): return text
    case .bool(let value): return value ? "true" : "false"
    case .null, .array, .object: return nil
    }
  }

  package var array: [JSONValue]? {
    if case .array(let values) = self { return values }
    return nil
  }

  package var members: [Member]? {
    if case .object(let members) = self { return members }
    return nil
  }
}

/// Why a text is not JSON.
package struct JSONError: Error, Sendable, Hashable {
  /// Offset of the first byte that cannot be read.
  package var offset: Int
  /// What is wrong, in a few words.
  package var message: String
}

/// What a JSON text was read with: things that are allowed but doubtful.
package struct JSONRemarks: Sendable, Hashable {
  /// Names that occur twice in one object; the last value counts.
  package var repeatedKeys: [String] = []
  /// Escapes of half a surrogate pair, read as U+FFFD.
  package var loneSurrogates = 0
  /// What is not JSON and was read all the same, such as `NaN`.
  package var departures: [String] = []
  /// Bytes after the end of the value, e.g. a second value.
  package var trailingOffset: Int?

  package init(repeatedKeys: [String] = [], loneSurrogates: Int = 0, trailingOffset: Int? = nil) {
    self.repeatedKeys = repeatedKeys
    self.loneSurrogates = loneSurrogates
    self.trailingOffset = trailingOffset
  }
}
