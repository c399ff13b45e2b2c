"""What the commands share: setting up, and running in what was set up.

Standard library only, since nothing else is there until the first step is done. Everything that is
made stands in .venv/ and lib/target/; deleting both is always safe. A step is done again only when
what it was made from has changed, or when what it made is no longer whole; and one that fails
leaves what it made before as it was.
"""

import ast
import contextlib
import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from python_check import NEWEST, OLDEST, dotted

ROOT = Path(__file__).resolve().parents[1]
LIB = ROOT / "lib"
WINDOWS = sys.platform == "win32"
LOCKED = LIB / "requirements.txt"
JARS = LIB / "target" / "jars"
TOOLS = JARS.with_name("tools")  # a folder of jars for each library that only a Program asks for

JAVA = 25
MAVEN = "3.9.11"
MAVEN_SHA512 = ("03e2d65d4483a3396980629f260e25cac0d8b6f7f2791e4dc20bc83f9514db8d"
                "0f05b0479e699a5f34679250c49c8e52e961262ded468a20de0be254d8207076")


class Problem(Exception):
    """Something that the reader can change: one sentence or two that say what and how."""


# ---------------------------------------------------------------- the Python packages, as locked

def locked():
    """What requirements.txt holds: each package's version, its condition, and its lines for pip."""
    entries = {}
    for entry in re.split(r"\n(?=\w)", "\n" + LOCKED.read_text(encoding="utf-8"))[1:]:
        name, version, condition = re.match(r"([\w.-]+)==([^\s;]+) *(;[^\\]*)?", entry).groups()
        entries[plain(name)] = (version, condition, entry)
    return entries


def needed_by(names):
    """These packages and all that they need, by what the lock says about each: who asks for it."""
    entries, found = locked(), set()
    while not names <= found:
        found |= names
        names = found | {name for name, (*_, entry) in entries.items() if found & asking(entry)}
    return found


def asking(entry):
    """The packages that need this one, as the tool that wrote the lock notes them below it."""
    return set(re.findall(r"^    # +(?:via )? *([a-z][\w.-]*)$", entry, re.M)) - {"via"}


def installed(place):
    """The packages in an environment: for each its version, and the folder that describes it."""
    found = {}
    for site in [*place.glob("lib/python3*/site-packages"), *place.glob("Lib/site-packages")]:
        for info in site.glob("*.dist-info"):
            name, _, version = info.name.removesuffix(".dist-info").rpartition("-")
            found[plain(name)] = (version, info)
    return found


def missing(place):
    """The locked packages that an environment does not have in their version, or not whole.

    Those with a condition may be absent.
    """
    found, lacking = installed(place), []
    for name, (version, condition, _) in locked().items():
        there, info = found.get(name, (None, None))
        if (there != version or not is_whole(info)) and not (there is None and condition):
            lacking.append(name)
    return lacking


def conditional(place):
    """The locked packages with a condition, which pip decides: those that are there, and not."""
    found = installed(place)
    names = sorted(name for name, (_, condition, _) in locked().items() if condition)
    return [n for n in names if n in found], [n for n in names if n not in found]


def is_whole(info):
    """Whether every file is there that pip wrote down when it installed this package.

    But what Python writes again by itself, and the kernelspec, which the last step replaces.
    """
    try:
        with open(info / "RECORD", encoding="utf-8", newline="") as record:
            files = [row[0] for row in csv.reader(record)
                     if row and not row[0].endswith((".pyc", "kernels/java/kernel.json"))]
    except OSError:
        return False
    return all(os.path.exists(f"{info.parent}{os.sep}{file}") for file in files)


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def conda():
    """The active conda environment, if it has every package that is locked; else None."""
    prefix = os.environ.get("CONDA_PREFIX")
    has_all = prefix and Path(prefix, "conda-meta").is_dir() and not missing(Path(prefix))
    return Path(prefix) if has_all else None


CONDA = conda()
VENV = CONDA or ROOT / ".venv"
PYTHON = VENV / (("python.exe" if CONDA else "Scripts/python.exe") if WINDOWS else "bin/python")
KERNEL = VENV / "share" / "jupyter" / "kernels" / "java"
NOTES = LIB / "target" / "conda" if CONDA else VENV  # what set-up writes for itself
STATE = NOTES / "setup.json"
MAVEN_HOME = NOTES / f"apache-maven-{MAVEN}"


