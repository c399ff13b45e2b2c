"""The notebooks as a reader sees them: a real JupyterLab in a real Chromium, light and dark."""

import os
import re
import subprocess
import sys
import time
from functools import partial

import pytest
from playwright.sync_api import Error, sync_playwright

from browsers import CONTRAST, chromium, skipped, violations
from notebooks import NOTEBOOKS, ROOT, code_cells, jupyterlab_ids, name_of, none

SHOWN = ".jp-NotebookPanel:not(.lm-mod-hidden)"
OURS = [f"{SHOWN} .jp-MarkdownOutput", f"{SHOWN} .jp-OutputArea-output"]  # not JupyterLab's own
THEMES = ["JupyterLab Light", "JupyterLab Dark"]
PATIENCE = 180_000  # ms that a kernel or Run All may take before it counts as hanging

# What is checked in the page. Each returns a list of sentences, one for each thing that is wrong.
PICTURES = """() => {
  const problems = [];
  for (const img of document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-output img')) {
    const name = img.alt || img.src.slice(0, 60);
    if (!img.alt || img.alt.length < 15) problems.push(`no alt text: ${name}`);
    if (!img.complete || img.naturalWidth === 0) { problems.push(`not drawn: ${name}`); continue; }
    const area = img.closest('.jp-OutputArea-output').getBoundingClientRect();
    const box = img.getBoundingClientRect();
    if (box.width < 100 || box.height < 50) problems.push(`too small to see: ${name}`);
    if (box.right > area.right + 1) problems.push(`wider than its output area: ${name}`);
    if (img.naturalWidth < 1.9 * box.width) problems.push(`not crisp on a dense screen: ${name}`);
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 2;
    const drawing = canvas.getContext('2d');
    drawing.drawImage(img, 0, 0);
    if (drawing.getImageData(1, 1, 1, 1).data[3] !== 255) problems.push(`not opaque: ${name}`);
  }
  return problems;
}"""

HEADINGS = """() => [...document.querySelectorAll(
    '.jp-NotebookPanel:not(.lm-mod-hidden) :is(.jp-MarkdownOutput, .jp-OutputArea-output) :is(h1, h2, h3, h4, h5, h6)')]
  .map(h => [Number(h.tagName[1]), h.id || h.dataset.jupyterId || ''])"""

TABLES = """() => [...document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .jp-OutputArea-output table')]
  .filter(table => !table.querySelector('th')).map(table => `a table without headings: ${table.innerText.slice(0, 60)}`)"""

