"""The straightforward poller: every source each hour, conditional GET, feedparser, items into SQLite. One run polls all once."""
import json
import sqlite3
import sys
import urllib.error
import urllib.request

import feedparser


def main():
    port, database = int(sys.argv[1]), sqlite3.connect(sys.argv[2])
    database.execute("CREATE TABLE IF NOT EXISTS item (id TEXT PRIMARY KEY, title TEXT, link TEXT, published TEXT, summary TEXT)")
    database.execute("CREATE TABLE IF NOT EXISTS source (number INTEGER PRIMARY KEY, tag TEXT, modified TEXT)")
    known = {number: (tag, modified) for number, tag, modified in database.execute("SELECT * FROM source")}
    for number in range(int(sys.argv[3])):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/{number}")
        tag, modified = known.get(number, (None, None))
        if tag:
            request.add_header("If-None-Match", tag)
        if modified:
            request.add_header("If-Modified-Since", modified)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                feed = feedparser.parse(answer.read())
                rows = [(e.get("id"), e.get("title"), e.get("link"), e.get("published"), e.get("summary")) for e in feed.entries]
                database.executemany("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?, ?)", rows)
                database.execute("INSERT OR REPLACE INTO source VALUES (?, ?, ?)", (number, answer.headers.get("ETag"), answer.headers.get("Last-Modified")))
        except urllib.error.HTTPError as failure:
            if failure.code != 304:
                raise
    database.commit()


main()