# ---------------------------------------------------------------- what every command does

def command(main, *arguments):
    """Run a command's main and turn a Problem into a sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # an old Windows console cannot print everything
    try:
        sys.exit(main(*arguments))
    except Problem as problem:
        sys.exit(f"{problem}")
    except KeyboardInterrupt:
        sys.exit("Stopped.")


def enter_environment():
    """Go on with this same command in the environment's Python; returns once we are in it."""
    set_up()
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    become([str(PYTHON), *sys.argv])


def become(arguments):
    """Go on as another program, in the environment; does not return."""
    if WINDOWS:  # exec there would let the shell go on while the program still runs
        sys.exit(subprocess.call(arguments, env=environment()))
    sys.stdout.flush()
    os.execve(arguments[0], arguments, environment())


# What of the reader's own settings reaches the tools. Python's and pip's: where things are, and how
# to get there, but not what else to load, to warn of, or to put elsewhere.
PYTHON_KEPT_OUT = ("PYTHONHOME", "PYTHONPATH", "PYTHONINSPECT", "PYTHONWARNINGS", "PYTHONSTARTUP",
                   "PYTHONOPTIMIZE", "PYTHONPLATLIBDIR", "PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__")
PIP_KEPT = {"index-url", "extra-index-url", "find-links", "no-index", "proxy", "cert",
            "client-cert", "trusted-host", "timeout", "default-timeout", "retries", "cache-dir",
            "no-cache-dir", "keyring-provider", "config-file"}
