import ReportArticles
import ReportSystem

/// A summarizer that is another program: it reads one JSON object from its standard input and writes one to its
/// standard output.
///
/// In: `{"version":1,"budget":{"sentences":3},"articles":[{"id","title","language","publisher","published",
/// "paragraphs":[…]}]}`; the budget is `sentences`, `words` or `characters`. Out: `{"sentences":[{"text","article",
/// "paragraph","start","end","score"}]}` in reading order, offsets in Unicode scalars; all but `text` may be left out.
/// What comes back is checked: a text that stands in the source is cited where it stands, whatever place was given; one
/// that does not is kept and marked as not verbatim. Sentences beyond the budget are dropped.
public struct ExternalSummarizer: Summarizer {
  /// What went wrong with the program.
  public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// It could not be started, for the reason given.
    case notStarted(command: String, reason: String)
    /// It did not finish within the limit, in seconds, and was killed.
    case timedOut(command: String, seconds: Double)
    /// It ended with a code other than 0, or by a signal (negative).
    case failed(command: String, status: Int)
    /// Its output is not what was agreed on.
    case badOutput(command: String, reason: String)

    public var description: String {
      switch self {
      case .notStarted(let command, let reason): return "summarizer “\(command)” could not be started: \(reason)"
      case .timedOut(let command, let seconds):
        return "summarizer “\(command)” did not finish within \(seconds.plain) seconds and was stopped"
      case .failed(let command, let status) where status < 0:
        return "summarizer “\(command)” was ended by signal \(-status)"
      case .failed(let command, let status): return "summarizer “\(command)” ended with exit code \(status)"
      case .badOutput(let command, let reason): return "summarizer “\(command)” wrote what cannot be read: \(reason)"
      }
    }
  }

  /// The command line, run by `/bin/sh -c`.
  public let command: String
  /// Seconds after which the program and everything it started is killed.
  public let timeLimit: Double

  /// Makes a summarizer of a command.
  public init(command: String, timeLimit: Double = 60) {
    self.command = command
    self.timeLimit = timeLimit
  }

  public func summarize(_ articles: [Article], budget: SummaryBudget) throws -> Summary {
    let request = Array(Self.request(articles, budget).utf8)
    let output: [UInt8]
    do throws(ChildProcess.Failure) {
      output = try ChildProcess.run(command, input: request, timeLimit: timeLimit)
    } catch {
      switch error {
      case .notStarted(let reason): throw Failure.notStarted(command: command, reason: reason)
      case .timedOut: throw Failure.timedOut(command: command, seconds: timeLimit)
      case .failed(let status): throw Failure.failed(command: command, status: status)
      case .tooMuchOutput: throw Failure.badOutput(command: command, reason: "more than 64 MiB")
      case .unknownEnd:
        throw Failure.badOutput(command: command, reason: "how it ended is not known, for SIGCHLD is ignored")
      }
    }
    return Summary(sentences: try read(output, articles, budget))
  }

  private static func request(_ articles: [Article], _ budget: SummaryBudget) -> String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("version")
      writer.number(1)
      writer.key("budget")
      writer.object { writer in
        switch budget {
        case .sentences(let count):
          writer.key("sentences")
          writer.number(count)
        case .words(let count):
          writer.key("words")
          writer.number(count)
        case .characters(let count):
          writer.key("characters")
          writer.number(count)
        }
      }
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

  private static func trimmed(_ text: String) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }

  // MARK: - The answer

  private func read(_ output: [UInt8], _ articles: [Article], _ budget: SummaryBudget) throws -> [SummarySentence] {
    let root: JSONValue
    do { root = try JSONParser.parse(output).value } catch {
      throw Failure.badOutput(command: command, reason: error.message)
    }
    guard let rows = root["sentences"]?.array else {
      throw Failure.badOutput(command: command, reason: "there is no list “sentences”")
    }
    var meter = BudgetMeter(budget)
    var result: [SummarySentence] = []
    for row in rows {
      guard let text = row["text"]?.string else {
        throw Failure.badOutput(command: command, reason: "a sentence has no “text”")
      }
      let trimmed = Self.trimmed(text)
      if trimmed.isEmpty || !meter.take(trimmed) { continue }
      result.append(CitationCheck(articles: articles).sentence(trimmed, row))
    }
    return result
  }
}

extension Double {
  /// Without decimals where there are none.
  fileprivate var plain: String { rounded() == self && abs(self) < 1e15 ? String(Int(self)) : String(self) }
}

/// What is left of a budget.
struct BudgetMeter {
  private var left: Int
  private let budget: SummaryBudget
  private var isFirst = true

  init(_ budget: SummaryBudget) {
    self.budget = budget
    switch budget {
    case .sentences(let count), .words(let count), .characters(let count): left = count
    }
  }

  /// Takes the cost of a sentence out of the budget; false, and nothing taken, when it does not fit.
  mutating func take(_ text: String) -> Bool {
    let cost: Int
    switch budget {
    case .sentences: cost = 1
    case .words: cost = text.split { $0.isWhitespace }.count
    case .characters: cost = text.unicodeScalars.count + (isFirst ? 0 : 1)
    }
    guard cost <= left else { return false }
    left -= cost
    isFirst = false
    return true
  }
}
