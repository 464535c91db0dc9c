extension Vocabulary {
  /// The fixed words. The raw value is the key in the data files and the name that scripts use.
  public enum Word: String, Sendable, Hashable, CaseIterable {
    case summary
    case timeline
    case sources
    case contents
    case ahead
    case undated
    case topStory = "top_story"
    case otherStories = "other_stories"
    case stories
    case articles
    case briefing
    case dailyBriefing = "daily_briefing"
    case overview
    case background
    case bySource = "by_source"
    case bySection = "by_section"
    case byDay = "by_day"
    case byLanguage = "by_language"
    case keywords
    case disagreements
    case quotes
    case figures
    case more
    case note
    case caution
    case untitled
    case unknownSource = "unknown_source"
    case noArticles = "no_articles"
    case noEvents = "no_events"
    case today
    case total
    case data
    case value
    case number
    case share
    /// Names of the fields of an article, as column heads.
    case fieldTitle = "field_title"
    case fieldSubtitle = "field_subtitle"
    case fieldSource = "field_source"
    case fieldPublisher = "field_publisher"
    case fieldSection = "field_section"
    case fieldAuthors = "field_authors"
    case fieldEditors = "field_editors"
    case fieldPublished = "field_published"
    case fieldUpdated = "field_updated"
    case fieldRetrieved = "field_retrieved"
    case fieldDate = "field_date"
    case fieldTime = "field_time"
    case fieldLanguage = "field_language"
    case fieldUrl = "field_url"
    case fieldWords = "field_words"
    case fieldKeywords = "field_keywords"
    case barChart = "bar_chart"
    case stackedBarChart = "stacked_bar_chart"
    case lineChart = "line_chart"
    case heatmap
    case fewer
    case moreValues = "more_values"
    case backToText = "back_to_text"
    case skipToContent = "skip_to_content"
    /// Where a date was found, one for each `DateEvidence`.
    case evidenceJsonLd = "evidence_json_ld"
    case evidenceFeed = "evidence_feed"
    case evidenceMeta = "evidence_meta"
    case evidenceByline = "evidence_byline"
    case evidenceText = "evidence_text"
    case evidenceMasthead = "evidence_masthead"
    case evidenceFile = "evidence_file"
    case dateUnknown = "date_unknown"
    case dateDoubtful = "date_doubtful"
    case weekdayMismatch = "weekday_mismatch"
    case calendarMismatch = "calendar_mismatch"
    case referenceDoubtful = "reference_doubtful"
    case limitReached = "limit_reached"
    /// Between the items of a list.
    case listSeparator = "list_separator"
    case listLast = "list_last"
    case decimalSeparator = "decimal_separator"
    case groupSeparator = "group_separator"
    /// Digits that must stand before the first group separator (CLDR minimumGroupingDigits).
    case groupMinimum = "group_minimum"
    case quoteOpen = "quote_open"
    case quoteClose = "quote_close"
    /// Filled in with `page`, `pages`.
    case pageOf = "page_of"
    /// Filled in with `sources`.
    case alsoReportedBy = "also_reported_by"
    /// Filled in with `span`, a counted span of time: “5 months without an entry”.
    case gap
    /// Filled in with `number`.
    case sourceNumber = "source_number"
    /// Filled in with `date`; so are `publishedAt`, `updatedAt`, `retrievedAt`, `notBefore` and `notAfter`.
    case madeAt = "made_at"
    /// Filled in with `script`.
    case madeBy = "made_by"
    /// Filled in with `version`.
    case programVersion = "program_version"
    case publishedAt = "published_at"
    case updatedAt = "updated_at"
    case retrievedAt = "retrieved_at"
    /// Filled in with `date` and `evidence`.
    case withEvidence = "with_evidence"
    case notBefore = "not_before"
    case notAfter = "not_after"
    /// Filled in with `from` and `to`.
    case fromTo = "from_to"
    /// Filled in with `sources`.
    case sourcesNamed = "sources_named"
    /// Filled in with `value` and `label`; so is `lowest`.
    case highest
    case lowest
  }

  /// The nouns that can be counted.
  public enum Noun: String, Sendable, Hashable, CaseIterable {
    case article
    case source
    case story
    case event
    case sentence
    case word
    case section
    case file
    case day
    case week
    case month
    case year
    case hour
    case minute
    /// “2 sources missing”.
    case missingSource = "missing_source"
    /// “2 inputs could not be read”.
    case unreadInput = "unread_input"
    /// “2 articles without a date of their own”.
    case undatedArticle = "undated_article"
    case result
  }
}
