"""Uses the C interface from Python, with nothing but ctypes. Argument: the library. Run in the root folder."""

import ctypes
import json
import sys

lib = ctypes.CDLL(sys.argv[1])
P, S, N = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t


class Input(ctypes.Structure):
    _fields_ = [("now", S), ("timezone", S), ("last_run", S), ("parameters", ctypes.POINTER(S)),
                ("parameter_count", N), ("cancellation", P)]


for name, result, arguments in [
    ("new", P, [P]), ("free", None, [P]), ("articles_new", P, []), ("articles_free", None, [P]),
    ("load_path", N, [P, S]), ("article_json", P, [P, N]), ("open", P, [P, S, ctypes.POINTER(P)]),
    ("compile", P, [P, S, S, ctypes.POINTER(P)]), ("report_free", None, [P]),
    ("render", P, [P, P, ctypes.POINTER(Input), S, P, ctypes.POINTER(P)]),
    ("output_bytes", S, [P]), ("output_count", N, [P]), ("output_free", None, [P]),
    ("error_message", S, [P]), ("error_line", ctypes.c_int32, [P]), ("error_free", None, [P]),
]:
    function = getattr(lib, "reportengine_" + name)
    function.restype, function.argtypes = result, arguments
    globals()[name] = function

passed = failed = 0


def expect(holds, what):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    if not holds:
        print("failed:", what, file=sys.stderr)


engine, articles, error = new(None), articles_new(), P()
expect(load_path(articles, b"samples/news") > 10, "the samples are read")
first = article_json(articles, 0)
expect(json.loads(output_bytes(first).decode())["paragraphs"], "an article has paragraphs")
output_free(first)

report = globals()["open"](engine, b"daily-briefing", ctypes.byref(error))
parameters = (S * 2)(b"lang=ar", b"window=2d")
when = Input(now=b"2025-03-14T07:00:00Z", timezone=b"Africa/Cairo", parameters=parameters, parameter_count=2)
page = render(report, articles, ctypes.byref(when), b"html", None, ctypes.byref(error))
html = output_bytes(page).decode()
expect('dir="rtl"' in html and 'lang="ar"' in html, "the briefing is Arabic, from right to left")
expect(output_count(page) == len(html.encode()), "the bytes are counted")
output_free(page)
report_free(report)

# Numbers at their ends, NULLs, what was freed and what is of another kind: an error or nothing, never the end of the process.
class Limits(ctypes.Structure):
    _fields_ = [("time", ctypes.c_double), ("memory", ctypes.c_int64), ("output", ctypes.c_int64)]


class Style(ctypes.Structure):
    _fields_ = [("theme", S), ("width", ctypes.c_int32)]


source = b"return { api = 1, title = 't', build = function(ctx) local d = ctx:document {} d:paragraph 'x' return d end }"
for limits in [Limits(x, 0, 0) for x in (float("nan"), float("inf"), float("-inf"), 1e300, 1e-300, -1)] + [
        Limits(0, x, y) for x in (-2**63, 2**63 - 1, 1) for y in (-2**63, 2**63 - 1)]:
    bounded, error = new(ctypes.byref(limits)), P()
    report = compile(bounded, source, b"r.lua", ctypes.byref(error))
    expect(report or error_message(error), "a report or an error")
    error_free(error)
    report_free(report)
    free(bounded)
report, empty = compile(engine, source, b"r.lua", None), articles_new()
for width in (-2**31, -1, 1, 2**31 - 1):
    output = render(report, empty, ctypes.byref(Input(now=b"2025-03-14T07:00:00Z")), b"text",
                    ctypes.byref(Style(None, width)), None)
    expect(output_count(output) > 0, "any width is brought inside")
    output_free(output)
for count in (3, 2**63, 2**64 - 1):
    error = P()
    wrong = Input(now=b"2025-03-14T07:00:00Z", parameter_count=count)
    expect(not render(report, empty, ctypes.byref(wrong), b"html", None, ctypes.byref(error)), "no such parameters")
    expect(error_message(error), "an error says so")
    error_free(error)
articles_free(empty)
report_free(report)
report_free(report)
error = P()
expect(not render(report, empty, ctypes.byref(Input(now=b"2025-03-14T07:00:00Z")), b"html", None, ctypes.byref(error)),
       "what was freed is known")
error_free(error)
expect(not article_json(engine, 0) and not load_path(engine, b"samples/news"), "an engine is no collection")


bad = globals()["compile"](engine, b"return {\n\n", b"bad.lua", ctypes.byref(error))
expect(bad is None and b"bad.lua" in error_message(error), "a script with a mistake is refused")
error_free(error)
articles_free(articles)
free(engine)
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
