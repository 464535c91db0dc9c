import ReportAnalysis
import ReportArticles

/// An article ready to be written: everything that takes time is done on the way, on as many threads as there are.
final class PreparedArticle: Sendable {
  let article: Article
  /// What the article says, as a number: equal for two readings of the same article.
  let fingerprint: Int64
  let head: [UInt8]
  let body: [UInt8]
  let terms: ArticleTerms?
  let derived: [UInt8]?
  let evidence: StoryEvidence?

  init(
    _ article: Article, terms: ArticleTerms? = nil, derived: [UInt8]? = nil, evidence: StoryEvidence? = nil
  ) {
    self.article = article
    (self.terms, self.derived, self.evidence) = (terms, derived, evidence)
    let (head, description) = ArticleCoding.headAndDescription(article)
    self.head = head
    body = ArticleCoding.body(article)
    var hash = Fingerprint()
    hash.add(head[description])
    hash.add(body[...])
    fingerprint = hash.value
  }

  /// The time that tells which of two versions is the newer one.
  var versionTime: Int? { Self.versionTime(article) }

  static func versionTime(_ article: Article) -> Int? {
    (article.updated ?? article.published)?.instant(defaultOffset: 0).secondsSinceEpoch
  }
}

/// A 64-bit hash over bytes, eight at a time: multiply and rotate as in wyhash's mixing step, finished by SplitMix64.
struct Fingerprint {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func add(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { buffer in
      var position = 0
      while position + 8 <= buffer.count {
        mix(buffer.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian)
        position += 8
      }
      var last: UInt64 = 0
      while position < buffer.count {
        last = last << 8 | UInt64(buffer[position])
        position += 1
      }
      mix(last)
      mix(UInt64(buffer.count))
    }
  }

  private mutating func mix(_ word: UInt64) {
    let product = (state ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    state = product.high ^ product.low ^ (word &* 0xE703_7ED1_A0B4_28DB)
  }

  var value: Int64 {
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int64(bitPattern: z ^ (z >> 31))
  }
}

/// What is to be found in articles.
struct DerivedParts: Sendable {
  var terms = false
  var sentencesAndDates = false
  var stories = false

  init(terms: Bool = false, sentencesAndDates: Bool = false, stories: Bool = false) {
    self.terms = terms
    self.sentencesAndDates = sentencesAndDates
    self.stories = stories
  }

  init(_ options: ArchiveWriter.Options) {
    self.init(terms: options.indexesText, sentencesAndDates: options.derives, stories: options.derives)
  }
}

/// One thread's tools for preparing articles; kept from batch to batch.
final class Preparer {
  /// Spellings that are kept analysed: names and numbers never stop coming, and a year of news must not fill the memory.
  private static let spellings = 100_000
  private var indexer = TermIndexer()
  private var deriver = Deriver()

  func prepare(_ articles: ArraySlice<Article>, _ parts: DerivedParts) -> [PreparedArticle] {
    articles.map { article in
      var terms: ArticleTerms?
      var evidence: StoryEvidence?
      if parts.terms || parts.stories {
        renew()
        indexer.read(article, terms: parts.terms, evidence: parts.stories)
        if parts.terms { terms = indexer.terms() }
        if parts.stories { evidence = indexer.evidence() }
      }
      let derived = parts.sentencesAndDates ? DerivedCoding.bytes(deriver.derive(article)) : nil
      return PreparedArticle(article, terms: terms, derived: derived, evidence: evidence)
    }
  }

  private func renew() { if indexer.spellings > Self.spellings { indexer = TermIndexer() } }

  func terms(of article: Article) -> ArticleTerms {
    renew()
    return indexer.terms(of: article)
  }

  func derived(_ article: Article) -> [UInt8] { DerivedCoding.bytes(deriver.derive(article)) }
}
