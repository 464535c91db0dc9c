import Glibc
import ReportJobs
import ReportSystem

/// Reads lines from a terminal that can be edited, with a history and completion.
struct LineEditor {
  /// What a key press may end in.
  enum Line {
    case text(String)
    /// Ctrl-C: forget what was typed.
    case interrupted
    /// Ctrl-D on an empty line.
    case end
  }

  /// Earlier lines, the oldest first.
  private(set) var history: [String]
  private var text: [Character] = []
  private var cursor = 0

  init(history: [String] = []) { self.history = history }

  /// Adds a line to the history, but not the same twice in a row.
  mutating func remember(_ line: String) {
    if !line.isEmpty, line != history.last { history.append(line) }
  }

  /// Reads a line. `complete` gets what is before the cursor and returns what may stand there.
  mutating func read(prompt: String, complete: (String) -> (start: String, words: [String])) -> Line {
    guard let terminal = RawTerminal() else { return .end }
    defer { terminal.restore() }
    (text, cursor) = ([], 0)
    var place = history.count
    var draft = ""
    while true {
      draw(prompt)
      guard let key = Key.read() else { return .end }
      switch key {
      case .enter:
        cursor = text.count
        draw(prompt)
        write("\r\n")
        return .text(String(text))
      case .control("c"):
        write("^C\r\n")
        return .interrupted
      case .control("d"):
        if text.isEmpty {
          write("\r\n")
          return .end
        }
        if cursor < text.count { text.remove(at: cursor) }
      case .delete: if cursor < text.count { text.remove(at: cursor) }
      case .backspace, .control("h"):
        if cursor > 0 {
          cursor -= 1
          text.remove(at: cursor)
        }
      case .left, .control("b"): cursor = max(0, cursor - 1)
      case .right, .control("f"): cursor = min(text.count, cursor + 1)
      case .home, .control("a"): cursor = 0
      case .end, .control("e"): cursor = text.count
      case .control("k"): text.removeSubrange(cursor...)
      case .control("u"):
        text.removeSubrange(..<cursor)
        cursor = 0
      case .control("w"):
        let kept = text[..<cursor].reversed().drop { $0 == " " }.drop { $0 != " " }.count
        text.removeSubrange(kept..<cursor)
        cursor = kept
      case .control("l"): write("\u{1B}[H\u{1B}[2J")
      case .up, .control("p"):
        if place > 0 {
          if place == history.count { draft = String(text) }
          place -= 1
          replace(history[place])
        }
      case .down, .control("n"):
        if place < history.count {
          place += 1
          replace(place == history.count ? draft : history[place])
        }
      case .tab: completed(complete)
      case .character(let character):
        text.insert(character, at: cursor)
        cursor += 1
      case .control, .unknown: break
      }
    }
  }

  private mutating func replace(_ line: String) {
    text = Array(line)
    cursor = text.count
  }

  private mutating func completed(_ complete: (String) -> (start: String, words: [String])) {
    let (start, words) = complete(String(text[..<cursor]))
    guard let first = words.first else { return write("\u{07}") }
    var common = Array(first)
    for word in words {
      common = Array(zip(common, word).prefix { $0 == $1 }.map(\.0))
    }
    let typed = cursor - start.count
    if common.count > typed {
      text.replaceSubrange(start.count..<cursor, with: common)
      cursor = start.count + common.count
    } else if words.count > 1 {
      let shown = words.prefix(60).joined(separator: "  ") + (words.count > 60 ? "  …" : "")
      write("\r\n\(shown)\r\n")
    }
  }

  /// Draws the line anew; of one that is longer than the terminal is wide, the part around the cursor.
  private func draw(_ prompt: String) {
    let room = max(10, RawTerminal.columns - prompt.count - 1)
    let first = max(0, cursor - room)
    let shown = text[first..<min(text.count, first + room)]
    var line = "\r" + prompt + String(shown) + "\u{1B}[K"
    let back = shown.count - (cursor - first)
    if back > 0 { line += "\u{1B}[\(back)D" }
    write(line)
  }

  private func write(_ text: String) { try? FileDescriptor.write(Array(text.utf8), to: 1) }

  /// A key of the keyboard.
  private enum Key {
    case character(Character), control(Character)
    case enter, tab, backspace, delete, left, right, up, down, home, end, unknown

    /// The next key; nil when the terminal is gone.
    static func read() -> Key? {
      guard let byte = nextByte() else { return nil }
      switch byte {
      case 0x0D, 0x0A: return .enter
      case 0x09: return .tab
      case 0x7F: return .backspace
      case 0x1B: return escape()
      case 0x01...0x1A: return .control(Character(Unicode.Scalar(byte + 0x60)))
      case 0x20..<0x7F: return .character(Character(Unicode.Scalar(byte)))
      case 0xC2...0xF4:
        var bytes = [byte]
        for _ in 0..<(byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3) { if let next = nextByte() { bytes.append(next) } }
        guard let character = String(validating: bytes, as: UTF8.self)?.first else { return .unknown }
        return .character(character)
      default: return .unknown
      }
    }

    private static func escape() -> Key? {
      guard let next = nextByte() else { return nil }
      guard next == UInt8(ascii: "[") || next == UInt8(ascii: "O") else { return .unknown }
      var number = ""
      while let byte = nextByte() {
        if (0x30...0x3B).contains(byte) {
          number.append(Character(Unicode.Scalar(byte)))
          continue
        }
        switch (byte, number) {
        case (UInt8(ascii: "A"), _): return .up
        case (UInt8(ascii: "B"), _): return .down
        case (UInt8(ascii: "C"), _): return .right
        case (UInt8(ascii: "D"), _): return .left
        case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), "1"), (UInt8(ascii: "~"), "7"): return .home
        case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), "4"), (UInt8(ascii: "~"), "8"): return .end
        case (UInt8(ascii: "~"), "3"): return .delete
        default: return .unknown
        }
      }
      return nil
    }

    private static func nextByte() -> UInt8? {
      var byte: UInt8 = 0
      while true {
        let count = Glibc.read(0, &byte, 1)
        if count == 1 { return byte }
        if count < 0, errno == EINTR { continue }
        return nil
      }
    }
  }
}

/// A terminal that hands over every key as it is pressed.
private struct RawTerminal {
  private var before = termios()

  /// Nil when standard input is no terminal.
  init?() {
    guard tcgetattr(0, &before) == 0 else { return nil }
    var raw = before
    cfmakeraw(&raw)
    raw.c_oflag = before.c_oflag
    guard tcsetattr(0, TCSADRAIN, &raw) == 0 else { return nil }
  }

  func restore() {
    var before = before
    tcsetattr(0, TCSADRAIN, &before)
  }

  static var columns: Int {
    var size = winsize()
    return ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}
