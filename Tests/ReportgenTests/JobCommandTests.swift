import Foundation
import Testing

/// A report that lists what no earlier one had.
private let fresh = """
  return {
    api = 1, title = "Fresh", params = { mark = { type = "string", default = "-" } },
    build = function(ctx)
      local doc = ctx:document { lang = "en" }
      local news = ctx.articles:unseen()
      if news:is_empty() then return ctx:skip "nothing new" end
      for article in news:each() do doc:paragraph(ctx.params.mark .. " " .. article.title) end
      return doc
    end,
  }
  """

@Suite struct JobCommandTests {
  let tool: Tool

  init() throws {
    tool = try Tool()
    try tool.write(fresh, to: "fresh.lua")
    try add("One", "2025-03-10")
    try tool.write(jobs("outputs: [{file: \"out-{date}.txt\", latest: now.txt}, out.html]"), to: "reportgen.yaml")
  }

  private func jobs(_ settings: String) -> String {
    """
    timezone: Africa/Cairo
    inputs: news
    jobs:
      morning:
        script: ./fresh.lua
        schedule: 0 7 * * *
        \(settings)
    """
  }

  private func add(_ title: String, _ day: String) throws {
    try tool.write(
      #"{"title":"\#(title)","body":"Words of \#(title). And more of them.","date":"\#(day)","lang":"en"}"#,
      to: "news/\(title).json")
  }

  private func run(_ time: String, _ more: String...) throws -> Tool.Outcome {
    try tool.run(["job", "run", "morning", "--at", time] + more)
  }

  @Test func aBriefingComesOnceAndWhatIsLateIsInTheNextOne() throws {
    for time in ["2025-03-11T07:00", "2025-03-11T07:01", "2025-03-12T06:59"] {
      let outcome = try run(time)
      #expect(outcome.status == 0)
      #expect(outcome.output + outcome.errors == "")
    }
    #expect(tool.read("out-2025-03-11.txt")?.contains("- One") == true)
    #expect(tool.read("out-2025-03-12.txt") == nil)
    try add("Late", "2025-03-09")
    #expect(try run("2025-03-12T11:30").status == 0)
    #expect(tool.read("now.txt") == tool.read("out-2025-03-12.txt"))
    #expect(tool.isLink("now.txt"))
    #expect(tool.read("now.txt")?.contains("- Late") == true)
    #expect(tool.read("now.txt")?.contains("- One") == false)
    let history = try tool.run(["job", "history", "--format", "json"])
    #expect(history.output.components(separatedBy: "\"state\":\"delivered\"").count == 3)
    #expect(try tool.run(["job", "list"]).output.contains("2025-03-12 07:00"))
  }

  @Test func aFailureIsOneParagraphAndLeavesWhatIsThere() throws {
    #expect(try run("2025-03-11T07:00").status == 0)
    try tool.write("return { api = 1, title = 'x', build = function(ctx) error 'broken' end }", to: "fresh.lua")
    let before = tool.read("out.html")
    let outcome = try run("2025-03-12T07:00")
    #expect(outcome.status == 70)
    #expect(outcome.errors.hasPrefix("job “morning” failed: "))
    #expect(outcome.errors.contains("broken"))
    #expect(tool.read("out.html") == before)
    let json = try run("2025-03-12T07:00", "--log-format", "json")
    #expect(json.status == 70)
    #expect(json.errors.hasPrefix("{\"level\":\"error\",\"job\":\"morning\",\"exit\":70,\"message\":"))
    // Repaired, it is still due.
    try tool.write(fresh, to: "fresh.lua")
    try add("Two", "2025-03-11")
    #expect(try run("2025-03-12T09:00").status == 0)
    #expect(tool.read("now.txt")?.contains("- Two") == true)
  }

  @Test func aDryRunSaysWhatWouldBeDoneAndDoesNothing() throws {
    let before = try tool.files()
    let outcome = try run("2025-03-11T07:00", "--dry-run")
    #expect(outcome.output.contains("due: 2025-03-11 07:00 Africa/Cairo"))
    #expect(outcome.output.contains("out-2025-03-11.txt"))
    #expect(try tool.files() == before)
  }

