#!/usr/bin/env python3
"""Loading beside orjson, trafilatura and feedparser on the same files, in one run.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install orjson trafilatura feedparser
    /tmp/peers/bin/python Benchmarks/loading/run.py [--reportgen PATH] [--jsonl FILE] [--pages DIR] [--feeds DIR]

Prints one JSON object a line: CPU of either side and the ratio, which means the same on any machine. CPU is user and
system time of all threads. For reportgen the time of the process is taken, less that of the same command on a file of
one article; for the peers the time of the calls, imports not counted. JSON Lines: orjson makes a list of dictionaries
that are all kept; reportgen opens the file for a report that asks for the number of its articles (`open`), and reads
every field of every article (`inspect`). Without --jsonl a file of 20,000 articles is written to a temporary place;
without --pages and --feeds the samples are used.
"""
import argparse, json, os, pathlib, resource, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNT = """return { api = 1, title = "Count", build = function(ctx)
  local document = ctx:document {}
  document:section("count", function(section) section:paragraph(tostring(#ctx.articles)) end)
  return document
end }
"""


def cpu_of(command):
    """CPU seconds and peak memory in MiB of a command."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def best(command, times=3):
    runs = [cpu_of(command) for _ in range(times)]
    return min(run[0] for run in runs), max(run[1] for run in runs)


def own_cpu(work, times=3):
    least = None
    for _ in range(times):
        start = time.process_time()
        work()
        spent = time.process_time() - start
        least = spent if least is None else min(least, spent)
    return least


def written(folder):
    path = pathlib.Path(folder) / "articles.jsonl"
    sentence = ["The harbour board met again and said nothing new about the pier.",
                "اجتمع مجلس الميناء مرة أخرى ولم يقل شيئا جديدا عن الرصيف."]
    with open(path, "w", encoding="utf-8") as file:
        for number in range(20_000):
            arabic = number % 5 < 3
            body = [f"{number} " + " ".join([sentence[arabic]] * 9) for _ in range(6)]
            file.write(json.dumps({
                "id": f"n{number}", "lang": "ar" if arabic else "en", "source": f"Paper {number % 6}",
                "url": f"https://news.example/{number}", "section": f"Section {number % 8}",
                "title": f"{sentence[arabic]} {number}", "authors": ["Jonas Reed"],
                "published": f"2025-01-{1 + number % 28:02}T08:10:00+02:00", "paragraphs": body}, ensure_ascii=False))
            file.write("\n")
    return path


def report(**values):
    print(json.dumps(values), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reportgen", default=str(ROOT / ".build/release/reportgen"))
    parser.add_argument("--jsonl")
    parser.add_argument("--pages", default=str(ROOT / "samples"))
    parser.add_argument("--feeds", default=str(ROOT / "samples"))
    parser.add_argument("--only", choices=["jsonl", "pages", "feeds"])
    options = parser.parse_args()
    tool = options.reportgen
    with tempfile.TemporaryDirectory() as folder:
        script = pathlib.Path(folder) / "count.lua"
        script.write_text(COUNT)
        single = pathlib.Path(folder) / "one.jsonl"
        single.write_text('{"title":"One","body":"Text."}\n')
        clock = ["--now", "2025-02-01T07:00:00"]
        if options.only in (None, "jsonl"):
            import orjson
            path = options.jsonl or str(written(folder))
            size = os.path.getsize(path) / 1e6

            def peer():
                with open(path, "rb") as file:
                    return [orjson.loads(line) for line in file]

            # Ours first: a process begins with the peak memory of the one that starts it.
            start, _ = best([tool, "render", str(script), str(single)] + clock)
            cpu, memory = best([tool, "render", str(script), path] + clock)
            whole, whole_memory = best([tool, "inspect", path] + clock, times=1)
            peer_cpu = own_cpu(peer)
            report(set="json-lines", mb=round(size, 1), orjson_cpu=round(peer_cpu, 3),
                   open_cpu=round(cpu - start, 3), open_mb_per_s=round(size / max(cpu - start, 1e-3)),
                   ratio=round(peer_cpu / max(cpu - start, 1e-3), 1), open_peak_mib=round(memory),
                   inspect_cpu=round(whole - start, 3), inspect_peak_mib=round(whole_memory))
        start, _ = best([tool, "inspect", str(single)])
        if options.only in (None, "pages"):
            import trafilatura
            pages = sorted(str(p) for p in pathlib.Path(options.pages).rglob("*.htm*"))
            texts = [pathlib.Path(p).read_bytes() for p in pages]
            trafilatura.bare_extraction(texts[0], with_metadata=True)
            cpu, memory = best([tool, "inspect"] + pages)
            peer_cpu = own_cpu(lambda: [trafilatura.bare_extraction(t, with_metadata=True) for t in texts], times=2)
            report(set="pages", pages=len(pages), mb=round(sum(map(len, texts)) / 1e6, 1),
                   trafilatura_ms=round(1000 * peer_cpu / len(pages), 2), ms=round(1000 * (cpu - start) / len(pages), 2),
                   ratio=round(peer_cpu / max(cpu - start, 1e-3), 1), peak_mib=round(memory))
        if options.only in (None, "feeds"):
            import feedparser
            feeds = sorted(str(p) for kind in ("*.xml", "*.rss", "*.atom") for p in pathlib.Path(options.feeds).rglob(kind))
            texts = [pathlib.Path(p).read_bytes() for p in feeds]
            feedparser.parse(texts[0])
            cpu, memory = best([tool, "inspect"] + feeds)
            peer_cpu = own_cpu(lambda: [feedparser.parse(t) for t in texts], times=2)
            report(set="feeds", feeds=len(feeds), mb=round(sum(map(len, texts)) / 1e6, 2),
                   feedparser_ms=round(1000 * peer_cpu / len(feeds), 2), ms=round(1000 * (cpu - start) / len(feeds), 2),
                   ratio=round(peer_cpu / max(cpu - start, 1e-3), 1), peak_mib=round(memory))


if __name__ == "__main__":
    main()
