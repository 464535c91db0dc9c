/// Answers as they came, one file a day.
public struct RawStore: Sendable {
  func keep(_ answer: Answer, of source: String, now: Int) {}
}