# A JVM's: memory, cores, proxies, certificates and folders for temporary files, but no agents, no
# debugger, no other collector, all of which would meet the kernel's own options.
JVM_VARIABLES = ("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
JVM_KEPT = re.compile(
    r"-Xm[sx]|-Xss|-XX:(Max|Min|Initial)RAM|-XX:ActiveProcessorCount|-D(https?\.|socks|java\.net\."
    r"|java\.io\.tmpdir|javax\.net\.ssl\.|jdk\.http\.|maven\.repo\.local)")
# requests, which cjdk and jgo fetch with, has a list of certificates of its own, in which those of
# a company's proxy are missing; the machine's list has them.
CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")


def environment():
    """The environment variables in which tools see our environment first and only it."""
    variables = {name: value for name, value in os.environ.items() if name not in PYTHON_KEPT_OUT
                 and (not name.startswith("PIP_") or pip_option(name) in PIP_KEPT)}
    for name in JVM_VARIABLES:
        kept = jvm_options(variables.pop(name, ""))
        if kept:
            variables[name] = " ".join(kept)
    variables["PATH"] = os.pathsep.join([str(PYTHON.parent), variables.get("PATH", os.defpath)])
    if CONDA:
        variables["PYTHONNOUSERSITE"] = "1"
    else:
        variables["VIRTUAL_ENV"] = str(VENV)
    bundle = next(filter(os.path.exists, CERTIFICATES), None)
    if bundle:
        variables.setdefault("REQUESTS_CA_BUNDLE", variables.get("SSL_CERT_FILE", bundle))
    # Our settings and our kernel come first: one named "java" in the user's own folder must not
    # take its place.
    variables.pop("JUPYTER_NO_CONFIG", None)
    variables["JUPYTER_PREFER_ENV_PATH"] = "1"
    if "JUPYTER_PATH" in variables:
        variables["JUPYTER_PATH"] = os.pathsep.join(
            [str(VENV / "share" / "jupyter"), variables["JUPYTER_PATH"]])
    if not home_is_usable():
        variables["HOME"] = str(NOTES / "home")
    # A JVM reads its class path in the language's encoding, and C's has English letters alone.
    if sys.platform == "linux" and not str(ROOT).isascii() and not re.search(
            "utf-?8", next((variables[name] for name in ("LC_ALL", "LC_CTYPE", "LANG")
                            if variables.get(name)), ""), re.I):
        variables["LC_ALL"] = "C.UTF-8"
    return variables


def pip_option(variable):
    return variable.removeprefix("PIP_").lower().replace("_", "-")


def jvm_options(text):
    return [option for option in text.split() if JVM_KEPT.match(option)]


def home_is_usable():
    """Whether the tools can keep their caches and settings in the home folder."""
    home = os.path.expanduser("~")
    return WINDOWS or (os.path.isdir(home) and os.access(home, os.W_OK | os.X_OK))


# ---------------------------------------------------------------- the steps

def set_up():
    """Make what is missing, with a line for each step; says nothing when all is there."""
    refuse_folder()
    state = read_state()
    if not all(is_done(step, state) for step in STEPS):
        with lock():
            make_all(read_state())  # another command may have done it meanwhile


def refuse_folder():
    """Before anything is made: what this folder's name or its .venv makes impossible."""
    if os.pathsep in str(ROOT) or any(part.endswith("!") for part in ROOT.parts):
        raise Problem(f"Java cannot read its programs in {ROOT}, since the name of a folder holds "
                      f"'{os.pathsep}' or ends in '!': rename the folder, then run the command "
                      "there.")
    if CONDA or not VENV.is_dir() or is_ours(VENV):
        return
    raise Problem(f"{VENV} is a virtual environment of your own, and is left as it is: rename or "
                  f"delete it, or copy the collection to a folder of its own; then run {again()} "
                  "again.")


def is_ours(venv):
    """Whether lib/setup made this folder: it writes its own file there first."""
    with contextlib.suppress(OSError, ValueError):
        return '"root"' in (venv / "setup.json").read_text(encoding="utf-8")
    return set(os.listdir(venv)) <= {".lock"}


class Step:
    """One step: what it is made from, what it has made, the making, and what comes before it."""

    def __init__(self, name, title, inputs, outputs, make, after=()):
        self.name, self.title, self.after = name, title, after
        self.inputs, self.outputs, self.make = inputs, outputs, make


def is_done(step, state):
    done = state.get(step.name)
    return (done is not None and done["from"] == step.inputs(state)
            and done["made"] == step.outputs(state))


def make_all(state):
    """Make what is not there, each step as soon as those before it are made, side by side."""
    progress, writing, futures = Progress(), threading.Lock(), {}

    def make(step):
        for name in step.after:
            futures[name].result()
        if is_done(step, state):
            return
        progress.begin(f"Setting up in {ROOT} (the first time takes a minute or two)")
        with writing:
            state.pop(step.name, None)
            write_state(state)
        (NOTES / f"setup-{step.name}.log").write_text("", encoding="utf-8")
        with progress.of(step.title):
            try:
                step.make(state)
            except OSError as error:
                raise Problem(f"{step.title}: {error.strerror or error}"
                              f"{f' ({error.filename})' if error.filename else ''}. Change that, "
                              f"then run {again()} again.") from None
        done = {"from": step.inputs(state), "made": step.outputs(state)}
        with writing:
            state[step.name] = done
            write_state(state)

    with ThreadPoolExecutor() as pool, progress:
        for step in STEPS:
            futures[step.name] = pool.submit(make, step)
        for future in futures.values():
            future.exception()
    for future in futures.values():
        future.result()


def read_state():
    try:
        return json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_state(state):
    write_whole(STATE, json.dumps(state | {"root": str(ROOT)}, indent=1))


def write_whole(path, text):
    """Write a file so that a reader sees the old text or the new, and never half of one."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(beside, path)


@contextlib.contextmanager
def lock():
    """Let one command at a time set up; the lock ends with the process that holds it."""
    try:
        NOTES.mkdir(parents=True, exist_ok=True)
        file = open(NOTES / ".lock", "a+b")
    except OSError as error:
        raise Problem(
            f"Setting up needs to write in {ROOT}, which failed ({error.strerror}): copy the "
            "collection to a folder of your own and run the command there.") from None
    with file:
        told = False
        while not try_lock(file):
            if not told:
                told = True
                say("Another command is setting up here: waiting for it")
            time.sleep(0.2)
        yield  # closing the file unlocks


def try_lock(file):
    try:
        if WINDOWS:
            import msvcrt
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


# ---------------------------------------------------------------- telling

def say(text):
    print(text, flush=True)


class Progress:
    """A line for each step that is over, and on a terminal one that counts those under way."""

    def __init__(self):
        self.terminal, self.under_way = sys.stdout.isatty(), {}
        self.mutex, self.over, self.begun = threading.Lock(), threading.Event(), False

    def __enter__(self):
        self.ticker = threading.Thread(target=self.tick)
        self.ticker.start()

    def __exit__(self, *_):
        self.over.set()
        self.ticker.join()

    def tick(self):
        while self.terminal and not self.over.wait(1):
            with self.mutex:
                now = time.monotonic()
                line = ", ".join(f"{title} {now - begin:.0f} s"
                                 for title, begin in self.under_way.items())
                print(f"\r  {line[:76]:<76}", end="", flush=True)

    def begin(self, title):
        with self.mutex:
            if not self.begun:
                say(title)
            self.begun = True

    @contextlib.contextmanager
    def of(self, title):
        begin = self.under_way[title] = time.monotonic()
        how = ""
        try:
            yield
        except BaseException:
            how = "   failed"
            raise
        finally:
            with self.mutex:
                del self.under_way[title]
                line = f"  {title:<44}{time.monotonic() - begin:5.0f} s{how}"
                say(f"\r{line:<78}" if self.terminal else line)


# What a program's output says about the cause, and what the reader can do about it.
CAUSES = (
    ("No space left|Disk quota|not enough space", "Make room on the disk"),
    ("Too many open files|unable to create (native )?thread|Cannot allocate memory|MemoryError|"
     "OutOfMemoryError|Resource temporarily|insufficient memory|reserve enough space|Killed",
     "A limit of this machine is too low (memory, processes or open files: `ulimit -a` shows "
     "them); close other programs or raise it"),
    ("fontconfig|no fonts?\\b",
     "The JDK finds no font to draw with: install fontconfig and a font (in Debian and Ubuntu the "
     "packages fontconfig and fonts-dejavu-core, in Fedora fontconfig and dejavu-sans-fonts)"),
    ("CERTIFICATE_VERIFY|PKIX path",
     "Your network shows a certificate of its own: set SSL_CERT_FILE to the file that holds it"),
    ("connect|network|resolution|resolve|getaddrinfo|timed? ?out|unreachable|proxy|UnknownHost|"
     "max retries|transfer failed|offline mode",
     "Check that this machine reaches the internet; behind a proxy, set HTTPS_PROXY"),
)


def run(step, arguments, what, otherwise, causes=CAUSES, **options):
    """Run a program, its output going to the step's log; a failure becomes a Problem.

    What the Problem advises is what the first of the causes in the output says, or otherwise.
    """
    path = NOTES / f"setup-{step}.log"
    with open(path, "a+", encoding="utf-8", errors="replace") as log:
        log.write(f"\n$ {' '.join(map(str, arguments))}\n")
        log.flush()
        begin = log.tell()
        try:
            code = subprocess.call([str(a) for a in arguments], stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log, **{"env": environment()} | options)
        except OSError as error:
            log.write(f"{error}\n")
            code = -1
        if code == 0:
            return
        log.seek(begin)
        said = log.read()
    advice = next((advice for pattern, advice in causes if re.search(pattern, said, re.I)),
                  otherwise)
    raise Problem(f"{what}: {reason(said) or f'it ended with code {code}'}.\n{advice}; then run "
                  f"{again()} again. The whole log is in {path}.")


def reason(said):
    """The line of a program's output that says why it failed."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines
              if re.match(r"\[?ERROR\]?|[\w.]*(Error|Exception)\b|.*failed:", line) and not
              re.search(r"COMPILATION ERROR|^Error occurred during init|^\[ERROR\][\s-]*$", line)]
    why = (errors or lines[-1:] or [""])[0].replace(str(ROOT) + os.sep, "")
    why = re.sub(r"^\[?ERROR\]?:?\s*", "", why)
    return (why if len(why) <= 300 else f"{why[:300]} …").rstrip(" .")


