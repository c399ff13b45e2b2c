"""The commands, on a machine that is troublesome: each works, or says what to do.

A copy of the collection, in a folder with a troublesome name and with nothing set up, is set up
once; the tests then break it and set it up again. Nothing but a python3 is on its PATH.
"""

import ast
import contextlib
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tarfile
import threading
import time
import urllib.error
import urllib.request
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
import run_notebooks

import commands

LIMIT = 400  # seconds that a command may take on a slow machine before a test gives up
COMMANDS = ["lib/setup", "notebooks/open", "notebooks/run", "tests/run", "tests/bench"]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "target", "__pycache__", ".ipynb_checkpoints",
                                  ".pytest_cache", "*.ipynb")

# In a namespace with no network, loopback has to be brought up first.
LOOPBACK_UP = (
    "import fcntl, os, socket, struct, sys\n"
    "with socket.socket() as s: fcntl.ioctl(s, 0x8914, struct.pack('16sh14x', b'lo', 1))\n"
    "os.execvp(sys.argv[1], sys.argv[1:])")


class Copy:
    """A copy of the collection, and how its commands are run there."""

    def __init__(self, root, path):
        self.root, self.venv = root, root / ".venv"
        kept = {name: value for name, value in os.environ.items()
                if name not in ("JAVA_HOME", "VIRTUAL_ENV", "CONDA_PREFIX", "WORKBENCH_SIZE")}
        # What Python compiles is kept, but not among the files that tests compare.
        self.environment = {**kept, "PATH": str(path),
                            "PYTHONPYCACHEPREFIX": str(root.parent / "compiled")}
        self.python = str(path / "python3")

    def start(self, command, *arguments, before=(), env=None, **options):
        return subprocess.Popen(
            [*before, self.python, str(self.root / command), *map(str, arguments)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
            env={**self.environment, **(env or {})}, cwd="/", **options)

    def run(self, command, *arguments, **options):
        """Run a command from another folder; returns its code and all that it said."""
        process = self.start(command, *arguments, **options)
        try:
            said, _ = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            pytest.fail(f"{command} took longer than {LIMIT} s")
        return process.returncode, said

    def set_up(self, **options):
        code, said = self.run("lib/setup", **options)
        assert code == 0, said
        return said

    def notebook(self, name, *cells):
        path = self.root / "notebooks" / f"{name}.ipynb"
        cells = [nbformat.v4.new_code_cell(cell, id=f"cell-{n}") for n, cell in enumerate(cells)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
        return path


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A copy in which nothing is set up, in a folder whose name is troublesome."""
    folder = tmp_path_factory.mktemp("commands")
    root = folder / "My Courses #1 é"
    shutil.copytree(commands.ROOT, root, ignore=LEFT_OUT)
    path = folder / "bin"
    path.mkdir()
    (path / "python3").symlink_to(Path(commands.base_python()).resolve())
    for tool in ("java", "mvn", "jupyter"):
        assert shutil.which(tool, path=path) is None
    return Copy(root, path)


@pytest.fixture(scope="module")
def ready(bare):
    """The same copy, set up."""
    said = bare.set_up()
    for step in commands.STEPS:
        assert step.title in said
    return bare


def without_network():
    """What to put before a command to take its network away, and the variables that do it too."""
    unshare = shutil.which("unshare")
    for options in (["-n"], ["-r", "-n"]):
        if unshare and subprocess.run([unshare, *options, "true"], capture_output=True,
                                      check=False).returncode == 0:
            return [unshare, *options, sys.executable, "-c", LOOPBACK_UP], {}
    nowhere = "http://127.0.0.1:9"
    return [], {name: nowhere for name in ("http_proxy", "https_proxy", "HTTP_PROXY",
                                           "HTTPS_PROXY", "ALL_PROXY")}


@contextlib.contextmanager
def moved_away(path):
    aside = path.with_name(path.name + ".aside")
    path.rename(aside)
    try:
        yield
    finally:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        aside.rename(path)


# ---------------------------------------------------------------- before anything is set up

@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(bare, command):
    code, said = bare.run(command, "--help")
    assert code == 0, said
    assert f"usage: {command}" in said
    assert re.search(rf"^ *(examples?: )?{re.escape(command)}", said, re.M), said
    assert "Traceback" not in said


OTHER_PYTHON = """
import runpy, sys
sys.version_info, sys.argv = {version}, sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("version", [(2, 7, 18), (3, 9, 18), (3, 10, 13), (3, 15, 0)])
def test_another_python_is_refused_before_anything_is_made(bare, command, version):
    """As this Python sees it, since the others are not on every machine."""
    script = bare.root.parent / "other_python.py"
    script.write_text(OTHER_PYTHON.format(version=version))
    code, said = bare.run(script, bare.root / command)
    assert code == 1
    assert said.splitlines() == [said.strip()], "one sentence"
    assert f"This is Python {'.'.join(map(str, version))}, " in said
    assert "need Python 3.11 to 3.14" in said and f"python3.13 {bare.root / command}" in said
    assert not bare.venv.exists() and not (bare.root / "lib" / "target").exists()


def pythons():
    """All Pythons of this machine, by version: on PATH, and beside the one that runs this."""
    here = Path(commands.base_python()).resolve()
    folders = [*os.get_exec_path(), *here.parents[2].glob("*/bin")]
    return {name: str(path) for name in ("2.7", *(f"3.{minor}" for minor in range(4, 17)))
            for folder in folders if (path := Path(folder) / f"python{name}").is_file()
            and subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_python_here_is_taken_or_refused(bare, command):
    for name, python in pythons().items():
        taken = 11 <= int(name.split(".")[1]) <= 14 and name.startswith("3")
        run = subprocess.run([python, "-B", bare.root / command, "--help"], capture_output=True,
                             text=True, env=bare.environment, check=False)
        assert run.returncode == (0 if taken else 1), f"Python {name}: {run.stderr}"
        assert run.stdout.startswith(f"usage: {command}") if taken else (
            run.stderr.startswith(f"This is Python {name}.") and run.stdout == ""), (
            f"Python {name} says: {run.stdout} {run.stderr}")


def test_the_commands_are_written_for_every_python():
    """Also where no old Python is: nothing in them is newer than what the oldest reads."""
    newer = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Starred, ast.AsyncFunctionDef,
             ast.Nonlocal, ast.MatMult, ast.YieldFrom)
    for name in [*COMMANDS, "lib/python_check.py"]:
        tree = ast.parse((commands.ROOT / name).read_text(encoding="utf-8"))
        found = [node for node in ast.walk(tree) if isinstance(node, newer)
                 or (isinstance(node, ast.Dict) and None in node.keys)]
        assert not found, f"{name}, line {found[0].lineno}: an old Python cannot read this"
        if name in COMMANDS:
            first = [node.names[0].name for node in tree.body if isinstance(node, ast.Import)]
            assert set(first[:first.index("python_check")]) <= {"argparse", "os", "subprocess",
                                                                 "sys", "time", "webbrowser"}


def test_a_folder_that_cannot_be_written(bare):
    (bare.root / ".venv").write_text("a file where the folder would be")
    code, said = bare.run("lib/setup")
    (bare.root / ".venv").unlink()
    assert code == 1
    assert "needs to write in" in said and "copy the collection" in said
    assert "Traceback" not in said


def tree(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file()}


def test_a_virtual_environment_of_the_readers_own_is_left_alone(bare):
    subprocess.run([bare.python, "-m", "venv", "--without-pip", bare.venv], check=True)
    (bare.venv / "notes.txt").write_text("mine")
    before = tree(bare.venv)
    code, said = bare.run("lib/setup")
    after = tree(bare.venv)
    shutil.rmtree(bare.venv)
    assert code == 1
    assert "a virtual environment of your own" in said and "rename or delete it" in said
    assert len(said.splitlines()) == 1
    assert after == before and not (bare.root / "lib" / "target").exists()


def test_nothing_is_proved_by_what_an_option_of_python_takes_out():
    """PYTHONOPTIMIZE, or -O, leaves no assert."""
    for file in sorted(commands.LIB.glob("*.py")):
        found = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
                 if isinstance(node, ast.Assert)]
        assert not found, f"lib/{file.name}, line {found[0].lineno}: raise a Problem"


@pytest.mark.parametrize("name", ["surprise!", "a:b"])
def test_a_folder_that_java_cannot_read(bare, tmp_path, name):
    shutil.copytree(bare.root / "lib", tmp_path / name / "lib", ignore=LEFT_OUT)
    code, said = bare.run(tmp_path / name / "lib" / "setup")
    assert code == 1
    assert "rename the folder" in said and len(said.splitlines()) == 1
    assert sorted(path.name for path in (tmp_path / name).iterdir()) == ["lib"]


def test_no_network_at_first(bare):
    before, env = without_network()
    code, said = bare.run("lib/setup", before=before, env=env)
    assert code == 1
    assert "The Python packages could not be installed" in said
    assert "reaches the internet" in said and "setup-tools.log" in said
    assert "Traceback" not in said


# ---------------------------------------------------------------- once all is set up

def test_the_second_run_does_nothing(ready):
    state = (ready.venv / "setup.json").stat().st_mtime_ns
    said = ready.set_up()
    assert said.splitlines() == ["Everything is set up. Open the notebooks with notebooks/open."]
    assert (ready.venv / "setup.json").stat().st_mtime_ns == state


def test_what_is_installed_is_what_is_locked(ready):
    python = ready.venv / "bin" / "python"
    frozen = subprocess.run([python, "-m", "pip", "list", "--format=json"], check=True,
                            capture_output=True, text=True).stdout
    installed = {commands.plain(p["name"]): p["version"] for p in json.loads(frozen)}
    installed.pop("setuptools", None)  # the virtual environment's own
    locked = {name: version for name, (version, *_) in commands.locked().items()}
    assert installed.items() <= locked.items()
    assert locked.keys() - installed.keys() <= {
        name for name, (_, condition, _) in commands.locked().items() if condition}
    assert commands.missing(ready.venv) == []
    subprocess.run([python, "-m", "pip", "check"], check=True)  # those with a condition, too
    assert {"pexpect", "ptyprocess"} <= installed.keys() or sys.platform == "win32"


def test_the_kernel_starts_from_its_cache_and_without_it_says_nothing(ready):
    folder = ready.venv / "share" / "jupyter" / "kernels" / "java"
    arguments = json.loads((folder / "kernel.json").read_text())["argv"]
    java = [*arguments[:arguments.index("workbench.internal.kernel.Start")], "-version"]
    cache = next(folder.glob("start-*.aot"))
    used = subprocess.run([*java[:1], "-XX:AOTMode=on", *java[1:]], capture_output=True, text=True,
                          check=False)
    assert used.returncode == 0, used.stderr
    told = subprocess.run([*java[:-1], "-XX:+DisplayVMOutput", "-XX:+CompilerDirectivesPrint",
                           "-version"], capture_output=True, text=True, check=True).stdout
    assert "com/sun/tools/javac" in told and "Exclude:true" in told.replace(" ", ""), told
    quiet = subprocess.run([java[0], "-version"], capture_output=True, text=True, check=True).stderr
    with moved_away(cache):
        missing = subprocess.run(java, capture_output=True, text=True, check=True)
        cache.write_text("no cache at all")
        spoilt = subprocess.run(java, capture_output=True, text=True, check=True)
    for run in (missing, spoilt):
        assert run.stdout == "" and run.stderr.splitlines()[0] == quiet.splitlines()[0]


def test_no_network_afterwards(ready):
    path = ready.notebook("80-offline", "%classpath ../lib/target/jars/*.jar\nimport workbench.*;",
                          'System.out.println("cores: " + Machine.cores());')
    before, env = without_network()
    code, said = ready.run("notebooks/run", "80", before=before, env=env)
    path.unlink()
    assert code == 0, said
    assert "Setting up" not in said and "clean" in said


def test_wrong_names(ready):
    path = ready.notebook("81-here", "1 + 1")
    code, said = ready.run("notebooks/run", "nothing-like-it")
    assert code == 1
    assert said.startswith("No notebook is called nothing-like-it. There are: ")
    assert "81-here" in said
    code, said = ready.run("notebooks/run", "81", "--kernel", "cobol")
    path.unlink()
    assert code == 1
    assert "No kernel is called cobol. There are: java" in said


def test_only_a_clean_run_is_saved(ready):
    cells = {"fails": 'throw new RuntimeException("oh no");',
             "warns": 'System.err.println("careful");',
             "tells": 'System.out.println(System.getProperty("user.dir"));'}
    for name, cell in cells.items():
        path = ready.notebook(f"82-{name}", cell)
        text = path.read_bytes()
        code, said = ready.run("notebooks/run", path, "--save", "--size", "small")
        assert code == 1, said
        assert path.read_bytes() == text, f"{name} was saved"
        assert "Traceback" not in said
        assert {"fails": "oh no", "warns": "stderr: careful",
                "tells": "a path of this machine"}[name] in said
        path.unlink()


def test_a_saved_run_carries_its_stamp(ready, tmp_path):
    path = ready.notebook("83-saved", "int answer = 6 * 7;", "answer")
    code, said = ready.run("notebooks/run", "83-saved", "--save", "--size", "small",
                           "--html", tmp_path)
    assert code == 0, said
    saved = nbformat.read(path, as_version=4)
    first = path.read_bytes()
    assert saved.cells[1].outputs[0].data["text/plain"] == "42"
    assert [cell.id for cell in saved.cells] == ["cell-0", "cell-1"]
    stamp = saved.metadata.workbench.stamp
    assert stamp.size == "small" and stamp.jdk.startswith("25") and stamp.cores >= 1
    assert stamp.kernel.startswith("JJava")
    assert stamp.source == commands.source_digest(saved)
    assert "42" in (tmp_path / "83-saved.html").read_text(encoding="utf-8")
    code, said = ready.run("notebooks/run", "83-saved", "--save", "--size", "small")
    assert code == 0, said
    assert path.read_bytes() == first, "the second run changed what the first one saved"
    path.unlink()


def test_lines_of_one_stream_are_saved_as_one_output():
    def stream(text, name="stdout"):
        return nbformat.v4.new_output("stream", name=name, text=text)

    shown = nbformat.v4.new_output("display_data", data={"text/plain": "picture"})
    outputs = run_notebooks.joined([stream("a\n"), stream("b\n"), shown, stream("c\n"),
                                    stream("d\n", "stderr"), stream("e\n")])
    assert [output.get("text", "picture") for output in outputs] == [
        "a\nb\n", "picture", "c\n", "d\n", "e\n"]


def test_nothing_is_saved_while_others_have_the_cores(monkeypatch):
    monkeypatch.setattr("psutil.cpu_percent", lambda interval: 20.0)
    run_notebooks.refuse_if_busy("02-genres")
    monkeypatch.setattr("psutil.cpu_percent", lambda interval: 50.0)
    with pytest.raises(commands.Problem, match="other programs use 50 %"):
        run_notebooks.refuse_if_busy("02-genres")


def test_open_in_spite_of_a_port_in_use(ready):
    """JupyterLab runs on the next port, on loopback, and only lets in who has the token."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = ready.start("notebooks/open", "--no-browser", "--port", port)
        giving_up = threading.Timer(LIMIT, server.kill)
        giving_up.start()
        try:
            said = ""
            for line in server.stdout:
                said += line
                if found := re.search(r"http://127\.0\.0\.1:(\d+)/lab\S*\?token=(\w+)", line):
                    break
            else:
                pytest.fail(f"no address was printed: {said}")
            assert int(found[1]) != port
            api = f"http://127.0.0.1:{found[1]}/api/kernelspecs"
            specs = json.load(answer_of(f"{api}?token={found[2]}"))
            assert specs["kernelspecs"]["java"]["spec"]["display_name"] == "Java 25"
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(api, timeout=60)
            assert refused.value.code == 403
            assert listens_on_loopback_alone(int(found[1]))
        finally:
            server.terminate()
            server.wait(60)
            giving_up.cancel()
            server.stdout.close()


def answer_of(url):
    """JupyterLab prints its address a moment before it listens there."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return urllib.request.urlopen(url, timeout=60)
        except urllib.error.URLError as refused:
            if not isinstance(refused.reason, ConnectionRefusedError) \
                    or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def listens_on_loopback_alone(port):
    """Another address of this machine must not be answered on; 127.0.0.2 is one on Linux."""
    with socket.socket() as other:
        return other.connect_ex(("127.0.0.2", port)) != 0 if sys.platform == "linux" else True


def test_a_read_only_folder(ready):
    """What is set up can be read and run where nothing can be written."""
    path = ready.notebook("84-read", "6 * 7")
    unshare, mount = shutil.which("unshare"), shutil.which("mount")
    script = (f'{mount} --bind "$0" "$0" && {mount} -o remount,bind,ro "$0" && exec "$@"')
    for options in (["-m"], ["-r", "-m"]):
        before = [unshare, *options, "/bin/sh", "-c", script, str(ready.root)]
        if unshare and mount and subprocess.run([*before, "true"], capture_output=True,
                                                check=False).returncode == 0:
            break
    else:
        pytest.fail("a folder cannot be made read-only here: run the tests as root, or where "
                    "user namespaces are allowed")
    code, said = ready.run("notebooks/run", "84", before=before)
    assert code == 0, said
    code, said = ready.run("notebooks/run", "84", "--save", "--size", "small", before=before)
    path.unlink()
    assert code == 1
    assert "cannot be written" in said and "Traceback" not in said


def test_two_at_a_time(ready):
    shutil.rmtree(next((ready.venv / "lib").glob("python3*/site-packages")) / "nbclient")
    both = [ready.start("lib/setup"), ready.start("lib/setup")]
    said = [process.communicate(timeout=LIMIT)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("Python packages" in text for text in said) == 1, said


# ---------------------------------------------------------------- no JDK

HIDING = """
import sys
sys.path.insert(0, sys.argv[1])
import commands
commands.usual_places = lambda: iter(())
commands.STEPS = [step for step in commands.STEPS if step.name != "kernel"]
commands.command(commands.set_up)
"""


@pytest.fixture
def hidden(ready):
    """Runs lib/setup up to the kernel where no JDK can be found, and forgets the one it had."""
    done = ready.venv / "setup.json"
    before = done.read_text()

    def run(**options):
        state = json.loads(before)
        del state["java home"]
        done.write_text(json.dumps(state))
        script = ready.root.parent / "hiding.py"
        script.write_text(HIDING)
        return ready.run(script, ready.root / "lib", **options)

    yield run
    done.write_text(before)


def test_no_jdk_and_no_network(hidden, tmp_path):
    before, env = without_network()
    code, said = hidden(before=before, env={**env, "CJDK_CACHE_DIR": str(tmp_path)})
    assert code == 1
    assert "There is no JDK 25 on this machine, and none could be fetched" in said
    assert "JAVA_HOME" in said and "Traceback" not in said


def test_no_jdk_but_a_network(hidden, ready, tmp_path):
    """cjdk fetches one; an index and an archive on loopback stand in for the internet."""
    real = json.loads((ready.venv / "setup.json").read_text())["java home"]
    with an_index_of_jdks(tmp_path, Path(real)) as variables:
        code, said = hidden(env={**variables, "CJDK_CACHE_DIR": str(tmp_path / "cache")})
    assert code == 0, said
    used = json.loads((ready.venv / "setup.json").read_text())["java home"]
    assert Path(used).is_relative_to(tmp_path / "cache")


@contextlib.contextmanager
def an_index_of_jdks(folder, real):
    """Serves a JDK that hands everything on to the real one, and the index that names it."""
    home = folder / "jdk-25"
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "java").write_text(f'#!/bin/sh\nexec "{real}/bin/java" "$@"\n')
    (home / "bin" / "java").chmod(0o755)
    shutil.copy(real / "release", home / "release")
    served = folder / "served"
    served.mkdir()
    with tarfile.open(served / "jdk.tar.gz", "w:gz") as archive:
        archive.add(home, "jdk-25")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
                    "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                    "-keyout", folder / "key.pem", "-out", folder / "certificate.pem"],
                   check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    server = HTTPServer(("127.0.0.1", 0), partial(Quiet, directory=served))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    address = f"https://127.0.0.1:{server.server_port}"
    jdks = {"jdk@temurin": {"1.25.0.3": f"tgz+{address}/jdk.tar.gz"}}
    machines = {machine: jdks for machine in ("amd64", "arm64")}
    (served / "index.json").write_text(json.dumps({"linux": machines, "darwin": machines}))
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield {"CJDK_INDEX_URL": f"{address}/index.json",
               "REQUESTS_CA_BUNDLE": str(folder / "certificate.pem"),
               "SSL_CERT_FILE": str(folder / "certificate.pem")}
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


# ---------------------------------------------------------------- what the reader set for others

def test_settings_for_other_programs_do_not_reach_the_kernel(ready, tmp_path):
    """Options of JVMs, a screen that does not answer, modules, a kernel of the same name, a home
    that is not there, and a language without the letters of the folder's name."""
    (tmp_path / "json.py").write_text("raise SystemExit('not this json')")
    kernel = tmp_path / "kernels" / "java"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(
        '{"argv": ["false"], "display_name": "x", "language": "java"}')
    path = ready.notebook(
        "85-settings", "%classpath ../lib/target/jars/*.jar\nimport workbench.*;",
        'Show.timeline(new Timeline("none"));',
        'System.out.println(Runtime.getRuntime().maxMemory() >> 20);')
    code, said = ready.run("notebooks/run", path, "--html", tmp_path, "--fresh", env={
        "JAVA_TOOL_OPTIONS": "-XX:+UseZGC -agentlib:no-such-agent -Xmx200m",
        "JDK_JAVA_OPTIONS": "-XX:+UseSerialGC", "_JAVA_OPTIONS": "-javaagent:no-such.jar",
        "DISPLAY": ":99", "PYTHONWARNINGS": "error", "PYTHONINSPECT": "1", "PYTHONOPTIMIZE": "2",
        "JUPYTER_PATH": str(tmp_path), "JUPYTER_NO_CONFIG": "1", "HOME": "/nowhere/at/all",
        "LC_ALL": "C", "PYTHONPATH": str(tmp_path / "none")})
    path.unlink()
    assert code == 0, said
    assert "clean" in said and "Traceback" not in said
    page = (tmp_path / "85-settings.html").read_text(encoding="utf-8")
    assert re.search(r"\b(19\d|200)\b\s*</pre>", page), "the memory that was set does not hold"
    assert "data:image/png" in page


def test_what_reaches_pip(monkeypatch, tmp_path):
    """From its variables and its files: where packages come from, and not where they go."""
    settings = tmp_path / "pip.conf"
    settings.write_text("[global]\nuser = true\nindex-url = file:///some/index\nproxy = p:1\n"
                        "[install]\ntarget = /elsewhere\nconstraint = other.txt\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
    for name, value in {"PIP_TARGET": "/elsewhere", "PIP_USER": "1", "PIP_CONSTRAINT": "other.txt",
                        "PIP_PREFIX": "/x", "PIP_NO_BINARY": ":all:", "PIP_RETRIES": "3"}.items():
        monkeypatch.setenv(name, value)
    variables = commands.pip_environment()
    ours = {name for name in variables if name.startswith("PIP_")}
    assert {"PIP_CONFIG_FILE", "PIP_INDEX_URL", "PIP_PROXY", "PIP_RETRIES"} <= ours
    assert not ours & {"PIP_TARGET", "PIP_USER", "PIP_CONSTRAINT", "PIP_PREFIX", "PIP_NO_BINARY"}
    assert variables["PIP_CONFIG_FILE"] == os.devnull
    assert variables["PIP_INDEX_URL"] == "file:///some/index" and variables["PIP_PROXY"] == "p:1"


def test_maven_goes_through_the_proxy(ready, tmp_path):
    """As pip does, given HTTPS_PROXY alone. The proxy here only writes down what it is asked."""
    with socket.socket() as proxy:
        proxy.bind(("127.0.0.1", 0))
        proxy.listen()
        asked = []

        def refuse():
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = proxy.accept()
                    with connection:
                        asked.append(connection.recv(10_000).decode())
                        connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

        threading.Thread(target=refuse, daemon=True).start()
        address = f"http://reader:pass%20word@127.0.0.1:{proxy.getsockname()[1]}"
        script = ready.root.parent / "maven.py"
        script.write_text(MAVEN_ALONE)
        code, said = ready.run(
            script, ready.root / "lib", tmp_path,
            env={"HTTPS_PROXY": address, "https_proxy": address, "no_proxy": "example.org"})
        proxy.shutdown(socket.SHUT_RDWR)
    assert code != 0
    assert asked and all(text.startswith("CONNECT ") for text in asked), said
    command = said.splitlines()[0]
    assert "pass word" not in command and "example.org" in command
    arguments = ready.venv / "proxy.args"
    assert "pass word" in arguments.read_text() and arguments.stat().st_mode & 0o77 == 0
    arguments.unlink()


MAVEN_ALONE = """
import subprocess, sys
sys.path.insert(0, sys.argv[1])
import commands
command = [str(part) for part in commands.maven(commands.read_state())]
print(command, flush=True)
command += ["-q", "-Dmaven.repo.local=" + sys.argv[2], "process-resources"]
sys.exit(subprocess.call(command))
"""


def test_a_conda_environment_that_has_all_is_taken(ready, tmp_path):
    """And one that lacks something is not."""
    def places(prefix):
        code = "import commands as c; print(c.VENV, c.PYTHON, c.NOTES, sep='\\n')"
        return subprocess.run(
            [ready.python, "-c", f"import sys; sys.path.insert(0, sys.argv[1]); {code}",
             ready.root / "lib"], env={**ready.environment, "CONDA_PREFIX": str(prefix)},
            capture_output=True, text=True, check=True).stdout.splitlines()

    prefix = tmp_path / "envs" / "notebooks"
    (prefix / "conda-meta").mkdir(parents=True)
    assert places(prefix)[0] == str(ready.venv)
    (prefix / "lib").symlink_to(ready.venv / "lib")
    (prefix / "share").symlink_to(ready.venv / "share")
    for folder in ("bin", "etc"):
        (prefix / folder).symlink_to(ready.venv / folder)
    assert places(prefix) == [str(prefix), str(prefix / "bin" / "python"),
                              str(ready.root / "lib" / "target" / "conda")]


# ---------------------------------------------------------------- what is said of a failure

MAVEN_SAID = """[ERROR] COMPILATION ERROR : \u0020
[ERROR] /x/lib/src/main/java/workbench/Size.java:[11,29] incompatible types: String cannot be int
[ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin: Compilation failure
[ERROR] -> [Help 1]
"""


@pytest.mark.parametrize(("said", "why", "advice"), [
    (MAVEN_SAID, "Size.java:[11,29] incompatible types", "otherwise"),
    ("WARNING: Retrying after connection broken by 'NewConnectionError'\n"
     "ERROR: No matching distribution found for jgo\n", "No matching distribution", "internet"),
    ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n",
     "No space left", "Make room"),
    ("Error occurred during initialization of VM\n"
     "Could not reserve enough space for 2097152KB object heap\n", "reserve", "A limit"),
    ("requests.exceptions.SSLError: x CERTIFICATE_VERIFY_FAILED\n", "SSLError", "SSL_CERT_FILE"),
    ("Error: Exception: Fontconfig head is null, check your fonts\n", "Fontconfig", "install font"),
])
def test_the_reason_and_what_to_do(monkeypatch, tmp_path, said, why, advice):
    monkeypatch.setattr(commands, "NOTES", tmp_path)
    code = f"import sys; print({said!r}); sys.exit(1)"
    with pytest.raises(commands.Problem) as problem:
        commands.run("any", [sys.executable, "-c", code], "It failed", "Do otherwise")
    first, second = str(problem.value).splitlines()
    assert first.startswith("It failed: ") and why in first
    assert advice in second and second.count("; then run ") == 1


def test_a_full_disk(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=999_000_000))
    with pytest.raises(commands.Problem, match=r"needs 1000 MB .* has 999 MB left: make room"):
        commands.make_venv()


