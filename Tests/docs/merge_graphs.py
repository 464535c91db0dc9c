"""Merges the symbol graphs of modules into one, as the module that re-exports them shows them.

usage: merge_graphs.py FOLDER OUTPUT MODULE...      the last module gives its name
"""

import json
import pathlib
import sys

folder, output, modules = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
whole = json.load(open(folder / f"{modules[-1]}.symbols.json", encoding="utf-8"))
symbols, relationships = {}, []
for module in modules:
    # Members that a module adds to types of another stand in files of their own: `Module@Other.symbols.json`.
    files = [folder / f"{module}.symbols.json"]
    files += [path for path in folder.glob(f"{module}@*.symbols.json") if path.name.split("@")[1].split(".")[0] in modules]
    for file in sorted(files):
        graph = json.load(open(file, encoding="utf-8"))
        for symbol in graph["symbols"]:
            symbol["module"] = module
            symbols.setdefault(symbol["identifier"]["precise"], symbol)
        relationships += graph["relationships"]
whole["symbols"] = list(symbols.values())
whole["relationships"] = relationships
json.dump(whole, open(output, "w", encoding="utf-8"))
