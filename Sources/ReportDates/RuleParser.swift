/// Reads a rule file into a `RuleSet`. The form is described in docs/dates.md.
///
/// Start-up pays for this once a language, so it works on bytes and makes no strings but names.
struct RuleParser {
  /// A line that cannot be read, with its number.
  struct Failure: Error, CustomStringConvertible {
    var line: Int
    var message: String
    var description: String { "line \(line): \(message)" }
  }

  private indirect enum Node {
    case step(RuleSet.State)
    case sequence([Node])
    case choice([Node])
    case optional(Node)
  }

  private var set = RuleSet()
  private var macros: [UInt64: Node] = [:]
  private var classes: [UInt64: UInt8] = [:]
  private var constants: [UInt64: Int32] = [:]
  private var slots: [UInt64: Slot] = [:]
  private var tenseForms: [UInt64: TenseForm] = [:]
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var end = 0
  private var line = 0

  /// The rules in `text`.
  static func parse(_ text: UnsafeBufferPointer<UInt8>) throws -> RuleSet {
    var parser = RuleParser(bytes: text)
    try parser.run()
    return parser.set
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    for slot in Slot.allCases { slots[RuleParser.hash("\(slot)")] = slot }
    for (name, form) in TenseForm.names { tenseForms[RuleParser.hash(name)] = form }
    for (name, value) in TemporalConstants.all { constants[RuleParser.hash(name)] = value }
  }

  private static func hash(_ name: String) -> UInt64 {
    var hash = FoldedHash()
    for byte in name.utf8 { hash.add(UInt32(byte)) }
    return hash.value
  }

  private mutating func run() throws {
    var start = 0
    while start < bytes.count {
      var stop = start
      while stop < bytes.count, bytes[stop] != 0x0A { stop += 1 }
      line += 1
      position = start
      end = stop
      start = stop + 1
      skipBlanks()
      if position < end, bytes[position] != 0x23 { try statement() }
    }
    set.rulesByClass += Array(repeating: [], count: max(0, set.classNames.count - set.rulesByClass.count))
    for index in set.rules.indices { indexFirst(of: UInt16(index)) }
    set.index()
    set.relativeClass = classes[RuleParser.hash("relative")]
    set.connectorClass = classes[RuleParser.hash("connector")]
    set.betweenClass = classes[RuleParser.hash("between")]
  }

  /// `$class value: forms`, `@macro = pattern`, `option name`, or `kind: pattern -> slot=value …`.
  private mutating func statement() throws {
    switch bytes[position] {
    case 0x24:  // $
      position += 1
      let key = name()
      skipBlanks()
      if key == RuleParser.tenseName { return try tenseWords() }
      let wordClass = try classID(key, create: true)
      let value = try number()
      try expect(0x3A)
      try lexicon(wordClass, value)
    case 0x40:  // @
      position += 1
      let key = name()
      skipBlanks()
      try expect(0x3D)
      macros[key] = try choice()
      guard position >= end else { throw failure("unexpected text after the pattern") }
    default:
      let start = position
      while position < end, bytes[position] != 0x3A, bytes[position] != 0x20 { position += 1 }
      let word = String(decoding: bytes[start..<position], as: UTF8.self)
      if word == "option" { return try option() }
      try expect(0x3A)
      guard let kind = RuleParser.kinds[word] else { throw failure("unknown kind ‘\(word)’") }
      try rule(kind)
    }
  }

  private static let kinds: [String: RuleSet.Kind] = [
    "date": .date, "duration": .duration, "set": .set, "reference": .reference, "none": .none,
  ]

