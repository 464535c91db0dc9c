import Glibc
import ReportArticles
import ReportDocument
import ReportLua

/// The words that a run has of its own: those in `words/` beside the script, before them what whoever runs it gives.
final class RunWords {
  private let lists: [WordList]
  private var joined: [String: WordList?] = [:]

  init(_ given: [WordList], beside source: ScriptSource) throws(ReportError) {
    var lists: [WordList] = []
    if let directory = source.directory { lists = try WordFiles.lists(in: directory) }
    self.lists = lists + given
  }

  /// The words for a language; nil when there are none but the shipped ones.
  func list(for language: String) -> WordList? {
    if lists.isEmpty { return nil }
    if let known = joined[language] { return known }
    let list = WordList.joined(lists, for: language)
    if joined.count < 100 { joined[language] = .some(list) }
    return list
  }

  /// Whether there are fixed words in a language.
  func speak(_ language: String) -> Bool { Vocabulary.has(language: language) || list(for: language) != nil }

  /// What to do about a language without words.
  func advice(on tag: String, instead language: String) -> String {
    guard let code = LanguageTag.normalize(tag) else {
      let near = Self.codes[tag.lowercased()].map { "; did you mean “\($0)”?" } ?? "; write one such as en or ar-EG"
      return "“\(tag)” is not a language tag\(near)"
    }
    return "there are no fixed words in “\(code)”: those of “\(language)” are used. Write words/\(code).txt beside the "
      + "script, beginning with what “reportgen api words” prints, or choose one of "
      + Vocabulary.languages.joined(separator: ", ")
  }

  private static let codes = [
    "arabic": "ar", "chinese": "zh", "dutch": "nl", "english": "en", "farsi": "fa", "french": "fr", "german": "de",
    "hebrew": "he", "indonesian": "id", "italian": "it", "japanese": "ja", "persian": "fa", "portuguese": "pt",
    "russian": "ru", "spanish": "es", "turkish": "tr", "urdu": "ur", "العربية": "ar", "deutsch": "de",
    "français": "fr", "español": "es", "italiano": "it", "português": "pt", "türkçe": "tr", "русский": "ru",
    "nederlands": "nl",
  ]
}

/// Files of words.
package enum WordFiles {
  /// The words of the files `words/xx.txt` in a directory, each for the language that its name says, in the byte order of the
  /// names; none when there is no such directory.
  package static func lists(in directory: String) throws(ReportError) -> [WordList] {
    guard let folder = opendir(directory + "/words") else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder), names.count < mostFiles {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".txt"), !name.hasPrefix(".") { names.append(name) }
    }
    var lists: [WordList] = []
    for name in names.sorted() {
      guard let language = LanguageTag.normalize(String(name.dropLast(4))) else { continue }
      lists.append(try list(at: directory + "/words/" + name, in: directory, language: language))
    }
    return lists
  }

  /// The words of a file.
  package static func list(
    at path: String, in directory: String? = nil, language: String? = nil
  ) throws(ReportError) -> WordList {
    if let directory, ScriptFile.path(of: String(path.dropFirst(directory.count + 1)), in: directory) == nil {
      throw .unreadable(path: path, reason: "the file lies elsewhere")
    }
    let bytes: [UInt8]
    switch ScriptSource.contents(of: path, mustBeRegular: true) {
    case .success(let data): bytes = data
    case .failure(let problem): throw .unreadable(path: path, reason: problem.reason)
    }
    guard bytes.count <= largestFile else { throw .unreadable(path: path, reason: "the file is larger than 1 MiB") }
    guard let text = ScriptSource.text(of: bytes) else {
      throw .unreadable(path: path, reason: "the file is not text in UTF-8")
    }
    do throws(WordList.Problems) {
      return try WordList(text, name: path, language: language)
    } catch {
      throw .script(
        error.mistakes.map { ScriptError(kind: .runtime, chunk: path, line: $0.line, message: $0.message) })
    }
  }

  private static let mostFiles = 500
  private static let largestFile = 1 << 20
}
