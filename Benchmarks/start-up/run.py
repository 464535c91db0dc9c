#!/usr/bin/env python3
"""Start-up: CPU of whole processes, ours and those of what people use instead, in turn in one run.

  Benchmarks/start-up/run.py [--rounds N] [--tool .build/release/reportgen]

Prints the median of user and system time, and the ratio to the first line. What is not installed is left out.
"""
import argparse, os, resource, shutil, statistics, subprocess, tempfile

SCRIPT = """\
local report = { api = 1, title = "Titles" }
function report.build(ctx)
  local doc = ctx:document { title = "Titles" }
  for article in ctx.articles:each() do doc:paragraph(article.title) end
  return doc
end
return report
"""
ARTICLE = '{"title":"A bridge reopens","url":"https://example.org/1","published":"2025-03-13T10:00:00Z","lang":"en","body":"The bridge is open again."}\n'


def cpu(command):
    """Milliseconds of user and system time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--tool", default=".build/release/reportgen")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        script, article = os.path.join(folder, "titles.lua"), os.path.join(folder, "one.jsonl")
        with open(script, "w") as file:
            file.write(SCRIPT)
        with open(article, "w") as file:
            file.write(ARTICLE)
        clock = ["--now", "2025-03-14T07:00:00Z", "--timezone", "UTC"]
        page = os.path.join(folder, "page.html")
        commands = {
            "reportgen --version": [options.tool, "--version"],
            "reportgen render, one article": [options.tool, "render", script, article, "-o", page] + clock,
            "lua5.4 -e ''": ["lua5.4", "-e", ""],
            "pandoc, one line to HTML": ["pandoc", "-f", "markdown", "-t", "html", "-o", page, article],
            "python3 -c 'import jinja2'": ["python3", "-c", "import jinja2"],
        }
        commands = {name: command for name, command in commands.items() if shutil.which(command[0])}
        for name in list(commands):
            try:
                cpu(commands[name])
            except subprocess.CalledProcessError:
                del commands[name]
        times = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, command in commands.items():
                times[name].append(cpu(command))
    first = None
    for name, values in times.items():
        median = statistics.median(values)
        first = first or median
        print(f"{median:8.2f} ms  {median / first:6.2f} x  {name}")


if __name__ == "__main__":
    main()
