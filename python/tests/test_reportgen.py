"""The package as its users have it. What is expected is counted or reckoned by hand, never taken from what it printed."""

import datetime
import pathlib
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import reportgen

NEWS = pathlib.Path(__file__).resolve().parents[2] / "samples" / "news"
NOW = datetime.datetime(2025, 3, 14, 7, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
DAM = {
    "title": "Dam opens", "url": "https://example.org/dam", "date": "2025-03-12", "lang": "en", "author": "A. Writer",
    "body": "The dam was opened on Monday.\n\nIt holds 40 million cubic metres of water.",
}
TITLES = """
return { api = 1, title = "Titles", params = { mark = { type = "string", default = "-" }, most = { type = "integer", default = 9 } },
  build = function(ctx)
    local doc = ctx:document { title = "Titles <&>", lang = "en" }
    ctx.log:info("begins")
    local count = 0
    for article in ctx.articles:each() do
      count = count + 1
      if count <= ctx.params.most then doc:paragraph(ctx.params.mark .. article.title) end
    end
    if count == 0 then return ctx:skip "nothing there" end
    return doc
  end }
"""
FOREVER = "return { api = 1, title = 'F', build = function(ctx) while true do end end }"


def titles(**options):
    return reportgen.Report.from_source(TITLES, "titles.lua", **options)


def test_files_are_loaded_and_are_a_sequence():
    articles = reportgen.load([NEWS])
    assert len(articles) > 10
    assert articles[-1] == articles[len(articles) - 1]
    assert [one.id for one in articles[:2]] == [articles[0].id, articles[1].id]
    assert all(isinstance(one.paragraphs, list) for one in articles)
    with pytest.raises(IndexError):
        articles[len(articles)]
    assert len(reportgen.load(NEWS)) == len(articles)


def test_what_cannot_be_read_is_a_problem():
    articles = reportgen.load(["there/is/no/such/file.json"])
    assert len(articles) == 0
    assert len(articles.problems) == 1 and "no/such/file.json" in articles.problems[0]


def test_dictionaries_are_articles():
    articles = reportgen.articles([DAM, dict(DAM, title="Dam closes", url="https://example.org/2", date=datetime.date(2025, 3, 13))])
    assert [one.title for one in articles] == ["Dam opens", "Dam closes"]
    assert articles[0].paragraphs == ["The dam was opened on Monday.", "It holds 40 million cubic metres of water."]
    assert articles[1]["published"]["value"].startswith("2025-03-13")
    assert len(reportgen.articles(DAM)) == 1
    assert len(reportgen.articles([])) == 0
    with pytest.raises(reportgen.UsageError):
        reportgen.articles(["a text"])


def test_frames_are_articles():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame([DAM, {"title": "No body", "body": None, "date": pandas.Timestamp("2025-03-01T10:00:00Z")}])
    articles = reportgen.articles(frame)
    assert [one.title for one in articles] == ["Dam opens", "No body"]
    assert articles[1].get("url") is None
    assert len(pandas.DataFrame(articles.to_dicts())) == 2


def test_a_report_is_rendered_in_every_form():
    document = titles().render([DAM], now=NOW, params={"mark": "* "})
    assert document.skipped is None
    assert "* Dam opens" in document.text()
    assert "Titles &lt;&amp;&gt;" in document.html()
    assert document.json()["format"] == "reportgen-document"
    assert "Dam opens" in document.markdown()
    assert str(document) == document.text()
    with pytest.raises(reportgen.UsageError, match="html"):
        document.render("nonsense")


def test_a_shipped_report_speaks_arabic():
    page = reportgen.Report("daily-briefing").render(
        reportgen.load(NEWS), now=NOW, timezone="Africa/Cairo", params={"lang": "ar", "window": "2d"}).html()
    assert 'lang="ar"' in page and 'dir="rtl"' in page


def test_the_same_inputs_give_the_same_bytes():
    pages = {titles().render([DAM], now=moment).html() for moment in (NOW, "2025-03-14T05:00:00Z")}
    assert len(pages) == 1


def test_a_notebook_shows_the_page_in_a_frame_that_runs_nothing():
    shown = titles().render([DAM], now=NOW)._repr_html_()
    assert shown.startswith("<iframe ") and 'sandbox=""' in shown
    assert "<html" not in shown and "&lt;html" in shown
    skipped = titles().render([], now=NOW)
    assert skipped.skipped == "nothing there"
    assert "nothing there" in skipped._repr_html_() and skipped.html() == ""


def test_reports_are_saved_by_their_ending(tmp_path):
    document = titles().render([DAM], now=NOW)
    for name in ("a.html", "a.txt", "a.md", "a.json"):
        document.save(tmp_path / name)
        assert "Dam opens" in (tmp_path / name).read_text(encoding="utf-8")
    with pytest.raises(reportgen.UsageError):
        document.save(tmp_path / "a.docx")


def test_a_script_says_what_parameters_it_has():
    info = titles().info
    assert info["title"] == "Titles" and {one["name"] for one in info["params"]} == {"mark", "most"}
    assert titles().render([DAM, dict(DAM, url="https://e.org/2")], now=NOW, params={"most": 1}).text().count("-Dam") == 1
    with pytest.raises(reportgen.ParameterError, match="most"):
        titles().render([DAM], now=NOW, params={"most": "many"})


def test_errors_know_file_and_line(tmp_path):
    script = tmp_path / "broken.lua"
    script.write_text("return {\n  api = 1, title = 'B',\n  build = function(ctx)\n    error 'no tide table'\n  end,\n}\n")
    with pytest.raises(reportgen.ScriptError, match="no tide table") as caught:
        reportgen.Report(script).render([DAM], now=NOW)
    assert caught.value.line == 4 and caught.value.file.endswith("broken.lua")
    with pytest.raises(reportgen.ScriptError):
        reportgen.Report.from_source("return {", "half.lua")
    with pytest.raises(reportgen.ScriptMissing):
        reportgen.Report("no-such-report")


@pytest.mark.parametrize("arguments", [
    {"now": "yesterday"}, {"now": datetime.datetime(2025, 3, 14)}, {"now": 7}, {"now": NOW, "timezone": "Mars/Base"},
    {"now": NOW, "last_run": "never"}, {"now": NOW, "params": {"mark": "a\0b"}},
])
def test_wrong_arguments_are_named(arguments):
    with pytest.raises(reportgen.UsageError):
        titles().render([DAM], **arguments)


def test_progress_is_told_and_its_exception_ends_the_run():
    steps = []
    titles().render([DAM], now=NOW, progress=steps.append)
    assert steps[0].step == "started" and [one.message for one in steps if one.step == "log"] == ["begins"]

    def refuse(step):
        raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        titles().render([DAM], now=NOW, progress=refuse)


def test_runs_are_cancelled_from_another_thread():
    report, stop = reportgen.Report.from_source(FOREVER), reportgen.Cancellation()
    timer = threading.Timer(0.2, stop.cancel)
    timer.start()
    began = time.monotonic()
    with pytest.raises(reportgen.Cancelled):
        report.render([DAM], now=NOW, cancellation=stop)
    assert time.monotonic() - began < 15


def test_control_c_ends_a_run():
    code = (
        "import reportgen, threading, _thread, sys\n"
        f"report = reportgen.Report.from_source({FOREVER!r}, limits=reportgen.Limits(time=60))\n"
        "threading.Timer(0.3, _thread.interrupt_main).start()\n"
        "try: report.render([], now='2025-03-14T07:00:00Z')\n"
        "except KeyboardInterrupt: sys.exit(7)\n")
    home = pathlib.Path(reportgen.__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=home, timeout=50).returncode == 7


def test_limits_stop_scripts():
    with pytest.raises(reportgen.LimitReached):
        reportgen.Report.from_source(FOREVER, limits=reportgen.Limits(time=0.1)).render([DAM], now=NOW)


def test_threads_share_reports_and_articles():
    report, articles = titles(), reportgen.articles([DAM])
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(
            lambda number: report.render(articles, now=NOW, params={"mark": f"{number}:"}).text(), range(64)))
    assert all(f"{number}:Dam opens" in text for number, text in enumerate(made))


