import Foundation
import Testing

@testable import ReportJobs
@testable import ReportSystem

@Suite struct PrivacyTests {
  private let directory: String

  init() throws {
    directory = scratchDirectory("private")
    try SmallFile.makeDirectory(directory)
  }

  private func mode(_ name: String) -> mode_t {
    var status = stat()
    return stat("\(directory)/\(name)", &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test func whatJobsKeepIsTheirOwnersAlone() throws {
    _ = try Ledger(path: "\(directory)/ledger.sqlite")
    #expect(mode("ledger.sqlite") == 0o600)
    chmod("\(directory)/ledger.sqlite", 0o644)
    _ = try Ledger(path: "\(directory)/ledger.sqlite")
    #expect(mode("ledger.sqlite") == 0o600)
    try SmallFile.makeDirectory("\(directory)/locks")
    #expect(mode("locks") != 0o700)
    try SmallFile.makePrivateDirectory("\(directory)/locks")
    #expect(mode("locks") == 0o700)
    let lock = try JobLock(job: "a", directory: "\(directory)/locks")
    #expect(mode("locks/a.lock") == 0o600 && mode("locks/a.lease") == 0o600)
    lock.release()
  }

  @Test func aCommandLineIsNotWrittenDown() throws {
    let command = "curl -H 'Authorization: Bearer T0PSECRET' https://example.org"
    let name = CommandName.of(command)
    #expect(name == CommandName.of(command) && name != CommandName.of(command + " ") && !name.contains("T0P"))
    // FNV-1a of the empty text, and of "a" (Fowler, Noll and Vo).
    #expect(CommandName.of("") == "command:cbf29ce484222325")
    #expect(CommandName.of("a") == "command:af63dc4c8601ec8c")
    var carrier = LocalCarrier(mail: nil, job: "j")
    try SmallFile.write("text", to: "\(directory)/1")
    carrier.commands = ["exit 3", "cat > \(directory)/got"]
    func parcel(_ target: String) -> Parcel {
      Parcel(receiver: "command 1", kind: .command, items: [Parcel.Item(staged: "1", target: target)])
    }
    try carrier.deliver(parcel(CommandName.of("cat > \(directory)/got")), from: directory)
    #expect(try SmallFile.read("\(directory)/got") == "text")
    // What an earlier version staged.
    try carrier.deliver(parcel("cat > \(directory)/got"), from: directory)
    #expect(throws: OutputFailure.self) { try carrier.deliver(parcel(CommandName.of("true")), from: directory) }
  }

  @Test func aLeaseOfTheFutureIsBrokenOnDemandOnly() throws {
    try SmallFile.write("other/1 process 7 abc", to: "\(directory)/a.lease")
    let future = time(nil) + 10_000_000
    var times = [timeval(tv_sec: future, tv_usec: 0), timeval(tv_sec: future, tv_usec: 0)]
    utimes("\(directory)/a.lease", &times)
    #expect(JobLock.foreignHolder(job: "a", directory: directory) == "other/1")
    do {
      _ = try JobLock(job: "a", directory: directory)
      Issue.record("the lease was broken")
    } catch { #expect("\(error)".contains("--take-over")) }
    let lock = try JobLock(job: "a", directory: directory, takesOver: true)
    #expect(lock.isHeld && JobLock.foreignHolder(job: "a", directory: directory) == nil)
    lock.release()
  }
}

@Suite struct OutputFileTests {
  private let directory: String

  init() throws {
    directory = scratchDirectory("outputs")
    try SmallFile.makeDirectory(directory)
  }

  private func written(_ name: String, _ text: String) throws -> OutputFile {
    var file = try OutputFile(path: "\(directory)/\(name)")
    try Array(text.utf8).withUnsafeBufferPointer { try file.write($0) }
    try file.finish()
    return file
  }

  /// When a later one cannot be put in place, earlier ones are as they were: there with their old text, or not there.
  @Test func outputsAppearTogetherOrNotAtAll() throws {
    try SmallFile.write("before", to: "\(directory)/a")
    var files = [try written("a", "after"), try written("b", "after"), try written("c", "after")]
    try SmallFile.makeDirectory("\(directory)/c/in-the-way")
    #expect(throws: OutputFailure.self) { try OutputFile.commit(&files) }
    #expect(try SmallFile.read("\(directory)/a") == "before")
    #expect(try SmallFile.names(in: directory) == ["a", "c"])
    var others = [try written("a", "after"), try written("b", "after")]
    try OutputFile.commit(&others)
    #expect(try SmallFile.read("\(directory)/a") == "after" && SmallFile.read("\(directory)/b") == "after")
    #expect(try SmallFile.names(in: directory) == ["a", "b", "c"])
  }

  @Test func aPipeThatIsCalledAsAnAbandonedFileIsLeftAlone() throws {
    #expect(mkfifo("\(directory)/.x.reportgen-z", 0o600) == 0)
    var files = [try written("x", "text")]
    try OutputFile.commit(&files)
    #expect(try SmallFile.names(in: directory) == [".x.reportgen-z", "x"])
  }
}
