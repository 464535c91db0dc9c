import Foundation
import Testing

@testable import ReportJobs
@testable import ReportScripting
@testable import ReportSystem

@Suite struct JobLockTests {
  let directory: String

  init() throws {
    directory = scratchDirectory("locks")
    try SmallFile.makeDirectory(directory)
  }

  @Test func aSecondRunIsToldWhoHasTheLock() throws {
    let lock = try JobLock(job: "a", directory: directory)
    do {
      _ = try JobLock(job: "a", directory: directory)
      Issue.record("two runs have the lock")
    } catch { #expect("\(error)".contains("process \(getpid())")) }
    let other = try JobLock(job: "b", directory: directory)
    other.release()
    lock.release()
    try JobLock(job: "a", directory: directory).release()
  }

  @Test func aLeaseOfAnotherMachineIsRespectedUntilItIsOld() throws {
    // A machine whose flock does not reach us.
    try SmallFile.write("other/1 process 7 abc", to: "\(directory)/a.lease")
    #expect(throws: JobLock.Failure.held("a run on other/1")) { try JobLock(job: "a", directory: directory) }
    var times = [timeval(tv_sec: time(nil) - 121, tv_usec: 0), timeval(tv_sec: time(nil) - 121, tv_usec: 0)]
    utimes("\(directory)/a.lease", &times)
    let lock = try JobLock(job: "a", directory: directory)
    #expect(lock.isHeld)
    // The other machine wakes up and takes it back by force: this run must notice before it delivers.
    try SmallFile.write("other/1 process 8 def", to: "\(directory)/a.lease")
    #expect(!lock.isHeld)
    lock.release()
    #expect(try SmallFile.read("\(directory)/a.lease") == "other/1 process 8 def")
  }

  @Test func aLeaseThatThisMachineLeftBehindIsTakenOverAtOnce() throws {
    try SmallFile.write("\(JobLock.host) process 7 abc", to: "\(directory)/a.lease")
    let lock = try JobLock(job: "a", directory: directory)
    lock.release()
    #expect(try SmallFile.names(in: directory) == ["a.lock"])
  }
}