def again():
    path = str(LIB / "setup")
    return ("python " if WINDOWS else "") + (f'"{path}"' if " " in path else path)


# ---------------------------------------------------------------- notebooks

def source_digest(notebook):
    """What the code of a notebook is; a saved run's stamp holds it."""
    return digest(*(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"))


# ---------------------------------------------------------------- steps 1 and 2: Python packages

def tools():
    """What gets the rest, and what that needs: installed first, so that all can begin."""
    return needed_by({"cjdk", "jgo", "pip"})


def packages_inputs(_):
    return digest(LOCKED.read_bytes(), str(VENV))


def packages_outputs(_):
    if not PYTHON.exists() or missing(VENV):
        return "broken"
    return " ".join(["whole, with", *conditional(VENV)[0]])


def tools_outputs(_):
    """Whole in the same Python: an update of the machine may have put another in its place."""
    whole = PYTHON.exists() and not tools() & set(missing(VENV))
    return os.path.realpath(PYTHON) if whole else "broken"


def make_tools(state):
    write_state(state)  # from now on .venv is ours
    if not CONDA:
        follow_move(state)
        if not python_answers():
            make_venv()
            state.pop("packages", None)
    # What worked is changed by one call of pip, which begins once it has fetched everything; else
    # the JDK and Maven need not wait for all of it.
    lacking = {*missing(VENV), *conditional(VENV)[1]}
    install("tools", lacking if "packages" in state else tools() & lacking)


def make_packages(_):
    install("packages", {*missing(VENV), *conditional(VENV)[1]})


def follow_move(state):
    """After the folder was moved, let the scripts of .venv name it by its new path."""
    old, new = str(state.get("root", ROOT)).encode(), str(ROOT).encode()
    if old == new:
        return
    for script in PYTHON.parent.iterdir():
        if script.suffix != ".exe" and script.is_file() and not script.is_symlink():
            text = script.read_bytes()
            if old in text:
                script.write_bytes(text.replace(old, new))


def python_answers():
    """Whether .venv's Python is there, serves, and finds its pip."""
    code = f"import pip, sys; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    try:
        return subprocess.run([PYTHON, "-c", code], env=environment(), capture_output=True,
                              check=False).returncode == 0
    except OSError:
        return False


def make_venv():
    free = shutil.disk_usage(ROOT).free // 10**6
    if free < 1000:
        raise Problem(f"Setting up needs 1000 MB on the disk of {ROOT}, which has {free} MB left: "
                      f"make room, then run {again()} again.")
    for name in os.listdir(VENV):  # one whose Python is gone, or half of one
        if name in (".lock", STATE.name) or name.startswith("setup-"):
            continue
        path = VENV / name
        try:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        except OSError as error:
            raise Problem(f"{path} cannot be replaced ({error.strerror}): close every notebook "
                          f"and JupyterLab, then run {again()} again.") from None
    run("tools", [base_python(), "-m", "venv", VENV], "The Python environment could not be made",
        "In Debian and Ubuntu, install the package python3-venv")


def install(step, names):
    """Install these of the locked packages, each file checked against its hash."""
    if not names or (CONDA and not missing(VENV)):
        return
    if CONDA:
        raise Problem("The conda environment has changed meanwhile: run `conda env update -f "
                      f"environment.yml` in {ROOT}, then run {again()} again.")
    wanted = NOTES / f"requirements-{step}.txt"
    entries = locked()
    wanted.write_text("\n".join(entries[name][2] for name in sorted(names)), encoding="utf-8")
    run(step, [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "--force-reinstall",
               "--no-input", "--no-compile", "--disable-pip-version-check",
               "--no-warn-script-location", "-r", wanted],
        "The Python packages could not be installed",
        f"They need Python {dotted(OLDEST)} to {dotted(NEWEST)}, and are made for Linux, macOS and "
        "Windows on the usual processors", env=pip_environment())


def pip_environment():
    """The variables for pip, which hold what we take of its configuration files, too."""
    variables = environment()
    said = subprocess.run(  # with "user = true" in a file, it would list one file alone
        [PYTHON, "-m", "pip", "config", "list"], env=variables | {"PIP_USER": "0"}, text=True,
        capture_output=True, check=False).stdout
    for name, value in re.findall(r"^(?:global|install)\.([\w-]+)=(.*)$", said, re.M):
        if name in PIP_KEPT:
            variables.setdefault(f"PIP_{name.upper().replace('-', '_')}", ast.literal_eval(value))
    return variables | {"PIP_CONFIG_FILE": os.devnull}


def base_python():
    """The Python behind the virtual environment that runs this, which may be .venv itself."""
    return getattr(sys, "_base_executable", None) or sys.executable


# ---------------------------------------------------------------- step 3: a JDK

def jdk_inputs(state):
    return str(find_jdk(state) or "")


def jdk_outputs(state):
    home = find_jdk(state)
    return digest((home / "release").read_text(encoding="utf-8")) if home else ""


def find_jdk(state):
    """A JDK 25 of this machine: JAVA_HOME's, else the one that we use already, else any."""
    for home in (os.environ.get("JAVA_HOME"), state.get("java home")):
        if home and is_jdk(Path(home)):
            return Path(home)
    return next((home for home in usual_places() if is_jdk(home)), None)


def is_jdk(home):
    """A JDK of the right version, complete enough for a notebook kernel."""
    try:
        release = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    modules = re.search(r'^MODULES="(.*)"', release, re.M)
    return (re.search(rf'^JAVA_VERSION="{JAVA}\b', release, re.M) is not None
            and "openj9" not in release.lower()  # it knows other options
            and (modules is None or {"jdk.jshell", "java.desktop"} <= set(modules[1].split()))
            and java_of(home).exists())


def java_of(home):
    return Path(home) / "bin" / ("java.exe" if WINDOWS else "java")


def usual_places():
    """Where a JDK is that the reader has chosen; cjdk gets one where there is none."""
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path).resolve().parents[1]
    if "CONDA_PREFIX" in os.environ:
        prefix = Path(os.environ["CONDA_PREFIX"])
        yield from (prefix / "lib" / "jvm", prefix / "Library" / "lib" / "jvm", prefix / "Library")
    if sys.platform == "linux":
        yield from sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)


