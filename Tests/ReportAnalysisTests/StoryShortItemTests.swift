import Testing

@testable import ReportAnalysis
@testable import ReportArticles

/// Items as short as feeds give: what one says is its names, its figures and few rare words.
@Suite struct StoryShortItemTests {
  private func stories(_ articles: [Article]) throws -> [[Int]] {
    try StoryFinder().stories(in: articles).map(\.members)
  }

  @Test func shortItemsOnOneEventJoinInOtherWordsAndInOtherLanguages() throws {
    let labelled = try StoryFixture.load("short-items.txt")
    #expect(labelled.count >= 130)
    let score = StoryFixture.bCubed(try stories(labelled.map(\.article)), gold: labelled.map(\.story))
    #expect(score.f1 >= 0.93, "\(score)")
    #expect(score.precision >= 0.97, "\(score)")
  }

  @Test func anArchiveKeepsThemSoToo() throws {
    let labelled = try StoryFixture.load("short-items.txt")
    let numbers = try StoryTracker.stories(
      count: labelled.count, article: { labelled[$0].article }, checkpoint: {})
    let clusters = Dictionary(grouping: labelled.indices) { numbers[$0] }.values.map { $0 }
    let score = StoryFixture.bCubed(clusters, gold: labelled.map(\.story))
    #expect(score.f1 >= 0.93, "\(score)")
    #expect(score.precision >= 0.97, "\(score)")
  }

  @Test func whatJoinsInCompanyJoinsAlone() throws {
    let labelled = try StoryFixture.load("short-items.txt")
    var story = [Int](repeating: 0, count: labelled.count)
    for (number, members) in try stories(labelled.map(\.article)).enumerated() {
      for member in members { story[member] = number }
    }
    var different = 0
    for (_, places) in Dictionary(grouping: labelled.indices, by: { labelled[$0].story }) {
      let alone = try stories(places.map { labelled[$0].article })
      let together = Dictionary(grouping: places.indices) { story[places[$0]] }.values
      if Set(alone.map(Set.init)) != Set(together.map { Set($0) }) { different += 1 }
    }
    #expect(different <= 1)
  }

  /// Names by their spelling: Arabic transcriptions differ in their vowels.
  @Test func aForeignNameInThreeSpellingsIsOne() throws {
    func storm(_ id: String, _ title: String, _ text: String) -> Article {
      StoryFixture.article(id, title, [text], language: "ar", day: "2025-05-24")
    }
    let articles = [
      storm("a", "إعصار ماكونو يضرب ظفار", "ضرب إعصار ماكونو سواحل ظفار وأغرق مراكب صيد، وفقد تسعة بحارة."),
      storm(
        "b", "مكونو يقطع طرق ظفار", "قطعت سيول الإعصار مكونو الطرق في ظفار، ولا يزال تسعة بحارة في عداد المفقودين."),
      storm(
        "c", "الأرصاد: ماكانو يضعف", "قالت الأرصاد إن الإعصار ماكانو يضعف بعد أن عبر ظفار حيث فقد تسعة من البحارة."),
      storm("d", "افتتاح معرض التمور", "افتتح الوزير معرض التمور بمشاركة سبعين مزرعة، ويستمر المعرض أسبوعا."),
    ]
    #expect(try stories(articles) == [[0, 1, 2], [3]].map { $0 })
  }
}

/// An agency's words for one kind of event, told of two events.
@Suite struct EventTemplateTests {
  private struct Template {
    var language: String
    var title: String
    var text: String
    /// Day, then what takes the place of 1, 2, 3 …
    var events: [[String]]
  }

