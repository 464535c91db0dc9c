// Dates in a text, with nothing but the module for dates.
import ReportDates

let text = "The dam was opened on 3 March 2024. The talks that ended yesterday resume next week."
let day = CivilDate(iso: "2025-01-23")
for found in RuleTagger().expressions(in: text, language: "en", reference: DateReference(day: day)) {
  print("\(found.text): \(found.value)")
}
