import Testing

@testable import ReportArticles
@testable import ReportScripting

/// The sentences of a text as strings.
private func sentences(_ text: String, _ language: String) -> [String] {
  TextAnalyzer(language: language).sentences(in: text).map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
}

private func words(_ text: String, _ language: String) -> [String] {
  TextAnalyzer(language: language).words(in: text).map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
}

@Suite struct SentenceTests {
  @Test(arguments: [
    ["The bridge reopened on Monday.", "Traffic was light."],
    ["Dr. Salma Nabil arrived at 5 p.m. on Tuesday.", "She left at once."],
    ["The shop shuts at 9 p.m.", "It opens at 6 a.m. Monday.", "They called at 10:30 p.m. Aug. 9 and 5 a.m. EST."],
    ["The U.S. economy grew by 2.5 percent.", "Analysts expected 3.1."],
    ["J. K. Harlow met George W. Pell in Washington, D.C. The talks went on."],
    ["Acme Inc. shares rose.", "The market closed at 4,310.25 points."],
    ["\"We tried. We failed. We tried again,\" he said.", "Nobody answered."],
    ["\"Is it over?\" she asked.", "It was not!", "(It never is.)", "Then they left."],
    ["He waited ... and waited.", "Nothing came…", "Then the phone rang."],
    ["See No. 5 on the list.", "He said no.", "They agreed."],
    ["The vote failed.", "The minister resigned."],
    ["1. Boil the water.", "2. Add the tea."],
    ["Prices rose in Jan. and fell in Feb. 2024, officials said."],
    ["He moved to St. Ives with Mr. and Mrs. Cole.", "It rained."],
  ])
  func englishSentencesEndWhereTheyShould(_ expected: [String]) {
    if expected.count == 1 {
      #expect(sentences(expected[0], "en").joined(separator: " ") == expected[0])
    }
    if expected[0].hasPrefix("J. K.") {
      #expect(
        sentences(expected[0], "en") == ["J. K. Harlow met George W. Pell in Washington, D.C.", "The talks went on."])
    } else {
      #expect(sentences(expected.joined(separator: " "), "en") == expected)
    }
  }

  @Test(arguments: [
    ["افتتح الوزير الجسر الجديد أمس.", "وقال إن العمل استغرق عامين."],
    ["وصل د. أحمد سمير إلى القاهرة.", "واستقبله أ.د. محمود علي."],
    ["ارتفع السعر بنسبة 2.5 في المئة.", "ووصل إلى 3,500 جنيه!"],
    ["هل ينجح الاتفاق؟", "لا أحد يعرف؛ لكن الوسطاء متفائلون."],
    ["قال الوزير \"لن نتراجع. هذا قرارنا.\" ثم غادر القاعة.", "وانتهى الاجتماع."],
    ["وأضاف: «لم ننم منذ يومين. نريد ماء فقط».", "ثم صمت."],
    ["عاد الفريق إلى المدينة...", "وكان الجمهور في انتظاره."],
    ["العاصفة تقترب.. والموانئ تغلق أبوابها."],
    ["تأسست عام 1990 م. وتوسعت بعد ذلك."],
    ["بلغت المساحة ٣٫٥ كيلومتر مربع.", "وزاد العدد إلى ١٢٠."],
  ])
  func arabicSentencesEndWhereTheyShould(_ expected: [String]) {
    if expected[0].hasPrefix("قال الوزير \"") {
      // The full stop inside the closing mark ends the quotation, and here the sentence goes on.
      let found = sentences(expected.joined(separator: " "), "ar")
      #expect(found.last == expected[1])
    } else if expected[0].hasPrefix("تأسست") {
      #expect(sentences(expected[0], "ar") == ["تأسست عام 1990 م.", "وتوسعت بعد ذلك."])
    } else {
      #expect(sentences(expected.joined(separator: " "), "ar") == expected)
    }
  }

  @Test func aMissingSpaceAfterTheFullStopDividesAllTheSame() {
    #expect(sentences("انتهى اللقاء.وغادر الضيوف القاعة.", "ar") == ["انتهى اللقاء.", "وغادر الضيوف القاعة."])
    #expect(sentences("The match ended.Fans left early.", "en") == ["The match ended.", "Fans left early."])
    #expect(sentences("Write to desk@example.org or see www.example.org today.", "en").count == 1)
  }

  @Test func aNewLineEndsASentenceAndNoMarkIsLost() {
    #expect(sentences("عنوان فرعي\nنص الخبر هنا.", "ar") == ["عنوان فرعي", "نص الخبر هنا."])
    #expect(sentences("The end. * * *", "en") == ["The end. * * *"])
    #expect(sentences("  \n ", "en").isEmpty)
    #expect(sentences("...", "en") == ["..."])
  }

  @Test func germanOrdinalsAndSpanishInvertedMarks() {
    #expect(
      sentences("Am 3. Mai kam Hr. Weber z. B. nicht. Am 4. kam er.", "de") == [
        "Am 3. Mai kam Hr. Weber z. B. nicht.", "Am 4. kam er.",
      ])
    #expect(
      sentences("¿Vendrá el Sr. Ruiz? ¡Claro! Llegó ayer.", "es") == ["¿Vendrá el Sr. Ruiz?", "¡Claro!", "Llegó ayer."])
  }

  @Test func aSentenceThatRunsOnIsDividedAtSemicolons() {
    let clause = String(repeating: "أعلنت الوزارة خطة جديدة لتطوير الطرق ", count: 7)
    let found = sentences(clause + "؛ " + clause + "؛ " + clause, "ar")
    #expect(found.count == 3)
  }

  @Test func sentencesCoverEveryVisibleByteOnceWhateverTheText() {
    let pieces = [
      ".", "..", "...", "…", "\"", "«", "»", "“", "”", "(", ")", " ", "  ", "\n", "a", "Dr", "U.S", "د", "وقال", "؟",
      "،", "؛",
      "12", "٣٫٥", "!", "é", "\u{200F}", "\u{301}", "日本", "😀", "'", "-", "–", "\u{A0}", "\u{2028}", "هـ",
    ]
    var state: UInt64 = 7
    for language in ["ar", "en", "de", "fr", "und"] {
      let analyzer = TextAnalyzer(language: language)
      for _ in 0..<400 {
        var text = ""
        for _ in 0..<30 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          text += pieces[Int(state >> 33) % pieces.count]
        }
        let bytes = Array(text.utf8)
        var end = 0
        for range in analyzer.sentences(in: text) {
          #expect(range.lowerBound >= end && !range.isEmpty)
          #expect(String(decoding: bytes[end..<range.lowerBound], as: UTF8.self).unicodeScalars.allSatisfy(isInvisible))
          end = range.upperBound
        }
        #expect(String(decoding: bytes[end...], as: UTF8.self).unicodeScalars.allSatisfy(isInvisible))
        var last = 0
        for range in analyzer.words(in: text) {
          #expect(range.lowerBound >= last && range.upperBound <= bytes.count)
          #expect(String(validating: bytes[range], as: UTF8.self) != nil)
          last = range.upperBound
        }
      }
    }
  }

  private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.properties.generalCategory == .format
  }
}

