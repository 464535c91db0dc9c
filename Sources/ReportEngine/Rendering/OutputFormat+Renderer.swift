extension OutputFormat {
  /// The renderer of this format.
  public func renderer(_ options: RenderOptions = RenderOptions()) -> any Renderer {
    switch self {
    case .html: return HTMLRenderer(options: options)
    case .text: return TextRenderer(options: options)
    }
  }
}
