"""Reports: a script, run over articles for a moment, and what it makes."""

from __future__ import annotations

import ctypes
import datetime
import html
import json
import os
import threading
from dataclasses import dataclass
from typing import Any, Callable, Dict, Mapping, Optional, Union, cast

from ._articles import Path, handle_of
from ._errors import UsageError
from ._library import (
    Handle,
    InputStruct,
    LimitsStruct,
    ProgressFunction,
    StyleStruct,
    call,
    checked,
    encoded,
    taken,
    text,
)

Moment = Union[str, datetime.datetime]


@dataclass(frozen=True)
class Limits:
    """What a script may use: seconds, bytes of memory, bytes printed or logged. None stands for the default (30 s, 256 MiB,
    64 MiB), a negative number for no limit."""

    time: Optional[float] = None
    memory: Optional[int] = None
    output: Optional[int] = None


@dataclass(frozen=True)
class Progress:
    """How a run gets on: `step` is started, articles (`articles` have been looked at) or log (the script said `message`)."""

    step: str
    articles: int = 0
    message: Optional[str] = None


class Cancellation:
    """A wish to end runs, from any thread. A running script ends within about 10 ms of it, with `Cancelled`."""

    def __init__(self) -> None:
        self._handle = Handle(call("cancellation_new"), "cancellation_free")

    def cancel(self) -> None:
        call("cancel", self._handle.pointer)


class Document:
    """A report that was made; rendered as often as wanted. Shows itself in notebooks."""

    def __init__(self, handle: Handle, title: str) -> None:
        self._handle = handle
        self.title = title

    @property
    def skipped(self) -> Optional[str]:
        """Why the script made no report; None when it made one."""
        return text(call("document_skipped", self._handle.pointer))

    def render(self, format: str, *, theme: Optional[Path] = None, width: int = 0) -> str:
        """The report as html, text, markdown, json, … `theme` is a built-in one or a folder, `width` columns of text."""
        style = StyleStruct(
            None if theme is None else encoded(os.fspath(theme), "theme"), max(-(2**31), min(int(width), 2**31 - 1)))
        output = checked("document_render", self._handle.pointer, encoded(format, "format"), ctypes.byref(style))
        return taken(output).decode("utf-8", "replace")

    def html(self, *, theme: Optional[Path] = None) -> str:
        """A page of its own, with everything in it."""
        return self.render("html", theme=theme)

    def text(self, *, width: int = 0) -> str:
        """Plain text, 80 columns wide unless told otherwise."""
        return self.render("text", width=width)

    def markdown(self) -> str:
        """Markdown."""
        return self.render("markdown")

    def json(self) -> Dict[str, Any]:
        """The document's tree, as a dictionary."""
        return cast(Dict[str, Any], json.loads(self.render("json"))) if self.skipped is None else {}

    def save(self, path: Path, *, theme: Optional[Path] = None) -> None:
        """Writes the report; the name tells the format (.html, .txt, .md, .json)."""
        ending = os.path.splitext(os.fspath(path))[1].lower()
        formats = {".html": "html", ".htm": "html", ".txt": "text", ".md": "markdown", ".json": "json"}
        if ending not in formats:
            raise UsageError(f"{os.fspath(path)}: no format has this ending; there are: {', '.join(formats)}")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(self.render(formats[ending], theme=theme))

    def _repr_html_(self) -> str:
        """The page in a frame that runs no script and reaches nothing of the notebook."""
        reason = self.skipped
        if reason is not None:
            return f"<p>{html.escape(self.title)}: no report: {html.escape(reason)}</p>"
        page = html.escape(self.html(), quote=True)
        return (
            f'<iframe title="{html.escape(self.title, quote=True)}" sandbox="" loading="lazy" srcdoc="{page}" '
            'style="width: 100%; height: 40em; border: 1px solid #8888; resize: vertical; background: #fff"></iframe>')

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Document {self.title!r}{' skipped' if self.skipped is not None else ''}>"


