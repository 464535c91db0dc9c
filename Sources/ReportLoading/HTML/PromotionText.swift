import ReportArticles

/// Paragraphs within a text that invite to something of the publisher's own: a newsletter, a channel, a subscription.
enum PromotionText {
  private static let channels = [
    "newsletter", "whatsapp", "telegram", "google news", "our app", "inbox", "youtube", "subscribe!", "letterbox",
    "email alert", "notifications", "نشرتنا",
    "النشره البريديه", "النشره الاخباريه", "واتساب", "تلغرام", "تليغرام", "تيليجرام", "تلجرام", "google discover",
    "غوغل نيوز", "جوجل نيوز",
  ]
  private static let invitations = [
    "sign up", "subscribe", "join ", "follow ", "click here", "click to ", "download", "get the ", "get all ",
    "get our ",
    "get more ",
    "register", "abonnieren sie", "abonniere", "melden sie sich", "bestellen sie", "jetzt ", "hier ", "folgen sie",
    "inscrivez", "abonnez", "retrouvez", "recevez", "suivez", "rejoignez", "suscrib", "apuntate", "recibe", "siguenos",
    "unete", "اشترك", "تابع", "انضم", "للاشتراك", "سجل", "لمتابعه", "متابعه", "want ", "to receive ", "for more ",
    "هل تريد",
  ]

  private static let commissions = [
    "affiliate commission", "earn a commission", "earn a small commission", "receive a commission", "affiliate links",
    "earn commission",
  ]

  /// Whether a paragraph says that the publisher earns by its links, or names a channel and one of its sentences begins with an invitation.
  static func matches(_ text: String) -> Bool {
    guard text.utf8.count <= 400 else { return false }
    let folded = TextFolding.fold(text[...])
    if commissions.contains(where: { folded.holds($0) }) { return true }
    guard channels.contains(where: { folded.holds($0) }) else { return false }
    return folded.split(whereSeparator: { ".!?؟:|,،".contains($0) }).contains { sentence in
      let start = sentence.drop { " “\"«*-–—".contains($0) }
      return invitations.contains { start.hasPrefix($0) }
    }
  }
}
