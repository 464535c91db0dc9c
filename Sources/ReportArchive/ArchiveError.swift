/// Why an archive could not do what it was asked.
///
/// ```swift
/// do throws(ArchiveError) {
///   _ = try ArchiveStore(path: "no/such/file.db")
/// } catch .missing(let path) {
///   path  // → "no/such/file.db"
/// }
/// ```
public enum ArchiveError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is no such file.
  case missing(path: String)
  /// The file is not an archive of this program.
  case foreign(path: String)
  /// A newer version of this program wrote the archive.
  case newer(path: String, version: Int, known: Int)
  /// Another program has been writing for longer than the time that was to be waited.
  case busy(path: String)
  /// The disk is full; what was there before is kept.
  case full(path: String)
  /// The file or its directory cannot be written.
  case readOnly(path: String)
  /// The file is damaged.
  case damaged(path: String, reason: String)
  /// Anything else that the database or the system says.
  case failed(path: String, reason: String)

  public var description: String {
    switch self {
    case .missing(let path):
      return "\(path): there is no such archive; “reportgen archive add \(path) INPUT…” makes one"
    case .foreign(let path): return "\(path): not an archive of reportgen"
    case .newer(let path, let version, let known):
      return "\(path): written by a newer reportgen (archive version \(version), this one knows up to \(known)); "
        + "use that version, or export there and add here"
    case .busy(let path): return "\(path): another program is writing to the archive; try again later"
    case .full(let path): return "\(path): no space is left on the disk; everything added before is kept"
    case .readOnly(let path): return "\(path): the archive cannot be written here; it was left as it was"
    case .damaged(let path, let reason):
      return "\(path): the archive is damaged (\(reason)); “reportgen archive verify \(path)” says how far"
    case .failed(let path, let reason): return "\(path): \(reason)"
    }
  }
}
