#!/usr/bin/env python3
"""A summarizer for `reportgen summarize --summarizer` that asks a local server with OpenAI's interface (llama.cpp, vLLM,
Ollama …). The model chooses sentences by number, and is told not to write any; with --free it writes its own, which
reportgen then marks as not verbatim.

    reportgen summarize --multi --summarizer 'python3 openai-summarizer.py --url http://localhost:8080/v1' news/
"""
import argparse
import json
import os
import re
import sys
import urllib.request

END = re.compile(r"(?<=[.!?؟…])[\"”»)]*\s+")


def numbered(articles):
    """Every sentence with its article and paragraph."""
    for article in articles:
        for place, paragraph in enumerate(article["paragraphs"]):
            for sentence in END.split(paragraph):
                if len(sentence.split()) > 3:
                    yield {"text": sentence.strip(), "article": article["id"], "paragraph": place}


def ask(options, prompt):
    body = {
        "model": options.model, "temperature": 0,
        "messages": [{"role": "user", "content": prompt}],
        "response_format": {"type": "json_object"},
    }
    request = urllib.request.Request(
        options.url.rstrip("/") + "/chat/completions", json.dumps(body).encode(),
        {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ.get("OPENAI_API_KEY", "none")})
    with urllib.request.urlopen(request, timeout=options.timeout) as response:
        answer = json.load(response)["choices"][0]["message"]["content"]
    # Small models write around the object.
    return json.loads(answer[answer.index("{"):answer.rindex("}") + 1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--url", default="http://localhost:8080/v1")
    parser.add_argument("--model", default="default")
    parser.add_argument("--timeout", type=float, default=50, help="seconds; less than --summarizer-time-limit")
    parser.add_argument("--free", action="store_true", help="let the model write its own sentences")
    options = parser.parse_args()
    question = json.load(sys.stdin)
    sentences = list(numbered(question["articles"]))
    unit, count = next(iter(question["budget"].items()))
    lines = "\n".join(f"{number}: {sentence['text']}" for number, sentence in enumerate(sentences))
    if options.free:
        prompt = (
            f"Summarise these reports in at most {count} {unit}, in their language, without anything that they do not say. "
            f'Answer with JSON only: {{"sentences": ["…"]}}.\n\n{lines}')
        chosen = [{"text": text} for text in ask(options, prompt)["sentences"] if isinstance(text, str)]
    else:
        prompt = (
            f"These are numbered sentences of news reports. Choose those that together make the best summary of at most "
            f"{count} {unit}, each fact once, the most important first. Answer with JSON only: "
            f'{{"numbers": [0, 7]}}.\n\n{lines}')
        numbers = ask(options, prompt)["numbers"]
        chosen = [sentences[n] for n in numbers if isinstance(n, int) and 0 <= n < len(sentences)]
    json.dump({"sentences": chosen}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
