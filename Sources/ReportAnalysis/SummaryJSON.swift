import ReportArticles

/// Summaries as JSON Lines: what `reportgen summarize --format json` prints.
package enum SummaryJSON {
  /// One object a line: `article`, `paragraph`, `start`, `end`, `text`, `score`, and where there are any `alsoIn` and `differs`.
  package static func lines(_ summary: Summary) -> String {
    var writer = JSONWriter(escapesInvisible: true)
    for sentence in summary.sentences {
      let differing = summary.disagreements.filter { difference in
        !difference.isUpdate && difference.sentences.contains { $0.citation == sentence.citation }
      }
      writer.object { writer in
        place(sentence.citation, &writer)
        writer.member("text", sentence.text)
        writer.key("score")
        writer.value(.number(rounded(sentence.score)))
        if !sentence.isVerbatim { writer.member("verbatim", false) }
        if !sentence.alsoIn.isEmpty {
          writer.key("alsoIn")
          writer.array { writer in for one in sentence.alsoIn { writer.object { place(one, &$0) } } }
        }
        if !differing.isEmpty {
          writer.key("differs")
          writer.array { writer in for one in differing { difference(one, &writer) } }
        }
      }
      writer.endLine()
    }
    return writer.text
  }

  private static func difference(_ disagreement: SourceDisagreement, _ writer: inout JSONWriter) {
    writer.array { writer in
      for (figure, sentence) in zip(disagreement.figures, disagreement.sentences) {
        writer.object { writer in
          writer.member("figure", figure)
          place(sentence.citation, &writer)
          writer.member("text", sentence.text)
        }
      }
    }
  }

  /// The members that say where a passage stands.
  private static func place(_ citation: Citation, _ writer: inout JSONWriter) {
    writer.member("article", citation.article)
    writer.member("paragraph", citation.paragraph)
    writer.member("start", citation.start)
    writer.member("end", citation.end)
  }

  /// Four decimals, the same on every machine.
  private static func rounded(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    return String((value * 10_000).rounded() / 10_000)
  }
}