class Report:
    """A report script: a path, or the name of a shipped report such as daily-briefing. May be used by many threads."""

    def __init__(self, path: Path, *, limits: Optional[Limits] = None) -> None:
        engine = _engine(limits)
        self._set(Handle(checked("open", engine.pointer, encoded(os.fspath(path), "path")), "report_free"))

    @classmethod
    def from_source(cls, source: str, name: str = "report.lua", *, limits: Optional[Limits] = None) -> "Report":
        """A report from its text; `name` stands in messages for a path."""
        report = cls.__new__(cls)
        engine = _engine(limits)
        compiled = checked("compile", engine.pointer, encoded(source, "source"), encoded(name, "name"))
        report._set(Handle(compiled, "report_free"))
        return report

    def _set(self, handle: Handle) -> None:
        self._handle = handle
        self.title: str = text(call("report_title", handle.pointer)) or ""

    @property
    def info(self) -> Dict[str, Any]:
        """What the script says about itself: title, description, schedule, params with types, bounds and defaults."""
        return cast(Dict[str, Any], json.loads(taken(call("report_json", self._handle.pointer))))

    def render(
        self,
        articles: Any,
        *,
        now: Moment,
        timezone: str = "UTC",
        params: Optional[Mapping[str, Any]] = None,
        last_run: Optional[Moment] = None,
        progress: Optional[Callable[[Progress], None]] = None,
        cancellation: Optional[Cancellation] = None,
    ) -> Document:
        """Runs the script over articles for the moment `now`. An exception of `progress` ends the run and is raised here;
        so does Ctrl-C."""
        handle = handle_of(articles)
        pairs = [encoded(f"{name}={_parameter(name, value)}", "params") for name, value in (params or {}).items()
                 if value is not None]
        stop = cancellation or Cancellation()
        given = InputStruct(
            now=encoded(_moment(now, "now"), "now"), timezone=encoded(timezone, "timezone"),
            last_run=None if last_run is None else encoded(_moment(last_run, "last_run"), "last_run"),
            parameters=(ctypes.c_char_p * max(1, len(pairs)))(*pairs), parameter_count=len(pairs),
            cancellation=stop._handle.pointer)
        raised: "list[BaseException]" = []

        def hear(_: Any, step: int, count: int, message: Optional[bytes]) -> None:
            try:
                if progress is not None and not raised:
                    progress(Progress({1: "started", 2: "articles"}.get(step, "log"), count, text(message)))
            except BaseException as error:  # whatever it is, it is raised where the run was asked for
                raised.append(error)
                stop.cancel()

        heard = ProgressFunction(hear) if progress is not None else ProgressFunction()

        def run() -> int:
            return checked("run", self._handle.pointer, handle.pointer, ctypes.byref(given), heard, None)

        try:
            document = _interruptible(run, stop)
        except Exception:
            if raised:
                raise raised[0] from None
            raise
        return Document(Handle(document, "document_free"), self.title)

    def __repr__(self) -> str:
        return f"<Report {self.title!r}>"


def _engine(limits: Optional[Limits]) -> Handle:
    if limits is None:
        return Handle(call("new", None), "free")
    struct = LimitsStruct(limits.time or 0, _int64(limits.memory), _int64(limits.output))
    return Handle(call("new", ctypes.byref(struct)), "free")


def _int64(number: Optional[int]) -> int:
    return max(-(2**63), min(int(number or 0), 2**63 - 1))


def _interruptible(run: Callable[[], int], stop: Cancellation) -> int:
    """Runs on a thread of its own when this is the main one, as Ctrl-C is only heard between two steps of Python."""
    if threading.current_thread() is not threading.main_thread():
        return run()
    ends: "list[Union[int, BaseException]]" = []

    def work() -> None:
        try:
            ends.append(run())
        except BaseException as error:
            ends.append(error)

    thread = threading.Thread(target=work, name="reportgen", daemon=True)
    thread.start()
    try:
        # In turns: a signal that another thread received does not end a wait.
        while thread.is_alive():
            thread.join(0.1)
    except BaseException:
        stop.cancel()
        thread.join()
        raise
    end = ends[0]
    if isinstance(end, BaseException):
        raise end
    return end


def _moment(value: Moment, name: str) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, datetime.datetime):
        raise UsageError(f"{name}: expected a datetime or a text such as 2025-03-14T07:00:00Z")
    if value.utcoffset() is None:
        raise UsageError(f"{name}: {value.isoformat()} has no time zone; say which, as with tzinfo=timezone.utc")
    return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def _parameter(name: str, value: Any) -> str:
    """A parameter as the command line has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ",".join(_parameter(name, one) for one in value)
    if isinstance(value, datetime.timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds}s"
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    return str(value)
