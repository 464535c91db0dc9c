import Glibc

/// Byte strings numbered in the order of their first insertion: a hash table with open addressing over one pool of
/// bytes. Used where a `String` for every word of a text would cost more than the work on it.
package struct ByteStringTable: Sendable {
  /// Where a string ends in the pool, beside its hash: a look at a string takes one line of the cache.
  private struct Entry {
    var hash: UInt64
    var end: Int
  }

  private var pool: [UInt8] = []
  private var entries: [Entry] = []
  private var slots: [Int32]
  private var mask: Int

  /// An empty table with room for `capacity` strings before it grows.
  package init(capacity: Int = 64) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    slots = Array(repeating: -1, count: size)
    mask = size - 1
  }

  /// The number of strings.
  package var count: Int { entries.count }

  /// The bytes of all strings.
  package var byteCount: Int { pool.count }

  /// The bytes of the string with this number.
  package subscript(index: Int) -> ArraySlice<UInt8> {
    guard index >= 0 && index < entries.count else { return [] }
    return pool[(index == 0 ? 0 : entries[index - 1].end)..<entries[index].end]
  }

  /// The string with this number.
  package func string(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

  /// The number of a string, nil when it is not there.
  package func find(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    let hash = Self.hash(key)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let index = Int(slots[slot])
      if index < 0 { return nil }
      if matches(index, key, hash) { return index }
      slot = (slot + 1) & mask
    }
  }

  /// The number of a string, which is added when it is not there.
  package mutating func insert(_ key: UnsafeBufferPointer<UInt8>) -> (index: Int, isNew: Bool) {
    let hash = Self.hash(key)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let index = Int(slots[slot])
      if index < 0 { break }
      if matches(index, key, hash) { return (index, false) }
      slot = (slot + 1) & mask
    }
    let index = entries.count
    pool.append(contentsOf: key)
    entries.append(Entry(hash: hash, end: pool.count))
    slots[slot] = Int32(truncatingIfNeeded: index)
    if entries.count * 2 > slots.count { grow() }
    return (index, true)
  }

  /// As `find`, for an array.
  package func find(_ key: [UInt8]) -> Int? { key.withUnsafeBufferPointer { find($0) } }

  /// As `insert`, for an array.
  @discardableResult
  package mutating func insert(_ key: [UInt8]) -> (index: Int, isNew: Bool) {
    key.withUnsafeBufferPointer { insert($0) }
  }

  @inline(__always)
  private func matches(_ index: Int, _ key: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Bool {
    let entry = entries[index]
    guard entry.hash == hash else { return false }
    let start = index == 0 ? 0 : entries[index - 1].end
    guard entry.end - start == key.count else { return false }
    return pool.withUnsafeBytes { pool in
      // One that is nil is of no bytes, and so is the other.
      guard let text = pool.baseAddress, let bytes = key.baseAddress else { return true }
      return memcmp(text + start, bytes, key.count) == 0
    }
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    mask = slots.count - 1
    for (index, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(truncatingIfNeeded: index)
    }
  }

  /// Eight bytes at a time, multiplied and mixed (the finaliser of MurmurHash3); the same on every machine.
  @inline(__always)
  package static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let bytes = UnsafeRawBufferPointer(key)
    var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset + 8 <= bytes.count {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      hash = mixed(hash ^ word)
      offset += 8
    }
    let rest = bytes.count - offset
    if rest > 0 {
      // The bytes that are left, the first of them highest.
      var word: UInt64 = 0
      if offset > 0 {
        let last = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self))
        word = last & ((1 << UInt64(8 * rest)) - 1)
      } else {
        while offset < bytes.count {
          word = word << 8 | UInt64(bytes[offset])
          offset += 1
        }
      }
      hash = mixed(hash ^ word)
    }
    return hash
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    var hash = value
    hash ^= hash >> 33
    hash = hash &* 0xFF51_AFD7_ED55_8CCD
    return hash ^ hash >> 33
  }
}
