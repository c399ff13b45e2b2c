"""The pages of notebooks/run --html, as a real Chromium shows them that has no network."""

import re
import subprocess
import sys
import time
from urllib.parse import unquote, urljoin, urlsplit

import nbformat
import pytest
from playwright.sync_api import sync_playwright

import commands
import pages
import pictures
from browsers import CONTRAST, chromium, skipped, violations
from notebooks import FOLDER, NOTEBOOKS, ROOT, SOLUTIONS, code_cells, jupyterlab_ids, none

PLACES = ["index.html", *(pages.place(path).as_posix()
                         for path in [*NOTEBOOKS, *sorted(FOLDER.glob("*.md")), *SOLUTIONS])]
# Rules about the style, which is the same for all pages: axe-core takes longest for them.
STYLE = ["color-contrast", "link-in-text-block", "target-size"]
ONE_OF_EACH_KIND = ["index.html", PLACES[1], PLACES[-1]]

SEEN = """() => ({
  ids: [...document.querySelectorAll('[id]')].map(e => e.id),
  links: [...document.querySelectorAll('a')].map(a => a.getAttribute('href')),
  headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .map(h => [Number(h.tagName[1]), h.id]),
  pictures: [...document.querySelectorAll('img')]
    .map(i => [i.alt, i.complete && i.naturalWidth > 0]),
  scripts: document.querySelectorAll('script, link, iframe, object, [onclick], [onload]').length,
  language: document.documentElement.lang, title: document.title,
  viewport: document.querySelector('meta[name=viewport]')?.content,
  foot: [...document.querySelectorAll('footer nav a')]
    .map(a => [a.innerText, a.getAttribute('href')]),
})"""