def test_packages_that_are_missing_changed_or_broken(tmp_path):
    site = tmp_path / "lib" / "python3.13" / "site-packages"
    for name, (version, *_) in commands.locked().items():
        info = site / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir(parents=True)
        (info / "RECORD").write_text(f"{name}.py,sha256=x,1\n__pycache__/{name}.pyc,,\n"
                                     "../../../share/jupyter/kernels/java/kernel.json,,\n")
        (site / f"{name}.py").touch()
    assert commands.missing(tmp_path) == []
    (site / "tornado.py").unlink()
    next(site.glob("nbclient-*")).rename(site / "nbclient-0.0.1.dist-info")
    shutil.rmtree(next(site.glob("jgo-*")))
    shutil.rmtree(next(site.glob("pywinpty-*")))  # wanted on Windows alone
    assert sorted(commands.missing(tmp_path)) == ["jgo", "nbclient", "tornado"]


# ---------------------------------------------------------------- a broken environment, last

@contextlib.contextmanager
def changed(path, change):
    text = path.read_text(encoding="utf-8")
    path.write_text(change(text), encoding="utf-8")
    yield
    path.write_text(text, encoding="utf-8")


def test_packages_that_cannot_be_had_leave_those_that_worked(ready):
    before, env = without_network()
    lock = ready.root / "lib" / "requirements.txt"
    version = commands.locked()["nbclient"][0]
    installed = commands.missing(ready.venv)
    pinned = f"nbclient=={version}"
    with changed(lock, lambda text: text.replace(pinned, pinned.replace(version, "0.0.1"))):
        code, said = ready.run("lib/setup", before=before, env=env)
        assert code == 1
        assert "could not be installed" in said and "nbclient" in said
    assert commands.missing(ready.venv) == installed == []
    said = ready.set_up(before=before, env=env)
    assert "failed" not in said and "Java kernel" not in said


