#!/usr/bin/env python3
"""What the bridge between Swift and Lua costs, beside plain Lua tables and beside userdata in C (limit.c), in one run.

    apt-get install liblua5.4-dev valgrind
    python3 Benchmarks/bridge/run.py .build/release/reportgen [--articles 100000] [--rounds 7] [--no-callgrind]

Each loop of loops.lua runs in `reportgen render report.lua` (with all limits on) and in limit.c, n times and not at all;
the difference is divided by the number of steps. Time is user time of the process, the median of the rounds, in which all
variants take turns. Instructions are those that callgrind counts, with fewer steps. Printed: a line a loop with
nanoseconds and instructions a step of both and the ratio of ours to the limit, then the bytes that Lua holds for an
article that a script keeps.
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
# loop: (steps when timed, steps under callgrind); None: once over all articles a step of n
LOOPS = {"tight": (50_000_000, 1_000_000), "table": (50_000_000, 1_000_000), "repeated": (50_000_000, 1_000_000),
         "each": None, "titles": None, "texts": None, "closure": None}


def user_time(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def instructions(command):
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def write_articles(path, count):
    with open(path, "w", encoding="utf-8") as file:
        for i in range(count):
            body = f"{i:06d} " + chr(97 + i % 26) * 2993
            file.write(json.dumps({"id": str(i), "title": f"River rises in district {i}", "text": body}) + "\n")


class Variants:
    def __init__(self, binary, limit, articles, count):
        self.count = count
        self.commands = {
            "ours": lambda loop, n: [binary, "render", str(HERE / "report.lua"), articles, "--format", "text",
                                     "--param", f"loop={loop}", "--param", f"n={n}", "--now", "2025-03-14T07:00:00Z",
                                     "--time-limit", "3000", "--memory-limit", "2000"],
            "limit": lambda loop, n: [limit, str(HERE / "loops.lua"), loop, str(n), str(count)],
        }

    def steps(self, loop, n):
        return n if LOOPS[loop] else n * self.count

    def per_step(self, measure, loop, n, rounds):
        samples = {name: ([], []) for name in self.commands}
        for _ in range(rounds):
            for name, command in self.commands.items():
                samples[name][0].append(measure(command(loop, n)))
                samples[name][1].append(measure(command(loop, 0)))
        return {name: (statistics.median(some) - statistics.median(none)) / self.steps(loop, n)
                for name, (some, none) in samples.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
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
        many, few = os.path.join(folder, "many.jsonl"), os.path.join(folder, "few.jsonl")
        write_articles(many, options.articles)
        write_articles(few, 2_000)
        timed = Variants(stripped, limit, many, options.articles)
        counted = Variants(stripped, limit, few, 2_000)
        print(f"{'loop':10} {'ours ns':>9} {'limit ns':>9} {'ratio':>6} {'ours instr':>11} {'limit instr':>11} {'ratio':>6}")
        for loop, steps in LOOPS.items():
            n, fewer = steps or (1, 1)
            time = timed.per_step(user_time, loop, n, options.rounds)
            line = f"{loop:10} {time['ours'] * 1e9:9.1f} {time['limit'] * 1e9:9.1f} {time['ours'] / time['limit']:6.2f}"
            if not options.no_callgrind:
                count = counted.per_step(instructions, loop, fewer, 1)
                line += f" {count['ours']:11.1f} {count['limit']:11.1f} {count['ours'] / count['limit']:6.2f}"
            print(line, flush=True)
        for loop in ("kept", "keptwithtitles"):
            ours, best = (subprocess.run(timed.commands[name](loop, 1), capture_output=True, text=True, check=True).stdout
                          for name in ("ours", "limit"))
            found = re.findall(r"^\s*(\d+\.\d)\s*$", ours, re.M)
            print(f"{loop}: {found[-1] if found else '?'} bytes an article, in C {best.strip()}")


if __name__ == "__main__":
    main()
