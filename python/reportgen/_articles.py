"""Articles: loaded from files, or made from data that a program has."""

from __future__ import annotations

import datetime
import json
import math
import os
from collections.abc import Mapping
from typing import Any, Dict, Iterable, Iterator, List, Sequence, Union, overload

from ._errors import UsageError
from ._library import Handle, call, encoded, taken, text

Path = Union[str, "os.PathLike[str]"]


class Article(Dict[str, Any]):
    """One article, as `reportgen inspect` shows it: a dictionary, with what is asked for most as attributes."""

    @property
    def id(self) -> str:
        return str(self["id"])

    @property
    def title(self) -> str:
        return str(self.get("title") or "")

    @property
    def paragraphs(self) -> List[str]:
        return list(self.get("paragraphs") or [])

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    def __repr__(self) -> str:
        return f"<Article {self.get('id')!r} {self.title!r}>"


class Articles(Sequence[Article]):
    """Articles in memory. A sequence of `Article`; `problems` says what could not be read."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._count = int(call("articles_count", handle.pointer))

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, position: int) -> Article: ...

    @overload
    def __getitem__(self, position: slice) -> List[Article]: ...

    def __getitem__(self, position: Union[int, slice]) -> Union[Article, List[Article]]:
        if isinstance(position, slice):
            return [self[index] for index in range(*position.indices(self._count))]
        index = position + self._count if position < 0 else position
        if not 0 <= index < self._count:
            raise IndexError(position)
        return Article(json.loads(taken(call("article_json", self._handle.pointer, index))))

    def __iter__(self) -> Iterator[Article]:
        return (self[index] for index in range(self._count))

    @property
    def problems(self) -> List[str]:
        """What could not be read, `path:line: field: message` each."""
        count = call("problem_count", self._handle.pointer)
        return [text(call("problem", self._handle.pointer, index)) or "" for index in range(count)]

    def to_dicts(self) -> List[Dict[str, Any]]:
        """Plain dictionaries, for `pandas.DataFrame(articles.to_dicts())`."""
        return [dict(article) for article in self]

    def __repr__(self) -> str:
        troubles = len(self.problems)
        return f"<{self._count} articles{f', {troubles} problems' if troubles else ''}>"


def load(paths: Union[Path, Iterable[Path]]) -> Articles:
    """Loads what paths name: files, directories, patterns, lists (`@file`). What cannot be read is in `problems`."""
    handle = Handle(call("articles_new"), "articles_free")
    for path in [paths] if isinstance(paths, (str, os.PathLike)) else paths:
        call("load_path", handle.pointer, encoded(os.fspath(path), "path"))
    return Articles(handle)


def articles(records: Any, name: str = "articles.jsonl") -> Articles:
    """Articles from dictionaries or the rows of a pandas frame, with the keys that JSON and CSV records have: `title`,
    `body` or `paragraphs`, `date`, `url`, `author`, `publisher`, `lang`, `section`, … `name` stands in messages for a path.

    Articles that were loaded already are taken as they are.
    """
    if isinstance(records, Articles):
        return records
    if hasattr(records, "to_dict") and hasattr(records, "columns"):
        records = records.to_dict("records")
    elif isinstance(records, Mapping):
        records = [records]
    rows: List[str] = []
    for position, record in enumerate(records):
        if not isinstance(record, Mapping):
            raise UsageError(f"article {position}: expected a dictionary, got {type(record).__name__}")
        row = {str(key): _plain(value) for key, value in record.items()}
        rows.append(json.dumps({key: value for key, value in row.items() if value is not None}, ensure_ascii=False))
    data = "".join(row + "\n" for row in rows).encode("utf-8", "replace")
    handle = Handle(call("articles_new"), "articles_free")
    if data:
        call("load_bytes", handle.pointer, data, len(data), encoded(name, "name"))
    return Articles(handle)


def _plain(value: Any) -> Any:
    """A value as JSON has it; None for what frames have in place of nothing."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime.datetime):
        # pandas.NaT is a datetime that is not equal to itself.
        return value.isoformat() if value == value else None
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in value]
    if hasattr(value, "item"):  # a number of NumPy
        return _plain(value.item())
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    return str(value)


def handle_of(given: Any) -> Handle:
    """The handle of articles in whatever form they are given."""
    return articles(given)._handle

