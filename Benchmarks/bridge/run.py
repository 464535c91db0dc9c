#!/usr/bin/env python3
"""What the bridge between Swift and Lua costs, beside plain Lua tables and beside userdata in C (limit.c), in one run.

    apt-get install liblua5.4-dev valgrind
    python3 Benchmarks/bridge/run.py .build/release/reportgen [--articles 20000] [--rounds 3] [--no-callgrind]

Each loop of loops.lua runs in `reportgen render report.lua` (with all limits on) and in limit.c, often and once; the
difference is divided by the number of steps. The articles lie in memory (files below the size from which articles stay in
their file) and were read once before, so that a step is what the bridge does and not what loading does. Time is user time
of the process, the median of the rounds, in which all variants take turns. Instructions are those that callgrind counts,
with fewer articles and steps. Printed: a line a loop with nanoseconds and instructions a step of both and the ratio of
ours to the limit, the ratio of a repeated read to a read of a table, then what it costs to read an article out of a large
file of JSON Lines the first time, and the bytes that Lua holds for each of 100,000 articles that a script keeps.
"""
import argparse
import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
# loop: (how often when timed, and under callgrind, and the steps of one time; None: as many as there are articles)
LOOPS = {"tight": (50_000_000, 1_000_000, 1), "table": (50_000_000, 1_000_000, 1), "repeated": (50_000_000, 1_000_000, 1),
         "each": (40, 5, None), "titles": (40, 5, None), "texts": (20, 5, None), "closure": (40, 5, None)}
FEWER = 500


def user_time(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def instructions(command):
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def article(i):
    body = f"{i:06d} " + chr(97 + i % 26) * 2993
    return json.dumps({"id": str(i), "title": f"River rises in district {i}", "published": "2025-03-13", "text": body}) + "\n"


def write_file(path, count):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(article(i) for i in range(count))


def write_folder(path, count):
    """Files of 70 articles each, small enough to be read as a whole."""
    os.mkdir(path)
    for start in range(0, count, 70):
        with open(os.path.join(path, f"{start:07d}.jsonl"), "w", encoding="utf-8") as file:
            file.writelines(article(i) for i in range(start, min(count, start + 70)))


class Variants:
    def __init__(self, binary, limit, articles, count):
        self.count = count
        self.commands = {
            "ours": lambda loop, n: [binary, "render", str(HERE / "report.lua"), articles, "--format", "text",
                                     "--param", f"loop={loop}", "--param", f"n={n}", "--now", "2025-03-14T07:00:00Z",
                                     "--time-limit", "3000", "--memory-limit", "2000"],
            "limit": lambda loop, n: [limit, str(HERE / "loops.lua"), loop, str(n), str(count)],
        }

    def per_step(self, measure, loop, n, steps, rounds):
        samples = {name: ([], []) for name in self.commands}
        for _ in range(rounds):
            for name, command in self.commands.items():
                samples[name][0].append(measure(command(loop, n + 1)))
                samples[name][1].append(measure(command(loop, 1)))
        return {name: (statistics.median(many) - statistics.median(once)) / (n * (steps or self.count))
                for name, (many, once) in samples.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--kept", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-callgrind", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        limit = os.path.join(folder, "limit")
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "lua5.4"], capture_output=True, text=True, check=True)
        subprocess.run(["cc", "-O2", str(HERE / "limit.c"), "-o", limit, *flags.stdout.split()], check=True)
        # valgrind cannot read every compiler's debugging information.
        stripped = os.path.join(folder, "reportgen")
        shutil.copy(options.binary, stripped)
        subprocess.run(["strip", stripped], check=True)
        many, few, one = (os.path.join(folder, name) for name in ("many", "few", "one.jsonl"))
        write_folder(many, options.articles)
        write_folder(few, FEWER)
        write_file(one, options.kept)
        timed = Variants(stripped, limit, many, options.articles)
        counted = Variants(stripped, limit, few, FEWER)
        kept = Variants(stripped, limit, one, options.kept)
        print(f"{'loop':10} {'ours ns':>9} {'limit ns':>9} {'ratio':>6} {'ours instr':>11} {'limit instr':>11} {'ratio':>6}")
        ours = {}
        for loop, (often, less_often, steps) in LOOPS.items():
            time = timed.per_step(user_time, loop, often, steps, options.rounds)
            ours[loop] = time["ours"] * 1e9
            line = f"{loop:10} {time['ours'] * 1e9:9.1f} {time['limit'] * 1e9:9.1f} {time['ours'] / time['limit']:6.2f}"
            if not options.no_callgrind:
                count = counted.per_step(instructions, loop, less_often, steps, 1)
                line += f" {count['ours']:11.1f} {count['limit']:11.1f} {count['ours'] / count['limit']:6.2f}"
            print(line, flush=True)
        print(f"repeated read to table read: {ours['repeated'] / ours['table']:.2f}")
        command = kept.commands["ours"]
        untouched = user_time(command("each", 1))
        for loop in ("titles", "texts"):
            spent = user_time(command(loop, 1)) - untouched
            print(f"{loop} out of a file, first time: {spent / options.kept * 1e6:.1f} µs an article", flush=True)
        for loop in ("kept", "keptwithtitles"):
            ours, best = (subprocess.run(kept.commands[name](loop, 1), capture_output=True, text=True, check=True).stdout
                          for name in ("ours", "limit"))
            found = re.findall(r"^\s*(\d+\.\d)\s*$", ours, re.M)
            print(f"{loop}: {found[-1] if found else '?'} bytes an article, in C {best.strip()}", flush=True)


if __name__ == "__main__":
    main()
