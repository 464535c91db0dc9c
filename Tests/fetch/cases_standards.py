"""More cases out of the standards: caching, redirects, coding, framing, robots.txt, archived feeds, sitemaps, addresses, TLS."""
import gzip
import zlib

from cases import GOOD, NEWS, case, date, full, has_full_text, iso, news_sitemap, pages, table
from world import respond, rss

WORDS = rss((1, "Words."))


# Validators

@table("tag", "RFC 9110 8.8.3", [
    ("comma", "a comma in a tag is part of it", '"a,b"'), ("backslash", "a backslash in a tag is no escape", '"a\\b"'),
    ("empty", "an empty tag is one", '""'), ("latin", "octets beyond ASCII may stand in a tag", '"\u00e9"'),
    ("weak-comma", "a weak one, too", 'W/"x,y"'),
])
def _(c, tag):
    c.play(lambda r: respond(304, ETag=tag) if r["if-none-match"] and r["if-none-match"].encode("latin-1") == tag.encode() else respond(200, NEWS, ETag=tag))
    c.fetch().good(2)
    c.fetch().good(2)
    c.said("unchanged")
    c.check(c.log[1]["if-none-match"] is not None, "not asked with the tag")


@case("not-modified-new-time", "RFC 9111 4.3.4", "a 304 may bring a newer time of change, which counts from then on")
def _(c):
    old, new = date(-9000), date(-3000)
    c.turns(respond(200, NEWS, Last_Modified=old), respond(304, Last_Modified=new), respond(304, Last_Modified=new))
    for _ in range(3):
        c.fetch()
    c.check(c.log[1]["if-modified-since"] == old and c.log[2]["if-modified-since"] == new, f"{[r['if-modified-since'] for r in c.log]}")


@case("not-modified-after-redirect", "RFC 9110 13.1", "validators go to the address that gave them, past a redirect")
def _(c):
    c.play(lambda r: respond(302, "", Location=c.url("/real")) if not r.target.endswith("/real") else
           respond(304) if r["if-none-match"] == '"q"' else respond(200, NEWS, ETag='"q"'))
    c.fetch().good(2)
    c.fetch().good(2)
    c.said("unchanged")
    c.check(c.log[2]["if-none-match"] is None and c.log[3]["if-none-match"] == '"q"', "sent to the wrong address")


@case("redirect-elsewhere-no-tag", "RFC 9110 13.1", "a tag of one address is not shown to another")
def _(c):
    c.play(lambda r: respond(302, "", Location=c.url(f"/{min(r.number // 2, 1)}")) if r.target.endswith(c.name) else respond(200, NEWS, ETag='"t"'))
    c.fetch()
    c.fetch()
    c.check([r["if-none-match"] for r in c.log] == [None] * 4, f"{[r['if-none-match'] for r in c.log]}")


# How long an answer is fresh

@table("fresh", "RFC 9111", [
    ("shared", "s-maxage is for caches that are shared", {"Cache-Control": "s-maxage=80000, max-age=14400"}, 14400),
    ("shared-only", "s-maxage alone is not for us", {"Cache-Control": "s-maxage=80000"}, 3600),
    ("quoted", "a quoted number is one", {"Cache-Control": 'max-age="14400"'}, 14400),
    ("extension", "an extension with a comma in quotes is passed over", {"Cache-Control": 'x="a, max-age=80000", max-age=14400'}, 14400),
    ("private", "private is no obstacle", {"Cache-Control": "private, max-age=14400"}, 14400),
    ("spaces", "spaces around commas are none", {"Cache-Control": " ,, public ,max-age=14400,, "}, 14400),
    ("not-a-number", "a max-age that is no number says nothing of use", {"Cache-Control": "max-age=soon"}, 3600),
    ("negative", "nor a negative one", {"Cache-Control": "max-age=-1"}, 3600),
    ("old-age", "what is older than its max-age is stale", {"Cache-Control": "max-age=14400", "Age": "20000"}, 3600),
    ("own-clock", "Expires counts from the server's own clock", {"Date": date(-864000), "Expires": date(-864000 + 14400)}, 14400),
    ("expired-by-own-clock", "and a server ahead of its time says nothing", {"Date": date(864000), "Expires": date(864000 - 60)}, 3600),
    ("expires-asctime", "Expires in the old form", {"Expires": "Sun Nov  6 08:49:37 1994"}, 3600),
    ("no-store", "no-store is no interval", {"Cache-Control": "no-store"}, 3600),
    ("retry-after-on-200", "Retry-After on a good answer says nothing", {"Retry-After": "80000"}, 3600),
])
def _(c, fields, wanted):
    c.play(respond(200, WORDS, list(fields.items())))
    c.fetch()
    wait = c.wait_until_due()
    c.check(wanted * 0.97 - 5 <= wait <= wanted * 1.11 + 60, f"asks again after {wait:.0f} s, not {wanted}")


