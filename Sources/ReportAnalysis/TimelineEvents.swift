import ReportArticles
import ReportDates

/// A dated sentence of one article.
struct TimelineMention {
  var article: Int
  var paragraph: Int
  /// The sentence, in UTF-8 offsets of its paragraph.
  var range: Range<Int>
  var interval: DayInterval
  var value: String
  var precision: TimelineEntry.Precision
  /// How well the sentence stands alone and how sure its date is, 0…1.
  var quality: Double
  var flag: TemporalExpression.Flag?
  /// Dated by the day of publication alone.
  var isPublicationDay: Bool
  /// Words other than those of the date, for comparison: terms sorted.
  var terms: [Int32]
}

/// A sentence that names a time which could not be resolved.
struct TimelineGap {
  var article: Int
  var paragraph: Int
  var range: Range<Int>
  var reason: UndatedReason
}

/// Finds the dated sentences of articles, one after another.
struct TimelineExtractor {
  private(set) var mentions: [TimelineMention] = []
  private(set) var gaps: [TimelineGap] = []
  /// Articles published on a day number.
  private(set) var publishedOnDay: [Int: Int] = [:]
  /// By position of the article, the number of the day that it was published on, if that is known.
  private(set) var publicationDays: [Int: Int] = [:]
  private(set) var table = TermTable()

  private let tagger: any TemporalTagger
  private let options: TimelineOptions
  private var words: [String: TimelineWords] = [:]
  private var analyzers: [String: TextAnalyzer] = [:]

  init(tagger: any TemporalTagger, options: TimelineOptions) {
    self.tagger = tagger
    self.options = options
  }

  /// Adds the events of an article.
  mutating func add(_ article: Article, at position: Int) {
    let language = TermTable.primary(article.language)
    let words = self.words[language] ?? TimelineWords(language: language)
    self.words[language] = words
    let analyzer = analyzers[language] ?? TextAnalyzer(language: article.language)
    analyzers[language] = analyzer
    let reference = DateReference(of: article)
    let text = article.text
    let bytes = Array(text.utf8)
    let expressions = tagger.expressions(in: text, language: article.language, reference: reference)
    let isAnchored = reference.day != nil && !reference.isDoubtful
    let isChronicle = reference.day.map { Self.isChronicle(expressions, before: $0) } ?? true
    let headline = titleTerms(of: article)
    if let day = reference.day, isAnchored {
      publishedOnDay[day.dayNumber, default: 0] += 1
      publicationDays[position] = day.dayNumber
    }
    let isRead = RuleTagger.reads(language)

    var start = 0
    var next = 0
    var opening = Opening()
    for (paragraph, content) in article.paragraphs.enumerated() {
      let end = start + content.utf8.count
      let ranges = analyzer.sentences(in: content)
      for (number, local) in ranges.enumerated() {
        let range = (local.lowerBound + start)..<(local.upperBound + start)
        while next < expressions.count, expressions[next].range.lowerBound < range.lowerBound { next += 1 }
        var inside: [TemporalExpression] = []
        while next < expressions.count, expressions[next].range.lowerBound < range.upperBound {
          inside.append(expressions[next])
          next += 1
        }
        let isLead = paragraph == 0 && number == 0
        if isAnchored, !isChronicle, inside.contains(where: { $0.resolution == .narrative }) {
          inside = readAlone(inside, content.utf8Slice(local), at: range.lowerBound, article.language, reference)
        }
        if inside.isEmpty, isLead, !isRead {
          // Nobody knows what time words it may have.
          gaps.append(
            TimelineGap(
              article: position, paragraph: paragraph, range: local,
              reason: UndatedReason(kind: .languageNotRead, expression: article.language)))
          opening.isSettled = true
          continue
        }
        if inside.isEmpty && !isLead { continue }
        let sentence = TimelineSentence(bytes, range)
        let place = Place(article: position, paragraph: paragraph, range: local)
        let chosen = EventDate.choose(
          inside, in: sentence, words, resolveRelative: options.resolveRelative, isAnchored: isAnchored)
        if let chosen, let interval = chosen.expression.interval {
          var found = mention(place, sentence, chosen, interval, words, bytes, language: article.language)
          found.quality *= Self.salience(found.terms, headline: headline, paragraph: paragraph, isLead: isLead)
          mentions.append(found)
          opening.note(interval, reference: reference)
        } else if let gap = EventDate.gap(inside, words) {
          gaps.append(TimelineGap(article: position, paragraph: paragraph, range: local, reason: gap))
          if isLead { opening.isSettled = true }
        } else if isLead {
          opening.lead = (place, sentence)
        }
      }
      start = end + 2
    }
    addPublicationDay(opening, article, reference, words, bytes)
  }

