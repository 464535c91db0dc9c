import Testing

@testable import ReportArticles
@testable import ReportDates
@testable import ReportJobs
@testable import ReportScripting

@Suite struct InstallTests {
  private func entry(_ schedule: String, _ zone: String) throws -> Crontab.Entry {
    Crontab.Entry(
      job: "morning", occurrences: Occurrences(try CronSchedule(schedule), in: try TimeZoneRules(identifier: zone)))
  }

  private let now = Instant(secondsSinceEpoch: 1_741_900_000)

  @Test func aBlockIsAddedReplacedAndTakenOutExactly() throws {
    let block = Crontab.block(
      [try entry("30 6 * * *", "Africa/Cairo")], program: "/opt/my tools/reportgen", file: "/srv/100%/r.yaml",
      machine: .utc, now: now)
    #expect(
      block == """
        # BEGIN reportgen /srv/100%/r.yaml
        # Made by `reportgen job install`; `reportgen job remove` takes it out again.
        30 * * * * '/opt/my tools/reportgen' job run morning --file /srv/100\\%/r.yaml
        @reboot '/opt/my tools/reportgen' job run morning --file /srv/100\\%/r.yaml
        # END reportgen /srv/100%/r.yaml

        """)
    for crontab in ["", "MAILTO=me\n\n0 1 * * * true\n", "5 5 * * * x\n\n"] {
      let with = Crontab.adding(block, to: crontab, file: "/srv/100%/r.yaml")
      #expect(with == crontab + block)
      #expect(Crontab.adding(block, to: with, file: "/srv/100%/r.yaml") == with)
      #expect(Crontab.removing(file: "/srv/100%/r.yaml", from: with + "# after\n") == crontab + "# after\n")
      #expect(Crontab.removing(file: "/other.yaml", from: with) == with)
    }
    let cut = "# BEGIN reportgen /a\n0 0 * * * mine\n"
    #expect(Crontab.removing(file: "/a", from: cut) == cut)
  }

  @Test func minutesFollowAZoneThatIsNoWholeHourAway() throws {
    // Kathmandu is 5:45 ahead: its 7:00 is 1:15 UTC. Lord Howe changes by half an hour.
    #expect(
      Crontab.block([try entry("0 7 * * *", "Asia/Kathmandu")], program: "r", file: "f", machine: .utc, now: now)
        .contains("\n15 * * * * "))
    #expect(
      Crontab.block([try entry("0 7 * * *", "Australia/Lord_Howe")], program: "r", file: "f", machine: .utc, now: now)
        .contains("\n0,30 * * * * "))
  }

  @Test func timersSpeakTheLanguageOfSystemd() throws {
    #expect(
      SystemdUnits.calendar(try CronSchedule("5 7,19 * jan,2 mon-fri"), zone: "Africa/Cairo") == [
        "Mon,Tue,Wed,Thu,Fri *-01,02-* 07,19:05:00 Africa/Cairo"
      ])
    // Either the day or the weekday.
    #expect(
      SystemdUnits.calendar(try CronSchedule("0 6 1 * fri"), zone: "UTC") == [
        "*-*-01 06:00:00 UTC", "Fri *-*-* 06:00:00 UTC",
      ])
  }
}
