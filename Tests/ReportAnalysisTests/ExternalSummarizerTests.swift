import Testing

@testable import ReportAnalysis
@testable import ReportArticles
@testable import ReportScripting

@Suite struct ExternalSummarizerTests {
  private let articles = [
    Article(
      id: "a", origin: .init(path: "a", format: "test"), title: "Bridge", language: "en",
      paragraphs: ["The bridge is open. Cars may use it.", "Ünlü köprü açıldı. Cars may use it."])
  ]

  /// A summarizer that reads its input and then prints `answer`.
  private func summarizer(_ answer: String, timeLimit: Double = 20) -> ExternalSummarizer {
    ExternalSummarizer(command: "cat > /dev/null; printf '%s' '\(answer)'", timeLimit: timeLimit)
  }

  @Test func aSentenceIsCitedWhereItStands() throws {
    let answer =
      #"{"sentences":[{"text":"Cars may use it.","article":"a","paragraph":1,"start":0,"end":5,"score":0.5},{"text":" The bridge is open. "}]}"#
    let summary = try summarizer(answer).summarize(articles, budget: .sentences(3))
    #expect(
      summary.sentences.map(\.citation) == [
        Citation(article: "a", paragraph: 1, start: 19, end: 35),
        Citation(article: "a", paragraph: 0, start: 0, end: 19),
      ])
    #expect(summary.sentences.map(\.isVerbatim) == [true, true])
    #expect(summary.sentences.map(\.text) == ["Cars may use it.", "The bridge is open."])
    #expect(summary.sentences.map(\.score) == [0.5, 0])
  }

  @Test func aRewordedSentenceIsMarked() throws {
    let answer = #"{"sentences":[{"text":"The bridge opened.","article":"a","paragraph":0,"start":0,"end":19}]}"#
    let summary = try summarizer(answer).summarize(articles, budget: .sentences(3))
    #expect(summary.sentences.map(\.isVerbatim) == [false])
    #expect(summary.sentences.map(\.citation) == [Citation(article: "a", paragraph: 0, start: 0, end: 19)])
  }

  @Test func whatIsBeyondTheBudgetIsDropped() throws {
    let answer = #"{"sentences":[{"text":"The bridge is open."},{"text":"Cars may use it."}]}"#
    #expect(try summarizer(answer).summarize(articles, budget: .sentences(1)).sentences.count == 1)
    #expect(try summarizer(answer).summarize(articles, budget: .words(7)).sentences.count == 1)
    #expect(try summarizer(answer).summarize(articles, budget: .words(8)).sentences.count == 2)
  }

  @Test func theProgramGetsArticlesAndBudget() throws {
    let echo = ExternalSummarizer(
      command: #"grep -q '"budget":{"words":9}.*"id":"a".*The bridge is open' && printf '{"sentences":[]}'"#)
    #expect(try echo.summarize(articles, budget: .words(9)).sentences.isEmpty)
  }

  @Test func aProgramThatTakesTooLongIsStoppedWithItsChildren() throws {
    let slow = ExternalSummarizer(command: "sleep 60 | sleep 60", timeLimit: 0.2)
    #expect(throws: ExternalSummarizer.Failure.timedOut(command: slow.command, seconds: 0.2)) {
      try slow.summarize(articles, budget: .sentences(1))
    }
  }

  @Test func failuresSayWhatWentWrong() {
    let failing = ExternalSummarizer(command: "exit 7")
    #expect(throws: ExternalSummarizer.Failure.failed(command: "exit 7", status: 7)) {
      try failing.summarize(articles, budget: .sentences(1))
    }
    let killed = ExternalSummarizer(command: "kill -9 $$")
    #expect(throws: ExternalSummarizer.Failure.failed(command: "kill -9 $$", status: -9)) {
      try killed.summarize(articles, budget: .sentences(1))
    }
    for answer in ["", "nonsense", "[]", #"{"sentences":[{"score":1}]}"#] {
      #expect(throws: ExternalSummarizer.Failure.self) {
        try summarizer(answer).summarize(articles, budget: .sentences(1))
      }
    }
  }

  @Test func aLargeInputThatNobodyReadsDoesNotBlock() throws {
    var large = articles
    large[0].paragraphs += [String(repeating: "x", count: 3_000_000)]
    let deaf = ExternalSummarizer(command: #"printf '{"sentences":[]}'"#, timeLimit: 20)
    #expect(try deaf.summarize(large, budget: .sentences(1)).sentences.isEmpty)
  }
}
