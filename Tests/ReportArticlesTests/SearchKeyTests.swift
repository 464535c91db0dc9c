import Testing

@testable import ReportArticles

/// What a search takes for the same word.
@Suite struct SearchKeyTests {
  private func key(_ word: String, _ language: String) -> SearchKey {
    SearchKeyReader(language: language).key(of: word)
  }

  /// Each row is forms and spellings of one word, as grammars and dictionaries have them.
  @Test(arguments: [
    "مسؤول مسئول المسؤولون ومسؤولين", "شؤون شئون الشؤون شأن", "رئيس رؤساء رئيسهم الرئيسان رئيسا", "شاطئ شاطىء شواطئ",
    "سفينة سفن السفينة سفينتهم سفنها سفينتان", "مدرسة مدارس مدرستها المدارس", "صاروخ صواريخ صاروخين بالصواريخ",
    "قتيل قتلى القتلى قتيلان", "أسير أسرى", "جريح جرحى الجرحى", "طفل أطفال أطفالهم طفلان طفلا والأطفال",
    "حكومة حكومته حكومات حكومتان", "مدينة مدن مدينتنا مدينتين", "وزير وزراء وزراءها وزرائه ووزيرهم", "بنك بنوك بنوكنا",
    "مشروع مشاريع مشروعا", "قانون قوانين قانونا القانونان", "أسبوع أسابيع أسبوعين", "كتيبة كتائب كتيبتان",
    "ميناء موانئ",
    "تقرير تقارير تقريرا", "قنبلة قنابل", "حريق حرائق", "ضحية ضحايا ضحاياه", "عاصمة عواصم العاصمتان", "مركز مراكز",
    "عضو أعضاء أعضائه", "شركة شركات شركتها شركتين", "سوريا السوري سورية السوريون",
    "لبنان اللبناني اللبنانيون ولبنان للبنان",
    "نفط نفطي النفطية", "اقتصاد اقتصادي اقتصادية اقتصاديا", "قوة قوات قواتها", "امرأة نساء المرأة", "بيان بيانا بيانات",
    "ولاية ولايات ولايته", "ترکیا تركيا التركي",
  ])
  func arabicFormsAreOneWord(_ row: String) {
    let words = row.split(separator: " ").map(String.init)
    for word in words { #expect(key(word, "ar") == key(words[0], "ar"), "\(word)") }
  }

  /// Words that look like forms of one another and are none.
  @Test(arguments: [
    "لبنان لبن", "عمان عم", "زيتون زيت", "حسين حسان", "سلمان سلم", "شرطة شرط", "مكتبة مكتب", "جامعة جامع", "طائرة طائر",
    "مدرسة مدرس", "حياة حي", "بحرين بحر", "كانون كان", "نيسان نيس", "مدني مدن", "صحفي صحف", "شهرة شهر", "بلدة بلد",
    "محكمة محاكمة", "صناعة صانع", "تجارة تاجر", "منطقة منطق", "محافظة محافظ", "قائمة قائم", "عملة عمل", "تفاهم تفاحة",
    "علم عالم", "كتب مكتب", "إسلام سلام", "حزب حرب", "دينار دين", "مؤسسة مؤسس",
  ])
  func arabicLookAlikesAreOthers(_ pair: String) {
    let words = pair.split(separator: " ").map(String.init)
    #expect(key(words[0], "ar") != key(words[1], "ar"))
  }

  @Test(arguments: [
    ("بغزة", "غزة"), ("لدمشق", "دمشق"), ("وبحلب", "حلب"), ("فبيروت", "بيروت"), ("كفرنسا", "فرنسا"), ("بسرعة", "سرعة"),
    ("بأطفالهم", "طفل"), ("سيعقد", "يعقد"), ("لرئيسها", "رئيس"), ("فلباريس", "باريس"),
  ])
  func aParticleMayBeTakenOff(word: String, rest: String) {
    let plain = key(rest, "ar")
    #expect(key(word, "ar").withoutParticles == plain.text)
    #expect(SearchKey.withParticles(plain.text).contains(key(word, "ar").text))
  }

  /// Their first letter is their own, with endings, too, and nobody who looks for the rest gets them.
  @Test(arguments: [
    ("باب", "اب"), ("لجنة", "جنة"), ("كتاب", "تاب"), ("فريق", "ريق"), ("وطن", "طن"), ("بحر", "حر"), ("كمال", "مال"),
    ("فساد", "ساد"), ("لبنان", "بنان"), ("بنوك", "نوك"), ("بابها", "ابها"), ("بعدما", "عدم"), ("سيارة", "يارة"),
    ("وليد", "ليد"),
  ])
  func theFirstLetterOfAWordIsItsOwn(word: String, rest: String) {
    let found = key(word, "ar")
    #expect(found.particleBytes == 0)
    #expect(found != key(rest, "ar"))
    #expect(!SearchKey.withParticles(key(rest, "ar").text).contains(found.text))
  }

  @Test(arguments: [
    "child children", "man men", "woman women", "crisis crises", "wolf wolves", "criterion criteria",
    "buy bought buying",
    "flee fled", "strike struck strikes", "sink sank sunk", "steal stolen stole", "begin began begun",
    "harbour harbors",
    "organisation organizations", "normalisation normalization", "Erdoğan Erdogan", "Łódź lodz", "café cafés cafe",
    "policeman policemen", "defence defense",
  ])
  func englishFormsAreOneWord(_ row: String) {
    let words = row.split(separator: " ").map(String.init)
    for word in words { #expect(key(word, "en") == key(words[0], "en"), "\(word)") }
  }

  @Test(arguments: [
    "authority author", "university universe", "organization organ", "several severe", "department depart",
    "customs customer", "executive execute", "emergency emerge", "international internal", "past paste",
    "experience experiment", "engineer engine", "rational ration", "physician physics", "apartment apart",
  ])
  func englishLookAlikesAreOthers(_ pair: String) {
    let words = pair.split(separator: " ").map(String.init)
    #expect(key(words[0], "en") != key(words[1], "en"))
  }

  @Test(arguments: [
    ("1,500", "en", "1500"), ("1,5", "en", "1.5"), ("1.5", "en", "1.5"), ("15", "en", "15"), ("1.500", "de", "1500"),
    ("1,5", "de", "1.5"), ("3.14", "de", "3.14"), ("1.234.567,8", "de", "1234567.8"), ("١٬٥٠٠", "ar", "1500"),
    ("١٫٥", "ar", "1.5"), ("12,345,678", "en", "12345678"), ("0.500", "de", "0.500"),
  ])
  func numbersAreComparedByValue(text: String, language: String, expected: String) {
    #expect(key(text, language).text == expected)
  }

  @Test func lettersArePastedInAnyForm() {
    #expect(TextFolding.withoutPresentationForms("ﻏﺰﺓ ﺍﻟﺴﻼﻡ ﬁn") == "غزة السلام fin")
    #expect(key("Straße", "de") == key("STRASSE", "de"))
    #expect(key("œuvre", "fr") == key("oeuvre", "fr"))
  }

  @Test func patternsMakePluralsOfRoots() {
    let word = { (text: String) in Array(text.utf16) }
    #expect(ArabicSearchWords.made(word("طفل"), from: word("123"), to: word("ا12ا3")) == word("اطفال"))
    #expect(ArabicSearchWords.made(word("مدرسه"), from: word("م123ه"), to: word("م1ا23")) == word("مدارس"))
    #expect(ArabicSearchWords.made(word("كتاب"), from: word("م123"), to: word("م1ا23")) == nil)
  }
}
