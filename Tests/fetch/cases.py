"""The cases: one rule each, with the standard or the practice that it comes from."""
import gzip
import re
import zlib
from email.utils import formatdate
from time import time

from world import Case, atom, brotli_raw, json_feed, respond, rss, zstd_bomb, zstd_raw


class Entry:
    def __init__(self, name, standard, rule, play, weight):
        self.name, self.standard, self.rule, self.play, self.weight = name, standard, rule, play, weight


CASES = []


def case(name, standard, rule, weight=1):
    def note(play):
        CASES.append(Entry(name, standard, rule, play, weight))
        return play
    return note


def table(prefix, standard, rows, weight=1):
    """Rows of (name, rule, arguments…), each a case of one function."""
    def note(play):
        for name, rule, *arguments in rows:
            CASES.append(Entry(f"{prefix}-{name}", standard, rule, lambda c, a=arguments: play(c, *a), weight))
        return play
    return note


NEWS = rss(1, 2)
date = lambda seconds: formatdate(time() + seconds, usegmt=True)

# Formats

@table("format", "RSS, RFC 4287, JSON Feed", [
    ("rss", "RSS 2.0 is read", NEWS, 2), ("atom", "Atom is read", atom(1, 2, 3), 3),
    ("json", "JSON Feed is read", json_feed(1, 2), 2),
    ("rdf", "RSS 1.0 is read", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel '
     'rdf:about="x"><title>T</title></channel><item rdf:about="http://news.example/r"><title>A title</title><link>http://news.example/r'
     '</link><description>Some words.</description></item></rdf:RDF>', 1),
    ("bom", "a byte order mark is no obstacle", "\ufeff" + NEWS, 2),
    ("leading-space", "white space before the declaration is forgiven", "\n\n" + NEWS, 2),
    ("empty-feed", "a feed without items is well", rss(), 0),
    ("repeated", "an item that is there twice comes once", rss(1, 1, 2), 2),
])
def _(c, body, count):
    c.play(respond(200, body, content_type="application/xml"))
    c.fetch().good(count)


@table("charset", "RFC 7303, XML 1.0", [
    ("declared", "the declaration tells the encoding", '<?xml version="1.0" encoding="windows-1256"?>', "windows-1256", "application/xml"),
    ("lie", "a header that lies does not win over bytes that are UTF-8", '<?xml version="1.0"?>', "utf-8", "application/xml; charset=iso-8859-1"),
    ("utf16", "UTF-16 with a mark is read", '<?xml version="1.0" encoding="UTF-16"?>', "utf-16", "application/xml"),
    ("wrong-type", "text/plain is no obstacle", '<?xml version="1.0"?>', "utf-8", "text/plain"),
    ("no-type", "no type is no obstacle", '<?xml version="1.0"?>', "utf-8", None),
])
def _(c, declaration, encoding, kind):
    text = declaration + ("<rss version=\"2.0\"><channel><title>أخبار</title><item><title>افتتاح المكتبة الجديدة في المدينة</title>"
                          "<guid>x1</guid><description>افتتحت المدينة مكتبة جديدة اليوم.</description></item></channel></rss>")
    c.play(respond(200, text.encode(encoding), [("Content-Type", kind)] if kind else []))
    c.fetch().good(1)
    c.check(c.articles()[0]["title"] == "افتتاح المكتبة الجديدة في المدينة", "the title is not right")


@case("relative-links", "RFC 3986 5", "links of items start at the address of the feed")
def _(c):
    c.play(respond(200, '<rss version="2.0"><channel><title>T</title><item><title>Title one</title><link>../story?id=1</link>'
                        '<description>Words.</description></item></channel></rss>'))
    c.address = c.url("/feeds/all.xml")
    c.fetch().good(1)
    c.check(c.articles()[0]["url"].endswith(f"/{c.name}/story?id=1") or c.articles()[0]["url"].endswith("/../story?id=1"), "the link is not absolute")


@case("source-fields", "own", "section, publisher and language of the file are given to the articles")
def _(c):
    c.source = {"section": "World", "publisher": "The Post", "language": "en-GB"}
    c.play(respond(200, NEWS))
    c.fetch().good(2)
    found = c.articles()[0]
    c.check((found["section"], found["publisher"], found["language"]) == ("World", "The Post", "en-GB"), "fields are not given")


@case("retrieved", "own", "an article knows when it was fetched")
def _(c):
    c.play(respond(200, NEWS))
    c.fetch().good(2)
    c.check(c.articles()[0]["retrieved"]["value"][:4] >= "2025", "no time of retrieval")


# Validators

def conditional(tag=None, modified=None, body=NEWS):
    fields = [("ETag", tag)] if tag else []
    fields += [("Last-Modified", modified)] if modified else []

    def answer(request):
        if tag and request["if-none-match"] is not None:
            return respond(304, b"", fields) if request["if-none-match"] == tag else respond(200, body, fields)
        if modified and request["if-modified-since"] == modified:
            return respond(304, b"", fields)
        return respond(200, body, fields)
    return answer


YESTERDAY = date(-86400)

@table("validator", "RFC 9110 8.8, 13.1", [
    ("strong", "a strong tag is sent back as it came", '"abc"', None),
    ("weak", "a weak tag is sent back as it came", 'W/"abc"', None),
    ("gzip-suffix", "a tag with a suffix of compression is sent back whole", '"abc-gzip"', None),
    ("unquoted", "a tag without quotes is sent back as it came", "abc", None),
    ("odd", "a tag may hold any visible octet", '"a,b;c=d \\x"', None),
    ("modified", "a time of change is sent back as it came", None, YESTERDAY),
    ("both", "both are sent back", '"abc"', YESTERDAY),
    ("modified-850", "the form of RFC 850 is sent back as it came", None, "Sunday, 30-Nov-25 08:49:37 GMT"),
    ("modified-asctime", "the form of asctime is sent back as it came", None, "Sun Nov 30 08:49:37 2025"),
])
def _(c, tag, modified):
    c.play(conditional(tag, modified))
    c.fetch().good(2)
    for _ in range(3):
        c.fetch().good(2)
    c.check(len(c.log) == 4, "not four requests")
    for request in c.log[1:]:
        c.check(request["if-none-match"] == tag and request["if-modified-since"] == modified, "validators are not sent back")


@table("no-validator", "RFC 9110 8.8.2.1", [
    ("future", "a time of change in the future is none", "Last-Modified", date(86400 * 30)),
    ("nonsense", "a time of change that is no date is none", "Last-Modified", "yesterday"),
    ("empty", "an empty tag is none", "ETag", ""),
    ("endless", "a tag of a thousand letters is none", "ETag", '"' + "x" * 1000 + '"'),
])
def _(c, field, value):
    c.play(respond(200, NEWS, [(field, value)]))
    c.fetch().good(2)
    c.fetch().good(2)
    c.check(c.log[1]["if-none-match"] is None and c.log[1]["if-modified-since"] is None, "sent back what is no validator")


@case("validator-changes", "RFC 9110 13.1.2", "a changed feed brings the new items and its new tag")
def _(c):
    c.play(lambda r: respond(304, ETag='"2"') if r["if-none-match"] == '"2"' else
           respond(200, rss(1, 2, 3), ETag='"2"') if r["if-none-match"] == '"1"' else respond(200, NEWS, ETag='"1"'))
    c.fetch().good(2)
    c.fetch().good(3)
    c.fetch().good(3)
    c.check(c.log[2]["if-none-match"] == '"2"', "the new tag is not sent")


@case("validator-304-new-tag", "RFC 9110 15.4.5", "a 304 may bring a newer tag")
def _(c):
    c.turns(respond(200, NEWS, ETag='"1"'), respond(304, ETag='"2"'))
    c.fetch().fetch().fetch()
    c.check(c.log[2]["if-none-match"] == '"2"', "the tag of the 304 is not taken")


@case("validator-304-unasked", "RFC 9110 15.4.5", "a 304 that was not asked for is a failure")
def _(c):
    c.play(respond(304))
    c.fetch().bad("304")


@case("validator-304-body", "RFC 9110 15.4.5", "a 304 with headers of content does not hang")
def _(c):
    c.turns(respond(200, NEWS, ETag='"1"'), respond(304, b"", Content_Length="400", Content_Type="text/html"))
    c.fetch().fetch().good(2)


