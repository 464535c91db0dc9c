// swift-format-ignore-file
// Made by Tests/docs/examples from the documentation comments. Change the comment, then make it anew.
import ReportEngine
import ReportJobs
import TestSupport
import Testing

/// The examples in the documentation.
@Suite struct ReportJobsDocExamples {
@Test("ReportFormat") func ReportFormat_ReportFormat_1() async throws {
expectShown(ReportFormat(fileName: "briefing.pdf") == .pdf) { #"true"# }
expectShown(ReportFormat(rawValue: "html") == .rendered(.html)) { #"true"# }
expectShown(ReportFormat(rawValue: "docx")) { #"nil"# }
}

@Test("JobsFile (Job.swift)") func Job_JobsFile_1() async throws {
let text = """
  jobs:
    daily:
      script: daily-briefing
      schedule: 0 7 * * *
      timezone: Africa/Cairo
      inputs: news
      outputs: [{ file: "daily-{date}.html" }]
  """
let file = try JobsFile(text: text, path: "/srv/reports/jobs.yaml")
expectShown(file.jobs.map(\.name)) { #"["daily"]"# }
expectThrown {
try file.job(named: "daly")
} says: { #"/srv/reports/jobs.yaml: there is no job “daly”; did you mean “daily”?"# }
}

@Test("Crontab") func Crontab_Crontab_1() async throws {
let mine = "0 1 * * * backup\n"
let block = "# BEGIN reportgen jobs.yaml\n0 * * * * reportgen …\n# END reportgen jobs.yaml\n"
let both = Crontab.adding(block, to: mine, file: "jobs.yaml")
expectShown(both == mine + block) { #"true"# }
expectShown(Crontab.removing(file: "jobs.yaml", from: both) == mine) { #"true"# }
}

@Test("SystemdUnits") func SystemdUnits_SystemdUnits_1() async throws {
let weekdays = try CronSchedule("30 6 * * 1-5")
expectShown(SystemdUnits.calendar(weekdays, zone: "Africa/Cairo")) { #"["Mon,Tue,Wed,Thu,Fri *-*-* 06:30:00 Africa/Cairo"]"# }
}

@Test("CallPlan") func CallPlan_CallPlan_1() async throws {
let utc = try TimeZoneRules(identifier: "UTC")
let seven = Occurrences(try CronSchedule("0 7 * * *"), in: utc)
var plan = CallPlan()
plan.set([CallPlan.Entry(job: "morning", occurrences: seven)])
expectShown(plan.calls(at: 0)) { #"["morning"]"# }
plan.ended("morning", .done, at: 10)
expectShown(plan.calls(at: 60)) { #"[]"# }
expectShown(plan.wakeUp(after: 60)) { #"3600"# }
}

@Test("CronSchedule") func CronSchedule_CronSchedule_1() async throws {
let schedule = try CronSchedule("30 6 * * mon-fri")
expectShown(schedule.hours) { #"[6]"# }
expectShown(schedule.weekdays) { #"[1, 2, 3, 4, 5]"# }
expectShown(schedule.includes(CivilDate(iso: "2025-01-25")!)) { #"false"# }
expectThrown {
try CronSchedule("61 6 * * *")
} says: { #"minute: 61 is not from 0 to 59"# }
}

@Test("Occurrences") func Occurrences_Occurrences_1() async throws {
let berlin = try TimeZoneRules(identifier: "Europe/Berlin")
let nightly = Occurrences(try CronSchedule("30 2 * * *"), in: berlin)
// In this night the clocks go forward from 2:00 to 3:00.
expectShown(nightly.next(after: Instant(rfc3339: "2025-03-30T00:00:00+01:00")!)) { #"2025-03-30T03:00:00+02:00"# }
}

@Test("OutputPattern") func OutputPattern_OutputPattern_1() async throws {
let due = Instant(rfc3339: "2025-03-14T07:00:00+02:00")!
expectShown(OutputPattern.filled("{job}-{date}-{time}.html", job: "daily", occurrence: due)) { #""daily-2025-03-14-0700.html""# }
expectShown(OutputPattern.mistake(in: "{dat}.html")) { #""“{dat}” is not known; did you mean “date”?""# }
}

}