def test_a_mistake_in_the_jar_is_named_and_the_old_jar_stays(ready):
    jars = ready.root / "lib" / "target" / "jars"
    old = tree(jars)
    size = ready.root / "lib" / "src" / "main" / "java" / "workbench" / "Size.java"
    with changed(size, lambda text: text + 'class Mistake { int x = "a"; }\n'):
        code, said = ready.run("lib/setup")
    assert code == 1
    line = next(line for line in said.splitlines() if line.startswith("The helper jar could"))
    assert "Size.java:[" in line and "incompatible types" in line
    assert "in lib/, correct it" in said and "internet" not in said
    assert tree(jars) == old


def test_no_fonts(ready):
    """What the notebooks need is proven before anything is taken for done; the kernel stays."""
    spec = ready.venv / "share" / "jupyter" / "kernels" / "java" / "kernel.json"
    unshare, mount = shutil.which("unshare"), shutil.which("mount")
    script = f'{mount} -t tmpfs none /usr/share/fonts && exec "$@"'
    before = [unshare, "-m", "/bin/sh", "-c", script, "sh"]
    if not Path("/usr/share/fonts").is_dir() or not unshare or subprocess.run(
            [*before, "true"], capture_output=True, check=False).returncode:
        pytest.skip("fonts cannot be hidden here: that needs root, and /usr/share/fonts")
    done = ready.venv / "setup.json"
    old, state = spec.read_bytes(), done.read_text()
    others = json.loads(state)
    del others["kernel"]
    done.write_text(json.dumps(others))
    code, said = ready.run("lib/setup", before=before)
    assert code == 1
    assert "The Java kernel does not work" in said and "fonts-dejavu-core" in said
    assert spec.read_bytes() == old
    done.write_text(state)


