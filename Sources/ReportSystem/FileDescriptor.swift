import Glibc

/// A system call that failed.
package struct SystemFailure: Error, CustomStringConvertible {
  package let code: Int32
  package var description: String { String(cString: strerror(code)) }

  package init(code: Int32) { self.code = code }
}

/// Whole writes to a file descriptor.
package enum FileDescriptor {
  /// Writes all of `bytes`, going on after interruptions and partial writes.
  package static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) throws {
    let done: Void? = try bytes.withContiguousStorageIfAvailable { try write($0, to: descriptor) }
    if done == nil { try Array(bytes).withUnsafeBufferPointer { try write($0, to: descriptor) } }
  }

  package static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) throws {
    var rest = UnsafeRawBufferPointer(bytes)
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemFailure(code: errno)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }
}
