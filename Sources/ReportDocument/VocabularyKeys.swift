extension Vocabulary {
  /// The fixed words. The raw value is the key in the data files and the name that scripts use.
  public enum Word: String, Sendable, Hashable, CaseIterable {
    /// “Summary”.
    case summary
    /// “Timeline”.
    case timeline
    /// “Sources”.
    case sources
    /// “Contents”.
    case contents
    /// “Ahead”.
    case ahead
    /// “Date not known”.
    case undated
    /// “No day to count from”.
    case unresolved
    /// “Top story”.
    case topStory = "top_story"
    /// “Other stories”.
    case otherStories = "other_stories"
    /// “Stories”.
    case stories
    /// “Articles”.
    case articles
    /// “Briefing”.
    case briefing
    /// “Daily briefing”.
    case dailyBriefing = "daily_briefing"
    /// “Overview”.
    case overview
    /// “Background”.
    case background
    /// “By source”.
    case bySource = "by_source"
    /// “By section”.
    case bySection = "by_section"
    /// “By day”.
    case byDay = "by_day"
    /// “By language”.
    case byLanguage = "by_language"
    /// “Keywords”.
    case keywords
    /// “Where sources differ”.
    case disagreements
    /// “Quotes”.
    case quotes
    /// “Figures”.
    case figures
    /// “More on this”.
    case more
    /// “Note”.
    case note
    /// “Caution”.
    case caution
    /// “(no headline)”.
    case untitled
    /// “Unknown source”.
    case unknownSource = "unknown_source"
    /// “No articles.”.
    case noArticles = "no_articles"
    /// “No dated events.”.
    case noEvents = "no_events"
    /// “Today”.
    case today
    /// “Total”.
    case total
    /// “Data”.
    case data
    /// “Value”.
    case value
    /// “Number”.
    case number
    /// “Share”.
    case share
    /// Names of the fields of an article, as column heads.
    case fieldTitle = "field_title"
    /// “Subtitle”.
    case fieldSubtitle = "field_subtitle"
    /// “Source”.
    case fieldSource = "field_source"
    /// “Publisher”.
    case fieldPublisher = "field_publisher"
    /// “Section”.
    case fieldSection = "field_section"
    /// “Authors”.
    case fieldAuthors = "field_authors"
    /// “Editors”.
    case fieldEditors = "field_editors"
    /// “Published”.
    case fieldPublished = "field_published"
    /// “Updated”.
    case fieldUpdated = "field_updated"
    /// “Retrieved”.
    case fieldRetrieved = "field_retrieved"
    /// “Date”.
    case fieldDate = "field_date"
    /// “Time”.
    case fieldTime = "field_time"
    /// “Language”.
    case fieldLanguage = "field_language"
    /// “Address”.
    case fieldUrl = "field_url"
    /// “Words”.
    case fieldWords = "field_words"
    /// “Keywords”.
    case fieldKeywords = "field_keywords"
    /// “Bar chart”.
    case barChart = "bar_chart"
    /// “Stacked bar chart”.
    case stackedBarChart = "stacked_bar_chart"
    /// “Line chart”.
    case lineChart = "line_chart"
    /// “Calendar heat map”.
    case heatmap
    /// “fewer”.
    case fewer
    /// “more”.
    case moreValues = "more_values"
    /// “Back to the text”.
    case backToText = "back_to_text"
    /// “Skip to the report”.
    case skipToContent = "skip_to_content"
    /// Where a date was found, one for each `DateEvidence`.
    case evidenceJsonLd = "evidence_json_ld"
    /// “feed”.
    case evidenceFeed = "evidence_feed"
    /// “metadata”.
    case evidenceMeta = "evidence_meta"
    /// “byline”.
    case evidenceByline = "evidence_byline"
    /// “text”.
    case evidenceText = "evidence_text"
    /// “head of the page”.
    case evidenceMasthead = "evidence_masthead"
    /// “file name”.
    case evidenceFile = "evidence_file"
    /// “date not known”.
    case dateUnknown = "date_unknown"
    /// “date in doubt”.
    case dateDoubtful = "date_doubtful"
    /// “the weekday does not match the date”.
    case weekdayMismatch = "weekday_mismatch"
    /// “the two calendars do not agree”.
    case calendarMismatch = "calendar_mismatch"
    /// “the sentence does not say whether it lies ahead”.
    case uncertainDirection = "uncertain_direction"
    /// “the day of the report”, for an event that no sentence dates.
    case reportedOn = "reported_on"
    /// “dates of this language are read in figures only”.
    case languageNotRead = "language_not_read"
    /// “counted from a day that is itself in doubt”.
    case referenceDoubtful = "reference_doubtful"
    /// “shortened”.
    case limitReached = "limit_reached"
    /// Between the items of a list.
    case listSeparator = "list_separator"
    /// “" and "”, between two.
    case listLast = "list_last"
    /// “" and "”, before the last of more than two.
    case listLastOfMore = "list_last_of_more"
    /// Between clauses: “"; "”.
    case clauseSeparator = "clause_separator"
    /// “.”.
    case decimalSeparator = "decimal_separator"
    /// “,”.
    case groupSeparator = "group_separator"
    /// Digits that must stand before the first group separator (CLDR minimumGroupingDigits).
    case groupMinimum = "group_minimum"
    /// ““”.
    case quoteOpen = "quote_open"
    /// “””.
    case quoteClose = "quote_close"
    /// Filled in with `page`, `pages`.
    case pageOf = "page_of"
    /// Filled in with `sources`.
    case alsoReportedBy = "also_reported_by"
    /// Filled in with `span`, a counted span of time: “5 months without an entry”.
    case gap
    /// “The day in five lines”.
    case fiveLines = "five_lines"
    /// “Read in the browser”.
    case viewOnline = "view_online"
    /// “Shortened for mail.”.
    case shortenedForMail = "shortened_for_mail"
    /// “Links”.
    case links
    /// “Who reported”.
    case whoReported = "who_reported"
    /// “How the dates are known”.
    case howDated = "how_dated"
    /// “How this report was made”.
    case howMade = "how_made"
    /// Filled in with `time`: “4 minutes to read”.
    case readingTime = "reading_time"
    /// Filled in with `name`: “Photo: Harbour Post”.
    case photoBy = "photo_by"
    /// Filled in with `number`: “6 more sources”.
    case moreSources = "more_sources"
    /// “Others”, for what a chart shows together.
    case others
    /// Filled in with `number`.
    case sourceNumber = "source_number"
    /// Filled in with `date`; so are `publishedAt`, `updatedAt`, `retrievedAt`, `notBefore` and `notAfter`.
    case madeAt = "made_at"
    /// Filled in with `script`.
    case madeBy = "made_by"
    /// Filled in with `version`.
    case programVersion = "program_version"
    /// “published {date}”.
    case publishedAt = "published_at"
    /// “updated {date}”.
    case updatedAt = "updated_at"
    /// “page dated {date}, not the article’s own date”.
    case retrievedAt = "retrieved_at"
    /// Filled in with `date` and `evidence`.
    case withEvidence = "with_evidence"
    /// “not before {date}”.
    case notBefore = "not_before"
    /// “not after {date}”.
    case notAfter = "not_after"
    /// Filled in with `from` and `to`.
    case fromTo = "from_to"
    /// “not drawn: {values}”.
    case notDrawn = "not_drawn"
    /// Filled in with `sources`.
    case sourcesNamed = "sources_named"
    /// Filled in with `value` and `label`; so is `lowest`.
    case highest
    /// “lowest {value} ({label})”.
    case lowest
  }

  /// The nouns that can be counted.
  public enum Noun: String, Sendable, Hashable, CaseIterable {
    /// “an article”, “3 articles”.
    case article
    /// “a source”, “3 sources”.
    case source
    /// “a story”, “3 stories”.
    case story
    /// “an event”, “3 events”.
    case event
    /// “a sentence”, “3 sentences”.
    case sentence
    /// “a word”, “3 words”.
    case word
    /// “a section”, “3 sections”.
    case section
    /// “a file”, “3 files”.
    case file
    /// “a day”, “3 days”.
    case day
    /// “a week”, “3 weeks”.
    case week
    /// “a month”, “3 months”.
    case month
    /// “a year”, “3 years”.
    case year
    /// “an hour”, “3 hours”.
    case hour
    /// “a minute”, “3 minutes”.
    case minute
    /// “2 sources missing”.
    case missingSource = "missing_source"
    /// “2 inputs could not be read”.
    case unreadInput = "unread_input"
    /// “2 articles without a date of their own”.
    case undatedArticle = "undated_article"
    /// “The day in 4 lines”.
    case dayLine = "day_line"
    /// “a result”, “3 results”.
    case result
  }
}
