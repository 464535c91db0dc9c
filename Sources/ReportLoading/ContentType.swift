/// The media type that something was sent with: `text/html; charset=utf-8` (RFC 9110, 8.3.1).
enum ContentType {
  /// Type and subtype in lower case; nil when there is none.
  static func name(_ header: String?) -> String? {
    guard let header, let first = header.split(separator: ";").first else { return nil }
    let name = TextLayout.collapse(first).lowercased()
    return name.contains("/") ? name : nil
  }

  /// The character set that it names.
  static func charset(_ header: String?) -> String? { header.flatMap { MailMessage.parameter("charset", of: $0) } }
}
