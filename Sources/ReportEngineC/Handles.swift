import CReportEngine
import ReportEngine
import Synchronization

/// A C string that lives as long as the object that holds it.
final class CText: @unchecked Sendable {
  // Unchecked: written in the initialiser only.
  let pointer: UnsafeMutablePointer<CChar>
  let count: Int

  /// Copies `bytes` and puts a zero behind them.
  init(_ bytes: [UInt8]) {
    count = bytes.count
    pointer = .allocate(capacity: bytes.count + 1)
    for (index, byte) in bytes.enumerated() { pointer[index] = CChar(bitPattern: byte) }
    pointer[bytes.count] = 0
  }

  /// For a text in messages: what stands behind a zero would be lost, so there is none.
  convenience init(_ text: String) { self.init(text.utf8.filter { $0 != 0 }) }

  deinit { pointer.deallocate() }
}

final class EngineHandle {
  let engine: ReportEngine

  init(_ engine: ReportEngine) { self.engine = engine }
}

final class ArticlesHandle {
  private(set) var articles: [Article] = []
  private(set) var problems: [LoadResult.Problem] = []
  private(set) var problemTexts: [CText] = []

  func add(_ result: LoadResult) -> Int {
    articles += result.articles
    problems += result.problems
    problemTexts += result.problems.map { CText($0.description) }
    return result.articles.count
  }
}

final class ReportHandle {
  let report: Report
  let title: CText

  init(_ report: Report) {
    self.report = report
    title = CText(report.metadata.title)
  }
}

final class OutputHandle {
  let text: CText
  let skipped: CText?

  init(_ bytes: [UInt8], skipped: String? = nil) {
    text = CText(bytes)
    self.skipped = skipped.map { CText($0) }
  }
}

final class ErrorHandle {
  let code: reportengine_code
  let message: CText
  let file: CText?
  let line: Int32

  init(_ code: reportengine_code, _ message: String, at place: ScriptError? = nil) {
    self.code = code
    self.message = CText(message)
    file = place.flatMap { $0.chunk.isEmpty ? nil : CText($0.chunk) }
    line = Int32(clamping: place?.line ?? 0)
  }

  convenience init(_ error: ReportError) {
    switch error {
    case .missing: self.init(REPORTENGINE_MISSING, error.description)
    case .unreadable: self.init(REPORTENGINE_UNREADABLE, error.description)
    case .script(let errors): self.init(REPORTENGINE_SCRIPT, error.description, at: errors.first)
    case .limit(let stopped): self.init(REPORTENGINE_LIMIT, error.description, at: stopped)
    case .parameters: self.init(REPORTENGINE_PARAMETERS, error.description)
    case .timeZone: self.init(REPORTENGINE_ARGUMENT, error.description)
    case .cancelled: self.init(REPORTENGINE_CANCELLED, error.description)
    }
  }
}

/// What a call of the C interface throws.
struct CallError: Error, CustomStringConvertible {
  let description: String

  init(_ message: String) { description = message }
}

// Objects cross the border as opaque pointers that own a reference.

/// The objects that callers own, so that a pointer that was freed, or is of another kind, is known for what it is. That is
/// all that this library remembers outside of its objects.
private let handedOut = Mutex<[UInt: ObjectIdentifier]>([:])

func handOut<Object: AnyObject>(_ object: Object) -> OpaquePointer {
  let pointer = OpaquePointer(Unmanaged.passRetained(object).toOpaque())
  let (address, kind) = (UInt(bitPattern: pointer), ObjectIdentifier(Object.self))
  handedOut.withLock { $0[address] = kind }
  return pointer
}

/// The object behind a pointer; nil for NULL, for one that was freed, and for one of another kind.
func object<Object: AnyObject>(_ pointer: OpaquePointer?, as type: Object.Type) -> Object? {
  guard let pointer else { return nil }
  let (address, kind) = (UInt(bitPattern: pointer), ObjectIdentifier(type))
  guard handedOut.withLock({ $0[address] }) == kind else { return nil }
  return Unmanaged<Object>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
}

/// Frees what a pointer owns; nothing happens for one that owns nothing, or something of another kind.
func giveBack<Object: AnyObject>(_ pointer: OpaquePointer?, as type: Object.Type) {
  guard let pointer else { return }
  let (address, kind) = (UInt(bitPattern: pointer), ObjectIdentifier(type))
  let isKnown = handedOut.withLock { known in
    guard known[address] == kind else { return false }
    known[address] = nil
    return true
  }
  if isKnown { Unmanaged<Object>.fromOpaque(UnsafeRawPointer(pointer)).release() }
}

/// Runs `body`; what it throws is put where the caller wants errors.
func reporting<Result>(_ place: UnsafeMutablePointer<OpaquePointer?>?, _ body: () throws -> Result) -> Result? {
  do {
    return try body()
  } catch {
    let handle: ErrorHandle
    switch error {
    case let error as ReportError: handle = ErrorHandle(error)
    default: handle = ErrorHandle(REPORTENGINE_ARGUMENT, "\(error)")
    }
    place?.pointee = handOut(handle)
    return nil
  }
}
