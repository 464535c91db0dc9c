/// How likely each concept is to be in a summary that an editor would write: a logistic model over what is known of
/// the concept (Luhn 1958: frequency; Edmundson 1969: title and position), and what speaks against single sentences.
///
/// The weights are log-odds, set by hand in round numbers; the choice is not sensitive to any one of them.
struct ConceptModel {
  /// The weights of the model.
  struct Weights: Sendable, Hashable {
    /// A concept named once, late in the text.
    var base = -3.5
    /// For each unit of the natural logarithm of the number of sentences that name it.
    var frequency = 1.5
    /// It stands in the headline.
    var title = 3.0
    /// The first sentence names it, and that is a lead.
    var lead = 2.5
    /// The first sentence names it but leans on something before it: the lead is missing.
    var headlessStart = 0.5
    /// For its first mention, falling off with the position.
    var position = 2.0
    /// The same in a text that has lost its lead, where position means less.
    var headlessPosition = 1.0
    /// Sentences over which `position` falls to 1/e.
    var positionSpan = 6.0
    /// For each unit of the logarithm of the number of articles that name it.
    var articles = 1.5
    /// Share of a concept's probability that counts where another sentence has named it already: staying on the subject.
    var repetition = 0.2
    /// Expected share of function words that a summary shares.
    var functionWords = 0.25
  }

  let weights: Weights
  /// The probability of each concept.
  private(set) var probabilities: [Double]
  /// For each candidate what counts beside its concepts: function words less penalties, in expected words.
  private(set) var offsets: [Double]

  init(_ source: SummarySource, weights: Weights = Weights()) {
    self.weights = weights
    let count = source.conceptCount
    var evidence = [Evidence](repeating: Evidence(), count: count)
    let isHeadless = Self.headlessArticles(source)
    var lastArticle = [Int](repeating: -1, count: count)
    for candidate in source.candidates where !candidate.isFurniture {
      let isCut = isHeadless[candidate.article]
      let decay = Exponential.natural(-Double(candidate.position) / weights.positionSpan)
      let position = decay * (isCut ? weights.headlessPosition : weights.position)
      for concept in candidate.concepts {
        let index = Int(concept)
        evidence[index].sentences += 1
        if lastArticle[index] != candidate.article {
          lastArticle[index] = candidate.article
          evidence[index].articles += 1
          evidence[index].position += position
          if candidate.position == 0 {
            evidence[index].start += isCut ? weights.headlessStart : weights.lead
          }
        }
      }
    }
    for title in source.titles {
      for concept in title { evidence[Int(concept)].titles += 1 }
    }
    probabilities = evidence.map { $0.probability(weights) }
    offsets = zip(source.candidates, Self.penalties(source)).map { candidate, penalty in
      weights.functionWords * Double(candidate.functionWords) - penalty * Double(candidate.tokens)
    }
  }

  /// What is known of a concept, summed over the articles that name it.
  private struct Evidence {
    var sentences = 0.0
    var articles = 0.0
    var titles = 0.0
    var start = 0.0
    var position = 0.0

    func probability(_ weights: Weights) -> Double {
      guard articles > 0 else { return 0 }
      let perArticle = max(1, min(8, sentences / articles))
      var logit = weights.base + weights.frequency * Logarithm.natural(perArticle)
      logit += weights.title * min(1, titles / articles)
      logit += (start + position) / articles
      logit += weights.articles * Logarithm.natural(articles)
      return 1 / (1 + Exponential.natural(-logit))
    }
  }

  /// Whether each article begins in the middle: its first sentence leans on one that is not there.
  private static func headlessArticles(_ source: SummarySource) -> [Bool] {
    var result = [Bool](repeating: false, count: source.titles.count)
    for candidate in source.candidates where candidate.position == 0 && !candidate.isFurniture {
      result[candidate.article] = ![.plain, .unmarked].contains(candidate.opening) || candidate.isQuestion
    }
    return result
  }

  /// Whether each article ends its sentences with marks, four of five at least: then a line without one is a link or a
  /// label that has come among them.
  private static func punctuatedArticles(_ source: SummarySource) -> [Bool] {
    var counts = [(all: Int, closed: Int)](repeating: (0, 0), count: source.titles.count)
    for candidate in source.candidates where !candidate.isFurniture {
      counts[candidate.article].all += 1
      if candidate.isClosed { counts[candidate.article].closed += 1 }
    }
    return counts.map { $0.closed * 5 >= $0.all * 4 }
  }

  /// For each candidate what speaks against it, in expected words for each of its words.
  static func penalties(_ source: SummarySource) -> [Double] {
    let isPunctuated = punctuatedArticles(source)
    return source.candidates.map { penalty(of: $0, isPunctuated: isPunctuated[$0.article]) }
  }

  private static func penalty(of candidate: SummaryCandidate, isPunctuated: Bool) -> Double {
    var penalty = 0.06 * candidate.quotedShare
    if candidate.quotedShare > 0.8 { penalty += 0.06 }
    if candidate.beginsWithQuote { penalty += 0.04 }
    if candidate.isQuestion { penalty += 0.1 }
    if candidate.endsWithColon { penalty += 0.08 }
    if !candidate.isClosed && !candidate.endsWithColon && candidate.tokens < (isPunctuated ? 25 : 14) { penalty += 0.1 }
    // “Not everyone is pleased.”: too little to spend a sentence on.
    if candidate.concepts.count < 3 { penalty += 0.15 }
    if candidate.list != .none { penalty += candidate.list == .note ? 0.06 : 0.12 }
    if candidate.holdsAddress { penalty += 0.12 }
    if candidate.tokens < 8 { penalty += 0.05 * Double(8 - candidate.tokens) / 8 }
    switch candidate.opening {
    case .plain: break
    case .joined: penalty += 0.02
    case .leaning: penalty += 0.05
    case .unmarked: break
    case .teaser: penalty += 0.14
    case .promotion, .marked: penalty += 0.2
    }
    return penalty
  }
}