  private mutating func option() throws {
    skipBlanks()
    let rest = String(decoding: bytes[position..<end], as: UTF8.self).split(separator: " ").map(String.init)
    switch rest.first {
    case "month-first": set.isMonthFirst = true
    case "word-ranges-apart": set.keepsWordRangesApart = true
    case "arabic-prefixes":
      set.splitsArabicPrefixes = true
      set.prefixLetters = ["و", "ف", "ل", "ك", "ب"].map { Array($0.utf8) }
    case "prefixes": set.prefixLetters = rest.dropFirst().map { Array($0.utf8) }
    case "verb-last": set.isVerbLast = true
    case "past-unless-told": set.isPastUnlessTold = true
    case "dotted-days": set.readsDottedDays = true
    case "hijri-years": set.oldYears = .hijri
    case "solar-years": set.oldYears = .solar
    case "endings":
      guard rest.count > 2, let form = tenseForms[RuleParser.hash(rest[1])] else { throw failure("unknown tense") }
      set.tense.endings += rest.dropFirst(2).map { (Array($0.utf8), form) }
    case "verb-prefixes": set.tense.verbPrefixes = rest.dropFirst().map { Array($0.utf8) }
    case "beginnings":
      guard rest.count > 2, let form = tenseForms[RuleParser.hash(rest[1])] else { throw failure("unknown tense") }
      set.tense.beginnings += rest.dropFirst(2).map { (Array($0.utf8), form) }
    case "capitalised":
      for name in rest.dropFirst() {
        let id = try classID(RuleParser.hash(name), create: true)
        set.capitalisedClasses |= 1 << UInt64(id)
      }
    default: throw failure("unknown option")
    }
  }

  // MARK: Lexicon

  /// Forms separated by commas; `~` before an Arabic form adds the one with the article.
  private mutating func lexicon(_ wordClass: UInt8, _ value: Int32) throws {
    while position < end {
      skipBlanks()
      let withArticle = position < end && bytes[position] == 0x7E
      if withArticle { position += 1 }
      var form: [Int32] = []
      var firstWord: Range<Int>?
      while position < end, bytes[position] != 0x2C {
        let start = position
        while position < end, bytes[position] != 0x2C, bytes[position] != 0x20 { position += 1 }
        if position > start {
          firstWord = firstWord ?? start..<position
          form.append(word(FoldedHash.of(bytes, start..<position)))
        }
        skipBlanks()
      }
      if let first = form.first, let firstWord {
        addSense(first, wordClass, value, Array(form.dropFirst()))
        if withArticle {
          var hash = FoldedHash()
          hash.add(0x0627)
          hash.add(0x0644)
          var letter = firstWord.lowerBound
          while letter < firstWord.upperBound { hash.addLetter(in: bytes, at: &letter, end: firstWord.upperBound) }
          addSense(word(hash.value), wordClass, value, Array(form.dropFirst()))
        }
      }
      if position < end { position += 1 }
    }
  }

  private static let tenseName = hash("tense")

  /// `$tense NAME: form, form`; a form with `=` counts with its accents only.
  private mutating func tenseWords() throws {
    guard let kind = tenseForms[name()] else { throw failure("unknown tense") }
    try expect(0x3A)
    while position < end {
      skipBlanks()
      let isExact = position < end && bytes[position] == 0x3D
      if isExact { position += 1 }
      var hashes: [UInt64] = []
      var exact: [UInt8] = []
      while position < end, bytes[position] != 0x2C {
        let start = position
        while position < end, bytes[position] != 0x2C, bytes[position] != 0x20 { position += 1 }
        if position > start {
          if isExact, hashes.isEmpty { exact = Array(bytes[start..<position]) }
          hashes.append(FoldedHash.of(bytes, start..<position))
        }
        skipBlanks()
      }
      set.tense.add(kind, hashes, exact: exact)
      if position < end { position += 1 }
    }
  }

  private mutating func word(_ hash: UInt64) -> Int32 {
    let id = set.words.insert(hash)
    while set.senses.count <= Int(id) {
      set.senses.append([])
      set.rulesByWord.append([])
    }
    return id
  }

  private mutating func addSense(_ word: Int32, _ wordClass: UInt8, _ value: Int32, _ continuation: [Int32]) {
    let sense = RuleSet.Sense(wordClass: wordClass, value: value, continuation: continuation)
    let index = Int(word)
    let place = set.senses[index].firstIndex { $0.continuation.count < continuation.count }
    set.senses[index].insert(sense, at: place ?? set.senses[index].count)
  }

  // MARK: Rules

