"""The pages workload with aiohttp and Beautiful Soup, for tests/bench: takes one sample for each
line of its standard input. README.md beside this file tells how."""

import asyncio
import multiprocessing
import re
import sys
from concurrent.futures import ProcessPoolExecutor

import aiohttp
import bs4
import peer

WORD = re.compile(r"[^\W\d_]+")


def parse(html):
    page = bs4.BeautifulSoup(html, "html.parser")
    title = page.find("h1", id="firstHeading").get_text()
    words = set(WORD.findall(page.get_text(" ").lower()))
    # Numerals such as \u216b are letters to \w, and not to Java: taken out of the few that differ.
    words = {part for word in words
             for part in "".join(c if c.isalpha() else " " for c in word).split()}
    return f"{title}\t{len(words)}"


async def download(session, seed):
    async with session.get("/wiki/Special:Random", params={"seed": seed}) as response:
        response.raise_for_status()
        return await response.text()


async def pages(base, seeds, parsers=None):
    """The pages of the seeds, downloaded at once; parsed by the parsers, or else by the loop."""
    async def page(seed):
        html = await download(session, seed)
        if parsers is None:
            return parse(html)
        return await asyncio.get_running_loop().run_in_executor(parsers, parse, html)

    async with aiohttp.ClientSession(base, connector=aiohttp.TCPConnector(limit=0),
                                     timeout=aiohttp.ClientTimeout(60)) as session:
        return await asyncio.gather(*map(page, seeds))


def share(base, seeds):
    return asyncio.run(pages(base, seeds))


def main(cores, base):
    def asyncio_alone(n):
        return asyncio.run(pages(base, range(n)))

    def processes_parse(n):
        return asyncio.run(pages(base, range(n), processes))

    def loop_in_each_process(n):
        shares = [range(first, n, cores) for first in range(cores)]
        made = [None] * n
        for seeds, part in zip(shares, processes.map(share, [base] * cores, shares),
                               strict=True):
            made[seeds.start::cores] = part
        return made

    versions = {"asyncio": asyncio_alone, "asyncio, processes parse": processes_parse,
                "asyncio in each process": loop_in_each_process}
    # The pool lives through all samples, so no start of a process is in the time.
    with ProcessPoolExecutor(cores, multiprocessing.get_context("spawn")) as processes:
        peer.obey(lambda _, version, n: peer.sample(lambda: versions[version](int(n))))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
