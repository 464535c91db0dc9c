/// How precisely a text dates an event.
public enum EventPrecision: String, Sendable, Hashable {
  /// How much of the date is known, the finest first.
  case day, week, month, quarter, season, year, decade
  /// From one day to another, both named.
  case span
  /// Part of a month or year: “early June”.
  case approximate
}
