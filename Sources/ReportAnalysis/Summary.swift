import ReportArticles

/// How long a summary may be.
///
/// ```swift
/// let article = Article(
///   id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens", language: "en",
///   paragraphs: ["The dam was opened on Monday. It holds 40 million cubic metres of water."])
/// ExtractiveSummarizer().summarize([article], budget: .words(6)).sentences.map(\.text)
/// // → ["The dam was opened on Monday."]
/// ```
public enum SummaryBudget: Sendable, Hashable {
  /// So many sentences.
  case sentences(Int)
  /// At most so many words.
  case words(Int)
  /// At most so many characters (Unicode scalars).
  case characters(Int)
}

/// A sentence chosen for a summary: verbatim, with its place in the source.
///
/// ```swift
/// let place = Citation(article: "dam", paragraph: 0, start: 0, end: 15)
/// let sentence = SummarySentence(text: "The dam opened.", score: 1, citation: place, language: "en")
/// sentence.isVerbatim  // → true
/// sentence.alsoIn.count  // → 0
/// ```
public struct SummarySentence: Sendable, Hashable {
  /// The sentence as it stands in the article.
  public var text: String
  /// The weight that it was chosen with; comparable within one summary only.
  public var score: Double
  /// Where it stands.
  public var citation: Citation
  /// The language of the article, BCP 47.
  public var language: String
  /// Places in other articles that say the same.
  public var alsoIn: [Citation]
  /// The text stands word for word where the citation says; false only for what an external summarizer reworded.
  public var isVerbatim: Bool

  /// Makes a sentence.
  public init(
    text: String, score: Double, citation: Citation, language: String, alsoIn: [Citation] = [],
    isVerbatim: Bool = true
  ) {
    self.text = text
    self.score = score
    self.citation = citation
    self.language = language
    self.alsoIn = alsoIn
    self.isVerbatim = isVerbatim
  }
}

/// Figures on which sources differ.
public struct SourceDisagreement: Sendable, Hashable {
  /// The sentences that differ, newest first.
  public var sentences: [SummarySentence]
  /// The figures, one for each sentence, as printed.
  public var figures: [String]
  /// The later the article, the higher its figure, hours apart: a count that rose rather than a contradiction.
  public var isUpdate: Bool

  /// Makes a disagreement; the two lists have the same length.
  public init(sentences: [SummarySentence], figures: [String], isUpdate: Bool = false) {
    self.sentences = sentences
    self.figures = figures
    self.isUpdate = isUpdate
  }
}

/// A summary of one article or of several.
public struct Summary: Sendable, Hashable {
  /// The sentences in reading order.
  public var sentences: [SummarySentence]
  /// What the sources do not agree on.
  public var disagreements: [SourceDisagreement]

  /// Makes a summary.
  public init(sentences: [SummarySentence], disagreements: [SourceDisagreement] = []) {
    self.sentences = sentences
    self.disagreements = disagreements
  }
}

/// Chooses sentences. Replaceable by an embedder.
///
/// ```swift
/// struct Headlines: Summarizer {
///   func summarize(_ articles: [Article], budget: SummaryBudget) -> Summary {
///     Summary(
///       sentences: articles.map { article in
///         let end = article.title.unicodeScalars.count
///         return SummarySentence(
///           text: article.title, score: 1,
///           citation: Citation(article: article.id, paragraph: nil, start: 0, end: end), language: article.language)
///       })
///   }
/// }
/// let article = Article(id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens")
/// Headlines().summarize([article], budget: .sentences(1)).sentences.map(\.text)  // → ["Dam opens"]
/// ```
public protocol Summarizer: Sendable {
  /// A summary of `articles` (one or more) within `budget`; empty when there is no sentence to choose from.
  func summarize(_ articles: [Article], budget: SummaryBudget) throws -> Summary
}

/// A word or phrase that stands out.
public struct Keyword: Sendable, Hashable {
  /// The phrase in its most frequent form.
  public var text: String
  /// Its weight, comparable within one result.
  public var score: Double
  /// How many of the articles have it.
  public var articles: Int

  /// Makes a keyword.
  public init(text: String, score: Double, articles: Int) {
    self.text = text
    self.score = score
    self.articles = articles
  }
}
