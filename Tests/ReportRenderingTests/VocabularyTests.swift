import Testing

@testable import ReportArticles
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

  // A new word may wait for its translation: until then it is English.
  @Test(arguments: ["fa", "he", "id", "it", "ja", "nl", "pt", "ru", "tr", "ur", "zh"])
  func theOtherLanguagesHaveNearlyAll(language: String) throws {
    let own = KeyedText.values(try #require(EmbeddedResource.text("vocabulary/\(language).txt")))
    let keys =
      Vocabulary.Word.allCases.map(\.rawValue)
      + Vocabulary.Noun.allCases.flatMap { noun in
        PluralCategory.categories(of: language).map { "\(noun.rawValue).\($0.rawValue)" }
      }
    let missing = keys.filter { own[$0] == nil }
    #expect(missing.count * 10 <= keys.count, "\(missing)")
    let english = KeyedText.values(try #require(EmbeddedResource.text("vocabulary/en.txt")))
    for (key, value) in own {
      #expect(keys.contains(key), "\(language): \(key)")
      if english[key] != nil, key.hasSuffix("_at") || key.hasPrefix("not_") {
        #expect(value.contains("{date}") == english[key]?.contains("{date}"), "\(language): \(key)")
      }
    }
  }

  // Sample numbers of CLDR, supplemental/plurals.xml.
  @Test(arguments: [
    ("ru", 1, PluralCategory.one), ("ru", 21, .one), ("ru", 11, .many), ("ru", 3, .few), ("ru", 13, .many),
    ("ru", 101, .one), ("ru", 0, .many), ("he", 1, .one), ("he", 2, .two), ("he", 20, .other), ("pl", 22, .few),
    ("pl", 5, .many), ("pl", 112, .many), ("cs", 4, .few), ("cs", 5, .other), ("pt", 0, .one), ("pt-PT", 0, .other),
    ("it", 1_000_000, .many), ("fa", 0, .one), ("tr", 1, .one), ("ur", 0, .other), ("ja", 1, .other), ("zh", 1, .other),
    ("id", 1, .other), ("lv", 10, .zero), ("lv", 21, .one), ("lt", 12, .other), ("sl", 102, .two), ("cy", 6, .many),
    ("ga", 7, .many), ("mt", 11, .many), ("br", 71, .other), ("br", 83, .few), ("fil", 4, .other), ("ckb", 1, .one),
    ("yi", 1, .one), ("iw", 2, .two), ("ro", 119, .few), ("ro", 120, .other),
  ])
  func pluralCategoriesAreThoseOfCLDR(language: String, number: Int, category: PluralCategory) {
    #expect(PluralCategory(of: number, language: language) == category)
  }

  @Test func numbersHaveTheDigitsAndSeparatorsOfTheirLanguage() {
    #expect(Vocabulary(language: "fa").number(1_234_567.89) == "۱٬۲۳۴٬۵۶۷٫۸۹")
    #expect(Vocabulary(language: "ur").number(1_234_567.89) == "1,234,567.89")
    #expect(Vocabulary(language: "ru").number(1_234_567.89) == "1\u{A0}234\u{A0}567,89")
    #expect(Vocabulary(language: "tr").number(1_234.5) == "1.234,5")
    #expect(Vocabulary(language: "id").number(1_234.5) == "1.234,5")
    var arabic = Vocabulary(language: "ar")
    #expect(arabic.number(1_234.5) == "1,234.5")
    arabic.digits = .arab
    #expect(arabic.number(1_234.5) == "١٬٢٣٤٫٥")
    var persian = Vocabulary(language: "fa")
    persian.digits = .latn
    #expect(persian.number(1_234.5) == "1,234.5")
    #expect(persian.direction == .rightToLeft)
  }

  @Test func listsAreJoinedAsCLDRJoinsThem() {
    #expect(Vocabulary(language: "id").list(["A", "B"]) == "A dan B")
    #expect(Vocabulary(language: "id").list(["A", "B", "C"]) == "A, B, dan C")
    #expect(Vocabulary(language: "zh").list(["A", "B", "C"]) == "A、B和C")
    #expect(Vocabulary(language: "ja").list(["A", "B"]) == "A、B")
    #expect(Vocabulary(language: "he").list(["A", "B", "C"]) == "A, B וC")
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
