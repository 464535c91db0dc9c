import Glibc
import ReportArticles

/// The data that a page carries for its own scripts: JSON in script elements, values assigned to variables
/// (`__INITIAL_STATE__`, Apollo, Fusion, Nuxt), and the chunks that servers of React stream.
struct ScriptData {
  /// The values, in the order of the page.
  private(set) var values: [JSONValue] = []
  /// The rows that React streamed, by their numbers.
  private(set) var rows: [(name: String, value: JSONValue)] = []

  /// Bytes of scripts that are read.
  private static let limit = 24 << 20
  private var budget = ScriptData.limit
  private var flight: [UInt8] = []

  init(_ html: [UInt8]) {
    html.withUnsafeBufferPointer { html in
      var position = 0
      while let start = ScriptData.find("<script", in: html, from: position) {
        guard let open = ScriptData.find(">", in: html, from: start) else { break }
        let end = ScriptData.find("</script", in: html, from: open) ?? html.count
        let attributes = String(decoding: html[start..<open], as: UTF8.self).lowercased()
        if end - open > 80, !attributes.contains("ld+json") {
          read(UnsafeBufferPointer(rebasing: html[(open + 1)..<end]), isJSON: attributes.contains("json"))
        }
        position = end + 1
      }
    }
    readFlight()
  }

  private static func find(_ word: StaticString, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    let count = word.utf8CodeUnitCount
    guard let base = bytes.baseAddress else { return nil }
    var position = start
    while position + count <= bytes.count,
      let found = memchr(base + position, Int32(word.utf8Start[0]), bytes.count - count + 1 - position)
    {
      if memcmp(found, word.utf8Start, count) == 0 {
        return base.distance(to: found.assumingMemoryBound(to: UInt8.self))
      }
      position = base.distance(to: found.assumingMemoryBound(to: UInt8.self)) + 1
    }
    return nil
  }

  private mutating func read(_ script: UnsafeBufferPointer<UInt8>, isJSON: Bool) {
    guard budget > script.count else { return }
    budget -= script.count
    let first = script.first { $0 > 0x20 }
    if isJSON || first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      if let value = try? JSONParser.parse(script, range: 0..<script.count).value { values.append(value) }
      return
    }
    if ScriptData.find("__next_f", in: script, from: 0) != nil { return readPushed(script) }
    var position = 0
    var attempts = 0
    while position < script.count, attempts < 40, let start = assigned(in: script, from: position) {
      attempts += 1
      var literal = ScriptLiteral(script, from: start)
      let value = literal.read()
      budget -= literal.position - start
      if budget < 0 { return }
      if let value, literal.position - start >= 80 {
        values.append(value)
        position = literal.position
      } else {
        position = start + 1
      }
    }
  }

  /// Where the next value begins that is assigned to something: behind `=`, and not `==` or `=>`.
  private func assigned(in script: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var position = start
    while let sign = ScriptData.find("=", in: script, from: position) {
      position = sign + 1
      if sign > 0, "=!<>+-*/|&".utf8.contains(script[sign - 1]) { continue }
      var next = sign + 1
      while next < script.count, script[next] <= 0x20 { next += 1 }
      guard next < script.count else { return nil }
      switch script[next] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): return next
      case UInt8(ascii: "("), UInt8(ascii: "f"), UInt8(ascii: "J"):
        let rest = script[next...].prefix(12)
        if rest.starts(with: "(function".utf8) || rest.starts(with: "function(".utf8)
          || rest.starts(with: "JSON.parse(".utf8)
        {
          return next
        }
      default: continue
      }
    }
    return nil
  }

  // MARK: Streamed rows

  /// `self.__next_f.push([1,"…"])`: a piece of the stream.
  private mutating func readPushed(_ script: UnsafeBufferPointer<UInt8>) {
    var position = 0
    while let call = ScriptData.find("push(", in: script, from: position) {
      var literal = ScriptLiteral(script, from: call + 5)
      guard let pushed = literal.read()?.array else { return }
      if pushed.count > 1, let text = pushed[1].string { flight += text.utf8 }
      position = max(call + 5, literal.position)
    }
  }

  /// The rows of the stream: a number, a colon, and JSON to the end of the line, or `T`, a length and as much text.
  private mutating func readFlight() {
    var position = 0
    while position < flight.count, rows.count < 20_000 {
      guard let colon = flight[position...].prefix(12).firstIndex(of: UInt8(ascii: ":")) else {
        position = (flight[position...].firstIndex(of: 0x0A) ?? flight.count) + 1
        continue
      }
      let name = String(decoding: flight[position..<colon], as: UTF8.self)
      var start = colon + 1
      if start < flight.count, flight[start] == UInt8(ascii: "T"),
        let comma = flight[start...].prefix(12).firstIndex(of: UInt8(ascii: ",")),
        let length = Int(String(decoding: flight[(start + 1)..<comma], as: UTF8.self), radix: 16)
      {
        let end = min(flight.count, comma + 1 + min(length, flight.count))
        rows.append((name, .string(String(decoding: flight[(comma + 1)..<end], as: UTF8.self))))
        position = end
        continue
      }
      let end = flight[start...].firstIndex(of: 0x0A) ?? flight.count
      // Rows of other kinds have a letter or two before their JSON.
      while start < end, (0x41...0x5A).contains(flight[start]) { start += 1 }
      if end - start > 2, let value = try? JSONParser.parse(Array(flight[start..<end])).value {
        rows.append((name, value))
      }
      position = end + 1
    }
  }
}