def make_jdk(state):
    home = find_jdk(state)
    if home is None:
        answer = NOTES / "jdk.txt"
        run("jdk", [PYTHON, LIB / "fetch.py", "jdk", JAVA, answer],
            f"There is no JDK {JAVA} on this machine, and none could be fetched",
            f"Install a JDK {JAVA} (any vendor's) and set JAVA_HOME to its folder, or check that "
            "this machine reaches the internet", causes=CAUSES[:2])
        home = Path(answer.read_text(encoding="utf-8").strip())
    state["java home"] = str(home)


# ---------------------------------------------------------------- step 4: the helper jar

def jar_inputs(state):
    sources = [LIB / "pom.xml", *sorted(p for p in (LIB / "src/main").rglob("*") if p.is_file())]
    return digest(MAVEN, jdk_outputs(state),
                  *(f"{p.relative_to(LIB).as_posix()} {digest(p.read_bytes())}" for p in sources))


def jar_outputs(_):
    """The jars by name, size and time: the kernel's AOT cache holds for these alone."""
    return digest(*(f"{p.name} {p.stat().st_size} {int(p.stat().st_mtime)}"
                    for p in sorted([*JARS.glob("*.jar"), *TOOLS.glob("*/*.jar")])))


def make_jar(state):
    new = {folder: folder.with_name(f"{folder.name}.new") for folder in (JARS, TOOLS)}
    for folder in new.values():
        shutil.rmtree(folder, ignore_errors=True)
    run("jar", [*maven(state), "-q", "package", "-Dmaven.test.skip=true", "-Dchecks.skip",
                f"-Djars={new[JARS]}", f"-Dtools={new[TOOLS]}"],
        "The helper jar could not be built", "If you changed something in lib/, correct it",
        cwd=LIB)
    for folder in new:
        swap(new[folder], folder)