@case("validator-lost-feed", "own", "validators of a feed that was not read are not kept")
def _(c):
    c.turns(respond(200, "<html><body><p>Sorry</p></body></html>", ETag='"x"'), respond(200, NEWS, ETag='"y"'))
    c.fetch().bad("page")
    c.fetch().good(2)
    c.check(c.log[1]["if-none-match"] is None, "asked with the tag of an error page")


@case("validator-other-archive", "own", "another archive is asked for in full")
def _(c):
    c.play(conditional('"1"'))
    c.fetch().good(2)
    c.root = {"archive": "other.archive"}
    c.fetch()
    found = c.run("archive", "export", "other.archive").output
    c.check(found.count("\n") == 2, "the new archive is empty")


@case("validator-archive-removed", "own", "an archive that was removed is filled anew")
def _(c):
    import os
    c.play(conditional('"1"'))
    c.fetch().good(2)
    for end in ("", "-wal", "-shm"):
        if os.path.exists(f"{c.folder}/news.archive{end}"):
            os.remove(f"{c.folder}/news.archive{end}")
    c.fetch().good(2)


@case("validator-other-address", "own", "validators go to the address that gave them only")
def _(c):
    c.play(conditional('"1"'))
    c.fetch()
    c.address = c.url("/other")
    c.fetch()
    c.check(c.log[1]["if-none-match"] is None, "the tag went to another address")


@case("same-bytes", "own", "the same bytes with 200 count as unchanged")
def _(c):
    c.play(respond(200, NEWS))
    c.fetch().fetch().good(2)
    c.said("unchanged")


@case("edited-item", "own", "an item whose text changes is updated, not doubled")
def _(c):
    c.turns(respond(200, rss((1, "First words of it."))), respond(200, rss((1, "Other words of it altogether."))))
    c.fetch().good(1)
    c.fetch().good(1)
    c.check("Other words" in c.articles()[0]["paragraphs"][0], "the article is not updated")


@case("vanished-item", "own", "an item that leaves the feed stays in the archive")
def _(c):
    c.turns(respond(200, rss(1, 2)), respond(200, rss(2, 3)))
    c.fetch().fetch().good(3)


# Bodies

@case("body-empty", "own", "200 with nothing is a failure, and what is there stays")
def _(c):
    c.turns(respond(200, NEWS), respond(200, ""))
    c.fetch().good(2)
    c.fetch().bad("nothing", articles=2)


