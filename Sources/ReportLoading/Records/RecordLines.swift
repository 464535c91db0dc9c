import ReportArticles

/// Makes articles of single lines of JSON Lines. A line is decoded and cleaned by itself, so that it comes out the same
/// whether the whole file is read or only this line.
struct RecordLines: Sendable {
  let format: String
  let path: String
  let options: LoadOptions
  let reader: RecordReader

  init(format: String, path: String, options: LoadOptions) {
    self.format = format
    self.path = path
    self.options = options
    reader = RecordReader(options: options)
  }

  /// A batch to collect records in.
  func batch(_ decoded: DecodedText? = nil) -> RecordBatch {
    RecordBatch(
      format: format, path: path, decoded: decoded ?? DecodedText(bytes: [], encoding: "utf-8", warnings: []),
      options: options, reader: reader)
  }

  /// Reads one line, without its line feed, as it stands in the file.
  func read(_ line: UnsafeBufferPointer<UInt8>, number: Int, into batch: inout RecordBatch) {
    var end = line.count
    while end > 0, line[end - 1] == 0x0D || line[end - 1] == 0x20 { end -= 1 }
    guard line[..<end].contains(where: { $0 > 0x20 }) else { return }
    let raw = UnsafeBufferPointer(rebasing: line[..<end])
    if TextDecoding.isPlain(raw) {
      batch.decoded = DecodedText(bytes: [], encoding: "utf-8", warnings: [])
      return parse(raw, number: number, into: &batch)
    }
    var decoded = TextDecoding.decode(Array(raw))
    for index in decoded.warnings.indices { decoded.warnings[index].line = number }
    batch.decoded = decoded
    decoded.bytes.withUnsafeBufferPointer { parse($0, number: number, into: &batch) }
  }

  /// Reads one line of a text that was decoded as a whole, so of well-formed UTF-8.
  func parse(_ line: UnsafeBufferPointer<UInt8>, number: Int, into batch: inout RecordBatch) {
    guard line.contains(where: { $0 > 0x20 }) else { return }
    do throws(JSONError) {
      let (value, remarks) = try JSONParser.parse(
        line, range: 0..<line.count, isWellFormed: true, isLenient: true)
      batch.add(value, line: number, remarks: remarks)
    } catch {
      batch.fail("not JSON at column \(error.offset + 1): \(error.message)", line: number)
    }
  }

  /// Whether lines can be decoded one by one: not in UTF-16 or UTF-32, whose line feeds are wider than a byte, and not
  /// in an encoding that only the whole file tells.
  static func canSplit(_ head: ArraySlice<UInt8>) -> Bool {
    let bytes = Array(head)
    if let mark = EncodingDetector.byteOrderMark(bytes), mark.encoding != .utf8 { return false }
    guard EncodingDetector.wideForm(bytes) == nil else { return false }
    let census = UnicodeForms.census(head)
    // The head may end inside a character.
    return census.high == 0 || census.multibyte > census.invalid * 2
  }
}
