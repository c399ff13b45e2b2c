"""Java kernels for the tests: on a kernelspec of choice, on one core, without a network."""

import concurrent.futures
import ctypes
import json
import multiprocessing
import os
import queue
import shutil
import socket
import struct
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import jupyter_client
from jupyter_client.kernelspec import KernelSpecManager

import commands

SPEC = Path(sys.prefix, "share", "jupyter", "kernels", "java")
START = 60  # seconds that a kernel may take to answer at all
# A short run spends more of its time on C2, the optimising compiler, than on what it is there for:
# where no test asks for code that C2 has made, the first compiler is enough.
WITHOUT_C2 = "-XX:TieredStopAtLevel=1"
# What a kernelspec without preview features needs for the notebook on structured concurrency.
PREVIEW = {"JJAVA_JVM_OPTS": "--enable-preview",
           "JJAVA_COMPILER_OPTS": "--enable-preview --source 25"}
STOP = 20  # seconds that an interrupted cell may take to end


@dataclass
class Ran:
    """What came of running one cell."""

    cell: str
    stdout: str = ""
    stderr: str = ""
    shown: str = ""  # the plain text of what was displayed
    html: str = ""
    error: str = ""
    seconds: float = 0
    interrupted: bool = False
    hung: bool = False

    @property
    def text(self):
        return self.stdout + self.shown

    def trouble(self):
        """What is not clean about this run, as a sentence; None if all is."""
        if self.hung:
            return f"cell '{self.cell}' was still running after {self.seconds:.0f} s"
        if self.error:
            return f"cell '{self.cell}' ended with {self.error}"
        if "NOT AS DOCUMENTED" in self.stdout:
            return f"cell '{self.cell}' saw what the Javadoc does not say: {self.stdout.strip()}"
        if self.stderr:
            return f"cell '{self.cell}' wrote to stderr: {self.stderr.strip()[:500]}"
        return None


class Kernel:
    """A running kernel; a context manager, so that none outlives its test."""

    def __init__(self, folder, spec=None, variables=None):
        self.folder, self.variables = folder, variables or {}
        self.specs = tempfile.mkdtemp()
        own = Path(self.specs, "tested")
        own.mkdir()
        (own / "kernel.json").write_text(json.dumps(spec or our_spec()), encoding="utf-8")

    def __enter__(self):
        self.manager = jupyter_client.KernelManager(kernel_name="tested")
        self.manager.kernel_spec_manager = KernelSpecManager(
            kernel_dirs=[self.specs], ensure_native_kernel=False)
        variables = {name: value for name, value in commands.environment().items()
                     if not name.startswith("WORKBENCH_")}
        self.manager.start_kernel(cwd=str(self.folder), env=variables | self.variables)
        try:
            self.client = self.manager.client()
            self.client.start_channels()
            self.client.wait_for_ready(timeout=START)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        shutil.rmtree(self.specs)

    def interrupt(self):
        """Interrupt the cell that runs, and wait until the kernel has: none is left on its way."""
        self.client.control_channel.send(self.client.session.msg("interrupt_request"))
        self.client.control_channel.get_msg(timeout=STOP)

    def run(self, source, name="", limit=60, interrupt_after=None):
        """Run a piece of source and wait until the kernel is idle again."""
        ran = Ran(name)
        request = self.client.execute(source, allow_stdin=False)
        begin = time.monotonic()
        end, next_interrupt = begin + limit, None
        while True:
            now = time.monotonic()
            ran.seconds = now - begin
            if now > end:
                ran.hung = True
                return ran
            if next_interrupt and now > next_interrupt:
                if not ran.interrupted:
                    ran.interrupted, end = True, now + STOP
                self.interrupt()  # once more, in case it came while compiling
                next_interrupt = time.monotonic() + 0.5
            try:
                message = self.client.get_iopub_msg(timeout=0.1)
            except queue.Empty:
                continue
            if message["parent_header"].get("msg_id") != request:
                continue
            content, kind = message["content"], message["msg_type"]
            if kind == "status" and content["execution_state"] == "idle":
                ran.seconds = time.monotonic() - begin
                return ran
            if kind == "execute_input" and interrupt_after is not None:
                next_interrupt = time.monotonic() + interrupt_after
            if kind == "stream":
                setattr(ran, content["name"], getattr(ran, content["name"]) + content["text"])
            if kind == "error":
                ran.error = f"{content['ename']}: {content['evalue']}"[:1000]
            if kind in ("display_data", "execute_result"):
                ran.shown += content["data"].get("text/plain", "") + "\n"
                ran.html += content["data"].get("text/html", "")


def java():
    """The java that our kernel runs on."""
    return json.loads((SPEC / "kernel.json").read_text(encoding="utf-8"))["argv"][0]


def our_spec(*options):
    """The kernelspec that lib/setup installs, or the one that WORKBENCH_TEST_KERNEL names.

    The options are its JVM's, beside its own."""
    name = os.environ.get("WORKBENCH_TEST_KERNEL")
    folder = Path(KernelSpecManager().find_kernel_specs()[name]) if name else SPEC
    spec = json.loads((folder / "kernel.json").read_text(encoding="utf-8"))
    first, *rest = [word.replace("{resource_dir}", str(folder)) for word in spec["argv"]]
    spec["argv"] = [first, *options, *rest]
    return spec


def stock_spec():
    """The kernelspec that JJava's own package brings: a launcher, and no jar of ours."""
    own = java()
    return {"argv": [own, "-jar", str(SPEC / "jjava-launcher.jar"), str(SPEC / "jjava.jar"),
                     "{connection_file}"],
            "display_name": "Java (jjava)", "language": "java", "interrupt_mode": "message",
            "env": {"PATH": os.pathsep.join([str(Path(own).parent), os.environ["PATH"]]),
                    "JAVA_HOME": str(Path(own).parents[1])}}


# ---------------------------------------------------------------- cut off

# Each of these processes is a copy of one that has imported already what takes long, where a
# process can be copied.
PROCESSES = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
if sys.platform != "win32":
    PROCESSES.set_forkserver_preload(["jupyter_client", "mistune", "nbformat", "pytest"])


def cut_off(function, *arguments, one_core=False):
    """Call a function of some module in a process of its own with no network but loopback.

    Only Linux can do that for one process. An ordinary user may be forbidden to; root is not.
    """
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=PROCESSES) as pool:
        return pool.submit(_cut_off, function, arguments, one_core).result()


def _cut_off(function, arguments, one_core):
    if sys.platform == "linux":
        if one_core:  # not the same one in each worker
            cores = sorted(os.sched_getaffinity(0))
            worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
            os.sched_setaffinity(0, {cores[worker % len(cores)]})
        leave_network()
    return function(*arguments)


def leave_network():
    """Move this process, and all that it starts, into a network that is loopback alone."""
    new_user, new_network = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET of sched.h
    user, group = os.getuid(), os.getgid()
    flags = new_network if user == 0 else new_user | new_network
    if ctypes.CDLL(None, use_errno=True).unshare(flags) != 0:
        if user == 0:
            raise OSError(ctypes.get_errno(), "This system forbids root to leave the network")
        return  # the test that asks for it says so
    if user != 0:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    import fcntl  # Windows has none
    get_flags, set_flags, up = 0x8913, 0x8914, 1  # SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", b"lo", 0)
        now = struct.unpack("16sh14x", fcntl.ioctl(any_socket, get_flags, request))[1]
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh14x", b"lo", now | up))
