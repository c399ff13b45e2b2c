"""What the helper jar shows in a real kernel, and how it takes an interrupt."""

import queue

import pytest

import kernels
from notebooks import ROOT

SETUP = """%classpath target/jars/*.jar
import module java.base;
import workbench.*;
import workbench.internal.drawing.*;
import workbench.internal.kernel.*;
Show.machine();"""

PICTURE = """Display.picture(new Picture(
    new java.awt.image.BufferedImage(4, 2, java.awt.image.BufferedImage.TYPE_INT_RGB),
    2, "A \\"dark\\" <box>."));"""

PROGRESS = """try (var progress = new Progress("Steps")) {
    for (int step = 1; step <= 1_000; step++) progress.update(step + " of 1000");
}"""

# The first interrupt ends get(), and only the next one the closing of the executor around it.
ENDLESS = """Experiment.named("Endless").version("threads", () -> {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        return executor.submit(() -> new CountDownLatch(1).await(1, TimeUnit.HOURS)).get();
    }
}).measure();"""

# Writes the levels at which a method that the recorded start uses, too, is compiled: 4 is the
# optimising compiler's.
LEVELS = """var squares = new HashMap<Integer, Integer>();
var server = java.lang.management.ManagementFactory.getPlatformMBeanServer();
var commands = new javax.management.ObjectName("com.sun.management:type=DiagnosticCommand");
var levels = new TreeSet<String>();
var end = Instant.now().plusSeconds(30);
while (!levels.contains("4") && Instant.now().isBefore(end)) {
    for (int i = 0; i < 1_000_000; i++) squares.put(i % 1000, i);
    var compiled = (String) server.invoke(commands, "compilerCodelist",
        new Object[] {null}, new String[] {String[].class.getName()});
    compiled.lines().map(line -> line.split(" ", 4))
        .filter(words -> words.length == 4 && words[3].startsWith("java.util.HashMap.put("))
        .forEach(words -> levels.add(words[1]));
}
System.out.println(levels);"""


@pytest.fixture(scope="module", params=[kernels.our_spec, kernels.stock_spec],
                ids=["ours", "stock"])
def kernel(request):
    with kernels.Kernel(ROOT / "lib", request.param()) as kernel:
        assert kernel.run(SETUP).trouble() is None
        yield kernel


def messages(kernel, source):
    """All that is displayed by a cell, with its updates."""
    request = kernel.client.execute(source)
    displayed = []
    while True:
        try:
            message = kernel.client.get_iopub_msg(timeout=60)
        except queue.Empty:
            pytest.fail("the cell does not end")
        if message["parent_header"].get("msg_id") != request:
            continue
        content = message["content"]
        assert message["msg_type"] not in ("error", "stream", "execute_result"), content
        if "data" in content:
            displayed.append(content)
        if content.get("execution_state") == "idle":
            return displayed


def test_a_picture_is_one_display_in_three_forms_with_its_text(kernel):
    picture, = messages(kernel, PICTURE)
    assert set(picture["data"]) == {"text/html", "image/png", "text/plain"}
    assert picture["data"]["text/plain"] == 'A "dark" <box>.'
    assert picture["metadata"]["image/png"]["alt"] == 'A "dark" <box>.'
    assert '<img alt="A &quot;dark&quot; &lt;box&gt;." width="2"' in picture["data"]["text/html"]
    assert picture["data"]["image/png"] in picture["data"]["text/html"]


def test_progress_is_redrawn_in_place_and_not_for_each_step(kernel):
    displayed = messages(kernel, PROGRESS)
    ids = {content["transient"]["display_id"] for content in displayed}
    assert len(ids) == 1
    assert len(displayed) < 100
    assert displayed[-1]["data"]["text/plain"] == "Steps: 1000 of 1000"


def test_an_interrupt_ends_an_experiment_and_the_threads_of_its_version(kernel):
    ran = kernel.run(ENDLESS, interrupt_after=0.5)
    assert not ran.hung
    assert kernel.run("Show.threadsLeft();").text.strip() == "No thread was left behind."
    assert kernel.run("System.out.print(Thread.interrupted());").text == "false"


def test_what_a_cell_uses_much_is_optimised_in_spite_of_the_recorded_start(kernel):
    ran = kernel.run(LEVELS)
    assert ran.trouble() is None
    assert "4" in ran.stdout, f"HashMap.put is compiled at the levels {ran.stdout}alone"