  /// Whether a text tells history rather than news: at least four dates with their year, most of all dates, lie in years
  /// before that of publication.
  private static func isChronicle(_ expressions: [TemporalExpression], before day: CivilDate) -> Bool {
    let dates = expressions.filter { $0.kind == .date && $0.interval != nil && $0.resolution != .narrative }
    let past = dates.filter { $0.resolution == .explicit && ($0.interval?.last.year ?? day.year) < day.year }
    return past.count >= 4 && past.count * 2 > dates.count
  }

  /// Dates that were completed from another date in the text, read again with their sentence alone. In news a day
  /// without its year is of the time of publication, even after a sentence about 2019.
  private func readAlone(
    _ expressions: [TemporalExpression], _ sentence: String, at start: Int, _ language: String,
    _ reference: DateReference
  ) -> [TemporalExpression] {
    let alone = tagger.expressions(in: sentence, language: language, reference: reference)
    return expressions.map { expression in
      guard expression.resolution == .narrative,
        var other = alone.first(where: { $0.range.lowerBound + start == expression.range.lowerBound }),
        other.interval != nil, other.interval != expression.interval
      else { return expression }
      other.range = (other.range.lowerBound + start)..<(other.range.upperBound + start)
      return other
    }
  }

  private struct Place {
    var article: Int
    var paragraph: Int
    var range: Range<Int>
  }

  /// A lead without a date, which may tell the event of the day of publication.
  private struct Opening {
    var lead: (place: Place, sentence: TimelineSentence)?
    /// Another sentence near the start says when it happened.
    var isSettled = false
    private var noted = 0

    /// A sentence after the lead names another day of the week before: the lead may well tell of that day.
    mutating func note(_ interval: DayInterval, reference: DateReference) {
      noted += 1
      guard noted <= 2, let day = reference.day, interval.days == 1 else { return }
      let age = day.dayNumber - interval.first.dayNumber
      if age > 0, age <= 7 { isSettled = true }
    }
  }

  private mutating func addPublicationDay(
    _ opening: Opening, _ article: Article, _ reference: DateReference, _ words: TimelineWords, _ bytes: [UInt8]
  ) {
    guard options.resolveRelative, !opening.isSettled, let lead = opening.lead, let day = reference.day,
      !reference.isDoubtful, lead.sentence.tokens.count >= 6, !lead.sentence.isQuestion
    else { return }
    let quality = lead.sentence.quality(words)
    if quality < 0.5 { return }
    mentions.append(
      TimelineMention(
        article: lead.place.article, paragraph: 0, range: lead.place.range, interval: DayInterval(day, day),
        value: day.description, precision: .day, quality: quality * 0.6, flag: nil, isPublicationDay: true,
        terms: terms(of: lead.sentence, without: [], bytes, language: article.language)))
  }

  private mutating func mention(
    _ place: Place, _ sentence: TimelineSentence, _ chosen: EventDate, _ interval: DayInterval, _ words: TimelineWords,
    _ bytes: [UInt8], language: String
  ) -> TimelineMention {
    let expression = chosen.expression
    var quality = sentence.quality(words) * chosen.weight
    if expression.confidence == .low { quality *= 0.7 }
    return TimelineMention(
      article: place.article, paragraph: place.paragraph, range: place.range, interval: interval,
      value: expression.value, precision: EventDate.precision(of: expression, words), quality: quality,
      flag: expression.flag, isPublicationDay: false,
      terms: terms(of: sentence, without: chosen.ranges, bytes, language: language))
  }

