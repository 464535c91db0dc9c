import Testing

@testable import ReportArticles

/// Where sentences end, by the typography of the languages: French sets a space inside of its guillemets; the Associated Press
/// abbreviates states behind the place in a dateline.
@Suite struct SentenceEndTests {
  private static let cases: [(language: String, text: String, sentences: [String])] = [
    ("fr", "« Nous partons. » Il est parti.", ["« Nous partons. »", "Il est parti."]),
    ("fr", "«\u{A0}Partez\u{202F}!\u{A0}» Il est parti.", ["«\u{A0}Partez\u{202F}!\u{A0}»", "Il est parti."]),
    (
      "fr", "Il a dit : « Je viens. Je reste. » Puis il sort.", ["Il a dit : « Je viens. Je reste. »", "Puis il sort."]
    ),
    ("fr", "« Tu viens ? » demande-t-il au port.", ["« Tu viens ? » demande-t-il au port."]),
    ("fr", "Il part. « Nous restons », dit-elle.", ["Il part.", "« Nous restons », dit-elle."]),
    ("fr", "Il a crié « Feu ! ». Puis rien.", ["Il a crié « Feu ! ».", "Puis rien."]),
    ("ar", "قال الوزير « سنغادر غدا. » ثم غادر الوفد.", ["قال الوزير « سنغادر غدا. »", "ثم غادر الوفد."]),
    ("de", "„ Wir gehen. “ Er ging.", ["„ Wir gehen. “", "Er ging."]),
    (
      "de", "»Wir gehen.« Er ging. »Wir bleiben«, sagte sie.",
      ["»Wir gehen.«", "Er ging.", "»Wir bleiben«, sagte sie."]
    ),
    ("en", "\" We leave. \" He left.", ["\" We leave. \"", "He left."]),
    ("en", "He left. \"We stay,\" she said.", ["He left.", "\"We stay,\" she said."]),
    ("de", "Das kostet 5 bzw. 10 Euro.", ["Das kostet 5 bzw. 10 Euro."]),
    ("de", "Sie kostete ca. 2 Mio. Euro. Das war viel.", ["Sie kostete ca. 2 Mio. Euro.", "Das war viel."]),
    ("de", "Es waren 3,5 Mrd. Dollar. Niemand zahlte.", ["Es waren 3,5 Mrd. Dollar.", "Niemand zahlte."]),
    ("de", "Es waren 2024 bzw. 2025 Boote. Dann kam Regen.", ["Es waren 2024 bzw. 2025 Boote.", "Dann kam Regen."]),
    ("de", "Der Flug dauert 90 Min. Danach gibt es Tee.", ["Der Flug dauert 90 Min.", "Danach gibt es Tee."]),
    ("en", "EASTVALE, Me. — The mayor left. He is back.", ["EASTVALE, Me. — The mayor left.", "He is back."]),
    ("en", "BRIDGETON, Ill. (AP) — A storm hit the town.", ["BRIDGETON, Ill. (AP) — A storm hit the town."]),
    ("en", "RALTON, N.C. – The mayor left.", ["RALTON, N.C. – The mayor left."]),
    ("en", "She came from Halton, Mass. The mayor met her.", ["She came from Halton, Mass.", "The mayor met her."]),
    (
      "en", "He told me. She left. The child was ill. Doctors came.",
      ["He told me.", "She left.", "The child was ill.", "Doctors came."]
    ),
    ("en", "UPDATED: The mayor left.", ["UPDATED:", "The mayor left."]),
    ("en", "UPDATE 2-Oil rises on fears. Shares fell.", ["UPDATE 2-", "Oil rises on fears.", "Shares fell."]),
    ("en", "Updated figures show a rise.", ["Updated figures show a rise."]),
    ("ar", "عاجل: غادر الوفد القاعة.", ["عاجل:", "غادر الوفد القاعة."]),
  ]

  @Test(arguments: cases.indices) func sentencesEndWhereTheLanguageEndsThem(index: Int) {
    let (language, text, sentences) = Self.cases[index]
    let bytes = Array(text.utf8)
    let found = TextAnalyzer(language: language).sentences(in: text).map { String(decoding: bytes[$0], as: UTF8.self) }
    #expect(found == sentences)
  }

  @Test func addressesTellNothingOfDirectionAndLanguage() {
    let arabic = [
      "للمزيد: https://news.example.org/2025/03/10/harbour-authority-announces-new-ferry-line",
      "راسلونا على desk.morning.briefing@news.example.org", "نشر الحساب @HarbourAuthorityOfficial تغريدة",
      "اقرأ ملف annual_report_final_version.pdf", "الوسم #HarbourAuthority منتشر",
      "الموقع www.harbour-authority.example.org/news متاح", "المسار /usr/share/doc/examples/readme محفوظ",
      "https://news.example.org/long/address: هنا الخبر",
    ]
    for text in arabic {
      #expect(TextDirection.of(text) == .rightToLeft, "\(text)")
      #expect(LanguageDetector.detect(text).language == "ar", "\(text)")
    }
    // Where there is nothing else they count, and what only looks a little like one is text.
    #expect(TextDirection.of("https://news.example.org/مرفأ") == .leftToRight)
    for text in ["and/or", "U.S.", "1.5", "e.g.", "a_", "ten@", "C#"] {
      #expect(text.utf8.withContiguousStorageIfAvailable { AddressSpans.ranges(in: $0).isEmpty } ?? true, "\(text)")
    }
  }
}
