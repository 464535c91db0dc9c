import Testing

@testable import ReportLoading
@testable import ReportScripting

@Suite struct TodayWordsTests {
  @Test(arguments: [
    "The board meets today, Monday.", "TODAY (Monday)", "It opens this Tuesday", "said today on Friday",
    "وصل الوفد اليوم الاثنين إلى الميناء", "وصل اليَوْمَ، الإثنين", "وصل اليـــوم الاثنين", "“اليوم الأحد”",
    "في هذا اليوم الاثنين", "Le port ouvre aujourd'hui lundi", "Le port ouvre aujourd’hui, mardi", "ce jeudi",
    "El puerto abre hoy miércoles", "este sábado", "heute, Montag", "الیوم الاثنين", "5todayMonday today Monday",
  ])
  func whatNamesTodayIsNotPassedOver(text: String) {
    #expect(TextDates(paragraphs: [text], notAfter: nil, findsPastDates: false).todayWeekday != nil)
    #expect(TodayWords.shared.mayOccur(in: text))
  }

  @Test(arguments: [
    "", "The board met this week and said nothing on Monday.", "Today the lamp is dark.",
    "هذا ما قاله المجلس يوم الأحد",
    "قال اليوم إن الميناء سيفتح أبوابه الأحد", "L’hôtel est fermé", "Café noir, été 2025 – “quoted” … 12 °C",
  ])
  func mostTextsAreNotCutIntoWords(text: String) {
    #expect(!TodayWords.shared.mayOccur(in: text))
  }

  @Test func addressesInNormalFormStayAsTheyAre() {
    for address in ["https://news.example/1", "http://a-b.example/x/y.html", "https://news.example/%20a"] {
      #expect(CanonicalURL.normalize(address) == address)
    }
    #expect(CanonicalURL.normalize("HTTPS://News.Example/1") == "https://news.example/1")
    #expect(CanonicalURL.normalize("https://news.example:443/1#a") == "https://news.example/1")
    #expect(CanonicalURL.normalize("https://news.example") == "https://news.example/")
    #expect(CanonicalURL.normalize("https://news.example/a b?utm_source=x") == "https://news.example/a%20b")
    #expect(CanonicalURL.normalize("https:///a") == nil)
    #expect(CanonicalURL.normalize("n123") == nil)
  }

  @Test(arguments: [
    ("http://news.example/b?utm_a/#!/a?b&ex=id=2#c", "http://news.example/b#!/a?b&ex=id=2#c"),
    ("http://news.example/#!/a?utm_source=x&id=2", "http://news.example/#!/a?id=2"),
    ("http://news.example/?a=1#b?utm_source=x", "http://news.example/?a=1"),
  ])
  func addressesOfRoutesAreNormalOnce(text: String, normal: String) {
    #expect(CanonicalURL.normalize(text) == normal)
    #expect(CanonicalURL.normalize(normal) == normal)
  }
}
