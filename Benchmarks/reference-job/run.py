#!/usr/bin/env python3
"""Runs the reference job over a corpus, from its JSON Lines and from an archive, beside any other programs, in turn, so that
all see the same load; prints CPU seconds (least of the rounds), peak memory and ratios to the first peer.

  run.py CORPUS.jsonl [--tool reportgen] [--rounds 3] [--peer "NAME=COMMAND"]...

In a peer's COMMAND, {corpus} stands for the corpus. The archive is made first and measured too."""
import argparse, os, shlex, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def measure(command):
    """CPU seconds and peak MiB of one run."""
    process = os.fork()
    if process == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        try:
            os.execvp(command[0], command)
        finally:
            os._exit(127)
    _, status, usage = os.wait4(process, 0)
    if status != 0:
        raise SystemExit(f"{shlex.join(command)}: failed ({os.waitstatus_to_exitcode(status)})")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--tool", default="reportgen")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        archive, out = os.path.join(scratch, "news.archive"), os.path.join(scratch, "report.html")
        bare = os.path.join(scratch, "bare.archive")
        for name, command in [
            ("add", [options.tool, "archive", "add", "-q", archive, options.corpus]),
            ("add --bare", [options.tool, "archive", "add", "-q", "--bare", bare, options.corpus]),
        ]:
            cpu, peak = measure(command)
            print(f"{name:28} cpu {cpu:8.3f} s  peak {peak:7.1f} MiB")
        job = [options.tool, "render", os.path.join(HERE, "briefing.lua"), "--now", "2025-01-23T20:00:00"]
        job += ["--timezone", "+03:00", "--memory-limit", "2048", "--time-limit", "600", "-o", out]
        runs = [(name, shlex.split(command.format(corpus=shlex.quote(options.corpus))))
                for name, _, command in (peer.partition("=") for peer in options.peer)]
        runs += [("reportgen, archive", job + ["--archive", archive]), ("reportgen, JSON Lines", job + [options.corpus])]
        results = {name: [] for name, _ in runs}
        for _ in range(options.rounds):
            for name, command in runs:
                results[name].append(measure(command))
        first = min(cpu for cpu, _ in results[runs[0][0]])
        for name, values in results.items():
            cpu, peak = min(value[0] for value in values), min(value[1] for value in values)
            print(f"{name:28} cpu {cpu:8.3f} s  peak {peak:7.1f} MiB  ratio {cpu / first:6.2f}")


main()