def swap(new, folder):
    """Put a new folder in an old one's place, or leave the old one there."""
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    try:
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
    except OSError:
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise Problem(f"The helper jar is in use: close every notebook and JupyterLab, then run "
                      f"{again()} again.") from None
    shutil.rmtree(old, ignore_errors=True)


def maven(state):
    """The command that runs the pinned Maven on lib/, with no Maven on this machine."""
    if not (MAVEN_HOME / "bin" / "m2.conf").exists():
        run("jar", [PYTHON, LIB / "fetch.py", "maven", MAVEN, MAVEN_SHA512, MAVEN_HOME],
            "Maven could not be fetched", "Read what stands in the log")
    return [java_of(state["java home"]), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            f"-Dmaven.home={MAVEN_HOME}", f"-Dclassworlds.conf={MAVEN_HOME / 'bin' / 'm2.conf'}",
            f"-Dmaven.multiModuleProjectDirectory={LIB}",
            *network_options(), *trust_options(state),
            "-cp", next((MAVEN_HOME / "boot").glob("plexus-classworlds-*.jar")),
            "org.codehaus.plexus.classworlds.launcher.Launcher",
            "-B", "-Dstyle.color=never", "-f", LIB / "pom.xml"]


def network_options():
    """What Maven's JVM has to be told, and Python's tools read from the environment themselves."""
    options = ["-Daether.connector.http.useSystemProperties=true",
               # Files are fetched side by side. The default collector asks for one after the other.
               "-Daether.connector.basic.threads=16",
               "-Daether.dependencyCollector.impl=bf", "-Daether.dependencyCollector.bf.threads=16",
               *jvm_options(os.environ.get("MAVEN_OPTS", ""))]
    proxies, secret = urllib.request.getproxies(), []
    for scheme in ("http", "https"):
        proxy = urllib.parse.urlsplit(proxies.get(scheme, ""))
        if proxy.hostname:
            options += [f"-D{scheme}.proxyHost={proxy.hostname}",
                        f"-D{scheme}.proxyPort={proxy.port or 80}"]
        if proxy.username:
            secret += [f"-D{scheme}.proxyUser={urllib.parse.unquote(proxy.username)}",
                       f"-D{scheme}.proxyPassword={urllib.parse.unquote(proxy.password or '')}"]
    if secret:  # in a file, since every user of the machine can list the arguments of programs
        file = NOTES / "proxy.args"
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as arguments:
            arguments.write("\n".join(map(json.dumps, secret)))
        options.append(f"@{file}")
    hosts = ["localhost", "127.*", "[::1]"]
    hosts += [f"*{host}" if host.startswith(".") else host
              for host in re.split(r"[,\s]+", proxies.get("no", "")) if host]
    if not home_is_usable():
        options.append(f"-Dmaven.repo.local={NOTES / 'home' / '.m2' / 'repository'}")
    return [*options, f"-Dhttp.nonProxyHosts={'|'.join(hosts)}"]