TOO_WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages of the whole course, made by the command."""
    folder = tmp_path_factory.mktemp("pages #1 é")
    run = subprocess.run([sys.executable, ROOT / "notebooks" / "run", "--html", folder],
                         capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr
    said = f"{len(NOTEBOOKS + SOLUTIONS)} pages: open {folder / 'index.html'}"
    assert run.stdout.splitlines()[-1] == said
    return folder


@pytest.fixture(scope="module")
def seen(folder):
    """What each page shows, by its place; in "problems" what is wrong with it as it is shown."""
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        context = browser.new_context(viewport={"width": 1280, "height": 1000}, offline=True)
        page = context.new_page()
        page.set_default_timeout(30_000)
        asked, said = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        shown = {}
        sources = sorted(f"sources/{path.name}" for path in (folder / "sources").iterdir())
        for place in PLACES + sources:
            asked.clear()
            said.clear()
            page.goto((folder / place).as_uri())
            shown[place] = page.evaluate(SEEN)
            shown[place]["problems"] = [*looked_at(page, place), *said, *(
                f"asks for {url}" for url in asked if not url.startswith(("file:", "data:")))]
        browser.close()
    return shown


def looked_at(page, place):
    """What is wrong with a page: by the keyboard, on a small screen, for axe-core, in the dark.

    The style is judged on a page of each kind; only the contrast is looked at on all."""
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.className") != "skip":
        yield "the first thing that the keyboard reaches is not the link to the text"
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.tagName") != "MAIN":
        yield "the link to the text does not lead there"
    yield from violations(page, rules={rule: {"enabled": False} for rule in STYLE})
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        problems = page.evaluate(CONTRAST, "body")
        if place in ONE_OF_EACH_KIND:
            problems += violations(page, runOnly=STYLE)
        yield from (f"where it is {scheme}, {problem}" for problem in problems)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 1000})
        if page.evaluate(TOO_WIDE):
            yield f"it is wider than {width} pixels"


def of_each(seen, check):
    none(f"{place}: {problem}" for place, page in seen.items() for problem in check(page))


def test_they_are_shown_without_a_network_and_can_be_read_by_everybody(seen):
    of_each(seen, lambda page: page["problems"])


def test_each_has_a_head_and_headings_in_order(seen):
    def check(page):
        levels = [level for level, _ in page["headings"]]
        if levels[:1] != [1] or levels.count(1) != 1:
            yield f"its headings begin with {levels[:3]} and not with the only title"
        yield from skipped(page["headings"])
        if page["language"] != "en" or "width=device-width" not in page["viewport"]:
            yield "its language or its viewport is missing"
        if page["scripts"]:
            yield "it holds a script, or something that is fetched"
        yield from (f"two things have the id {id}" for id in set(page["ids"])
                    if page["ids"].count(id) > 1)
    of_each(seen, check)
    titles = [page["title"] for page in seen.values()]
    assert len(set(titles)) == len(titles), f"two pages have the same title: {titles}"


def test_each_picture_is_there_and_has_a_text(seen):
    of_each(seen, lambda page: [f"a picture is not drawn or has no text: {alt[:80]}"
                                for alt, drawn in page["pictures"] if len(alt) < 15 or not drawn])
    for path in NOTEBOOKS:
        charts = sum("image/png" in output.get("data", {})
                     for cell in code_cells(path) for output in cell.outputs)
        shown = seen[pages.place(path).as_posix()]["pictures"]
        assert len(shown) == charts, f"{path.name} holds {charts} pictures, its page {len(shown)}"


def test_each_link_leads_somewhere(seen):
    def check(place):
        for link in seen[place]["links"]:
            parts = urlsplit(link)
            if parts.scheme in ("https", "http"):
                continue
            target = unquote(urljoin(f"/{place}", parts.path))[1:] if parts.path else place
            if parts.scheme or target not in seen:
                yield f"{place}: there is no page {link}"
            elif parts.fragment and unquote(parts.fragment) not in seen[target]["ids"]:
                yield f"{place}: {target} has no heading {unquote(parts.fragment)}"
    none(problem for place in seen for problem in check(place))


def test_headings_have_the_ids_that_notebooks_link_to(seen):
    none(f"{path.name}: {jupyterlab_ids(path) - set(seen[pages.place(path).as_posix()]['ids'])}"
         for path in NOTEBOOKS + SOLUTIONS
         if jupyterlab_ids(path) - set(seen[pages.place(path).as_posix()]["ids"]))


def test_the_pages_make_one_chain(seen):
    """From the first notebook to the last and back; the solutions hang on it."""
    names = [path.with_suffix(".html").name for path in NOTEBOOKS]
    for at, name in enumerate(names):
        expected = [*names[max(at - 1, 0):at], "index.html", *names[at + 1:at + 2]]
        assert [link for _, link in seen[name]["foot"]] == expected
        assert f"#{name}" not in seen["index.html"]["links"]
        assert name in seen["index.html"]["links"], f"the first page does not lead to {name}"
    for path in SOLUTIONS:
        links = [link for _, link in seen[f"solutions/{path.stem}.html"]["foot"]]
        assert links == [f"../{path.stem}.html", "../index.html"]


def test_the_first_page_has_the_map(seen):
    ids = seen["index.html"]["ids"]
    assert "The-map" in ids and "Your-questions,-answered" in ids and "Your-progress" not in ids


def test_the_whole_course_is_quick_to_make(tmp_path):
    begin = time.monotonic()
    notebooks = {path: pages.read(path) for path in NOTEBOOKS}
    pages.write(notebooks, tmp_path)
    assert time.monotonic() - begin < 60  # some seconds, on a machine that does nothing else


def test_what_belongs_to_a_run_is_refused_where_nothing_is_run(tmp_path):
    run = subprocess.run([sys.executable, ROOT / "notebooks" / "run", "--html", tmp_path / "pages",
                          "--size", "small"], capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 2 and "add --fresh to run the notebooks" in run.stderr
    assert not (tmp_path / "pages").exists()


def test_nothing_of_a_notebook_becomes_html_by_itself(tmp_path):
    """Code, texts, errors and names are shown as they are, whatever signs they hold."""
    evil = '<img src="x" onerror="alert(1)"> & <b>"bold"</b>'
    output, new = nbformat.v4.new_output, nbformat.v4
    cells = [new.new_markdown_cell("# A `<b>` & more\n\nSee [02](02-genres.ipynb#Threads), "
                                   "[there](https://a.b/c.ipynb), [code](../x.py)."),
             new.new_code_cell(f"%magic {evil}\n// {evil}\nvar s = {evil};", outputs=[
                 output("stream", name="stdout", text=f"\x1b[31m{evil}\x1b[0m"),
                 output("error", ename="E", evalue="", traceback=[evil]),
                 output("display_data", {"text/plain": evil}),
                 output("display_data", {"image/png": 'AA"A\n', "text/plain": evil})])]
    path = tmp_path / "99-evil.ipynb"
    first = pages.write({path: new.new_notebook(cells=cells)}, tmp_path / "made")
    assert first == tmp_path / "made" / "99-evil.html"
    made = first.read_text(encoding="utf-8")
    assert "<b>" not in re.sub(r"<code>&lt;b&gt;</code>", "", made) and "onerror=\"" not in made
    assert made.count("&lt;img src=&quot;x&quot;") == 6  # and one in code
    assert "<title>A &lt;b&gt; &amp; more · " in made
    assert 'href="02-genres.html#Threads"' in made and 'href="https://a.b/c.ipynb"' in made
    assert "\x1b" not in made and 'base64,AA&quot;A"' in made
    assert "These outputs are not saved in the notebook." in made


def test_a_page_tells_whose_outputs_it_shows():
    notebook = nbformat.read(FOLDER / "00-start-here.ipynb", as_version=4)
    notebook.metadata.workbench.stamp.source = commands.source_digest(notebook)
    assert "a run of 20" in pages.stamp(notebook)
    next(c for c in notebook.cells if c.cell_type == "code").source += " "
    assert "changed since" in pages.stamp(notebook)
    for cell in notebook.cells:
        cell.pop("outputs", None)
    assert "not been run" in pages.stamp(notebook)


def test_readme_shows_pictures_that_the_notebooks_hold():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"!\[([^]]*)\]\(notebooks/images/([^)]*)\)", readme))
    assert sorted(shown.values()) == sorted(pictures.PICTURES)
    assert all(len(text) > 80 for text in shown), "say in README what a picture shows"
    assert {path.name for path in pictures.IMAGES.iterdir()} == pictures.PICTURES.keys()
    for file, (name, cell) in pictures.PICTURES.items():
        held = pictures.drawn(FOLDER / f"{name}.ipynb", cell)
        assert (pictures.IMAGES / file).read_bytes() == held, (
            f"{file} is not the picture that {name} holds: run python3 lib/pictures.py")
        assert len(held) < 150_000