  /// How close a sentence is to what its article is about, 0.6…1.15: it shares words with the headline, it stands early.
  private static func salience(_ terms: [Int32], headline: Set<Int32>, paragraph: Int, isLead: Bool) -> Double {
    let shared = Double(terms.filter { headline.contains($0) }.count)
    let overlap = headline.isEmpty ? 0.5 : min(1, shared / min(4, Double(headline.count)))
    return (0.6 + 0.4 * overlap) * (isLead ? 1.15 : paragraph < 3 ? 1 : 0.9)
  }

  /// The content words of a headline.
  private mutating func titleTerms(of article: Article) -> Set<Int32> {
    let prepared = table.language(article.language)
    var tokens: [WordToken] = []
    var terms: Set<Int32> = []
    WordScanner.withBytes(of: article.title) { bytes in
      WordScanner.scan(bytes, into: &tokens)
      for token in tokens {
        let term = table.id(of: token, in: bytes, language: prepared)
        if !table.info[Int(term)].isStopWord { terms.insert(term) }
      }
    }
    return terms
  }

  /// The content words of a sentence, those of its dates left out.
  private mutating func terms(
    of sentence: TimelineSentence, without ranges: [Range<Int>], _ bytes: [UInt8], language: String
  ) -> [Int32] {
    let prepared = table.language(language)
    var terms: Set<Int32> = []
    let ranges = ranges.sorted { $0.lowerBound < $1.lowerBound }
    var next = 0
    bytes.withUnsafeBufferPointer { buffer in
      for token in sentence.tokens {
        while next < ranges.count, ranges[next].upperBound <= Int(token.start) { next += 1 }
        if next < ranges.count, ranges[next].contains(Int(token.start)) { continue }
        let term = table.id(of: token, in: buffer, language: prepared)
        if !table.info[Int(term)].isStopWord { terms.insert(term) }
      }
    }
    return terms.sorted()
  }
}

/// The date of a sentence that is its event's.
struct EventDate {
  var expression: TemporalExpression
  /// How much it looks like the date of the event, 0…1.
  var weight: Double
  /// The ranges of all temporal expressions of the sentence.
  var ranges: [Range<Int>]

  /// Weight below which a date only qualifies something else.
  private static let least = 0.3

  /// The expression that dates the event of a sentence: a day rather than a year, in the main clause rather than in a
  /// relative one, beside the event rather than beside “said”; nil when none of them does.
  static func choose(
    _ expressions: [TemporalExpression], in sentence: TimelineSentence, _ words: TimelineWords, resolveRelative: Bool,
    isAnchored: Bool
  ) -> EventDate? {
    var best: EventDate?
    for expression in expressions {
      guard expression.kind == .date || expression.kind == .time, expression.interval != nil,
        expression.resolution != .unresolved, !words.isBareClock(expression),
        resolveRelative || expression.resolution == .explicit,
        // Without a day of publication, a date completed from another one in the text is a guess unless it is certain.
        isAnchored || expression.resolution == .explicit || expression.confidence == .high,
        expression.flag == nil || expression.flag == .referenceDoubtful && expression.resolution == .explicit
      else { continue }
      let weight = weight(of: expression, in: sentence, words, others: expressions.count - 1)
      if weight > (best?.weight ?? least) {
        best = EventDate(expression: expression, weight: weight, ranges: expressions.map(\.range))
      }
    }
    return best
  }

