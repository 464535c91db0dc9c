import ReportArticles

/// Joins mentions of one event: the same days, and sentences that say much the same, in one language or in two.
struct TimelineMerger {
  /// Mentions of one event, positions in the list of mentions.
  struct Group {
    var members: [Int]
  }

  /// Cosine from which two sentences of one day tell the same event.
  private static let cosine: Float = 0.32
  /// The same when both are the event of a day of publication, where the date itself proves nothing.
  private static let weakCosine: Float = 0.4
  /// Share of the lighter sentence that is in the other.
  private static let containment: Float = 0.55
  private static let listLimit = 400
  private static let comparedMembers = 4
  /// Evidence by which sentences of two languages are joined.
  private static let linkThreshold: Float = 2

  private let mentions: [TimelineMention]
  private let articles: [Article]
  private let weights: [Float]
  private let norms: [Float]

  /// - Parameter table: the terms that the mentions were read with.
  init(_ mentions: [TimelineMention], articles: [Article], table: TermTable) {
    self.mentions = mentions
    self.articles = articles
    var frequency = [Int32](repeating: 0, count: table.info.count)
    for mention in mentions { for term in mention.terms { frequency[Int(term)] += 1 } }
    let total = Float(mentions.count) + 60
    weights = table.info.indices.map { index in
      let info = table.info[index]
      let prior: Float = info.isCommon ? 12 : 1
      let weight = Logarithm.natural(total / (Float(frequency[index]) + prior) + 0.01)
      return max(0.05, info.isNumber ? weight * NumberKey.evidence(info.key) : weight)
    }
    let weights = weights
    norms = mentions.map { mention in
      mention.terms.reduce(Float(0)) { $0 + weights[Int($1)] * weights[Int($1)] }.squareRoot()
    }
  }

  /// The groups; every mention is in exactly one.
  func groups() -> [Group] {
    var buckets: [DayInterval: [Int]] = [:]
    for index in mentions.indices { buckets[mentions[index].interval, default: []].append(index) }
    let ordered = buckets.sorted { ($0.key.first, $0.key.last) < ($1.key.first, $1.key.last) }
    return ordered.flatMap { joinLanguages(groups(in: $0.value)) }
  }

  /// Greedy grouping of the mentions of one interval, the best sentences first so that they lead their groups.
  private func groups(in bucket: [Int]) -> [Group] {
    let order = bucket.sorted {
      if mentions[$0].quality != mentions[$1].quality { return mentions[$0].quality > mentions[$1].quality }
      return $0 < $1
    }
    var groups: [Group] = []
    var postings: [Int32: [Int]] = [:]
    for index in order {
      var shared: [Int: Float] = [:]
      for term in mentions[index].terms where weights[Int(term)] > 0.6 {
        guard let list = postings[term] else { continue }
        for group in list.suffix(Self.listLimit) { shared[group, default: 0] += weights[Int(term)] }
      }
      var best: (group: Int, score: Float)?
      for (group, weight) in shared where weight * 4 >= norms[index] {
        let score = likeness(index, groups[group])
        if score >= 1, score > best?.score ?? 0 || (score == best?.score && group < best?.group ?? .max) {
          best = (group, score)
        }
      }
      let target = best?.group ?? groups.count
      if best == nil { groups.append(Group(members: [])) }
      groups[target].members.append(index)
      for term in mentions[index].terms where weights[Int(term)] > 0.6 && postings[term]?.last != target {
        postings[term, default: []].append(target)
      }
    }
    return groups
  }

  /// 1 and more when a mention belongs to a group.
  private func likeness(_ index: Int, _ group: Group) -> Float {
    var best: Float = 0
    for member in group.members.prefix(Self.comparedMembers) {
      best = max(best, likeness(index, member))
    }
    return best
  }

  private func likeness(_ left: Int, _ right: Int) -> Float {
    var (i, j, count) = (0, 0, 0)
    var (dot, overlap): (Float, Float) = (0, 0)
    let (a, b) = (mentions[left].terms, mentions[right].terms)
    while i < a.count, j < b.count {
      if a[i] == b[j] {
        let weight = weights[Int(a[i])]
        dot += weight * weight
        overlap += weight
        count += 1
        i += 1
        j += 1
      } else if a[i] < b[j] {
        i += 1
      } else {
        j += 1
      }
    }
    if count < 2 { return a == b && !a.isEmpty ? 1 : 0 }
    let isWeak = mentions[left].isPublicationDay && mentions[right].isPublicationDay
    let cosine = dot / max(1e-6, norms[left] * norms[right])
    func mass(_ terms: [Int32]) -> Float { terms.reduce(Float(0)) { $0 + weights[Int($1)] } }
    let contained = count >= 3 ? overlap / max(1e-6, min(mass(a), mass(b))) : 0
    return max(cosine / (isWeak ? Self.weakCosine : Self.cosine), contained / Self.containment)
  }

  // MARK: - Two languages

  private func joinLanguages(_ groups: [Group]) -> [Group] {
    let languages = Set(
      groups.flatMap { $0.members.map { TermTable.primary(articles[mentions[$0].article].language) } })
    if languages.count < 2 || groups.count < 2 { return groups }
    var links = StoryLanguageLinks()
    var numbers: [String: Int32] = [:]
    let profiles = groups.enumerated().map { number, group in
      let first = group.members[0]
      let article = articles[mentions[first].article]
      let language = TermTable.primary(article.language)
      let code = numbers[language] ?? Int32(numbers.count)
      numbers[language] = code
      var part = article
      part.title = ""
      part.paragraphs = group.members.prefix(Self.comparedMembers).compactMap { text(of: $0) }
      return StoryLanguageLinks.Profile(
        cluster: Int32(number), language: code, day: mentions[first].interval.first.dayNumber,
        evidence: links.evidence(in: [part]))
    }
    var result = groups
    for (left, right) in StoryLanguageLinks.pairs(profiles, threshold: Self.linkThreshold) {
      result[Int(min(left, right))].members += result[Int(max(left, right))].members
      result[Int(max(left, right))].members = []
    }
    return result.filter { !$0.members.isEmpty }
  }

  private func text(of index: Int) -> String? {
    let mention = mentions[index]
    guard articles[mention.article].paragraphs.indices.contains(mention.paragraph) else { return nil }
    return articles[mention.article].paragraphs[mention.paragraph].utf8Slice(mention.range)
  }
}
