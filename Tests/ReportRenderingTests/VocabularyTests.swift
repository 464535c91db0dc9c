import Testing

@testable import ReportDocument
@testable import ReportScripting

@Suite struct VocabularyTests {
  @Test(arguments: ["ar", "en", "fr", "es", "de"])
  func everyLanguageHasEveryWordAndPluralForm(language: String) {
    let vocabulary = Vocabulary(language: language)
    #expect(vocabulary.language == language)
    for word in Vocabulary.Word.allCases { #expect(vocabulary.has(word)) }
    for noun in Vocabulary.Noun.allCases {
      for category in PluralCategory.categories(of: language) { #expect(vocabulary.hasForm(noun, category)) }
    }
  }

  // Expected categories from the sample numbers that CLDR lists beside each rule.
  @Test(arguments: [
    (0, PluralCategory.zero), (1, .one), (2, .two), (3, .few), (10, .few), (11, .many), (26, .many), (99, .many),
    (100, .other), (102, .other), (103, .few), (111, .many), (1000, .other), (1_000_000, .other),
  ])
  func arabicHasSixPluralCategories(number: Int, category: PluralCategory) {
    #expect(PluralCategory(of: number, language: "ar-EG") == category)
  }

  @Test func frenchAndSpanishMillionsTakeTheirOwnForm() {
    #expect(PluralCategory(of: 0, language: "fr") == .one)
    #expect(PluralCategory(of: 0, language: "es") == .other)
    #expect(Vocabulary(language: "fr").count(2_000_000, .article).hasSuffix("d’articles"))
    #expect(Vocabulary(language: "es").count(1_000_000, .story) == "1.000.000 de noticias")
  }

  @Test func countsNameTheirNounInTheRightForm() {
    let arabic = Vocabulary(language: "ar")
    #expect(arabic.count(2, .article) == "مقالان")
    #expect(arabic.count(7, .source) == "7 مصادر")
    #expect(arabic.count(41, .article, text: "٤١") == "٤١ مقالًا")
    #expect(Vocabulary(language: "en").count(1, .story) == "1 story")
  }

  @Test func unknownLanguageFallsBackToEnglish() {
    #expect(Vocabulary(language: "tlh").word(.sources) == "Sources")
    #expect(Vocabulary(language: "en-GB").word(named: "by_source") == "By source")
    #expect(Vocabulary(language: "en").word(named: "bysource") == nil)
  }

  // Grouping after CLDR: Spanish groups from five digits on.
  @Test func numbersFollowTheLanguage() {
    #expect(Vocabulary(language: "en").number(1234.5) == "1,234.5")
    #expect(Vocabulary(language: "de").number(1234.5) == "1.234,5")
    #expect(Vocabulary(language: "es").number(1234) == "1234")
    #expect(Vocabulary(language: "es").number(12345) == "12.345")
    #expect(Vocabulary(language: "fr").number(1234) == "1\u{202F}234")
    #expect(Vocabulary(language: "en").number(-0.001) == "0")
    #expect(Vocabulary(language: "en").number(.nan) == "—")
  }

  @Test func phrasesAreFilledIn() {
    let english = Vocabulary(language: "en")
    #expect(english.phrase(.pageOf, ["page": "2", "pages": "{page}"]) == "Page 2 of {page}")
    #expect(english.list(["a", "b", "c"]) == "a, b and c")
    #expect(Vocabulary(language: "ar").list(["أ", "ب", "ج"]) == "أ، ب وج")
    #expect(english.span(days: 150) == "5 months")
  }
}
