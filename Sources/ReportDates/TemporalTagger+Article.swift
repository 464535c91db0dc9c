import ReportArticles

extension TemporalTagger {
  /// The expressions in an article's title (`paragraph` nil) and paragraphs, in order, with ranges within each.
  ///
  /// The parts are read as one text, so that “that year” in one paragraph can mean a year named in the one before.
  public func expressions(
    in article: Article, reference: DateReference
  ) -> [(paragraph: Int?, expression: TemporalExpression)] {
    var text = article.title
    var starts = [0]
    for paragraph in article.paragraphs {
      text += "\n\n"
      starts.append(text.utf8.count)
      text += paragraph
    }
    var part = 0
    return expressions(in: text, language: article.language, reference: reference).map { found in
      while part + 1 < starts.count, starts[part + 1] <= found.range.lowerBound { part += 1 }
      var expression = found
      expression.range = (found.range.lowerBound - starts[part])..<(found.range.upperBound - starts[part])
      return (part == 0 ? nil : part - 1, expression)
    }
  }
}
