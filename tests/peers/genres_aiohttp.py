"""The genre workload with aiohttp, for tests/bench: takes one sample for each line of its standard
input. README.md beside this file tells how."""

import asyncio
import sys

import aiohttp
import peer


class Client:
    """Its orders; one event loop for all samples, as a program that goes on would have."""

    def __init__(self, runner, base):
        self.run, self.base = runner.run, base

    def answer(self, order, *words):
        match order, words:
            case "open", ("1.1", *_):
                self.run(self.open())
            case "fetch", (_, n):
                return peer.sample(lambda: self.run(self.fetch_all(int(n))))
            case "close", ():
                self.run(self.session.close())

    async def open(self):
        self.session = aiohttp.ClientSession(self.base, connector=aiohttp.TCPConnector(limit=0),
                                             timeout=aiohttp.ClientTimeout(60))

    async def fetch(self, seed):
        async with self.session.get("/wp-json/genrenator/v1/genre/",
                                    params={"seed": seed}) as response:
            response.raise_for_status()
            return await response.json()

    async def fetch_all(self, n):
        return await asyncio.gather(*(self.fetch(seed) for seed in range(n)))


with asyncio.Runner() as runner:
    peer.obey(Client(runner, sys.argv[1]).answer)
