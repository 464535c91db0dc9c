import ReportArticles

/// A summarizer that is another program: it reads one JSON object from its standard input and writes one to its
/// standard output.
///
/// In: `{"version":1,"budget":{"sentences":3},"articles":[{"id","title","language","publisher","published",
/// "paragraphs":[…]}]}`; the budget is `sentences`, `words` or `characters`. Out: `{"sentences":[{"text","article",
/// "paragraph","start","end","score"}]}` in reading order, offsets in Unicode scalars; all but `text` may be left out.
/// What comes back is checked: a text that stands in the source is cited where it stands, whatever place was given; one
/// that does not is kept and marked as not verbatim. Sentences beyond the budget are dropped.
///
/// ```swift
/// let article = Article(id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens")
/// let broken = ExternalSummarizer(command: "exit 3", timeLimit: 10)
/// try broken.summarize([article], budget: .sentences(1))
/// // throws: summarizer “exit 3” ended with exit code 3
/// ```
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
      case .notStarted(let command, let reason): return text(command, .notStarted(reason))
      case .timedOut(let command, let seconds): return text(command, .timedOut(seconds: seconds))
      case .failed(let command, let status): return text(command, .failed(status: status))
      case .badOutput(let command, let reason): return text(command, .badOutput(reason))
      }
    }

    private func text(_ command: String, _ reason: ExternalProgramFailure.Reason) -> String {
      ExternalProgramFailure(role: "summarizer", command: command, reason: reason).description
    }
  }

  /// The command line, run by `/bin/sh -c`.
  public let command: String
  /// Seconds after which the program and everything it started is killed.
  public let timeLimit: Double
  private let cache: String?

  /// Makes a summarizer of a command.
  public init(command: String, timeLimit: Double = 60) {
    self.init(command: command, timeLimit: timeLimit, cache: nil)
  }

  /// Makes a summarizer of a command. In the directory `cache`, which is made when needed, answers are kept by what was
  /// asked: the same articles with the same budget are not asked for again.
  public init(command: String, timeLimit: Double = 60, cache: String?) {
    (self.command, self.timeLimit, self.cache) = (command, timeLimit, cache)
  }

  private var program: ExternalProgram {
    ExternalProgram(role: "summarizer", command: command, timeLimit: timeLimit, cache: cache)
  }

  /// The sentences as the program chooses them; throws `Failure`.
  public func summarize(_ articles: [Article], budget: SummaryBudget) throws -> Summary {
    let request = ExternalProgram.request(articles) { writer in
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
    }
    do {
      return Summary(sentences: try program.answer(to: request) { try read($0, articles, budget) })
    } catch let failure as ExternalProgramFailure {
      throw Failure(failure)
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
      throw program.badOutput(error.message)
    }
    guard let rows = root["sentences"]?.array else {
      throw program.badOutput("there is no list “sentences”")
    }
    var meter = BudgetMeter(budget)
    var result: [SummarySentence] = []
    for row in rows {
      guard let text = row["text"]?.string else {
        throw program.badOutput("a sentence has no “text”")
      }
      let trimmed = Self.trimmed(text)
      if trimmed.isEmpty || !meter.take(trimmed) { continue }
      result.append(CitationCheck(articles: articles).sentence(trimmed, row))
    }
    return result
  }
}

extension ExternalSummarizer.Failure {
  fileprivate init(_ failure: ExternalProgramFailure) {
    switch failure.reason {
    case .notStarted(let why): self = .notStarted(command: failure.command, reason: why)
    case .timedOut(let seconds): self = .timedOut(command: failure.command, seconds: seconds)
    case .failed(let status): self = .failed(command: failure.command, status: status)
    case .badOutput(let why): self = .badOutput(command: failure.command, reason: why)
    }
  }
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
