import ArgumentParser
import ReportEngine
import ReportJobs

/// Where a report goes: files and standard output, each in its format.
struct ReportOutputs {
  let targets: [(path: String, format: Format)]

  /// A format of the engine, or PDF, which another program prints.
  enum Format {
    case rendered(OutputFormat)
    case pdf

    init?(fileName: String) {
      if fileName.lowercased().hasSuffix(".pdf") {
        self = .pdf
      } else if let format = OutputFormat(fileName: fileName) {
        self = .rendered(format)
      } else {
        return nil
      }
    }
  }

  /// The outputs named by `-o`; without any, standard output. `format` overrides what file names tell.
  init(_ paths: [String], format: OutputFormat?) throws {
    if paths.isEmpty {
      targets = [("-", .rendered(format ?? .text))]
      return
    }
    guard Set(paths).count == paths.count else { throw ValidationError("-o names the same file twice.") }
    targets = try paths.map { path in
      if let format { return (path, .rendered(format)) }
      if let format = path == "-" ? .rendered(.text) : Format(fileName: path) { return (path, format) }
      throw ValidationError("-o \(path): the name does not tell the format; add --format.")
    }
  }

  /// Writes all outputs; they appear together or not at all. `limit` is the size that one may have, in bytes.
  func write(_ document: Document, options: RenderOptions, limit: Int) throws {
    do {
      var files: [OutputFile] = []
      for (path, format) in targets {
        var file = LimitedSink(try OutputFile(path: path), limit: limit)
        switch format {
        case .rendered(let format): try format.renderer(options).render(document, into: &file)
        case .pdf:
          var page = MemorySink()
          try HTMLRenderer(options: options).render(document, into: &page)
          let pdf = try PDFPrinter().pdf(of: page.bytes)
          try pdf.withUnsafeBufferPointer { try file.write($0) }
        }
        try file.base.finish()
        files.append(file.base)
      }
      try OutputFile.commit(&files)
    } catch let failure as OutputFailure {
      throw CommandFailure(.outputFailed, failure.description)
    }
  }
}
