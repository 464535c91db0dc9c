import ReportArticles

/// Puts chosen sentences in order and gives each its citation.
struct SummaryWriter {
  let articles: [Article]
  let source: SummarySource
  let times: [Int?]
  let citations = CitationMaker()

  /// The sentences of one article, in its order.
  func single(_ chosen: [SentenceSelector.Choice]) -> Summary {
    Summary(sentences: chosen.sorted { $0.candidate < $1.candidate }.map { sentence($0.candidate, score: $0.score) })
  }

  /// The sentences of several articles: threads one after another, the most important first; within a thread what an
  /// article opens with before its details, then by time.
  func multiple(_ chosen: [SentenceSelector.Choice]) -> Summary {
    var sentences: [SummarySentence] = []
    var disagreements: [SourceDisagreement] = []
    let finder = DisagreementFinder(articles: articles, times: times)
    for choice in ordered(chosen) {
      var result = sentence(choice.candidate, score: choice.score)
      let others = alike(choice.candidate)
      result.alsoIn = others.filter { $0.similarity >= 0.5 }.map { sentence($0.candidate, score: 0).citation }
      sentences.append(result)
      let related = others.map { (sentence($0.candidate, score: 0), source.candidates[$0.candidate].article) }
      disagreements += finder.disagreements(
        between: result, in: source.candidates[choice.candidate].article, and: related)
    }
    return Summary(sentences: sentences, disagreements: disagreements)
  }

  private func sentence(_ index: Int, score: Double) -> SummarySentence {
    let candidate = source.candidates[index]
    let article = articles[candidate.article]
    let paragraph = article.paragraphs[candidate.paragraph]
    return SummarySentence(
      text: paragraph.utf8Slice(candidate.range), score: score,
      citation: citations.citation(
        article, number: candidate.article, paragraph: candidate.paragraph, utf8Range: candidate.range),
      language: article.language)
  }

  // MARK: - What others say

  /// The sentence of each other article that is most like a chosen one, if it is like enough.
  private func alike(_ index: Int) -> [(candidate: Int, similarity: Double)] {
    let chosen = source.candidates[index]
    var best: [Int: (candidate: Int, similarity: Double)] = [:]
    for (other, candidate) in source.candidates.enumerated()
    where candidate.article != chosen.article && !candidate.isFurniture {
      let similarity = SentenceSimilarity.containment(
        chosen.concepts, candidate.concepts, isNumber: source.isNumber)
      if similarity >= 0.4, similarity > (best[candidate.article]?.similarity ?? 0) {
        best[candidate.article] = (other, similarity)
      }
    }
    return best.sorted { $0.key < $1.key }.map(\.value)
  }

  // MARK: - Order

  private func ordered(_ chosen: [SentenceSelector.Choice]) -> [SentenceSelector.Choice] {
    let threads = threads(of: chosen)
    var importance: [Int: Double] = [:]
    for (choice, thread) in zip(chosen, threads) { importance[thread] = max(importance[thread] ?? 0, choice.score) }
    let order = zip(chosen, threads).sorted { left, right in
      if left.1 != right.1 {
        let (one, other) = (importance[left.1] ?? 0, importance[right.1] ?? 0)
        return one != other ? one > other : left.1 < right.1
      }
      return key(left.0.candidate) < key(right.0.candidate)
    }
    return order.map(\.0)
  }

  private func key(_ index: Int) -> (Int, Int, Int) {
    let candidate = source.candidates[index]
    return (candidate.position == 0 ? 0 : 1, times[candidate.article] ?? Int.max, index)
  }

  /// A number for each chosen sentence, equal where their articles tell of the same thing: the articles, or the
  /// sentences, share many of their words.
  private func threads(of chosen: [SentenceSelector.Choice]) -> [Int] {
    let involved = Set(chosen.map { source.candidates[$0.candidate].article }).sorted()
    var words: [Int: Set<Int32>] = [:]
    for article in involved { words[article] = Set(source.titles[article]) }
    for candidate in source.candidates where candidate.position < 6 && words[candidate.article] != nil {
      words[candidate.article]?.formUnion(candidate.concepts)
    }
    var thread = Dictionary(uniqueKeysWithValues: involved.map { ($0, $0) })
    for (place, one) in involved.enumerated() {
      for other in involved[(place + 1)...] {
        guard let left = words[one], let right = words[other], let from = thread[other], let to = thread[one],
          from != to
        else { continue }
        let shared = left.intersection(right).count
        guard Double(shared) >= 0.25 * Double(max(8, min(left.count, right.count))) else { continue }
        for (key, value) in thread where value == from { thread[key] = to }
      }
    }
    return chosen.map { thread[source.candidates[$0.candidate].article] ?? 0 }
  }
}
