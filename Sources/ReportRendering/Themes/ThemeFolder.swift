import Foundation
import Mustache

/// What is wrong with a theme of one's own.
///
/// ```swift
/// try Theme(folder: "no/such/theme")  // throws: no/such/theme/theme.css: the file cannot be read
/// ```
public struct ThemeError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// The line, from 1, when there is one.
  public let line: Int?
  /// What is wrong, for people.
  public let message: String

  public var description: String { "\(path)\(line.map { ":\($0)" } ?? ""): \(message)" }
}

extension Theme {
  /// A theme of one's own from a folder: `theme.css`, which is read after the structure that all themes share, and
  /// optionally `page.mustache`, a template of the whole page that is given `title`, `lang`, `dir`, and the finished
  /// markup `{{{head}}}` and `{{{content}}}`.
  ///
  /// Throws `ThemeError` when a file cannot be read, when the style sheet would load something, or when the template is
  /// broken or leaves out the head or the content.
  public init(folder: String) throws {
    let cssPath = folder + "/theme.css"
    let css = try Self.read(cssPath, in: folder)
    if let found = StyleSheetGuard.finding(in: css) {
      throw ThemeError(
        path: cssPath, line: found.line,
        message: "“\(found.name)” may not stand in a theme: a report loads nothing from outside")
    }
    if let found = ThemeCheck.finding(in: css, after: Theme.shared("base") + Theme.shared("print")) {
      throw ThemeError(path: cssPath, line: found.line, message: found.message)
    }
    self.init(name: folder, css: (Theme.shared("base")) + css + "\n" + Theme.shared("print"))
    let templatePath = folder + "/page.mustache"
    guard FileManager.default.fileExists(atPath: templatePath) else { return }
    let text = try Self.read(templatePath, in: folder)
    guard Self.isShallow(template: text) else {
      throw ThemeError(
        path: templatePath, line: nil,
        message: "the template has more than \(Self.mostSections) sections, or changes the delimiters of tags")
    }
    do {
      _ = try MustacheTemplate(string: text)
    } catch let error as MustacheTemplate.ParserError {
      throw ThemeError(
        path: templatePath, line: error.context.lineNumber, message: "\(Self.words(error.error)): \(error.context.line)"
      )
    } catch {
      throw ThemeError(path: templatePath, line: nil, message: "the template cannot be read")
    }
    let names = ["title", "lang", "dir", "head", "content"]
    if let found = ThemeCheck.finding(inTemplate: text, names: names) {
      throw ThemeError(path: templatePath, line: found.line, message: found.message)
    }
    for needed in ["head", "content"] where !text.contains("{{{\(needed)}}}") {
      throw ThemeError(path: templatePath, line: nil, message: "the template must hold {{{\(needed)}}}")
    }
    template = text
  }

  private static let mostSections = 200

  /// Whether a template cannot nest deeper than its parser has stack for: it has few sections, and all of its tags are seen.
  static func isShallow(template: String) -> Bool {
    var sections = 0
    var rest = template.utf8[...]
    while let brace = rest.firstIndex(of: 0x7B) {
      rest = rest[template.utf8.index(after: brace)...]
      guard rest.first == 0x7B else { continue }
      switch rest.drop(while: { $0 == 0x7B || $0 == 0x20 || (0x09...0x0D).contains($0) }).first {
      case UInt8(ascii: "#"), UInt8(ascii: "^"), UInt8(ascii: "<"), UInt8(ascii: "$"): sections += 1
      case UInt8(ascii: "="): return false
      default: break
      }
      if sections > mostSections { return false }
    }
    return true
  }

  private static let largestFile = 4 << 20

  /// The text of a regular file of the theme's folder, whatever links there are on the way.
  private static func read(_ path: String, in folder: String) throws -> String {
    func failure(_ message: String) -> ThemeError { ThemeError(path: path, line: nil, message: message) }
    guard let root = real(folder), let target = real(path) else { throw failure("the file cannot be read") }
    guard target.hasPrefix(root.hasSuffix("/") ? root : root + "/") else {
      throw failure("the file lies outside of the theme's folder")
    }
    let descriptor = open(target, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure("the file cannot be read") }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw failure("it is no regular file")
    }
    guard status.st_size <= largestFile else { throw failure("the file is larger than \(largestFile >> 20) MiB") }
    let data = try file.read(upToCount: largestFile) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  private static func real(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  private static func words(_ error: any Error) -> String {
    switch error {
    case MustacheTemplate.Error.sectionCloseNameIncorrect: return "the end of a section does not match its start"
    case MustacheTemplate.Error.unfinishedName: return "a tag is not closed"
    case MustacheTemplate.Error.expectedSectionEnd: return "a section is not closed"
    case MustacheTemplate.Error.invalidSetDelimiter: return "the delimiters are set wrongly"
    default: return "this is not Mustache"
    }
  }
}

extension HTMLPage {
  /// The page in the theme's own template.
  mutating func write(template: String) {
    let head = OutputBuffer.collect { out in
      HTMLPage(document, options: options, writer: HTMLWriter(out)).head()
    }
    let content = OutputBuffer.collect { out in
      var page = HTMLPage(document, options: options, writer: HTMLWriter(out))
      page.content()
    }
    let values: [String: String] = [
      "title": OutputText.line(plainTitle), "lang": HTMLBody.languageTag(document.language),
      "dir": document.direction.rawValue, "head": head, "content": content,
    ]
    // The theme has been checked when it was made; a template set by hand that does not parse gives the built-in page.
    guard Theme.isShallow(template: template), let parsed = try? MustacheTemplate(string: template) else {
      return write()
    }
    writer.out.append(parsed.render(values))
  }
}