  private static func weight(
    of expression: TemporalExpression, in sentence: TimelineSentence, _ words: TimelineWords, others: Int
  ) -> Double {
    var weight: Double
    switch expression.interval?.days ?? 1 {
    case 1: weight = 1
    case 2...10: weight = 0.95
    case 11...31: weight = 0.9
    case 32...120: weight = 0.8
    case 121...366: weight = 0.65
    default: weight = 0.5
    }
    let index = sentence.index(at: expression.range.lowerBound)
    let previous = index > 0 ? sentence.folded[index - 1] : ""
    let isBareYear =
      expression.text.utf8.count <= 8 && expression.text.unicodeScalars.allSatisfy { $0.properties.numericType != nil }
    if isBareYear, !words.temporal.isEmpty, !words.temporal.contains(previous) { return 0.1 }
    let own = index < sentence.folded.count ? sentence.folded[index] : ""
    let isLong = (expression.interval?.days ?? 1) > 31
    if isLong, words.belonging.contains(previous) || words.belonging.contains(own) { return 0.2 }
    if index > 1, words.comparison.contains(sentence.folded[index - 2]) { weight *= 0.4 }
    if words.since.contains(previous) || words.since.contains(own) {
      weight *= (expression.interval?.days ?? 1) > 7 ? 0.3 : 0.55
    }
    if others > 0 {
      if words.bound.contains(previous) { weight *= 0.75 }
      let clause = sentence.folded[max(0, index - 12)..<index]
      if clause.contains(where: { words.relative.contains($0) }) { weight *= 0.8 }
    }
    // “the minister said on Monday that …”: the day of saying.
    if sentence.folded[max(0, index - 3)..<index].contains(where: { words.reporting.contains($0) }) { weight *= 0.6 }
    // “the worst storm since records began in 1931”, “founded in 1902, lost its ground”: not when it happened.
    if isLong {
      if sentence.folded[max(0, index - 7)..<index].contains(where: { words.since.contains($0) }) { return 0.2 }
      if sentence.isAside(around: expression.range, words) { return 0.2 }
    }
    return weight
  }

  /// Why a sentence has no date although it names one; nil when it names none, or only “recently”, “now” and such.
  static func gap(_ expressions: [TemporalExpression], _ words: TimelineWords) -> UndatedReason? {
    for expression in expressions where expression.kind == .date || expression.kind == .time {
      if words.isBareClock(expression) { continue }
      let kind: UndatedReason.Kind
      switch expression.flag {
      case .weekdayMismatch: kind = .weekdayMismatch
      case .calendarMismatch: kind = .calendarMismatch
      case .referenceDoubtful: kind = .referenceDoubtful
      case .uncertainDirection: kind = .uncertainDirection
      case nil:
        guard expression.interval == nil, !expression.value.hasSuffix("_REF"), !expression.value.isEmpty else {
          continue
        }
        kind = .unresolved
      }
      if expression.value.hasSuffix("_REF"), kind != .weekdayMismatch { continue }
      if kind == .referenceDoubtful, expression.resolution == .explicit { continue }
      return UndatedReason(kind: kind, expression: expression.text)
    }
    return nil
  }

  /// The precision that an expression's value and words express.
  static func precision(of expression: TemporalExpression, _ words: TimelineWords) -> TimelineEntry.Precision {
    let value = expression.value
    let isApproximate = TextFolding.fold(expression.text).split { " -\u{2010}\u{A0}".contains($0) }
      .contains { words.approximate.contains(String($0)) || words.approximate.contains(String($0.dropFirst())) }
    guard let interval = expression.interval else { return .day }
    if interval.days == 1 { return .day }
    if value.contains("/") { return isApproximate ? .approximate : .span }
    let date = value.split(separator: "T").first.map(String.init) ?? value
    // BC039 is a decade as 199 is.
    let parts = (date.hasPrefix("BC") ? date.dropFirst(2) : date[...]).split(separator: "-")
    let whole: TimelineEntry.Precision
    switch (parts.count, parts.first?.utf8.count) {
    case (1, 3): whole = .decade
    case (1, 2): whole = .decade
    case (1, _): whole = .year
    default:
      if parts[1].hasPrefix("W") {
        whole = .week
      } else if parts[1].hasPrefix("Q") || parts[1].hasPrefix("H") {
        whole = .quarter
      } else if ["SP", "SU", "FA", "AU", "WI"].contains(parts[1]) {
        whole = .season
      } else {
        whole = parts.count == 2 ? .month : .day
      }
    }
    return isApproximate ? .approximate : whole
  }
}
