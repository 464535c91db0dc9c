import Hummingbird
import ReportEngine

/// Makes responses of reports.
struct ReportService: Sendable {
  let engine: ReportEngine
  let store: MemoryArticleStore
  let problems: [LoadResult.Problem]

  /// Runs the report that `find` finds with the parameters of the request's query and streams what it makes.
  func respond(to request: Request, _ find: () throws -> Report) async -> Response {
    var parameters = Dictionary(
      request.uri.queryParameters.map { (String($0.key), String($0.value)) }, uniquingKeysWith: { $1 })
    let format = parameters.removeValue(forKey: "format") ?? "html"
    guard let output = OutputFormat(rawValue: format) else {
      return .text("there is no format “\(format)”\n", .badRequest)
    }
    // The engine asks no clock; here the caller gives the moment.
    guard let now = parameters.removeValue(forKey: "now").flatMap({ Instant(rfc3339: $0) }) else {
      return .text("now=… is needed, a moment such as 2025-03-14T07:00:00Z\n", .badRequest)
    }
    do {
      let input = ReportInput(articles: store, parameters: parameters, now: now, problems: problems)
      switch try await engine.run(try find(), input) {
      case .skipped(let reason): return .text(reason + "\n", .noContent)
      case .document(let document):
        let pieces = engine.bytes(of: document, as: output)
        let body = ResponseBody { writer in
          for try await piece in pieces { try await writer.write(ByteBuffer(bytes: piece)) }
          try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: output.mediaType], body: body)
      }
    } catch let error as ReportError {
      switch error {
      case .limit: return .text(error.description + "\n", .contentTooLarge)
      default: return .text(error.description + "\n", .unprocessableContent)
      }
    } catch {
      return .text("\(error)\n", .internalServerError)
    }
  }
}

extension OutputFormat {
  fileprivate var mediaType: String {
    switch self {
    case .html: return "text/html; charset=utf-8"
    case .json, .pandoc: return "application/json"
    case .eml: return "message/rfc822"
    default: return "text/plain; charset=utf-8"
    }
  }
}

extension Response {
  static func text(_ text: String, _ status: HTTPResponse.Status) -> Response {
    Response(
      status: status, headers: [.contentType: "text/plain; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: status == .noContent ? "" : text)))
  }
}
