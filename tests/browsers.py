"""A real Chromium for the tests, and what several of them ask of what it shows."""

import os
import shutil
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

# A sentence for each text with too little contrast, in the parts of a page that match the argument.
CONTRAST = """selector => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const over = (top, under) => {
    const a = top.length > 3 ? top[3] : 1;
    return [0, 1, 2].map(i => a * top[i] + (1 - a) * under[i]);
  };
  const behind = element => {
    const layers = [];
    for (let e = element; e; e = e.parentElement)
      layers.push(numbers(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const problems = [];
  for (const part of document.querySelectorAll(selector)) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.data.trim(), element = walker.currentNode.parentElement;
      if (!text || !element.getClientRects().length) continue;
      const style = getComputedStyle(element), under = behind(element);
      const one = light(over(numbers(style.color), under)), two = light(under);
      const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
      const large = parseFloat(style.fontSize) >= 24;
      if (ratio < (large ? 3 : 4.5))
        problems.push(`contrast ${ratio.toFixed(1)} of "${text.slice(0, 40)}"`);
    }
  }
  return [...new Set(problems)];
}"""


def chromium(playwright):
    """A browser that is started; the caller closes it."""
    return playwright.chromium.launch(
        executable_path=program(playwright),
        args=["--no-sandbox"] if hasattr(os, "getuid") and os.getuid() == 0 else [])


def program(playwright):
    """Playwright's own Chromium if it is there, else one of this machine; else a failure."""
    own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge"):
        if found := shutil.which(name):
            return found
    for place in ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                  "/Applications/Chromium.app/Contents/MacOS/Chromium",
                  r"C:\Program Files\Google\Chrome\Application\chrome.exe",
                  r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe"):
        if Path(place).exists():
            return place
    return pytest.fail(
        "There is no browser to test with: install Chromium or Chrome, or run "
        f"'{sys.executable} -m playwright install chromium'.", pytrace=False)


def violations(page, within=None, **options):
    """A sentence for each thing in a page, or in some parts of it, that axe-core finds wrong."""
    found = Axe().run(page, within, {
        "resultTypes": ["violations"], "preload": False, "iframes": False, **options}).response
    return [f"{rule['id']}: {rule['help']}: {node['html'][:120]}"
            for rule in found["violations"] for node in rule["nodes"]]


def skipped(headings):
    """A sentence for each of these headings, (level, id), that is more than one level deeper."""
    return [f"heading '{id}' skips a level"
            for (before, _), (level, id) in pairwise(headings) if level > before + 1]
