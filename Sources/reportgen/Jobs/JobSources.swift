import Glibc
import ReportEngine
import ReportFetch
import ReportJobs
import ReportSystem

/// The sources that a job fetches before it makes a report.
enum JobSources {
  /// Brings what is new, in the time that the file gives to it, and returns the sources that are missing. A source that fails does not
  /// stop the report; `remark` hears what the history says. Throws `CommandFailure` for mistakes of the file.
  static func fetch(
    for job: Job, of file: JobsFile, into archive: String, _ messages: MessageOptions, remark: (String?) -> Void
  ) throws -> [LoadResult.Problem] {
    guard let names = job.sources else { return [] }
    let log = messages.logger
    let sources = try SourcesOptions.read(file.path)
    let chosen = try sources.chosen(names)
    var fetcher: Fetcher
    do { fetcher = try sources.fetcher(chosen, archive: archive, log: log) } catch let failure as CommandFailure {
      // What is there already makes a report, too.
      log.error("job “\(job.name)”: the sources cannot be fetched: \(failure.description)")
      return [.init(kind: .unreadable, path: "sources", message: failure.description)]
    }
    fetcher.timeLimit = min(Double(sources.settings.deadline), job.limits.total / 2)
    let outcomes = try FetchRun(fetcher, .fresh, messages).run(log)
    var missing = outcomes.compactMap { outcome in
      outcome.missing.map { LoadResult.Problem(kind: .unreadable, path: outcome.name, message: $0) }
    }
    let known = Set(missing.map(\.path))
    var remarks = missing.map { "\($0.path): \($0.message)" }
    for health in try SourcesFile.translating({ try fetcher.state.health(of: chosen, now: Int(time(nil))) })
    where !known.contains(health.name) {
      let message = health.message ?? health.state.rawValue
      switch health.state {
      case .failing:
        // A failure that is not asked about again yet is one all the same.
        missing.append(.init(kind: .unreadable, path: health.name, message: message))
      case .silent:
        if sources.settings.reportsSilent { missing.append(.init(kind: .empty, path: health.name, message: message)) }
      case .moved: break
      case .well, .new, .gone: continue
      }
      remarks.append("\(health.name): \(message)")
    }
    remark(
      remarks.isEmpty
        ? nil : "sources: " + remarks.prefix(20).joined(separator: "; ") + (remarks.count > 20 ? " …" : ""))
    return missing
  }
}