  @Test func parametersAreCheckedWithTheLineOfTheFile() throws {
    try tool.write(jobs("outputs: out.txt\n    params: {marc: x}"), to: "reportgen.yaml")
    let outcome = try run("2025-03-11T07:00")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("reportgen.yaml:8: job “morning”: parameter “marc”"))
  }

  @Test func aCommandGetsTheReportAndMailGoesOutAsSendmailTakesIt() throws {
    let mailer = try tool.write(
      "#!/bin/sh\necho \"$@\" >> \"$(dirname \"$0\")/args\"\ncat > \"$(dirname \"$0\")/mail-$5\"\n", to: "mailer")
    chmod(mailer, 0o755)
    try tool.write(
      "mail: {from: Desk <desk@example.org>, sendmail: \(mailer)}\n"
        + jobs(
          "deliver: cat > \(tool.directory.path)/got\n    mail: {to: [a@example.org, b@example.org], subject: \"Of {date}\", list-id: morning.example.org, "
            + "unsubscribe: \"https://example.org/x?w={recipient}\", web: \"https://example.org/{date}.html\"}"
        ),
      to: "reportgen.yaml")
    let outcome = try run("2025-03-11T07:00")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(tool.read("got")?.contains("- One") == true)
    #expect(
      tool.read("args") == "-i -f desk@example.org -- a@example.org\n-i -f desk@example.org -- b@example.org\n")
    // Each sees that it gets one itself, and nobody else. 07:00 in Cairo on 11 March 2025 is 05:00 UTC.
    for (address, other, id) in [
      ("a@example.org", "b@example.org", ""), ("b@example.org", "a@example.org", "2."),
    ] {
      let mail = tool.read("mail-\(address)") ?? ""
      #expect(mail.contains("\nSubject: Of 2025-03-11\n") && mail.contains("\nTo: \(address)\n"), "\(mail)")
      #expect(mail.contains("\nMessage-ID: <\(id)morning.1741669200.reportgen@example.org>\n"))
      #expect(
        mail.contains(
          "\nList-Id: <morning.example.org>\nList-Unsubscribe: <https://example.org/x?w=\(address.prefix(1))%40example.org>\n"
        ))
      #expect(mail.replacing("=\n", with: "").contains("https://example.org/2025-03-11.html"))
      #expect(!mail.contains(other) && !mail.contains("\r"))
    }
  }

  @Test func aLoaderScriptAndNamesOfFieldsAreUsed() throws {
    try tool.write(
      "return { api = 1, load = function(page) return { title = page.article.title:upper() } end }", to: "loud.lua")
    try tool.write(
      #"{"kop":"Three","body":"Words of Three. And more of them.","date":"2025-03-12"}"#, to: "news/Three.json")
    try tool.write(
      jobs("stdout: text\n    map: {title: kop}\n    loaders: {One.json: loud.lua}"), to: "reportgen.yaml")
    let outcome = try run("2025-03-13T07:00")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("- ONE") && outcome.output.contains("- Three"))
    try tool.write("return { api = 1, load = 3 }", to: "loud.lua")
    let wrong = try run("2025-03-14T07:00")
    #expect(wrong.status == 70)
    #expect(wrong.errors.contains("loud.lua:1: load must be a function, not 3"))
  }

  @Test func hooksHearOfSuccessAndFailure() throws {
    let path = tool.directory.path
    try tool.write(
      jobs(
        "outputs: missing/out.txt\n    retries: {attempts: 1}\n    on-success: echo ok >> \(path)/hook\n    on-failure: echo $REPORTGEN_EXIT >> \(path)/hook"
      ),
      to: "reportgen.yaml")
    let outcome = try run("2025-03-11T07:00")
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("missing/out.txt"))
    try FileManager.default.createDirectory(atPath: path + "/missing", withIntermediateDirectories: true)
    #expect(try run("2025-03-11T07:05").status == 0)
    #expect(try run("2025-03-11T07:06").status == 0)
    #expect(tool.read("hook") == "73\nok\n")
  }

  @Test func aRunPastItsTimeEndsAndSaysSo() throws {
    try tool.write("return { api = 1, title = 'x', build = function(ctx) while true do end end }", to: "fresh.lua")
    try tool.write(jobs("outputs: out.txt\n    limits: {time: 1s}"), to: "reportgen.yaml")
    let outcome = try run("2025-03-11T07:00")
    #expect(outcome.status == 71)
    #expect(outcome.errors.contains("time limit"))
    #expect(tool.read("out.txt") == nil)
    #expect(try tool.run(["job", "history"]).output.contains("failed"))
  }

  @Test func aJobOverAnArchiveSaysWhatRenderSays() throws {
    try tool.write(
      """
      return { api = 1, title = "Stories", build = function(ctx)
        local doc = ctx:document { lang = "en" }
        for a in ctx.articles:sort("id"):each() do doc:paragraph(a.id .. " is of " .. (a.story or "none")) end
        doc:paragraph("events: " .. #ctx.articles:timeline {}.events)
        return doc
      end }
      """, to: "stories.lua")
    let text = "The river Lenne rose above the old town on 3 March 2025, and some 400 people left their homes by night."
    // The later article is added first: a story is named after what founded it.
    for (id, day) in [("later", "2025-03-05"), ("earlier", "2025-03-04")] {
      try tool.write(
        #"{"id":"\#(id)","title":"Flood reaches the old town","text":"\#(text)","date":"\#(day)","lang":"en"}"#,
        to: "\(id).json")
      #expect(try tool.run(["archive", "add", "news.archive", "\(id).json"]).status == 0)
    }
    try tool.write(
      """
      jobs:
        stories: {script: ./stories.lua, schedule: 0 7 * * *, archive: news.archive, stdout: json}
      """, to: "reportgen.yaml")
    func paragraphs(_ outcome: Tool.Outcome) -> [Substring] {
      outcome.output.split(separator: "\"").filter { $0.contains(" is of ") || $0.hasPrefix("events: ") }
    }
    let moment = "2025-03-11T07:00"
    let rendered = paragraphs(
      try tool.run(["render", "stories.lua", "--archive", "news.archive", "--now", moment, "--format", "json"]))
    let kept = try tool.run(["stories", "--archive", "news.archive", "--kept"]).output
    let story = try #require(kept.split(separator: "\"").first { $0.hasPrefix("story-") })
    #expect(rendered.count == 3 && rendered.prefix(2).allSatisfy { $0.hasSuffix(" is of \(story)") })
    #expect(rendered == paragraphs(try tool.run(["job", "run", "stories", "--at", moment])))
  }

  @Test func installIsShownFirst() throws {
    let outcome = try tool.run(["job", "install", "--dry-run"], environment: ["TZ": "UTC"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("\n0 * * * * "))
    #expect(outcome.output.contains(" job run morning --file "))
  }
}