@case("fresh-two-lines", "RFC 9110 5.3", "a list field in two lines is one list")
def _(c):
    c.play(respond(200, WORDS, [("Cache-Control", "public"), ("Cache-Control", "max-age=14400")]))
    c.fetch()
    c.check(13000 < c.wait_until_due() < 16100, "not by both lines")


# Patience

@table("patience", "RFC 9110 10.2.3", [
    ("asctime", "a time in the oldest form", 503, lambda: __import__("time").asctime(__import__("time").gmtime(__import__("time").time() + 14400)), 14400),
    ("space", "spaces around the seconds", 503, lambda: "  14400  ", 14400),
    ("own-clock", "a time by the server's own clock", 503, lambda: date(14400 - 864000), 14400),
    ("sign", "a plus sign is nonsense, and the usual wait stands", 429, lambda: "+80000", 3600),
    ("hex", "so is another base", 429, lambda: "0x1C20", 3600),
])
def _(c, status, value, wanted):
    fields = [("Retry-After", value())]
    if c.name.endswith("own-clock"):
        fields.append(("Date", date(-864000)))
    c.play(respond(status, "", fields))
    c.fetch()
    wait = c.wait_until_due()
    c.check(wanted * 0.97 - 5 <= wait <= wanted * 1.6 + 60, f"asks again after {wait:.0f} s, not {wanted}")


# Redirects

@case("redirect-ten", "own", "ten redirects are followed")
def _(c):
    c.play(lambda r: respond(200, NEWS) if r.target.endswith("/10") else respond(302, "", Location=c.url(f"/{int((r.target.split('/') + ['0'])[2]) + 1}")))
    c.fetch().good(2)
    c.check(len(c.log) == 11, f"{len(c.log)} requests")


@case("redirect-eleven", "own", "the eleventh is not")
def _(c):
    c.play(lambda r: respond(200, NEWS) if r.target.endswith("/11") else respond(302, "", Location=c.url(f"/{int((r.target.split('/') + ['0'])[2]) + 1}")))
    c.fetch().bad("redirects more than 10 times")


@table("redirect-form", "RFC 3986 5, RFC 9110 10.2.2", [
    ("capitals", "scheme and host may be in capitals", lambda c: c.url("/real").replace("http://localhost", "HTTP://LocalHost")),
    ("query-only", "a query alone keeps the path", lambda c: "?real"), ("backslash", "backslashes are slashes", lambda c: "\\" + c.name + "\\real"),
    ("no-scheme", "two slashes keep the scheme", lambda c: c.url("/real")[5:]), ("tab", "tabs and line ends in it are nothing", lambda c: c.url("/re\tal")),
    ("dots", "dots are taken out", lambda c: f"/x/../{c.name}/./real"), ("percent-dots", "also in hexadecimal dress", lambda c: f"/x/%2e%2E/{c.name}/real"),
])
def _(c, location):
    c.play(lambda r: respond(200, NEWS) if "real" in r.target else respond(302, "", Location=location(c)))
    c.fetch().good(2)