@table("body-no-feed", "own", [
    ("page", "a page in place of a feed is a failure", "<!DOCTYPE html><html><head><title>Hello there</title></head><body><p>Some long text of a page, here.</p></body></html>"),
    ("text", "words in place of a feed are a failure", "Database error: too many connections, please try again later."),
    ("binary", "a picture in place of a feed is a failure", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
    ("json-error", "an error in JSON is a failure", '{"error": "not found"}'),
    ("challenge", "a robot check in place of a feed is a failure", "<html><head><title>Just a moment...</title></head><body><div>Checking your browser</div></body></html>"),
])
def _(c, body):
    c.play(respond(200, body))
    c.fetch().bad()


@case("body-truncated", "RFC 9112 8", "a body shorter than announced is a failure, and nothing is kept of it")
def _(c):
    c.turns(respond(200, NEWS, Content_Length=str(len(NEWS) + 500), ETag='"1"'), respond(200, NEWS))
    c.fetch().bad("ended")
    c.fetch().good(2)
    c.check(c.log[1]["if-none-match"] is None, "asked with the tag of half a body")


@case("body-chunk-truncated", "RFC 9112 7.1", "chunks without an end are a failure")
def _(c):
    c.play(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n" + NEWS.encode()[:64] + b"\r\n")
    c.fetch().bad()


@case("body-chunked", "RFC 9112 7.1", "chunks are put together")
def _(c):
    data = NEWS.encode()
    pieces = b"".join(b"%x\r\n%s\r\n" % (len(data[i:i + 50]), data[i:i + 50]) for i in range(0, len(data), 50))
    c.play(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + pieces + b"0\r\n\r\n")
    c.fetch().good(2)


@case("body-until-close", "RFC 9112 6.3", "a body that ends with the connection is whole when its document is")
def _(c):
    c.play(respond(200, NEWS, length=False))
    c.fetch().good(2)


@case("body-breaks-off", "own", "of a document that breaks off whole items are kept, and it is asked for again in full")
def _(c):
    c.turns(respond(200, NEWS[:-60], ETag='"1"', length=False), respond(200, NEWS, ETag='"1"'))
    c.fetch().good(1)
    c.said("breaks off")
    c.fetch().good(2)
    c.check(c.log[1]["if-none-match"] is None, "asked with the tag of a broken document")


@case("body-malformed", "XML 1.0", "a stray ampersand does not cost the items")
def _(c):
    c.play(respond(200, rss((1, "Salt & pepper &nbsp; and more."), 2)))
    c.fetch().good(2)


@case("body-too-large", "own", "a body that announces too much is not taken")
def _(c):
    c.settings["max-size"] = 1
    c.play(respond(200, "", Content_Length=str(5 << 20)))
    c.fetch().bad("MiB")


@case("body-endless", "own", "a body without end is left at the limit")
def _(c):
    c.settings["max-size"] = 1

    def answer(request):
        yield b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<rss><channel>"
        for _ in range(1 << 16):
            yield b"<item><title>x</title></item>" * 64
    c.play(answer)
    c.fetch().bad("MiB")


@case("body-slow", "own", "a server that sends a byte now and then is given up", weight=9)
def _(c):
    from time import sleep
    c.settings["timeout"] = "2s"

    def answer(request):
        yield b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
        for _ in range(60):
            yield b"<"
            sleep(0.25)
    c.play(answer)
    c.fetch().bad()


@case("body-silent", "own", "a server that never answers is given up", weight=9)
def _(c):
    from time import sleep
    c.settings["timeout"] = "2s"

    def answer(request):
        sleep(6)
        yield b""
    c.play(answer)
    c.fetch().bad("in time")


# Compression

def deflated(data):
    return zlib.compress(data)


@table("coding", "RFC 9110 8.4", [
    ("gzip", "gzip is read", "gzip", gzip.compress(NEWS.encode())), ("deflate", "deflate is read", "deflate", deflated(NEWS.encode())),
    ("br", "Brotli (RFC 7932) is read", "br", brotli_raw(NEWS.encode())), ("zstd", "Zstandard (RFC 8878) is read", "zstd", zstd_raw(NEWS.encode())),
    ("twice", "two codings one after another are undone", "gzip, gzip", gzip.compress(gzip.compress(NEWS.encode()))),
    ("file", "a compressed file is read as a file", None, gzip.compress(NEWS.encode())),
    ("identity", "identity is no coding", "identity", NEWS.encode()),
])
def _(c, coding, data):
    c.play(respond(200, data, [("Content-Encoding", coding)] if coding else []))
    c.fetch().good(2)
    for name in ("gzip", "br", "zstd"):
        c.check(name in c.log[0]["accept-encoding"], f"{name} is not asked for")


BOMB = gzip.compress(b" " * (40 << 20))

@table("bomb", "own", [
    ("gzip", "a gzip bomb is refused", "gzip", BOMB),
    ("nested", "a bomb in a bomb is refused", "gzip, gzip", gzip.compress(BOMB)),
    ("zstd", "a Zstandard bomb is refused", "zstd", zstd_bomb(40 << 20)),
    ("br", "a Brotli bomb is refused", "br",
     bytes.fromhex("cfffff7ff82540e2b14020f7fe9ffffffff04b00c4610180eefd7ffeffffe1970088c32200ddfb3f")),
    ("file", "a compressed file that is a bomb is refused", None, BOMB),
    ("file-nested", "a compressed file in a compressed file is refused", None, gzip.compress(gzip.compress(NEWS.encode()))),
    ("deep", "many codings one after another are refused", ", ".join(["gzip"] * 9), gzip.compress(NEWS.encode())),
    ("damaged", "a damaged coding is a failure", "gzip", gzip.compress(NEWS.encode())[:40] + b"\xff" * 200),
    ("unknown", "an unknown coding is a failure", "lzma9", NEWS.encode()),
    ("lie", "a coding that is none is a failure", "gzip", NEWS.encode()),
])
def _(c, coding, data):
    c.settings["max-size"] = 2
    c.play(respond(200, data, [("Content-Encoding", coding)] if coding else []))
    c.fetch().bad()


# Heads

@table("head", "RFC 9112", [
    ("huge", "a head of a megabyte is refused", b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (i, b"y" * 1000) for i in range(1000)) + b"\r\n" + NEWS.encode(), False),
    ("long-line", "a line of 200 KiB is refused", b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200000 + b"\r\n\r\n" + NEWS.encode(), False),
    ("garbage", "what is no HTTP is refused", b"SSH-2.0-OpenSSH_9.2\r\n" * 3, False),
    ("http09", "HTTP/0.9 is refused", NEWS.encode(), False),
    ("interim", "interim answers are passed over", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + respond(200, NEWS), True),
    ("lf", "a head with bare line feeds is read", b"HTTP/1.1 200 OK\nConnection: close\n\n" + NEWS.encode(), True),
    ("two-lengths", "two lengths that differ are refused", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 900\r\n\r\n" + NEWS.encode(), False),
    ("negative-length", "a negative length is not believed", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\nConnection: close\r\n\r\n" + NEWS.encode(), None),
    ("close", "a connection that is closed at once is a failure", b"", False),
])
def _(c, data, good):
    c.play(data)
    c.fetch()
    if good is None:
        c.check(c.status in (0, 3), "ended in another way")
    elif good:
        c.good(2)
    else:
        c.bad()


# Redirects

@table("redirect", "RFC 9110 15.4", [(str(status), f"{status} is followed", status) for status in (301, 302, 303, 307, 308)])
def _(c, status):
    c.play(lambda r: respond(200, NEWS) if r.target.endswith("/new") else respond(status, "", Location=c.url("/new")))
    c.fetch().good(2)
    c.check(c.log[1].method == "GET", "the method changed")


@table("redirect-reference", "RFC 3986 5", [
    ("absolute-path", "a path is resolved", lambda c: f"/{c.name}/new"), ("relative", "a relative path is resolved", lambda c: "new"),
    ("dots", "dot segments are resolved", lambda c: "../{}/x/./../new".format(c.name)),
    ("network", "a reference without a scheme is resolved", lambda c: c.url("/new").replace("http:", "")),
    ("space", "a space is encoded", lambda c: f"/{c.name}/a b/../new"), ("fragment", "a fragment is left out", lambda c: f"/{c.name}/new#top"),
    ("unicode", "other scripts are encoded", lambda c: f"/{c.name}/أخبار/../new"),
])
def _(c, location):
    c.address = c.url("/start")
    c.play(lambda r: respond(200, NEWS) if r.target.endswith("/new") else respond(302, "", Location=location(c)))
    c.fetch().good(2)


@table("redirect-refused", "own", [
    ("file", "file: is not followed", "file:///etc/passwd"), ("ftp", "ftp: is not followed", "ftp://localhost/x"),
    ("gopher", "gopher: is not followed", "gopher://localhost:70/_x"), ("data", "data: is not followed", "data:text/xml,<rss/>"),
    ("javascript", "javascript: is not followed", "javascript:alert(1)"), ("dict", "dict: is not followed", "dict://localhost:11211/stats"),
    ("port-ssh", "ports of other services are not asked", "http://localhost:22/"), ("port-smtp", "nor that of mail", "http://localhost:25/"),
    ("port-redis", "nor that of Redis", "http://localhost:6379/"), ("nothing", "a host that is none is not asked", "http:///x"),
    ("private", "a private address is not asked", "http://10.0.0.1/feed"), ("loopback", "another loopback name is not asked", "http://127.0.0.1/feed"),
    ("loopback-6", "nor in IPv6", "http://[::1]/feed"), ("mapped", "nor in IPv6 dress", "http://[::ffff:127.0.0.1]/feed"),
    ("metadata", "the metadata service of clouds is not asked", "http://169.254.169.254/latest/meta-data/"),
    ("decimal", "an address as one number is not asked", "http://2130706433/feed"), ("octal", "nor in octal", "http://0177.0.0.1/feed"),
    ("hex", "nor in hexadecimal", "http://0x7f000001/feed"), ("short", "nor shortened", "http://127.1/feed"),
    ("zero", "nor the address of this host", "http://0.0.0.0/feed"), ("nat64", "nor behind NAT64", "http://[64:ff9b::7f00:1]/feed"),
    ("6to4", "nor by 6to4", "http://[2002:7f00:1::]/feed"), ("cgnat", "nor a carrier's", "http://100.64.0.1/feed"),
    ("multicast", "nor many at once", "http://224.0.0.1/feed"), ("unique-local", "nor a private one in IPv6", "http://[fd00::1]/feed"),
    ("link-local-6", "nor a link-local one in IPv6", "http://[fe80::1]/feed"), ("full-width", "nor in full-width digits", "http://１２７.０.０.１/feed"),
    ("dotted", "nor with a dot at the end", "http://127.0.0.1./feed"), ("credentials", "nor behind a name that looks like a host", "http://news.example@127.0.0.1/feed"),
    ("broadcast", "nor all at once", "http://255.255.255.255/feed"), ("benchmark", "nor benchmarking addresses", "http://198.18.0.1/feed"),
])
def _(c, location):
    c.play(respond(302, "", Location=location))
    c.fetch().bad()
    c.check(len(c.log) == 1, "more than one request")


@table("address-refused", "IANA special-purpose registries", [
    ("loopback", "loopback is not asked unless the file says so", "127.0.0.1"), ("ipv6", "nor in IPv6", "[::1]"), ("short", "nor shortened", "127.1"),
    ("number", "nor as a number", "2130706433"), ("name", "nor by name", "localhost"), ("subdomain", "nor by a name below localhost", "a.localhost"),
    ("mapped", "nor in IPv6 dress", "[::ffff:7f00:1]"), ("compatible", "nor in the old dress", "[::7f00:1]"),
])
def _(c, host):
    c.settings["allow-private"] = []
    c.address = c.url(host=host)
    c.fetch().bad()
    c.check(not c.log, "a request was made")


@case("allow-private-port", "own", "a host may be opened for one port alone")
def _(c):
    c.play(respond(200, NEWS))
    c.settings["allow-private"] = ["localhost:9999"]
    c.fetch().bad()
    c.settings["allow-private"] = [f"localhost:{c.servers['plain'].port}"]
    c.fetch().good(2)


@case("allow-private-not-by-redirect", "own", "a server elsewhere cannot send us to a host that was opened")
def _(c):
    # 127.0.0.2 stands for a host elsewhere that is opened itself no more than “localhost”.
    c.settings["allow-private"] = ["127.0.0.1"]
    c.play(lambda r: respond(302, "", Location=c.url("/inside", host="127.0.0.1")) if not r.target.endswith("inside") else respond(200, NEWS))
    c.fetch().bad()
    c.check(not c.log, "a request was made")


@case("redirect-loop", "RFC 9110 15.4", "a circle of redirects ends")
def _(c):
    c.play(lambda r: respond(302, "", Location=c.url("/b" if r.target.endswith("/a") else "/a")))
    c.fetch().bad("circle")
    c.check(len(c.log) < 8, "too many requests")


@case("redirect-chain", "RFC 9110 15.4", "a chain without end is left after ten")
def _(c):
    c.play(lambda r: respond(302, "", Location=c.url(f"/{r.number}")))
    c.fetch().bad("redirects")
    c.check(len(c.log) == 11, f"{len(c.log)} requests")


@case("redirect-cookie", "RFC 6265", "a cookie that is wanted on the way is carried, and forgotten afterwards")
def _(c):
    c.play(lambda r: respond(200, NEWS) if "seen=1" in (r["cookie"] or "") else respond(302, "", [("Set-Cookie", "seen=1; Path=/"), ("Location", c.url())]))
    c.fetch().good(2)
    c.fetch().good(2)
    c.check(c.log[2]["cookie"] is None, "the cookie was kept for the next poll")


@case("redirect-no-location", "RFC 9110 10.2.2", "a redirect to nowhere is a failure")
def _(c):
    c.play(respond(302))
    c.fetch().bad("nowhere")


@case("redirect-temporary-stays", "RFC 9110 15.4.3", "302 never moves a source")
def _(c):
    c.play(lambda r: respond(200, NEWS) if r.target.endswith("/new") else respond(302, "", Location=c.url("/new")))
    for _ in range(4):
        c.fetch()
    c.check(c.health()["state"] == "well" and not c.log[-2].target.endswith("/new"), "the source moved")


# Statuses

@table("status", "RFC 9110 15", [
    ("400", "a bad request is a failure", 400, "failing", 1), ("401", "a wish for a password is a failure", 401, "failing", 1),
    ("403", "a refusal is a failure", 403, "failing", 1), ("404", "no such thing is a failure of hours", 404, "failing", 6),
    ("410", "gone for good ends the source", 410, "gone", None), ("418", "unknown statuses are failures", 418, "failing", 1),
    ("429", "too many requests are answered with patience", 429, "failing", 1), ("451", "legal reasons are a failure", 451, "failing", 1),
    ("500", "a fault of the server is one of minutes", 500, "failing", 1 / 12), ("502", "a fault of a gateway too", 502, "failing", 1 / 12),
    ("503", "out of service too", 503, "failing", 1 / 12), ("504", "no answer from behind too", 504, "failing", 1 / 12),
    ("204", "no content is a failure", 204, "failing", 1), ("206", "a part is a failure", 206, "failing", 1),
])
def _(c, status, state, hours):
    c.play(respond(status, "<p>No</p>"))
    c.fetch().bad(str(status))
    c.check(c.health()["state"] == state, f"the state is {c.health()['state']}")
    if hours:
        wait = c.wait_until_due()
        c.check(0.95 * hours * 3600 <= wait <= 1.2 * hours * 3600 + 60, f"asks again after {wait:.0f} s")
    before = len(c.log)
    c.due()
    c.check(len(c.log) == before, "asked again at once")


@table("retry-after", "RFC 9110 10.2.3", [
    ("seconds", "seconds are waited for", 503, "7200", 7200), ("date", "a date is waited for", 503, lambda: date(10800), 10800),
    ("date-850", "a date of RFC 850 too", 503, lambda: __import__("time").strftime("%A, %d-%b-%y %H:%M:%S GMT", __import__("time").gmtime(time() + 9000)), 9000),
    ("429", "for 429 too", 429, "9000", 9000), ("nonsense", "nonsense is passed over", 503, "soon", 300), ("negative", "negative seconds too", 503, "-5", 300),
    ("past", "a date that has passed too", 503, lambda: date(-500), 300), ("zero", "nought is no reason to hurry", 503, "0", 300),
    ("fraction", "a fraction is nonsense", 503, "1.5", 300), ("endless", "a week is the most", 503, "99999999999999999999999", 7 * 86400),
    ("403", "for 403 too", 403, "18000", 18000), ("none-429", "429 without it is an hour", 429, None, 3600),
])
def _(c, status, value, wanted):
    value = value() if callable(value) else value
    c.play(respond(status, "", [("Retry-After", value)] if value else []))
    c.fetch()
    wait = c.wait_until_due()
    c.check(wanted * 0.97 <= wait <= wanted * 1.12 + 60, f"waits {wait:.0f} s, not {wanted}")


@case("retry-after-host", "RFC 6585 4", "429 is about the host: its other sources wait too, those of others do not", weight=2)
def _(c):
    port = c.servers["plain"].port
    c.settings["allow-private"] = ["localhost", "127.0.0.1"]
    c.others = {"two": {"url": c.url("/two")}, "elsewhere": {"url": c.url("/three", host="127.0.0.1")}}
    c.play(lambda r: respond(429, "", Retry_After="600") if r["host"] == f"localhost:{port}" else respond(200, NEWS))
    c.fetch()
    c.count(2)
    c.check(sum(r["host"].startswith("localhost") for r in c.log) == 1, "the host was asked again")
    c.fetch()
    c.check(sum(r["host"].startswith("localhost") for r in c.log) == 1, "the host was asked again by the next run")


@case("back-off", "own", "failures in a row are further and further apart")
def _(c):
    c.play(respond(500))
    waits = []
    for _ in range(4):
        c.fetch()
        waits.append(c.wait_until_due())
    c.check(all(b > 1.6 * a for a, b in zip(waits, waits[1:])), f"waits: {waits}")


@case("recovers", "own", "one good answer ends a row of failures")
def _(c):
    c.turns(respond(500), respond(500), respond(200, NEWS))
    c.fetch().fetch().fetch().good(2)
    health = c.health()
    c.check(health["state"] == "well" and health["failures"] == 0 and health["message"] is None, f"health: {health}")


@case("gone-not-asked", "RFC 9110 15.5.11", "a source that is gone is not asked again, and is named")
def _(c):
    c.play(respond(410))
    c.fetch()
    c.due()
    c.check(len(c.log) == 1 and c.status == 3 and "gone" in c.errors, "asked again or not named")


# When

@table("interval", "own, RFC 9111, RSS 2.0", [
    ("unknown", "a source whose rhythm is not known is asked after an hour", rss((1, "Words.")), {}, {}, 3600),
    ("every", "the file's own interval counts", NEWS, {"every": "2h"}, {}, 7200),
    ("max-age", "the server's max-age is a minimum", rss((1, "Words.")), {}, {"Cache-Control": "max-age=14400"}, 14400),
    ("max-age-case", "its name may be in capitals", rss((1, "Words.")), {}, {"Cache-Control": "public, MAX-AGE=14400"}, 14400),
    ("max-age-age", "Age is taken off", rss((1, "Words.")), {}, {"Cache-Control": "max-age=14400", "Age": "3600"}, 10800),
    ("max-age-endless", "a year is cut to a day", rss((1, "Words.")), {}, {"Cache-Control": "max-age=31536000"}, 86400),
    ("expires", "Expires is a minimum", rss((1, "Words.")), {}, {"Expires": date(14400), "Date": date(0)}, 14400),
    ("expires-nonsense", "Expires: 0 has expired", rss((1, "Words.")), {}, {"Expires": "0"}, 3600),
    ("max-age-wins", "max-age wins over Expires", rss((1, "Words.")), {}, {"Cache-Control": "max-age=14400", "Expires": date(50000)}, 14400),
    ("no-cache", "no-cache is no interval", rss((1, "Words.")), {}, {"Cache-Control": "no-cache, max-age=14400"}, 3600),
    ("ttl", "ttl is a minimum, in minutes", rss((1, "Words."), head="<ttl>180</ttl>"), {}, {}, 10800),
    ("ttl-nonsense", "a ttl that is no number is passed over", rss((1, "Words."), head="<ttl>often</ttl>"), {}, {}, 3600),
    ("every-wins", "the file's own interval wins over ttl", rss((1, "Words."), head="<ttl>600</ttl>"), {"every": "1h"}, {}, 3600),
    ("update-period", "sy:updatePeriod is a minimum", rss((1, "Words."), head="<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"), {}, {}, 21600),
])
def _(c, body, source, fields, wanted):
    c.source = source
    c.play(respond(200, body, list(fields.items())))
    c.fetch()
    wait = c.wait_until_due()
    c.check(wanted * 0.97 - 5 <= wait <= wanted * 1.11 + 60, f"asks again after {wait:.0f} s, not {wanted}")


@case("skip-hours", "RSS 2.0", "hours that the feed names are skipped")
def _(c):
    from datetime import datetime, timezone
    hours = [h for h in range(24) if h != (datetime.now(timezone.utc).hour - 2) % 24]
    c.play(respond(200, rss((1, "Words."), head="<skipHours>" + "".join(f"<hour>{h}</hour>" for h in hours) + "</skipHours>")))
    c.fetch()
    c.check(c.wait_until_due() > 20 * 3600, "asks again within the hours")


@case("skip-days", "RSS 2.0", "days that the feed names are skipped")
def _(c):
    from datetime import datetime, timezone
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    today = datetime.now(timezone.utc).weekday()
    days = [d for i, d in enumerate(names) if i != (today + 3) % 7]
    c.play(respond(200, rss((1, "Words."), head="<skipDays>" + "".join(f"<day>{d}</day>" for d in days) + "</skipDays>")))
    c.fetch()
    c.check(c.wait_until_due() > 48 * 3600, "asks again within the days")


@case("skip-everything", "own", "a feed that skips all hours has a slip of the pen in it")
def _(c):
    c.play(respond(200, rss((1, "Words."), head="<skipHours>" + "".join(f"<hour>{h}</hour>" for h in range(24)) + "</skipHours>")))
    c.fetch()
    c.check(c.wait_until_due() < 2 * 3600, "is never asked")


@case("not-due", "own", "what is not due is not asked")
def _(c):
    c.play(respond(200, NEWS))
    c.due().due().due()
    c.check(len(c.log) == 1 and c.status == 0, f"{len(c.log)} requests")


@case("pause", "own", "requests to one host keep a pause", weight=5)
def _(c):
    c.settings["pause"] = "400ms"
    c.others = {f"s{i}": {"url": c.url(f"/{i}")} for i in range(4)}
    c.play(respond(200, NEWS))
    c.fetch()
    # One by one the gaps are as the server's own threads get their turns; together they cannot be shorter than the pauses.
    whole = time() - c.began
    gaps = [b.time - a.time for a, b in zip(c.log, c.log[1:])]
    c.check(len(gaps) == 4 and whole > 1.6, f"gaps: {gaps}, {whole:.2f} s")
    c.check(len({round(gap, 2) for gap in gaps}) > 1, "pauses without jitter")


@case("deadline", "own", "what is not reached in time is named, and comes next time", weight=5)
def _(c):
    c.settings["pause"] = "1s"
    c.others = {f"s{i}": {"url": c.url(f"/{i}")} for i in range(6)}
    c.play(respond(200, NEWS))
    c.fetch("--deadline", "1.5")
    c.check(c.status == 3 and len(c.log) < 5, f"{len(c.log)} requests")


# Who asks

@case("user-agent", "RFC 9110 10.1.5", "the User-Agent names the product and whom to write to")
def _(c):
    c.play(respond(200, NEWS))
    c.fetch()
    c.check(re.fullmatch(r"reportgen/\d+\.\d+\.\d+ \(desk@example\.org\)", c.log[0]["user-agent"] or ""), f"User-Agent: {c.log[0]['user-agent']}")


@case("accept", "RFC 9110 12.5.1", "feeds are asked for by their types")
def _(c):
    c.play(respond(200, NEWS))
    c.fetch()
    for kind in ("application/rss+xml", "application/atom+xml", "application/feed+json"):
        c.check(kind in (c.log[0]["accept"] or ""), f"{kind} is not asked for")


@case("own-headers", "own", "header fields of the file go to the source's own server, not to where it redirects")
def _(c):
    c.settings["allow-private"] = ["localhost", "127.0.0.1"]
    c.source = {"headers": {"X-Desk": "seven"}}
    c.play(lambda r: respond(200, NEWS) if r.target.endswith("/new") else respond(302, "", Location=c.url("/new", host="127.0.0.1")))
    c.fetch().good(2)
    c.check(c.log[0]["x-desk"] == "seven" and c.log[1]["x-desk"] is None, "the field went elsewhere, or nowhere")


# Secrets

def no_trace(c, secret):
    import os
    for root, _, names in os.walk(c.folder):
        for name in names:
            if name != "sources.yaml":
                c.check(secret.encode() not in open(os.path.join(root, name), "rb").read(), f"the secret is in {name}")
    c.check(secret not in c.errors + c.output, "the secret is in the messages")


@case("password", "RFC 7617", "a password comes from a command and leaves no trace")
def _(c):
    import base64
    c.source = {"user": "desk", "password-command": "echo hunter22"}
    wanted = "Basic " + base64.b64encode(b"desk:hunter22").decode()
    c.settings["ca-file"] = f"{c.certificates}/ca.pem"
    c.address = c.url(server="good")
    c.play(lambda r: respond(200, NEWS) if r["authorization"] == wanted else respond(401, "", [("WWW-Authenticate", 'Basic realm="x"')]))
    c.fetch().good(2)
    no_trace(c, "hunter22")


@case("token", "RFC 6750", "a token comes from a command and leaves no trace")
def _(c):
    c.source = {"token-command": "echo tok-1234567"}
    c.play(lambda r: respond(200, NEWS) if r["authorization"] == "Bearer tok-1234567" else respond(401))
    c.fetch().good(2)
    no_trace(c, "tok-1234567")


@case("secret-not-elsewhere", "own", "a secret does not follow a redirect to another host")
def _(c):
    c.settings["allow-private"] = ["localhost", "127.0.0.1"]
    c.source = {"token-command": "echo tok-1234567"}
    c.play(lambda r: respond(200, NEWS) if r.target.endswith("/new") else respond(302, "", Location=c.url("/new", host="127.0.0.1")))
    c.fetch().good(2)
    c.check(c.log[0]["authorization"] and not c.log[1]["authorization"], "the secret went elsewhere")


@case("secret-not-other-port", "RFC 6454", "nor to another port of the same host")
def _(c):
    c.settings["ca-file"] = f"{c.certificates}/ca.pem"
    c.source = {"token-command": "echo tok-1234567"}
    c.play(lambda r: respond(200, NEWS) if r.target.endswith("/new") else respond(302, "", Location=c.url("/new", server="good")))
    c.fetch().good(2)
    c.check(not c.log[1]["authorization"], "the secret went elsewhere")


@case("secret-wrong", "own", "a refused password is told without it")
def _(c):
    c.source = {"token-command": "echo tok-1234567"}
    c.play(lambda r: respond(401, f"<p>bad {r['authorization']}</p>"))
    c.fetch().bad("401")
    no_trace(c, "tok-1234567")


@case("secret-command-fails", "own", "a command that fails is the user's own affair, and no failure of the source")
def _(c):
    c.source = {"token-command": "exit 3"}
    c.fetch().bad("token-command")
    c.check(not c.log and c.health()["failures"] == 0, "the source was blamed")


@case("query-not-shown", "own", "a key in an address is not shown in messages")
def _(c):
    c.address = c.url("/feed?key=KEY998877")
    c.play(respond(500))
    c.fetch()
    c.check("KEY998877" not in c.errors, "the key is in the messages")
    c.play(respond(200, NEWS))
    c.fetch().good(2)
    c.check("KEY998877" not in str(c.articles()) and "KEY998877" not in str(c.health()), "the key is in the articles")


@case("redirect-credentials", "RFC 3986 3.2.1", "a name and password in a redirect are not sent")
def _(c):
    c.play(lambda r: respond(200, NEWS) if r.target.endswith("/new") else respond(302, "", Location=c.url("/new").replace("//", "//eve:pw@")))
    c.fetch().good(2)
    c.check(not c.log[1]["authorization"], "they were sent")


# TLS

@table("tls", "RFC 9110 4.3.4, RFC 8996", [
    ("good", "a certificate of a known authority is accepted", "good", None), ("expired", "an expired one is told", "expired", "has expired"),
    ("future", "one that is not valid yet is told", "future", "not valid yet"), ("wrong-name", "one for another name is told", "wrong", "another name"),
    ("self-signed", "one signed by itself is told", "self", "signed by itself"), ("unknown", "one of an unknown authority is told", "unknown", "not known"),
    ("old", "TLS 1.1 is refused", "old", "secure protocol"),
])
def _(c, server, words):
    c.settings["ca-file"] = f"{c.certificates}/ca.pem"
    c.address = c.url(server=server)
    c.play(respond(200, NEWS))
    c.fetch()
    if words is None:
        c.good(2)
    else:
        c.bad(words)
        c.check(not c.log, "a request was made")


@case("tls-default", "RFC 9110 4.3.4", "without ca-file a private authority is not known")
def _(c):
    c.address = c.url(server="good")
    c.fetch().bad("not known")


@case("tls-plain", "own", "https to a server that speaks http is told")
def _(c):
    c.address = c.url().replace("http:", "https:")
    c.fetch().bad()


# The machine

@case("no-host", "own", "a name that nobody has is a failure of minutes")
def _(c):
    c.address = "http://no-such-host.invalid/feed"
    c.fetch().bad("no-such-host.invalid")


@case("no-server", "own", "a port where nobody listens is a failure of minutes")
def _(c):
    c.address = "http://localhost:1234/feed".replace("1234", "59999")
    c.fetch().bad("connected")


@case("two-at-once", "own", "two fetches at once do not poll the same source", weight=5)
def _(c):
    import subprocess
    from time import sleep

    def answer(request):
        sleep(1.5)
        yield respond(200, NEWS)
    c.play(answer)
    c.write()
    command = [c.program, "fetch", "--sources", "sources.yaml", "-v"]
    running = [subprocess.Popen(command, cwd=c.folder, stderr=subprocess.PIPE) for _ in range(3)]
    for one in running:
        one.communicate()
    c.check(len(c.log) == 1, f"{len(c.log)} requests")
    c.count(2)


@case("proxy", "own", "a proxy of the file is used, and local names are not asked of it")
def _(c):
    c.settings["proxy"] = f"http://localhost:{c.servers['plain'].port}"
    c.address = f"http://{c.name}.example/feed"
    for server in c.servers.values():
        server.plays["http:"] = c
        server.plays[f"{c.name}.example"] = c
    c.play(respond(200, NEWS))
    c.fetch()
    c.check(c.log and c.log[0].target == c.address, f"the proxy was not asked: {c.errors}")
    count = len(c.log)
    for host in ("localhost", "10.1.1.1", "127.1", "0x7f000001", "[::1]", "printer.local"):
        c.settings["allow-private"] = []
        c.address = f"http://{host}:8080/{c.name}"
        c.fetch()
        c.check(c.status == 3 and len(c.log) == count, f"{host} was asked of the proxy")


@case("no-secret-in-file", "own", "secrets in the file are a mistake", weight=1)
def _(c):
    c.source = {"password": "x"}
    c.fetch()
    c.check(c.status == 64 and "password-command" in c.errors, "not told")
    c.source = {}
    c.address = "http://me:not-to-be-shown@news.example/feed"
    c.fetch()
    c.check(c.status == 64 and "not-to-be-shown" not in c.errors, "not told, or shown")


@case("mistakes", "own", "all mistakes of a file are told at once, with their lines")
def _(c):
    with open(f"{c.folder}/sources.yaml", "w") as out:
        out.write("fetch:\n  contct: x\nsources:\n  a: ftp://x/y\n  b:\n    urll: http://a.example/\n  'c d': http://a.example/\n")
    c.run("fetch", "--sources", "sources.yaml")
    c.check(c.status == 64 and all(f":{n}:" in c.errors for n in (2, 4, 6, 7)) and "did you mean" in c.errors.lower(), "not all told")


@case("quiet", "own", "nothing is printed when all is well")
def _(c):
    c.play(respond(200, NEWS))
    c.write()
    c.run("fetch", "--sources", "sources.yaml")
    c.check(c.status == 0 and c.errors == "" and c.output == "", "something was printed")


@case("opml", "OPML 2.0", "an OPML file is a list of sources")
def _(c):
    c.play(respond(200, NEWS))
    with open(f"{c.folder}/feeds.opml", "w") as out:
        out.write(f'<?xml version="1.0"?><opml version="2.0"><head/><body><outline text="World"><outline type="rss" text="The Post" '
                  f'xmlUrl="{c.url("/a")}"/></outline><outline text="Gazette" xmlUrl="{c.url("/b?x=1&amp;y=2")}"/></body></opml>')
    with open(f"{c.folder}/r.yaml", "w") as out:
        out.write("archive: news.archive\nfetch: {allow-private: [localhost], pause: 0}\nsources: feeds.opml\n")
    c.run("fetch", "--sources", "r.yaml")
    c.good(2)
    c.check(sorted(r.target for r in c.log) == [f"/{c.name}/a", f"/{c.name}/b?x=1&y=2"], "not both were asked")


@case("moves-nothing-outside", "own", "names in what a server sends make no files")
def _(c):
    import os
    c.play(respond(200, rss((1, "Words.")).replace("n1<", "../../../../tmp/evil-n1<"), Content_Disposition='attachment; filename="../../evil"'))
    c.fetch().good(1)
    c.check(sorted(n.split("-")[0] for n in os.listdir(c.folder)) == sorted(n.split("-")[0] for n in os.listdir(c.folder) if "evil" not in n), "a file was made")


# Pages

def page(title, *paragraphs, head="", body=""):
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    return f"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{text}</article>{body}</body></html>"


PARAGRAPHS = [
    "The council of the town opened the new library on Monday in the presence of several hundred people who had waited since morning.",
    "The building holds forty thousand books, a hall for readings and a workshop in which children learn how paper is made by hand.",
    "Its cost of nine million was borne by the town and by a foundation, the mayor said, and entry will be free for everybody.",
]


def full(c, target="/story", title="Council opens new library building", text="A short teaser of it.", more=""):
    """A feed with one item whose page is on a host of the case's own, so that it has its own robots.txt."""
    c.host = f"{c.name}.localhost"
    for server in c.servers.values():
        server.plays[c.host] = c
    port = c.servers["plain"].port
    c.settings["allow-private"] = ["localhost", c.host]
    c.source = {"full-text": True}
    c.feed = (f'<rss version="2.0"><channel><title>Town News</title><item><title>{title}</title><guid isPermaLink="false">g1</guid>'
              f'<link>http://{c.host}:{port}{target}</link><pubDate>{date(-3600)}</pubDate><description>{text}</description>{more}</item></channel></rss>')


def pages(c, answers, robots=respond(404)):
    def answer(request):
        path = request.target.split("?")[0]
        if path == f"/{c.name}":
            return respond(200, c.feed)
        if path == "/robots.txt":
            return robots(request) if callable(robots) else robots
        found = answers.get(path, respond(404))
        return found(request) if callable(found) else found
    c.play(answer)


GOOD = respond(200, page("Council opens new library building", *PARAGRAPHS), content_type="text/html")


def has_full_text(c, wanted=True):
    found = c.articles()
    c.check(len(found) == 1 and (len(found[0]["paragraphs"]) == 3) == wanted, f"articles: {[a['paragraphs'] for a in found]}")
    codes = [w["code"] for w in found[0]["warnings"]] if found else []
    c.check(("page-missing" in codes) != wanted, f"warnings: {codes}")


@case("page-read", "own", "the page behind an item gives the text, the item gives title, date and identity")
def _(c):
    full(c)
    pages(c, {"/story": GOOD})
    c.fetch().good(1)
    has_full_text(c)
    found = c.articles()[0]
    c.check(found["id"].split("@")[0] == "g1" and found["title"] == "Council opens new library building" and found["published"]["evidence"] == "feed", "the item's own is lost")
    c.fetch()
    c.check(sum(r.target == "/story" for r in c.log) == 1, "the page was asked for twice")


@case("page-redirector", "own", "a redirector is resolved to the page's own address, without tracking")
def _(c):
    full(c, "/r?utm_source=rss")
    pages(c, {"/r": lambda r: respond(301, "", Location="/story?utm_medium=x&id=7"), "/story": GOOD})
    c.fetch().good(1)
    c.check(c.articles()[0]["url"].endswith(f"{c.host}:{c.servers['plain'].port}/story?id=7"), f"address: {c.articles()[0]['url']}")


@table("page-not-taken", "own", [
    ("error", "an error page", respond(200, page("Page not found", "Sorry, we could not find what you were looking for. " * 6))),
    ("challenge", "a check for robots", respond(200, page("Just a moment...", "Checking your browser before accessing the site. Enable JavaScript and cookies to continue. " * 4))),
    ("consent", "a consent page", respond(200, page("Before you continue", "We and our partners use cookies to store information on your device. " * 8))),
    ("login", "a log-in page", respond(200, page("Log in", "Enter your address and password to go on reading with your subscription. " * 8))),
    ("arabic-error", "an error page in Arabic", respond(200, page("الصفحة غير موجودة", "عذرا، لم نعثر على ما تبحث عنه في هذا الموقع. " * 8))),
    ("404", "404", respond(404, page("Nothing", "x"))), ("403", "403", respond(403)), ("410", "410", respond(410)),
    ("empty", "an empty page", respond(200, "")), ("picture", "a picture", respond(200, b"\x89PNG\r\n\x1a\n" + bytes(300), content_type="image/png")),
    ("front", "the front page", respond(302, "", Location="/")),
    ("paywall", "a teaser that says that it is not free", respond(200, page(
        "Council opens new library building", PARAGRAPHS[0], head='<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>'))),
    ("private", "a page on an address that is not public", respond(302, "", Location="http://10.0.0.1/story")),
    ("file", "a redirect to a file", respond(302, "", Location="file:///etc/passwd")),
])
def _(c, answer):
    full(c)
    pages(c, {"/story": answer, "/": GOOD})
    c.fetch().good(1)
    has_full_text(c, False)
    c.check("teaser" in c.articles()[0]["paragraphs"][0], "the item's own text is lost")


@case("page-shorter", "own", "a page with less text than the item is not taken")
def _(c):
    full(c, text=" ".join(PARAGRAPHS))
    pages(c, {"/story": respond(200, page("Council opens new library building", "Read more in our app."))})
    c.fetch().good(1)
    c.check("forty thousand" in str(c.articles()[0]["paragraphs"]), "the item's own text is lost")


@case("page-later", "own", "a page that is out of order is asked for again at later polls, thrice at most")
def _(c):
    full(c)
    pages(c, {"/story": lambda r: respond(503)})
    for _ in range(5):
        c.fetch()
    c.count(1)
    c.check(sum(r.target == "/story" for r in c.log) == 3, f"asked {sum(r.target == '/story' for r in c.log)} times")


@case("page-later-read", "own", "and takes its place when it comes")
def _(c):
    full(c)
    state = {"n": 0}

    def story(request):
        state["n"] += 1
        return respond(500) if state["n"] == 1 else GOOD
    pages(c, {"/story": story})
    c.fetch().good(1)
    has_full_text(c, False)
    c.fetch().good(1)
    has_full_text(c)


@case("page-most", "own", "only so many pages are read in a run; the rest comes with the next")
def _(c):
    full(c)
    c.settings["max-pages"] = 2
    port = c.servers["plain"].port
    c.feed = rss(*range(1, 6)).replace("http://news.example", f"http://{c.host}:{port}")
    pages(c, {f"/n{n}": respond(200, page(f"Number {n} of the news", *PARAGRAPHS)) for n in range(1, 6)})
    c.fetch().good(5)
    c.check(sum(r.target.startswith("/n") for r in c.log) == 2, "too many pages")
    c.fetch().fetch().good(5)
    c.check(all(len(a["paragraphs"]) == 3 for a in c.articles()), "not all pages came")


# robots.txt

@table("robots", "RFC 9309 2.3", [
    ("disallow", "what it forbids is not fetched", respond(200, "User-agent: *\nDisallow: /story"), False),
    ("own-group", "our own group counts alone", respond(200, "User-agent: *\nDisallow: /\n\nUser-agent: reportgen\nAllow: /"), True),
    ("allow", "what it allows is", respond(200, "User-agent: *\nDisallow: /\nAllow: /story"), True),
    ("404", "no file, no rules", respond(404), True), ("403", "a refused file, no rules", respond(403), True), ("401", "nor with 401", respond(401), True),
    ("500", "out of order, nothing is allowed", respond(500), False), ("503", "nor with 503", respond(503), False),
    ("redirect", "redirects are followed", lambda r: respond(301, "", Location="/robots2.txt"), False),
    ("html", "a page in its place has no rules", respond(200, "<html><body>Hello</body></html>"), True),
    ("large", "half a megabyte is read of it", respond(200, "User-agent: *\n" + "# x\n" * 200000 + "Disallow: /"), True),
    ("bom", "a byte order mark is no obstacle", respond(200, "\ufeffUser-agent: *\nDisallow: /"), False),
])
def _(c, robots, allowed):
    full(c)
    pages(c, {"/story": GOOD, "/robots2.txt": respond(200, "User-agent: *\nDisallow: /")}, robots)
    c.fetch().good(1)
    has_full_text(c, allowed)
    c.check(any(r.target == "/story" for r in c.log) == allowed, "fetched, or not, against the rules")


@case("robots-once", "RFC 9309 2.4", "it is asked for once a day")
def _(c):
    full(c)
    pages(c, {"/story": GOOD}, respond(200, "User-agent: *\nAllow: /"))
    c.fetch()
    c.feed = c.feed.replace("g1", "g2")
    c.fetch().good(2)
    c.check(sum(r.target == "/robots.txt" for r in c.log) == 1, "asked for twice")


@case("robots-delay", "practice", "its Crawl-delay is a minimum between pages", weight=6)
def _(c):
    full(c)
    port = c.servers["plain"].port
    c.feed = rss(1, 2, 3).replace("http://news.example", f"http://{c.host}:{port}")
    pages(c, {f"/n{n}": respond(200, page(f"Number {n} of the news", *PARAGRAPHS)) for n in range(1, 4)},
          respond(200, "User-agent: *\nCrawl-delay: 1\nAllow: /"))
    c.fetch()
    c.check(time() - c.began > 2, "no pauses")
    c.good(3)
    c.check(sum(r.target.startswith("/n") for r in c.log) == 3, "a page was not asked for once")


@case("robots-not-for-feeds", "practice", "a feed that the file names is asked for all the same")
def _(c):
    c.play(respond(200, NEWS))
    c.fetch().good(2)
    c.check(not any(r.target == "/robots.txt" for r in c.log), "robots.txt was asked for")


# Sitemaps, archives of feeds

def news_sitemap(c, *entries):
    port = c.servers["plain"].port
    return ('<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
            + "".join(f"<url><loc>http://{c.host}:{port}/{n}</loc><news:news><news:publication><news:name>Town News</news:name><news:language>en</news:language>"
                      f"</news:publication><news:publication_date>{when}</news:publication_date><news:title>Council opens new library building</news:title></news:news></url>"
                      for n, when in entries) + "</urlset>")


def iso(seconds):
    from datetime import datetime, timezone
    return datetime.fromtimestamp(time() + seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


@case("sitemap", "sitemaps.org, Google News", "new entries of a sitemap of news are read, old ones are not")
def _(c):
    full(c)
    c.source = {"type": "sitemap"}
    c.feed = news_sitemap(c, ("a", iso(-3600)), ("b", iso(-20 * 86400)))
    pages(c, {"/a": GOOD, "/b": GOOD})
    c.fetch().good(1)
    found = c.articles()[0]
    c.check(len(found["paragraphs"]) == 3 and found["publisher"] == "Town News" and found["published"]["evidence"] == "feed", f"article: {found}")
    c.check(not any(r.target == "/b" for r in c.log), "an old page was asked for")


@case("sitemap-since", "own", "as far back as is asked for")
def _(c):
    full(c)
    c.source = {"type": "sitemap"}
    c.feed = news_sitemap(c, ("a", iso(-3600)), ("b", iso(-20 * 86400)), ("c", iso(-50 * 86400)))
    pages(c, {"/a": GOOD, "/b": GOOD, "/c": GOOD})
    c.fetch("--since", iso(-30 * 86400)[:10]).good(2)


@case("sitemap-index", "sitemaps.org", "an index of sitemaps is followed on its own site")
def _(c):
    full(c)
    c.source = {"type": "sitemap"}
    port = c.servers["plain"].port
    c.address = f"http://{c.host}:{port}/index.xml"
    c.feed = ""
    pages(c, {
        "/index.xml": respond(200, f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>http://{c.host}:{port}/new.xml.gz</loc></sitemap>'
                                   f'<sitemap><loc>http://elsewhere.example/x.xml</loc></sitemap></sitemapindex>'),
        "/new.xml.gz": respond(200, gzip.compress(news_sitemap(c, ("a", iso(-600))).encode())), "/a": GOOD})
    c.fetch().good(1)


@case("feed-pages", "RFC 5005", "older pages of a feed are followed as far back as is asked for")
def _(c):
    def answer(request):
        n = int((request.target.split("page=") + ["0"])[1] or 0)
        more = f'<link rel="next" href="?page={n + 1}"/>' if n < 6 else ""
        entry = (f"<entry><id>tag:x,2025:{n}</id><title>Entry {n} here</title><updated>{iso(-n * 10 * 86400 - 60)}</updated><summary>Words of {n}.</summary></entry>")
        return respond(200, f'<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>A</title>{more}{entry}</feed>')
    c.play(answer)
    c.fetch().good(1)
    c.fetch("--since", iso(-35 * 86400)[:10]).good(4)
    c.check(len(c.log) <= 7, f"{len(c.log)} requests")


# Files and mail

def mail(number, subject="A letter"):
    return (f"From: Desk <desk@letters.example>\nSubject: {subject} {number}\nDate: Mon, 1 Dec 2025 08:0{number}:00 +0000\n"
            f"Message-ID: <m{number}@letters.example>\nContent-Type: text/plain; charset=utf-8\n\nThe words of letter {number}, long enough to read.\n")


@case("maildir", "maildir(5)", "new messages of a Maildir are read once, and left where they are")
def _(c):
    import os
    for folder in ("cur", "new", "tmp"):
        os.makedirs(f"{c.folder}/box/{folder}")
    open(f"{c.folder}/box/new/1.host", "w").write(mail(1))
    open(f"{c.folder}/box/cur/2.host:2,S", "w").write(mail(2))
    open(f"{c.folder}/box/tmp/3.host", "w").write(mail(3))
    c.source = {"path": "box", "type": "mail"}
    c.fetch().good(2)
    os.rename(f"{c.folder}/box/new/1.host", f"{c.folder}/box/cur/1.host:2,S")
    c.fetch().good(2)
    c.said("unchanged")
    open(f"{c.folder}/box/new/4.host", "w").write(mail(4))
    c.fetch().good(3)


@case("mbox", "RFC 4155", "what is new in a mailbox file is read")
def _(c):
    box = f"{c.folder}/letters.mbox"
    write = lambda mode, *numbers: open(box, mode).write("".join(f"From desk@letters.example Mon Dec  1 08:00:00 2025\n{mail(n)}\n" for n in numbers))
    write("w", 1, 2)
    c.source = {"path": "letters.mbox", "type": "mail"}
    c.fetch().good(2)
    write("a", 3)
    c.fetch().good(3)
    c.fetch().good(3)
    c.said("unchanged")
    write("w", 5)
    c.fetch().good(4)


@case("directory", "own", "new and changed files of a directory are read")
def _(c):
    import os
    os.makedirs(f"{c.folder}/in/deep")
    one = lambda n, text: open(f"{c.folder}/in/deep/{n}.json", "w").write('{"title":"Title %d of it","body":"%s","url":"http://news.example/%d"}' % (n, text, n))
    one(1, "First words.")
    c.source = {"path": "in"}
    c.fetch().good(1)
    one(2, "Second words.")
    one(1, "Changed words here.")
    c.fetch().good(2)
    c.check("Changed" in str(c.articles()), "the change was not read")
    c.fetch()
    c.said("unchanged")


@case("page-source", "own", "a single page is a source")
def _(c):
    c.source = {"type": "page"}
    c.play(GOOD)
    c.fetch().good(1)
    c.check(len(c.articles()[0]["paragraphs"]) == 3, "not read")


# Looking after sources

@table("add", "own", [
    ("feed", "an address of a feed is taken as it is", {"": respond(200, NEWS)}, ""),
    ("link", "what a page names is found", {"": respond(200, page("Home", "x", head='<link rel="alternate" type="application/rss+xml" title="All &amp; sundry" href="/feeds/all">')), "/feeds/all": respond(200, NEWS)}, "/feeds/all"),
    ("json", "JSON Feed too", {"": respond(200, page("Home", "x", head='<link rel=alternate type=application/feed+json href=/j>')), "/j": respond(200, json_feed(1))}, "/j"),
    ("comments", "a feed of comments is passed over", {"": respond(200, page("Home", "x", head='<link rel="alternate" type="application/rss+xml" href="/comments/feed"><link rel="alternate" type="application/atom+xml" href="/a">')), "/comments/feed": respond(200, NEWS), "/a": respond(200, atom(1))}, "/a"),
    ("usual", "usual places are tried", {"": respond(200, page("Home", "x")), "/rss.xml": respond(200, NEWS)}, "/rss.xml"),
    ("anchor", "links to feeds are followed", {"": respond(200, page("Home", "x", body='<a href="/world/rss">RSS</a>')), "/world/rss": respond(200, NEWS)}, "/world/rss"),
    ("sitemap", "a sitemap of news in robots.txt is found", {"": respond(200, page("Home", "x")), "/robots.txt": respond(200, "Sitemap: /news-sitemap.xml\n")}, "/news-sitemap.xml"),
])
def _(c, places, wanted):
    c.host = f"{c.name}.localhost"
    c.servers["plain"].plays[c.host] = c
    port = c.servers["plain"].port
    c.play(lambda r: places.get(r.target.rstrip("/"), respond(404)))
    open(f"{c.folder}/reportgen.yaml", "w").write(f"archive: news.archive # ours\nfetch:\n  allow-private: [{c.host}]\n  pause: 0\nsources:\n  old: http://news.example/x\njobs: {{}}\n")
    c.run("sources", "add", f"http://{c.host}:{port}/", "--section", "World")
    text = open(f"{c.folder}/reportgen.yaml").read()
    c.check(c.status == 0 and f'url: "http://{c.host}:{port}{wanted or "/"}"' in text, f"file: {text}")
    c.check("# ours" in text and text.endswith("jobs: {}\n") and "old: http://news.example/x" in text, "the rest of the file was changed")


@case("add-new-file", "own", "the file is made when it is missing, and what is in it can be fetched")
def _(c):
    c.play(respond(200, NEWS))
    open(f"{c.folder}/reportgen.yaml", "w").write("fetch: {allow-private: [localhost], pause: 0}\n")
    c.run("sources", "add", c.address, "--name", "post")
    c.run("fetch")
    c.good(2)


@case("add-nothing", "own", "a page without feeds is told")
def _(c):
    open(f"{c.folder}/reportgen.yaml", "w").write("fetch: {allow-private: [localhost], pause: 0}\n")
    c.play(respond(200, page("Home", "x")))
    c.run("sources", "add", c.address)
    c.check(c.status == 65 and "no feed" in c.errors, "not told")


@case("import-export", "OPML 2.0", "what is exported can be imported, with sections")
def _(c):
    c.others = {"two": {"url": "http://b.example/f?x=1&y=2", "section": "Culture & Arts", "publisher": 'The "Two"'}}
    c.write()
    c.run("sources", "export", "--sources", "sources.yaml")
    open(f"{c.folder}/list.opml", "w").write(c.output)
    c.run("sources", "import", "list.opml", "--sources", "new.yaml")
    text = open(f"{c.folder}/new.yaml").read()
    c.check(c.status == 0 and "http://b.example/f?x=1&y=2" in text and "Culture & Arts" in text, f"file: {text}")
    c.run("sources", "import", "list.opml", "--sources", "new.yaml")
    c.check("0 sources added" in c.errors and open(f"{c.folder}/new.yaml").read() == text, "added twice")


@case("check", "own", "check asks and stores nothing")
def _(c):
    import os
    c.play(respond(200, NEWS))
    c.write()
    c.run("sources", "check", "--sources", "sources.yaml")
    c.check(c.status == 0 and "2 articles" in c.output and not os.path.exists(f"{c.folder}/news.archive") and not os.path.exists(f"{c.folder}/.reportgen"), c.output)


# Jobs

JOB = """archive: news.archive
fetch: {{allow-private: [localhost], pause: 0}}
sources:
  good: {good}
  bad: {bad}
jobs:
  morning:
    script: ./all.lua
    schedule: 0 7 * * *
    sources: all
    outputs: [out.txt]
"""
SCRIPT = """return { api = 1, title = "All", build = function(ctx)
  local doc = ctx:document { lang = "en" }
  for article in ctx.articles:each() do doc:paragraph(article.title) end
  for _, problem in ipairs(ctx.problems) do doc:paragraph("missing " .. problem.path) end
  return doc
end }"""


@case("job", "own", "a job fetches first; a source that fails is one of the missing sources", weight=3)
def _(c):
    c.play(lambda r: respond(200, NEWS) if r.target.endswith("/good") else respond(500))
    open(f"{c.folder}/reportgen.yaml", "w").write(JOB.format(good=c.url("/good"), bad=c.url("/bad")))
    open(f"{c.folder}/all.lua", "w").write(SCRIPT)
    c.run("job", "run", "morning", "--force")
    text = open(f"{c.folder}/out.txt").read()
    c.check(c.status == 3 and "Number 1 of the news" in text and "missing bad" in text and "missing good" not in text, f"report: {text}")
    c.run("job", "history")
    c.check("bad: " in c.output and "500" in c.output, f"history: {c.output}")
    count = len(c.log)
    c.run("job", "run", "morning", "--force")
    c.check(len(c.log) == count and c.status == 3, "asked again within the shortest interval")


@case("job-unknown-source", "own", "a job that names an unknown source is a mistake")
def _(c):
    open(f"{c.folder}/reportgen.yaml", "w").write(JOB.format(good=c.url("/good"), bad=c.url("/bad")).replace("sources: all", "sources: [goood]"))
    open(f"{c.folder}/all.lua", "w").write(SCRIPT)
    c.run("job", "run", "morning", "--force")
    c.check(c.status == 64 and "did you mean “good”" in c.errors, "not told")
