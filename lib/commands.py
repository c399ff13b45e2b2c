"""What the commands share: setting up, and running in what was set up.

Standard library only, since nothing else is there until the first step is done. Everything that is
made stands in .venv/ and lib/target/; deleting both is always safe. A step is done again only when
what it was made from has changed, or when what it made is no longer whole.
"""

import contextlib
import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
KERNEL = VENV / "share" / "jupyter" / "kernels" / "java"
LOCKED = ROOT / "lib" / "requirements.txt"
JARS = ROOT / "lib" / "target" / "jars"
TOOLS = JARS.with_name("tools")  # a folder of jars for each library that only a Program asks for
LOG = VENV / "setup.log"
STATE = VENV / "setup.json"
FILES = VENV / "packages.txt"

JAVA = 25
MAVEN = "3.9.11"
MAVEN_PARTS = "+".join([
    f"org.apache.maven:maven-embedder:{MAVEN}",
    f"org.apache.maven:maven-compat:{MAVEN}",
    "org.apache.maven.resolver:maven-resolver-connector-basic:1.9.24",
    "org.apache.maven.resolver:maven-resolver-transport-http:1.9.24",
    "org.slf4j:slf4j-simple:1.7.36",
])


class Problem(Exception):
    """Something that the reader can mend: one sentence or two that say what and how."""


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
    """Go on with this same command in .venv's Python; returns once we are in it."""
    set_up()
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    become([str(PYTHON), *sys.argv])


def become(arguments):
    """Go on as another program, in .venv's environment; does not return."""
    if WINDOWS:  # exec there would let the shell go on while the program still runs
        sys.exit(subprocess.call(arguments, env=environment()))
    sys.stdout.flush()
    os.execve(arguments[0], arguments, environment())


def environment():
    """The environment variables in which tools of .venv see .venv first and only it."""
    variables = dict(os.environ)
    for name in ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"):
        variables.pop(name, None)
    variables["PATH"] = os.pathsep.join([str(PYTHON.parent), variables.get("PATH", os.defpath)])
    variables["VIRTUAL_ENV"] = str(VENV)
    # requests, which cjdk and jgo fetch with, has a list of certificates of its own, in which those
    # of a company's proxy are missing; the machine's list has them.
    for bundle in ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"):
        if os.path.exists(bundle):
            variables.setdefault("REQUESTS_CA_BUNDLE", bundle)
    # A kernel named "java" in the user's own folder must not take the place of ours.
    variables["JUPYTER_PREFER_ENV_PATH"] = "1"
    return variables


# ---------------------------------------------------------------- the steps

def set_up():
    """Make what is missing, with a line for each step; says nothing when all is there."""
    state = read_state()
    if all(is_done(step, state) for step in STEPS):
        return
    with lock():
        state = read_state()  # another command may have done it meanwhile
        told = False
        for step in STEPS:
            if is_done(step, state):
                continue
            if not told:
                told = True
                say(f"Setting up in {ROOT} (the first time takes a minute or two)")
                LOG.write_text("", encoding="utf-8")
            state.pop(step.name, None)
            write_state(state)
            with ticking(step.title):
                step.make(state)
            state[step.name] = {"from": step.inputs(state), "made": step.outputs(state)}
            write_state(state)


class Step:
    """One step: its name, its title, what it is made from, what it has made, and the making."""

    def __init__(self, name, title, inputs, outputs, make):
        self.name, self.title = name, title
        self.inputs, self.outputs, self.make = inputs, outputs, make


def is_done(step, state):
    done = state.get(step.name)
    return (done is not None and done["from"] == step.inputs(state)
            and done["made"] == step.outputs(state))


def read_state():
    try:
        state = json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if state.get("root") == str(ROOT) else {}  # .venv does not survive being moved


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
        VENV.mkdir(exist_ok=True)
        file = open(VENV / ".lock", "a+b")
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


@contextlib.contextmanager
def ticking(title):
    """One line for a step: its title, and the seconds that it takes, counted on a terminal."""
    begin = time.monotonic()
    over = threading.Event()

    def line():
        return f"  {title:<44}{time.monotonic() - begin:5.0f} s"

    def tick():
        while not over.wait(1):
            print(f"\r{line()}", end="", flush=True)

    ticker = threading.Thread(target=tick, daemon=True)
    if sys.stdout.isatty():
        print(f"  {title}", end="", flush=True)
        ticker.start()
    start = "\r" if sys.stdout.isatty() else ""
    try:
        yield
    except BaseException:
        over.set()
        say(f"{start}{line()}   failed")
        raise
    over.set()
    say(f"{start}{line()}")


