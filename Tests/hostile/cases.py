"""The cases: what is put into a folder, what is run there, and how that has to end."""
import json
import os
import sqlite3
import subprocess

CASES = []
READ, NONE, USAGE, MISSING, SCRIPT, LIMIT, OUTPUT = {0, 3}, {65}, {64}, {66}, {70}, {71}, {73}
GOOD = '{"title":"The dam is open","text":"The dam was opened on Monday. Some 400 people came.","published":"2025-03-13T08:00:00Z"}\n'


class Case:
    def __init__(self, name, command, right, files=(), says=(), seconds=60, make=None, checks=(), environment=None, reads=False):
        self.name, self.command, self.right, self.files = name, command, set(right), dict(files)
        self.says, self.seconds, self.make, self.checks = says, seconds, make, checks
        self.environment, self.reads = environment or {}, reads or bool(checks)

    def prepare(self, folder):
        for name, data in {"good.jsonl": GOOD, **self.files}.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as out:
                out.write(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
        if self.make:
            self.make(folder)


def case(name, command, right, **more):
    CASES.append(Case(name, command if isinstance(command, list) else ["sh", command], right, **more))


# Dates: what no calendar has, in the date fields of every format.
MOMENTS = {
    "int-min": "-9223372036854775808", "int-max": "9223372036854775807", "beyond": "99999999999999999999999", "double": "1e308",
    "minus-double": "-1e308", "nan": "NaN", "year-0": "0000-00-00T00:00:00Z", "far": "+292277026596-12-04T15:30:08Z",
    "past": "-292277022657-01-27T08:29:52Z", "offset": "2025-03-14T07:00:00+99:99", "second": "2025-03-14T23:59:60.999999999999999999999Z",
    "rfc": "Fri, 99 Feb 99999 99:99:99 +9999", "digits": "1" * 5000, "hijri": "30 رمضان 99999999999", "percent": "%d%s%n", "fraction": "0.1e-400",
}


def in_formats(date):
    text = "The dam was opened on Monday. Some 400 people came to the valley."
    return {
        "a.atom": f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><updated>{date}</updated><entry><id>x</id><title>T</title><published>{date}</published><updated>{date}</updated><content>{text}</content></entry></feed>',
        "b.rss": f'<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>F</title><lastBuildDate>{date}</lastBuildDate><item><title>T</title><dc:date>{date}</dc:date><pubDate>{date}</pubDate><description>{text}</description></item></channel></rss>',
        "c.json": json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"id": "1", "title": "T", "date_published": date, "date_modified": date, "content_text": text}]}),
        "d.csv": f'title,date,text\nT,"{date}","{text}"\n',
        "e.eml": f"From: a@example.org\nTo: b@example.org\nSubject: T\nDate: {date}\nMessage-ID: <1@example.org>\n\n{text}\n",
        "f.mbox": f"From a@example.org {date}\nFrom: a@example.org\nSubject: T\nDate: {date}\n\n{text}\n",
        "g.html": f'<!DOCTYPE html><html><head><title>T</title><meta property="article:published_time" content="{date}"><meta name="date" content="{date}"><script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "T", "datePublished": date, "dateModified": date})}</script></head><body><article><h1>T</h1><time datetime="{date}">{date}</time><p>{text}</p></article></body></html>',
        "h.md": f"---\ntitle: T\ndate: {date}\nlastmod: [{date}]\n---\n{text}\n",
        "i.md": f'+++\ntitle = "T"\ndate = {date}\n+++\n{text}\n',
        "j.jsonl": json.dumps({"title": "T", "published": date, "updated": {"$date": date}, "text": text}) + "\n" + '{"title":"U","date":%s,"text":"B."}\n' % (date if date.lstrip("-").isdigit() or "e" in date and "2" not in date and date[-1].isdigit() and date[0] in "-10" else "0"),
        "k.json": json.dumps([{"title": {"rendered": "T"}, "date": date, "date_gmt": date, "modified_gmt": date, "content": {"rendered": f"<p>{text}</p>"}}]),
        "l.json": json.dumps({"uri": "u:1", "type": "text", "versioncreated": date, "firstcreated": date, "headline": "T", "body_text": text}),
        "m.xml": f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g"><itemMeta><versionCreated>{date}</versionCreated><firstCreated>{date}</firstCreated></itemMeta><contentMeta><contentCreated>{date}</contentCreated><headline>T</headline></contentMeta><contentSet><inlineData>{text}</inlineData></contentSet></newsItem>',
        "n.txt": f"T\n\n{date}\n\n{text}\n",
    }


