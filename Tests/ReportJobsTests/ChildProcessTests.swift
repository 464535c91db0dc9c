import Foundation
import ReportSystem
import Testing

@Suite(.serialized) struct ChildProcessTests {
  private func outcome(_ command: String, input: String = "", limit: Double = 20) -> String {
    do throws(ChildProcess.Failure) {
      return "printed "
        + String(decoding: try ChildProcess.run(command, input: Array(input.utf8), timeLimit: limit), as: UTF8.self)
    } catch {
      return "\(error)"
    }
  }

  // What each command does to its pipes and its children, and what is right.
  @Test(arguments: [
    ("cat", "abc", "printed abc"), ("exit 3", "", "failed(3)"), ("cat >/dev/null; exit 3", "abc", "failed(3)"),
    ("kill -9 $$", "", "failed(-9)"), ("true", String(repeating: "x", count: 1 << 20), "printed "),
    ("exec >&-; sleep 0.2; exit 4", "", "failed(4)"), ("printf a; sleep 300 & printf b", "", "printed ab"),
    ("printf a; (sleep 300 >/dev/null 2>&1 &)", "", "printed a"), ("exec 0<&-; printf c", "abc", "printed c"),
    // Nothing is ignored or held back, whatever whoever started us does.
    ("trap | wc -l | tr -d ' \\n'; kill -PIPE $$; echo no", "", "failed(-13)"), ("kill -HUP $$", "", "failed(-1)"),
    ("/nonexistent/program 2>/dev/null", "", "failed(127)"),
  ])
  func endsAreTold(_ command: String, _ input: String, _ expected: String) {
    let clock = ContinuousClock()
    let start = clock.now
    #expect(outcome(command, input: input) == expected)
    #expect(clock.now - start < .seconds(15))
  }

  // A command that closes its output, is deaf, or starts others does not escape its limit.
  @Test(arguments: [
    "sleep 300", "exec >/dev/null 2>&1 <&-; sleep 300", "trap '' TERM; sleep 300", "sleep 300 & wait", "yes >/dev/null",
    "cat >/dev/null; exec >&-; sleep 300", "yes $(head -c 4000 /dev/zero | tr '\\0' x) >&2",
  ])
  func aCommandIsStoppedAtItsLimit(_ command: String) {
    let clock = ContinuousClock()
    let start = clock.now
    #expect(outcome(command, limit: 0.3) == "timedOut")
    #expect(clock.now - start < .seconds(15))
  }

  @Test func whatACommandLeavesRunningEndsWithIt() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("left-\(UUID().uuidString)").path
    _ = outcome("(sleep 1; touch \(file)) >/dev/null 2>&1 & printf x")
    usleep(1_600_000)
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  @Test func anEndlessOutputIsCut() {
    #expect(outcome("yes") == "tooMuchOutput")
  }

  /// Where the ends of children are ignored the system does not tell how one ended: that is no success.
  @Test func anEndThatNobodyToldOfIsNoSuccess() {
    let previous = signal(SIGCHLD, SIG_IGN)
    defer { signal(SIGCHLD, previous) }
    for command in ["exit 3", "true"] { #expect(outcome(command) == "unknownEnd") }
  }
}
