import ReportDocument
import ReportLua
import ReportRendering
import ReportScripting

extension ReportEngine {
  /// Runs a report on a thread of its own, so that no task is blocked, and follows the cancellation of the calling task: a
  /// running script ends within about 10 ms, one that waits for its turn at once. Throws `ReportError`.
  ///
  /// ```swift
  /// let engine = ReportEngine()
  /// let source = #"return { api = 1, title = "Empty", build = function(ctx) return ctx:document {} end }"#
  /// let report = try engine.report(source: source, name: "empty.lua")
  /// let input = ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0))
  /// if case .document(let document) = try await engine.run(report, input) {
  ///   document.title.plainText  // → "Empty"
  /// }
  /// ```
  public func run(_ report: Report, _ input: ReportInput) async throws(ReportError) -> ReportOutcome {
    try await run(report, input, progress: nil)
  }

  /// Starts a run in the background; see `ReportTask`.
  public func start(_ report: Report, _ input: ReportInput) -> ReportTask {
    let (stream, continuation) = AsyncStream.makeStream(
      of: ReportProgress.self, bufferingPolicy: .bufferingNewest(ReportTask.bufferedSteps))
    let task = Task { () -> Result<ReportOutcome, ReportError> in
      defer { continuation.finish() }
      do throws(ReportError) {
        return .success(try await run(report, input) { continuation.yield($0) })
      } catch {
        return .failure(error)
      }
    }
    return ReportTask(progress: stream, task: task)
  }

  private func run(
    _ report: Report, _ input: ReportInput, progress: (@Sendable (ReportProgress) -> Void)?
  ) async throws(ReportError) -> ReportOutcome {
    let cancellation = Cancellation()
    let result: Result<ReportOutcome, ReportError>? = await withTaskCancellationHandler {
      await threads.perform {
        progress?(.started)
        do throws(ReportError) {
          return .success(try report.run(input, cancellation: cancellation, progress: progress))
        } catch {
          return .failure(error)
        }
      }
    } onCancel: {
      cancellation.cancel()
    }
    // No result: the task was cancelled while the run waited for its turn.
    guard let result else { throw ReportError.cancelled }
    return try result.get()
  }
}

extension ReportEngine {
  /// Renders a document on a thread of its own and hands out the bytes as they are made, in pieces of about 64 KiB: for a
  /// response that begins before the whole report is written. Rendering ends when the sequence is no longer read.
  ///
  /// ```swift
  /// let document = Document(language: "en", direction: .leftToRight, blocks: [Block(.paragraph([.text("Dam")]))])
  /// var page: [UInt8] = []
  /// for try await piece in ReportEngine().bytes(of: document, as: .text) { page += piece }
  /// String(decoding: page, as: UTF8.self).hasSuffix("Dam\n")  // → true
  /// ```
  public func bytes(
    of document: Document, as format: OutputFormat, options: RenderOptions = RenderOptions()
  ) -> AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream { continuation in
      let task = Task {
        let failure: (any Error)?? = await threads.perform {
          var sink = PieceSink(continuation: continuation)
          do {
            try format.renderer(options).render(document, into: &sink)
            return nil
          } catch {
            return error
          }
        }
        continuation.finish(throwing: failure ?? ReportError.cancelled)
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}

/// Hands on what a renderer writes; renderers write in pieces of their own.
private struct PieceSink: ByteSink {
  let continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation

  mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    if case .terminated = continuation.yield(Array(bytes)) { throw RunCancelled() }
  }
}

/// A run that was started in the background. It goes on when this value is forgotten.
///
/// ```swift
/// let engine = ReportEngine()
/// let source = #"return { api = 1, title = "Quiet", build = function(ctx) return ctx:skip("nothing new") end }"#
/// let report = try engine.report(source: source, name: "quiet.lua")
/// let task = engine.start(report, ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0)))
/// var steps: [ReportProgress] = []
/// for await step in task.progress { steps.append(step) }
/// steps == [.started]  // → true
/// try await task.outcome  // → skipped(reason: "nothing new")
/// ```
public struct ReportTask: Sendable {
  /// Steps that wait to be read; older ones are dropped.
  static let bufferedSteps = 256

  /// The steps of the run, for one reader; ends with the run. Whoever reads slowly misses steps, never delays the run.
  public let progress: AsyncStream<ReportProgress>
  private let task: Task<Result<ReportOutcome, ReportError>, Never>

  init(progress: AsyncStream<ReportProgress>, task: Task<Result<ReportOutcome, ReportError>, Never>) {
    self.progress = progress
    self.task = task
  }

  /// What came of the run; waits for its end. Throws `ReportError`.
  public var outcome: ReportOutcome {
    get async throws(ReportError) { try await task.value.get() }
  }

  /// Ends the run; `outcome` then throws `ReportError.cancelled`.
  public func cancel() { task.cancel() }
}
