"""Dates, summaries and stories, without a report."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Tuple, Union

from ._articles import articles as made
from ._errors import UsageError
from ._library import call, checked, encoded, lines, taken


@dataclass(frozen=True)
class FoundDate:
    """A date, time or duration in a text. Offsets count characters; `from_day` and `to_day` are the days covered."""

    span: str
    start: int
    end: int
    type: str
    value: Optional[str]
    from_day: Optional[datetime.date]
    to_day: Optional[datetime.date]
    flag: Optional[str] = None
    paragraph: Optional[int] = None


@dataclass(frozen=True)
class Citation:
    """Where a passage stands: an article's id, a paragraph from 0, characters."""

    article: str
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """A sentence of a summary, word for word, and the places that say the same."""

    text: str
    citation: Citation
    score: float
    also_in: Tuple[Citation, ...] = ()
    differs: Tuple[Any, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Story:
    """Articles that tell the same: their ids, the one that stands for the story first, and groups of copies."""

    id: str
    title: str
    articles: Tuple[str, ...]
    duplicates: Tuple[Tuple[str, ...], ...]
    follows: Optional[str]


def find_dates(
    text: str, *, lang: Optional[str] = None, day: Union[str, datetime.date, None] = None
) -> List[FoundDate]:
    """The dates in a text. Relative ones (“next Monday”) are resolved against `day`, and stay open without it. `lang` is a
    language tag; left out, the rules are tried that fit the script."""
    if not isinstance(text, str):
        raise UsageError(f"text: expected a string, got {type(text).__name__}; for articles use find_dates_in")
    content = encoded(text.replace("\0", " "), "text")
    against = None
    if day is not None:
        against = encoded(day if isinstance(day, str) else day.strftime("%Y-%m-%d"), "day")
    language = None if lang is None else encoded(lang, "lang")
    return [_date(one) for one in json.loads(taken(checked("dates_in_text", content, language, against)))]


def find_dates_in(articles: Any) -> Dict[str, List[FoundDate]]:
    """The dates in articles, by the articles' ids, resolved against the days of publication. `paragraph` is None for the
    title; offsets count within the part."""
    given = made(articles)
    return {
        article.id: [
            _date(one) for one in json.loads(taken(call("dates_in_article", given._handle.pointer, position)))
        ]
        for position, article in enumerate(given)
    }


def summarize(
    articles: Any, *, sentences: Optional[int] = None, words: Optional[int] = None, characters: Optional[int] = None
) -> List[Sentence]:
    """One summary of articles: the sentences that matter, each thing told once. Three sentences if nothing is said."""
    wishes = [("sentences", sentences), ("words", words), ("characters", characters)]
    given = [(unit, most) for unit, most in wishes if most is not None] or [("sentences", 3)]
    if len(given) > 1:
        raise UsageError(" and ".join(unit for unit, _ in given) + " exclude each other")
    (unit, most), collection = given[0], made(articles)
    output = taken(checked("summarize", collection._handle.pointer, unit.encode(), _bounded(most)))
    return [
        Sentence(
            text=one["text"], citation=_citation(one), score=one["score"],
            also_in=tuple(_citation(place) for place in one.get("alsoIn", [])), differs=tuple(one.get("differs", [])))
        for one in map(json.loads, lines(output))
    ]


def stories(articles: Any) -> List[Story]:
    """Which articles tell the same story, across languages, and which are copies."""
    output = taken(checked("stories", made(articles)._handle.pointer))
    return [
        Story(
            id=one["story"], title=one["title"], articles=tuple(one["articles"]),
            duplicates=tuple(tuple(group) for group in one["duplicates"]), follows=one["follows"])
        for one in map(json.loads, lines(output))
    ]


def _bounded(number: int) -> int:
    return max(-1, min(int(number), 1 << 40))


def _citation(one: Dict[str, Any]) -> Citation:
    return Citation(one["article"], one["paragraph"], one["start"], one["end"])


def _date(one: Dict[str, Any]) -> FoundDate:
    return FoundDate(
        one["span"], one["start"], one["end"], one["type"], one["value"], _day(one["from"]), _day(one["to"]),
        one["flag"], one.get("paragraph"))


def _day(text: Optional[str]) -> Optional[datetime.date]:
    """A day; None as well for one that Python's dates do not reach."""
    try:
        return None if text is None else datetime.date.fromisoformat(text)
    except ValueError:
        return None
