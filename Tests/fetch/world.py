"""A server on loopback that plays good and bad publishers, and a place to run the fetcher against it."""
import gzip
import json
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import zlib
from email.utils import formatdate


class Request:
    def __init__(self, line, headers, number, tls):
        self.method, self.target = (line.split(" ") + ["", ""])[:2]
        self.headers, self.number, self.tls = headers, number, tls
        self.time = time.monotonic()

    def __getitem__(self, name):
        return self.headers.get(name)


class Server:
    """Speaks HTTP by hand, so that it can say what no library would."""

    def __init__(self, context=None):
        self.context = context
        self.plays = {}
        self.lock = threading.Lock()
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(128)
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            connection.settimeout(20)
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            data = b""
            while b"\r\n\r\n" not in data and len(data) < 1 << 20:
                more = connection.recv(65536)
                if not more:
                    return
                data += more
            lines = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
            headers = {}
            for line in lines[1:]:
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            target = lines[0].split(" ")[1]
            # Robots and the like are asked at the root; the host tells the case.
            name = target.split("/")[1].split("?")[0]
            host = headers.get("host", "").split(":")[0]
            play = self.plays.get(name) if name in self.plays else self.plays.get(host)
            if play is None:
                connection.sendall(respond(404))
                return
            with self.lock:
                request = Request(lines[0], headers, len(play.log), self.context is not None)
                play.log.append(request)
            answer = play.answer(request)
            for piece in [answer] if isinstance(answer, bytes) else answer:
                connection.sendall(piece)
        except (OSError, ssl.SSLError):
            pass
        finally:
            try:
                connection.close()
            except OSError:
                pass


def respond(status=200, body=b"", headers=(), length=True, **more):
    if isinstance(body, str):
        body = body.encode()
    fields = list(headers) + [(name.replace("_", "-"), value) for name, value in more.items()]
    head = f"HTTP/1.1 {status} X\r\nConnection: close\r\n"
    if length and not any(name.lower() == "content-length" for name, _ in fields):
        head += f"Content-Length: {len(body)}\r\n"
    for name, value in fields:
        head += f"{name}: {value}\r\n"
    return head.encode("utf-8") + b"\r\n" + body


def rss(*items, head="", end="</channel></rss>"):
    parts = []
    for item in items:
        number, text = item if isinstance(item, tuple) else (item, f"The text of number {item}, a sentence long.")
        parts.append(
            f"<item><title>Number {number} of the news</title><guid isPermaLink=\"false\">n{number}</guid>"
            f"<link>http://news.example/n{number}</link><pubDate>{formatdate(1764500000 + number * 60, usegmt=True)}</pubDate>"
            f"<description>{text}</description></item>")
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>News</title>{head}{"".join(parts)}{end}'


def atom(*numbers, head=""):
    entries = "".join(
        f"<entry><id>tag:news.example,2025:{n}</id><title>Entry {n} here</title><updated>2025-11-0{n}T08:00:00Z</updated>"
        f'<link href="http://news.example/e{n}"/><summary>The words of entry {n}.</summary></entry>' for n in numbers)
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>Atoms</title><updated>2025-11-01T00:00:00Z</updated>{head}{entries}</feed>'


def json_feed(*numbers):
    return json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": "Jay",
        "items": [{"id": f"j{n}", "url": f"http://news.example/j{n}", "title": f"Item {n} here", "content_text": f"Words of item {n}."} for n in numbers]})


def zstd_raw(data):
    """A Zstandard frame of uncompressed blocks (RFC 8878)."""
    out = b"\x28\xb5\x2f\xfd\xa0" + len(data).to_bytes(4, "little")
    blocks = [data[i:i + 65536] for i in range(0, len(data), 65536)] or [b""]
    for number, block in enumerate(blocks):
        out += (len(block) << 3 | (number == len(blocks) - 1)).to_bytes(3, "little") + block
    return out


def zstd_bomb(size):
    """A frame of blocks that repeat one byte."""
    out = b"\x28\xb5\x2f\xfd\xa0" + size.to_bytes(4, "little")
    count = size // 131072
    for number in range(count):
        out += (131072 << 3 | 1 << 1 | (number == count - 1)).to_bytes(3, "little") + b" "
    return out


def brotli_raw(data):
    """A Brotli stream of uncompressed meta-blocks (RFC 7932): a window of 16 bits, lengths in four nibbles."""
    bits, count, out = 0, 0, bytearray()

    def put(value, width):
        nonlocal bits, count
        bits |= value << count
        count += width
        while count >= 8:
            out.append(bits & 255)
            bits >>= 8
            count -= 8

    def align():
        if count:
            put(0, 8 - count)

    put(0, 1)
    for start in range(0, len(data), 65536):
        block = data[start:start + 65536]
        put(0, 1)
        put(0, 2)
        put(len(block) - 1, 16)
        put(1, 1)
        align()
        out.extend(block)
    put(3, 2)
    align()
    return bytes(out)


