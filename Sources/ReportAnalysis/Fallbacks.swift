import ReportArticles

/// A summarizer with the built-in one behind it: where the first fails, that is said and the second is asked.
package struct SummarizerWithFallback: Summarizer {
  private let first: any Summarizer
  private let builtIn = ExtractiveSummarizer()
  private let warn: @Sendable (String) -> Void

  /// Makes it; `warn` gets what went wrong, and what is not word for word in its source.
  package init(_ first: any Summarizer, warn: @escaping @Sendable (String) -> Void) {
    (self.first, self.warn) = (first, warn)
  }

  package func summarize(_ articles: [Article], budget: SummaryBudget) throws -> Summary {
    let summary: Summary
    do { summary = try first.summarize(articles, budget: budget) } catch let error as ExternalSummarizer.Failure {
      warn("\(error); the built-in summarizer has chosen instead")
      return builtIn.summarize(articles, budget: budget)
    }
    for sentence in summary.sentences where !sentence.isVerbatim { warn("not verbatim: \(sentence.text)") }
    return summary
  }
}

/// A clusterer with the built-in one behind it: where the first fails, that is said and the second is asked.
package struct ClustererWithFallback: StoryClusterer {
  private let first: any StoryClusterer
  private let builtIn: StoryFinder
  private let warn: @Sendable (String) -> Void

  /// Makes it; `warn` gets what went wrong.
  package init(
    _ first: any StoryClusterer, builtIn: StoryFinder = StoryFinder(), warn: @escaping @Sendable (String) -> Void
  ) {
    (self.first, self.builtIn, self.warn) = (first, builtIn, warn)
  }

  package func stories(in articles: [Article]) throws -> [Story] {
    do { return try first.stories(in: articles) } catch let error as ExternalProgramFailure {
      warn("\(error); the built-in clusterer has grouped the articles instead")
      return try builtIn.stories(in: articles)
    }
  }
}
