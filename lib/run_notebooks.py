"""The command notebooks/run: notebooks from top to bottom, without a browser."""

import argparse
import datetime
import json
import os
import sys
import time
from pathlib import Path

import commands
import pages
import pictures

HERE = commands.ROOT / "notebooks"
BUSY = 20  # percent of all cores that other programs may use while outputs are made
LANGUAGE = {"name": "java", "file_extension": ".jshell", "mimetype": "text/x-java-source",
            "codemirror_mode": "java", "pygments_lexer": "java"}


def main(description):
    options = parse(description)
    paths = list(dict.fromkeys(path for name in options.names or [""] for path in find(name)))
    commands.enter_environment()
    if options.size:
        os.environ["WORKBENCH_SIZE"] = options.size
    begin = time.monotonic()
    notebooks = {path: read(path) for path in paths}
    unclean = []
    if options.run:
        unclean = [path for path, notebook in notebooks.items() if not run(path, notebook, options)]
        if len(paths) > 1:
            clean = len(paths) - len(unclean)
            commands.say(f"{clean} of {len(paths)} ran clean, in {time.monotonic() - begin:.0f} s")
    if options.html:
        first = pages.write(notebooks, Path(options.html))
        commands.say(f"{len(notebooks)} page{'s' * (len(notebooks) > 1)}: open {first}")
    return 1 if unclean else 0


def parse(description):
    parser = argparse.ArgumentParser(prog="notebooks/run", description=description,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a number, a name or a path")
    parser.add_argument("--save", action="store_true",
                        help="write the outputs of a clean run back, with the stamp of the machine")
    parser.add_argument("--html", metavar="FOLDER",
                        help="run nothing: write a page of each with the outputs that it holds")
    parser.add_argument("--fresh", action="store_true",
                        help="with --html, run them first, and show what that gave")
    parser.add_argument("--kernel", metavar="NAME",
                        help="the kernel to run in (java)")
    parser.add_argument("--size", choices=("small", "full"),
                        help="the size of the workloads (WORKBENCH_SIZE's, else full)")
    parser.add_argument("--timeout", type=int, metavar="SECONDS",
                        help="the longest that a cell may take (300)")
    options = parser.parse_args()
    options.run = options.save or options.fresh or not options.html
    if not options.run and (options.kernel or options.size or options.timeout):
        parser.error("--html shows the outputs that are saved: add --fresh to run the notebooks")
    options.kernel, options.timeout = options.kernel or "java", options.timeout or 300
    if options.save and options.kernel != "java":
        parser.error("--save keeps the outputs of the kernel java: leave --kernel out")
    return options


def find(name):
    """The notebooks that a name means; the empty name means all."""
    everything = sorted(HERE.glob("*.ipynb")) + sorted((HERE / "solutions").glob("*.ipynb"))
    if not everything:
        raise commands.Problem(f"There is no notebook in {HERE}.")
    given = Path(name)
    if name and given.suffix == ".ipynb" and given.is_file():
        return [given.resolve()]
    stem = given.name.removesuffix(".ipynb")
    inside = "solutions" if "solutions" in given.parts else None
    found = [p for p in everything
             if (not stem or p.stem == stem or p.stem.startswith(f"{stem}-"))
             and (inside is None or p.parent.name == inside)]
    if not found:
        raise commands.Problem(f"No notebook is called {name}. There are: "
                               f"{', '.join(sorted({p.stem for p in everything}))}.")
    return found


def read(path):
    import nbformat
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.reader.NotJSONError) as error:
        raise commands.Problem(f"{called(path)} cannot be read: {first_line(error)}") from None


def called(path):
    return path.relative_to(HERE).as_posix() if path.is_relative_to(HERE) else path.name


def run(path, notebook, options):
    """Run one notebook; says how it went and returns whether it ran clean."""
    import nbclient
    from jupyter_client.kernelspec import NoSuchKernel

    title = called(path)
    forget(notebook)
    full = options.save and os.environ.get("WORKBENCH_SIZE", "full") == "full"
    if full:
        refuse_if_busy(title)
    progress = Progress(title, notebook)
    client = nbclient.NotebookClient(
        notebook, kernel_name=options.kernel, timeout=options.timeout, record_timing=False,
        startup_timeout=options.timeout,
        shutdown_kernel="immediate")
    problem = machine = None
    try:
        with client.setup_kernel(cwd=str(path.parent), env=commands.environment()):
            for index, cell in enumerate(notebook.cells):
                progress.at(cell)
                client.execute_cell(cell, index)
            if options.save:
                machine = ask(client, path)
    except nbclient.exceptions.CellTimeoutError:
        problem = f"{progress.where()} took longer than {options.timeout} s"
    except nbclient.exceptions.CellExecutionError as error:
        problem = f"{progress.where()}: {error.ename}: {first_line(error.evalue)}"
    except nbclient.exceptions.DeadKernelError:
        problem = f"{progress.where()}: the kernel died"
    except RuntimeError as error:  # rare: another program took one of the kernel's ports
        problem = f"the kernel did not start ({first_line(error)}): run it again"
    except NoSuchKernel:
        raise commands.Problem(
            f"No kernel is called {options.kernel}. There are: {', '.join(kernels())}.") from None
    problem = problem or said_on_stderr(notebook)
    progress.end(problem)
    clean_up(notebook)
    if full:
        refuse_if_busy(title)
    if options.save and not problem:
        save(notebook, machine, path)
    return problem is None


