import Foundation
import Testing
import Yams

@testable import ReportJobs
@testable import ReportScripting

@Suite struct JobsFileTests {
  private func problems(_ text: String) -> [String] {
    do {
      _ = try JobsFile(text: text, path: "/srv/desk/reportgen.yaml")
      return []
    } catch { return error.problems }
  }

  /// YAML 1.2, core schema: a plain null, in any spelling, is no text.
  @Test(arguments: ["null", "~", "Null", "NULL", "", "\"null\"", "'~'", "nil"])
  func aParameterThatIsNullIsNotGiven(value: String) throws {
    let file = try JobsFile(
      text:
        "inputs: in\njobs:\n  a:\n    script: daily-briefing\n    schedule: 0 7 * * *\n    stdout: text\n    params:\n      stories: \(value)\n",
      path: "/srv/desk/reportgen.yaml")
    let isText = value.hasPrefix("\"") || value.hasPrefix("'") || value == "nil"
    let text = value.filter { $0 != "\"" && $0 != "'" }
    #expect(try file.job(named: "a").parameters == (isText ? ["stories": text] : [:]))
  }

  @Test func everySettingIsRead() throws {
    let file = try JobsFile(
      text: """
        timezone: Africa/Cairo
        inputs: incoming
        mail:
          from: Desk <desk@example.org>
          smtp: {host: mail.example.org, port: 587, tls: true, user: desk, password-command: "pass desk"}
        jobs:
          morning:
            script: daily-briefing
            schedule: 0 7 * * mon-fri
            params: {window: 2d, stories: 5, tags: [a, b]}
            outputs:
              - out/{date}.html
              - {file: /srv/www/latest.page, format: html, latest: now.html}
              - print/{date}.pdf
            mail: {to: [Chief <chief@example.org>, two@example.org], subject: "News of {date}", on-doubt: hold}
            deliver: {cmd: "cat >/dev/null", format: json}
            catch-up: all
            deadline: 12h
            retries: {attempts: 5, delay: 1m}
            when-empty: notice
            limits: {time: 10s, total: 5m, memory: 64, output: 8}
          flash:
            script: ./flash.lua
            timezone: Asia/Riyadh
            stdout: text
        """, path: "/srv/desk/reportgen.yaml")
    #expect(file.stateDirectory == "/srv/desk/.reportgen")
    #expect(file.mail?.smtp?.port == 587)
    let morning = try file.job(named: "morning")
    #expect(morning.script == "daily-briefing")
    #expect(morning.timeZone == "Africa/Cairo")
    #expect(morning.inputs == ["/srv/desk/incoming"])
    #expect(morning.parameters == ["window": "2d", "stories": "5", "tags": "a,b"])
    #expect(
      morning.files.map(\.pattern) == [
        "/srv/desk/out/{date}.html", "/srv/www/latest.page", "/srv/desk/print/{date}.pdf",
      ])
    #expect(morning.files.map(\.format) == [.rendered(.html), .rendered(.html), .pdf])
    #expect(morning.mail?.recipients == ["Chief <chief@example.org>", "two@example.org"])
    #expect(morning.mail?.onDoubt == .hold)
    #expect(morning.commands.first?.format == .rendered(.json))
    #expect(morning.catchUp == .all)
    #expect(morning.deadline == 43_200)
    #expect(morning.retries == Job.Retries(attempts: 5, delay: 60))
    #expect(morning.limits.total == 300)
    let flash = try file.job(named: "flash")
    #expect(flash.script == "/srv/desk/./flash.lua")
    #expect(flash.schedule == nil)
    #expect(flash.timeZone == "Asia/Riyadh")
  }

  @Test func allMistakesAreToldWithTheirLines() {
    let found = problems(
      """
      timezone: Africa/Kairo
      inputs: in
      jobs:
        morning:
          script: daily-briefing
          shedule: 0 7 * * *
          outputs: ["{dat}.html"]
          catch-up: lates
          mail: {to: nobody}
        empty:
          script: x
      """)
    #expect(found.count == 7)
    #expect(found[0].hasPrefix("/srv/desk/reportgen.yaml:1: timezone: unknown time zone"))
    #expect(
      found[1].hasPrefix("/srv/desk/reportgen.yaml:6: job “morning” has no setting “shedule”; did you mean “schedule”?")
    )
    #expect(found[2].hasPrefix("/srv/desk/reportgen.yaml:7: outputs: “{dat}” is not known; did you mean “date”?"))
    #expect(found[3].hasPrefix("/srv/desk/reportgen.yaml:8: catch-up: “lates” is not known; did you mean “latest”?"))
    #expect(found[4].contains(":9: mail: say at the top") || found[5].contains(":9: mail: say at the top"))
    #expect(found[6].contains(":10: job “empty” delivers nothing"))
  }

  @Test func whatIsNotYAMLIsToldWithItsLine() {
    #expect(problems("jobs:\n  a: [1, 2\n").first?.contains("reportgen.yaml:3: not YAML") == true)
    #expect(problems("").first?.contains("the file is empty") == true)
  }

  @Test func loadersAndNamesOfFieldsComeFromTheFileAndTheJob() throws {
    let file = try JobsFile(
      text: """
        inputs: news
        map: {title: story.headline}
        loaders:
          post.example: loaders/post.lua
          'news/old/*': old.lua
        jobs:
          a: {script: summary, stdout: text}
          b: {script: summary, stdout: text, map: {text: copy}, loaders: {'*.html': /x/b.lua}}
        """, path: "/srv/desk/r.yaml")
    let (a, b) = (file.jobs[0], file.jobs[1])
    #expect(a.fieldMap == ["title": "story.headline"])
    #expect(b.fieldMap == ["text": "copy"])
    #expect(a.loaders.map(\.pattern) == ["post.example", "news/old/*"])
    #expect(a.loaders.map(\.script) == ["/srv/desk/loaders/post.lua", "/srv/desk/old.lua"])
    #expect(b.loaders.map(\.script) == ["/x/b.lua", "/srv/desk/loaders/post.lua", "/srv/desk/old.lua"])
    #expect(
      problems("inputs: a\nloaders: post.lua\njobs: {m: {script: x, stdout: text}}")
        == ["/srv/desk/reportgen.yaml:2: loaders: expected entries of the form post.example: post.lua"])
  }

  @Test func programsStandAtTheTopOrInAJob() throws {
    let file = try JobsFile(
      text: """
        inputs: news
        summarizer: choose --local
        clusterer: {cmd: group, time: 5m}
        jobs:
          a: {script: summary, stdout: text}
          b: {script: summary, stdout: text, summarizer: {cmd: other}}
        """, path: "/srv/desk/r.yaml")
    let (a, b) = (file.jobs[0], file.jobs[1])
    #expect(a.summarizer == Job.Program(command: "choose --local", time: 60))
    #expect(a.clusterer == Job.Program(command: "group", time: 300))
    #expect(b.summarizer == Job.Program(command: "other", time: 60))
    #expect(b.clusterer == a.clusterer)
    #expect(
      problems("inputs: a\nclusterer: {time: 3s}\njobs: {m: {script: x, stdout: text}}")
        == ["/srv/desk/reportgen.yaml:2: clusterer: lacks “cmd”"])
    let configuration = b.configuration(cache: nil) { _ in }
    #expect(configuration.summarizer != nil && configuration.clusterer != nil)
    #expect(configuration.limits.memory == 256 << 20)
    let plain = Job(name: "c", script: "x").configuration(cache: nil) { _ in }
    #expect(plain.summarizer == nil && plain.clusterer == nil)
  }

  @Test func anUnknownJobGetsASuggestion() throws {
    let file = try JobsFile(
      text: "inputs: a\njobs: {morning: {script: x, stdout: text}}", path: "/r.yaml")
    do {
      _ = try file.job(named: "mornin")
      Issue.record("found")
    } catch { #expect(error.description == "/r.yaml: there is no job “mornin”; did you mean “morning”?") }
  }

  @Test func theSchemaNamesEveryFormat() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let schema = try String(contentsOf: root.appending(path: "docs/reportgen.schema.json"), encoding: .utf8)
    var found = 0
    func visit(_ node: Node, name: String) {
      switch node {
      case .mapping(let fields):
        if name == "format", let names = fields["enum"]?.sequence {
          found += 1
          #expect(Set(names.compactMap(\.string)) == Set(ReportFormat.allCases.map(\.rawValue)))
        }
        for (key, value) in fields { visit(value, name: key.string ?? "") }
      case .sequence(let members): for member in members { visit(member, name: "") }
      default: break
      }
    }
    visit(try #require(try Yams.compose(yaml: schema)), name: "")
    #expect(found == 4)
  }
}