def test_a_broken_environment_is_completed(ready):
    """Only what is broken is made again, and into .venv, whatever pip was told of other places."""
    site = next((ready.venv / "lib").glob("python3*/site-packages"))
    mine = site / "of_my_own.py"
    mine.touch()
    (ready.root / "lib" / "target" / "jars" / "workbench.jar").unlink()
    (ready.venv / "share/jupyter/kernels/java/kernel.json").unlink()
    said = ready.set_up()
    assert "helper jar" in said and "Java kernel" in said and "Python" not in said
    shutil.rmtree(site / "nbclient")
    said = ready.set_up(env={"PIP_USER": "1", "PIP_TARGET": "/nowhere/at/all"})
    assert "Python packages" in said and "Java kernel" not in said
    assert (site / "nbclient").is_dir() and mine.exists()


def test_a_folder_that_was_moved_needs_no_network(ready):
    """Last, since the copy then stands elsewhere."""
    before, env = without_network()
    moved = ready.root.with_name("moved")
    ready.root.rename(moved)
    there = Copy(moved, Path(ready.python).parent)
    said = there.set_up(before=before, env=env)
    assert "Java kernel" in said
    old = str(ready.root)
    for script in (moved / ".venv" / "bin").iterdir():
        if not script.is_symlink():
            assert old not in script.read_text(errors="replace"), script
    assert old not in (moved / ".venv/share/jupyter/kernels/java/kernel.json").read_text()
    assert len(there.set_up().splitlines()) == 1
