import Testing

@testable import ReportDates
@testable import ReportDocument

@Suite struct WordListTests {
  private let swahili = """
    # Swahili, in part
    summary = Muhtasari
    article.one = makala {n}
    article.other = makala {n}
    list_last = " na "
    months = Januari | Februari | Machi | Aprili | Mei | Juni | Julai | Agosti | Septemba | Oktoba | Novemba | Desemba
    weekdays = Jumatatu | Jumanne | Jumatano | Alhamisi | Ijumaa | Jumamosi | Jumapili
    date_full = EEEE, d MMMM y
    """

  @Test func aLanguageOfOnesOwnHasItsWordsDatesAndPlurals() throws {
    let words = try WordList(swahili, name: "words/sw.txt", language: "sw")
    let vocabulary = Vocabulary(language: "sw-KE", words: words)
    #expect(vocabulary.word(.summary) == "Muhtasari")
    #expect(vocabulary.word(.sources) == "Sources")
    #expect(vocabulary.count(3, .article) == "makala 3")
    #expect(vocabulary.list(["A", "B"]) == "A na B")
    let day = try #require(CivilDate(iso: "2025-03-01"))
    #expect(DateFormatting.string(day, style: .full, in: vocabulary.dates) == "Jumamosi, 1 Machi 2025")
    #expect(DateFormatting.string(day, style: .long, in: vocabulary.dates) == "1 Machi 2025")
    #expect(
      DateFormatting.relative(day, today: day, in: vocabulary.dates, digits: .latn, months: nil) == "Jumamosi 1 Machi")
  }

  @Test func wordsGoBeforeTheShippedOnesAndLaterListsBeforeEarlierOnes() throws {
    let first = try WordList("summary = Brief\nsources = From", name: "a")
    let second = try WordList("summary = In short\ndigits = arab", name: "b", language: "en")
    let other = try WordList("summary = Kurz", name: "c", language: "de")
    let joined = WordList.joined([first, second, other], for: "en-GB")
    let vocabulary = Vocabulary(language: "en-GB", words: joined)
    #expect(vocabulary.word(.summary) == "In short")
    #expect(vocabulary.word(.sources) == "From")
    #expect(vocabulary.word(.timeline) == "Timeline")
    #expect(vocabulary.number(12) == "١٢")
    #expect(WordList.joined([other], for: "en") == nil)
  }

  @Test func monthsOfOnesOwnKeepTheShippedPatterns() throws {
    let words = try WordList(
      "months = Jänner | Feber | März | April | Mai | Juni | Juli | August | September | Oktober | November | Dezember",
      name: "words/de-AT.txt", language: "de-AT")
    let vocabulary = Vocabulary(language: "de-AT", words: words)
    let day = try #require(CivilDate(iso: "2025-01-20"))
    #expect(DateFormatting.string(day, in: vocabulary.dates) == "20. Jänner 2025")
  }

  @Test func allMistakesAreReportedWithTheirLines() {
    let text = """
      sumary = A
      made_at = Made {day}

      just words
      months = a | b
      date_long = dd of MMMM
      digits = roman
      article.some = x
      language = 12
      week_start = Montag
      """
    do throws(WordList.Problems) {
      _ = try WordList(text, name: "words/xx.txt")
      Issue.record("no mistakes were found")
    } catch {
      #expect(error.mistakes.map(\.line) == [1, 2, 4, 5, 6, 7, 8, 9, 10])
      let messages = error.mistakes.map(\.message)
      #expect(messages[0].contains("did you mean “summary”?"))
      #expect(messages[1].contains("{day}") && messages[1].contains("{date}"))
      #expect(messages[3].contains("takes 12 names"))
    }
  }

  @Test(arguments: ["en", "ar", "fa", "ja", "sw"]) func theTemplateIsAListOfWords(language: String) throws {
    let words = try WordList(WordList.template(language: language), name: "template")
    #expect(words.words.count > 80 && words.dates.count > 10)
  }
}
