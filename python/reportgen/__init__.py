"""News articles and report scripts in, reports out: briefings, timelines, summaries.

    articles = reportgen.load(["news/"])
    document = reportgen.Report("daily-briefing").render(articles, now="2025-03-14T07:00:00Z")
    document.html()
"""

from ._analysis import Citation, FoundDate, Story, Sentence, find_dates, find_dates_in, stories, summarize
from ._articles import Article, Articles, articles, load
from ._errors import (
    Cancelled,
    LimitReached,
    ParameterError,
    ReportgenError,
    ScriptError,
    ScriptMissing,
    UsageError,
)
from ._library import library_version as _library_version
from ._report import Cancellation, Document, Limits, Progress, Report

__all__ = [
    "Article", "Articles", "Cancellation", "Cancelled", "Citation", "Document", "FoundDate", "LimitReached", "Limits",
    "ParameterError", "Progress", "Report", "ReportgenError", "ScriptError", "ScriptMissing", "Sentence", "Story",
    "UsageError", "articles", "find_dates", "find_dates_in", "load", "stories", "summarize",
]

__version__: str = _library_version()
