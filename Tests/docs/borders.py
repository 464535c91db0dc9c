"""Counts the names that each module of the engine declares `package`, and of those the ones that each other module mentions.

usage: borders.py      (run anywhere; reads Sources/)

By names, not by the compiler: a member called like a common word is counted where the word occurs, so take it as a bound.
"""

import collections
import pathlib
import re

SOURCES = pathlib.Path(__file__).resolve().parents[2] / "Sources"
DECLARATION = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*package\s+(?:(?:static|final|mutating|lazy|indirect|prefix|private\(set\))\s+)*"
    r"(struct|class|enum|protocol|typealias|func|let|var)\s+(\w+)", re.M)
TYPES = {"struct", "class", "enum", "protocol", "typealias"}

texts = {
    folder.name: "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.swift")))
    for folder in sorted(SOURCES.glob("Report*"))
    if folder.is_dir()
}
texts["reportgen"] = "\n".join(path.read_text(encoding="utf-8") for path in (SOURCES / "reportgen").rglob("*.swift"))
names = {module: set(DECLARATION.findall(text)) for module, text in texts.items()}
words = {module: set(re.findall(r"\w+", text)) for module, text in texts.items()}
imports = {module: set(re.findall(r"^(?:@\w+ )?import (\w+)", text, re.M)) for module, text in texts.items()}
for module in texts:
    if not names[module]:
        continue
    print(f"{module}: {len(names[module])} names")
    for other in texts:
        used = [kind for kind, name in names[module] if name in words[other]]
        if other == module or module not in imports[other] or not used:
            continue
        kinds = collections.Counter("types" if kind in TYPES else "members" for kind in used)
        print(f"  to {other}: {kinds['types']} types, {kinds['members']} members")
