"""axe.py FOLDER: runs axe over every page of FOLDER in headless Chromium; with SHOTS=1 pictures are kept beside the pages."""
import glob
import os
import shutil
import sys

import axe_core_python
from playwright.sync_api import sync_playwright

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = {"desktop": (1280, 900, "light"), "phone": (390, 844, "light"), "dark": (1280, 900, "dark")}


def main(folder):
    script = open(os.path.join(os.path.dirname(axe_core_python.__file__), "axe.min.js"), encoding="utf-8").read()
    shots = os.environ.get("SHOTS")
    bad = checked = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for path in sorted(glob.glob(folder + "/*.html")):
            for view, (width, height, scheme) in VIEWS.items():
                # The policy of a page forbids scripts; the checker is one.
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True)
                page = context.new_page()
                page.goto("file://" + path)
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    bad += 1
                    print(f"{os.path.basename(path)} {view}: wider than the window")
                page.evaluate(script)
                found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
                checked += 1
                for rule in found["violations"]:
                    bad += 1
                    node = rule["nodes"][0]
                    print(f"{os.path.basename(path)} {view}: {rule['id']} x{len(rule['nodes'])}: {node['html'][:120]}")
                if shots:
                    page.screenshot(path=f"{path[:-5]}-{view}.png", full_page=True)
                    if view == "desktop":
                        page.pdf(path=path[:-5] + ".pdf", prefer_css_page_size=True)
                context.close()
        browser.close()
    print(f"axe: {checked} views, {bad} findings")
    return 1 if bad else 0


sys.exit(main(sys.argv[1]))
