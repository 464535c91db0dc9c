import ReportArticles

/// The look of HTML and mail: a style sheet, and optionally a page template.
///
/// ```swift
/// Theme(named: "memo")?.name  // → "memo"
/// Theme(named: "comic")  // → nil
/// let own = Theme(name: "ours", css: "body { color: navy }")
/// let document = Document(title: [.text("Briefing")], language: "en", direction: .leftToRight)
/// try HTMLRenderer(options: RenderOptions(theme: own)).string(document).contains("color: navy")  // → true
/// ```
public struct Theme: Sendable, Hashable {
  /// Its name, as `--theme` takes it.
  public var name: String
  /// The style sheet. It must load nothing: no `@import`, no `url()`.
  public var css: String
  /// A Mustache template of the whole page, nil for the built-in page.
  public var template: String?

  /// Makes a theme of one's own.
  public init(name: String, css: String, template: String? = nil) {
    self.name = name
    self.css = css
    self.template = template
  }

  /// The names of the built-in themes, the default first.
  public static let builtInNames = ["newspaper", "memo", "dashboard", "plain", "mail"]

  /// A built-in theme; nil when there is none of that name.
  public init?(named name: String) {
    if name == "mail" {
      self = .mail
      return
    }
    guard Self.builtInNames.contains(name), let own = EmbeddedResource.text("themes/\(name).css") else { return nil }
    self.init(name: name, css: Self.shared("base") + own + Self.shared("print"))
  }

  static func shared(_ name: String) -> String { EmbeddedResource.text("themes/\(name).css") ?? "" }

  /// The page as it goes into mail: one column of 600 pixels, styles in the elements, tables in place of charts, for
  /// pasting into programs that send newsletters. It has no style sheet of its own.
  public static let mail = Theme(name: "mail", css: "")

  /// The default theme.
  public static let newspaper = Theme(named: "newspaper") ?? Theme(name: "newspaper", css: "")
}
