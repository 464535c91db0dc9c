#!/usr/bin/env python3
"""Summaries beside sumy on the same texts: CPU an article and, where there are gold summaries, ROUGE F1.

    python3 -m venv /tmp/sumy && /tmp/sumy/bin/pip install sumy numpy
    /tmp/sumy/bin/python Benchmarks/summaries/run.py [--reportgen PATH] [--language ar|en] [--sentences N]
                                                     [--texts DIR [--gold DIR]] [--methods lexrank,luhn,...]

DIR holds one article a file (<id>.txt, a paragraph a line), gold summaries have the same names. Without --texts the
texts of the quality tests are used. Both sides run in one go; the figure is CPU time and a ratio, so that it means the
same on any machine. sumy gets its words and sentences by regular expression, the cheapest way: its own tokenizers need
downloads (NLTK) or another package (pyarabic, half as much again). reportgen reads the texts as one file of JSON Lines
with a date, which counts for it together with starting up, as does parsing the strings for sumy, but not reading them.
"""
import argparse, collections, json, os, pathlib, re, resource, subprocess, sys, tempfile, time, unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "Tests/ReportAnalysisTests/Fixtures/summaries"


class Tokenizer:
    """What sumy asks of a tokenizer, without NLTK."""

    language = "any"

    def to_sentences(self, text):
        parts = re.split(r"(?<=[.!?؟])[\"”»)]*\s+", text.strip())
        return tuple(part for part in parts if part.strip())

    def to_words(self, text):
        return tuple(re.findall(r"[^\W_]+", text.lower()))


def words(text):
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub("[\u064b-\u065f\u0670\u0640]", "", text)
    return re.findall(r"[^\W_]+", re.sub("[أإآ]", "ا", text).replace("ى", "ي").replace("ة", "ه"))


def rouge(n, ours, gold):
    def grams(tokens):
        return collections.Counter(zip(*(tokens[i:] for i in range(n))))

    a, b = grams(words(ours)), grams(words(gold))
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else 0.0


def fixtures(language, directory):
    """The texts of the quality tests as plain files, with their gold."""
    gold = {}
    for path in sorted(FIXTURES.glob(f"{language}-*.txt")):
        head, body = path.read_text(encoding="utf-8").split("\n\n", 1)
        gold[path.stem] = dict(line.split(": ", 1) for line in head.split("\n"))["gold"]
        (directory / path.name).write_text(body, encoding="utf-8")
    return gold


def child_cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return output, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run_ours(command, contents, language, rounds, scratch):
    """What the command prints for the texts, each `rounds` times, and its milliseconds of CPU a text."""
    lines = scratch / "texts.jsonl"
    with open(lines, "w", encoding="utf-8") as file:
        for number in range(rounds):
            for key, text in contents.items():
                record = {
                    "id": key if number == 0 else f"{key}/{number}", "language": language, "published": "2025-01-01",
                    "text": text,
                }
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
    output, total = child_cpu(command + [str(lines)])
    return output, 1000 * total / (len(contents) * rounds)


def report(name, milliseconds, base, summaries, gold):
    line = f"{name:<10} {milliseconds:9.3f} ms  {milliseconds / base:7.1f}x a batch"
    if gold:
        scores = [sum(rouge(n, summaries[key], gold[key]) for key in gold) / len(gold) for n in (1, 2)]
        line += "   R1 %.1f  R2 %.1f" % tuple(100 * score for score in scores)
    print(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reportgen", default=str(ROOT / ".build/release/reportgen"))
    parser.add_argument("--language", default="ar")
    parser.add_argument("--sentences", type=int, default=2)
    parser.add_argument("--texts", type=pathlib.Path)
    parser.add_argument("--gold", type=pathlib.Path)
    parser.add_argument("--methods", default="lexrank,textrank,luhn,lsa")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as scratch:
        texts, gold = options.texts, {}
        if texts is None:
            texts = pathlib.Path(scratch)
            gold = fixtures(options.language, texts)
        elif options.gold:
            gold = {path.stem: path.read_text(encoding="utf-8") for path in sorted(options.gold.glob("*.txt"))}
        files = sorted(texts.glob("*.txt"))
        if not files:
            sys.exit("no texts")

        contents = {path.stem: path.read_text(encoding="utf-8") for path in files}
        words_each = sum(len(text.split()) for text in contents.values()) / len(contents)
        print(f"{len(contents)} texts of {words_each:.0f} words on average")

        # Once, which counts starting up and finds every word new; and as a batch of about 3,000, in which both matter less.
        command = [options.reportgen, "summarize", "--format", "json", "--sentences", str(options.sentences)]
        output, once = run_ours(command, contents, options.language, 1, pathlib.Path(scratch))
        rounds = max(1, 3000 // len(contents))
        _, batch = run_ours(command, contents, options.language, rounds, pathlib.Path(scratch))
        summaries = collections.defaultdict(str)
        for sentence in map(json.loads, output.splitlines()):
            summaries[sentence["article"]] += sentence["text"] + "\n"
        report("once", once, batch, summaries, gold)
        report("batch", batch, batch, {}, {})

        from sumy.parsers.plaintext import PlaintextParser
        from sumy.summarizers.lex_rank import LexRankSummarizer
        from sumy.summarizers.lsa import LsaSummarizer
        from sumy.summarizers.luhn import LuhnSummarizer
        from sumy.summarizers.text_rank import TextRankSummarizer

        classes = {
            "lexrank": LexRankSummarizer, "textrank": TextRankSummarizer, "luhn": LuhnSummarizer, "lsa": LsaSummarizer,
        }
        for method in options.methods.split(","):
            summarizer = classes[method]()
            start = time.process_time()
            summaries = {}
            for key, text in contents.items():
                document = PlaintextParser.from_string(text.replace("\n", "\n\n"), Tokenizer()).document
                summaries[key] = " ".join(str(s) for s in summarizer(document, options.sentences))
            report(method, 1000 * (time.process_time() - start) / len(contents), batch, summaries, gold)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
