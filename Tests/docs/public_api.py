"""Checks the public declarations of the engine, as its symbol graph lists them, against a list of earlier ones: the module
that declares it, the name, the declaration.

usage: public_api.py SYMBOL_GRAPH LIST [--record]
"""

import json
import sys

graph, path = sys.argv[1:3]
symbols = json.load(open(graph, encoding="utf-8"))["symbols"]
lines = sorted(
    {
        f"{symbol['module']}  "
        + ".".join(symbol["pathComponents"]) + "  " + "".join(f["spelling"] for f in symbol["declarationFragments"])
        for symbol in symbols
    }
)
bare = sorted(".".join(s["pathComponents"]) for s in symbols if not s.get("docComment", {}).get("lines"))
for name in bare:
    print(f"no comment: {name}", file=sys.stderr)

if "--record" in sys.argv:
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
known = open(path, encoding="utf-8").read().splitlines()
gone = [line for line in known if line not in set(lines)]
for line in gone:
    print(f"gone or changed: {line}", file=sys.stderr)
if gone:
    print("That breaks programs which use it. If it is meant, record the list anew.", file=sys.stderr)
added = len(set(lines) - set(known))
print(f"{len(symbols)} public declarations, {len(symbols) - len(bare)} with a comment, {added} since the list was recorded")
sys.exit(1 if gone or bare else 0)
