/// How a document's citations are shown.
///
/// ```swift
/// CitationStyle(rawValue: "none")  // → omitted
/// ```
public enum CitationStyle: String, Sendable, Hashable, CaseIterable {
  /// No markers and no list of sources.
  case omitted = "none"
  /// Numbered markers and a list of sources.
  case short
  /// As `short`; the list names each cited passage as well.
  case full
}
