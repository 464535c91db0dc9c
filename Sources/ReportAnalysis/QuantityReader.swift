import ReportArticles

/// A figure with what tells whether another one is of the same thing.
struct Quantity {
  enum Unit: Hashable {
    case people, percent
    case currency(String)
    /// Something counted or measured, by its key.
    case thing(UInt32)

    /// Of many things in the same text.
    var isAbstract: Bool {
      switch self {
      case .percent, .currency: return true
      case .people, .thing: return false
      }
    }
  }

  /// How exactly the text gives it.
  enum Bound { case exact, about, atLeast, atMost }

  var range: Range<Int>
  var low: Double
  var high: Double
  var bound: Bound
  var unit: Unit
  /// “two of its seven piers”: a share, of how many; 0 when the whole is not a number; nil for what is no share.
  var whole: Double?
  /// What happened to what is counted, as keys of subjects and of words.
  var context: Set<UInt32> = []
  /// What became of people: one key alone.
  var fate: UInt32?
  /// What the money is for: “for schools”.
  var purpose: Set<UInt32> = []
  /// “a week”.
  var hasRate = false
  /// “by”, not “to”.
  var isChange: Bool?
  /// Who and where, in the same part of the sentence.
  var actors: Set<UInt32> = []
  var weekdays: Set<String> = []
  /// The text speaks of an earlier time.
  var isPast = false

  /// Whether both count the same of the same thing at the same time, as far as the words around them tell.
  func isComparable(to other: Quantity) -> Bool {
    guard unit == other.unit, whole == nil, other.whole == nil, hasRate == other.hasRate, !isPast, !other.isPast else {
      return false
    }
    if let isChange, let theirs = other.isChange, isChange != theirs { return false }
    if !actors.isEmpty, !other.actors.isEmpty, actors.isDisjoint(with: other.actors) { return false }
    if !weekdays.isEmpty, !other.weekdays.isEmpty, weekdays.isDisjoint(with: other.weekdays) { return false }
    if !purpose.isEmpty, !other.purpose.isEmpty, purpose.isDisjoint(with: other.purpose) { return false }
    if fate != nil || other.fate != nil { return fate == other.fate }
    return !context.isDisjoint(with: other.context)
  }

  /// Whether both figures can be true of one quantity: rounded, approximate, a bound or a range.
  func agrees(with other: Quantity) -> Bool {
    if low <= other.high, other.low <= high { return true }
    return covers(other) || other.covers(self) || isRounded(other) || other.isRounded(self)
  }

  private func covers(_ other: Quantity) -> Bool {
    switch bound {
    case .exact: return false
    case .about: return abs(low - other.low) <= 0.1 * max(abs(low), abs(other.low))
    case .atLeast: return isRound && other.high >= low && other.low <= low * 1.5
    case .atMost: return isRound && other.low <= low && other.high >= low / 1.5
    }
  }

  /// A figure that stands for those near it: 100, 30,000.
  private var isRound: Bool { low >= 20 && low.truncatingRemainder(dividingBy: 10) == 0 || low == 10 }

  /// Whether this is the other, rounded: 30,000 for 29,800, 4.3 for 4.25.
  private func isRounded(_ other: Quantity) -> Bool {
    guard low == high, other.low == other.high, low.isFinite, other.low.isFinite else { return false }
    var step = 1.0
    if low == low.rounded(), abs(low) >= 100 {
      while step < 1e15, low.truncatingRemainder(dividingBy: step * 10) == 0 { step *= 10 }
    } else if low != low.rounded() {
      while step > 1e-6, abs((low / step).rounded() * step - low) > 1e-9 { step /= 10 }
    }
    if step == 1, other.low == other.low.rounded() { return false }
    return abs(low - other.low) <= min(step / 2, 0.05 * abs(low)) + 1e-9
  }
}

/// The lists of `quantity-words.txt`.
struct QuantityWords: Sendable {
  private(set) var lists: [Substring: Set<String>] = [:]
  private(set) var fates: Set<UInt32> = []
  private(set) var general: Set<UInt32> = []

