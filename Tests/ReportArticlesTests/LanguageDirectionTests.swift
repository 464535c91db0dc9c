import Testing

@testable import ReportArticles

@Suite struct LanguageDirectionTests {
  // The scripts that CLDR's likely subtags give.
  @Test(arguments: [
    "ar", "he", "iw", "fa", "ur", "ckb", "dv", "ps", "sd", "ug", "yi", "syr", "nqo", "rhg", "skr", "lah", "sdh", "ota",
    "lad", "pnb", "pes", "prs", "ku-Arab", "az-Arab", "pa-Arab", "ff-Adlm", "und-Hebr", "ku_Arab_IQ", "az-IR", "pa-PK",
    "uz-AF", "kk-CN", "ha-SD", "tg-PK", "ku-LB", "ms-CC",
  ])
  func languagesOfRightToLeftScripts(tag: String) { #expect(TextDirection.of(language: tag) == .rightToLeft) }

  @Test(arguments: [
    "en", "ar-Latn", "he-Latn", "ku", "az", "pa", "uz", "ms", "tr", "zh-Hant", "sd-IN", "sd-Deva", "ug-KZ", "tlh", "",
    "ar-Latn-EG", "kk", "ja",
  ])
  func languagesOfOtherScripts(tag: String) { #expect(TextDirection.of(language: tag) == .leftToRight) }
}
