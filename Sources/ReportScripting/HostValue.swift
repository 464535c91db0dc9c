import ReportArticles
import ReportDocument

/// A Swift value that scripts hold without seeing into it, but for what its type gives them.
///
/// ```swift
/// let value = PlainValue.host(HostValue(type: "stock.Share", value: "ABC"))
/// value.host(as: String.self)  // → "ABC"
/// value.article  // → nil
/// ```
public struct HostValue: Sendable, Hashable {
  /// The name of its type: `Article`, `Blocks`, or `module.Type` for a `ScriptType`.
  public let type: String
  /// The value.
  public let value: any Sendable & Hashable

  /// Makes a host value.
  public init(type: String, value: any Sendable & Hashable) {
    self.type = type
    self.value = value
  }

  public static func == (left: HostValue, right: HostValue) -> Bool {
    left.type == right.type && AnyHashable(left.value) == AnyHashable(right.value)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(type)
    hasher.combine(AnyHashable(value))
  }
}

extension PlainValue {
  /// Blocks that a function of the host has made; a script adds them to a document like any other content.
  public static func blocks(_ blocks: [Block]) -> PlainValue {
    .host(HostValue(type: HostObject.blocks, value: blocks))
  }

  /// The article that a script handed over; nil for any other value.
  public var article: Article? { host(as: Article.self) }

  /// The value of a host type; nil for any other value.
  public func host<Value>(as type: Value.Type) -> Value? {
    guard case .host(let host) = self else { return nil }
    return host.value as? Value
  }
}

/// A host value in a script's hands.
final class HostObject: ScriptObject {
  static let typeName = "HostObject"
  static let blocks = "Blocks"
  let host: HostValue

  init(_ host: HostValue) { self.host = host }

  var scriptType: String { host.type }
}
