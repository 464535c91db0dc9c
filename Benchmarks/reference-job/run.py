#!/usr/bin/env python3
"""Runs the reference job over corpora, from their JSON Lines and from an archive, beside any other programs, in turn, so that
all see the same load; prints CPU seconds (least of the rounds), peak memory and ratios to the first program.

  run.py CORPUS.jsonl... [--tool reportgen] [--rounds 3] [--peer "NAME=COMMAND"]... [--prepare COMMAND]

In a peer's COMMAND, {corpus} stands for the corpus and {scratch} for a folder; what it prints is taken for its report, and
compared with ours. --prepare is run once for each corpus before the peers, for those that need a database; it is not
counted. The archive is made first and measured too. “full” is full.lua: our own summariser and dates."""
import argparse, os, shlex, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from measure import measure


def run(corpus, options):
    print(f"{corpus} ({os.path.getsize(corpus) / 1e6:.1f} MB)")
    with tempfile.TemporaryDirectory() as scratch:
        archive, bare = os.path.join(scratch, "news.archive"), os.path.join(scratch, "bare.archive")
        for name, command in [
            ("add", [options.tool, "archive", "add", "-q", archive, corpus]),
            ("add --bare", [options.tool, "archive", "add", "-q", "--bare", bare, corpus]),
        ]:
            cpu, peak = measure(command)
            print(f"{name:28} cpu {cpu:8.3f} s  peak {peak:7.1f} MiB")

        def filled(command):
            return shlex.split(command.format(corpus=shlex.quote(corpus), scratch=shlex.quote(scratch)))

        def job(script, *inputs):
            command = [options.tool, "render", os.path.join(HERE, script), "--now", "2025-01-23T20:00:00", "--format", "html"]
            return command + ["--timezone", "+03:00", "--memory-limit", "2048", "--time-limit", "600", *inputs]

        for command in options.prepare:
            subprocess.run(filled(command), check=True, stdout=subprocess.DEVNULL)
        peers = [name for name, _, _ in (peer.partition("=") for peer in options.peer)]
        runs = [(name, filled(command)) for name, _, command in (peer.partition("=") for peer in options.peer)]
        runs += [
            ("reportgen, archive", job("briefing.lua", "--archive", archive)),
            ("reportgen, JSON Lines", job("briefing.lua", corpus)),
            ("reportgen, archive, full", job("full.lua", "--archive", archive)),
        ]
        results = {name: [] for name, _ in runs}
        outputs = {name: os.path.join(scratch, f"{place}.html") for place, name in enumerate(results)}
        for _ in range(options.rounds):
            for name, command in runs:
                results[name].append(measure(command, outputs[name]))
        first = min(cpu for cpu, _ in results[runs[0][0]])
        for name, values in results.items():
            cpu, peak = min(value[0] for value in values), min(value[1] for value in values)
            print(f"{name:28} cpu {cpu:8.3f} s  peak {peak:7.1f} MiB  ratio {cpu / first:6.2f}")
        for name in peers:
            print(f"compared with {name}: ", end="", flush=True)
            subprocess.run(
                [sys.executable, os.path.join(HERE, "compare.py"), outputs["reportgen, archive"], outputs[name]])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="+")
    parser.add_argument("--tool", default="reportgen")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--prepare", action="append", default=[], metavar="COMMAND")
    options = parser.parse_args()
    for corpus in options.corpus:
        run(corpus, options)


main()