for name, date in MOMENTS.items():
    files = {f"in/{file}": text for file, text in in_formats(date).items()}
    case(f"date-{name}-inspect", ["inspect", "in"], READ, files=files)
    case(f"date-{name}-briefing", ["render", "daily-briefing", "in", "good.jsonl", "--now", "2025-03-14T07:00:00Z", "-o", "x.html", "-o", "x.eml", "-o", "x.atom"], READ, files=files)
    case(f"date-{name}-archive", "$REPORTGEN archive add a.archive in good.jsonl && $REPORTGEN archive verify a.archive && $REPORTGEN archive stats a.archive && $REPORTGEN render timeline --archive a.archive --now 2025-03-14 -o x.html || exit $?", READ | USAGE, files=files, seconds=120)

# Values of options and parameters.
for value in ["-9223372036854775808", "9223372036854775807", "1e308", "-1e308", "nan", "inf", "-0", "0x7fffffffffffffff", "", " ", "1_000", "٣", "1e-400"]:
    tag = value.strip() or "empty" + str(len(value))
    for option in ["--time-limit", "--memory-limit", "--output-limit", "--total-limit", "--width"]:
        case(f"option{option}-{tag}", ["render", "summary", "good.jsonl", option + "=" + value, "-o", "x.txt"], {0, 64, 71})
    case(f"parameter-{tag}", ["render", "s.lua", "good.jsonl", "-o", "x.txt", "--param", f"n={value}", "--param", f"d={value}", "--param", f"w={value}"], USAGE,
         files={"s.lua": "return { api = 1, title = 't', params = { n = { type = 'integer', default = 1, min = 1, max = 5 }, d = { type = 'date', default = 'today' }, w = { type = 'duration', default = '1d' } }, build = function(ctx) return ctx:skip(tostring(ctx.now - ctx.params.w)) end }"})
    case(f"clock-{tag}", ["render", "summary", "good.jsonl", "--now", value, "--timezone", value, "-o", "x.txt"], USAGE)
for value in ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "999999999-01-01", "-0044-03-15", "2025-02-30", "2025-03-14T24:00:00Z", "2025-03-14T07:00:00+24:00"]:
    case(f"now-{value}", ["render", "daily-briefing", "good.jsonl", "--now", value, "--param", "window=99999999d", "-o", "x.html"], {0, 3, 64})
for value in ["1d" * 5000, "9223372036854775807d", "P9223372036854775807Y", "1w9223372036854775807s", "-1d", "0.5d"]:
    case(f"window-{value[:20]}", ["render", "daily-briefing", "good.jsonl", "--now", "2025-03-14", "--param", f"window={value}", "-o", "x.html"], {0, 3, 64})


# Scripts: kinds of calls with values at the ends of their ranges.
def script(body):
    return "return { api = 1, title = 't', build = function(ctx) local doc = ctx:document {} local all = ctx.articles " + body + " return doc end }"


ENDS = ["math.mininteger", "math.maxinteger", "1e308", "-1e308", "0/0", "1/0", "-1/0", "1e-308", "2^53", "-0.0"]
CALLS = [
    "all:take({})", "all:skip({})", "all[{}]", "ctx.now + ctx.duration({})", "ctx.date({}, 1, 1)", "ctx.date(2025, {}, {})", "all:sample({})", "all:summarize { sentences = {} }",
    "all:keywords { limit = {} }", "all:timeline { limit = {} }", "all:stories { limit = {} }", "all:search('dam', { limit = {} })",
    "doc:table { rows = { { a = {} } }, columns = { 'a' } }", "doc:chart { kind = 'bar', data = { { label = 'x', value = {} }, { label = 'y', value = 1 } } }",
    "doc:chart { kind = 'line', data = { { label = 'x', value = {} }, { label = 'y', value = -1e308 } } }", "doc:list { {} }", "doc:paragraph({})", "doc:metric { label = 'x', value = {}, change = {} }",
    "ctx.text.truncate('abc', {})", "ctx.text.words('abc', {})", "ctx.format.number({}, { decimals = {} })", "string.rep('x', {})", "('x'):sub({}, {})", "table.concat({ 1, 2 }, ',', {}, {})",
    "table.unpack({}, 1, {})", "utf8.char({})", "string.format('%' .. {} .. 'd', 1)", "table.move({ 1 }, {}, {}, {})", "math.random({}, {})", "string.pack('i' .. 16, {})", "select({}, 1)",
    "coroutine.wrap(function(...) coroutine.yield(...) end)({})", "load('return ' .. string.rep('(', 1e5))", "all:where { since = {}, before = {} }", "all:where { text = string.rep('a', 1e6) }",
]
for number, call in enumerate(CALLS):
    body = " ".join("pcall(function() " + call.replace("{}", value) + " end)" for value in ENDS)
    case(f"call-{number:02}", ["render", "s.lua", "good.jsonl", "--time-limit", "10", "--memory-limit", "128", "-o", "x.html", "-o", "x.txt", "-o", "x.json", "-o", "x.md", "-o", "x.eml"],
         {0, 70, 71, 73}, files={"s.lua": script(body)})
