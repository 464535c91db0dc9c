"""A thousand publishers on loopback whose clock is set from outside. `GET /clock?SECONDS` sets it; `GET /counts` tells what was asked."""
import asyncio
import json
import sys
from email.utils import formatdate

# How many sources, how many items a day, and whether they have validators.
CLASSES = [("5", 160, 5, True), ("5 without", 40, 5, False), ("50", 100, 50, True), ("50 without", 30, 50, False),
           ("500", 30, 500, True), ("500 without", 10, 500, False), ("1 to 10", 630, None, True)]
SHOWN = 40


def sources():
    number = 0
    for name, count, rate, validators in CLASSES:
        for place in range(count):
            yield number, name, rate or 1 + place % 10, validators
            number += 1


SOURCES = list(sources())
START = 1_741_564_800  # 10 March 2025
clock = START
counts = {}
bodies = {}


def published(number):
    """How many items a source has published by now; some from before the first day."""
    rate = SOURCES[number][2]
    return 30 + int((clock - START + number * 37 % 86400 * 0) * rate / 86400)


def body(number, count):
    key = (number, count)
    if key not in bodies:
        if len(bodies) > 3000:
            bodies.clear()
        rate = SOURCES[number][2]
        items = []
        for item in range(max(0, count - SHOWN), count):
            moment = START + (item - 30) * 86400 / rate
            items.append(f"<item><title>Item {item} of source {number} about the harbour</title><guid isPermaLink=\"false\">s{number}-{item}</guid>"
                         f"<link>http://news.example/{number}/{item}</link><pubDate>{formatdate(moment, usegmt=True)}</pubDate>"
                         f"<description>The words of item {item} tell of the harbour, of ship {number} and of what the council said on the matter.</description></item>")
        items.reverse()
        bodies[key] = (f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Source {number}</title>{"".join(items)}</channel></rss>').encode()
    return bodies[key]


async def serve(reader, writer):
    global clock, counts
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            target = head[0].split(" ")[1]
            fields = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in head[1:]}
            if target.startswith("/clock?"):
                clock = int(target[7:])
                answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            elif target.startswith("/counts"):
                text = json.dumps(counts).encode()
                counts = {}
                answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(text) + text
            elif target.startswith("/robots.txt"):
                answer = b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n"
            else:
                number = int(target[1:])
                _, name, _, validators = SOURCES[number]
                count = published(number)
                tag = f'"{count}"'
                row = counts.setdefault(str(number), {"asked": 0, "full": 0, "unconditional": 0, "bytes": 0})
                row["asked"] += 1
                row["unconditional"] += "if-none-match" not in fields and "if-modified-since" not in fields
                shared = f"Date: {formatdate(clock, usegmt=True)}\r\n"
                if validators:
                    shared += f"ETag: {tag}\r\n"
                if validators and fields.get("if-none-match") == tag:
                    answer = f"HTTP/1.1 304 Not Modified\r\n{shared}\r\n".encode()
                else:
                    content = body(number, count)
                    row["full"] += 1
                    answer = f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n{shared}Content-Length: {len(content)}\r\n\r\n".encode() + content
                row["bytes"] += len(answer)
            writer.write(answer)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]))
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
