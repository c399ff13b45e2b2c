"""The notebooks in the hands of a service that means no good: every cell ends clean, and soon.

A reader may choose another service (WORKBENCH_GENRES). This one answers the first request well, so
that it is taken, and the next in a bad way, each time in another one. An encyclopaedia
(WORKBENCH_PAGES) is bad at once; the jar's tests have more of that, for both.
"""

import contextlib
import re
import socket
import threading

import kernels
from notebooks import NOTEBOOKS, name_of, none, runnable, workplace

LIMIT = 40  # seconds for one cell; the client gives each call ten


def http(body, status="200 OK", headers="", length=None):
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\n{headers}Content-Length: {size}\r\n\r\n".encode() + body


GOOD = http(b'"doom polka"')
ANSWERS = [
    http(b"<h1>Oops</h1>", "500 Oops"), http(b"", "429 Slow", "Retry-After: 100000\r\n"),
    http(b"", "302 Found", "Location: http://localhost:PORT/stranger\r\n"),
    http(b"<script>alert(1)</script>"), http(b'"<script>alert(1)</script>"'),
    http(b'"../../../gotcha"'), http(b'"/gotcha"'), http(b'"got\\u0000cha"'),
    http(b'"got\\u001b[31mcha\\r\\n"'), http(b'"\xff\xfe"'), http(b""), http(b"null"),
    http(b'{"genre": "gotcha"}'), http(b"[" * 900), http(b'"' + b"a" * 2_000_000 + b'"'),
    http(b'"gotcha"', length=99), http(b'"gotcha"', length=-5), http(b'"gotcha"', length=3),
    http(b'"gotcha"', headers="X: " + "a" * 1_000_000 + "\r\n"),
    b"\x1b[31m<b>\0 no HTTP\r\n\r\n", b"",
    b'HTTP/1.0 200 OK\r\n\r\n"got\\u202echa"']


@contextlib.contextmanager
def hostile_service(good, answers):
    """Its port, and the paths that it was asked for; the first answers are good ones."""
    asked = []
    server = socket.create_server(("127.0.0.1", 0), backlog=100)
    port = server.getsockname()[1]

    def answer(connection):
        with connection, contextlib.suppress(OSError):  # the client may have hung up
            connection.settimeout(LIMIT)
            head = b""
            while b"\r\n\r\n" not in head:
                read = connection.recv(65536)
                if not read:
                    return
                head += read
            number = len(asked)
            asked.append(head.split()[1].decode())
            chosen = GOOD if number < good else answers[(number - good) % len(answers)]
            connection.sendall(chosen.replace(b"PORT", str(port).encode()))

    def serve():
        with contextlib.suppress(OSError):  # closed: the test is over
            while True:
                threading.Thread(target=answer, args=server.accept()[:1], daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield port, asked
    finally:
        server.close()


def ask_it(path, folder):
    """The one cell that asks the chosen service, anew for each bad answer: the first request, to
    whether the service is there, gets a good one."""
    with hostile_service(0, [each for bad in ANSWERS for each in (GOOD, bad)]) as (port, asked):
        variables = {"WORKBENCH_SIZE": "small", "WORKBENCH_GENRES": f"http://127.0.0.1:{port}"}
        with kernels.Kernel(folder, kernels.our_spec(kernels.WITHOUT_C2), variables) as kernel:
            cells = [cell for cell in runnable(path)
                     if cell.id == "setup" or "GenreService.sample()" in cell.source]
            rans = [kernel.run(cell.source, cell.id, LIMIT) for cell in cells]
            while len(asked) < 2 * len(ANSWERS):
                rans.append(kernel.run(cells[-1].source, cells[-1].id, LIMIT))
    return rans, asked


def problems_of(path, rans):
    for ran in rans:
        says = f"{name_of(path)}, cell '{ran.cell}'"
        if ran.trouble():
            yield f"{says}: {ran.trouble()}"
        if re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", ran.text):
            yield f"{says}: a control character comes through: {ran.text!r}"
        if "<script" in ran.html or "<b>" in ran.html:
            yield f"{says}: a stranger's markup comes through"
        if re.search(r"^\s+at \S+\(", ran.text, re.M):
            yield f"{says}: a stack trace is no message: {ran.text}"


def test_a_hostile_service_is_told_and_the_notebook_goes_on(tmp_path):
    path = NOTEBOOKS[0]
    rans, asked = kernels.cut_off(ask_it, path, workplace(tmp_path))
    assert len(rans) > 2, "no cell asks the chosen service"
    none(problems_of(path, rans))
    assert not [way for way in asked if "stranger" in way], "it let itself be sent elsewhere"
    told = [ran.text for ran in rans[1:]]
    assert all("the local service" in text or "127.0.0.1" in text for text in told), told


NO_PAGES = {http(b"<h1 id=firstHeading>Lost</h1>", "404 Lost"): "it answers 404",
            http(b"<h1><script>alert(1)</script>"): "h1#firstHeading",
            http(b"", "302 Found", "Location: http://127.0.0.1:1/\r\n"): "Failed to connect"}


def look_at_it(path, folder):
    """Run the cells of a notebook down to the first that asks the chosen encyclopaedia; that one
    anew for each bad answer."""
    with hostile_service(0, list(NO_PAGES)) as (port, asked):
        variables = {"WORKBENCH_SIZE": "small", "WORKBENCH_PAGES": f"http://127.0.0.1:{port}"}
        with kernels.Kernel(folder, kernels.our_spec(kernels.WITHOUT_C2), variables) as kernel:
            rans = []
            for cell in runnable(path):
                rans.append(kernel.run(cell.source, cell.id, LIMIT))
                if asked:
                    break
            rans += [kernel.run(cell.source, cell.id, LIMIT) for _ in range(1, len(NO_PAGES))]
    return rans, asked


def test_an_encyclopaedia_without_pages_is_told_and_the_notebook_goes_on(tmp_path):
    path = next(path for path in NOTEBOOKS if path.name.startswith("12"))
    rans, asked = kernels.cut_off(look_at_it, path, workplace(tmp_path))
    assert len(asked) == len(NO_PAGES), f"it was asked only for {asked}"
    none(problems_of(path, rans))
    for ran, why in zip(rans[-len(NO_PAGES):], NO_PAGES.values(), strict=True):
        assert "the local service answers instead" in ran.text and why in ran.text, ran.text
        assert "title=" in ran.text, f"no page was looked at: {ran.text}"
