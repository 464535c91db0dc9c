import ReportEngine

/// What a report can be written as: a format of the engine, or PDF, which another program prints.
///
/// ```swift
/// ReportFormat(fileName: "briefing.pdf") == .pdf  // → true
/// ReportFormat(rawValue: "html") == .rendered(.html)  // → true
/// ReportFormat(rawValue: "docx")  // → nil
/// ```
public enum ReportFormat: Sendable, Hashable, RawRepresentable, CaseIterable {
  /// Rendered by the engine.
  case rendered(OutputFormat)
  /// The HTML page, printed by Chromium or WeasyPrint, whichever is installed.
  case pdf

  /// Every format.
  public static var allCases: [ReportFormat] { OutputFormat.allCases.map(ReportFormat.rendered) + [.pdf] }

  /// The name as in a jobs file.
  public var rawValue: String {
    switch self {
    case .rendered(let format): format.rawValue
    case .pdf: "pdf"
    }
  }

  /// The format of a name as in a jobs file, nil when there is none.
  public init?(rawValue: String) {
    if rawValue == "pdf" {
      self = .pdf
    } else if let format = OutputFormat(rawValue: rawValue) {
      self = .rendered(format)
    } else {
      return nil
    }
  }

  /// The format that a file name stands for, nil when its ending is not known.
  public init?(fileName: String) {
    if fileName.lowercased().hasSuffix(".pdf") {
      self = .pdf
    } else if let format = OutputFormat(fileName: fileName) {
      self = .rendered(format)
    } else {
      return nil
    }
  }

  /// Writes a document; throws what the sink throws, and `OutputFailure` when nothing can print a PDF.
  package func write<Sink: ByteSink>(_ document: Document, options: RenderOptions, into sink: inout Sink) throws {
    switch self {
    case .rendered(let format): try format.renderer(options).render(document, into: &sink)
    case .pdf:
      var page = MemorySink()
      try HTMLRenderer(options: options).render(document, into: &page)
      try PDFPrinter().pdf(of: page.bytes).withUnsafeBufferPointer { try sink.write($0) }
    }
  }
}
