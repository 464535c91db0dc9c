import ReportDocument

extension OutputFormat {
  /// The renderer of this format.
  public func renderer(_ options: RenderOptions = RenderOptions()) -> any Renderer {
    switch self {
    case .html: return HTMLRenderer(options: options)
    case .text: return TextRenderer(options: options)
    case .markdown: return MarkdownRenderer(options: options)
    case .json: return JSONRenderer(options: options)
    case .pandoc: return PandocRenderer(options: options)
    case .eml: return MailRenderer(options: options)
    case .atom: return AtomRenderer(options: options)
    case .csv: return CSVRenderer(options: options)
    }
  }
}
