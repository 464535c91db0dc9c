import Glibc

// libFuzzer's own entry point takes over; it calls back with one input after another.
@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ target: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// The parser under test, chosen by `FUZZ_TARGET`; `list` prints their names.
enum Chosen {
  static let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
  static let parser = parsers.first { $0.name == name }
}

guard Chosen.parser != nil else {
  print(parsers.map(\.name).joined(separator: "\n"))
  exit(Chosen.name == "list" ? 0 : 64)
}

var count = CommandLine.argc
var arguments = CommandLine.unsafeArgv
exit(
  runDriver(&count, &arguments) { bytes, count in
    Chosen.parser?.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
  })
