import CZlib
import Foundation
import ReportArticles
import ReportLoading

/// Answers as they came, in one file of compressed WARC records (ISO 28500) a day: for reading them again with better loaders, and
/// for showing what a source sent.
public struct RawStore: Sendable {
  /// The folder of the files.
  public let directory: String
  /// Seconds for which answers are kept.
  public let lifetime: Int

  /// Makes a store in the folder of states.
  public init(stateDirectory: String, lifetime: Int) {
    directory = "\(stateDirectory)/kept"
    self.lifetime = lifetime
  }

  /// What an answer was asked for.
  enum Role: String, Sendable {
    /// What the source itself sent; the page behind an item; rules of its server.
    case source, page, rules
  }

  /// An answer that was kept.
  struct Kept: Sendable {
    var source: String
    var time: Int
    /// The address that was asked; a redirect may have led elsewhere.
    var asked: WebAddress
    var role: Role
    var answer: Answer
  }

  // MARK: Writing

  /// Fields that say how an answer was sent, not what it is, and those that may hold secrets.
  private static let passing: Set<String> = [
    "set-cookie", "set-cookie2", "content-encoding", "transfer-encoding", "content-length", "connection",
    "www-authenticate", "authentication-info", "proxy-authenticate",
  ]

  func keep(_ answer: Answer, asked: WebAddress, of source: String, _ role: Role, now: Int) {
    guard (200...299).contains(answer.status) else { return }
    // The address in the file may hold a key.
    func shown(_ address: WebAddress) -> String {
      role == .source ? address.origin + address.path : address.description
    }
    var head = "HTTP/1.1 200 OK\r\n"
    for field in answer.headers.fields where !Self.passing.contains(field.name) {
      // A field that names the address names the key.
      if role == .source,
        field.name == "content-location" || field.name == "link" && field.value.contains("rel=\"self\"")
      {
        continue
      }
      head += "\(field.name): \(field.value)\r\n"
    }
    head += "content-length: \(answer.body.count)\r\n\r\n"
    let size = head.utf8.count + answer.body.count
    let record =
      "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:\(UUID().uuidString.lowercased())>\r\n"
      + "WARC-Date: \(Self.time(now))\r\nWARC-Target-URI: \(shown(answer.address))\r\n"
      + "Content-Type: application/http; msgtype=response\r\nContent-Length: \(size)\r\n"
      + "Reportgen-Source: \(source)\r\nReportgen-Asked: \(shown(asked))\r\nReportgen-Role: \(role.rawValue)\r\n\r\n"
    guard let packed = Self.packed(Array(record.utf8) + Array(head.utf8) + answer.body + Array("\r\n\r\n".utf8)) else {
      return
    }
    if mkdir(directory, 0o700) != 0, errno != EEXIST { return }
    let file = open("\(directory)/\(Self.day(now)).warc.gz", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    defer { close(file) }
    // One write, so that records of several threads and processes stay whole.
    _ = packed.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
  }

  /// Removes the files of days that have passed.
  public func prune(now: Int) {
    let oldest = Self.day(now - lifetime)
    for name in names() where name < oldest { unlink("\(directory)/\(name)") }
  }

  /// Whether there is anything to read again.
  public var isEmpty: Bool { names().isEmpty }

  /// The files, oldest first.
  private func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).filter { $0.hasSuffix(".warc.gz") }
      .sorted()
  }

  private static func day(_ now: Int) -> String { CivilDate(dayNumber: now / 86_400).description }

  private static func time(_ now: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let second = now % 86_400
    return "\(day(now))T\(two(second / 3600)):\(two(second % 3600 / 60)):\(two(second % 60))Z"
  }

  private static func packed(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard deflateInit2_(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
      return nil
    }
    defer { deflateEnd(&stream) }
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
    let status = bytes.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(clamping: input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(clamping: output.count)
        return deflate(&stream, Z_FINISH)
      }
    }
    guard status == Z_STREAM_END else { return nil }
    output.removeLast(Int(stream.avail_out))
    return output
  }

  // MARK: Reading

  /// Reads what was kept, oldest first, one after another. A record that broke off is passed over.
  func forEach(since: Int?, _ body: (Kept) throws -> Void) rethrows {
    for name in names() {
      if let since, name < Self.day(since) { continue }
      guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)") else { continue }
      try Self.forEachMember(Array(data)) { record in
        guard let kept = Self.read(record), kept.time >= since ?? Int.min else { return }
        try body(kept)
      }
    }
  }

  /// The gzip members of a file; after a damaged one the next that begins.
  private static func forEachMember(_ data: [UInt8], _ body: ([UInt8]) throws -> Void) rethrows {
    let mark: [UInt8] = [0x1F, 0x8B, 0x08]
    var place = 0
    var faults = 0
    while place + 18 < data.count, faults < 1000 {
      if data[place...].starts(with: mark), let (bytes, taken) = inflated(data, from: place) {
        try body(bytes)
        place += taken
        continue
      }
      faults += 1
      place += 1
      while place + 3 <= data.count, !data[place...].starts(with: mark) { place += 1 }
    }
  }

  /// Bytes of one record at most: the largest answer that the settings allow, and its head.
  private static let largest = (1 << 30) + (1 << 20)

  private static func inflated(_ data: [UInt8], from start: Int) -> ([UInt8], Int)? {
    var stream = z_stream()
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 17)
    var status = Z_OK
    var taken = 0
    data.withUnsafeBufferPointer { input in
      let length = min(input.count - start, Int(UInt32.max))
      stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + start })
      stream.avail_in = UInt32(length)
      while status == Z_OK, output.count < largest {
        chunk.withUnsafeMutableBufferPointer { target in
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(target.count)
          status = inflate(&stream, Z_NO_FLUSH)
        }
        output.append(contentsOf: chunk[..<(chunk.count - Int(stream.avail_out))])
      }
      taken = length - Int(stream.avail_in)
    }
    return status == Z_STREAM_END ? (output, taken) : nil
  }

  private static func read(_ record: [UInt8]) -> Kept? {
    guard let (fields, rest) = head(record[...]), let (answerFields, body) = head(rest),
      let target = fields["warc-target-uri"].flatMap({ WebAddress($0) }), let source = fields["reportgen-source"],
      let asked = fields["reportgen-asked"].flatMap({ WebAddress($0) }),
      let role = fields["reportgen-role"].flatMap(Role.init(rawValue:)),
      let time = fields["warc-date"].flatMap({ seconds($0) }),
      let length = answerFields["content-length"].flatMap({ Int($0) }), (0...body.count).contains(length)
    else { return nil }
    let headers = answerFields.fields.filter { $0.name != "content-length" }.map { ($0.name, $0.value) }
    return Kept(
      source: source, time: time, asked: asked, role: role,
      answer: Answer(status: 200, headers: HTTPHeaders(headers), body: Array(body.prefix(length)), address: target))
  }

  private static func head(_ bytes: ArraySlice<UInt8>) -> (HTTPHeaders, ArraySlice<UInt8>)? {
    var place = bytes.startIndex
    while place + 4 <= bytes.endIndex {
      if bytes[place] == 0x0D, bytes[place + 1] == 0x0A, bytes[place + 2] == 0x0D, bytes[place + 3] == 0x0A {
        return (HTTPHeaders(Array(bytes[bytes.startIndex..<place])), bytes[(place + 4)...])
      }
      place += 1
    }
    return nil
  }

  private static func seconds(_ text: String) -> Int? {
    guard let day = CivilDate(iso: String(text.prefix(10))) else { return nil }
    let parts = text.dropFirst(11).prefix(8).split(separator: ":").compactMap { Int($0) }
    guard parts.count == 3, (0...23).contains(parts[0]), (0...59).contains(parts[1]), (0...60).contains(parts[2]) else {
      return nil
    }
    return day.dayNumber * 86_400 + parts[0] * 3600 + parts[1] * 60 + parts[2]
  }
}
