#!/usr/bin/env python3
"""Compares what two HTML reports say, whatever they look like: headings, paragraphs, items of lists and numbers of tables
as plain words.  compare.py OURS THEIRS  prints what only one of them has; the exit code is 1 when there is anything."""
import html, re, sys
from collections import Counter

PIECE = re.compile(r"<(h3|dt|li|dd|td|p)\b[^>]*>(.*?)</\1>", re.S)
GROUPED = re.compile(r"(?<=\d)[,.\u00a0\u202f\u066c](?=\d{3}\b)")
MARKS = re.compile("[\u061c\u200e\u200f\u2066-\u2069]")


def pieces(path):
    """Each piece of text, as its words."""
    found = Counter()
    with open(path, encoding="utf-8") as file:
        text = MARKS.sub("", file.read())
    for tag, inner in PIECE.findall(text[max(0, text.find("<body")):]):
        plain = html.unescape(re.sub(r"<[^>]+>", "", inner))
        if tag == "td":
            plain = GROUPED.sub("", plain)
        words = " ".join(re.findall(r"[\w%]+", plain))
        if tag != "td" or words.isdigit():
            found[words] += 1
    return found


def main():
    ours, theirs = pieces(sys.argv[1]), pieces(sys.argv[2])
    differences = [(sign, words, count) for sign, rest in (("-", theirs - ours), ("+", ours - theirs))
                   for words, count in sorted(rest.items())]
    print(f"{sum((ours & theirs).values())} pieces of text are the same, {sum(d[2] for d in differences)} differ")
    for sign, words, count in differences[:20]:
        print(f"  {sign} {count} × {words[:100]}")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
