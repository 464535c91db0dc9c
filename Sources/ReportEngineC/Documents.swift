import CReportEngine
import ReportEngine

// What a run makes, kept, and how the run gets on; in the header's order.

/// What a run made.
final class DocumentHandle {
  let document: Document?
  let skipped: CText?

  init(_ outcome: ReportOutcome) {
    switch outcome {
    case .document(let document): (self.document, skipped) = (document, nil)
    case .skipped(let reason): (document, skipped) = (nil, CText(reason))
    }
  }
}

@c @implementation
public func reportengine_run(
  _ report: OpaquePointer?, _ articles: OpaquePointer?, _ input: UnsafePointer<reportengine_input>?,
  _ progress: reportengine_progress?, _ context: UnsafeMutableRawPointer?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> OpaquePointer? {
  reporting(error) {
    guard let report = object(report, as: ReportHandle.self),
      let collection = object(articles, as: ArticlesHandle.self), let input
    else {
      throw CallError("reportengine_run: report, articles and input are required")
    }
    let heard = progress.map { told in
      { (step: ReportProgress) in
        switch step {
        case .started: told(context, REPORTENGINE_STARTED, 0, nil)
        case .articles(let count): told(context, REPORTENGINE_ARTICLES, Int64(count), nil)
        case .log(let message):
          let text = CText(message.text)
          withExtendedLifetime(text) { told(context, REPORTENGINE_LOG, 0, text.pointer) }
        }
      }
    }
    let run = try ReportInput(input.pointee, collection)
    let cancellation = try Cancellation.given(input.pointee)
    heard?(.started)
    return handOut(DocumentHandle(try report.report.run(run, cancellation: cancellation, progress: heard)))
  }
}

@c @implementation
public func reportengine_document_skipped(_ document: OpaquePointer?) -> UnsafePointer<CChar>? {
  object(document, as: DocumentHandle.self)?.skipped.map { UnsafePointer($0.pointer) }
}

@c @implementation
public func reportengine_document_render(
  _ document: OpaquePointer?, _ format: UnsafePointer<CChar>?, _ style: UnsafePointer<reportengine_style>?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> OpaquePointer? {
  reporting(error) {
    guard let document = object(document, as: DocumentHandle.self), let format else {
      throw CallError("reportengine_document_render: document and format are required")
    }
    let renderer = try OutputFormat.renderer(format, style)
    guard let made = document.document else { return handOut(OutputHandle([])) }
    var sink = MemorySink()
    try renderer.render(made, into: &sink)
    return handOut(OutputHandle(sink.bytes))
  }
}

@c @implementation
public func reportengine_document_free(_ document: OpaquePointer?) { giveBack(document, as: DocumentHandle.self) }

@c @implementation
public func reportengine_report_json(_ report: OpaquePointer?) -> OpaquePointer? {
  object(report, as: ReportHandle.self).map { handOut(OutputHandle(Array(ReportJSON.object($0.report).utf8))) }
}
