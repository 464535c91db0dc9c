"""What sources say about use, and what was fetched, kept and read again."""
import glob
import gzip
import json
import os

from cases import GOOD, NEWS, PARAGRAPHS, case, full, has_full_text, page, pages, table
from world import respond, rss

TITLE = "Council opens new library building"


def robots_txt(c):
    return [r.target for r in c.log]


def rights(c):
    found = c.articles()
    c.check(len(found) == 1, f"{len(found)} articles")
    return found[0].get("rights") if found else None


def headed(head, fields=()):
    return respond(200, page(TITLE, *PARAGRAPHS).replace("</title>", "</title>" + head), [("Content-Type", "text/html"), *fields])


@table("rights-robots", "Robots meta, X-Robots-Tag", [
    ("field", "X-Robots-Tag counts", "", [("X-Robots-Tag", "noarchive, nosnippet")], ["noarchive", "nosnippet"]),
    ("element", "so does the element", '<meta name="robots" content="NoArchive">', [], ["noarchive"]),
    ("both", "and both together", '<meta name="robots" content="noarchive">', [("X-Robots-Tag", "max-snippet:80")], ["noarchive", "max-snippet:80"]),
    ("lines", "several fields add up", "", [("X-Robots-Tag", "noarchive"), ("X-Robots-Tag", "nosnippet")], ["noarchive", "nosnippet"]),
    ("others", "what is for another crawler is not for us", '<meta name="googlebot" content="nosnippet">', [("X-Robots-Tag", "bingbot: noarchive, nosnippet")], None),
    ("ours", "what is for us is", "", [("X-Robots-Tag", "otherbot: noarchive, reportgen: nosnippet")], ["nosnippet"]),
    ("date", "the commas of a date part nothing", "", [("X-Robots-Tag", "unavailable_after: Wed, 03 Dec 2031 13:09:53 GMT, nosnippet")],
     ["unavailable_after:wed", "nosnippet"]),
    ("no-limit", "-1 is no limit", "", [("X-Robots-Tag", "max-snippet:-1, max-image-preview:large")], None),
    ("all", "all is no limit either", '<meta name="robots" content="all">', [], None),
])
def _(c, head, fields, wanted):
    full(c)
    pages(c, {"/story": headed(head, fields)})
    c.fetch().good(1)
    found = rights(c)
    c.check((found or {}).get("robots") == wanted, f"{found}")


@table("rights-tdm", "TDM Reservation Protocol", [
    ("field", "the field reserves", "", [("TDM-Reservation", "1"), ("TDM-Policy", "/terms.json")], None, True, "/terms.json"),
    ("element", "the element goes before the field", '<meta name="tdm-reservation" content="0">', [("tdm-reservation", "1")], None, False, None),
    ("file", "the file of the server counts where nothing else is said", "", [], [{"location": "/", "tdm-reservation": 1, "tdm-policy": "/t.json"}], True, "/t.json"),
    ("field-over-file", "the field goes before the file", "", [("tdm-reservation", "0")], [{"location": "/", "tdm-reservation": 1}], False, None),
    ("longest", "of several rules the longest", "", [], [{"location": "/", "tdm-reservation": 1}, {"location": "/sto*", "tdm-reservation": 0}], False, None),
    ("other-path", "a rule for another place says nothing", "", [], [{"location": "/images/*", "tdm-reservation": 1}], None, None),
    ("nonsense", "a value that there is not says nothing", "", [("tdm-reservation", "2")], None, None, None),
    ("broken-file", "a file that is none says nothing", "", [], "<html>", None, None),
])
def _(c, head, fields, file, reserved, policy):
    full(c)
    answers = {"/story": headed(head, fields)}
    if file is not None:
        answers["/.well-known/tdmrep.json"] = respond(200, file if isinstance(file, str) else json.dumps(file))
    pages(c, answers)
    c.fetch().good(1)
    found = rights(c) or {}
    c.check(found.get("tdmReservation") is reserved, f"{found}")
    c.check((found.get("tdmPolicy") or "").endswith(policy or ""), f"{found}")
    c.fetch("--since", "30d")
    c.check(sum(t == "/.well-known/tdmrep.json" for t in robots_txt(c)) == 1, "the file was asked for twice in a day")