for name, body, right in [
    ("skip-controls", "do return ctx:skip('\\27[2J\\u{202e}' .. string.rep('x', 1e5)) end", {0}),
    ("error-object", "error(setmetatable({}, { __tostring = function() error('again') end }))", SCRIPT),
    ("error-forever", "error(setmetatable({}, { __tostring = function() while true do end end }))", LIMIT),
    ("error-nil", "error(nil)", SCRIPT), ("error-huge", "error(string.rep('\\27[31m', 1e6))", SCRIPT),
    ("close-in-gc", "local t <close> = setmetatable({}, { __close = function() while true do end end })", LIMIT),
    ("sort-invalid", "local t = {} for i = 1, 3000 do t[i] = i % 7 end table.sort(t, function() return true end)", {0, 70}),
    ("gsub-nest", "local function f(n) return (('x'):gsub('x', function() return f(n + 1) end)) end f(1)", SCRIPT),
    ("wrap-nest", "local function f(n) return coroutine.wrap(function() return f(n + 1) end)() end f(1)", SCRIPT),
    ("close-chain", "local c = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() end }) coroutine.yield() end) coroutine.resume(c) coroutine.close(c) for i = 1, 1e5 do local d = coroutine.create(function() coroutine.yield() end) coroutine.resume(d) coroutine.close(d) end", {0}),
    ("finished-part", "local k doc:section('A', function(s) k = s end) k:paragraph 'x'", SCRIPT),
    ("chain-where", "local q = all for i = 1, 5000 do q = q:where { lang = 'en' } end doc:paragraph(tostring(#q))", {0, 70}),
    ("chain-sort", "local q = all for i = 1, 5000 do q = q:sort 'title' end doc:paragraph(tostring(#q))", {0, 70}),
    ("chain-both", "local q, r = all, all for i = 1, 3000 do q, r = q:union(r), r:union(q) end doc:paragraph(tostring(#q))", {0, 70, 71}),
    ("table-cycle", "local t = {} t.t = t doc:table { rows = { t }, columns = { 't' } }", {0, 70}),
    ("section-deep", "local function f(s, n) if n > 0 then s:section('x', function(t) f(t, n - 1) end) end end f(doc, 500)", {0, 70}),
    ("read-link", "doc:paragraph(tostring(ctx:read 'link'))", SCRIPT), ("read-pipe", "doc:paragraph(tostring(ctx:read 'pipe'))", SCRIPT),
    ("require-self", "require 's'", {0, 70}), ("many-blocks", "for i = 1, 1e7 do doc:rule() end", {70, 71}),
    ("one-paragraph", "doc:paragraph(string.rep('a ', 2e7))", {0, 70, 71, 73}), ("print-flood", "while true do print(string.rep('x', 1e5)) end", LIMIT),
]:
    def make(folder):
        os.symlink("/etc/passwd", f"{folder}/link")
        os.mkfifo(f"{folder}/pipe")

    case(f"script-{name}", ["render", "s.lua", "good.jsonl", "--time-limit", "5", "--memory-limit", "128", "-o", "x.html", "-o", "x.txt"], right, files={"s.lua": script(body)}, make=make)