  private mutating func rule(_ kind: RuleSet.Kind) throws {
    let pattern = try choice()
    var assignments: [RuleSet.Assignment] = []
    if position < end {
      position += 2  // choice() stops only at the end of the line or at “->”
      skipBlanks()
      while position < end {
        guard let slot = slots[name()] else { throw failure("unknown slot") }
        try expect(0x3D)
        assignments.append(RuleSet.Assignment(slot: slot, value: try number()))
        skipBlanks()
      }
    }
    set.states.append(RuleSet.State(step: .accept))
    let start = emit(pattern, next: Int32(set.states.count - 1))
    set.rules.append(RuleSet.Rule(kind: kind, start: start, assignments: assignments, line: line))
  }

  /// Alternatives up to `)`, `->` or the end of the line.
  private mutating func choice() throws -> Node {
    var branches = [try sequence()]
    while position < end, bytes[position] == 0x7C {
      position += 1
      branches.append(try sequence())
    }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws -> Node {
    var nodes: [Node] = []
    while true {
      skipBlanks()
      guard position < end else { break }
      let byte = bytes[position]
      if byte == 0x7C || byte == 0x29 { break }
      if byte == 0x2D, position + 1 < end, bytes[position + 1] == 0x3E { break }
      var node = try item()
      if position < end, bytes[position] == 0x3F {
        position += 1
        node = .optional(node)
      }
      nodes.append(node)
    }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  private mutating func item() throws -> Node {
    let byte = bytes[position]
    switch byte {
    case 0x28:  // (
      position += 1
      let inner = try choice()
      try expect(0x29)
      return inner
    case 0x7B:  // {macro}
      position += 1
      guard let macro = macros[name()] else { throw failure("unknown macro") }
      try expect(0x7D)
      return macro
    case 0x3C, 0x3E:
      position += 1
      return .step(RuleSet.State(step: byte == 0x3C ? .spanStart : .spanEnd))
    case 0x7E:  // ~: no blank before the next token
      position += 1
      return .step(RuleSet.State(step: .glued))
    case 0x5E:  // ^: a line begins
      position += 1
      return .step(RuleSet.State(step: .lineStart))
    case 0x2A:  // *: any word without a meaning
      position += 1
      return .step(RuleSet.State(step: .unknownWord))
    case 0x21:  // !
      position += 1
      return .step(try negated())
    default: return .step(try positive())
    }
  }

  private mutating func negated() throws -> RuleSet.State {
    guard position < end else { throw failure("nothing to negate") }
    if bytes[position] == 0x5E {  // !^: no capitalised unknown word
      position += 1
      return RuleSet.State(step: .notCapitalised)
    }
    if bytes[position] == 0x25 {  // !%: no plural noun
      position += 1
      return RuleSet.State(step: .notPlural)
    }
    var state = try positive()
    switch state.step {
    case .word: state.step = .notWord
    case .wordClass: state.step = .notClass
    case .number: state.step = .notNumber
    case .punctuation: state.step = .notPunctuation
    default: throw failure("cannot be negated")
    }
    return state
  }

  private mutating func positive() throws -> RuleSet.State {
    let byte = bytes[position]
    switch byte {
    case 0x24:  // $class
      position += 1
      var state = RuleSet.State(step: .wordClass, operand: Int32(try classID(name(), create: false)))
      try capture(&state)
      return state
    case 0x23:  // #form
      position += 1
      let start = position
      _ = name()
      guard let form = NumberForm(name: String(decoding: bytes[start..<position], as: UTF8.self)) else {
        throw failure("unknown form of number")
      }
      var state = RuleSet.State(step: .number, operand: Int32(form.rawValue))
      try capture(&state)
      return state
    case 0x5C:  // \x: punctuation that is also syntax
      guard position + 1 < end else { throw failure("nothing after the backslash") }
      position += 2
      return RuleSet.State(step: .punctuation, operand: Int32(bytes[position - 1]))
    case _ where !RuleParser.isWordByte(byte):
      position += 1
      return RuleSet.State(step: .punctuation, operand: Int32(byte))
    default:
      let start = position
      while position < end, RuleParser.isWordByte(bytes[position]) { position += 1 }
      return RuleSet.State(step: .word, operand: word(FoldedHash.of(bytes, start..<position)))
    }
  }

  /// `:slot` sets, `+slot` adds, `*slot` multiplies.
  private mutating func capture(_ state: inout RuleSet.State) throws {
    guard position < end else { return }
    switch bytes[position] {
    case 0x3A: state.mode = .set
    case 0x2B: state.mode = .add
    case 0x2A: state.mode = .multiply
    default: return
    }
    position += 1
    guard let slot = slots[name()] else { throw failure("unknown slot") }
    state.slot = slot
  }

  // MARK: Graph

  /// Adds the states of `node` in front of `next` and returns the first.
  private mutating func emit(_ node: Node, next: Int32) -> Int32 {
    switch node {
    case .step(var state):
      state.next = next
      set.states.append(state)
      return Int32(set.states.count - 1)
    case .sequence(let nodes):
      var next = next
      for node in nodes.reversed() { next = emit(node, next: next) }
      return next
    case .choice(let nodes):
      var last = emit(nodes[nodes.count - 1], next: next)
      for node in nodes.dropLast().reversed() {
        let first = emit(node, next: next)
        set.states.append(RuleSet.State(step: .split, operand: last, next: first))
        last = Int32(set.states.count - 1)
      }
      return last
    case .optional(let node):
      let first = emit(node, next: next)
      set.states.append(RuleSet.State(step: .split, operand: next, next: first))
      return Int32(set.states.count - 1)
    }
  }

  /// Notes which tokens the rule can begin with.
  private mutating func indexFirst(of rule: UInt16) {
    var open = [set.rules[Int(rule)].start]
    while let index = open.popLast() {
      let state = set.states[Int(index)]
      let operand = Int(state.operand)
      switch state.step {
      case .split: open += [state.next, state.operand]
      case .word: RuleParser.append(rule, to: &set.rulesByWord[operand])
      case .wordClass: RuleParser.append(rule, to: &set.rulesByClass[operand])
      case .number: RuleParser.append(rule, to: &set.rulesByNumber[operand])
      case .punctuation: RuleParser.append(rule, to: &set.rulesByPunctuation[UInt8(operand), default: []])
      case .unknownWord, .accept: break
      default: open.append(state.next)
      }
    }
  }

  private static func append(_ rule: UInt16, to list: inout [UInt16]) {
    if list.last != rule { list.append(rule) }
  }

  // MARK: Characters

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
  }

  private mutating func name() -> UInt64 {
    var hash = FoldedHash()
    while position < end, RuleParser.isWordByte(bytes[position]) {
      hash.add(UInt32(bytes[position]))
      position += 1
    }
    return hash.value
  }

  /// A number, a constant, or a day rule of a feast.
  private mutating func number() throws -> Int32 {
    skipBlanks()
    let start = position
    while position < end, ![0x20, 0x3A, 0x3D].contains(bytes[position]) { position += 1 }
    var value: Int32 = 0
    var isNegative = false
    for (offset, byte) in bytes[start..<position].enumerated() {
      if offset == 0, byte == 0x2D {
        isNegative = true
      } else if (0x30...0x39).contains(byte), value < 100_000_000 {
        value = value * 10 + Int32(byte - 0x30)
      } else {
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let constant = constants[RuleParser.hash(text)] { return constant }
        if let feast = Feast(rule: text) { return feast.code }
        throw failure("‘\(text)’ is not a number")
      }
    }
    guard position > start else { throw failure("a number is missing") }
    return isNegative ? -value : value
  }

  private mutating func classID(_ key: UInt64, create: Bool) throws -> UInt8 {
    if let id = classes[key] { return id }
    guard create, set.classNames.count < 64 else { throw failure("unknown class, or too many") }
    let id = UInt8(set.classNames.count)
    classes[key] = id
    set.classNames.append("")
    set.rulesByClass.append([])
    return id
  }

  private mutating func skipBlanks() {
    while position < end, bytes[position] == 0x20 || bytes[position] == 0x0D || bytes[position] == 0x09 {
      position += 1
    }
  }

  private mutating func expect(_ byte: UInt8) throws {
    skipBlanks()
    guard position < end, bytes[position] == byte else {
      throw failure("‘\(Character(Unicode.Scalar(byte)))’ expected")
    }
    position += 1
  }

  private func failure(_ message: String) -> Failure { Failure(line: line, message: message) }
}
