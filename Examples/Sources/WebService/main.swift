// Reports over HTTP. Each request has limits of its own, the response is streamed, and a client that goes away stops its
// script.
//
//     WebService [FOLDER] [PORT]
//     curl 'http://127.0.0.1:8080/reports/daily-briefing?lang=en&window=2d&now=2025-03-14T07:00:00Z'
//     curl --data-binary @own.lua 'http://127.0.0.1:8080/reports?format=text&now=2025-03-14T07:00:00Z'
import Hummingbird
import ReportEngine

let arguments = Array(CommandLine.arguments.dropFirst())
let loaded = ArticleLoader().load(paths: [arguments.first ?? "../samples/news"])
let port = arguments.dropFirst().first.flatMap { Int($0) } ?? 8080

// Strangers' scripts get two seconds and 64 MiB; at most eight run at a time.
let engine = ReportEngine(
  configuration: ReportEngine.Configuration(
    limits: ScriptLimits(time: .seconds(2), memory: 64 << 20, output: 8 << 20), maximumConcurrentRuns: 8))
let service = ReportService(engine: engine, store: MemoryArticleStore(loaded.articles), problems: loaded.problems)

let router = Router()
router.get("reports/:name") { request, context -> Response in
  let name = try context.parameters.require("name")
  // Only shipped reports go by name: a path of the server's is nobody's business.
  guard ReportEngine.shippedReports.contains(name) else { return .text("there is no report “\(name)”\n", .notFound) }
  return await service.respond(to: request) { try engine.report(at: name) }
}
router.post("reports") { request, _ -> Response in
  let body = try await request.body.collect(upTo: 1 << 20)
  return await service.respond(to: request) { try engine.report(source: String(buffer: body), name: "report.lua") }
}

let application = Application(
  router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)))
try await application.runService()