@table("rights-license", "RSL 1.0, RFC 8288, HTML", [
    ("field", "Link names a licence", "", [("Link", '</other>; rel="next", <https://a.example/l,x.xml>; type="application/rsl+xml"; rel="license"')], "", ["https://a.example/l,x.xml"]),
    ("element", "so does the element", '<link rel="license" href="https://a.example/cc">', [], "", ["https://a.example/cc"]),
    ("robots", "so does robots.txt", "", [], "License: https://a.example/rsl.xml\n", ["https://a.example/rsl.xml"]),
    ("inline", "a licence in the page is one", '<script type="application/rsl+xml"><rsl xmlns="https://rslstandard.org/rsl"></rsl></script>', [], "", ["RSL"]),
    ("none", "another relation is none", "", [("Link", "<https://a.example/x>; rel=canonical")], "", None),
])
def _(c, head, fields, robots, wanted):
    full(c)
    pages(c, {"/story": headed(head, fields)}, respond(200, robots) if robots else respond(404))
    c.fetch().good(1)
    found = rights(c)
    c.check((found or {}).get("licenses") == wanted, f"{found}")


@case("rights-feed", "RSS 2.0, RFC 4287", "what a feed says about use is its items', and the noindex of the feed itself is not")
def _(c):
    c.play(respond(200, rss(1, head="<copyright>(c) Town News</copyright>"), [("X-Robots-Tag", "noindex, follow, noarchive")]))
    c.fetch().good(1)
    c.check(rights(c) == {"robots": ["noarchive"], "snippetLimit": None, "tdmReservation": None, "tdmPolicy": None, "licenses": [],
                          "copyright": "(c) Town News", "copyrightHolder": None}, f"{rights(c)}")


@case("rights-later", "own", "what is forbidden later holds for the items that are there already")
def _(c):
    c.turns(respond(200, rss(1)), respond(200, rss(1, head="<ttl>60</ttl>"), [("X-Robots-Tag", "nosnippet")]))
    c.fetch().good(1)
    c.check(rights(c) is None, "said too early")
    c.fetch().good(1)
    c.check((rights(c) or {}).get("robots") == ["nosnippet"], f"{rights(c)}")


@case("rights-report", "own", "a report shows title and link of an article that forbids excerpts")
def _(c):
    full(c)
    pages(c, {"/story": headed("", [("X-Robots-Tag", "nosnippet")])})
    c.fetch().good(1)
    c.run("render", "summary", "--archive", "news.archive", "--format", "html", "-o", "out.html")
    text = open(f"{c.folder}/out.html").read()
    c.check(TITLE in text and "forty thousand" not in text, "an excerpt is shown, or no title")


# What was fetched, kept and read again

def kept(c):
    return glob.glob(f"{c.folder}/.reportgen/kept/*.warc.gz")


def content(c):
    return b"".join(gzip.decompress(open(name, "rb").read()) for name in kept(c)).decode()


@case("keep-replay", "ISO 28500", "what was fetched is kept, and read again without asking")
def _(c):
    full(c)
    c.settings["keep"] = "7d"
    pages(c, {"/story": GOOD})
    c.fetch().good(1)
    text = content(c)
    c.check(text.count("WARC/1.1") == 2 and "forty thousand" in text, "not kept")
    count = len(c.log)
    c.run("fetch", "--sources", "sources.yaml", "--replay", "-v").good(1)
    c.said("0 new, 0 updated")
    has_full_text(c)
    os.remove(f"{c.folder}/news.archive")
    c.run("fetch", "--sources", "sources.yaml", "--replay", "-v").good(1)
    has_full_text(c)
    c.check(len(c.log) == count, "a request was made")
    c.run("inspect", os.path.relpath(kept(c)[0], c.folder))
    c.check(f'"title":"{TITLE}"' in c.output, "not read as an archive of the web")


@case("keep-loader", "own", "what was kept is read by the loader of now")
def _(c):
    c.settings["keep"] = "7d"
    c.play(respond(200, NEWS))
    c.fetch().good(2)
    open(f"{c.folder}/ours.lua", "w").write(
        'return { api = 1, load = function(page) local all = {} for i, a in ipairs(page.articles) do a.section = "Ours" all[i] = a end return all end }')
    c.source = {"loader": "ours.lua"}
    c.write()
    c.run("fetch", "--sources", "sources.yaml", "--replay", "-v").good(2)
    c.check({a["section"] for a in c.articles()} == {"Ours"}, f"{c.errors}")
    c.check(len(c.log) == 1, "a request was made")


