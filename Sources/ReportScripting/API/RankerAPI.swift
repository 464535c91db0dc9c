import ReportAnalysis
import ReportLua

/// A `PassageRanking` in the hands of a script.
final class RankerObject: ScriptObject {
  static let typeName = "Ranker"
  var ranking: PassageRanking
  /// Passages of which words count.
  let least: Int
  private unowned let run: ReportRun
  private var held: Int
  /// What it holds when it is made; what comes later is counted as it comes.
  let weight: Int

  init(_ ranking: PassageRanking, least: Int, run: ReportRun) {
    self.ranking = ranking
    self.least = least
    self.run = run
    held = ranking.weight
    weight = 4096 + held
  }

  /// Adds a text; what is kept of it counts against the memory of the script until the end of the run.
  func add(_ passages: [String]) throws -> Int {
    let number = ranking.add(passages)
    let grown = ranking.weight - held
    held = ranking.weight
    try run.hold(grown)
    return number
  }
}

enum RankerAPI {
  /// A list of texts; nothing interrupts what is done with it, so that it must not be too long.
  private static func texts(_ value: ScriptValue?) throws -> [String] {
    let texts = (value?.table?.list ?? []).compactMap(\.text)
    let bytes = texts.reduce(0) { $0 + $1.utf8.count }
    guard bytes <= TextAPI.longestText else {
      throw HostError("texts of \(bytes) bytes are too long here; at most \(TextAPI.longestText) are taken")
    }
    return texts
  }

  /// `ctx.text:ranker`.
  static let maker = APIFunction(
    "ranker",
    [
      APIParameter(
        "options",
        .options([
          APIParameter("stop", .list(.string), optional: true, "Words that do not count."),
          APIParameter(
            "least", .integer, optional: true, "Passages with fewer words are left out; 1 unless given."),
          APIParameter(
            "match", .oneOf(PassageRanking.Matching.allCases.map(\.rawValue)), optional: true,
            "`folded`, unless given: words are the same whatever their case, accents and Arabic letter variants; "
              + "`exact`: with the same letters, whatever their case."),
        ]), optional: true, "What counts as a word and as a passage.")
    ], returns: .object("Ranker"),
    "Ranks the passages of many texts by TF-IDF, to find those that say what sets a text apart from the others.",
    example: """
      local ranker = ctx.text:ranker { stop = { "the", "a" }, least = 2 }
      local first = ranker:add { "The ferry sails.", "The harbour burns tonight." }
      ranker:add { "The ferry sails." }
      assert(ranker:best(first, 1)[1] == 2)
      """
  ) { call in
    let options = call.options(0)
    let words = try texts(options["stop"])
    let matching = options.string("match").flatMap(PassageRanking.Matching.init) ?? .folded
    let ranking = PassageRanking(matching: matching, stopWords: words)
    return .object(RankerObject(ranking, least: options.integer("least") ?? 1, run: call.run))
  }

  static let type = APIType(
    name: "Ranker",
    summary:
      "Ranks passages (sentences, paragraphs) of texts by the mean TF-IDF of their words, from `ctx.text:ranker()`.",
    methods: [
      APIFunction(
        "add", [APIParameter("passages", .list(.string), "The passages of a text.")], returns: .integer,
        "Adds a text and returns its number, from 1. Only numbers are kept of its words.",
        example: "assert(ranker:add { \"The river rose.\", \"The town slept.\" } == 1)"
      ) { call in
        .integer(try call.target(RankerObject.self).add(texts(call.arguments[0])) + 1)
      },
      APIFunction(
        "best",
        [
          APIParameter("text", .integer, "The number of a text."),
          APIParameter("count", .integer, "At most so many passages."),
        ], returns: .list(.integer),
        "The passages of a text that rank highest among the texts added so far, by their place in it, in the order of the text; of equals the earlier ones.",
        example: "assert(#ranker:best(ranker:add { \"The river rose.\" }, 3) == 1)"
      ) { call in
        let ranker = try call.target(RankerObject.self)
        guard let text = call.integer(0), text >= 1, text <= ranker.ranking.count else {
          throw HostError("there is no text \(call.arguments[0].shown); \(ranker.ranking.count) were added")
        }
        let best = ranker.ranking.best(of: text - 1, limit: call.integer(1) ?? 0, least: ranker.least)
        return .list(best.map { .integer($0 + 1) })
      },
      APIFunction(
        "frequency", [APIParameter("word", .string, "The word.")], returns: .integer,
        "How many of the texts have a word; none have a stop word.",
        example: "ranker:add { \"The river rose.\" } assert(ranker:frequency \"River\" == 1)"
      ) { call in .integer(try call.target(RankerObject.self).ranking.frequency(of: call.text(0))) },
    ])
}
