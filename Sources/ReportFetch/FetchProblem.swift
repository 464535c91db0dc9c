/// Why a source brought nothing.
public struct FetchProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// How long it is likely to last.
  public enum Kind: String, Sendable, Hashable {
    /// A server or network that may be well again in minutes.
    case temporary
    /// Something that a person at the publisher's has to notice: a page in place of a feed, a refusal.
    case soft
    /// Something that does not pass by itself: no such address, a wrong certificate.
    case hard
    /// The server says that there will never be anything again (410).
    case gone
    /// The server asks for patience; no failure.
    case postponed
    /// This machine's own affair: libcurl is missing, a command for a password failed, the archive cannot be written.
    case local
  }

  /// The kind.
  public var kind: Kind
  /// One sentence.
  public var message: String
  /// Seconds to wait at least.
  public var wait: Int?

  /// Makes a problem.
  public init(_ kind: Kind, _ message: String, wait: Int? = nil) {
    (self.kind, self.message, self.wait) = (kind, message, wait)
  }

  init(_ failure: TransferFailure) {
    let kind: Kind =
      switch failure.kind {
      case .library: .local
      case .refusedAddress, .certificate, .badAddress: .hard
      case .unknownHost, .notConnected, .timedOut, .truncated, .other: .temporary
      case .tooLarge, .encoding, .tls: .soft
      }
    self.init(kind, failure.description)
  }

  /// The sentence.
  public var description: String { message }

  /// What an answer of this status means; nil when it is an article or a feed.
  static func of(_ answer: Answer, now: Int) -> FetchProblem? {
    let wait = Waiting.retryAfter(answer.headers, now: now)
    let place = answer.address.shown
    switch answer.status {
    case 200, 203, 226, 304: return nil
    case 401, 407: return FetchProblem(.soft, "\(place) wants a name and password (401)")
    case 402, 403, 451: return FetchProblem(.soft, "\(place) refuses (\(answer.status))", wait: wait)
    case 404: return FetchProblem(.hard, "\(place) is not there (404)")
    case 410: return FetchProblem(.gone, "\(place) is gone for good (410)")
    case 408, 425: return FetchProblem(.temporary, "\(place) did not answer in time (\(answer.status))", wait: wait)
    case 429: return FetchProblem(.temporary, "\(place): too many requests (429)", wait: wait ?? 3600)
    case 500...599: return FetchProblem(.temporary, "\(place) is out of order (\(answer.status))", wait: wait)
    case 300...399: return FetchProblem(.soft, "\(place) redirects to nowhere (\(answer.status))")
    case 200...299: return FetchProblem(.soft, "\(place) answers without content (\(answer.status))")
    default: return FetchProblem(.soft, "\(place) answers with status \(answer.status)", wait: wait)
    }
  }
}
