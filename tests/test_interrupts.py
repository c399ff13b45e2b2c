"""An interrupt ends the cell that ran when it was sent, and no later one."""

import pytest

import kernels
from notebooks import NOTEBOOKS, code_cells, workplace

PRESSES = 20  # the kernel takes some 50 ms to read each
# When it is interrupted, it has something left to do, and then to say.
LAST_WORDS = """
try {
    Thread.sleep(600_000);
} catch (InterruptedException e) {
    for (long end = System.nanoTime() + 300_000_000; System.nanoTime() < end; ) { }
    System.out.print("last words");
}"""


def run_all_and_press(folder, spec):
    """Ask for two cells and, while the first runs, press ■ many times in one moment."""
    with kernels.Kernel(folder, spec, {"WORKBENCH_SIZE": "small"} | kernels.PREVIEW) as kernel:
        ran = kernel.run(code_cells(NOTEBOOKS[0])[0].source, "setup")
        assert not ran.trouble(), ran.trouble()
        client = kernel.client
        first = client.execute('System.out.print("runs"); Thread.sleep(600_000);')
        second = client.execute('Thread.sleep(2_000); System.out.print("whole");')
        said = {first: "", second: ""}
        while True:
            message = client.get_iopub_msg(timeout=kernels.START)
            of, kind = message["parent_header"].get("msg_id"), message["msg_type"]
            content = message["content"]
            if kind == "stream" and of == first:
                presses = [client.session.msg("interrupt_request") for _ in range(PRESSES)]
                for press in presses:
                    client.control_channel.send(press)
            if kind == "stream" and of in said:
                said[of] += content["text"]
            if kind == "error" and of in said:
                said[of] += content["ename"]
            if kind == "status" and content["execution_state"] == "idle" and of == second:
                break
        answers = [client.control_channel.get_msg(timeout=kernels.STOP) for _ in presses]
        # The kernel still takes an interrupt that is meant.
        meant = kernel.run(LAST_WORDS, interrupt_after=0.5)
        after = kernel.run('Thread.sleep(2_000); System.out.print("whole");')
        return said[first], said[second], len(answers), meant, after


@pytest.mark.parametrize("spec", [kernels.our_spec, kernels.stock_spec])
def test_many_presses_end_one_cell_and_not_the_next(tmp_path, spec):
    first, second, answers, meant, after = run_all_and_press(workplace(tmp_path), spec())
    assert first == "runsEvaluationInterruptedException", f"the first cell told: {first}"
    assert second == "whole", f"the second cell told: {second}"
    assert answers == PRESSES, f"{answers} of {PRESSES} interrupts were answered"
    assert "Interrupted" in meant.error and not meant.hung, meant.error
    assert after.text == "whole", f"the cell after it told: {after.text}"
