/// The version of the library and of the command line.
///
/// ```swift
/// EngineVersion.scriptAPI  // → 1
/// EngineVersion.current.isEmpty  // → false
/// ```
public enum EngineVersion {
  /// Semantic version.
  public static let current = "0.2.0"
  /// The version of the script API: the value of `api` in a report script.
  public static let scriptAPI = 1
}
