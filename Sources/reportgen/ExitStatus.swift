import ArgumentParser

/// The exit codes of the command line; those from 64 on follow sysexits(3).
enum ExitStatus: Int32 {
  case done = 0
  /// Done, but some inputs could not be read.
  case partial = 3
  case usage = 64
  /// Inputs are there, but nothing in them could be read.
  case noReadableInput = 65
  case inputMissing = 66
  case scriptFailed = 70
  case limitReached = 71
  case outputFailed = 73
  case busy = 75

  var exitCode: ExitCode { ExitCode(rawValue) }
}

/// A message for the user and the code to leave with.
struct CommandFailure: Error, CustomStringConvertible {
  let status: ExitStatus
  let description: String

  init(_ status: ExitStatus, _ description: String) {
    self.status = status
    self.description = description
  }
}