def forget(notebook):
    """Drop the outputs of an earlier run, so that none stands below a cell that did not run now."""
    notebook.metadata.get("workbench", {}).pop("stamp", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None


def refuse_if_busy(title):
    """Times that are kept are those of a machine that has its cores for them."""
    import psutil
    used = psutil.cpu_percent(interval=1)
    if used > BUSY:
        raise commands.Problem(
            f"{title} is not saved: other programs use {used:.0f} % of this machine's cores, and "
            "the times would not be those of the notebook. Close them and run it again.")


def kernels():
    from jupyter_client.kernelspec import KernelSpecManager
    return sorted(KernelSpecManager().find_kernel_specs())


class Progress:
    """A line that tells which cell runs, redrawn on a terminal; then one that tells how it went."""

    def __init__(self, title, notebook):
        self.title, self.begin, self.index = title, time.monotonic(), 0
        self.ids = [cell.id for cell in notebook.cells if cell.cell_type == "code"]
        self.redraw = sys.stdout.isatty()

    def at(self, cell):
        if cell.cell_type == "code":
            self.index = self.ids.index(cell.id)
            if self.redraw:
                print(f"\r  {self.title:<32} cell {self.index + 1} of {len(self.ids)} ",
                      end="", flush=True)

    def where(self):
        return f"cell {self.index + 1} ({self.ids[self.index]})"

    def end(self, problem):
        start = "\r\033[K" if self.redraw else ""
        commands.say(f"{start}  {self.title:<32} {len(self.ids):>3} cells "
                     f"{time.monotonic() - self.begin:5.0f} s   {problem or 'clean'}")


def first_line(error):
    return next((line.strip() for line in str(error).splitlines() if line.strip()), "")


def said_on_stderr(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                return f"cell {cell.get('id')} wrote to stderr: {first_line(output.text)}"
    return None


def clean_up(notebook):
    """Drop what changes from run to run and means nothing to a reader."""
    notebook.metadata["language_info"] = LANGUAGE
    for cell in notebook.cells:
        for name in ("execution", "ExecuteTime"):
            cell.metadata.pop(name, None)
        if "outputs" in cell:
            cell.outputs = joined(cell.outputs)


def joined(outputs):
    """Outputs with the lines of one stream that follow each other in one output.

    A page on a host would show each output with a gap of its own."""
    kept = []
    for output in outputs:
        before = kept[-1] if kept else None
        if (before is not None and output.output_type == before.output_type == "stream"
                and output.name == before.name):
            before.text += output.text
        else:
            kept.append(output)
    return kept


def ask(client, path):
    """The machine that a run was made on, as its kernel sees it."""
    import nbformat
    jars = Path(os.path.relpath(commands.JARS, path.parent)).as_posix()
    cell = nbformat.v4.new_code_cell(
        f"%classpath {jars}/workbench.jar\n"  # which a notebook without our setup has not named
        "String.join(\"|\", workbench.Machine.cores() + \"\", workbench.Machine.jdk(),\n"
        "        workbench.Machine.kernel())")
    client.nb.cells.append(cell)
    client.execute_cell(cell, len(client.nb.cells) - 1, store_history=False)
    client.nb.cells.pop()
    cores, jdk, kernel = cell.outputs[0].data["text/plain"].split("|")
    return {"cores": int(cores), "jdk": jdk, "kernel": kernel}


def save(notebook, machine, path):
    """Write a notebook back with its outputs and their stamp, unless they show a path."""
    import nbformat
    stamp = {"date": datetime.date.today().isoformat(), **machine,
             "size": os.environ.get("WORKBENCH_SIZE", "full"),
             "source": commands.source_digest(notebook)}
    notebook.metadata["workbench"] = {**notebook.metadata.get("workbench", {}), "stamp": stamp}
    notebook.metadata["kernelspec"] = {"name": "java", "display_name": f"Java {commands.JAVA}",
                                       "language": "java"}
    outputs = json.dumps([cell.get("outputs") for cell in notebook.cells])
    for place in (str(HERE.parent), f"{os.path.expanduser('~')}{os.sep}"):
        if json.dumps(place)[1:-1] in outputs:
            raise commands.Problem(f"{path.name} is not saved: an output shows {place}, a path of "
                                   "this machine; change the cell that prints it.")
    try:
        commands.write_whole(path, nbformat.writes(notebook) + "\n")
        pictures.take(path)
    except OSError as error:
        raise commands.Problem(f"{path} cannot be written ({error.strerror}): give yourself the "
                               "right to, or run a copy.") from None
