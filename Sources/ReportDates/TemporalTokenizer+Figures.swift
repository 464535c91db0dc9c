// Figures: numbers, dates and times written in digits.

extension TemporalTokenizer {
  private struct Part {
    var value: Int32
    var digits: Int
    var start: Int
    var end: Int
  }

  private func part(at index: Int) -> Part {
    var value: Int32 = 0
    var end = index
    var digits = 0
    while let digit = digit(at: end) {
      if value < 100_000_000 { value = value * 10 + digit.value }
      digits += 1
      end += digit.length
    }
    return Part(value: value, digits: digits, start: index, end: end)
  }

  /// A separator that joins figures, when a digit follows at once: its ASCII form and its length.
  private func separator(at index: Int) -> (ascii: UInt8, length: Int)? {
    var mark = (ascii: byte(index), length: 1)
    if mark.ascii >= 0x80, case .mark(let ascii, let length) = classify(index) { mark = (ascii, length) }
    guard [0x2E, 0x2C, 0x2F, 0x2D, 0x3A, 0x27].contains(mark.ascii), digit(at: index + mark.length) != nil else {
      return nil
    }
    return mark
  }

  mutating func number() {
    var parts = [part(at: position)]
    let isForeign = isPartOfSomethingElse(digits: parts[0].digits)
    var mark: UInt8 = 0
    var end = parts[0].end
    var isMixed = false
    while let next = separator(at: end) {
      if mark == 0 {
        mark = next.ascii
      } else if next.ascii != mark {
        // “3.5,2” is one figure; “23/1-25/1” and “10:30-11:30” are two.
        if mark == 0x2F || mark == 0x3A || parts.count == 3 && mark != 0x2C || next.ascii == 0x2D { break }
        isMixed = true
      }
      let part = part(at: end + next.length)
      if parts.count < 8 { parts.append(part) }
      end = part.end
    }
    if mark == 0, !isForeign, let spaced = spacedDate(parts[0]) {
      (mark, parts, end) = (spaced.mark, spaced.parts, spaced.parts[2].end)
    }
    if mark == 0x2C, parts.count == 2, parts[1].digits == 4 {  // “June 5,2023”
      end = parts[0].end
      parts.removeLast()
    }
    position = end
    var token = isForeign || isMixed ? figure(.other, parts, end) : classified(parts, mark, end)
    if isFollowedByUnit(end) { token.kind = .other }
    if readsDottedDays, parts.count == 2, mark == 0x2E, !isForeign, isDottedDay(parts, end) {
      token = figure(.dayMonth, parts, end + 1, parts[0].value, parts[1].value)
      position = end + 1
    }
    append(token)
    if token.kind == .date || token.kind == .time { clockAfterDate() }
  }

  /// “30 / 6 / 2014”, “3 -10- 2024”: a date whose marks have blanks around them.
  private func spacedDate(_ first: Part) -> (mark: UInt8, parts: [Part])? {
    guard first.digits <= 2 else { return nil }
    var parts = [first]
    var mark: UInt8 = 0
    var place = first.end
    while parts.count < 3 {
      while byte(place) == 0x20 { place += 1 }
      guard byte(place) == 0x2F || byte(place) == 0x2D, mark == 0 || byte(place) == mark else { return nil }
      mark = byte(place)
      place += 1
      while byte(place) == 0x20 { place += 1 }
      guard digit(at: place) != nil else { return nil }
      parts.append(part(at: place))
      place = parts[parts.count - 1].end
    }
    guard parts[1].digits <= 2, isYear(parts[2]), digit(at: place) == nil else { return nil }
    return (mark, parts)
  }

  /// “11.9.” before a blank.
  private func isDottedDay(_ parts: [Part], _ end: Int) -> Bool {
    guard parts[0].digits <= 2, parts[1].digits <= 2, (1...31).contains(parts[0].value),
      (1...12).contains(parts[1].value), byte(end) == 0x2E
    else { return false }
    return byte(end + 1) == 0x20 || byte(end + 1) == 0x2C || byte(end + 1) == 0
  }

