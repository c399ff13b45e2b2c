"""What the Python programs of tests/bench share. README.md beside this file tells how they talk."""

import hashlib
import sys
import time


def obey(answer):
    """Obey the orders on standard input until it ends; an answer of None is not printed."""
    for line in iter(sys.stdin.readline, ""):
        said = answer(*line.rstrip("\n").split("\t"))
        if said is not None:
            print(said, flush=True)


def sample(work, text=str):
    """One sample: its nanoseconds and what was made, as a checksum; or what went wrong."""
    begin = time.perf_counter_ns()
    try:
        made = work()
    except Exception as error:  # whatever it is, the bench tells it
        return f"error\t{error!r}"
    nanos = time.perf_counter_ns() - begin
    whole = "\n".join(map(text, made))
    return f"{nanos}\t{checksum(whole.encode())}"


def checksum(data):
    return hashlib.sha256(data).hexdigest()[:16]


def checksum_of_number(number):
    """Of the same bytes as Java's BigInteger.toByteArray() gives."""
    return checksum(number.to_bytes(number.bit_length() // 8 + 1, signed=True))
