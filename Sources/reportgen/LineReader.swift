import Glibc
import ReportEngine

/// The lines of a file or of standard input, one at a time, however long they are.
final class LineReader {
  private let stream: UnsafeMutablePointer<FILE>
  private let closes: Bool
  private var buffer: UnsafeMutablePointer<CChar>?
  private var capacity = 0
  /// The number of the line returned last, from 1.
  private(set) var number = 0

  /// Opens `path`, `-` for standard input; nil when that fails, with the reason in `errno`.
  init?(path: String) {
    closes = path != "-"
    guard let stream = closes ? fopen(path, "rb") : fdopen(0, "rb") else { return nil }
    var status = stat()
    if fstat(fileno(stream), &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      fclose(stream)
      errno = EISDIR
      return nil
    }
    self.stream = stream
  }

  deinit {
    free(buffer)
    if closes { fclose(stream) }
  }

  /// The next line without its line feed, nil at the end.
  func next() -> [UInt8]? {
    var count = getline(&buffer, &capacity, stream)
    guard count >= 0, let buffer else { return nil }
    number += 1
    if count > 0, buffer[count - 1] == 0x0A { count -= 1 }
    return buffer.withMemoryRebound(to: UInt8.self, capacity: count) {
      Array(UnsafeBufferPointer(start: $0, count: count))
    }
  }
}

/// A JSON object in a line, of which strings, numbers and booleans are wanted as text.
struct JSONRecord {
  private let object: JSONValue

  /// Reads one object (RFC 8259); nil when the line holds none.
  init?(line: [UInt8]) {
    guard let value = try? JSONParser.parse(line).value, case .object = value else { return nil }
    object = value
  }

  subscript(_ name: String) -> String? { object[name]?.scalarText }
}