@case("keep-rules", "RFC 9309, TDM Reservation Protocol", "rules of the server are kept, too, and hold again")
def _(c):
    full(c)
    c.settings["keep"] = "7d"
    pages(c, {"/story": GOOD, "/.well-known/tdmrep.json": respond(200, '[{"location": "/", "tdm-reservation": 1}]')},
          respond(200, "User-agent: *\nCrawl-delay: 20\nAllow: /\n") if False else respond(200, "License: https://a.example/l\nUser-agent: *\nAllow: /\n"))
    c.fetch().good(1)
    before = rights(c)
    os.remove(f"{c.folder}/news.archive")
    c.run("fetch", "--sources", "sources.yaml", "--replay").good(1)
    c.check(before and before["tdmReservation"] and before["licenses"] and rights(c) == before, f"{before} {rights(c)}")


@case("keep-damaged", "own", "a record that broke off costs itself alone")
def _(c):
    c.settings["keep"] = "7d"
    c.turns(respond(200, rss(1, 2)), respond(200, rss(2, 3)), respond(200, rss(3, 4)))
    c.fetch()
    name = kept(c)[0]
    whole = os.path.getsize(name)
    c.fetch()
    os.truncate(name, whole + 30)
    c.fetch().good(4)
    os.remove(f"{c.folder}/news.archive")
    c.run("fetch", "--sources", "sources.yaml", "--replay").good(4)


@case("keep-no-secret", "own", "what is kept has no secret in it, and reading it again asks for none")
def _(c):
    c.settings["keep"] = "7d"
    c.source = {"token-command": "echo x >> asked; echo tok-1234567"}
    c.address = c.url("/feed?key=KEY998877")
    c.play(respond(200, NEWS, Set_Cookie="session=COOKIE554433"))
    c.fetch().good(2)
    asked = os.path.getsize(f"{c.folder}/asked")
    c.check(not any(secret in content(c) for secret in ("tok-1234567", "KEY998877", "COOKIE554433")), "a secret was kept")
    c.run("fetch", "--sources", "sources.yaml", "--replay").good(2)
    c.check(os.path.getsize(f"{c.folder}/asked") == asked, "the secret was asked for")
    c.check(os.stat(kept(c)[0]).st_mode & 0o077 == 0, "others may read it")


@case("keep-pruned", "own", "what is older than the file says is removed")
def _(c):
    c.settings["keep"] = "7d"
    c.play(respond(200, NEWS))
    os.makedirs(f"{c.folder}/.reportgen/kept")
    for day in ("2020-01-01", "2026-01-01"):
        open(f"{c.folder}/.reportgen/kept/{day}.warc.gz", "wb").write(gzip.compress(b"x"))
    open(f"{c.folder}/.reportgen/kept/notes.txt", "w").write("ours")
    c.fetch().good(2)
    names = sorted(os.listdir(f"{c.folder}/.reportgen/kept"))
    c.check("2020-01-01.warc.gz" not in names and "notes.txt" in names and len(kept(c)) >= 1, f"{names}")


@case("keep-nothing", "own", "nothing is kept unless the file says so")
def _(c):
    c.play(respond(200, NEWS))
    c.fetch().good(2)
    c.check(not os.path.exists(f"{c.folder}/.reportgen/kept"), "something was kept")
    c.run("fetch", "--sources", "sources.yaml", "--replay")
    c.check(c.status == 66 and "keep" in c.errors, "not told")


@case("keep-since", "own", "reading again may begin at a day")
def _(c):
    c.settings["keep"] = "7d"
    c.play(respond(200, NEWS))
    c.fetch().good(2)
    os.remove(f"{c.folder}/news.archive")
    c.run("fetch", "--sources", "sources.yaml", "--replay", "--since", "2099-01-01", "-v").good(0)
    c.said("nothing was kept")


@case("check-elsewhere", "own", "what a check needs lies where TMPDIR says")
def _(c):
    os.mkdir(f"{c.folder}/tmp")
    c.play(respond(200, NEWS))
    c.write()
    c.environment = {"TMPDIR": f"{c.folder}/tmp/missing"}
    c.run("sources", "check", "--sources", "sources.yaml")
    c.check(c.status != 0 and "tmp/missing" in c.errors, "made elsewhere")
    c.environment = {"TMPDIR": f"{c.folder}/tmp"}
    c.run("sources", "check", "--sources", "sources.yaml")
    c.check(c.status == 0 and not os.listdir(f"{c.folder}/tmp"), "not there, or left")