  private static let templates = [
    Template(
      language: "en", title: "Car bomb kills 2 in 1",
      text:
        "A car bomb exploded near 4 in 1, killing 2 people and wounding 3, police and medical sources said. The blast damaged shops and set several vehicles on fire. Security forces closed the streets around the site. No group claimed responsibility for the attack, but such bombings are often the work of Islamic State militants. The prime minister ordered an investigation.",
      events: [
        ["2025-03-20", "Kasrin", "seven", "22", "a crowded market"],
        ["2025-03-22", "Dermat", "four", "13", "a police checkpoint"],
        ["2025-03-24", "Halwan", "eleven", "31", "a bus station"],
      ]),
    Template(
      language: "ar", title: "مقتل 2 في انفجار سيارة مفخخة في 1",
      text:
        "انفجرت سيارة مفخخة قرب 4 في 1، ما أسفر عن مقتل 2 أشخاص وإصابة 3 آخرين، بحسب مصادر في الشرطة. وألحق الانفجار أضرارا بالمتاجر وأشعل النار في عدد من المركبات. وأغلقت قوات الأمن الشوارع المحيطة بالموقع. ولم تعلن أي جهة مسؤوليتها عن الهجوم، لكن مثل هذه التفجيرات غالبا ما ينفذها مسلحو تنظيم الدولة الإسلامية.",
      events: [
        ["2025-03-20", "كسرين", "سبعة", "22", "سوق مزدحم"],
        ["2025-03-22", "درمات", "أربعة", "13", "نقطة تفتيش"],
        ["2025-03-28", "تل يارف", "ثلاثة", "19", "مخبز شعبي"],
      ]),
    Template(
      language: "en", title: "1 profit rises 2 percent",
      text:
        "1, the 4 group, said that its quarterly net profit rose 2 percent to 3 million dollars. Revenue was in line with the expectations of analysts. The company kept its forecast for the year and said that costs had been under control. Shares closed slightly higher.",
      events: [
        ["2025-03-16", "Alkira", "12", "310", "cement"], ["2025-03-16", "Banora", "9", "190", "dairy"],
        ["2025-03-17", "Fenwa", "5", "77", "insurance"],
      ]),
    Template(
      language: "ar", title: "زلزال بقوة 2 درجة يضرب 1",
      text:
        "ضرب زلزال بقوة 2 درجة على مقياس ريختر منطقة 1، وفق ما أعلن مركز رصد الزلازل. وقال المركز إن الهزة وقعت على عمق 3 كيلومترا وعلى بعد خمسين كيلومترا من مدينة 4. ولم ترد على الفور تقارير عن وقوع إصابات أو أضرار. وتقع البلاد على حزام النار في المحيط الهادئ.",
      events: [
        ["2025-03-20", "سيراما", "5.8", "22", "مالوكا"], ["2025-03-22", "تنغاري", "6.1", "13", "باندور"],
        ["2025-03-28", "فلوريس", "6.4", "70", "ميرانتي"],
      ]),
  ]

  private func article(_ template: Template, _ event: [String], id: String) -> Article {
    // One scan, so that what was put in is not taken for a place.
    func filled(_ text: String) -> String {
      text.map { character in
        guard let place = character.wholeNumberValue, event.indices.contains(place), place > 0 else {
          return String(character)
        }
        return event[place]
      }.joined()
    }
    return StoryFixture.article(
      id, filled(template.title), [filled(template.text)], language: template.language, day: event[0])
  }

  @Test func sameWordingAboutAnotherEventIsAnotherStoryThatFollowsNone() throws {
    for template in Self.templates {
      let articles = template.events.enumerated().map { article(template, $0.element, id: "e\($0.offset)") }
      let stories = try StoryFinder().stories(in: articles)
      #expect(stories.count == articles.count, "\(template.title)")
      #expect(stories.allSatisfy { $0.follows == nil && $0.duplicates.isEmpty }, "\(template.title)")
      let kept = try StoryTracker.stories(count: articles.count, article: { articles[$0] }, checkpoint: {})
      #expect(kept == Array(articles.indices), "\(template.title)")
    }
  }

  @Test func sameWordingWithALaterCountIsTheSameStory() throws {
    for template in Self.templates {
      var later = template.events[0]
      later[3] = "24"
      let articles = [article(template, template.events[0], id: "a"), article(template, later, id: "b")]
      #expect(try StoryFinder().stories(in: articles).count == 1, "\(template.title)")
    }
  }
}