  init() {
    for line in EmbeddedResource.lines("analysis/quantity-words.txt") {
      let fields = line.fields
      guard let kind = fields.first else { continue }
      let words = fields.dropFirst()
      if kind == "fate" { fates = Set(words.compactMap { EventWords.key(ofConcept: $0) }) }
      if kind == "general" { general = Set(words.compactMap { EventWords.key(ofConcept: $0) }) }
      lists[kind, default: []].formUnion(words.map { TextFolding.fold($0) })
    }
  }

  func holds(_ kind: Substring, _ word: String) -> Bool { lists[kind]?.contains(word) == true }
}

/// Reads the quantities of a paragraph with their surroundings.
struct QuantityReader {
  /// Words to both sides that tell what a figure is about.
  private static let window = 7

  private let figures: FigureReader
  private let lists: QuantityWords
  private let language: EventWords.Language
  private let analyzer: TextAnalyzer
  private let readings: [EventWords.Reading]
  /// The year of the article; 0 when it is not known.
  private let year: Int

  init(
    _ text: String, figures words: FigureWords, lists: QuantityWords, months: MonthWords, language tag: String,
    words language: EventWords.Language, analyzer: TextAnalyzer, year: Int
  ) {
    figures = FigureReader(text, words: words, months: months, language: tag)
    self.lists = lists
    self.language = language
    self.analyzer = analyzer
    self.year = year
    readings = zip(figures.folded, figures.tokens).map { language.reading(of: $0.0, $0.1.traits) }
  }

  /// The quantities in order.
  func quantities() -> [Quantity] {
    guard figures.hasNumbers else { return [] }
    var result: [Quantity] = []
    var index = 0
    while index < figures.tokens.count {
      if let (quantity, next) = quantity(at: index) {
        if let quantity { result.append(quantity) }
        index = max(index + 1, next)
      } else {
        index += 1
      }
    }
    return result
  }

  // MARK: - The number

  private func value(at index: Int) -> (value: Double, next: Int, isInDigits: Bool, hasMagnitude: Bool)? {
    guard index < figures.tokens.count else { return nil }
    var isInDigits = false
    guard var (value, next) = figures.number(at: index, &isInDigits) else { return nil }
    if isInDigits, !figures.isQuantity(index) { return nil }
    var hasMagnitude = false
    while next < figures.tokens.count, let magnitude = figures.words.magnitudes[figures.folded[next]],
      !figures.breaks(before: next)
    {
      value *= magnitude
      next += 1
      hasMagnitude = true
    }
    return (value, next, isInDigits, hasMagnitude)
  }

  /// A quantity that starts at a word and the place after it; no quantity for a number that counts nothing.
  private func quantity(at index: Int) -> (Quantity?, Int)? {
    guard let first = value(at: index) else { return nil }
    var (low, high, next) = (first.value, first.value, first.next)
    // “between 10 and 15”, “10 to 15”
    let joins: Set<String> =
      word(index - 1).map { lists.holds("between", $0) } == true ? ["and", "و", "الي"] : ["to", "الي"]
    if next < figures.tokens.count, !figures.breaks(before: next) {
      if joins.contains(figures.folded[next]), let second = value(at: next + 1), second.value > low {
        (high, next) = (second.value, second.next)
      } else if joins.contains("و"), figures.folded[next].hasPrefix("و"), let second = value(at: next),
        second.value > low
      {
        (high, next) = (second.value, second.next)
      }
    }
    var end = Int(figures.tokens[next - 1].end)
    var start = Int(figures.tokens[index].start)
    var whole: Double?
    var thing = next
    if let share = share(at: next) { (whole, thing) = (share.whole, share.next) }
    guard let unit = unit(number: index, at: thing, &start, &end, &next) else { return (nil, next) }
    if first.isInDigits, !first.hasMagnitude, unit.unit != .percent,
      figures.isBareYear(index, first.value, unit.isNamed ? "x" : nil)
    {
      return (nil, next)
    }
    var quantity = Quantity(range: start..<end, low: low, high: high, bound: bound(before: index), unit: unit.unit)
    quantity.whole = whole
    describe(&quantity, from: index, to: max(next, unit.end))
    // A bare number is of people when it tells what became of them.
    if !unit.isNamed, quantity.fate == nil { return (nil, next) }
    return (quantity, next)
  }

  private func word(_ index: Int) -> String? { figures.folded.indices.contains(index) ? figures.folded[index] : nil }