  private func figure(
    _ kind: TemporalToken.Kind, _ parts: [Part], _ end: Int, _ a: Int32? = nil, _ b: Int32 = -1, _ c: Int32 = -1
  ) -> TemporalToken {
    TemporalToken(
      kind: kind, digits: UInt8(min(parts[0].digits, 99)), a: a ?? parts[0].value, b: b, c: c, start: parts[0].start,
      end: end)
  }

  /// After a currency sign, a number sign, a Latin letter or a word and a hyphen: “$2,000”, “B2023”, “Covid-19”.
  private func isPartOfSomethingElse(digits: Int) -> Bool {
    guard glued, let last = tokens.last else { return false }
    switch last.kind {
    case .word:
      // “Q3” and “FY2013” are known words before a number; “A1990” is not.
      guard bytes[last.start] < 0xD8 else { return false }
      if last.word == 0 { return true }
      let isAfterNumber = last.isGlued && tokens.count >= 2 && tokens[tokens.count - 2].kind == .number  // “14h30”
      return last.end - last.start == 1 && digits > 1 && !isAfterNumber
    case .punctuation:
      if [0x24, 0x23, 0x40, 0x5F, 0x3D, 0x26].contains(last.word) { return true }
      guard last.word == 0x2D || last.word == 0x2F || last.word == 0x2E, last.isGlued, tokens.count >= 2 else {
        return last.word == 0x2B
      }
      let before = tokens[tokens.count - 2]
      return before.kind == .word && before.word == 0 || before.kind == .other
    default: return last.kind == .other
    }
  }

  /// Per cent, degree and currency signs; Latin letters are looked at when the word is read.
  private func isFollowedByUnit(_ index: Int) -> Bool {
    var index = index
    if byte(index) == 0x20 { index += 1 }
    let mark = byte(index)
    if mark == 0x25 || mark == 0x24 { return true }
    guard mark >= 0x80, case .mark(let ascii, _) = classify(index) else { return false }
    return ascii == 0x25 || ascii == 0x24 || ascii == 0x01 && bytes[index] == 0xC2
  }

  private mutating func classified(_ parts: [Part], _ mark: UInt8, _ end: Int) -> TemporalToken {
    let (first, second) = (parts[0], parts.count > 1 ? parts[1] : parts[0])
    switch (parts.count, mark) {
    case (1, _): return figure(.number, parts, end)
    case (2...3, 0x3A):
      let isClock =
        first.digits <= 2 && first.value <= 24 && parts.dropFirst().allSatisfy { $0.digits == 2 && $0.value < 60 }
      return isClock
        ? figure(.time, parts, end, first.value, second.value, parts.count == 3 ? parts[2].value : -1)
        : figure(.other, parts, end)
    case (3, 0x2F), (3, 0x2E), (3, 0x2D): return threePartDate(parts, mark, end)
    case (2, 0x2F):
      if isYear(second), first.digits <= 2, (1...12).contains(first.value) {
        return figure(.monthYear, parts, end, second.value, first.value)
      }
      if isYear(first), follows(first, second) { return yearRange(parts, end) }
      return first.digits <= 2 && second.digits <= 2 && first.value > 0 && second.value > 0
        && min(first.value, second.value) <= 12 && max(first.value, second.value) <= 31
        ? figure(.dayMonth, parts, end, first.value, second.value) : figure(.other, parts, end)
    case (2, 0x2D):
      if isYear(first), follows(first, second) { return yearRange(parts, end) }
      if isYear(first), second.digits == 2, (1...12).contains(second.value) {
        return figure(.monthYear, parts, end, first.value, second.value)
      }
      if isYear(second), first.digits <= 2, (1...12).contains(first.value) {
        return figure(.monthYear, parts, end, second.value, first.value)
      }
      return first.digits <= 2 && second.digits <= 2
        ? figure(.dayRange, parts, end, first.value, second.value) : figure(.other, parts, end)
    case (2, 0x2E):
      if second.digits == 2, second.value < 60, first.value <= 24, first.digits <= 2 {
        return figure(.dotTime, parts, end, first.value, second.value)
      }
      return figure(.decimal, parts, end, first.value, second.value)
    case (2, 0x2C): return figure(second.digits == 3 ? .other : .decimal, parts, end, first.value, second.value)
    default: return figure(.other, parts, end)
    }
  }