@pytest.mark.parametrize("text, lang, day, value", [
    ("Talks resume next Monday.", "en", "2025-03-12", "2025-03-17"),
    ("It opened on 3 March 2024.", None, None, "2024-03-03"),
    ("افتتح السد في 3 مارس 2024.", "ar", None, "2024-03-03"),
    ("Le barrage ouvre le 5 mai 2024.", "fr", None, "2024-05-05"),
])
def test_dates_are_found(text, lang, day, value):
    found = reportgen.find_dates(text, lang=lang, day=day)
    assert [one.value for one in found] == [value]
    assert text[found[0].start:found[0].end] == found[0].span
    assert found[0].from_day == found[0].to_day == datetime.date.fromisoformat(value)


def test_dates_without_a_day_stay_open():
    assert [one.from_day for one in reportgen.find_dates("Talks resume next Monday.", lang="en")] == [None]
    assert reportgen.find_dates("") == []
    with pytest.raises(reportgen.UsageError):
        reportgen.find_dates("today", day="yesterday")
    by_article = reportgen.find_dates_in([DAM])
    # The article is of Wednesday 12 March 2025.
    assert [one.value for found in by_article.values() for one in found] == ["2025-03-10"]


def test_summaries_are_sentences_with_their_places():
    articles = reportgen.load(NEWS)
    summary = reportgen.summarize(articles, sentences=3)
    assert len(summary) == 3
    by_id = {one.id: one for one in articles}
    for one in summary:
        place = one.citation
        assert by_id[place.article].paragraphs[place.paragraph][place.start:place.end] == one.text
    assert sum(len(one.text.split()) for one in reportgen.summarize(articles, words=40)) <= 40
    assert reportgen.summarize([]) == []
    for wrong in ({"sentences": 0}, {"sentences": 2, "words": 9}):
        with pytest.raises(reportgen.UsageError):
            reportgen.summarize(articles, **wrong)


def test_stories_hold_every_article_once():
    articles = reportgen.load(NEWS)
    members = [one for story in reportgen.stories(articles) for one in story.articles]
    assert sorted(members) == sorted(one.id for one in articles)
    # Twice the same text at two addresses is one story.
    copies = reportgen.articles([DAM, dict(DAM, url="https://example.org/copy", publisher="Other")])
    assert [len(story.articles) for story in reportgen.stories(copies)] == [2]


def test_what_was_made_is_given_back():
    report, articles = titles(), reportgen.articles([DAM])

    def held():
        status = pathlib.Path("/proc/self/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])

    for _ in range(100):
        report.render(articles, now=NOW).html()
    before = held()
    for _ in range(400):
        report.render(articles, now=NOW).html()
    assert held() - before < 16_000


def test_the_version_is_the_engines():
    assert reportgen.__version__.count(".") == 2
