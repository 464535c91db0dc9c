// The table of `SampleTests`: one row an article.

extension SampleArticle {
  static let all: [SampleArticle] = [
    SampleArticle(
      file: "al-marfa/council-budget.txt", format: "page-text",
      title: "مجلس بلدية مرسى ريان يقر ميزانية العام.. و12 مليون دينار للأرصفة والإنارة", publisher: nil,
      section: "سياسة", language: "ar", published: nil, retrieved: "2025-03-13", paragraphs: 7,
      opening: "أقر مجلس بلدية", ending: "بأربعين يومًا.", captions: 2, editors: ["هند الشاطبي", "أنور المرساوي"]),
    SampleArticle(
      file: "al-marfa/desalination.txt", format: "page-text",
      title: "بكلفة 1.3 مليار دينار.. توقيع عقد محطة تحلية مياه البحر في رأس دلال", publisher: "المرفأ",
      section: "اقتصاد",
      language: "ar", published: nil, retrieved: "2025-03-12", paragraphs: 9, opening: "وقّعت هيئة المياه",
      ending: "الخمس الأولى.", captions: 2, editors: ["هند الشاطبي", "أنور المرساوي"]),
    SampleArticle(
      file: "al-marfa/ferry-inquiry.txt", format: "page-text",
      title: "لجنة السلامة البحرية تبدأ فحص تسجيلات \"النورس 2\".. وخروج مصابيْن من المستشفى", publisher: "المرفأ",
      section: "محليات", language: "ar", published: "2025-03-11T14:20", retrieved: "2025-03-11", paragraphs: 7,
      opening: "بدأت لجنة السلامة", ending: "يوم الأربعاء.", captions: 1, editors: ["هند الشاطبي", "أنور المرساوي"],
      authors: ["نجلاء العنابي"]),
    SampleArticle(
      file: "al-marfa/ferry-quay.txt", format: "page-text",
      title: "إصابة 14 راكبًا في اصطدام عبّارة \"النورس 2\" برصيف ميناء مرسى ريان", publisher: nil, section: "محليات",
      language: "ar", published: nil, retrieved: "2025-03-10", paragraphs: 8, opening: "أصيب 14 راكبًا",
      ending: "المصدر نفسه.", captions: 2, editors: ["هند الشاطبي", "أنور المرساوى"]),
    SampleArticle(
      file: "al-marfa/festival.txt", format: "page-text",
      title: "\"ليالي المرسى\" تعود إلى المدينة العتيقة بثلاثين عرضًا وأمسية لشعراء الجزيرة", publisher: "المرفأ",
      section: "ثقافة", language: "ar", published: nil, retrieved: nil, paragraphs: 7, opening: "تنطلق مساء الجمعة",
      ending: "دار القبطان.", captions: 1, editors: ["هند الشاطبي", "أنور المرساوي"]),
    SampleArticle(
      file: "al-marfa/flood.txt", format: "page-text", title: "أمطار غزيرة على وادي نسيم تجلي 320 عائلة وتقطع جسرين",
      publisher: "المرفأ", section: "محليات", language: "ar", published: "2025-03-13T07:05", retrieved: "2025-03-13",
      paragraphs: 7, opening: "أجلت الحماية المدنية", ending: "عند الحاجة.", captions: 2,
      editors: ["هند الشاطبي", "أنور المرساوي"]),
    SampleArticle(
      file: "al-marfa/lamp-maker.txt", format: "text",
      title: "آخر صانع فوانيس في حي الصنوبر: \"الضوء لا يحتاج إلى إعلان\"", publisher: nil, section: nil,
      language: "ar", published: nil, retrieved: nil, paragraphs: 6, opening: "في دكان لا يتجاوز",
      ending: "إلى إعلان\"."),
    SampleArticle(
      file: "al-malab/semi-final.txt", format: "page-text",
      title: "النوارس إلى النهائي بهدف في الدقيقة ١١٣ على حساب وفاق تل زيتون", publisher: "الملعب اليوم",
      section: "كرة القدم", language: "ar", published: nil, retrieved: "2025-03-11", paragraphs: 8,
      opening: "بلغ نادي النوارس", ending: "و٢٥ دينارًا.", captions: 1, editors: ["عادل الخضراني", "منى السالمية"]),
    SampleArticle(
      file: "al-malab/2025-03.csv", format: "csv", title: "قمة الكأس الليلة: النوارس ووفاق تل زيتون في مرسى ريان",
      publisher: "الملعب اليوم", section: "كرة القدم", language: "ar", published: "2025-03-10T14:00", retrieved: nil,
      paragraphs: 5, opening: "يستضيف نادي", ending: "والتاسعة.", authors: ["ناصر البطروني"]),
    SampleArticle(
      file: "al-malab/2025-03.csv", index: 1, format: "csv",
      title: "سيدات تل زيتون يحسمن لقب كرة اليد قبل جولتين من النهاية", publisher: "الملعب اليوم", section: "كرة اليد",
      language: "ar", published: "2025-03-12T10:20", retrieved: nil, paragraphs: 5, opening: "توجت سيدات",
      ending: "دار الوادي.", authors: ["منال الرمحاوي"]),
    SampleArticle(
      file: "al-malab/2025-03.csv", index: 2, format: "csv",
      title: "إقبال على تذاكر نهائي الكأس والنوارس يطلب حصة أكبر", publisher: "الملعب اليوم", section: "كرة القدم",
      language: "ar", published: "2025-03-13T12:05", retrieved: nil, paragraphs: 5, opening: "طلب نادي",
      ending: "لحاقه بالنهائي.", authors: ["ناصر البطروني"]),
    SampleArticle(
      file: "harbour-post/feed.atom", format: "atom",
      title: "Water authority signs 1.3 billion dinar desalination deal", publisher: "The Harbour Post",
      section: "Economy", language: "en", published: "2025-03-11T14:30", retrieved: nil, paragraphs: 6,
      opening: "The National Water", ending: "power line.", authors: ["Edda Marlowe"]),
    SampleArticle(
      file: "harbour-post/feed.atom", index: 1, format: "atom",
      title: "Three banks line up for Ras Dalal loan of 850 million dinars", publisher: "The Harbour Post",
      section: "Economy", language: "en", published: "2025-03-13T09:00", retrieved: nil, paragraphs: 5,
      opening: "Three banks have", ending: "of 2026.", authors: ["Edda Marlowe"]),
    SampleArticle(
      file: "harbour-post/feed.json", format: "json-feed",
      title: "Olive oil slips again as the mills count a bumper season", publisher: "The Harbour Post",
      section: "Economy", language: "en", published: "2025-03-12T11:45", retrieved: nil, paragraphs: 5,
      opening: "Olive oil for export", ending: "the autumn.", authors: ["Piet Lindqvist"]),
    SampleArticle(
      file: "harbour-post/feed.json", index: 1, format: "json-feed",
      title: "Port handled less cargo in February, more containers", publisher: "The Harbour Post",
      section: "Economy", language: "en", published: "2025-03-13T07:30", retrieved: nil, paragraphs: 5,
      opening: "Cargo through", ending: "10 April.", authors: ["Edda Marlowe"]),
    SampleArticle(
      file: "rawasi/feed-ar.rss", format: "rss", title: "توقيع عقد محطة تحلية رأس دلال بقيمة 1.2 مليار دينار",
      publisher: "وكالة رواسي للأنباء", section: "اقتصاد", language: "ar", published: "2025-03-11T13:05",
      retrieved: nil, paragraphs: 5, opening: "وقّعت هيئة", ending: "ثلاثة متنافسين.", authors: ["وكالة رواسي"]),
    SampleArticle(
      file: "rawasi/feed-ar.rss", index: 1, format: "rss", title: "الصحة تطلق حملة تلقيح ضد الحصبة يوم 16 مارس",
      publisher: "وكالة رواسي للأنباء", section: "صحة", language: "ar", published: "2025-03-12T08:50", retrieved: nil,
      paragraphs: 5, opening: "أعلنت وزارة", ending: "الابتدائية.", authors: ["وكالة رواسي"]),
    SampleArticle(
      file: "rawasi/feed-ar.rss", index: 2, format: "rss",
      title: "ثلاثة جسور متضررة ومئات العائلات في مدارس بعد فيضان وادي نسيم", publisher: "وكالة رواسي للأنباء",
      section: "محليات", language: "ar", published: "2025-03-13T05:55", retrieved: nil, paragraphs: 5,
      opening: "فاض وادي نسيم", ending: "2018.", authors: ["وكالة رواسي"]),
    SampleArticle(
      file: "rawasi/ferry-ar.ninjs.json", format: "ninjs", title: "14 مصابًا في ارتطام عبّارة ركاب برصيف ميناء مرسى ريان",
      publisher: nil, section: nil, language: "ar", published: "2025-03-09T23:50",
      retrieved: nil, paragraphs: 5, opening: "رواسي - مرسى ريان", ending: "2016.", authors: ["مكتب رواسي في مرسى ريان"]
    ),
    SampleArticle(
      file: "rawasi/ferry-en.ninjs.json", format: "ninjs", title: "Fourteen hurt as ferry hits quay in Marsa Rayan",
      publisher: nil, section: nil, language: "en", published: "2025-03-10T00:35", retrieved: nil, paragraphs: 5,
      opening: "MARSA RAYAN, March 9", ending: "June 2016.", authors: ["Rawasi News Agency"]),
    SampleArticle(
      file: "rawasi/measles.eml", format: "eml",
      title: "Measles campaign: 240,000 children to be vaccinated from Sunday – حملة تلقيح",
      publisher: "Rawasi News Agency", section: nil, language: "en", published: "2025-03-12T09:15", retrieved: nil,
      paragraphs: 5, opening: "DAR AL-WADI, March 12", ending: "September."),
    SampleArticle(
      file: "rayan-courier/bus-line.txt", format: "page-text",
      title: "Electric buses on line 27 carry 40,000 in first weeks, operator says", publisher: "The Rayan Courier",
      section: "Transport", language: "en", published: nil, retrieved: "2025-03-13", paragraphs: 6,
      opening: "Line 27, the first", ending: "in time.", captions: 1, editors: ["Miriam Harlande", "Tarek Owenson"]),
    SampleArticle(
      file: "rayan-courier/ferry.txt", format: "page-text",
      title: "Seventeen hurt as island ferry strikes quay in Marsa Rayan", publisher: "The Rayan Courier",
      section: "Local", language: "en", published: nil, retrieved: "2025-03-10", paragraphs: 8,
      opening: "Seventeen people", ending: "recordings.", captions: 2, editors: ["Miriam Harlande", "Tarek Owenson"]),
    SampleArticle(
      file: "rayan-courier/flood.txt", format: "page-text",
      title: "Hundreds leave homes as Wadi Naseem river bursts its banks", publisher: "The Rayan Courier",
      section: "Local", language: "en", published: nil, retrieved: "2025-03-13", paragraphs: 9,
      opening: "About 320 families", ending: "last autumn.", captions: 2, editors: ["Miriam Harlande", "Tarek Owenson"]),
    SampleArticle(
      file: "rayan-courier/service-resumes.txt", format: "page-text",
      title: "Island ferry line reopens with borrowed boat three days after quay accident",
      publisher: "The Rayan Courier", section: "Local", language: "en", published: "2025-03-12T16:15",
      retrieved: "2025-03-12", paragraphs: 7, opening: "Ferries between", ending: "we say so today.\"", captions: 1,
      editors: ["Miriam Harlande", "Tarek Owenson"], authors: ["Jonas Whitlam"]),
    SampleArticle(
      file: "rayan-courier/inquiry.md", format: "markdown",
      title: "Ferry inquiry: skipper ordered slow ahead twice, lawyer says", publisher: "The Rayan Courier",
      section: "Local", language: "en", published: "2025-03-11", retrieved: nil, paragraphs: 7,
      opening: "The maritime safety", ending: "on Wednesday.", authors: ["Jonas Whitlam"]),
    SampleArticle(
      file: "rayan-courier/water-background.md", format: "markdown",
      title: "Background: how a rainy coast ran out of water", publisher: "The Rayan Courier", section: "Economy",
      language: "en", published: "2025-03-12", retrieved: nil, paragraphs: 12, opening: "The contract for",
      ending: "and rising.", authors: ["Jonas Whitlam"]),
    SampleArticle(
      file: "sawt-al-wadi/2025-03-10.jsonl", format: "json-lines",
      title: "17 مصابًا في حادث العبّارة بمرسى ريان ووزير النقل يطلب تقريرًا عاجلًا", publisher: "صوت الوادي",
      section: "محليات", language: "ar", published: "2025-03-10T07:40", retrieved: nil, paragraphs: 6,
      opening: "ارتفع عدد مصابي", ending: "عام 2023.", authors: ["ياسر الحمداوي"]),
    SampleArticle(
      file: "sawt-al-wadi/2025-03-10.jsonl", index: 1, format: "json-lines",
      title: "توقيت رمضان في المدارس يستمر حتى 27 مارس والعطلة تبدأ قبل العيد بيومين", publisher: "صوت الوادي",
      section: "تعليم", language: "ar", published: "2025-03-10T10:15", retrieved: nil, paragraphs: 5,
      opening: "أكدت وزارة التعليم", ending: "شروق الشمس.", authors: ["سلمى الطاهراني"]),
    SampleArticle(
      file: "sawt-al-wadi/2025-03-12.jsonl", format: "json-lines",
      title: "محطة رأس دلال: عقد بـ1.2 مليار دينار وأسئلة عن سعر المتر المكعب", publisher: "صوت الوادي",
      section: "اقتصاد", language: "ar", published: "2025-03-12T08:05", retrieved: nil, paragraphs: 7,
      opening: "أثار عقد", ending: "غدًا الخميس.", authors: ["ياسر الحمداوي"]),
    SampleArticle(
      file: "sawt-al-wadi/2025-03-12.jsonl", index: 1, format: "json-lines",
      title: "ابتداء من الأحد: تلقيح 240 ألف طفل ضد الحصبة في ست ولايات", publisher: "صوت الوادي", section: "صحة",
      language: "ar", published: "2025-03-12T09:30", retrieved: nil, paragraphs: 5, opening: "أعلنت وزارة",
      ending: "الابتدائية.", authors: ["وكالة رواسي"]),
    SampleArticle(
      file: "sawt-al-wadi/2025-03-13.jsonl", format: "json-lines",
      title: "فيضان وادي نسيم: إيواء 350 عائلة والبحث متواصل عن أسباب تأخر الإنذار", publisher: "صوت الوادي",
      section: "محليات", language: "ar", published: "2025-03-13T06:10", retrieved: nil, paragraphs: 7,
      opening: "نُقلت 350 عائلة", ending: "السبت.", authors: ["سلمى الطاهراني"]),
    SampleArticle(
      file: "sawt-al-wadi/2025-03-13.jsonl", index: 1, format: "json-lines",
      title: "لجنة الاقتصاد تستمع إلى رئيس هيئة المياه وتطلب نشر عقد رأس دلال كاملًا", publisher: "صوت الوادي",
      section: "سياسة", language: "ar", published: "2025-03-13T13:20", retrieved: nil, paragraphs: 5,
      opening: "طلبت لجنة", ending: "تاريخها بعد."),
    SampleArticle(
      file: "sawt-al-wadi/bread-price.html", format: "html",
      title: "سعر الخبز المدعوم لن يتغير قبل نهاية العام، تقول وزيرة التجارة", publisher: "صوت الوادي",
      section: "اقتصاد", language: "ar", published: "2025-03-11T18:25", retrieved: "2025-03-13", paragraphs: 5,
      opening: "أكدت وزيرة", ending: "والحلويات.", captions: 1, authors: ["ياسر الحمداوي"]),
    SampleArticle(
      file: "sawt-al-wadi/mosaic-windows-1256.txt", format: "page-text",
      title: "العثور على أرضية فسيفساء قرب بئر ياسمين تعود إلى أكثر من ألف عام", publisher: nil, section: nil,
      language: "ar", published: "2025-03-13", retrieved: nil, paragraphs: 6, opening: "كشف عمال", ending: "لسنة 1994.",
      captions: nil),
    SampleArticle(
      file: "wadi-tribune/2025-03-10.json", format: "json", title: "Island ferry rams quay in Marsa Rayan, injuring 14",
      publisher: "Wadi Tribune", section: "Local", language: "en", published: "2025-03-10T08:30", retrieved: nil,
      paragraphs: 5, opening: "MARSA RAYAN, March 9", ending: "June 2016.", authors: ["Rawasi"]),
    SampleArticle(
      file: "wadi-tribune/2025-03-10.json", index: 1, format: "json",
      title: "A library mends four centuries of paper, one page a day", publisher: "Wadi Tribune", section: "Culture",
      language: "en", published: "2025-03-10T12:00", retrieved: nil, paragraphs: 7, opening: "Restorers in",
      ending: "two dinars.", authors: ["Clara Deventer"]),
    SampleArticle(
      file: "wadi-tribune/2025-03-11.json", format: "json",
      title: "Gulls reach cup final with goal seven minutes from penalties", publisher: "Wadi Tribune",
      section: "Sport", language: "en", published: "2025-03-11T00:25", retrieved: nil, paragraphs: 7,
      opening: "Substitute Sami", ending: "in 1994.", authors: ["Rafi Stanmore"]),
    SampleArticle(
      file: "wadi-tribune/contract-questions.md", format: "markdown",
      title: "Publish the whole water contract, deputies tell authority", publisher: "Wadi Tribune",
      section: "Politics", language: "en", published: "2025-03-13", retrieved: nil, paragraphs: 7,
      opening: "Deputies on Thursday", ending: "on 3 April.", authors: ["Rafi Stanmore", "Clara Deventer"]),
    SampleArticle(
      file: "wadi-tribune/measles.md", format: "markdown",
      title: "Health teams to vaccinate a quarter of a million children against measles", publisher: "Wadi Tribune",
      section: "Health", language: "en", published: "2025-03-12T17:40", retrieved: nil, paragraphs: 10,
      opening: "Health teams will", ending: "مدى الحياة\".", authors: ["Clara Deventer"]),
  ]
}
