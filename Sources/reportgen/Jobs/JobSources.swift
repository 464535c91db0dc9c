import Glibc
import ReportEngine
import ReportFetch
import ReportJobs
import ReportSystem

/// The sources that a job fetches before it makes a report.
enum JobSources {
  /// Brings what is new, in the time that the file gives to it, and returns the sources that are missing. A source that fails does not
  /// stop the report. Throws `CommandFailure` for mistakes of the file.
  static func fetch(
    for job: Job, of file: JobsFile, into archive: String, _ messages: MessageOptions
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
    for health in try SourcesFile.translating({ try fetcher.state.health(of: chosen, now: Int(time(nil))) })
    where !known.contains(health.name) {
      switch health.state {
      // A failure that is not asked about again yet is one all the same.
      case .failing, .silent:
        missing.append(.init(kind: .empty, path: health.name, message: health.message ?? health.state.rawValue))
      case .moved: log.notice("source “\(health.name)”: \(health.message ?? "has moved")")
      case .well, .new, .gone: continue
      }
    }
    return missing
  }
}
