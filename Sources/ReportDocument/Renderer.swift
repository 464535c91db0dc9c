/// Where a renderer writes. Called with pieces of UTF-8 as they are made.
///
/// ```swift
/// struct Counter: ByteSink {
///   var count = 0
///   mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) { count += bytes.count }
/// }
/// var counter = Counter()
/// try counter.write("سد")
/// counter.count  // → 4
/// ```
public protocol ByteSink {
  /// Takes the next bytes.
  mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) throws
}

/// Collects bytes in memory.
///
/// ```swift
/// var sink = MemorySink()
/// try sink.write("The dam ")
/// try sink.write("opened.")
/// sink.text  // → "The dam opened."
/// ```
public struct MemorySink: ByteSink, Sendable {
  /// What was written.
  public private(set) var bytes: [UInt8] = []

  /// Makes an empty sink.
  public init() {}

  public mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) throws { self.bytes.append(contentsOf: bytes) }

  /// What was written, as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension ByteSink {
  /// Writes text as UTF-8.
  public mutating func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write($0) }
  }
}

/// Turns a document into one output format.
///
/// ```swift
/// struct TitleOnly: Renderer {
///   func render<Sink: ByteSink>(_ document: Document, into sink: inout Sink) throws {
///     try sink.write(document.title.plainText + "\n")
///   }
/// }
/// let document = Document(title: [.text("Briefing")], language: "en", direction: .leftToRight)
/// try TitleOnly().string(document)  // → "Briefing\n"
/// ```
public protocol Renderer: Sendable {
  /// Writes `document` to `sink`; throws only what the sink throws.
  func render<Sink: ByteSink>(_ document: Document, into sink: inout Sink) throws
}

extension Renderer {
  /// The whole output as text.
  public func string(_ document: Document) throws -> String {
    var sink = MemorySink()
    try render(document, into: &sink)
    return sink.text
  }
}

/// The formats that a report can be rendered to.
///
/// ```swift
/// OutputFormat(fileName: "report.HTML")  // → html
/// OutputFormat(fileName: "report.pandoc.json")  // → pandoc
/// OutputFormat(fileName: "report.docx")  // → nil
/// ```
public enum OutputFormat: String, Sendable, Hashable, CaseIterable {
  /// A page in one file; lines of text; GitHub-flavoured Markdown.
  case html, text, markdown
  /// The document tree, after `docs/document.schema.json`.
  case json
  /// The tree that pandoc reads, from which it makes DOCX, EPUB, PDF …
  case pandoc
  /// A mail message with a text and an HTML part (RFC 5322, RFC 2045).
  case eml
  /// An Atom feed with the report as its entry (RFC 4287).
  case atom
  /// The tables of the report (RFC 4180).
  case csv

  /// The format that a file name stands for, nil when its ending is not known.
  public init?(fileName: String) {
    let name = fileName.lowercased()
    guard let dot = name.lastIndex(of: ".") else { return nil }
    switch name[name.index(after: dot)...] {
    case "html", "htm": self = .html
    case "txt", "text": self = .text
    case "md", "markdown": self = .markdown
    case "json": self = name.hasSuffix(".pandoc.json") ? .pandoc : .json
    case "eml": self = .eml
    case "atom": self = .atom
    case "csv": self = .csv
    default: return nil
    }
  }
}
