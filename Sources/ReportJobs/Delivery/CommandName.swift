/// What stands for a command line where the line itself, with whatever secrets are in it, must not.
enum CommandName {
  /// The same for the same command line, in all versions (FNV-1a, 64 bits).
  static func of(_ command: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in command.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return "command:" + String(hash, radix: 16)
  }
}
