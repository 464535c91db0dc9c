import Glibc
import ReportArticles
import ReportSystem

/// A program that answers a JSON object on its standard input with one on its standard output, under a time limit. What it
/// has answered to the same question is kept, if there is a directory for it.
struct ExternalProgram: Sendable {
  /// Answers kept; beyond that the oldest go.
  private static let keptAnswers = 2_000

  /// What it is called in messages.
  let role: String
  /// What `/bin/sh -c` runs.
  let command: String
  /// Seconds after which it and everything it started is killed.
  let timeLimit: Double
  /// The directory of kept answers.
  let cache: String?

  /// What the program answers, as `read` takes it. An answer that `read` throws at is not kept.
  func answer<Answer>(to request: String, _ read: ([UInt8]) throws -> Answer) throws -> Answer {
    let name = cache.map { $0 + "/" + key(request) + ".json" }
    if let name, let kept = try? SmallFile.bytes(of: name), let answer = try? read(kept) { return answer }
    let output = try run(Array(request.utf8))
    let answer = try read(output)
    if let name, let cache { keep(output, as: name, in: cache) }
    return answer
  }

  private func run(_ request: [UInt8]) throws -> [UInt8] {
    do throws(ChildProcess.Failure) {
      return try ChildProcess.run(command, input: request, timeLimit: timeLimit)
    } catch {
      throw failure(error)
    }
  }

  private func failure(_ failure: ChildProcess.Failure) -> ExternalProgramFailure {
    let reason: ExternalProgramFailure.Reason
    switch failure {
    case .notStarted(let why): reason = .notStarted(why)
    case .timedOut: reason = .timedOut(seconds: timeLimit)
    case .failed(let status): reason = .failed(status: status)
    case .tooMuchOutput: reason = .badOutput("more than 64 MiB")
    case .unknownEnd: reason = .badOutput("how it ended is not known, for SIGCHLD is ignored")
    }
    return ExternalProgramFailure(role: role, command: command, reason: reason)
  }

  func badOutput(_ why: String) -> ExternalProgramFailure {
    ExternalProgramFailure(role: role, command: command, reason: .badOutput(why))
  }

  // MARK: Kept answers

  /// The question, which holds the articles whole, and the command, as 128 bits.
  private func key(_ request: String) -> String {
    func digest(_ seed: UInt64) -> String {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ seed
      for byte in command.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
      hash = Hash.mix(hash)
      for byte in request.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
      let text = String(Hash.mix(hash), radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }
    return digest(0) + digest(0x9e37_79b9_7f4a_7c15)
  }

  /// Best effort: a directory that cannot be written costs no more than asking again.
  private func keep(_ output: [UInt8], as name: String, in directory: String) {
    do {
      try SmallFile.makeDirectory(directory, mode: 0o700)
      let draft = name + ".\(getpid())"
      try SmallFile.write(String(decoding: output, as: UTF8.self), to: draft)
      guard rename(draft, name) == 0 else {
        unlink(draft)
        return
      }
      let names = try SmallFile.names(in: directory).filter { $0.hasSuffix(".json") }
      guard names.count > Self.keptAnswers else { return }
      let dated = names.map { file -> (path: String, time: Int) in
        var status = stat()
        let path = directory + "/" + file
        return (path, stat(path, &status) == 0 ? Int(status.st_mtim.tv_sec) : 0)
      }
      // A quarter at a time, so that this is seldom.
      let surplus = names.count - Self.keptAnswers * 3 / 4
      for old in dated.sorted(by: { $0.time < $1.time }).prefix(surplus) { unlink(old.path) }
    } catch {}
  }

  // MARK: Questions

  /// `{"version":1,` what `first` writes, `"articles":[…]}` and a line feed.
  static func request(_ articles: [Article], _ first: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("version")
      writer.number(1)
      first(&writer)
      writer.key("articles")
      writer.array { writer in
        for article in articles { write(article, to: &writer) }
      }
    }
    return writer.text + "\n"
  }

  private static func write(_ article: Article, to writer: inout JSONWriter) {
    writer.object { writer in
      let texts = [
        ("id", article.id), ("title", article.title), ("language", article.language), ("publisher", article.publisher),
        ("published", article.published?.value),
      ]
      for (name, text) in texts {
        writer.key(name)
        writer.string(text)
      }
      writer.key("paragraphs")
      writer.strings(article.paragraphs)
    }
  }
}

/// What went wrong with a program that chooses sentences or groups articles.
///
/// ```swift
/// let failure = ExternalProgramFailure(role: "clusterer", command: "group", reason: .failed(status: 3))
/// failure.description  // → "clusterer “group” ended with exit code 3"
/// ```
public struct ExternalProgramFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The reasons.
  public enum Reason: Sendable, Hashable {
    /// It could not be started, for the reason given.
    case notStarted(String)
    /// It did not finish within the limit and was killed.
    case timedOut(seconds: Double)
    /// It ended with a code other than 0, or by a signal (negative).
    case failed(status: Int)
    /// Its output is not what was agreed on.
    case badOutput(String)
  }

  /// `summarizer` or `clusterer`.
  public var role: String
  /// The command line.
  public var command: String
  /// The reason.
  public var reason: Reason

  /// Makes a failure.
  public init(role: String, command: String, reason: Reason) {
    (self.role, self.command, self.reason) = (role, command, reason)
  }

  public var description: String {
    let name = "\(role) “\(command)”"
    switch reason {
    case .notStarted(let why): return "\(name) could not be started: \(why)"
    case .timedOut(let seconds): return "\(name) did not finish within \(seconds.plain) seconds and was stopped"
    case .failed(let status) where status < 0: return "\(name) was ended by signal \(-status)"
    case .failed(let status): return "\(name) ended with exit code \(status)"
    case .badOutput(let why): return "\(name) wrote what cannot be read: \(why)"
    }
  }
}

extension Double {
  /// Without decimals where there are none.
  fileprivate var plain: String { rounded() == self && abs(self) < 1e15 ? String(Int(self)) : String(self) }
}
