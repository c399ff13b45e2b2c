"""From the start of a kernel to the first chart: our kernelspec and JJava's own, interleaved.

example: tests/bench start
example: tests/bench start --samples 15"""

import json
import os
import queue
import subprocess
import time

import bench_peers
import commands
from bench_peers import Comparison, Sample

# The first cell of every notebook, and a chart.
CELLS = {
    "set up": """
if (Runtime.version().feature() < 25
        || !new java.io.File("../lib/target/jars/workbench.jar").exists())
    throw new Error("Run notebooks/open once, then restart the kernel.");
%classpath ../lib/target/jars/*.jar
import module java.base;
import okhttp3.*;
import workbench.*;

Show.machine();
""",
    "chart": """
var squares = new TreeMap<Number, Number>(Map.of(1, 1, 2, 4, 3, 9));
Show.lines("Squares", "side", "area", Map.of("a square", squares));
""",
}

NUDGE = 0.5  # seconds between two questions to a starting kernel, as JupyterLab's server asks

KERNELS = ["ours", "stock"]
AGAINST = {"stock": ["ours"]}


def add_options(parser):
    bench_peers.add_options(parser, KERNELS, samples=9, minutes=10,
                            quick="three starts of each: half a minute")


def measure(arguments):
    samples = 3 if arguments.quick else arguments.samples
    kernels = [Kernel(name) for name in arguments.contestants]
    comparison = Comparison(
        f"from a kernel's start to its first chart, {bench_peers.machine()}",
        {"x stock": ["stock"]}, [("ready", lambda start: start.ready, "{:.2f} s"),
                                 ("set up", lambda start: start.set_up, "{:.2f} s")])
    comparison.measure(kernels, samples, time.monotonic() + 60 * arguments.minutes, Kernel.start)
    yield comparison


class Kernel:
    def __init__(self, name):
        self.name = name
        self.spec = ours() if name == "ours" else stock()

    def start(self):
        ready, set_up, chart = start(self.spec)
        sample = Sample(self.name, chart, "a chart", 0)
        sample.ready, sample.set_up = ready, set_up
        return sample


def ours():
    return json.loads((commands.KERNEL / "kernel.json").read_text(encoding="utf-8"))


def stock():
    """JJava's kernelspec as pip installs it, with the same JDK first on the path."""
    text = (commands.KERNEL / "stock.json").read_text(encoding="utf-8")
    spec = json.loads(text.replace("{resource_dir}", json.dumps(str(commands.KERNEL))[1:-1]))
    java = commands.java_of(commands.read_state()["java home"])
    spec["env"]["PATH"] = os.pathsep.join([str(java.parent), os.environ["PATH"]])
    return spec


def start(spec):
    """Seconds from the start of a kernel until it is ready, and until each cell is done."""
    from jupyter_client import KernelManager  # only there once .venv is
    from jupyter_client.kernelspec import KernelSpec
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(**spec)
    begin = time.perf_counter()
    manager.start_kernel(cwd=str(commands.ROOT / "notebooks"), stderr=subprocess.DEVNULL)
    moments, shown = [], []
    try:
        client = manager.blocking_client()
        client.start_channels()
        client.kernel_info()
        while not heard(client):
            if not manager.is_alive():
                raise commands.Problem("The kernel did not start: run lib/setup.")
            client.kernel_info()
        moments.append(time.perf_counter() - begin)
        for name, cell in CELLS.items():
            reply = client.execute_interactive(cell.strip(), timeout=60, output_hook=shown.append)
            moments.append(time.perf_counter() - begin)
            if reply["content"]["status"] != "ok":
                raise commands.Problem(f"The cell {name!r} failed: {reply['content']['evalue']}")
        client.stop_channels()
    finally:
        manager.shutdown_kernel(now=True)
    if not any("image/png" in message["content"].get("data", {}) for message in shown):
        raise commands.Problem("No chart was shown.")
    return moments


def heard(client):
    """Whether the kernel says anything before it is time to ask again."""
    try:
        client.get_iopub_msg(timeout=NUDGE)
    except queue.Empty:
        return False
    return True
