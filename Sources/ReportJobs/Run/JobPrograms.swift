import ReportEngine

extension Job {
  /// What the engine of a job works with: the job's limits, and its programs in the place of the built-in summarizer and
  /// clusterer, which come in where a program fails. Their answers are kept in `cache`; `log` gets what went wrong.
  package func configuration(
    cache: String?, log: @escaping @Sendable (ReportEngine.LogMessage) -> Void
  ) -> ReportEngine.Configuration {
    let place = "job “\(name)”"
    let warn: @Sendable (String) -> Void = { text in
      log(ReportEngine.LogMessage(level: .warning, text: text, place: place))
    }
    let summarizer = summarizer.map { program in
      SummarizerWithFallback(
        ExternalSummarizer(command: program.command, timeLimit: Double(program.time), cache: cache), warn: warn)
    }
    let clusterer = clusterer.map { program in
      ClustererWithFallback(
        ExternalClusterer(command: program.command, timeLimit: Double(program.time), cache: cache), warn: warn)
    }
    return ReportEngine.Configuration(
      limits: ScriptLimits(
        time: .seconds(min(limits.time, limits.total)), memory: limits.memory << 20, output: limits.output << 20),
      summarizer: summarizer, clusterer: clusterer, log: log)
  }
}