@table("redirect-status", "RFC 9110 15.4", [
    ("300", "a choice that is left to people is no answer", 300), ("304", "nor is “unchanged” that nobody asked for", 304),
    ("305", "a proxy that a server names is not used", 305), ("306", "a status that is no longer used", 306),
])
def _(c, status):
    c.play(lambda r: respond(200, NEWS) if "real" in r.target else respond(status, "", Location=c.url("/real")))
    c.fetch().bad()
    c.check(not any("real" in r.target for r in c.log), "followed")


@table("cookie", "RFC 6265", [
    ("not-elsewhere", "a cookie of one host is not shown to another", "x=1; Path=/", False),
    ("secure", "a cookie for TLS alone is not sent without", "x=1; Path=/; Secure", True),
    ("path", "a cookie of another path stays there", "x=1; Path=/elsewhere", True),
    ("domain", "a cookie for a foreign domain is refused", "x=1; Path=/; Domain=news.example", True),
    ("expired", "a cookie that has expired is none", "x=1; Path=/; Max-Age=0", True),
])
def _(c, cookie, same):
    # localhost itself counts as safe, with or without TLS.
    c.host = f"{c.name}.localhost"
    host = c.host if same else "localhost"
    c.settings["allow-private"] = ["localhost", c.host]
    c.address = c.url(host=c.host)
    c.play(lambda r: respond(200, NEWS) if "real" in r.target else respond(302, "", [("Set-Cookie", cookie), ("Location", c.url("/real", host=host))]))
    c.fetch().good(2)
    c.check(c.log[1]["cookie"] is None, f"sent {c.log[1]['cookie']}")


# Coding and framing

def raw_deflate(data):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@table("coding-form", "RFC 9110 8.4, RFC 1950 to 1952", [
    ("x-gzip", "x-gzip is gzip", lambda: gzip.compress(NEWS.encode()), "x-gzip"),
    ("capitals", "its name may be in capitals", lambda: gzip.compress(NEWS.encode()), "GZip"),
    ("raw-deflate", "deflate without its frame is what many send", lambda: raw_deflate(NEWS.encode()), "deflate"),
    ("name-in-gzip", "gzip with a name and a comment in its head", lambda: b"\x1f\x8b\x08\x18\0\0\0\0\0\x03feed.xml\0a comment\0" + gzip.compress(NEWS.encode())[10:], "gzip"),
    ("identity-word", "identity is no coding", lambda: NEWS.encode(), "identity"),
    ("empty-word", "nor is an empty one", lambda: NEWS.encode(), ""),
])
def _(c, body, coding):
    c.play(respond(200, body(), Content_Encoding=coding))
    c.fetch().good(2)


@table("coding-lie", "own", [
    ("plain", "what says that it is gzip and is not", lambda: NEWS.encode(), "gzip"),
    ("brotli", "gzip that says br", lambda: gzip.compress(NEWS.encode()), "br"),
    ("checksum", "a wrong checksum", lambda: gzip.compress(NEWS.encode())[:-8] + b"\0" * 8, "gzip"),
    ("zstd", "gzip that says zstd", lambda: gzip.compress(NEWS.encode()), "zstd"),
])
def _(c, body, coding):
    c.play(respond(200, body(), Content_Encoding=coding))
    c.fetch().bad()
    c.play(respond(200, NEWS))
    c.fetch().good(2)