# Files and descriptors.
RENDER = "$REPORTGEN render summary good.jsonl --now 2025-03-14 "
case("stdout-closed", RENDER + "-o - >&-", OUTPUT)
case("stdout-full", RENDER + "-o - >/dev/full", OUTPUT)
case("stdout-closed-inspect", "$REPORTGEN inspect good.jsonl >&-", OUTPUT)
case("stdout-full-inspect", "$REPORTGEN inspect good.jsonl >/dev/full", OUTPUT)
case("stdout-closed-list", "$REPORTGEN api >&-", OUTPUT)
case("stdout-gone", "$REPORTGEN api | true", {0})
case("stderr-closed", RENDER + "-o x.html 2>&-", {0})
case("stderr-full", "$REPORTGEN render nothing good.jsonl -o x.html 2>/dev/full", {66, 64})
case("stdin-closed", "$REPORTGEN inspect - <&-", {65, 66})
case("stdin-folder", "$REPORTGEN inspect - < .", {65, 66})
case("all-closed", "$REPORTGEN inspect good.jsonl <&- >&- 2>&-", OUTPUT)
case("output-full", RENDER + "--format text -o /dev/full", OUTPUT)
case("two-outputs-second-fails", RENDER + "-o x.html -o none/y.html", OUTPUT, checks=[("the first one is there", lambda f, o: not os.path.exists(f"{f}/x.html"))])
case("two-outputs-second-a-folder", RENDER + "-o x.html -o d", OUTPUT | USAGE, make=lambda f: os.mkdir(f"{f}/d"), checks=[("the first one is there", lambda f, o: not os.path.exists(f"{f}/x.html"))])
case("two-outputs-same", RENDER + "-o x.html -o ./x.html", {0, 64, 73})
case("output-a-loop", RENDER + "--format text -o loop", {0, 73}, make=lambda f: os.symlink("loop", f"{f}/loop"))
case("output-no-room", "ulimit -f 1; trap '' XFSZ; " + RENDER + "-o x.html", OUTPUT, checks=[("half of it is there", lambda f, o: not os.path.exists(f"{f}/x.html"))])
case("no-files-left", "ulimit -n 12; $REPORTGEN inspect in", {0, 3, 65, 66, 73}, files={f"in/{n}.jsonl": GOOD for n in range(50)})
case("no-processes-left", "$REPORTGEN render summary good.jsonl --summarizer 'exec /nonexistent/x' -o x.html", {0, 3, 64, 70, 73})
case("input-pipe-folder", "$REPORTGEN inspect in", {3}, files={"in/a.jsonl": GOOD}, make=lambda f: os.mkfifo(f"{f}/in/p.jsonl"))
case("input-socket", "$REPORTGEN inspect s.jsonl", {65, 66}, make=lambda f: __import__("socket").socket(__import__("socket").AF_UNIX).bind(f"{f}/s.jsonl"))
case("input-device", ["inspect", "/dev/zero"], {65, 66}, seconds=30)
case("input-random", ["inspect", "/dev/urandom"], {65, 66}, seconds=30)
case("input-loop", "$REPORTGEN inspect in", {3, 65, 66, 0}, files={"in/a.jsonl": GOOD}, make=lambda f: os.symlink("..", f"{f}/in/up"))
case("input-dead-link", "$REPORTGEN inspect in", {0, 3}, files={"in/a.jsonl": GOOD}, make=lambda f: os.symlink("none", f"{f}/in/b.jsonl"))
case("input-sparse", "$REPORTGEN inspect big.json", {65, 66}, make=lambda f: os.truncate(open(f"{f}/big.json", "wb").name, 5 << 30), seconds=120)
case("input-grows", "(while :; do cat good.jsonl >> g.jsonl; done) & p=$!; $REPORTGEN inspect g.jsonl; r=$?; kill $p; exit $r", {0, 3, 65, 66}, files={"g.jsonl": GOOD})
case("script-pipe", "mkfifo s.lua; (sleep 1; : > s.lua) & timeout 20 $REPORTGEN check s.lua", {64, 65, 66, 70})
case("script-folder", ["render", ".", "good.jsonl", "-o", "x.html"], USAGE | MISSING | {65})
case("script-binary", ["check", "s.lua"], {64, 65, 66, 70}, files={"s.lua": b"\x1bLua\x54\x00\x19\x93\r\n\x1a\n" + bytes(200)})
case("script-zero-bytes", ["check", "s.lua"], {64, 65, 66, 70}, files={"s.lua": b"return\0 1"})
for name in ["a\x1b[2J\n.jsonl", "b\u202e.jsonl", "c\u2028d.jsonl", "-e.jsonl", "f\x9b.jsonl", " ", "g\udcff.jsonl".encode("utf-8", "surrogateescape").decode("utf-8", "replace")]:
    case(f"name-{len(CASES)}", ["inspect", "./" + name, "none"], {3, 65, 66}, files={name: "not an article"})
    case(f"name-out-{len(CASES)}", ["render", "summary", "good.jsonl", "--now", "2025-03-14", "-v", "-o", "./" + name + ".txt", "-o", "./none/" + name + ".html"], OUTPUT)
