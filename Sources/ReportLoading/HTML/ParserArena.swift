import Glibc

/// Memory of one run of a parser, given back all at once: thousands of small blocks for the price of a few.
///
/// Every block carries a header that says whether it is of its own. Large ones are, so that buffers which grow do not
/// leave their former selves behind.
struct ParserArena {
  private static let header = 16
  private static let chunk = 256 << 10
  private static let large = 32 << 10

  private var next: UnsafeMutableRawPointer?
  private var room = 0
  private var chunks: [UnsafeMutableRawPointer] = []
  private var ownBlocks: [UnsafeMutableRawPointer?] = []

  /// Calls `body` with an arena that is gone afterwards.
  static func with<Result>(_ body: (UnsafeMutablePointer<ParserArena>) -> Result) -> Result {
    var arena = ParserArena()
    defer { arena.release() }
    return withUnsafeMutablePointer(to: &arena, body)
  }

  /// A block of at least `size` bytes, aligned to 16; nil when there is no memory.
  mutating func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
    let total = (max(1, size) + Self.header + 15) & ~15
    if total >= Self.large {
      guard let block = malloc(total) else { return nil }
      ownBlocks.append(block)
      block.storeBytes(of: ownBlocks.count, as: Int.self)
      return block + Self.header
    }
    if total > room {
      guard let more = malloc(Self.chunk) else { return nil }
      chunks.append(more)
      (next, room) = (more, Self.chunk)
    }
    guard let block = next else { return nil }
    (next, room) = (block + total, room - total)
    block.storeBytes(of: 0, as: Int.self)
    return block + Self.header
  }

  /// Gives a block back early; small ones stay until the end.
  mutating func free(_ block: UnsafeMutableRawPointer?) {
    guard let block = block.map({ $0 - Self.header }) else { return }
    let number = block.load(as: Int.self)
    guard number > 0, number <= ownBlocks.count, ownBlocks[number - 1] == block else { return }
    ownBlocks[number - 1] = nil
    Glibc.free(block)
  }

  private mutating func release() {
    for chunk in chunks { Glibc.free(chunk) }
    for block in ownBlocks { Glibc.free(block) }
    (chunks, ownBlocks) = ([], [])
  }
}
