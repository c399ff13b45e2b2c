"""Pages of the notebooks: the whole course to read, offline and without a kernel.

Each page stands alone: its style is in it, its pictures too; it has no script, and a rule in its
head forbids the browser to run one or to fetch anything. The pages lie in their folder as the
notebooks do in theirs, so that a link to a notebook becomes one to its page by its last letters.
What else of this collection they link to, such as a source of the helper jar, has pages as well.
"""

import html
import os
import re
from pathlib import Path

import commands

HERE = commands.ROOT / "notebooks"
STYLE = commands.LIB / "pages.css"
ANSI = re.compile(r"\x1b\[[0-9;]*m")  # the colours of an error
LINK = re.compile(r'href="(?![a-z]+:|//)([^"#]*)\.(ipynb|md)(#[^"]*)?"')
SOURCE_LINK = re.compile(r'href="(\.\./[^"#:]+)"')

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#text">Skip to the text</a>
{top}<main id="text" tabindex="-1">
{main}
</main>
<footer>
{foot}
</footer>
</body>
</html>
"""

TOP = '<header><p><a href="{}">{}</a></p></header>\n'


def write(notebooks, folder):
    """A page of each of these notebooks, by their paths, and of the whole course its first page.

    Returns the page to begin with."""
    order = sorted(HERE.glob("*.ipynb"))
    titles = {path: title(joined(notebooks.get(path) or read(path)))
              for path in [*order, *notebooks]}
    for path, notebook in notebooks.items():
        main = "\n".join(map(cell, notebook.cells))
        save(folder, place(path), titles[path], with_sources(main, path, folder),
             f"{neighbours(path, order, titles)}\n<p>{stamp(notebook)}</p>")
    for path, source in texts().items():
        save(folder, place(path), title(source), prose(source), neighbours(path, order, titles))
    if not set(order) <= notebooks.keys():
        return folder / place(next(iter(notebooks)))
    return save(folder, "index.html", "The map", first_page(order, notebooks),
                f"<p>{stamp(notebooks[order[0]])}</p>")


def with_sources(main, path, folder):
    """A page's text with links to the pages of what it links to in this collection."""
    def page_of(link):
        file = Path(os.path.normpath(path.parent / link[1]))
        if not file.is_relative_to(commands.ROOT) or not file.is_file():
            return link[0]
        source = file.read_text(encoding="utf-8")
        shown = code(source) if file.suffix == ".java" else text(source)
        save(folder, f"sources/{file.name}.html", file.name,
             f"<h1>{html.escape(file.name)}</h1>\n{shown}",
             f"<p>The file {html.escape(file.relative_to(commands.ROOT).as_posix())} of this "
             "collection.</p>")
        return f'href="{between(place(path), f"sources/{file.name}.html")}"'
    return SOURCE_LINK.sub(page_of, main)


def save(folder, place, title, main, foot):
    """Write one page; "place" is its path in the folder of all pages."""
    course = html.escape(course_title())
    page = PAGE.format(
        title=f"{html.escape(title)} · {course}", style=STYLE.read_text(encoding="utf-8"),
        top="" if place == "index.html" else TOP.format(between(place, "index.html"), course),
        main=main, foot=foot)
    target = folder / place
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        commands.write_whole(target, page)
    except OSError as error:
        raise commands.Problem(f"{target} cannot be written ({error.strerror}): name another "
                               "folder with --html.") from None
    return target


def between(place, other):
    """The link on a page to another, both by their paths in the folder of all pages."""
    return Path(os.path.relpath(other, Path(place).parent)).as_posix()


def place(path):
    """Where a notebook's page lies in the folder of all pages."""
    inside = path.relative_to(HERE) if path.is_relative_to(HERE) else Path(path.name)
    return inside.with_suffix(".html")


def read(path):
    import nbformat
    return nbformat.read(path, as_version=4)


def texts():
    """What stands beside the notebooks in Markdown, such as the glossary, by its path."""
    return {path: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.md"))}


def joined(notebook):
    return "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")


def title(source):
    """The text of the first heading, without its signs."""
    found = re.search(r"^# +(.*)", source, re.M)
    return re.sub(r"[`*]", "", found[1]).strip() if found else "A notebook"


def course_title():
    return (commands.ROOT / "README.md").read_text(encoding="utf-8").splitlines()[0].strip("# ")


def first_page(order, notebooks):
    """The map as notebook 00 has it, without what only a running notebook can show."""
    source = joined(notebooks[order[0]])
    sections = re.split(r"^(?=##+ )", source, flags=re.M)
    kept = [s for s in sections if s.startswith(("## The map", "### Your questions, answered"))]
    return (f"<h1>{html.escape(course_title())}</h1>\n"
            f"<p>The whole course to read: {len(order)} notebooks with the pictures and numbers of "
            "their last run, and the solutions of their exercises. To change the code and run it, "
            "and to have your own solutions checked, open the notebooks themselves: "
            "<code>notebooks/open</code>.</p>\n"
            + "".join(prose(f"[{title(source)}]({path.name})") for path, source in texts().items())
            + prose("".join(kept)))