for word in ["\x1b[31m", "\u202egnp", "a\nreportgen: all is well", "\x9b1m", "x" * 100_000]:
    case(f"word-command-{len(CASES)}", [word], USAGE)
    case(f"word-option-{len(CASES)}", ["render", "summary", "good.jsonl", "--theme", word, "-o", "x.html"], USAGE)
    case(f"word-parameter-{len(CASES)}", ["render", "summary", "good.jsonl", "--param", word + "=1", "-o", "x.html"], USAGE)
    case(f"word-format-{len(CASES)}", ["inspect", "good.jsonl", "--format", word], USAGE)
    case(f"word-query-{len(CASES)}", ["inspect", "good.jsonl", "--where", word], {0, 64, 3})

# Themes.
THEME = {"t/theme.css": "body { color: red }\n"}
for name, files, right in [
    ("escaped-import", {"t/theme.css": "@\\69mport 'http://127.0.0.1:9/x';"}, {64, 0}), ("escaped-url", {"t/theme.css": "a { background: \\75\\72\\6c(http://127.0.0.1:9/x) }"}, USAGE),
    ("image-set", {"t/theme.css": "a { background: -webkit-image-set('http://127.0.0.1:9/x' 1x) }"}, USAGE), ("nested", {"t/theme.css": "@media print {" * 20_000}, {0, 64}),
    ("open-comment", {"t/theme.css": "/*" + "x" * 100_000}, {0, 64}), ("open-string", {"t/theme.css": "a::before { content: \"\\\n</style><script>alert(1)</script>"}, {0, 64}),
    ("end-tag", {"t/theme.css": "a::before { content: '</style><script>alert(1)</script>' }"}, {0, 64}), ("binary", {"t/theme.css": bytes(range(256))}, {0, 64}),
    ("huge", {"t/theme.css": "a { color: red }\n" * 3_000_000}, USAGE | {0, 65}), ("src", {"t/theme.css": "a { background: src('http://127.0.0.1:9/x') }"}, USAGE),
    ("namespace", {"t/theme.css": "@namespace 'http://127.0.0.1:9/';"}, {0, 64}), ("empty-folder", {"t/.keep": ""}, USAGE | {0}),
]:
    case(f"theme-{name}", ["render", "summary", "good.jsonl", "--now", "2025-03-14", "--theme", "./t", "-o", "x.html"], right, files=files,
         checks=[("a script or an address got into the page", lambda f, o: not os.path.exists(f"{f}/x.html") or all(w not in open(f"{f}/x.html", errors="replace").read() for w in ["<script>alert", "127.0.0.1:9/x"]))])
case("theme-pipe", ["render", "summary", "good.jsonl", "--theme", "./t", "-o", "x.html"], USAGE | {65, 66}, make=lambda f: (os.mkdir(f"{f}/t"), os.mkfifo(f"{f}/t/theme.css")), seconds=20)
case("theme-link", ["render", "summary", "good.jsonl", "--theme", "./t", "-o", "x.html"], USAGE | {65, 66}, make=lambda f: (os.mkdir(f"{f}/t"), os.symlink("/etc/passwd", f"{f}/t/theme.css")))


# Jobs: files, and commands that misbehave.
def job(extra, root=""):
    return {"all.lua": script("doc:paragraph(tostring(#all))"),
            "reportgen.yaml": "inputs: good.jsonl\n" + root + "jobs:\n  m:\n    script: ./all.lua\n    schedule: 0 7 * * *\n    retries: {attempts: 1}\n    limits: {total: 8s}\n" + extra}


