import ReportScripting

extension ReportEngine {
  /// Makes an engine.
  public init(configuration: Configuration = Configuration()) {
    var configuration = configuration
    configuration.renderer = { $0.renderer() }
    self.init(configuration)
  }
}
