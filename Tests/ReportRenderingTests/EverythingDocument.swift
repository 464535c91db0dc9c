@testable import ReportAnalysis
@testable import ReportArticles
@testable import ReportDocument
@testable import ReportScripting

/// A document with every kind of block and inline, in the shape of a morning's briefing.
struct EverythingDocument {
  let isArabic: Bool

  static let english = EverythingDocument(isArabic: false).document
  static let arabic = EverythingDocument(isArabic: true).document

  private var language: String { isArabic ? "ar" : "en" }
  private var direction: TextDirection { isArabic ? .rightToLeft : .leftToRight }

  private func say(_ english: String, _ arabic: String) -> String { isArabic ? arabic : english }

  private func text(_ english: String, _ arabic: String) -> [Inline] { [.text(say(english, arabic))] }

  private func cite(_ sources: Int...) -> Inline {
    .citation(
      sources.map { CitationMark(source: $0, passage: Citation(article: "a\($0)", paragraph: $0, start: 0, end: 40)) })
  }

  private func item(_ english: String, _ arabic: String, _ sources: Int) -> SummaryItem {
    SummaryItem(content: text(english, arabic) + [cite(sources)], language: language, direction: direction)
  }

  private func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
    CivilDate(year: year, month: month, day: day) ?? .earliest
  }

  var document: Document {
    Document(
      title: text("Morning briefing: the river and the rails", "موجز الصباح: النهر والسكك الحديدية"),
      subtitle: [.date(say("Thursday, 23 January 2025", "الخميس 23 يناير 2025"), value: "2025-01-23")],
      provenance: text(
        "41 articles, 7 sources, 12 stories; 2 sources missing", "41 مقالًا، 7 مصادر، 12 موضوعًا؛ مصدران لم يصلا"),
      language: language, direction: direction,
      blocks: [Block(.contents), digest, lead, summary, timeline, stories, figures, rest],
      sources: sources,
      colophon: Document.Colophon(
        made: "2025-01-23T06:30:00+02:00",
        madeText: say("23 January 2025, 06:30 (Cairo)", "23 يناير 2025، 06:30 (القاهرة)"),
        script: "daily-briefing.lua", parameters: ["topic = Nile", "points = 7"], version: "0.1.0"))
  }

  private var lead: Block {
    Block(
      .lead([
        Block(
          .card(
            ArticleCard(
              kicker: say("Water", "المياه"),
              title: say(
                "Ministers agree on a joint gauge for the upper river", "الوزراء يتفقون على مقياس مشترك لأعالي النهر"),
              url: "https://news.example/river?id=1&lang=ar",
              sources: [say("Daily Wire", "الخبر اليومي"), "Nile Post"],
              dateText: say("Thursday 08:10", "الخميس 08:10"), dateValue: "2025-01-23T08:10+02:00",
              summary: [
                item(
                  "The three ministers signed the agreement on Wednesday evening after nine hours of talks.",
                  "وقّع الوزراء الثلاثة الاتفاق مساء الأربعاء بعد تسع ساعات من المباحثات.", 1),
                item(
                  "Forty stations will report the level of the water every hour from March.",
                  "وستبلّغ أربعون محطة عن منسوب المياه كل ساعة ابتداءً من مارس.", 2),
                item(
                  "The cost, 12.5 million euros, is shared equally.",
                  "وتُقسَّم الكلفة البالغة 12.5 مليون يورو بالتساوي.", 2),
              ], language: language, direction: direction, anchor: "story-1", picture: picture,
              related: [
                ArticleCard.Related(
                  title: say("Rivers & rails", "أنهار وسكك"), url: "https://post.example/rivers", source: "Nile Post",
                  language: language),
                ArticleCard.Related(
                  title: say("Without an address", "بلا عنوان"), url: "javascript:alert(1)", language: language),
              ]))),
        keyFigures,
        Block(.image(picture)),
        Block(
          .note(
            .inline,
            [
              Block(
                .paragraph(
                  text(
                    "Sources differ on the number of stations: 40 in the Daily Wire, 44 in the Nile Post.",
                    "تختلف المصادر في عدد المحطات: 40 في الخبر اليومي، و44 في Nile Post.")
                    + [cite(1, 2)]))
            ])),
      ]))
  }

  private var summary: Block {
    Block(
      .section(
        title: text("Summary", "الملخص"),
        [
          Block(
            .summary([
              item(
                "The line between the port and the capital reopens on Sunday, two weeks earlier than planned.",
                "يُعاد فتح الخط بين الميناء والعاصمة يوم الأحد، قبل الموعد المقرر بأسبوعين.", 3),
              item(
                "Bread prices stayed where they were for the third month.",
                "وبقيت أسعار الخبز على حالها للشهر الثالث على التوالي.", 4),
              SummaryItem(
                content: isArabic
                  ? [.text("The station at Aswan will be the first to report (قياس تجريبي)."), cite(2)]
                  : [.text("وستكون محطة أسوان أول محطة تبلّغ عن القياس عبر نظام HydroNet."), cite(2)],
                language: isArabic ? "en" : "ar", direction: isArabic ? .leftToRight : .rightToLeft),
            ]))
        ]))
  }

  private var timeline: Block {
    Block(
      .section(
        title: text("Timeline", "التسلسل الزمني"),
        [
          Block(
            .timeline(
              TimelineView(
                items: events,
                undated: [
                  item(
                    "A second round of talks was held in the south.", "وعُقدت جولة ثانية من المباحثات في الجنوب.", 5)
                ])))
        ]))
  }

  private func event(
    _ date: (String, String), _ value: String, _ first: CivilDate, _ last: CivilDate,
    _ precision: TimelineEntry.Precision, _ english: String, _ arabic: String, _ source: Int, isFuture: Bool = false,
    remark: String? = nil
  ) -> TimelineView.Item {
    TimelineView.Item(
      dateText: say(date.0, date.1), value: value, interval: DayInterval(first, last), precision: precision,
      content: text(english, arabic) + [cite(source)], sources: [say("Daily Wire", "الخبر اليومي")], language: language,
      direction: direction, isFuture: isFuture, remark: remark)
  }

  private var events: [TimelineView.Item] {
    [
      event(
        ("March 2024", "مارس 2024"), "2024-03", day(2024, 3, 1), day(2024, 3, 31), .month,
        "The first talks fail over the cost of the stations.", "فشل المباحثات الأولى بسبب كلفة المحطات.", 1),
      event(
        ("early October 2024", "مطلع أكتوبر 2024"), "2024-10-01/2024-10-10", day(2024, 10, 1), day(2024, 10, 10),
        .approximate, "Engineers survey the upper river.", "مهندسون يعاينون أعالي النهر.", 2),
      event(
        ("2–9 January 2025", "2–9 يناير 2025"), "2025-01-02/2025-01-09", day(2025, 1, 2), day(2025, 1, 9), .span,
        "Floods close the line between the port and the capital for eight days.",
        "الفيضانات تغلق الخط بين الميناء والعاصمة ثمانية أيام.", 3),
      event(
        ("22 January 2025", "22 يناير 2025"), "2025-01-22", day(2025, 1, 22), day(2025, 1, 22), .day,
        "The three ministers sign the agreement in Cairo.", "الوزراء الثلاثة يوقعون الاتفاق في القاهرة.", 1,
        remark: say("the weekday does not match the date", "اسم اليوم لا يطابق التاريخ")),
      event(
        ("26 January 2025", "26 يناير 2025"), "2025-01-26", day(2025, 1, 26), day(2025, 1, 26), .day,
        "The line reopens.", "إعادة فتح الخط.", 3, isFuture: true),
      event(
        ("March 2025", "مارس 2025"), "2025-03", day(2025, 3, 1), day(2025, 3, 31), .month,
        "The first stations report.", "أولى المحطات تبدأ القياس.", 2, isFuture: true),
    ]
  }

  private func card(
    _ kicker: (String, String), _ title: (String, String), _ sentence: (String, String), _ source: Int,
    url: String? = "https://news.example/story", remark: String? = nil
  ) -> Block {
    Block(
      .card(
        ArticleCard(
          kicker: say(kicker.0, kicker.1), title: say(title.0, title.1), url: url,
          sources: [say("Daily Wire", "الخبر اليومي")], dateText: say("Wednesday", "الأربعاء"), dateValue: "2025-01-22",
          remark: remark, summary: [item(sentence.0, sentence.1, source)], language: language, direction: direction)))
  }

  private var digest: Block {
    func line(_ english: String, _ arabic: String, _ anchor: String?) -> DigestLine {
      DigestLine(content: text(english, arabic), anchor: anchor, language: language, direction: direction)
    }
    return Block(
      .digest([
        line("Three ministers agree on one gauge.", "ثلاثة وزراء يتفقون على مقياس واحد.", "story-1"),
        line("Bread holds its price.", "الخبز يحافظ على سعره.", "story-9"),
        line("Trains run again on Sunday.", "القطارات تعود الأحد.", nil),
      ]))
  }

  private var keyFigures: Block {
    Block(
      .figures([
        KeyFigure(
          value: say("40", "40"), label: text("stations report every hour", "محطة تبلّغ كل ساعة") + [cite(2)],
          language: language, direction: direction),
        KeyFigure(
          value: say("1.3 billion", "1.3 مليار"),
          label: text("dinars for the dam", "دينار للسد") + [cite(5, 1, 4, 2, 3)],
          language: language, direction: direction),
      ]))
  }

  /// A picture with an address only, which pages show when they link to pictures.
  private var picture: Picture {
    Picture(
      width: 1200, height: 750, url: "https://news.example/dam.jpg", alt: say("The dam", "السد"),
      caption: say("The dam <in> spring", "السد في الربيع"), credit: "Nile Post", language: language,
      direction: direction)
  }

  private var stories: Block {
    Block(
      .section(
        title: text("Stories", "الموضوعات"),
        [
          card(
            ("Transport", "النقل"), ("Port line reopens on Sunday", "إعادة فتح خط الميناء يوم الأحد"),
            (
              "Trains run again between the port and the capital from Sunday, the railway said.",
              "قالت هيئة السكك الحديدية إن القطارات تعود إلى العمل بين الميناء والعاصمة ابتداءً من الأحد."
            ), 3),
          card(
            ("Prices", "الأسعار"), ("Bread holds its price for a third month", "الخبز يحافظ على سعره للشهر الثالث"),
            (
              "A loaf costs what it did in October, while flour rose by 2.4%.",
              "يكلّف الرغيف ما كان يكلّفه في أكتوبر، بينما ارتفع سعر الدقيق بنسبة 2.4%."
            ), 4,
            remark: say(
              "page dated 22 January, not the article’s own date", "الصفحة مؤرخة في 22 يناير، وهو ليس تاريخ المقال نفسه"
            )),
          card(
            ("Science", "العلوم"), ("A link that is not one", "رابط ليس برابط"),
            ("Its address is not of the web.", "عنوانه ليس من عناوين الويب، واسمه HydroNet (UK)."), 5,
            url: "javascript:alert(1)"),
        ]))
  }

  private var figures: Block {
    Block(
      .section(
        title: text("Figures", "أرقام"),
        [
          Block(
            .table(
              Table(
                caption: text("Articles by source", "المقالات حسب المصدر"),
                columns: [
                  .init(title: text("Source", "المصدر")), .init(title: text("Last seen", "آخر ظهور")),
                  .init(title: text("Articles", "المقالات"), alignment: .end),
                ],
                rows: [
                  [
                    text("Daily Wire", "الخبر اليومي"), [.date("08:10", value: "2025-01-23T08:10+02:00")],
                    [.number("24", value: 24)],
                  ],
                  [
                    [.text("Nile Post")], [.date("07:55", value: "2025-01-23T07:55+02:00")], [.number("12", value: 12)],
                  ],
                  [
                    [.text("الأهرام المسائي")], [.date("06:02", value: "2025-01-23T06:02+02:00")],
                    [.number("5", value: 5)],
                  ],
                  [text("Total", "المجموع"), [], [.number("41", value: 41)]],
                ], hasTotals: true))),
          Block(
            .chart(
              Chart(
                kind: .bar, title: say("The Daily Wire wrote more than all others", "الخبر اليومي كتب أكثر من غيره"),
                labels: [say("Daily Wire", "الخبر اليومي"), "Nile Post", "الأهرام المسائي"],
                series: [.init(values: [24, 12, 5])], unit: say("articles", "مقالات")))),
          Block(
            .chart(
              Chart(
                kind: .stackedBar, title: say("Sections by source", "الأقسام حسب المصدر"),
                labels: [say("Daily Wire", "الخبر اليومي"), "Nile Post"],
                series: [
                  .init(name: say("Water", "المياه"), values: [14, 3]),
                  .init(name: say("Transport", "النقل"), values: [6, 9]),
                  .init(name: say("Other", "أخرى"), values: [4, nil]),
                ]))),
          Block(
            .chart(
              Chart(
                kind: .line, title: say("Level of the river", "منسوب النهر"),
                labels: ["2025-01-17", "2025-01-18", "2025-01-19", "2025-01-20", "2025-01-21", "2025-01-22"],
                series: [
                  .init(name: say("Aswan", "أسوان"), values: [3.1, 3.4, nil, 4.2, 4.0, 3.8]),
                  .init(name: say("Khartoum", "الخرطوم"), values: [2.2, 2.4, 2.9, 3.1, 3.3, 3.2]),
                ], unit: say("metres", "أمتار")))),
          Block(
            .chart(
              Chart(
                kind: .bar, title: say("Articles by day", "المقالات حسب اليوم"),
                labels: ["2025-01-18", "2025-01-19", "2025-01-20", "2025-01-21", "2025-01-22", "2025-01-23"],
                series: [.init(values: [12, 8, 31, 22, 36, 41])]))),
          Block(
            .chart(
              Chart(
                kind: .heatmap, title: say("Mentions of the river", "ذكر النهر"),
                labels: (0..<60).map { day(2024, 11, 20).adding(days: $0).description },
                series: [.init(values: (0..<60).map { Double(($0 * 7) % 11) - 2 })]))),
          Block(
            .note(
              .aside,
              [
                Block(
                  .chart(
                    Chart(
                      kind: .sparkline, title: say("Articles a day", "المقالات في اليوم"),
                      labels: ["2025-01-18", "2025-01-19", "2025-01-20", "2025-01-21"],
                      series: [.init(values: [12, 8, 31, 22])])))
              ])),
        ]))
  }

  private var rest: Block {
    Block(
      .section(
        title: text("Notes", "ملاحظات"),
        [
          Block(.heading(level: 3, text("What we know", "ما نعرفه"))),
          Block(
            .paragraph([
              .text(say("The railway ", "قالت هيئة السكك الحديدية ")), .strong(text("confirmed", "بوضوح")),
              .text(say(" the date, ", " إن الموعد ثابت، ")), .emphasis(text("not", "لا")),
              .text(say(" the hour; see ", " الساعة؛ انظر ")),
              .link(text("its notice", "إعلانها"), url: "https://rail.example/a b?x=\"y\"&z=<1>"), .text(" ("),
              .code("ref=A-17"), .text("), "), .number("1,204.5", value: 1204.5), .lineBreak,
              .span(
                [.text(say("هيئة السكك الحديدية", "National Railways"))], language: isArabic ? "en" : "ar",
                direction: nil),
              cite(3, 3, 4),
            ])),
          Block(
            .list(
              ordered: true,
              items: [
                [
                  Block(
                    .paragraph(
                      text("Tickets bought before 9 January stay valid.", "تبقى التذاكر المشتراة قبل 9 يناير سارية.")))
                ],
                [
                  Block(.paragraph(text("Two stations stay closed:", "تبقى محطتان مغلقتين:"))),
                  Block(
                    .list(
                      ordered: false,
                      items: [
                        [Block(.paragraph(text("the old port", "الميناء القديم")))],
                        [Block(.paragraph([.text("Km 41 (الكيلو 41)")]))],
                      ])),
                ],
              ])),
          Block(
            .quote(
              [Block(.paragraph(text("We measure together or not at all.", "نقيس معًا أو لا نقيس أبدًا.")))],
              attribution: text("the minister of water", "وزير المياه"))),
          Block(
            .note(
              .warning,
              [
                Block(
                  .paragraph(
                    text("Two sources did not answer: Rail News, الأهرام.", "مصدران لم يصلا: Rail News والأهرام.")))
              ])),
          Block(
            .columns([
              [
                Block(.heading(level: 4, text("North", "الشمال"))),
                Block(.paragraph(text("Rain until Friday.", "أمطار حتى الجمعة."))),
              ],
              [
                Block(.heading(level: 4, text("South", "الجنوب"))),
                Block(.paragraph(text("Dry and windy.", "جاف مع رياح."))),
              ],
            ])),
          Block(.rule),
          Block(
            .group([Block(.paragraph(text("End of the notes.", "انتهت الملاحظات.")))]),
            classes: ["closing", "bad class"]),
          Block(.pageBreak),
          Block(
            .paragraph([
              .text(
                say(
                  "هذه فقرة عربية في تقرير إنجليزي عن السكك الحديدية.",
                  "An English paragraph inside an Arabic report on the railway."))
            ])),
          Block(
            .section(
              title: text("Odd text", "نص غريب"),
              [
                Block(
                  .paragraph([.text("<b>&amp;</b> \u{202E}abc\u{202C} a\u{0}b\u{1B}[31m \u{2067}open 1 \u{2028}2")]))
              ])),
        ]))
  }

  private var sources: [Document.Source] {
    let rows: [(String, String, String?, String?)] = [
      (
        "Ministers agree on a joint gauge", "الوزراء يتفقون على مقياس مشترك", "https://news.example/river?id=1&lang=ar",
        "2025-01-23"
      ),
      ("Forty stations from March", "أربعون محطة ابتداءً من مارس", "https://post.example/40", "2025-01-22"),
      ("Port line reopens on Sunday", "إعادة فتح خط الميناء يوم الأحد", nil, nil),
      ("Bread holds its price", "الخبز يحافظ على سعره", "https://news.example/bread", "2025-01"),
      ("A link that is not one", "رابط ليس برابط", "javascript:alert(1)", "not a date"),
    ]
    return rows.enumerated().map { index, row in
      Document.Source(
        article: "a\(index + 1)", title: say(row.0, row.1),
        publisher: index == 1 ? "Nile Post" : say("Daily Wire", "الخبر اليومي"),
        url: row.2,
        date: row.3 == nil
          ? say("date not known", "التاريخ غير معروف")
          : say("published 08:10 (feed)", "نُشر في 08:10 (التغذية الإخبارية)"),
        dateValue: row.3, language: language, direction: direction)
    }
  }
}
