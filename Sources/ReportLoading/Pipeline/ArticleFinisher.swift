import ReportArticles

/// What every article gets, whatever form it came in: language, direction, identity, checked dates.
package struct ArticleFinisher: Sendable {
  let options: LoadOptions

  package init(options: LoadOptions) {
    self.options = options
  }

  package func finish(_ draft: ArticleDraft) -> Article {
    var draft = draft
    DraftCleaner.clean(&draft)
    if let retrieved = options.retrieved { draft.article.retrieved = retrieved }
    fillLanguage(&draft)
    checkDates(&draft)
    if draft.article.title.isEmpty, !draft.article.hasWarning(.noTitle) {
      draft.warn(.noTitle, "no headline found")
    }
    if draft.article.paragraphs.isEmpty, !draft.article.hasWarning(.noBody) {
      draft.warn(.noBody, "no text found")
    }
    if let url = draft.article.url { draft.article.url = CanonicalURL.normalize(url) ?? url }
    let own = ArticleIdentity.OwnName(draft.guid, isGlobal: draft.guidIsGlobal)
    draft.article.id =
      options.keepsOwnIDs ? own.map { $0.everywhere ?? $0.text } ?? identity(draft, nil) : identity(draft, own)
    return draft.article
  }

  private func identity(_ draft: ArticleDraft, _ own: ArticleIdentity.OwnName?) -> String {
    ArticleIdentity.id(own: own, article: draft.article, sharesAddresses: draft.sharesAddress)
  }

  private func fillLanguage(_ draft: inout ArticleDraft) {
    if draft.hasLanguage { return }
    let article = draft.article
    var sample = [article.title]
    var size = article.title.utf8.count
    for paragraph in article.paragraphs {
      if size > 2000 { break }
      size += paragraph.utf8.count + 1
      sample.append(paragraph)
    }
    if sample.allSatisfy({ $0.utf8.allSatisfy { $0 == 0x0A || $0 == 0x20 } }) { sample += article.captions }
    let declared = draft.declaredLanguage.flatMap(LanguageTag.normalize)
    let choice = LanguageTag.choose(declared: declared, texts: sample)
    draft.article.language = choice.language
    draft.article.direction = choice.direction
    if let declared, choice.contradicts {
      draft.warn(.languageDeclaredWrong, "declared as “\(declared)”, but the text is “\(choice.language)”")
    }
  }

  // MARK: Dates

  private func checkDates(_ draft: inout ArticleDraft) {
    if draft.article.published == nil, let day = options.published {
      draft.article.published = ArticleDate(date: day, precision: .day, evidence: .file, text: day.description)
      draft.article.dateBounds = nil
    }
    warnOfImplausibleDates(&draft)
    let isKnown = draft.article.published != nil
    // A known day is only held against the first paragraphs; an unknown one is narrowed down with all of them.
    let text = TextDates(
      paragraphs: isKnown ? Array(draft.article.paragraphs.prefix(2)) : draft.article.paragraphs,
      notAfter: (draft.article.retrieved ?? draft.article.updated)?.date ?? options.today, findsPastDates: !isKnown,
      dayFirst: options.dayFirst ?? DateOrder.dayFirst(language: draft.article.language))
    compare(text, &draft)
    guard draft.article.published == nil else { return }
    if let day = text.todayDate, draft.article.retrieved.map({ day.0 <= $0.date }) ?? true,
      !draft.article.hasWarning(.dateConflict)
    {
      draft.article.published = ArticleDate(date: day.0, precision: .day, evidence: .text, text: day.1)
      draft.article.dateBounds = nil
      return
    }
    let notAfter = draft.article.updated ?? draft.article.retrieved
    let bounds = DateBounds(
      notBefore: text.latestPast,
      notAfter: notAfter.flatMap {
        PartialDate(
          year: $0.date.year, month: $0.precision >= .month ? $0.date.month : nil,
          day: $0.precision >= .day ? $0.date.day : nil)
      },
      weekday: text.todayWeekday?.weekday)
    if var known = draft.article.dateBounds {
      // A field that may be read in two ways says more than the text.
      known.weekday = known.weekday ?? bounds.weekday
      draft.article.dateBounds = known
    } else if bounds != DateBounds() {
      draft.article.dateBounds = bounds
    }
  }

  private func warnOfImplausibleDates(_ draft: inout ArticleDraft) {
    for (name, date) in [
      ("published", draft.article.published), ("updated", draft.article.updated),
      ("retrieved", draft.article.retrieved),
    ] {
      guard let date else { continue }
      if let today = options.today, date.date > today.adding(days: 1) {
        draft.warn(.dateInFuture, "\(name) “\(date.text)” lies after \(today)", line: draft.dateLine)
      }
      if date.date.year < 1990 {
        draft.warn(
          .dateBefore1990, "\(name) “\(date.text)” is before 1990, probably a default of the source",
          line: draft.dateLine)
      }
    }
    if let published = draft.article.published, let updated = draft.article.updated,
      published.precision >= .day, updated.precision >= .day,
      updated.instant(defaultOffset: 0) < published.instant(defaultOffset: 0), updated.date < published.date
    {
      draft.warn(.dateOrder, "updated “\(updated.text)” lies before published “\(published.text)”")
    }
  }

  /// Warns when the text says “today, Monday” and the day that the article carries is not a Monday.
  private func compare(_ text: TextDates, _ draft: inout ArticleDraft) {
    guard let spoken = text.todayWeekday, let (date, basis) = draft.article.bestDate, date.precision >= .day else {
      return
    }
    if date.date.weekday == spoken.weekday { return }
    // Written on Monday, out in the first hours of Tuesday.
    if basis != .retrieved, date.date.adding(days: -1).weekday == spoken.weekday, let second = date.secondOfDay,
      second < 6 * 3600
    {
      return
    }
    let textLine = draft.line(ofParagraph: spoken.paragraph)
    let name = basis == .retrieved ? "the page is dated" : "\(basis.rawValue) is"
    draft.warn(
      .dateConflict,
      "\(name) “\(date.text)”\(draft.dateLine.map { " (line \($0))" } ?? "") and the text says “\(spoken.text)”"
        + "\(textLine.map { " (line \($0))" } ?? ""): they cannot be the same day",
      line: textLine)
  }
}
