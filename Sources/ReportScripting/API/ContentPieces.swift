import ReportArticles
import ReportDates
import ReportDocument

/// What text and content of documents are made of, for the reference, for editors and for checking.
enum ContentPieces {
  /// The keys of a table that stands for a piece of text.
  static let pieces = [
    APIParameter("text", .inlines, optional: true, "Text as it is; what a piece in another language holds."),
    APIParameter("strong", .inlines, optional: true, "Important text, set bold."),
    APIParameter("emphasis", .inlines, optional: true, "Stressed text, set in italics."),
    APIParameter("link", .inlines, optional: true, "The text of a link; needs `url`."),
    APIParameter("url", .string, optional: true, "Where `link` leads: http, https or mailto."),
    APIParameter("code", .inlines, optional: true, "A name or a piece of code, set with a fixed width."),
    APIParameter("date", .date, optional: true, "A date in the document's language."),
    APIParameter("style", .string, optional: true, "With `date`: a style of `date:format`; `date.long` unless given.")
      .standing(for: .dateStyle),
    APIParameter("number", .number, optional: true, "A number in the document's language."),
    APIParameter("decimals", .integer, optional: true, "With `number`: at most so many decimals; 2 unless given."),
    APIParameter(
      "cite", .any, optional: true, "An article, a sentence or a list of them: their citation markers follow the piece."
    ),
    APIParameter("lang", .string, optional: true, "The language of the piece, where it differs."),
    APIParameter("dir", .oneOf(["rtl", "ltr"]), optional: true, "The direction of the piece, where it differs."),
    APIParameter("line_break", .boolean, optional: true, "Whether the line ends behind the piece."),
  ]

  /// The part of the reference.
  static func reference(_ name: (APIValueType) -> String) -> [String] {
    [
      "## Content", "",
      "Where a method takes *text*, it takes a string, a number, a Date, a Duration, an Article or a Story (its linked headline), a Sentence, an Event or a Summary (with its citations), a piece, or a list of these, which are joined. Strings are text, never markup. A piece is a table with these keys:",
      "",
    ]
      + pieces.map { "- `\($0.name)` (\(name($0.type))): \($0.summary)" } + [
        "",
        "Where a method takes *content*, it takes the same as a paragraph, besides a Query, an Article or a Story (cards), a Summary, a Timeline, a function that gets the Section to fill, or a list of these, each a block of its own. A list of strings and pieces is one paragraph, so that `section:list` takes a run of pieces as an item.",
        "", "```lua",
        "doc:paragraph { \"Rain \", { strong = \"again\" }, \", says \", { link = \"the Post\", url = \"https://example.org/\" } }",
        "doc:list { { { strong = \"Rain\" }, \": \", { date = ctx.today, style = \"date.full\" } }, \"Nothing else.\" }",
        "```", "",
      ]
  }
}

/// Headings that were meant as keys of fixed words.
enum FixedWordHint {
  /// What to say of a heading that is nearly a key of a fixed word; nil for any other.
  static func hint(for heading: String) -> String? {
    guard heading.utf8.count > 4, heading.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x5F }) else {
      return nil
    }
    let known = Vocabulary.Word.allCases.map(\.rawValue)
    guard !known.contains(heading), let near = Suggestion.closest(to: heading, among: known) else { return nil }
    return "“\(heading)” is not the key of a fixed word and stands as it is; did you mean “\(near)”?"
  }
}
