/// What the loader warns of. The codes are printed by `reportgen inspect`, kept in archives and listed in `docs/loading.md`.
package enum WarningCode: String, Sendable, CaseIterable {
  // Dates.
  case dateConflict = "date-conflict"
  case dateWeekday = "date-weekday"
  case dateInFuture = "date-in-future"
  case dateBefore1990 = "date-before-1990"
  case dateOrder = "date-order"
  case dateSourcesDiffer = "date-sources-differ"
  case dateUnreadable = "date-unreadable"
  case dateAmbiguous = "date-ambiguous"
  // What an article lacks, or has too much of.
  case noTitle = "no-title"
  case noBody = "no-body"
  case partial = "partial"
  case dataOfAnotherArticle = "data-of-another-article"
  case notArticle = "not-article"
  case textCut = "text-cut"
  case leftOut = "left-out"
  case languageDeclaredWrong = "language-declared-wrong"
  case urlRejected = "url-rejected"
  // Bytes and characters.
  case encodingDeclaredWrong = "encoding-declared-wrong"
  case encodingInvalid = "encoding-invalid"
  case encodingMojibake = "encoding-mojibake"
  case encodingDoubtful = "encoding-doubtful"
  case lineEnds = "crlf"
  case nulBytes = "nul-bytes"
  case controlCharacters = "control-characters"
  case noncharacters = "noncharacters"
  case byteOrderMark = "byte-order-mark"
  case bidiOverrides = "bidi-overrides"
  case presentationForms = "presentation-forms"
  case tatweel = "tatweel"
  // Formats.
  case jsonRepeatedKey = "json-repeated-key"
  case jsonLoneSurrogate = "json-lone-surrogate"
  case jsonMalformed = "json-malformed"
  case xmlMalformed = "xml-malformed"
  // More articles than one with the same identity.
  case duplicate = "duplicate"
  case duplicateID = "duplicate-id"
}

extension Article.Warning {
  package init(_ code: WarningCode, _ message: String, line: Int? = nil) {
    self.init(code: code.rawValue, message: message, line: line)
  }
}

extension Article {
  /// Whether there is a warning of a kind.
  package func hasWarning(_ code: WarningCode) -> Bool { warnings.contains { $0.code == code.rawValue } }
}
