"""What can go wrong, as exceptions."""

from __future__ import annotations

from typing import Dict, Optional, Type


class ReportgenError(Exception):
    """Something went wrong. `file` and `line` are the script's, where one is at fault."""

    def __init__(self, message: str, file: Optional[str] = None, line: Optional[int] = None) -> None:
        super().__init__(message)
        self.file = file
        self.line = line


class ScriptMissing(ReportgenError):
    """There is no such script, or it cannot be read."""


class ScriptError(ReportgenError):
    """The script has mistakes, or raised an error."""


class LimitReached(ReportgenError):
    """A limit stopped the script."""


class ParameterError(ReportgenError):
    """The parameters do not fit the script's."""


class Cancelled(ReportgenError):
    """The run was cancelled."""


class UsageError(ReportgenError, ValueError):
    """An argument is wrong: a moment, a time zone, a format, a theme."""


_CODES: Dict[int, Type[ReportgenError]] = {
    1: ScriptMissing, 2: ScriptMissing, 3: ScriptError, 4: LimitReached, 5: ParameterError, 6: Cancelled, 7: UsageError,
}


def of_code(code: int, message: str, file: Optional[str], line: Optional[int]) -> ReportgenError:
    return _CODES.get(code, ReportgenError)(message, file, line)
