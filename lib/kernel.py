"""Prove that the Java kernel works, and record what it loads at its start.

Run by lib/setup in the environment's Python, with the file of the kernelspec. Both are done at the
same time. Only the proof can fail: without its recording, the kernel starts slower.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec

LIB = Path(__file__).resolve().parent
PATIENCE = 300  # seconds that a kernel may take to answer on a machine that is busy

# The recording holds what was compiled, too, and the next start compiles the same at once, as far
# as that went. With the optimising compiler's work in it, a first chart comes later. At level 1,
# that of code without counters, it would come sooner still, but code that starts there stays there
# for ever: at level 2 its calls are counted, and what a reader's cell uses much is optimised as
# ever (trained_transition_from_none, compilationPolicy.cpp in the JDK's sources).
RECORDED = "-XX:TieredStopAtLevel=2"
FIRST_COMPILER = "-XX:TieredStopAtLevel=1"  # enough for what runs once, and sooner there

# What the first minute of every notebook does, small: what is loaded here need not be again.
SESSION = [
    """
    if (Runtime.version().feature() < 25 || !new java.io.File("target/jars").exists())
        throw new Error("The helper jar is not built.");
    %classpath target/jars/*.jar
    import module java.base;
    import okhttp3.*;
    import workbench.*;

    Show.machine();
    """,
    """
    OkHttpClient client = new OkHttpClient();

    String fetch(String url) throws IOException {
        try (var response = client.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.body().string();
        }
    }

    List<String> fetchAll(GenreService service, Timeline timeline) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var genres = new ArrayList<Future<String>>();
            for (int seed = 0; seed < 5; seed++) {
                var url = service.url(seed);
                genres.add(executor.submit(timeline.queued("genre", () -> fetch(url))));
            }
            var fetched = new ArrayList<String>();
            for (var genre : genres)
                fetched.add(genre.get());
            return fetched;
        }
    }
    """,
    """
    try (var service = GenreService.local()) {
        var timeline = new Timeline("virtual threads");
        var results = Experiment.named("genres").samples(2).warmUps(0)
            .version("sequential", () -> fetchAll(service, timeline))
            .version("virtual threads", () -> fetchAll(service, timeline))
            .measure();
        Show.table(results.table());
        Show.times(results);
        Show.timeline(timeline);
        System.out.println(results.verdict());
    }
    Show.threadsLeft();
    """,
]
# A chart needs fonts, and a service in a process of its own needs the jar to find itself.
PROOF = [
    "%classpath target/jars/*.jar",
    """
    try (var service = workbench.GenreService.ownProcess()) {
        service.url(0);
    }
    """,
    """
    workbench.Show.timeline(new workbench.Timeline("proof"));
    """,
    "workbench.Machine.jdk()",
]


def main(file):
    spec = json.loads(Path(file).read_text(encoding="utf-8"))
    recording = threading.Thread(target=record, args=(spec,))
    recording.start()
    try:
        prove(spec)
    finally:
        recording.join()


def prove(spec):
    first, *rest = spec["argv"]
    outputs = talk({**spec, "argv": [first, FIRST_COMPILER, *rest]}, PROOF)
    java = spec["display_name"].split()[-1]
    if not any("image/png" in output for output in outputs):
        sys.exit("Error: it showed no chart")
    if not any(output.get("text/plain", "").startswith(java) for output in outputs):
        sys.exit(f"Error: it did not name Java {java}: {outputs}")


def record(spec):
    cache = next(a.partition("=")[2] for a in spec["argv"] if a.startswith("-XX:AOTCache="))
    notes = f"{cache}.config"
    options = [a for a in spec["argv"] if not a.startswith(("-XX:AOTCache=", "-Xlog:"))]
    java, options, start = options[0], options[1:-2], options[-2:]
    mode = ["-XX:AOTMode=record", f"-XX:AOTConfiguration={notes}"]
    try:
        # A kernel that is told to stop waits a minute; one that exits writes its notes at once.
        talk({**spec, "argv": [java, RECORDED, *mode, *options, *start]}, SESSION,
             last="System.exit(0);")
        subprocess.run([java, FIRST_COMPILER, "-XX:AOTMode=create", f"-XX:AOTConfiguration={notes}",
                        f"-XX:AOTCache={cache}.new", *options], check=True, timeout=PATIENCE)
        Path(f"{cache}.new").replace(cache)
    except (Exception, SystemExit) as error:
        print(f"Not recorded: {error}")
    finally:
        Path(notes).unlink(missing_ok=True)


def talk(spec, cells, last=None):
    """Run cells in a kernel of its own and return what it answered with, by kind of content."""
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(**spec)
    manager.start_kernel(cwd=str(LIB))
    outputs = []

    def hear(message):
        content = message["content"]
        outputs.append(content.get("data", {}))
        print(message["msg_type"], str(content.get("text") or content.get("data") or "")[:300])

    try:
        client = manager.blocking_client()
        client.start_channels()
        client.wait_for_ready(timeout=PATIENCE)
        for cell in cells:
            code = "\n".join(line.removeprefix("    ") for line in cell.strip().splitlines())
            reply = client.execute_interactive(code, timeout=PATIENCE,
                                               output_hook=hear)["content"]
            if reply["status"] != "ok":
                sys.exit(f"Error: {reply.get('ename')}: {reply.get('evalue')}")
        if last:
            client.execute(last)
            manager.provisioner.process.wait(timeout=PATIENCE)
        client.stop_channels()
    finally:
        manager.shutdown_kernel(now=True)
    return outputs


if __name__ == "__main__":
    main(sys.argv[1])