def run(arguments, what, mend, **options):
    """Run a program, its output going to the log; a failure becomes a Problem."""
    with open(LOG, "a+", encoding="utf-8", errors="replace") as log:
        log.write(f"\n$ {' '.join(map(str, arguments))}\n")
        log.flush()
        begin = log.tell()
        try:
            code = subprocess.call([str(a) for a in arguments], stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log, env=environment(), **options)
        except OSError as error:
            log.write(f"{error}\n")
            code = -1
        if code == 0:
            return
        log.seek(begin)
        lines = [line.strip() for line in log.read().splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(\[?ERROR\]?|\w*Error\b|.*failed:)", line)]
    why = (errors or lines[-1:] or [f"it ended with code {code}"])[0]
    why = re.sub(r"^\[?ERROR\]?:?\s*", "", why)[:300].rstrip(" .")
    raise Problem(f"{what}: {why}.\n{mend} The whole log is in {LOG}.")


def again():
    path = str(ROOT / "lib" / "setup")
    return ("python " if WINDOWS else "") + (f'"{path}"' if " " in path else path)


# ---------------------------------------------------------------- notebooks

def source_digest(notebook):
    """What the code of a notebook is; a saved run's stamp holds it."""
    return digest(*(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"))


# ---------------------------------------------------------------- step 1: Python packages

def packages_inputs(_):
    return digest(LOCKED.read_bytes())


def packages_outputs(_):
    """Whole, if the Python is there and every file that was installed still is."""
    if not PYTHON.exists() or not FILES.exists():
        return "broken"
    wanted = set(FILES.read_text(encoding="utf-8").splitlines())
    return "whole" if wanted <= set(installed_files()) else "broken"


def installed_files():
    for place in (VENV / "lib", VENV / "Lib", VENV / "share"):
        for folder, folders, files in os.walk(place):
            if "__pycache__" in folders:
                folders.remove("__pycache__")
            if Path(folder) == KERNEL:
                continue  # the fourth step's
            for file in files:
                yield os.path.relpath(os.path.join(folder, file), VENV)


def make_packages(_):
    for name in os.listdir(VENV):
        path = VENV / name
        if name == ".lock" or path == LOG:
            continue
        try:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        except OSError as error:
            raise Problem(f"{path} cannot be replaced ({error.strerror}): close every notebook "
                          f"and JupyterLab, then run {again()} again.") from None
    failed = "The Python packages could not be installed"
    run([sys.executable if not in_virtual_environment() else base_python(), "-m", "venv", VENV],
        failed, f"On Debian and Ubuntu, install python3-venv; then run {again()} again.")
    # Every package is listed with its exact version, so nothing has to be resolved.
    run([PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-input",
         "--disable-pip-version-check", "--no-warn-script-location", "-r", LOCKED],
        failed, f"Check that this machine reaches the internet, then run {again()} again.")
    shutil.copy(KERNEL / "kernel.json", KERNEL / "stock.json")  # for tests/bench; ours comes later
    write_whole(FILES, "\n".join(sorted(installed_files())))


def in_virtual_environment():
    return sys.prefix != sys.base_prefix


def base_python():
    """The Python behind the virtual environment that runs this, which may be .venv itself."""
    return getattr(sys, "_base_executable", None) or sys.executable


# ---------------------------------------------------------------- step 2: a JDK

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
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path).resolve().parents[1]
    for prefix in {os.environ.get("CONDA_PREFIX", sys.prefix), sys.prefix, sys.base_prefix}:
        yield from (Path(prefix), Path(prefix, "lib", "jvm"), Path(prefix, "Library"))
    home = str(Path.home())
    if WINDOWS:
        programs = os.environ.get("ProgramFiles", r"C:\Program Files")
        local = os.environ.get("LOCALAPPDATA", "")
        patterns = [rf"{programs}\{vendor}\*" for vendor in (
            "Eclipse Adoptium", "Java", "Microsoft", "Zulu", "Amazon Corretto", "BellSoft")]
        patterns += [rf"{local}\Programs\Eclipse Adoptium\*", rf"{home}\scoop\apps\*\current"]
    elif sys.platform == "darwin":
        machines = "Library/Java/JavaVirtualMachines/*/Contents/Home"
        brew = "opt/openjdk*/libexec/openjdk.jdk/Contents/Home"
        patterns = [f"/{machines}", f"{home}/{machines}", f"/opt/homebrew/{brew}",
                    f"/usr/local/{brew}"]
    else:
        patterns = ["/usr/lib/jvm/*", "/usr/lib64/jvm/*", "/usr/java/*", "/opt/java/*", "/opt/*"]
    patterns += [f"{home}/.sdkman/candidates/java/*", f"{home}/.jdks/*"]
    for pattern in patterns:
        yield from map(Path, sorted(glob.glob(pattern), reverse=True))


def make_jdk(state):
    home = find_jdk(state)
    if home is None:
        code = ("import cjdk, sys; "
                f"print(cjdk.java_home(vendor='temurin', version='{JAVA}', progress=False), "
                "file=open(sys.argv[1], 'w', encoding='utf-8'))")
        answer = VENV / "jdk.txt"
        run([PYTHON, "-c", code, answer], f"There is no JDK {JAVA} on this machine, and none "
            "could be fetched", f"Install a JDK {JAVA} (any vendor's) and set JAVA_HOME to its "
            f"folder, or check that this machine reaches the internet; then run {again()} again.")
        home = Path(answer.read_text(encoding="utf-8").strip())
    state["java home"] = str(home)


# ---------------------------------------------------------------- step 3: the helper jar

def jar_inputs(state):
    lib = ROOT / "lib"
    sources = [lib / "pom.xml", *sorted(p for p in (lib / "src/main").rglob("*") if p.is_file())]
    return digest(MAVEN_PARTS, jdk_outputs(state),
                  *(f"{p.relative_to(lib).as_posix()} {digest(p.read_bytes())}" for p in sources))


def jar_outputs(_):
    """The jars by name, size and time: the kernel's AOT cache holds for these alone."""
    return digest(*(f"{p.name} {p.stat().st_size} {int(p.stat().st_mtime)}"
                    for p in sorted([*JARS.glob("*.jar"), *TOOLS.glob("*/*.jar")])))


def make_jar(state):
    for folder in (JARS, TOOLS):
        try:
            shutil.rmtree(folder, ignore_errors=not WINDOWS)
        except FileNotFoundError:
            pass
        except OSError:
            raise Problem(f"The helper jar is in use: close every notebook and JupyterLab, then "
                          f"run {again()} again.") from None
    run([*maven(state), "-q", "package", "-Dmaven.test.skip=true"],
        "The helper jar could not be built",
        f"If lib/ was changed, mend that; else check that this machine reaches the internet; then "
        f"run {again()} again.", cwd=ROOT / "lib")


def maven(state):
    """The command that runs the pinned Maven on lib/, with no Maven on this machine."""
    known = VENV / "maven.txt"  # its class path, so that jgo need not be asked twice
    parts = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    if not parts or parts[0] != MAVEN_PARTS or not all(os.path.exists(p) for p in parts[1:]):
        code = ("import jgo, sys; "
                "print(sys.argv[1], *(a.resolve() for a in jgo.resolve(sys.argv[1])), sep='\\n', "
                "file=open(sys.argv[2], 'w', encoding='utf-8'))")
        run([PYTHON, "-c", code, MAVEN_PARTS, known], "Maven could not be fetched",
            f"Check that this machine reaches the internet, then run {again()} again.")
        parts = known.read_text(encoding="utf-8").splitlines()
    return [java_of(state["java home"]), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            f"-Dmaven.multiModuleProjectDirectory={ROOT / 'lib'}",
            "-cp", os.pathsep.join(parts[1:]), "org.apache.maven.cli.MavenCli",
            "-B", "-f", ROOT / "lib" / "pom.xml"]


# ---------------------------------------------------------------- step 4: the Java kernel

# The kernel tells on its standard error of each of its loops that starts and stops.
LOGGING = """handlers = java.util.logging.ConsoleHandler
Loop-Shell-0.level = WARNING
Loop-Shell-1.level = WARNING
Loop-Heartbeat-0.level = WARNING
"""


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
        # What Tablesaw's and Netty's classes do is not the reader's to be warned of.
        "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
        # Half of the memory, not a quarter: ten thousand tasks have to fit in Binder's 2 GB.
        "-XX:MaxRAMPercentage=50",
        # Sooner at the first chart than with the JVM's own choice; it collects on all cores.
        "-XX:+UseParallelGC",
        # From the start so much heap that the first seconds pass without a collection.
        "-XX:InitialRAMPercentage=25",
        f"-Djava.util.logging.config.file={KERNEL / 'logging.properties'}",
        "-cp", os.pathsep.join(map(str, class_path)),
    ]
    cache = digest(*options, jar_outputs(state), jdk_outputs(state),
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
    for old in KERNEL.glob("start-*"):
        with contextlib.suppress(OSError):  # Windows keeps what a running kernel uses
            old.unlink()
    write_whole(KERNEL / "logging.properties", LOGGING)
    settings = VENV / "etc" / "jupyter"
    settings.mkdir(parents=True, exist_ok=True)
    write_whole(settings / "jupyter_lab_config.json", json.dumps(JUPYTERLAB))
    write_whole(KERNEL / "kernel.json", json.dumps(kernelspec(state), indent=1) + "\n")
    talk = [PYTHON, Path(__file__).with_name("kernel.py")]
    with contextlib.suppress(Problem):  # without its recording, the kernel only starts slower
        run([*talk, "record", KERNEL], "", "")
    run([*talk, "prove", KERNEL], "The Java kernel does not answer",
        f"Run {again()} again; if that does not help, delete {VENV} and run it once more.")


def digest(*parts):
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part if isinstance(part, bytes) else part.encode())
        whole.update(b"\0")
    return whole.hexdigest()


STEPS = [
    Step("packages", "Python packages into .venv", packages_inputs, packages_outputs,
         make_packages),
    Step("jdk", f"JDK {JAVA}", jdk_inputs, jdk_outputs, make_jdk),
    Step("jar", f"helper jar, built with Maven {MAVEN}", jar_inputs, jar_outputs, make_jar),
    Step("kernel", "Java kernel", kernel_inputs, kernel_outputs, make_kernel),
]