ALL_RUN = """() => {
  const prompts = [...document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .jp-InputPrompt')];
  return prompts.length > 0 && prompts.every(p => /\\[\\d+\\]/.test(p.innerText));
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address that notebooks/open prints, of a JupyterLab that keeps off the user's files."""
    folder = tmp_path_factory.mktemp("lab")
    settings = folder / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    # All cells are in the page, not only those that can be seen, so that all can be checked.
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    news = folder / "settings" / "@jupyterlab" / "apputils-extension"
    news.mkdir()
    (news / "notification.jupyterlab-settings").write_text(
        '{"fetchNews": "false", "checkForUpdates": false}')
    variables = os.environ | {
        "WORKBENCH_SIZE": "small", "WORKBENCH_PROGRESS": str(folder / "progress"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"), "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces")}
    log = folder / "log"
    with open(log, "w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "notebooks" / "open"), "--no-browser"],
            stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=variables, cwd=folder)
    try:
        yield address(process, log)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def address(process, log):
    end = time.monotonic() + 90
    while time.monotonic() < end:
        printed = log.read_text(encoding="utf-8", errors="replace")
        if found := re.search(r"http://127\.0\.0\.1:\d+/\S*token=\w+", printed):
            return found[0]
        if process.poll() is not None:
            break
        time.sleep(0.1)
    return pytest.fail(f"notebooks/open printed no address:\n{printed}", pytrace=False)


@pytest.fixture(scope="module")
def page(lab):
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(30_000)
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        # Nothing is saved: these are the collection's own notebooks.
        page.route(re.compile(r"/api/contents/"), lambda route: (
            route.abort() if route.request.method in ("PUT", "PATCH") else route.continue_()))
        page.kernel = None
        page.route(re.compile(r"/api/sessions\b"), partial(in_one_kernel, page))
        yield page
        browser.close()


def in_one_kernel(page, route):
    """Let the kernel of the notebook that was opened first serve the others, which run nothing."""
    if route.request.method != "POST":
        route.continue_()
        return
    session = route.request.post_data_json
    if page.kernel:
        session["kernel"] = {"id": page.kernel}
    answer = route.fetch(post_data=session)
    page.kernel = answer.json()["kernel"]["id"]
    route.fulfill(response=answer)


def shown(page):
    """The notebook that is in front, once its cells are there."""
    page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .cm-content")
    page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) h1")
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")


def choose(page, *entries):
    """Choose an entry of JupyterLab's menu."""
    page.locator("#jp-MainMenu").get_by_text(entries[0], exact=True).click()
    for entry in entries[1:]:
        item = page.locator(".lm-Menu").get_by_text(entry, exact=True).last
        item.hover()
        item.click()


def look(page, path, theme):
    """All that is wrong with what is shown now."""
    says = f"{name_of(path)} in {theme}"
    for script in (PICTURES, TABLES):
        yield from (f"{says}: {problem}" for problem in page.evaluate(script))
    yield from (f"{says}: {problem}" for problem in page.evaluate(
        CONTRAST, f"{SHOWN} .jp-OutputArea-output"))
    levels = page.evaluate(HEADINGS)
    if [level for level, _ in levels].count(1) != 1:
        yield f"{says}: it shows {[level for level, _ in levels].count(1)} titles instead of one"
    yield from (f"{says}: {problem}" for problem in skipped(levels))
    ids = {id for _, id in levels}
    yield from (f"{says}: no heading has the id {id}, which links rely on; there are {sorted(ids)}"
                for id in jupyterlab_ids(path) - ids)
    yield from (f"{says}: the page had an error: {error}" for error in page.errors)


def in_both_themes(page, path):
    within = {"include": [[part] for part in OURS if page.locator(part).count()]}
    yield from (f"{name_of(path)}: {problem}" for problem in violations(
        page, within, runOnly=["wcag2a", "wcag2aa"],
        rules={"color-contrast": {"enabled": False}}))  # which CONTRAST looks at, faster
    for theme in THEMES:
        choose(page, "Settings", "Theme", theme)
        page.wait_for_function(
            "dark => (document.body.dataset.jpThemeLight === 'false') === dark",
            arg=theme.endswith("Dark"))
        yield from look(page, path, theme)


def wait_for_kernel(page, lab):
    """Before its kernel is there, JupyterLab answers Run All with the question which one to take.

    The server is asked: the page may call the state of a kernel unknown until a cell runs."""
    server, _, token = lab.partition("/lab")
    end = time.monotonic() + PATIENCE / 1_000
    kernels = []
    while time.monotonic() < end:
        kernels = page.request.get(f"{server}/api/kernels?{token.partition('?')[2]}").json()
        if any(kernel["execution_state"] == "idle" and kernel["connections"]
               for kernel in kernels):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"JupyterLab is not connected to an idle kernel: {kernels}", pytrace=False)


def test_notebook_00_opens_and_runs(page, lab):
    path = NOTEBOOKS[0]
    page.goto(lab)
    notebook = shown(page)
    assert path.name in page.url, f"notebooks/open leads to {page.url} and not to {path.name}"
    wait_for_kernel(page, lab)
    choose(page, "Run", "Run All Cells")
    try:
        page.wait_for_function(ALL_RUN, timeout=PATIENCE)
    except Error:
        prompts = notebook.locator(".jp-CodeCell .jp-InputPrompt").all_inner_texts()
        pytest.fail(f"{name_of(path)}: Run All did not reach the end: {prompts}", pytrace=False)
    said = notebook.locator(".jp-OutputArea-output[data-mime-type*='stderr'], "
                            ".jp-OutputArea-output[data-mime-type*='error']").all_inner_texts()
    assert not said, f"{name_of(path)}: Run All showed an error: {said}"
    assert notebook.locator(".jp-OutputArea-output img").count() > 0, (
        f"{name_of(path)}: Run All shows no chart")
    none(in_both_themes(page, path))


def test_java_is_highlighted(page):
    colours = page.evaluate("""() => {
      const line = [...document.querySelectorAll('.jp-CodeCell .cm-line')]
        .find(line => line.innerText.includes('throw new Error'));
      const word = [...line.querySelectorAll('span')].find(span => span.innerText === 'throw');
      return [word && getComputedStyle(word).color, getComputedStyle(line).color];
    }""")
    assert colours[0] and colours[0] != colours[1], (
        f"'throw' is not shown as a word of Java: {colours}; is language_info's mode 'java'?")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_saved_outputs_can_be_read(page, lab, path):
    """As a reader sees them who has only opened the notebook: not trusted, nothing run."""
    server, _, token = lab.partition("/lab")
    page.goto(f"{server}/lab/tree/notebooks/{path.name}?reset&{token.partition('?')[2]}")
    notebook = shown(page)
    outputs = [output for cell in code_cells(path) for output in cell.outputs]
    if outputs:
        notebook.locator(".jp-OutputArea-output").first.wait_for()
    none(in_both_themes(page, path))
    saved = sum("<img" in "".join(output.get("data", {}).get("text/html", ""))
                for output in outputs)
    assert notebook.locator(".jp-OutputArea-output img").count() == saved, (
        f"{name_of(path)}: JupyterLab does not show each of the {saved} saved charts")
