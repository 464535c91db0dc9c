import ReportAnalysis
import ReportArticles
import ReportDocument

// What a page opens with: the day in brief, and the numbers of the lead.

extension DocumentBuilder {
  /// A line a story, for the first `limit` of them; none when there are too few to need it.
  func digest(_ stories: [StoryObject], limit: Int, least: Int) throws -> [DigestLine] {
    guard stories.count >= least else { return [] }
    return try stories.prefix(limit).compactMap { story in
      try account(for: 2)
      return try line(of: story)
    }
  }

  /// Sentences that fit a line or two.
  private static let lineLength = 35...110

  /// The story's best sentence where it is short enough, else its headline; both are the source's own words.
  private func line(of story: StoryObject) throws -> DigestLine? {
    let language = LanguageTag.primary(wording.language)
    guard
      let first = story.articles.first(where: { LanguageTag.primary($0.head.language) == language })
        ?? story.articles.first
    else { return nil }
    let length = ScriptTable(fields: [ScriptTable.Field(name: "sentences", value: .integer(1))])
    let best = try AnalysisOptions.summary(of: story.articles, length, run: run).sentences.first(where: run.mayShow)?
      .sentence
    var text = headline(first.article)
    if let best, Self.lineLength.contains(best.text.unicodeScalars.count),
      LanguageTag.primary(best.language) == LanguageTag.primary(first.head.language), Self.standsAlone(best.text)
    {
      text = best.text
    }
    return DigestLine(
      content: [.text(text)], anchor: anchor(of: story), language: first.article.language,
      direction: first.article.direction)
  }

  /// Whether a sentence can be read without the one before it: no quotation that somebody else began, nothing in brackets
  /// or behind a dash at its start.
  private static func standsAlone(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return first.properties.isAlphabetic || first.properties.numericType != nil
  }

  /// At most `limit` numbers of a summary's own sentences with what they count, in reading order.
  func keyFigures(_ summary: SummaryObject, limit: Int) throws -> [KeyFigure] {
    var result: [KeyFigure] = []
    var known: [String: [Figure]] = [:]
    let finder = FigureFinder()
    for sentence in summary.sentences where run.mayShow(sentence) {
      guard let article = sentence.article?.article else { continue }
      let all = known[article.id] ?? finder.figures(in: article)
      known[article.id] = all
      // One of a sentence is enough, so that they tell of different things: the one that stands out.
      let own = all.filter { $0.sentence.citation == sentence.sentence.citation && FigureWording.standsOut($0) }
      for figure in own.sorted(by: { $0.value > $1.value }) {
        guard let parts = FigureWording.parts(figure), !result.contains(where: { $0.value == parts.value }) else {
          continue
        }
        try account(for: 2)
        let mark = mark(figure.citation, of: article)
        result.append(
          KeyFigure(
            value: parts.hasDigits ? parts.value : wording.number(figure.value),
            label: [.text(parts.label), .citation([mark])], language: article.language, direction: article.direction))
        break
      }
      if result.count == limit { break }
    }
    return result
  }
}

/// Cuts a figure and what it counts out of its sentence.
enum FigureWording {
  struct Parts: Equatable {
    var value: String
    var label: String
    var hasDigits: Bool
  }

  /// Words that follow the unit, at most.
  private static let mostWords = 8
  private static let longest = 60
  /// Words that begin another part of the clause: a label that is too long ends before one of them.
  private static let joints: Set<String> = [
    "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "as", "after", "before", "than", "that",
    "which", "who", "between", "during", "over", "under", "into", "about", "since", "until", "because", "while", "when",
    "في", "من", "إلى", "على", "عن", "مع", "بعد", "قبل", "أو", "التي", "الذي", "أن", "بين", "خلال", "منذ", "حتى", "ضمن",
    "ضد", "لدى", "عبر",
  ]

  /// Words that begin what is told beside: what comes behind them is not what the figure counts.
  private static let additions: Set<String> = [
    "and", "or", "but", "while", "plus", "et", "und", "y", "e", "ou", "oder", "o",
  ]

  /// Whether a number is worth being set large: money, shares, and counts of ten and more.
  static func standsOut(_ figure: Figure) -> Bool { figure.unit == "%" || abs(figure.value) >= 10 }

  /// The number, and its unit with the words that follow up to the end of the clause; nil when these say too little.
  static func parts(_ figure: Figure) -> Parts? {
    guard let unit = figure.unit, !unit.isEmpty else { return nil }
    var value = Substring(figure.text)
    var name = ""
    if unit == "%" {
      // However the text writes it.
      let number = value.prefix { $0.isNumber || ".,٫٬".contains($0) }
      guard !number.isEmpty else { return nil }
      value = number
      return clause(after: figure).map { Parts(value: number + "%", label: $0, hasDigits: true) }
    }
    guard let place = value.lastRange(of: unit), place.lowerBound > value.startIndex else { return nil }
    name = String(value[place.lowerBound...])
    value = value[..<place.lowerBound]
    while value.last == " " { value.removeLast() }
    guard let rest = clause(after: figure), !value.isEmpty else { return nil }
    return Parts(
      value: String(value), label: name + " " + rest, hasDigits: value.contains { $0.isNumber })
  }

  /// What follows a figure in its sentence: the clause, or as many whole parts of it as fit; nil when that says too little.
  private static func clause(after figure: Figure) -> String? {
    let offset = figure.citation.end - figure.sentence.citation.start
    let scalars = figure.sentence.text.unicodeScalars
    guard offset > 0, let start = scalars.index(scalars.startIndex, offsetBy: offset, limitedBy: scalars.endIndex)
    else { return nil }
    let rest = String(scalars[start...]).prefix { !",.;:!?،؛؟…()[]«»“”\"–—\n".contains($0) }
    guard rest.first == " " else { return nil }
    let all = rest.split(separator: " ").prefix { !additions.contains($0.lowercased()) }
    func fits(_ words: ArraySlice<Substring>) -> Bool {
      words.count <= mostWords && words.reduce(words.count - 1) { $0 + $1.count } <= longest
    }
    var words = all[...]
    while !fits(words) || words.last.map({ joints.contains($0.lowercased()) }) == true {
      guard let joint = words.dropFirst().lastIndex(where: { joints.contains($0.lowercased()) }) else { return nil }
      words = words[..<joint]
    }
    return words.count >= 2 ? words.joined(separator: " ") : nil
  }
}

extension Substring {
  /// Where the last occurrence of a text is.
  fileprivate func lastRange(of text: String) -> Range<Index>? {
    var found: Range<Index>?
    var rest = self
    while let range = rest.firstRange(of: text), !range.isEmpty {
      found = range
      rest = rest[range.upperBound...]
    }
    return found
  }
}
