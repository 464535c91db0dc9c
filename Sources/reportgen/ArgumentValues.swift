import ArgumentParser
import ReportEngine

/// A day in an argument: `YYYY-MM-DD`.
extension CivilDate: ExpressibleByArgument {
  public init?(argument: String) { self.init(iso: argument) }
}

/// How a command that knows two forms prints what it has found.
enum TextOrJSON: String, ExpressibleByArgument, CaseIterable {
  case text, json
}
