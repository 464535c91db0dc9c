import Testing

@testable import ReportArticles

@Suite struct LanguageTagTests {
  /// Tags with their primary subtag, script and region (BCP 47, appendix A; underscores as in POSIX locales).
  static let tags: [(tag: String, language: String, script: String?, region: String?)] = [
    ("en", "en", nil, nil), ("EN-gb", "en", nil, "gb"), ("ar_EG", "ar", nil, "eg"), ("az-Arab-IR", "az", "arab", "ir"),
    ("zh-Hant-TW", "zh", "hant", "tw"), ("ckb", "ckb", nil, nil), ("sr-Latn", "sr", "latn", "latn"), ("", "", nil, nil),
    ("-", "", nil, nil), ("es-419", "es", nil, "419"),
  ]

  @Test(arguments: tags) func subtagsAreToldApart(tag: String, language: String, script: String?, region: String?) {
    let read = LanguageTag(tag)
    #expect(read.language == language)
    #expect(read.script == script)
    #expect(read.region == region)
    #expect(LanguageTag.primary(tag) == language)
  }

  @Test(arguments: [
    ("ar-EG", "ar", true), ("ar", "ar-EG", false), ("AR_eg", "ar-EG", true), ("arz", "ar", false),
    ("en-GB", "en-US", false),
    ("zh-Hant-TW", "zh-Hant", true), ("zh-TW", "zh-Hant", false), ("de-CH-1996", "de-CH", true),
  ]) func aRangeTakesItsVarieties(tag: String, range: String, takes: Bool) {
    #expect(LanguageTag(tag).isVariety(of: LanguageTag(range)) == takes)
  }
}
