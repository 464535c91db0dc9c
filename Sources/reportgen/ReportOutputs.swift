import ArgumentParser
import ReportEngine
import ReportJobs

/// Where a report goes: files and standard output, each in its format.
struct ReportOutputs {
  let targets: [(path: String, format: ReportFormat)]

  /// The outputs named by `-o`; without any, standard output. `format` overrides what file names tell.
  init(_ paths: [String], format: OutputFormat?) throws {
    if paths.isEmpty {
      targets = [("-", .rendered(format ?? .text))]
      return
    }
    guard Set(paths).count == paths.count else { throw ValidationError("-o names the same file twice.") }
    targets = try paths.map { path in
      if let format { return (path, .rendered(format)) }
      if let format = path == "-" ? .rendered(.text) : ReportFormat(fileName: path) { return (path, format) }
      throw ValidationError("-o \(path): the name does not tell the format; add --format.")
    }
  }

  /// Writes all outputs; they appear together or not at all. `limit` is the size that one may have, in bytes.
  func write(_ document: Document, options: RenderOptions, limit: Int, isOutOfTime: @escaping () -> Bool = { false })
    throws
  {
    do {
      var files: [OutputFile] = []
      for (path, format) in targets {
        var file = LimitedSink(try OutputFile(path: path), limit: limit, isOutOfTime: isOutOfTime)
        try format.write(document, options: options, into: &file)
        try file.base.finish()
        files.append(file.base)
      }
      try OutputFile.commit(&files)
    } catch let failure as OutputFailure {
      throw CommandFailure(.outputFailed, failure.description)
    } catch let excess as OutputTooLarge {
      throw CommandFailure(.limitReached, excess.description)
    }
  }
}