  /// “of its seven”, «من أصل سبع»: how many there are, 0 when that is no number.
  private func share(at index: Int) -> (whole: Double, next: Int)? {
    guard let of = word(index), lists.holds("of", of), !figures.breaks(before: index) else { return nil }
    var place = index + 1
    while place < min(index + 6, figures.tokens.count) {
      if let number = value(at: place) { return (number.value, number.next) }
      guard
        lists.holds("whole", figures.folded[place]) || figures.tokens[place].traits.contains(.capitalised)
          || place == index + 2 || !figures.tokens[place].traits.contains(.isLong)
      else { break }
      place += 1
    }
    return (0, index + 1)
  }

  private func bound(before index: Int) -> Quantity.Bound {
    for place in [index - 1, index - 2, index - 3] {
      guard let word = word(place) else { break }
      if lists.holds("about", word) { return .about }
      if lists.holds("least", word) { return .atLeast }
      if lists.holds("more", word), self.word(place + 1) == "than" { return .atLeast }
      if lists.holds("most", word) { return .atMost }
      if figures.breaks(before: place) { break }
    }
    return .exact
  }

  // MARK: - The unit

  private func unit(
    number: Int, at index: Int, _ start: inout Int, _ end: inout Int, _ next: inout Int
  ) -> (unit: Quantity.Unit, end: Int, isNamed: Bool)? {
    if let symbol = figures.currencySymbol(before: start) {
      start -= symbol.utf8.count
      return (.currency(symbol), index, true)
    }
    if let percentEnd = figures.percentSign(after: end) {
      end = percentEnd
      return (.percent, index, true)
    }
    let isOf = word(number - 1).map { lists.holds("of", $0) } == true
    if let before = word(number - (isOf ? 2 : 1)), lists.holds("before", before) {
      return (.thing(Self.magnitude), index, true)
    }
    var place = index
    while place < min(index + 3, figures.tokens.count), !figures.breaks(before: place) {
      let word = figures.folded[place]
      if figures.words.percent.contains(word) { return named(.percent, place, &end, &next) }
      if place + 1 < figures.tokens.count, figures.words.percentPairs.contains(word + " " + figures.folded[place + 1]) {
        return named(.percent, place + 1, &end, &next)
      }
      if figures.words.currencies.contains(word) { return named(.currency(currency(word)), place, &end, &next) }
      // How long something takes is said of too many things.
      if lists.holds("period", word) { return nil }
      if lists.holds("people", word) { return named(.people, place, &end, &next) }
      if lists.holds("skip", word) {
        place += 1
        continue
      }
      if let concept = readings[place].units.first(where: { $0.kind == .concept }) {
        if lists.fates.contains(concept.key) { return named(.people, place, &end, &next) }
        return named(.thing(concept.key), place, &end, &next)
      }
      if analyzer.isStopWord(word) || figures.tokens[place].traits.contains(.number)
        || !figures.tokens[place].traits.contains(.isLong)
      {
        break
      }
      return named(.thing(EventWords.key(analyzer.stem(word), salt: 0x0b)), place, &end, &next)
    }
    return (.people, index, false)
  }

  private static let magnitude = EventWords.key("magnitude", salt: 0x0c)

  private func named(
    _ unit: Quantity.Unit, _ place: Int, _ end: inout Int, _ next: inout Int
  ) -> (unit: Quantity.Unit, end: Int, isNamed: Bool) {
    end = Int(figures.tokens[place].end)
    next = place + 1
    return (unit, place + 1, true)
  }

  private func currency(_ word: String) -> String { String(analyzer.stem(word).prefix(4)) }

  // MARK: - What is around it

  /// What a word says of what is counted: nothing when it is common, a name or a number.
  private func subject(_ place: Int, isAbstract: Bool) -> Set<UInt32> {
    let reading = readings[place]
    let word = figures.folded[place]
    if reading.number > 0 || lists.holds("weekday", word) || !figures.tokens[place].traits.contains(.isLong) {
      return []
    }
    let concepts = reading.units.filter { $0.kind == .concept }.map(\.key)
    if !concepts.isEmpty { return Set(concepts).subtracting(lists.general) }
    if !reading.units.isEmpty, !reading.isCapitalised || figures.tokens[place].traits.contains(.capitalised) {
      // An unknown Arabic word may be a name or what is counted.
      return reading.isCapitalised || isAbstract ? [] : [EventWords.key(analyzer.stem(word), salt: 0x0d)]
    }
    if analyzer.isStopWord(word) || language.isCommon(word) { return [] }
    return [EventWords.key(analyzer.stem(word), salt: 0x0d)]
  }

