/// A report script that has been read: its metadata, ready to run. A value; every run has a state of its own.
public struct Report: Sendable {
  /// What the script says about itself.
  public let metadata: ReportMetadata
  /// The script's name in messages: the path as given.
  public var name: String { source.name }

  let source: ScriptSource
  let configuration: ReportEngine.Configuration

  /// The parameters of a run: those given as text, else the defaults. Throws all problems at once.
  public func parameters(_ given: [String: String]) throws(ParameterProblems) -> [String: ParameterValue] {
    try ReportParameter.values(of: metadata.parameters, given: given)
  }
}
