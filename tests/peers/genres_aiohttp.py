"""The genre workload with aiohttp, for tests/bench: takes one sample for each line of its standard
input. README.md beside this file tells how."""

import asyncio
import hashlib
import sys
import time

import aiohttp


async def fetch(session, seed):
    async with session.get("/wp-json/genrenator/v1/genre/", params={"seed": seed}) as response:
        response.raise_for_status()
        return await response.json()


async def fetch_all(session, n):
    return await asyncio.gather(*(fetch(session, seed) for seed in range(n)))


async def sample(session, n):
    begin = time.perf_counter_ns()
    try:
        genres = await fetch_all(session, n)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        return f"error\t{error!r}"
    nanos = time.perf_counter_ns() - begin
    digest = hashlib.sha256("\n".join(genres).encode()).hexdigest()
    return f"{nanos}\t{digest[:16]}"


async def main(base):
    # One event loop for all samples, as a program that goes on would have.
    for line in iter(sys.stdin.readline, ""):
        match line.rstrip("\n").split("\t"):
            case ["open", "1.1", *_]:
                session = aiohttp.ClientSession(base, connector=aiohttp.TCPConnector(limit=0),
                                                timeout=aiohttp.ClientTimeout(60))
            case ["fetch", _, n]:
                print(await sample(session, int(n)), flush=True)
            case ["close"]:
                await session.close()


asyncio.run(main(sys.argv[1]))