RUN = "$REPORTGEN job run m --at 2025-03-14T07:00"
for name, command, right in [
    ("deaf", "exec <&-; exit 0", {0, 73}), ("no-end", "cat >/dev/null; sleep 300", {71, 73}), ("stopped", "kill -STOP $$", {71, 73}), ("killed", "kill -KILL $$", OUTPUT),
    ("segv", "kill -SEGV $$", OUTPUT), ("code-255", "cat >/dev/null; exit 255", OUTPUT), ("flood", "cat >/dev/null; yes", {71, 73}), ("errors-flood", "cat >/dev/null; yes $(printf '\\033[31m') >&2", {71, 73}),
    ("child-stays", "cat >/dev/null; (trap '' TERM HUP; sleep 300) & exit 0", {0}), ("own-session", "cat >/dev/null; setsid sleep 20 >/dev/null 2>&1 & exit 0", {0}), ("trap-term", "trap '' TERM INT HUP; cat >/dev/null; while :; do sleep 1; done", {71, 73}),
    ("missing", "/nonexistent/mail", OUTPUT), ("empty", "", {0, 64}), ("syntax", "if then", OUTPUT), ("null", "cat > /dev/null", {0}), ("signals", "trap 'exit 0' PIPE; exit 7", OUTPUT),
]:
    for prefix in ["", "trap '' CHLD; ", "trap '' PIPE; "]:
        case(f"deliver-{name}-{prefix[8:12].strip() or 'plain'}", prefix + "exec " + RUN, right, files=job(f"    deliver: {json.dumps(command)}\n"), seconds=40)
for name, extra, root, right in [
    ("huge-retries", "    deliver: 'false'\n    deadline: 9223372036854775807s\n", "", {64, 73}), ("int-min-width", "    width: -9223372036854775808\n    stdout: text\n", "", USAGE),
    ("inf-limit", "    stdout: text\n    theme: .inf\n", "", USAGE), ("nan-width", "    stdout: text\n    width: .nan\n", "", USAGE), ("param-deep", "    stdout: text\n    params: {a: " + "[" * 5000 + "]" * 5000 + "}\n", "", USAGE),
    ("year-9999", "    stdout: text\n    catch-up: all\n", "", {0}), ("pattern-up", "    outputs: ['../../../../{date}/../x.html']\n", "", {0, 64, 73}), ("pattern-null", "    outputs: [\"a\\0b.html\"]\n", "", {64, 73}),
    ("pattern-controls", "    outputs: [\"a\\e[2J\\n{date}.html\"]\n", "", {0, 64, 73}), ("subject-lines", "    mail: {to: [a@example.org], subject: \"a\\r\\nBcc: b@example.org\"}\n", "mail: {from: a@example.org, sendmail: /bin/false}\n", {64, 73}),
    ("address-lines", "    mail: {to: [\"a@example.org\\nBcc: b@example.org\"]}\n", "mail: {from: a@example.org, sendmail: /bin/false}\n", USAGE), ("state-device", "    stdout: text\n", "state: /dev/null\n", {64, 73}),
    ("zone-path", "    stdout: text\n    timezone: ../../../etc/passwd\n", "", USAGE), ("hook-hangs", "    stdout: text\n    on-success: 'sleep 300'\n", "", {0}),
]:
    case(f"job-{name}", RUN, right, files=job(extra, root), seconds=90)