  private func isYear(_ part: Part) -> Bool { part.digits == 4 && (1000...2199).contains(part.value) }

  /// “2019–2021”, “2023/24”: the second is a year after the first.
  private func follows(_ first: Part, _ second: Part) -> Bool {
    if second.digits == 4 {
      return second.value > first.value && second.value < 2200 && second.value - first.value < 500
    }
    return second.digits == 2 && second.value > first.value % 100
      && (second.value > 12 || second.value == first.value % 100 + 1)
  }

  private func yearRange(_ parts: [Part], _ end: Int) -> TemporalToken {
    let second = parts[1].digits == 4 ? parts[1].value : parts[0].value / 100 * 100 + parts[1].value
    return figure(.yearRange, parts, end, parts[0].value, second)
  }

  private mutating func threePartDate(_ parts: [Part], _ mark: UInt8, _ end: Int) -> TemporalToken {
    let values = parts.map(\.value)
    func isDay(_ index: Int) -> Bool { parts[index].digits <= 2 && (1...31).contains(values[index]) }
    func isMonth(_ index: Int) -> Bool { parts[index].digits <= 2 && (1...12).contains(values[index]) }
    if isYear(parts[0]), isMonth(1), isDay(2) { return figure(.date, parts, end, values[0], values[1], values[2]) }
    var year = values[2]
    if parts[2].digits == 2, mark != 0x2D || parts[0].digits == 2 {
      year += year < 50 ? 2000 : 1900
    } else if !(parts[2].digits == 4 && (1000...2199).contains(year)) {
      return figure(.other, parts, end)
    }
    if parts[2].digits == 2, mark == 0x2E, !(parts[0].digits == 2 && parts[1].digits == 2) {
      return figure(.other, parts, end)
    }
    switch (isDay(0) && isMonth(1), isMonth(0) && isDay(1)) {
    case (true, true):
      undecided.append(tokens.count)
      return figure(.date, parts, end, year, values[1], values[0])
    case (true, false):
      dayFirstEvidence += 1
      return figure(.date, parts, end, year, values[1], values[0])
    case (false, true):
      monthFirstEvidence += 1
      return figure(.date, parts, end, year, values[0], values[1])
    default: return figure(.other, parts, end)
    }
  }

  /// Dates such as 3/4/2023 are read as the other figures of the text are written, else as the language does.
  mutating func settleOrder() {
    let isMonthFirst =
      monthFirstEvidence == dayFirstEvidence ? isMonthFirst : monthFirstEvidence > dayFirstEvidence
    guard isMonthFirst else { return }
    for index in undecided where bytes[tokens[index].end - 1] != 0 {
      (tokens[index].b, tokens[index].c) = (tokens[index].c, tokens[index].b)
    }
  }

  /// The `T14:30:00.5Z` of ISO 8601, and offsets after a time.
  private mutating func clockAfterDate() {
    guard let last = tokens.indices.last else { return }
    if tokens[last].kind == .date {
      guard byte(position) | 0x20 == 0x74, digit(at: position + 1) != nil else { return }
      position += 1
      number()
      return
    }
    if tokens[last].c >= 0, byte(position) == 0x2E, digit(at: position + 1) != nil {
      position = part(at: position + 1).end
      tokens[last].end = position
    }
    let sign = byte(position)
    if sign == 0x5A, !isASCIILetter(byte(position + 1)) {
      tokens[last].zone = 0
      position += 1
    } else if sign == 0x2B || sign == 0x2D, digit(at: position + 1) != nil, tokens[last].isGlued || sign == 0x2B {
      let hours = part(at: position + 1)
      guard hours.digits == 2 || hours.digits == 4 else { return }
      var minutes = hours.digits == 4 ? hours.value / 100 * 60 + hours.value % 100 : hours.value * 60
      position = hours.end
      if hours.digits == 2, byte(position) == 0x3A, digit(at: position + 1) != nil {
        let rest = part(at: position + 1)
        minutes += rest.value
        position = rest.end
      }
      guard minutes <= 18 * 60 else { return }
      tokens[last].zone = sign == 0x2D ? -minutes : minutes
    }
    tokens[last].end = position
  }
}