class Case:
    """A folder, a source, a play of the server, and what came of it."""

    servers = {}
    program = ""
    certificates = ""

    def __init__(self, name):
        self.name = name
        self.log = []
        self.folder = tempfile.mkdtemp(prefix="fetch-")
        self.answer = lambda request: respond(404)
        self.settings = {"contact": "desk@example.org", "allow-private": ["localhost"], "pause": "0", "timeout": "30s"}
        self.source = {}
        self.address = self.url()
        self.others = {}
        self.root = {}
        self.environment = {}
        self.failures = []
        for server in self.servers.values():
            server.plays[name] = self

    def url(self, path="", server="plain", host="localhost"):
        scheme = "http" if server == "plain" else "https"
        return f"{scheme}://{host}:{self.servers[server].port}/{self.name}{path}"

    def play(self, answer):
        self.answer = answer if callable(answer) else lambda request: answer

    def turns(self, *answers):
        """One answer after another; the last one stays."""
        self.play(lambda request: answers[min(request.number, len(answers) - 1)])

    def write(self):
        source = dict(self.source)
        if "path" not in source:
            source["url"] = self.address
        file = {"archive": "news.archive", "fetch": self.settings, "sources": {"one": source, **self.others}, **self.root}
        with open(f"{self.folder}/sources.yaml", "w") as out:
            json.dump(file, out)

    def run(self, *arguments, time_limit=200):
        self.began = time.time()
        environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
        environment.update(self.environment)
        done = subprocess.run(
            [self.program, *arguments], cwd=self.folder, env=environment, capture_output=True, timeout=time_limit)
        self.status, self.output, self.errors = done.returncode, done.stdout.decode(), done.stderr.decode()
        if self.status < 0 or self.status > 100:
            self.failures.append(f"ended with {self.status}: {self.errors}")
        return self

    def fetch(self, *more):
        self.write()
        return self.run("fetch", "--sources", "sources.yaml", "--force", "-v", *more)

    def due(self, *more):
        self.write()
        return self.run("fetch", "--sources", "sources.yaml", "-v", *more)

    def articles(self):
        if not os.path.exists(f"{self.folder}/news.archive"):
            return []
        done = subprocess.run([self.program, "archive", "export", "news.archive"], cwd=self.folder, capture_output=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def health(self, name="one"):
        self.write()
        done = subprocess.run(
            [self.program, "sources", "list", "--sources", "sources.yaml", "--format", "json"], cwd=self.folder, capture_output=True)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        return next(one for one in found if one["source"] == name)

    def wait_until_due(self):
        """Seconds from the start of the last run until the source is due: never less than what is waited, however slow the machine."""
        from datetime import datetime
        return datetime.fromisoformat(self.health()["due"].replace("Z", "+00:00")).timestamp() - int(self.began)

    def check(self, truth, what):
        if not truth:
            self.failures.append(f"{what}; status {getattr(self, 'status', None)}, said: {getattr(self, 'errors', '')!r}, "
                                 f"requests: {[(r.method, r.target) for r in self.log][:12]}")

    def count(self, wanted):
        found = len(self.articles())
        self.check(found == wanted, f"{found} articles, not {wanted}")

    def said(self, *words):
        for word in words:
            self.check(word in self.errors, f"did not say “{word}”")

    def good(self, count):
        self.check(self.status == 0, "did not end well")
        self.count(count)

    def bad(self, *words, articles=0):
        self.check(self.status == 3, "was no failure")
        self.said(*words)
        self.count(articles)

    def end(self):
        for server in self.servers.values():
            server.plays.pop(self.name, None)
        shutil.rmtree(self.folder, ignore_errors=True)


def make_certificates(folder):
    """An authority and certificates that it signed, well and badly."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key", "-out", "ca.pem",
            "-days", "30", "-subj", "/CN=Test authority")
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "other.key", "-out", "other.pem",
            "-days", "30", "-subj", "/CN=Another authority")
    os.makedirs(f"{folder}/db", exist_ok=True)
    with open(f"{folder}/ca.conf", "w") as conf:
        conf.write("[ca]\ndefault_ca=x\n[x]\ndatabase=db/index\nnew_certs_dir=db\nserial=db/serial\ndefault_md=sha256\npolicy=p\nunique_subject=no\n"
                   "copy_extensions=copy\n[p]\ncommonName=supplied\n")
    now = time.time()

    def stamp(days):
        return time.strftime("%y%m%d%H%M%SZ", time.gmtime(now + days * 86400))

    def issue(name, host, authority="ca", first=-2, last=20, extension=None):
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
                "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}", *(["-addext", extension] if extension else []))
        open(f"{folder}/db/index", "w").close()
        with open(f"{folder}/db/serial", "w") as serial:
            serial.write(f"{int(now) % 100000 * 10 + len(os.listdir(folder)):010d}\n")
        openssl("ca", "-batch", "-config", "ca.conf", "-cert", f"{authority}.pem", "-keyfile", f"{authority}.key", "-in", f"{name}.csr",
                "-out", f"{name}.pem", "-startdate", stamp(first), "-enddate", stamp(last), "-notext")

    issue("good", "localhost")
    issue("wrong", "elsewhere.example")
    issue("expired", "localhost", first=-20, last=-1)
    issue("future", "localhost", first=5, last=20)
    issue("unknown", "localhost", authority="other")
    issue("star", "*.localhost")
    issue("sub", "*.sub.localhost")
    issue("mail", "localhost", extension="extendedKeyUsage=emailProtection")
    issue("between", "An authority between", extension="basicConstraints=critical,CA:TRUE")
    issue("leaf", "localhost", authority="between")
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "self.key", "-out", "self.pem",
            "-days", "10", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")


def context(folder, name, old=False):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if old:
        made.set_ciphers("DEFAULT:@SECLEVEL=0")
        made.minimum_version = ssl.TLSVersion.TLSv1
        made.maximum_version = ssl.TLSVersion.TLSv1_1
    made.load_cert_chain(f"{folder}/{name}.pem", f"{folder}/{name}.key")
    return made