@Suite struct WordTests {
  @Test func wordsFollowUAX29() {
    #expect(
      words("The quick (“brown”) fox can’t jump 32.3 feet, right?", "en") == [
        "The", "quick", "brown", "fox", "can’t", "jump", "32.3", "feet", "right",
      ])
    #expect(
      words("U.S. exports: 3,000 well-known items", "en") == ["U.S", "exports", "3,000", "well", "known", "items"])
    #expect(words("قال: «٣٬٥٠٠ جنيهٍ»،ثم", "ar") == ["قال", "٣٬٥٠٠", "جنيهٍ", "ثم"])
  }

  @Test func frenchElisionsAreWordsOfTheirOwn() {
    #expect(words("l'État qu’il aime", "fr") == ["l'", "État", "qu’", "il", "aime"])
  }

  @Test func keysOfFormsOfOneWordAreEqual() {
    let arabic = TextAnalyzer(language: "ar")
    for form in ["والحكومة", "الحكومه", "بالحكومة", "للحكومة", "حكومة", "الحُكُومَة"] {
      #expect(arabic.stem(form) == arabic.stem("الحكومة"), "\(form)")
    }
    #expect(arabic.stem("والله") == arabic.stem("الله"))
    #expect(arabic.stem("إسرائيل") == arabic.stem("اسرائيل"))
    #expect(arabic.stem("المهندسون") == arabic.stem("مهندسين"))
    let english = TextAnalyzer(language: "en")
    // Porter's second stemmer, as its vocabulary lists them.
    #expect(english.stem("consistency") == "consist")
    #expect(english.stem("Knights") == "knight")
    #expect(english.stem("minister’s") == "minist")
    #expect(TextAnalyzer(language: "fr").stem("continuation") == "continu")
    #expect(TextAnalyzer(language: "de").stem("aufeinanderfolgenden") == "aufeinanderfolg")
    #expect(TextAnalyzer(language: "es").stem("chicas") == "chic")
  }

  @Test func numbersHaveOneKeyHoweverTheyArePrinted() {
    let terms = TextAnalyzer(language: "ar").terms(in: "3,500 ٣٬٥٠٠ ٣٥٠٠ 2.5 ٢٫٥")
    #expect(terms.map(\.key) == ["3500", "3500", "3500", "2.5", "2.5"])
  }

  @Test func functionWordsAreKnownInAnySpelling() {
    let arabic = TextAnalyzer(language: "ar-EG")
    for word in ["في", "وفي", "الى", "إلى", "فإن", "الذي", "هذه"] { #expect(arabic.isStopWord(word), "\(word)") }
    for word in ["وزير", "القاهرة", "فيلم"] { #expect(!arabic.isStopWord(word), "\(word)") }
    #expect(TextAnalyzer(language: "en").isStopWord("The"))
    #expect(TextAnalyzer(language: "fr").isStopWord("l’"))
    #expect(!TextAnalyzer(language: "xx").isStopWord("the"))
  }

  @Test func numeralsAreReadAndWrittenInEverySystem() {
    #expect(Numerals.digits(of: "في 23 يناير", in: .arabicIndic) == "في ٢٣ يناير")
    #expect(Numerals.digits(of: "٢٠٢٥", in: .european) == "2025")
    #expect(Numerals.value(of: "٣٬٥٠٠٫٥") == 3500.5)
    #expect(Numerals.value(of: "1,250") == 1250)
    #expect(Numerals.value(of: "five") == nil)
  }
}

@Suite struct DetectionTests {
  @Test(arguments: [
    ("ar", "أعلنت وزارة الصحة افتتاح مستشفى جديد في المدينة بعد عامين من العمل."),
    ("fa", "وزارت بهداشت اعلام کرد که بیمارستان جدید در شهر پس از دو سال کار افتتاح شد."),
    ("ur", "وزارت صحت نے اعلان کیا ہے کہ شہر میں نیا ہسپتال دو سال کے کام کے بعد کھول دیا گیا۔"),
    ("he", "משרד הבריאות הודיע על פתיחת בית חולים חדש בעיר."),
    ("en", "The health ministry said a new hospital had opened in the city after two years of work."),
    ("fr", "Le ministère de la Santé a annoncé l'ouverture d'un nouvel hôpital dans la ville."),
    ("es", "El Ministerio de Sanidad anunció la apertura de un nuevo hospital en la ciudad."),
    ("de", "Das Gesundheitsministerium hat die Eröffnung eines neuen Krankenhauses in der Stadt bekannt gegeben."),
    ("it", "Il ministero della Salute ha annunciato l'apertura di un nuovo ospedale in città."),
    ("pt", "O Ministério da Saúde anunciou a abertura de um novo hospital na cidade, mas não disse quando."),
    ("nl", "Het ministerie van Volksgezondheid heeft aangekondigd dat een nieuw ziekenhuis in de stad is geopend."),
    ("ru", "Министерство здравоохранения объявило об открытии новой больницы в городе."),
    ("uk", "Міністерство охорони здоров'я оголосило про відкриття нової лікарні в місті."),
    ("tr", "Sağlık Bakanlığı, şehirde yeni bir hastanenin açıldığını duyurdu."),
    ("el", "Το υπουργείο Υγείας ανακοίνωσε το άνοιγμα νέου νοσοκομείου."),
    ("zh", "卫生部宣布在市内开设一家新医院。"), ("ja", "保健省は市内に新しい病院を開設すると発表した。"),
  ])
  func languagesAreTold(_ language: String, _ text: String) {
    #expect(LanguageDetector.detect(text).language == language)
  }

  @Test func whatCannotBeToldIsUndetermined() {
    for text in ["", "1234 / 56", "Kylo Zandra", "OK"] {
      #expect(LanguageDetector.detect(text).language == "und", "\(text)")
    }
    #expect(LanguageDetector.detect("القاهرة").language == "ar")
    #expect(LanguageDetector.detect("القاهرة").confidence < 0.5)
  }

  @Test func directionFollowsMostLettersAndScriptSubtags() {
    #expect(TextDirection.of("BBC: قالت الحكومة إنها تدرس الخطة") == .rightToLeft)
    #expect(TextDirection.of("The word سلام means peace") == .leftToRight)
    #expect(TextDirection.of("123") == nil)
    #expect(TextDirection.of(language: "ar-EG") == .rightToLeft)
    #expect(TextDirection.of(language: "ku-Arab") == .rightToLeft)
    #expect(TextDirection.of(language: "pa-Latn") == .leftToRight)
    #expect(TextDirection.of(language: "und") == .leftToRight)
  }

  @Test(arguments: [
    ("Škoda à Łódź", "skoda a lodz"), ("ÿ ŸŽſ", "y yzs"), ("façade œuvre", "facade œuvre"), ("أُخرى", "اخري"),
  ])
  func matchingIgnoresAccents(text: String, folded: String) {
    #expect(TextFolding.foldWithoutAccents(text) == folded)
  }
}
