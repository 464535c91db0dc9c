import ReportArticles

/// A cited passage in short, the same in every format: `¶3:120–240`, in characters from 0.
package enum PassageText {
  package static func of(_ passage: Citation) -> String {
    "¶\(passage.paragraph.map { String($0 + 1) } ?? "0"):\(passage.start)–\(passage.end)"
  }
}
