import ReportArticles

/// Reads the values of a JSON text that is broken somewhere one by one: the elements of the array in which it breaks, or
/// values that follow one another. What is broken is told of and left out; all else is read. Linear in the size.
struct JSONSalvage {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// Whether a value is a record, by which the start of the next one is known.
  private let isRecord: (JSONValue) -> Bool
  /// Bytes in which closing brackets may still be looked for.
  private var budget: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, isRecord: @escaping (JSONValue) -> Bool) {
    self.bytes = bytes
    self.isRecord = isRecord
    budget = bytes.count * 4 + 1 << 20
  }

  /// Calls `take` for each value and `fail` for what is broken, with the offsets where they start.
  mutating func run(
    failure: JSONError, take: (JSONValue, JSONRemarks, Int) -> Void, fail: (JSONError, Int) -> Void
  ) {
    var place = start(before: failure.offset)
    var failures = 0
    while true {
      while place < bytes.count, bytes[place] <= 0x20 || bytes[place] == UInt8(ascii: ",") { place += 1 }
      guard place < bytes.count, bytes[place] != UInt8(ascii: "]"), bytes[place] != UInt8(ascii: "}") else { break }
      var parser = JSONParser(bytes, range: place..<bytes.count, isWellFormed: true, isLenient: true)
      do throws(JSONError) {
        guard let (value, offset) = try parser.next() else { break }
        take(value, parser.takeRemarks(), offset)
        place = parser.offset
      } catch {
        fail(error, place)
        failures += 1
        guard failures < LoadResult.mostProblems, let next = next(after: error.offset, from: place) else { return }
        place = max(next, place + 1)
      }
    }
    // What stood behind the break was outside of the array.
    if failures == 0 { fail(failure, failure.offset) }
  }

  /// The start of the first element of the outermost array that is open where the text breaks; 0 when none is.
  private func start(before offset: Int) -> Int {
    var open: [(isArray: Bool, start: Int)] = []
    var place = 0
    while place < min(offset, bytes.count) {
      switch bytes[place] {
      case UInt8(ascii: "\""): place = stringEnd(from: place + 1)
      case UInt8(ascii: "["): open.append((true, place + 1))
      case UInt8(ascii: "{"): open.append((false, place + 1))
      case UInt8(ascii: "]"), UInt8(ascii: "}"): _ = open.popLast()
      default: break
      }
      place += 1
      // Deeper than any text that is read.
      if open.count > JSONParser.maximumDepth { break }
    }
    guard let array = open.first(where: \.isArray)?.start else { return 0 }
    // Values that follow one another may have arrays inside; those are no lists of records.
    return open.first?.isArray == false && !holdsObjects(array) ? 0 : array
  }

  private func holdsObjects(_ start: Int) -> Bool {
    bytes[start...].first { $0 > 0x20 } == UInt8(ascii: "{")
  }

  /// The offset of the closing quotation mark, or the end.
  private func stringEnd(from start: Int) -> Int {
    var place = start
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return place
  }

  /// Where the next value starts after one that breaks at an offset.
  private mutating func next(after broken: Int, from start: Int) -> Int? {
    let closed = end(of: start).flatMap { $0 > broken ? $0 : nil }
    guard let other = opening(from: broken) else { return closed }
    guard let closed, closed <= other || !startsRecord(at: other) else { return other }
    return closed
  }

  /// After the bracket that closes the value, and only if another value or the end of the list follows.
  private mutating func end(of start: Int) -> Int? {
    var depth = 0
    var place = start
    defer { budget -= place - start }
    while place < bytes.count, place - start < budget {
      switch bytes[place] {
      case UInt8(ascii: "\""): place = stringEnd(from: place + 1)
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth <= 0 { return follows(place + 1) ? place + 1 : nil }
      default: break
      }
      place += 1
    }
    return nil
  }

  private func follows(_ place: Int) -> Bool {
    let rest = bytes[min(place, bytes.count)...].drop { $0 <= 0x20 }
    guard let first = rest.first else { return true }
    return ",]}{".utf8.contains(first)
  }

  /// The next `{"` after a closing brace, a comma or a line feed.
  private func opening(from start: Int) -> Int? {
    var place = start
    var isBetween = false
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "{"), isBetween {
        if bytes[(place + 1)...].first(where: { $0 > 0x20 }) == UInt8(ascii: "\"") { return place }
      }
      if byte == UInt8(ascii: "}") || byte == 0x0A {
        isBetween = true
      } else if byte > 0x20, byte != UInt8(ascii: ",") {
        isBetween = false
      }
      place += 1
    }
    return nil
  }

  private func startsRecord(at place: Int) -> Bool {
    var parser = JSONParser(bytes, range: place..<bytes.count, isWellFormed: true, isLenient: true)
    guard let (value, _) = try? parser.next() else { return false }
    return isRecord(value)
  }
}