def trust_options(state):
    """For a JVM, the certificates that a variable names to all other tools."""
    given = os.environ.get("SSL_CERT_FILE") or os.environ.get("REQUESTS_CA_BUNDLE", "")
    if not os.path.isfile(given):
        return []
    store = NOTES / f"trust-{digest(Path(given).read_bytes(), jdk_outputs(state))[:12]}.p12"
    if not store.exists():
        run("jar", [java_of(state["java home"]), LIB / "Trust.java", given, store],
            f"The certificates in {given} could not be read",
            "Let SSL_CERT_FILE name a file of certificates in PEM form")
    return [f"-Djavax.net.ssl.trustStore={store}", "-Djavax.net.ssl.trustStoreType=PKCS12",
            "-Djavax.net.ssl.trustStorePassword=changeit"]


# ---------------------------------------------------------------- step 5: the Java kernel

# The kernel tells on its standard error of each of its loops that starts and stops.
LOGGING = """handlers = java.util.logging.ConsoleHandler
Loop-Shell-0.level = WARNING
Loop-Shell-1.level = WARNING
Loop-Heartbeat-0.level = WARNING
"""

# A kernel's start is mostly javac's and JShell's, who read many classes, each once. The second,
# optimising compiler would take more time for their code than it can save them, and take it from
# the reader's first cells. All else it compiles as ever.
COMPILER = json.dumps([{"match": [f"{code}.*" for code in (
    "com/sun/tools/javac/*", "jdk/jshell/*", "org/dflib/jjava/*",
    "jdk/internal/jimage/*", "jdk/internal/jrtfs/*", "jdk/nio/zipfs/*", "java/util/jar/*",
    "jdk/internal/loader/*", "jdk/internal/classfile/*", "java/nio/file/FileTreeWalker")],
    "c2": {"Exclude": True}}])

# JupyterLab asks nobody on the internet, and its reader nothing.
JUPYTERLAB = {"LabApp": {
    "news_url": None,
    "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    "extension_manager": "readonly",
}, "MultiKernelManager": {"default_kernel_name": "java"}}


