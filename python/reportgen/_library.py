"""The C interface, as in reportengine.h: where the library is, and the types of its functions."""

from __future__ import annotations

import ctypes
import os
import pathlib
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_double, c_int32, c_int64, c_size_t, c_void_p
from typing import Any, List, Optional

from . import _errors

NAME = "libreportengine.so.1"


class LimitsStruct(Structure):
    _fields_ = [("time", c_double), ("memory", c_int64), ("output", c_int64)]


class InputStruct(Structure):
    _fields_ = [
        ("now", c_char_p), ("timezone", c_char_p), ("last_run", c_char_p), ("parameters", POINTER(c_char_p)),
        ("parameter_count", c_size_t), ("cancellation", c_void_p),
    ]


class StyleStruct(Structure):
    _fields_ = [("theme", c_char_p), ("width", c_int32)]


ProgressFunction = CFUNCTYPE(None, c_void_p, c_int32, c_int64, c_char_p)

_FUNCTIONS = {
    "version": (c_char_p, []),
    "new": (c_void_p, [POINTER(LimitsStruct)]),
    "free": (None, [c_void_p]),
    "articles_new": (c_void_p, []),
    "articles_free": (None, [c_void_p]),
    "articles_count": (c_size_t, [c_void_p]),
    "load_path": (c_size_t, [c_void_p, c_char_p]),
    "load_bytes": (c_size_t, [c_void_p, c_char_p, c_size_t, c_char_p]),
    "article_json": (c_void_p, [c_void_p, c_size_t]),
    "problem_count": (c_size_t, [c_void_p]),
    "problem": (c_char_p, [c_void_p, c_size_t]),
    "open": (c_void_p, [c_void_p, c_char_p, POINTER(c_void_p)]),
    "compile": (c_void_p, [c_void_p, c_char_p, c_char_p, POINTER(c_void_p)]),
    "report_title": (c_char_p, [c_void_p]),
    "report_json": (c_void_p, [c_void_p]),
    "report_free": (None, [c_void_p]),
    "run": (
        c_void_p, [c_void_p, c_void_p, POINTER(InputStruct), ProgressFunction, c_void_p, POINTER(c_void_p)]),
    "document_skipped": (c_char_p, [c_void_p]),
    "document_render": (c_void_p, [c_void_p, c_char_p, POINTER(StyleStruct), POINTER(c_void_p)]),
    "document_free": (None, [c_void_p]),
    "output_bytes": (c_void_p, [c_void_p]),
    "output_count": (c_size_t, [c_void_p]),
    "output_free": (None, [c_void_p]),
    "cancellation_new": (c_void_p, []),
    "cancel": (None, [c_void_p]),
    "cancellation_free": (None, [c_void_p]),
    "error_code": (c_int32, [c_void_p]),
    "error_message": (c_char_p, [c_void_p]),
    "error_file": (c_char_p, [c_void_p]),
    "error_line": (c_int32, [c_void_p]),
    "error_free": (None, [c_void_p]),
    "dates_in_text": (c_void_p, [c_char_p, c_char_p, c_char_p, POINTER(c_void_p)]),
    "dates_in_article": (c_void_p, [c_void_p, c_size_t]),
    "summarize": (c_void_p, [c_void_p, c_char_p, c_int64, POINTER(c_void_p)]),
    "stories": (c_void_p, [c_void_p, POINTER(c_void_p)]),
}


def _open() -> ctypes.CDLL:
    """The library that REPORTGEN_LIBRARY names; else the one that came with this package; else the system's."""
    given = os.environ.get("REPORTGEN_LIBRARY")
    beside = pathlib.Path(__file__).with_name(NAME)
    path = given or (str(beside) if beside.exists() else NAME)
    try:
        library = ctypes.CDLL(path)
    except OSError as error:
        raise ImportError(f"reportgen: the library {path} cannot be loaded: {error}") from None
    for name, (result, arguments) in _FUNCTIONS.items():
        try:
            function = getattr(library, "reportengine_" + name)
        except AttributeError:
            raise ImportError(f"reportgen: {path} is too old: it lacks reportengine_{name}") from None
        function.restype, function.argtypes = result, arguments
    return library


library: Any = _open()


def call(name: str, *arguments: Any) -> Any:
    """Calls a function without an error."""
    return getattr(library, "reportengine_" + name)(*arguments)


def checked(name: str, *arguments: Any) -> int:
    """Calls a function whose last parameter is where an error goes; raises it."""
    error = c_void_p()
    result = getattr(library, "reportengine_" + name)(*arguments, byref(error))
    if result:
        return int(result)
    raise _raised(error)


def _raised(error: c_void_p) -> Exception:
    try:
        message = text(call("error_message", error)) or "unknown error"
        file = text(call("error_file", error))
        return _errors.of_code(call("error_code", error), message, file, call("error_line", error) or None)
    finally:
        call("error_free", error)


def text(value: Optional[bytes]) -> Optional[str]:
    return None if value is None else value.decode("utf-8", "replace")


def taken(output: Optional[int]) -> bytes:
    """The bytes of an output, which is freed."""
    if not output:
        return b""
    try:
        count = call("output_count", output)
        return ctypes.string_at(call("output_bytes", output), count) if count else b""
    finally:
        call("output_free", output)


def encoded(value: str, what: str) -> bytes:
    """A text for C; one with a zero inside has no such form."""
    if "\0" in value:
        raise _errors.UsageError(f"{what}: holds a zero character")
    return value.encode("utf-8", "surrogateescape")


class Handle:
    """Owns an object of the library and frees it with itself."""

    def __init__(self, pointer: Optional[int], kind: str) -> None:
        if not pointer:
            raise MemoryError(f"reportengine_{kind}")
        self.pointer, self._free = pointer, getattr(library, "reportengine_" + kind)

    def __del__(self) -> None:
        pointer, self.pointer = getattr(self, "pointer", 0), 0
        if pointer:
            self._free(pointer)


def library_version() -> str:
    return text(call("version")) or ""


def lines(output: bytes) -> List[bytes]:
    return [line for line in output.split(b"\n") if line]
