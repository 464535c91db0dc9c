#!/usr/bin/env python3
"""CPU per 1,000 words of `reportgen dates --jsonl` beside dateparser's `search_dates`, in one run.

    pip install dateparser
    python3 Benchmarks/dates/run.py .build/release/reportgen [--repeat 40] [--peer-lines 60]

The text is the project's own gold sentences. The time of reportgen is user and system time of the process, less that of
the same command on one line, so that start-up does not count; the peer's is its process time without its import and
after one call to warm it up. Both get the language; the peer reads the first lines only, for it is slow. Printed: CPU
seconds per 1,000 words of each and the ratio.
"""
import argparse
import json
import os
import pathlib
import resource
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def cpu_of(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ours(binary, rows):
    with tempfile.TemporaryDirectory() as folder:
        whole, single = os.path.join(folder, "all.jsonl"), os.path.join(folder, "one.jsonl")
        for path, lines in ((whole, rows), (single, rows[:1])):
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in lines)
        times = sorted(cpu_of([binary, "dates", "--jsonl", whole]) - cpu_of([binary, "dates", "--jsonl", single])
                       for _ in range(5))
        return times[2]


def words(rows):
    return sum(len(row["text"].split()) for row in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--repeat", type=int, default=40)
    parser.add_argument("--peer-lines", type=int, default=60)
    options = parser.parse_args()
    from dateparser.search import search_dates

    for language in ("ar", "en"):
        path = ROOT / f"Tests/ReportDatesTests/Fixtures/dates-{language}.jsonl"
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        many = [dict(row, id=f"{row['id']}-{turn}") for turn in range(options.repeat) for row in rows]
        own = ours(options.binary, many) / words(many) * 1000
        few = rows[:: max(1, len(rows) // options.peer_lines)]
        search_dates(few[0]["text"], languages=[language])
        start = time.process_time()
        for row in few:
            search_dates(row["text"], languages=[language])
        peer = (time.process_time() - start) / words(few) * 1000
        print(f"{language}: reportgen {own * 1000:.3f} ms, dateparser {peer * 1000:.1f} ms per 1,000 words: 1/{peer / own:.0f}")


if __name__ == "__main__":
    main()