def kernelspec(state):
    """Starts the kernel's JVM itself, with the helper jar already on its class path."""
    class_path = [KERNEL / "jjava.jar", *sorted(JARS.glob("*.jar"))]
    options = [
        "--enable-preview",
        "--add-opens", "jdk.jshell/jdk.jshell=ALL-UNNAMED",
        # Charts are drawn without a screen, and so need none that answers.
        "-Djava.awt.headless=true",
        # What Tablesaw's and Netty's classes do is not the reader's to be warned of.
        "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
        # Half of the memory, not a quarter: ten thousand tasks have to fit in Binder's 2 GB.
        "-XX:MaxRAMPercentage=50",
        # Sooner at the first chart than with the JVM's own choice; it collects on all cores.
        "-XX:+UseParallelGC",
        # From the start so much heap that the first seconds pass without a collection.
        "-XX:InitialRAMPercentage=25",
        # The JVM would say on the terminal that it has read them.
        "-XX:+UnlockDiagnosticVMOptions", "-XX:-DisplayVMOutput",
        f"-XX:CompilerDirectivesFile={KERNEL / 'compiler.json'}",
        f"-Djava.util.logging.config.file={KERNEL / 'logging.properties'}",
        "-cp", os.pathsep.join(map(str, class_path)),
    ]
    cache = digest(*options, COMPILER, jar_outputs(state), jdk_outputs(state),
                   Path(__file__).with_name("kernel.py").read_text(encoding="utf-8"))[:12]
    return {
        "argv": [
            str(java_of(state["java home"])),
            # Loaded and linked classes from a recorded session. Where it is missing or does not
            # fit, the JVM loads the classes itself, and does not have to tell.
            f"-XX:AOTCache={KERNEL / f'start-{cache}.aot'}", "-Xlog:aot*=off", "-Xlog:cds*=off",
            *options,
            "workbench.internal.kernel.Start", "{connection_file}",
        ],
        "display_name": f"Java {JAVA}",
        "language": "java",
        "interrupt_mode": "message",
        # --release would say the same, but each cell would then be compiled against ct.sym, which
        # takes three times as long.
        "env": {"JJAVA_COMPILER_OPTS": f"--enable-preview --source {JAVA}"},
    }


def kernel_inputs(state):
    if "java home" not in state:
        return ""
    return digest(json.dumps(kernelspec(state)), json.dumps(JUPYTERLAB), LOGGING)


def kernel_outputs(_):
    try:
        spec = (KERNEL / "kernel.json").read_text(encoding="utf-8")
    except OSError:
        return ""
    return digest(spec, *sorted(path.name for path in KERNEL.iterdir()))


def make_kernel(state):
    spec = KERNEL / "kernel.json"
    if spec.exists() and "{resource_dir}" in spec.read_text(encoding="utf-8"):
        shutil.copy(spec, KERNEL / "stock.json")  # jjava's own, for tests/bench
    write_whole(KERNEL / "logging.properties", LOGGING)
    write_whole(KERNEL / "compiler.json", COMPILER)
    settings = VENV / "etc" / "jupyter"
    settings.mkdir(parents=True, exist_ok=True)
    write_whole(settings / "jupyter_lab_config.json", json.dumps(JUPYTERLAB))
    new = NOTES / "kernel.json"
    write_whole(new, json.dumps(kernelspec(state), indent=1) + "\n")
    # Meanwhile, what JupyterLab loads is compiled, which pip has left to the first start.
    warming = subprocess.Popen(
        [PYTHON, "-c", "import jupyterlab.labapp, nbclient, nbconvert, IPython"], env=environment(),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        run("kernel", [PYTHON, LIB / "kernel.py", new], "The Java kernel does not work",
            f"If this comes again, delete {VENV}", causes=CAUSES[:3])  # nothing is fetched
    finally:
        warming.wait()
    os.replace(new, spec)
    for old in KERNEL.glob("start-*"):
        if old.name not in spec.read_text(encoding="utf-8"):
            with contextlib.suppress(OSError):  # Windows keeps what a running kernel uses
                old.unlink()


def digest(*parts):
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part if isinstance(part, bytes) else part.encode())
        whole.update(b"\0")
    return whole.hexdigest()


STEPS = [
    Step("tools", "Python environment in .venv", packages_inputs, tools_outputs, make_tools),
    Step("packages", "Python packages", packages_inputs, packages_outputs, make_packages,
         after=["tools"]),
    Step("jdk", f"JDK {JAVA}", jdk_inputs, jdk_outputs, make_jdk, after=["tools"]),
    Step("jar", f"helper jar, built with Maven {MAVEN}", jar_inputs, jar_outputs, make_jar,
         after=["jdk"]),
    Step("kernel", "Java kernel", kernel_inputs, kernel_outputs, make_kernel,
         after=["packages", "jar"]),
]