def neighbours(path, order, titles):
    """The links at the foot: of a notebook to its neighbours, of a solution to its notebook."""
    def link(to, before="", after=""):
        return (f'<a href="{between(place(path), place(to))}">'
                f"{before}{html.escape(titles[to])}{after}</a>")
    links = [f'<a href="{between(place(path), "index.html")}">The map</a>']
    if path in order:
        at = order.index(path)
        if at > 0:
            links.insert(0, link(order[at - 1], before="← "))
        if at + 1 < len(order):
            links.append(link(order[at + 1], after=" →"))
    elif HERE / path.name in order:
        links.insert(0, link(HERE / path.name, before="← "))
    return f'<nav aria-label="Pages">{" · ".join(links)}</nav>'


def stamp(notebook):
    """On what machine the outputs were made, and when; or that they are not of this code."""
    made = notebook.metadata.get("workbench", {}).get("stamp")
    if not any(c.get("outputs") for c in notebook.cells):
        return "This notebook has not been run: there is nothing to see below its code."
    if not made:
        return "These outputs are not saved in the notebook."
    if made["source"] != commands.source_digest(notebook):
        return "The code has been changed since its outputs were made."
    return html.escape(
        f"The outputs are those of a run of {made['date']}, on {made['cores']} cores, with JDK "
        f"{made['jdk']} and {made['kernel']}, at {made['size']} size.")


# ---------------------------------------------------------------- cells

def cell(it):
    if it.cell_type == "markdown":
        return prose(it.source)
    if it.cell_type != "code":
        return f"<pre>{html.escape(it.source)}</pre>"
    shown = "\n".join(filter(None, map(output, it.get("outputs", []))))
    return code(it.source) + (f"\n{group('output', shown)}" if shown else "")


def code(java):
    return group("code", f"<pre>{coloured(java)}</pre>")


def group(kind, inside):
    """What is told apart by its looks is told apart by its name, too."""
    return f'<div class="{kind}" role="group" aria-label="{kind.capitalize()}">{inside}</div>'


def prose(source):
    """Markdown as HTML, its headings with the ids by which JupyterLab links to them."""
    import mistune

    class Renderer(mistune.HTMLRenderer):
        def heading(self, text, level, **_):
            plain = html.unescape(re.sub(r"<[^>]*>", "", text)).strip()
            return f'<h{level} id="{html.escape(plain.replace(" ", "-"))}">{text}</h{level}>\n'

    made = mistune.create_markdown(renderer=Renderer(escape=False),
                                   plugins=["table", "strikethrough"])(source)
    made = re.sub(r"<th([^>]*)></th>", r"<td\1></td>", made)  # an empty corner heads nothing
    return LINK.sub(to_page, made)


def to_page(link):
    """The link to a notebook, or to another text beside it, as one to its page."""
    if link[2] == "md" and not (HERE / f"{Path(link[1]).name}.md").is_file():
        return link[0]
    return f'href="{link[1]}.html{link[3] or ""}"'


def coloured(source):
    """Java with its words marked; the kernel's own lines, which begin with %, stay plain."""
    from pygments.lexers import JavaLexer
    from pygments.token import Comment, Keyword, Number, String
    marks = {Keyword: "word", String: "string", Comment: "comment", Number: "number"}

    def marked(java):
        for _, kind, part in JavaLexer().get_tokens_unprocessed(java):
            mark = next((mark for wide, mark in marks.items() if kind in wide), None)
            yield f'<span class="{mark}">{html.escape(part)}</span>' if mark else html.escape(part)

    parts = re.split(r"^(%.*)", source, flags=re.M)
    return "".join(html.escape(part) if part.startswith("%") else "".join(marked(part))
                   for part in parts)


def output(it):
    """What a cell has shown, in the richest form that a page without scripts can show."""
    if it.output_type == "stream":
        return text(it.text)
    if it.output_type == "error":
        return text("\n".join(it.traceback))
    data, about = it.data, it.metadata
    if "text/html" in data:
        return f"<div>{data['text/html']}</div>"
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            alt = about.get(kind, {}).get("alt") or data.get("text/plain", "")
            return (f'<p><img alt="{html.escape(alt)}" '
                    f'src="data:{kind};base64,{html.escape(data[kind].replace(chr(10), ""))}"></p>')
    return text(data["text/plain"]) if "text/plain" in data else ""


def text(plain):
    return f"<pre>{html.escape(ANSI.sub('', plain)).rstrip()}</pre>"