  /// The part of the sentence that a word stands in.
  private func clause(around index: Int) -> Range<Int> {
    var (low, high) = (index, index + 1)
    while low > 0, !figures.breaks(before: low) { low -= 1 }
    while high < figures.tokens.count, !figures.breaks(before: high) { high += 1 }
    return low..<high
  }

  private func sentence(around index: Int) -> Range<Int> {
    var (low, high) = (index, index + 1)
    while low > 0, !figures.tokens[low].traits.contains(.sentenceStart) { low -= 1 }
    while high < figures.tokens.count, !figures.tokens[high].traits.contains(.sentenceStart) { high += 1 }
    return low..<high
  }

  private func describe(_ quantity: inout Quantity, from index: Int, to end: Int) {
    let clause = clause(around: index)
    let before = Array((max(clause.lowerBound, index - Self.window)..<max(clause.lowerBound, index)).reversed())
    let after = Array(min(clause.upperBound, end)..<min(clause.upperBound, end + Self.window))
    var fate: (key: UInt32, distance: Int)?
    func look(at place: Int, _ distance: Int) {
      for unit in readings[place].units {
        if unit.kind == .concept {
          if lists.fates.contains(unit.key), fate.map({ distance < $0.distance }) ?? true {
            fate = (unit.key, distance)
          }
        } else if !readings[place].isCapitalised || figures.tokens[place].traits.contains(.capitalised) {
          quantity.actors.insert(unit.key)
        }
      }
      if lists.holds("weekday", figures.folded[place]) { quantity.weekdays.insert(figures.folded[place]) }
    }
    for place in min(index, end)..<max(index, end) where figures.tokens.indices.contains(place) { look(at: place, 0) }
    for side in [before, after] {
      for (distance, place) in side.enumerated() { look(at: place, distance + 1) }
      // What is nearest on each side tells what is counted.
      for place in side.prefix(5) {
        let keys = subject(place, isAbstract: quantity.unit.isAbstract)
        if keys.isEmpty { continue }
        quantity.context.formUnion(keys)
        break
      }
      // Money and shares go with what stands before them: “profit rose 12 percent”.
      if side == before, !quantity.context.isEmpty, quantity.unit.isAbstract { break }
    }
    if quantity.unit == .people { quantity.fate = fate.flatMap { $0.distance <= 6 ? $0.key : nil } }
    if case .thing = quantity.unit, let fate { quantity.fate = fate.distance <= 5 ? fate.key : nil }
    if let before = word(index - 1) {
      if lists.holds("change", before) { quantity.isChange = true }
      if lists.holds("level", before) { quantity.isChange = false }
    }
    if let after = word(end), !(end < figures.tokens.count && figures.breaks(before: end)) {
      quantity.hasRate =
        lists.holds("rate", after)
        || lists.holds("per", after) && word(end + 1).map { lists.holds("period", $0) } == true
    }
    if let first = after.first,
      lists.holds("for", figures.folded[first]) || language.isArabic && figures.folded[first].hasPrefix("لل")
    {
      for place in after.prefix(4) where quantity.purpose.isEmpty {
        quantity.purpose = subject(place, isAbstract: true)
      }
    }
    if quantity.context.isEmpty, case .currency = quantity.unit {
      // “a contract for the plant, at a total cost of 1.3 billion”
      for place in sentence(around: index) { quantity.context.formUnion(subject(place, isAbstract: true)) }
    }
    if case .thing(let key) = quantity.unit { quantity.context.remove(key) }
    if quantity.unit == .thing(Self.magnitude) { quantity.context.insert(Self.magnitude) }
    for place in clause {
      let word = figures.folded[place]
      if lists.holds("past", word) { quantity.isPast = true }
      if figures.tokens[place].traits.contains(.number), let value = Int(word), value > 1900, value < 2100,
        value != year,
        year > 0, !(index..<end).contains(place)
      {
        quantity.isPast = true
      }
    }
  }
}
