import ReportArticles
import ReportDates
import ReportDocument
import ReportLua

/// `ctx.text`.
final class TextObject: ScriptObject {
  static let typeName = "Text"
}

enum TextAPI {
  private static let language = APIParameter("lang", .string, optional: true, "The language; detected unless given.")

  static let type = APIType(
    name: "Text",
    summary:
      "Tools for words, sentences and numbers. Lua's own patterns work on bytes and cut Arabic letters in half; these do not.",
    methods: [
      APIFunction(
        "sentences", [APIParameter("text", .string, "The text."), language], returns: .list(.string),
        "The sentences of a text.",
        example: "assert(#ctx.text:sentences(\"Dr. Fox spoke. Rain fell.\", \"en\") == 2)"
      ) { call in
        let text = try text(call, 0)
        return .strings(try analyzer(call, 1).sentences(in: text).map { slice(text, $0) })
      },
      APIFunction(
        "words", [APIParameter("text", .string, "The text."), language], returns: .list(.string),
        "The words of a text.",
        example: "assert(#ctx.text:words(\"Rain fell all night.\", \"en\") == 4)"
      ) { call in
        let text = try text(call, 0)
        return .strings(try analyzer(call, 1).words(in: text).map { slice(text, $0) })
      },
      APIFunction(
        "normalize", [APIParameter("text", .string, "The text.")], returns: .string,
        "The text reduced for comparison: lower case, no accents or Arabic marks, one form of alef, ya and ta marbuta, European digits.",
        example: "assert(ctx.text:normalize \"River ١٢\" == \"river 12\")"
      ) { call in .string(TextFolding.foldWithoutAccents(try text(call, 0))) },
      APIFunction(
        "stem", [APIParameter("word", .string, "The word."), language], returns: .string,
        "The stem of a word (Snowball).",
        example: "assert(ctx.text:stem(\"running\", \"en\") == \"run\")"
      ) { call in .string(try analyzer(call, 1).stem(try text(call, 0))) },
      APIFunction(
        "detect", [APIParameter("text", .string, "The text.")], returns: .string,
        "The language of a text, BCP 47; `und` when it cannot be told.",
        example: "assert(ctx.text:detect \"The river rose during the night and the old town was flooded.\" == \"en\")"
      ) { call in .string(LanguageDetector.detect(try text(call, 0)).language) },
      APIFunction(
        "similarity",
        [APIParameter("first", .string, "A text."), APIParameter("second", .string, "Another."), language],
        returns: .number, "How much two texts have in common, 0 to 1: the cosine of their stems, stop words left out.",
        example: "assert(ctx.text:similarity(\"Floods hit the town\", \"The town was hit by a flood\", \"en\") > 0.9)"
      ) { call in
        let analyzer = try analyzer(call, 2)
        func stems(_ text: String) -> [String: Double] {
          analyzer.terms(in: text).reduce(into: [:]) { counts, term in
            if !term.isStopWord { counts[term.key, default: 0] += 1 }
          }
        }
        let (first, second) = (stems(try text(call, 0)), stems(try text(call, 1)))
        func length(_ counts: [String: Double]) -> Double {
          counts.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        let lengths = length(first) * length(second)
        // The order of a dictionary must not reach the sum.
        let product = first.keys.sorted().reduce(0.0) { $0 + (first[$1] ?? 0) * (second[$1] ?? 0) }
        return .number(lengths == 0 ? 0 : min(1, product / lengths))
      },
      RankerAPI.maker,
      APIFunction(
        "dates",
        [
          APIParameter("text", .string, "The text."),
          APIParameter(
            "options",
            .options([
              APIParameter("lang", .string, optional: true, "The language; detected unless given."),
              APIParameter(
                "reference", .date, optional: true,
                "The day that “yesterday” and “on Monday” count from; without it they stay open."),
            ]), optional: true, "Language and day of reference."),
        ],
        returns: .list(
          .record([
            APIParameter("text", .string, "The expression."),
            APIParameter("type", .string, "`DATE`, `TIME`, `DURATION` or `SET` (TIMEX3)."),
            APIParameter("value", .string, "Its value (TIMEX3, ISO 8601)."),
            APIParameter("from", .date, optional: true, "The first day that it covers."),
            APIParameter("to", .date, optional: true, "The last."),
          ])), "The dates, times and durations that a text names.",
        example: """
          local found = ctx.text:dates("The bridge opens on 25 January 2025.", { lang = "en" })
          assert(#found == 1 and found[1].from.iso == "2025-01-25")
          """
      ) { call in
        let text = try text(call, 0, longest: longestTextWithDates)
        let language = call.options(1).string("lang") ?? LanguageDetector.detect(text).language
        let reference = call.options(1)["reference"].flatMap { call.run.date(from: $0)?.day }
        let found = call.run.analysis.dates(in: text, language: language, reference: DateReference(day: reference))
        func day(_ day: CivilDate?) -> ScriptValue {
          day.map { call.run.date(ScriptDate($0, zone: call.run.zone)) } ?? .null
        }
        return .list(
          found.map { one in
            .fields([
              "text": .string(one.text), "type": .string(one.kind.rawValue), "value": .string(one.value),
              "from": day(one.interval?.first), "to": day(one.interval?.last),
            ])
          })
      },
      APIFunction(
        "contains",
        [APIParameter("text", .string, "The text."), APIParameter("words", .string, "What to look for.")],
        returns: .boolean, "Whether a text has the words; case, accents and Arabic letter variants do not matter.",
        example: "assert(ctx.text:contains(\"Été à la plage\", \"ETE\") and ctx.text:contains(\"أهلًا\", \"اهلا\"))"
      ) { call in .boolean(FoldedNeedle(try text(call, 1)).occurs(in: try text(call, 0))) },
      APIFunction(
        "replace",
        [
          APIParameter("text", .string, "The text."), APIParameter("old", .string, "What is replaced, as it stands."),
          APIParameter("new", .string, "What takes its place."),
        ], returns: .string, "The text with every place of `old` replaced; nothing in it is a pattern.",
        example: "assert(ctx.text:replace(\"1.5 %\", \".\", \",\") == \"1,5 %\")"
      ) { call in
        let (text, old, new) = (try text(call, 0), try text(call, 1), try text(call, 2))
        return .string(old.isEmpty ? text : try replaced(text, old, new, run: call.run))
      },
      APIFunction(
        "split",
        [
          APIParameter("text", .string, "The text."),
          APIParameter("separator", .string, optional: true, "What stands between; any white space unless given."),
        ], returns: .list(.string), "The pieces of a text, white space around them taken away.",
        example: "assert(#ctx.text:split(\"ferry, harbour\", \",\") == 2 and ctx.text:split(\"a b\")[2] == \"b\")"
      ) { call in
        let text = try text(call, 0)
        guard let separator = call.arguments[1].text, !separator.isEmpty else {
          return .strings(text.split(whereSeparator: \.isWhitespace).map(String.init))
        }
        let (characters, starts, length) = pieces(of: text, at: separator)
        let ends = starts + [characters.count]
        return .strings(
          zip([0] + starts.map { $0 + length }, ends).map { trimmed(String(characters[$0..<$1])) })
      },
      APIFunction(
        "trim", [APIParameter("text", .string, "The text.")], returns: .string,
        "The text without white space at its ends.", example: "assert(ctx.text:trim \"  a b \" == \"a b\")"
      ) { call in .string(trimmed(try text(call, 0))) },
      APIFunction(
        "sub",
        [
          APIParameter("text", .string, "The text."), APIParameter("first", .integer, "The first character, from 1."),
          APIParameter("last", .integer, optional: true, "The last; the end unless given."),
        ], returns: .string,
        "A part of a text, counted in characters as a reader sees them; negative numbers count from the end, as in `string.sub`.",
        example: "assert(ctx.text:sub(\"أهلًا\", 1, 2) == \"أه\" and ctx.text:sub(\"abc\", -1) == \"c\")"
      ) { call in
        let text = try text(call, 0)
        let count = text.count
        func place(_ index: Int) -> Int { index < 0 ? max(0, count + max(index, -count - 1) + 1) : min(index, count) }
        let (first, last) = (max(1, place(call.integer(1) ?? 1)), place(call.integer(2) ?? -1))
        return .string(first > last ? "" : String(text.dropFirst(first - 1).prefix(last - first + 1)))
      },
      APIFunction(
        "sort", [APIParameter("items", .list(.string), "The texts.")], returns: .list(.string),
        "Texts in the order of the alphabet, whatever their case, accents and Arabic marks.",
        example: "assert(ctx.text:sort({ \"Zoe\", \"émile\", \"Anna\" })[2] == \"émile\")"
      ) { call in
        let items = (call.arguments[0].table?.list ?? []).compactMap(\.text).map {
          (TextFolding.foldWithoutAccents($0), $0)
        }
        var comparisons = 0
        let sorted = try items.sorted { left, right in
          comparisons += 1
          if comparisons & 0xFFF == 0 { try call.run.analysis.checkpoint() }
          return left < right
        }
        return .strings(sorted.map { $0.1 })
      },
      APIFunction(
        "length", [APIParameter("text", .string, "The text.")], returns: .integer,
        "The number of characters as a reader counts them.",
        example: "assert(ctx.text:length \"أهلًا\" == 4)"
      ) { call in .integer(try text(call, 0).count) },
      APIFunction(
        "cut",
        [APIParameter("text", .string, "The text."), APIParameter("length", .integer, "At most so many characters.")],
        returns: .string, "The text, cut at a space with “…” when it is longer.",
        example: "assert(ctx.text:cut(\"Rain fell all night\", 10) == \"Rain fell…\")"
      ) { call in .string(cut(try text(call, 0), at: max(1, call.integer(1) ?? 1))) },
      APIFunction(
        "upper", [APIParameter("text", .string, "The text.")], returns: .string, "The text in capitals.",
        example: "assert(ctx.text:upper \"été\" == \"ÉTÉ\")"
      ) { call in .string(try text(call, 0).uppercased()) },
      APIFunction(
        "lower", [APIParameter("text", .string, "The text.")], returns: .string, "The text in small letters.",
        example: "assert(ctx.text:lower \"ÉTÉ\" == \"été\")"
      ) { call in .string(try text(call, 0).lowercased()) },
      APIFunction(
        "list",
        [
          APIParameter("items", .list(.string), "The items."),
          APIParameter("lang", .string, optional: true, "The language; that of the report unless given."),
        ], returns: .string, "Items as a sentence names them.",
        example: "assert(ctx.text:list({ \"a\", \"b\", \"c\" }, \"en\") == \"a, b and c\")"
      ) { call in
        let items = (call.arguments[0].table?.list ?? []).compactMap(\.text)
        return .string(call.run.vocabulary(call.arguments[1].text).list(items))
      },
      APIFunction(
        "plural",
        [
          APIParameter("number", .integer, "How many."),
          APIParameter("forms", .options(forms), "The forms, with `{n}` where the number stands."),
          APIParameter("lang", .string, optional: true, "The language; that of the report unless given."),
        ], returns: .string,
        "The form of a phrase for a number, by the plural rules of the language (CLDR; Arabic has six forms).",
        example: """
          assert(ctx.text:plural(1, { one = "{n} victim", other = "{n} victims" }, "en") == "1 victim")
          assert(ctx.text:plural(3, { two = "قتيلان", few = "{n} قتلى", other = "{n} قتيل" }, "ar") == "3 قتلى")
          """
      ) { call in
        let number = call.integer(0) ?? 0
        let language = call.arguments[2].text ?? call.run.language
        let category = PluralCategory(of: number, language: language)
        let pattern = call.options(1).string(category.rawValue) ?? call.options(1).string("other") ?? "{n}"
        let shown = call.run.vocabulary(language).number(Double(number))
        guard let place = pattern.range(of: "{n}") else { return .string(pattern) }
        return .string(pattern[..<place.lowerBound] + shown + pattern[place.upperBound...])
      },
      APIFunction(
        "number",
        [
          APIParameter("value", .number, "The number."),
          APIParameter(
            "options",
            .options([
              APIParameter("lang", .string, optional: true, "The language; that of the report unless given."),
              APIParameter("decimals", .integer, optional: true, "At most so many decimals; 2 unless given."),
              APIParameter("digits", .oneOf(DigitSystem.allCases.map(\.rawValue)), optional: true, "The digits."),
            ]), optional: true, "Language and form."),
        ], returns: .string, "A number as a language writes it.",
        example: "assert(ctx.text:number(1234567.891, { lang = \"de\", decimals = 1 }) == \"1.234.567,9\")"
      ) { call in
        let wording = DateAPI.wording(call.run, call.options(1))
        return .string(
          wording.number(call.arguments[0].double ?? 0, fractionDigits: call.options(1).integer("decimals") ?? 2))
      },
    ])

  private static let forms = PluralCategory.allCases.map { category in
    APIParameter(category.rawValue, .string, optional: category != .other, "The form for “\(category.rawValue)”.")
  }

  /// Bytes that a text may have. Nothing interrupts these functions, and their results lie outside of Lua's memory.
  static let longestText = 1 << 19
  /// Reading dates takes longest.
  private static let longestTextWithDates = 1 << 16

  /// An argument that is text and not too long.
  private static func text(_ call: APICall, _ index: Int, longest: Int = longestText) throws -> String {
    let text = call.text(index)
    guard text.utf8.count <= longest else {
      throw HostError("a text of \(text.utf8.count) bytes is too long here; at most \(longest) are taken")
    }
    return text
  }

  private static func analyzer(_ call: APICall, _ index: Int) throws -> TextAnalyzer {
    call.run.analysis.analyzer(
      for: try call.arguments[index].text ?? LanguageDetector.detect(text(call, 0)).language)
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(text[first...last])
  }

  /// Where `part` stands in a text, both in characters.
  private static func pieces(of text: String, at part: String) -> (characters: [Character], starts: [Int], length: Int)
  {
    let characters = Array(text)
    let search = SubsequenceSearch(Array(part))
    return (characters, search.all(in: characters), search.needle.count)
  }

  private static func replaced(_ text: String, _ old: String, _ new: String, run: ReportRun) throws -> String {
    let (characters, starts, length) = pieces(of: text, at: old)
    try run.checkMemory(text.utf8.count + starts.count * new.utf8.count)
    var result = ""
    var rest = 0
    for start in starts {
      result.append(contentsOf: characters[rest..<start])
      result += new
      rest = start + length
    }
    result.append(contentsOf: characters[rest...])
    return result
  }

  private static func slice(_ text: String, _ range: Range<Int>) -> String {
    String(decoding: Array(text.utf8)[range], as: UTF8.self)
  }

  private static func cut(_ text: String, at length: Int) -> String {
    guard let end = text.index(text.startIndex, offsetBy: length, limitedBy: text.endIndex), end < text.endIndex else {
      return text
    }
    let kept = text[..<end]
    let spaces = kept.unicodeScalars
    let space =
      text[end].isWhitespace ? kept.endIndex : spaces.lastIndex { $0.properties.isWhitespace } ?? kept.endIndex
    let result = spaces[..<space]
    let last = result.lastIndex { !$0.properties.isWhitespace }
    return (last.map { String(String.UnicodeScalarView(result[...$0])) } ?? String(kept)) + "…"
  }

  /// A value as `tostring` shows it, tables and functions by their type only: addresses must not reach a report.
  static func shown(_ value: ScriptValue, run: ReportRun) -> String {
    switch value {
    case .string(let text): return text
    case .object(let object):
      let text = APIRegistry.type(named: Swift.type(of: object).typeName)?.operators.first { $0.event == .text }
      return (try? text?.body(run, [value]))?.text ?? Swift.type(of: object).typeName
    case .table, .function, .other: return value.plain.typeName
    default: return value.plain.shown
    }
  }
}