@case("coding-cut", "own", "gzip that ends in the middle of a connection is no whole answer")
def _(c):
    whole = gzip.compress(rss(*range(1, 200)).encode())
    c.turns(respond(200, whole[:len(whole) // 2], Content_Encoding="gzip", ETag='"1"', length=False), respond(200, whole, Content_Encoding="gzip", ETag='"1"'))
    c.fetch()
    c.fetch()
    c.count(199)
    c.check(c.log[1]["if-none-match"] is None, "the tag of half an answer was kept")


@table("frame", "RFC 9112", [
    ("no-reason", "a status without a phrase", b"HTTP/1.1 200\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"),
    ("1.0", "HTTP/1.0", b"HTTP/1.0 200 OK\r\nX-Length: %d\r\n\r\n%s"),
    ("same-length-twice", "the same length twice is one", b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\nX: y\r\n\r\n%s"),
    ("field-without-space", "no space behind the colon", b"HTTP/1.1 200 OK\r\nConnection:close\r\nContent-Length:%d\r\n\r\n%s"),
    ("early-hints", "103 comes before the answer", b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>; rel=preload\r\n\r\nHTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"),
])
def _(c, form):
    body = NEWS.encode()
    c.play(form % (len(body), body))
    c.fetch().good(2)


@case("frame-chunk-extension", "RFC 9112 7.1.1", "extensions of chunks and trailers are passed over")
def _(c):
    body = NEWS.encode()
    c.play(b"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n" + b"%x;name=\"a;b\"\r\n%s\r\n0\r\nX-Sum: 1\r\n\r\n" % (len(body), body))
    c.fetch().good(2)


@case("frame-chunked-and-length", "RFC 9112 6.3", "chunks win over a length")
def _(c):
    body = NEWS.encode()
    c.play(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n" + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))
    c.fetch().good(2)


# robots.txt

@table("rules", "RFC 9309", [
    ("cr", "lines may end in CR alone", "User-agent: *\rDisallow: /story\r", False),
    ("several-agents", "a group may be for several", "User-agent: other\nUser-agent: reportgen\nDisallow: /story\n", False),
    ("two-groups", "two groups for one crawler are one", "User-agent: reportgen\nDisallow: /x\n\nUser-agent: reportgen\nDisallow: /story\n", False),
    ("tie", "of two rules of one length the allowing holds", "User-agent: *\nDisallow: /story\nAllow: /story\n", True),
    ("encoded", "/%73tory is /story", "User-agent: *\nDisallow: /%73tory\n", False),
    ("end", "$ is the end", "User-agent: *\nDisallow: /stor$\n", True), ("star", "* is anything", "User-agent: *\nDisallow: /*ory$\n", False),
    ("case", "paths have capitals", "User-agent: *\nDisallow: /Story\n", True),
    ("unknown-between", "other lines do not end a group", "User-agent: *\nSitemap: http://a.example/s.xml\nDisallow: /story\n", False),
    ("no-agent", "rules before any group are nobody's", "Disallow: /story\nUser-agent: x\nDisallow: /\n", True),
])
def _(c, robots, allowed):
    full(c)
    pages(c, {"/story": GOOD}, respond(200, robots))
    c.fetch().good(1)
    has_full_text(c, allowed)


@case("rules-other-port", "RFC 9309 2.3", "rules are those of scheme, host and port")
def _(c):
    full(c)
    c.settings["allow-private"].append(f"{c.host}:{c.servers['good'].port}")
    c.settings["ca-file"] = f"{c.certificates}/ca.pem"
    pages(c, {"/story": GOOD}, lambda r: respond(404) if r.tls else respond(200, "User-agent: *\nDisallow: /\n"))
    c.fetch().good(1)
    has_full_text(c, False)


# Archived feeds and sitemaps

def archived(n, link):
    return respond(200, f'<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>A</title>{link}<entry><id>tag:x,2025:{n}</id><title>Entry {n} here</title>'
                        f'<updated>{iso(-n * 10 * 86400 - 60)}</updated><summary>Words of {n}.</summary></entry></feed>')


@case("archive-chain", "RFC 5005 4", "archived documents are followed from one to the one before")
def _(c):
    c.play(lambda r: archived(n := int((r.target.split("n=") + ["0"])[1]), f'<link rel="prev-archive" href="{c.url()}?n={n + 1}"/>' if n < 4 else ""))
    c.fetch("--since", iso(-90 * 86400)[:10]).good(5)


@case("archive-loop", "own", "a chain that leads back ends")
def _(c):
    c.play(lambda r: archived(n := int((r.target.split("n=") + ["0"])[1]), f'<link rel="next" href="?n={(n + 1) % 3}"/>'))
    c.fetch("--since", iso(-900 * 86400)[:10]).good(3)
    c.check(len(c.log) <= 4, f"{len(c.log)} requests")


@case("archive-broken", "own", "an older page that cannot be had does not cost the newer ones")
def _(c):
    c.play(lambda r: respond(500) if "n=2" in r.target else archived(n := int((r.target.split("n=") + ["0"])[1]), f'<link rel="next" href="?n={n + 1}"/>'))
    c.fetch("--since", iso(-90 * 86400)[:10]).good(2)
    c.said("older items")


@case("sitemap-text", "sitemaps.org", "a sitemap may be a text with an address a line")
def _(c):
    full(c)
    c.source = {"type": "sitemap"}
    c.feed = f"http://{c.host}:{c.servers['plain'].port}/a\n"
    pages(c, {"/a": GOOD})
    c.fetch("--since", iso(-30 * 86400)[:10]).good(1)


@case("sitemap-day", "W3C date format", "a day without a time is one")
def _(c):
    full(c)
    c.source = {"type": "sitemap"}
    port = c.servers["plain"].port
    c.feed = (f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://{c.host}:{port}/a</loc><lastmod>{iso(-86400)[:10]}</lastmod></url>'
              f'<url><loc>http://{c.host}:{port}/b</loc><lastmod>{iso(-40 * 86400)[:7]}</lastmod></url></urlset>')
    pages(c, {"/a": GOOD, "/b": GOOD})
    c.fetch().good(1)


# Addresses

@table("special", "IANA special-purpose registries", [(name, f"{host} is not asked", host) for name, host in [
    ("unspecified", "0.0.0.0"), ("this-network", "0.1.2.3"), ("reserved", "240.0.0.1"), ("test-1", "192.0.2.1"), ("test-2", "198.51.100.1"),
    ("test-3", "203.0.113.1"), ("protocol", "192.0.0.8"), ("relay", "192.88.99.1"), ("unspecified-6", "[::]"),
    ("mapped-long", "[0:0:0:0:0:ffff:7f00:1]"), ("mapped-dotted", "[::ffff:10.1.2.3]"), ("site-local", "[fec0::1]"), ("link-local", "[fe80::1]"),
    ("multicast-6", "[ff02::1]"), ("documentation-6", "[2001:db8::1]"), ("documentation-3fff", "[3fff::1]"), ("discard", "[100::1]"),
    ("segment-routing", "[5f00::1]"), ("orchid", "[2001:20::1]"), ("teredo", "[2001::1]"), ("nat64-local", "[64:ff9b:1::1]"), ("translated", "[::ffff:0:7f00:1]"),
    ("dot", "localhost."), ("octal-parts", "0177.0.0.01"), ("ideographic-dots", "127\u30020\u30020\u30021"), ("circled", "\u2460\u2461\u2466.0.0.1"),
]])
def _(c, host):
    c.settings["allow-private"] = []
    c.settings["timeout"] = "3s"
    c.address = c.url(host=host)
    c.fetch().bad("are not asked")
    c.check(not c.log, "a request was made")


@table("host", "UTS 46, URL Standard", [
    ("idn", "a name of another script is asked for in its ASCII form", "bücher.localhost", "xn--bcher-kva.localhost"),
    ("arabic", "an Arabic one, too", "مثال.localhost", "xn--mgbh0fb.localhost"),
    ("capitals", "capitals are none", "NEWS.LocalHost", "news.localhost"),
    ("full-width", "full-width letters are letters", "ｎｅｗｓ.localhost", "news.localhost"),
])
def _(c, host, wanted):
    c.settings["allow-private"] = [wanted]
    c.address = c.url(host=host)
    c.play(respond(200, NEWS))
    c.fetch().good(2)
    c.check(c.log and c.log[0]["host"].split(":")[0] == wanted, f"host: {[r['host'] for r in c.log]}")


# TLS

@table("certificate", "RFC 9525", [
    ("wildcard", "a star is for one label, not for the name itself", "star", "another name"),
    ("no-intermediate", "a chain with a link missing", "leaf", "issuer"),
    ("wrong-use", "a certificate for mail is none for a server", "mail", "certificate"),
])
def _(c, name, words):
    c.settings["ca-file"] = f"{c.certificates}/ca.pem"
    c.address = c.url(server=name)
    c.play(respond(200, NEWS))
    c.fetch().bad(words)
    c.check(not c.log, "something was sent")


@case("certificate-wildcard-fits", "RFC 9525 6.3", "a star stands for the first label")
def _(c):
    c.settings["ca-file"] = f"{c.certificates}/ca.pem"
    c.settings["allow-private"] = ["a.sub.localhost"]
    c.address = c.url(server="sub", host="a.sub.localhost")
    c.play(respond(200, NEWS))
    c.fetch().good(2)


@case("certificate-after-redirect", "own", "what is wrong with the certificate of where a redirect leads is said")
def _(c):
    c.play(lambda r: respond(302, "", Location=c.url("/x", server="expired")))
    c.settings["ca-file"] = f"{c.certificates}/ca.pem"
    c.fetch().bad("certificate", "expired")


# What a 304 says besides

@table("not-modified", "RFC 9111 4.3.4", [
    ("both", "a newer tag and time both count", {"ETag": '"2"', "Last-Modified": date(-2000)}, '"2"', date(-2000)),
    ("older", "a time of change that goes back is the server's own affair", {"Last-Modified": date(-90000)}, '"1"', date(-90000)),
    ("nonsense", "one that is no time changes nothing", {"Last-Modified": "yesterday"}, '"1"', None),
    ("future", "nor one that is still to come", {"Last-Modified": date(900000)}, '"1"', None),
    ("nothing", "nor none", {}, '"1"', None),
    ("weak", "a weak tag takes the place of a strong one", {"ETag": 'W/"1"'}, 'W/"1"', None),
])
def _(c, fields, tag, time):
    first = date(-9000)
    c.turns(respond(200, NEWS, ETag='"1"', Last_Modified=first), respond(304, "", list(fields.items())))
    for _ in range(3):
        c.fetch()
    c.check((c.log[2]["if-none-match"], c.log[2]["if-modified-since"]) == (tag, time or first), f"{[(r['if-none-match'], r['if-modified-since']) for r in c.log]}")


@table("not-modified-fresh", "RFC 9111 4.2", [
    ("max-age", "its max-age is the next wait", {"Cache-Control": "max-age=14400"}, 14400),
    ("quotes", "with a quote in quotes before it", {"Cache-Control": 'x="a\\",max-age=80000", max-age=14400'}, 14400),
    ("semicolon", "a semicolon is no comma", {"Cache-Control": "public; max-age=80000"}, 3600),
    ("other-name", "another name with its end is another", {"Cache-Control": "x-max-age=80000"}, 3600),
])
def _(c, fields, wanted):
    c.turns(respond(200, WORDS, ETag='"1"'), respond(304, "", list(fields.items())))
    c.fetch()
    c.fetch()
    wait = c.wait_until_due()
    c.check(wanted * 0.97 - 5 <= wait, f"asks again after {wait:.0f} s, not {wanted}")
    c.check(wait <= max(wanted, 8000) * 1.11 + 60, f"asks again after {wait:.0f} s, not {wanted}")


@case("archive-put-back", "own", "an older copy of the archive that is put back is filled again")
def _(c):
    import shutil
    c.play(lambda r: respond(304) if r["if-none-match"] == f'"{2 + (r.number > 0)}"' else respond(200, rss(*range(1, 3 + (r.number > 0))), ETag=f'"{2 + (r.number > 0)}"'))
    c.fetch().good(2)
    shutil.copy(f"{c.folder}/news.archive", f"{c.folder}/copy")
    c.fetch().good(3)
    shutil.move(f"{c.folder}/copy", f"{c.folder}/news.archive")
    for log in ("-wal", "-shm"):
        import os
        if os.path.exists(f"{c.folder}/news.archive{log}"):
            os.remove(f"{c.folder}/news.archive{log}")
    c.fetch().good(3)