case("jobs-aliases", RUN, USAGE, files={"reportgen.yaml": "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9))}, seconds=30)
case("jobs-deep", RUN, USAGE, files={"reportgen.yaml": "jobs: " + "{a: " * 20_000}, seconds=30)
case("jobs-deep-list", RUN, USAGE, files={"reportgen.yaml": "jobs: " + "[" * 100_000}, seconds=30)
case("jobs-binary", RUN, USAGE, files={"reportgen.yaml": bytes(range(256)) * 50}, seconds=30)
case("jobs-many", RUN, USAGE | {0}, files={**job("    stdout: text\n"), "x": ""}, seconds=60)
case("jobs-cycle", RUN, USAGE, files={"reportgen.yaml": "jobs: &a\n  m: *a\n"}, seconds=30)


# Databases after something went wrong with them.
def archive(sql):
    def make(folder):
        subprocess.run([os.environ["REPORTGEN_PROGRAM"], "archive", "add", f"{folder}/a.archive", f"{folder}/good.jsonl"], check=True, capture_output=True)
        database = sqlite3.connect(f"{folder}/a.archive")
        database.execute("PRAGMA writable_schema = ON")
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute("UPDATE sqlite_schema SET sql = replace(replace(sql, 'NOT NULL', ''), 'STRICT', '') WHERE type = 'table' AND name NOT LIKE 'term%' AND name NOT LIKE 'sqlite%'")
        database.commit()
        database.close()
        database = sqlite3.connect(f"{folder}/a.archive")
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for statement in sql(database, tables):
            try:
                database.execute(statement)
            except sqlite3.Error:
                pass
        database.commit()
        database.close()
    return make


def every(value):
    def statements(database, tables):
        for table in tables:
            if table.startswith(("term", "sqlite", "setting")):
                continue
            for column in [row[1] for row in database.execute(f"PRAGMA table_info({table})") if not row[5]]:
                yield f"UPDATE OR IGNORE {table} SET {column} = {value}"
    return statements


USE = ("for c in 'archive stats' 'archive verify' 'archive verify --check-only' 'archive export' 'archive stories' 'archive prune --before 1990-01-01'; do set -- $c; a=$1; b=$2; shift 2; timeout 60 $REPORTGEN $a $b a.archive \"$@\" >/dev/null; r=$?; [ $r -lt 124 ] || exit $r; done; "
       "timeout 60 $REPORTGEN render daily-briefing --archive a.archive --now 2025-03-14 -o x.html; r=$?; [ $r -lt 124 ] || exit $r; timeout 60 $REPORTGEN archive add a.archive good.jsonl; r=$?; [ $r -lt 124 ] || exit $r; exit 0")
for name, value in [("null", "NULL"), ("text", "'x'"), ("int-min", "-9223372036854775808"), ("int-max", "9223372036854775807"), ("double", "1e308"), ("minus-double", "-1e300"), ("blob", "x'00ff80'"), ("huge", "zeroblob(5000000)"), ("minus-one", "-1"), ("empty", "''"), ("invalid-text", "CAST(x'ff80fe' AS TEXT)")]:
    case(f"archive-column-{name}", USE, {0}, make=archive(every(value)), seconds=400)
case("archive-no-tables", USE, {0}, make=archive(lambda d, t: [f"DROP TABLE {x}" for x in t]), seconds=300)
for name, data in [("empty", b""), ("text", b"hello"), ("header", b"SQLite format 3\0" + bytes(84)), ("zeros", bytes(8192)), ("page-size", b"SQLite format 3\0\xff\xff" + bytes(4000))]:
    case(f"archive-file-{name}", USE, {0}, files={"a.archive": data}, seconds=300)
case("archive-folder", USE, {0}, make=lambda f: os.mkdir(f"{f}/a.archive"), seconds=300)
case("archive-pipe", USE, {0}, make=lambda f: os.mkfifo(f"{f}/a.archive"), seconds=300)


def ledger(value):
    def make(folder):
        subprocess.run([os.environ["REPORTGEN_PROGRAM"], "job", "run", "m", "--at", "2025-03-13T07:00"], cwd=folder, check=True, capture_output=True)
        path = f"{folder}/.reportgen/ledger.sqlite"
        database = sqlite3.connect(path)
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        database.commit()
        database.close()
        database = sqlite3.connect(path)
        for table in ["run", "delivery", "seen", "met", "staged_article"]:
            for column in [row[1] for row in database.execute(f"PRAGMA table_info({table})") if not row[5]]:
                try:
                    database.execute(f"UPDATE OR IGNORE {table} SET {column} = {value}")
                except sqlite3.Error:
                    pass
        database.commit()
        database.close()
    return make


for name, value in [("null", "NULL"), ("text", "'x'"), ("double", "1e308"), ("blob", "x'00ff80'"), ("int-min", "-9223372036854775808"), ("int-max", "9223372036854775807")]:
    case(f"ledger-{name}", "$REPORTGEN job list; r=$?; [ $r -lt 124 ] || exit $r; $REPORTGEN job history; r=$?; [ $r -lt 124 ] || exit $r; " + RUN + "; r=$?; [ $r -lt 124 ] || exit $r; exit 0",
         {0}, files=job("    stdout: text\n"), make=ledger(value), seconds=90)
