import Foundation
import TestSupport
import Testing

@testable import ReportEngine
@testable import ReportScripting

/// Every function of the script API with arguments that nobody would give: errors, or a document that every renderer takes.
@Suite struct HostileCallTests {
  /// More with `REPORTGEN_FUZZ_RUNS`.
  private static let runs =
    ProcessInfo.processInfo.environment["REPORTGEN_FUZZ_RUNS"].flatMap { Int($0) }.map { $0 / 50 } ?? 40

  private static func bytes(_ seed: Int, _ count: Int) -> [UInt8] {
    // SplitMix64 (Steele, Lea and Flood 2014).
    var state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15
    return (0..<count).map { _ in
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return UInt8(truncatingIfNeeded: (mixed ^ mixed >> 31) >> 24)
    }
  }

  @Test(arguments: 1...runs) func callsEndInErrorsOrDocuments(_ seed: Int) throws {
    let source = HostileCalls.script(Self.bytes(seed, 1500))
    let limits = ScriptLimits(time: .seconds(5), memory: 64 << 20, output: 1 << 20)
    let engine = ReportEngine(configuration: ReportEngine.Configuration(limits: limits, documentLimit: 20_000))
    do {
      let report = try engine.report(source: source, name: "calls.lua")
      guard case .document(let document) = try report.run(try ScriptFixture.input()) else { return }
      for format in OutputFormat.allCases {
        var sink = MemorySink()
        try format.renderer(RenderOptions()).render(document, into: &sink)
        #expect(!sink.bytes.isEmpty)
      }
    } catch let error as ReportError {
      if case .script(let errors) = error { #expect(errors.allSatisfy { $0.kind != .syntax }, "\(errors)\n\(source)") }
    }
  }

  @Test func theSameBytesGiveTheSameScript() {
    #expect(HostileCalls.script(Self.bytes(7, 500)) == HostileCalls.script(Self.bytes(7, 500)))
    #expect(Set((1...20).map { HostileCalls.script(Self.bytes($0, 500)) }).count == 20)
  }
}
