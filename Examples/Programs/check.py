#!/usr/bin/env python3
"""Runs openai-summarizer.py against a server of its own making, through reportgen.

    python3 check.py path/to/reportgen
"""
import http.server
import json
import pathlib
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
NEWS = json.dumps({
    "id": "dam", "title": "Dam opens at Lenne", "language": "en", "published": "2025-03-10",
    "paragraphs": ["The dam at Lenne opened on Monday.", "It holds 40 million cubic metres of water. Tea was served to all."],
})
asked = []


class Stub(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked.append(question)
        prompt = question["messages"][0]["content"]
        content = '{"numbers": [1, 99]}' if "Choose" in prompt else '{"sentences": ["Lenne has a dam."]}'
        answer = json.dumps({"choices": [{"message": {"content": "Here you are: " + content}}]}).encode()
        self.send_response(200 if "/chat/completions" in self.path else 404)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"{sys.executable} {HERE}/openai-summarizer.py --url http://127.0.0.1:{server.server_port}/v1"

    def run(command):
        return subprocess.run(
            [sys.argv[1], "summarize", "-", "--format", "json", "--sentences", "2", "--summarizer", command],
            input=NEWS, capture_output=True, text=True)

    chosen = run(base)
    assert json.loads(chosen.stdout)["text"] == "It holds 40 million cubic metres of water.", chosen
    assert "verbatim" not in json.loads(chosen.stdout) and json.loads(chosen.stdout)["paragraph"] == 1
    free = run(base + " --free")
    assert json.loads(free.stdout)["verbatim"] is False and "not verbatim" in free.stderr, free
    assert len(asked) == 2 and "cubic metres" in asked[0]["messages"][0]["content"]
    server.shutdown()
    gone = run(base.replace(str(server.server_port), "9") + " --timeout 2")
    assert gone.returncode == 0 and "built-in" in gone.stderr and "opened on Monday" in gone.stdout, gone
    print("programs: checked")


if __name__ == "__main__":
    main()
