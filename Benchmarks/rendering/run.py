#!/usr/bin/env python3
"""Renders one document of many articles as HTML and text, in turn with Jinja2 and pandoc over the same document, and prints
MB of output a CPU second, and how time and memory grow from a tenth of the articles to all of them.

  run.py [--tool .build/release/reportgen] [--articles 10000] [--rounds 3]

reportgen's time for a format is the difference between a run that writes it five times and one that writes it once, so that
loading and the script do not count. Jinja2 gets the document tree (`--format json`), parsed before the clock starts, and a
template that escapes every text; pandoc gets its own tree, and its reading of it counts, since a run of it has no part
without. Jinja2 comes from PyPI, pandoc from Debian; what is missing is left out."""
import argparse, json, os, shutil, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from measure import measure
WORDS = ("the river dam council report of water a new bridge ministers said on Thursday that work would begin before winter "
         "while engineers asked for more time and money").split()
ARABIC = "قال المجلس إن العمل في الجسر الجديد يبدأ قبل الشتاء بينما طلب المهندسون وقتا ومالا أكثر من الوزارة".split()
TEMPLATE = """<!DOCTYPE html><html lang="{{ d.language }}"><title>{{ text(d.title) }}</title><h1>{{ text(d.title) }}</h1>
{% for b in d.blocks %}{% if b.type == 'section' %}<section><h2>{{ text(b.title) }}</h2>
{% for c in b.blocks %}<p dir="{{ d.direction }}">{{ text(c.content) }}</p>
{% endfor %}</section>{% endif %}{% endfor %}</html>"""


def corpus(path, count):
    """Articles of 3 kB, every third in Arabic, the same every time."""
    state = 1
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            words = ARABIC if number % 3 == 0 else WORDS
            paragraphs = []
            for _ in range(5):
                picked = []
                for _ in range(90):
                    state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
                    picked.append(words[(state >> 33) % len(words)])
                paragraphs.append(" ".join(picked) + ".")
            record = {"id": f"a{number}", "title": " ".join(paragraphs[0].split()[:8]), "source": f"Paper {number % 40}",
                      "url": f"https://news.example/{number}", "published": f"2025-01-{number % 28 + 1:02}T08:00:00Z",
                      "lang": "ar" if number % 3 == 0 else "en", "paragraphs": paragraphs}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


class Runs:
    def __init__(self, options, scratch, count):
        self.tool, self.rounds, self.scratch = options.tool, options.rounds, scratch
        self.corpus = os.path.join(scratch, f"{count}.jsonl")
        corpus(self.corpus, count)

    def out(self, name):
        return os.path.join(self.scratch, name)

    def reportgen(self, *outputs):
        command = [self.tool, "render", os.path.join(HERE, "all-articles.lua"), self.corpus, "--now", "2025-02-01T07:00:00Z",
                   "--quiet", "--time-limit", "600", "--memory-limit", "4096", "--output-limit", "2048"]
        for output in outputs:
            command += ["-o", self.out(output)]
        return min(measure(command) for _ in range(self.rounds))

    def format(self, ending):
        """MB, seconds of one rendering, and MiB of the whole run and of one that writes next to nothing."""
        once, peak = self.reportgen(f"0.{ending}")
        five, _ = self.reportgen(*[f"{index}.{ending}" for index in range(5)])
        return os.path.getsize(self.out(f"0.{ending}")) / 1e6, max(1e-3, (five - once) / 4), peak, once


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", default=".build/release/reportgen")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        rows = []
        small, large = Runs(options, scratch, options.articles // 10), Runs(options, scratch, options.articles)
        _, floor = large.reportgen("empty.csv")
        print(f"document tree in memory, nothing rendered (an empty CSV): peak {floor:.0f} MiB")
        for ending in ["html", "txt", "md", "json"]:
            size, seconds, peak, once = large.format(ending)
            _, tenth, _, tenth_once = small.format(ending)
            rows.append((f"reportgen {ending}", size, seconds))
            print(f"reportgen {ending:5} {options.articles} articles: {seconds:.3f} s to render, {seconds / tenth:.1f} times a "
                  f"tenth of them; whole run {once:.2f} s ({once / tenth_once:.1f} times), peak {peak:.0f} MiB "
                  f"= tree {peak - floor:+.0f}")
        large.reportgen("tree.json")
        large.reportgen("tree.pandoc.json")
        try:
            import jinja2
        except ImportError:
            print("Jinja2 is not installed")
        else:
            with open(large.out("tree.json"), encoding="utf-8") as file:
                tree = json.load(file)

            def text(inlines):
                return "".join(one if isinstance(one, str) else one.get("text") or text(one.get("content") or [])
                               for one in inlines or [])

            template = jinja2.Environment(autoescape=True).from_string(TEMPLATE)
            best, size = 1e9, 0
            for _ in range(options.rounds):
                start = time.process_time()
                page = template.render(d=tree, text=text).encode()
                best, size = min(best, time.process_time() - start), len(page) / 1e6
            rows.append(("Jinja2 html", size, best))
        if shutil.which("pandoc"):
            for name, kind in [("html", "html"), ("txt", "plain")]:
                output = large.out("pandoc." + name)
                command = ["pandoc", "-f", "json", "-t", kind, "-s", large.out("tree.pandoc.json"), "-o", output]
                if name == "html":
                    command += ["--metadata", "title=T"]
                seconds, _ = min(measure(command) for _ in range(options.rounds))
                rows.append((f"pandoc {name}", os.path.getsize(output) / 1e6, seconds))
        else:
            print("pandoc is not installed")
        for name, size, seconds in rows:
            print(f"{name:16} {size:7.1f} MB  {seconds:7.3f} s  {size / seconds:8.1f} MB/s")


main()
