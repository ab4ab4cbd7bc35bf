#!/usr/bin/env python3
"""Sends whole runs through real sockets, and prints how near to the bound they come.

    paced_runs.py PACEWATCH [--stage NAME ...] [--kind NAME ...] [--time-scale K] [--delay 5-80]

For each gateway and each way of counting: `pacewatch emulate` counts, `pacewatch send` sends, and a
relay between the two delays each message by 5 to 80 ms each way, at random, with the gateway's
clock up to 3 s off. Printed are what was sent, refused and lost, and the makespan, from the first
arrival to the last that was accepted, over the least possible: for sliding windows
t_k = max(t_(k-L) + W), for windows aligned to the clock the same with the phase this gateway had.
Those of one gateway run at the same time. Build optimised, and leave the machine alone meanwhile.

What each row is held to is printed behind it: 1.01 on AIsoule; on Connexease 1.005 times what is
left when each window is followed by a guard as long as the delays scatter, 20 ms at the least,
because without it nobody can be safe. Where a window of one second sets the pace (Connexease 2026)
that guard alone costs 2 to 7.5 %, so 1.005 of the bare bound cannot be reached there.

Exits 1 when a call was refused or lost, or a bound was missed.
"""
import argparse
import asyncio
import datetime
import email.utils
import json
import os
import random
import re
import sys
import tempfile
import time

MINUTE = 60
# name, profile, sends, windows as (limit, seconds)
STAGES = {
    "aisoule": ("aisoule", 1_000, [(10, 1), (100, MINUTE)]),
    "connexease": ("connexease", 10_000, [(100, 1), (1_000, MINUTE)]),
    "connexease-2026": ("connexease-2026", 10_000, [(80, 1), (4_800, MINUTE)]),
}
# name, algorithm, faults
KINDS = {
    "fixed": ("fixed", ""),
    "anchored": ("anchored", ""),
    "sliding": ("sliding", ""),
    "counts-refused": ("sliding", "penalty"),
    "bucket": ("bucket", ""),
}
DATE = re.compile(rb"\r\nDate: ([^\r]+)\r\n", re.IGNORECASE)
LONGEST = 3_600


def sliding_bound(count, windows):
    arrivals = []
    for k in range(count):
        at = arrivals[-1] if arrivals else 0.0
        for limit, seconds in windows:
            if k >= limit:
                at = max(at, arrivals[k - limit] + seconds)
        arrivals.append(at)
    return arrivals[-1]


def fixed_bound(count, windows, start):
    """The same for windows aligned to a calendar that shows `start` at the first arrival."""
    epochs = [[None, 0] for _ in windows]
    at = start
    for _ in range(count):
        place = 0
        while place < len(windows):
            limit, seconds = windows[place]
            number = int(at // seconds)
            if epochs[place][0] != number:
                epochs[place] = [number, 0]
            if epochs[place][1] >= limit:
                at = float((number + 1) * seconds)
                place = 0  # a later moment may lie in a new window of the others
            else:
                place += 1
        for epoch in epochs:
            epoch[1] += 1
    return at - start


def held_to(stage, kind, least, guard):
    """What a row may take at most, times the least possible."""
    if stage == "aisoule":
        return 1.01
    if kind == "fixed":
        return 1.11  # without resets in the answers its phase is not learned in time
    _, sends, windows = STAGES[stage]
    guarded = [(limit, seconds + guard) for limit, seconds in windows]
    return 1.005 * sliding_bound(sends, guarded) / least


class Relay:
    """Passes bytes on in their order, each piece later; learns the gateway's calendar meanwhile."""

    def __init__(self, behind, delay, scale, seed):
        self.behind = behind
        self.delay = delay
        self.scale = scale
        self.dice = random.Random(seed)
        self.least = None  # of what the gateway's calendar shows when this computer's shows 0
        self.most = None

    async def start(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0, backlog=128)
        return self.server.sockets[0].getsockname()[1]

    async def serve(self, reader, writer):
        try:
            there, here = await asyncio.open_connection("127.0.0.1", self.behind)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self.pump(reader, here, False), self.pump(there, writer, True))

    async def pump(self, reader, writer, is_answer):
        loop = asyncio.get_running_loop()
        due = 0.0
        while True:
            try:
                piece = await reader.read(65_536)
            except OSError:
                piece = b""
            if is_answer:
                self.learn(piece)
            due = max(due, loop.time() + self.dice.uniform(*self.delay) / self.scale)
            if not piece:
                loop.call_at(due, writer.close)
                return
            loop.call_at(due, self.write, writer, piece)

    @staticmethod
    def write(writer, piece):
        if not writer.is_closing():
            writer.write(piece)

    def learn(self, answer):
        """The Date of an answer says what the gateway's calendar shows, to the second."""
        found = DATE.search(answer[:2_048])
        if found:
            date = email.utils.parsedate_to_datetime(found[1].decode()).timestamp()
            begin = date - time.time() * self.scale
            self.least = begin if self.least is None else max(self.least, begin)
            self.most = begin + 1 if self.most is None else min(self.most, begin + 1)

    def calendar(self, at):
        return at * self.scale + (self.least + self.most) / 2


def arrivals(path):
    """When calls were accepted, and how many were not."""
    accepted, refused = [], 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            answer = json.loads(line)
            if answer["status"] < 300:
                at = datetime.datetime.fromisoformat(answer["at"].replace("Z", "+00:00"))
                accepted.append(at.timestamp())
            else:
                refused += 1
    return sorted(accepted), refused


class Row:
    """One run: a gateway, a relay and a sender."""

    def __init__(self, options, stage, kind, folder):
        self.options = options
        self.stage = stage
        self.kind = kind
        self.log = os.path.join(folder, f"{stage}-{kind}.jsonl")
        self.dice = random.Random(f"{stage} {kind} {options.seed}")
        self.environment = dict(os.environ, HOME=folder, XDG_DATA_HOME=folder, BENCH_KEY="bench-key")

    async def run(self):
        profile, sends, windows = STAGES[self.stage]
        algorithm, faults = KINDS[self.kind]
        scale = ["--time-scale", str(self.options.time_scale)]
        faults = ",".join(filter(None, [faults, f"clock={self.dice.randint(-3000, 3000)}ms"]))
        emulator = await asyncio.create_subprocess_exec(
            self.options.pacewatch, "emulate", "--profile", profile, "--algorithm", algorithm,
            "--faults", faults, "--log", self.log, *scale,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env=self.environment,
        )
        try:
            address = (await emulator.stdout.readline()).decode().strip()
            head, port, path = re.fullmatch(r"(http://[^:/]+):(\d+)(.*)", address).groups()
            delay = self.options.delay
            relay = Relay(int(port), delay, self.options.time_scale, self.dice.random())
            near = await relay.start()
            sender = await asyncio.create_subprocess_exec(
                self.options.pacewatch, "send", "--profile", profile, "--count", str(sends),
                "--url", f"{head}:{near}{path}", "--key-env", "BENCH_KEY", "--json", *scale,
                stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
                env=self.environment,
            )
            said, _ = await asyncio.wait_for(sender.communicate(), LONGEST)
        finally:
            emulator.terminate()
            await emulator.wait()
        return self.judge(json.loads(said), relay, sends, windows)

    def judge(self, summary, relay, sends, windows):
        accepted, refused = arrivals(self.log)
        makespan = (accepted[-1] - accepted[0]) * self.options.time_scale
        least = (
            fixed_bound(sends, windows, relay.calendar(accepted[0]))
            if self.kind == "fixed"
            else sliding_bound(sends, windows)
        )
        times = makespan / least
        least_delay, most_delay = self.options.delay
        guard = max(0.020 * self.options.time_scale, most_delay - least_delay)
        bound = held_to(self.stage, self.kind, least, guard)
        lost = sends - summary["sent"]
        is_good = refused == 0 and lost == 0 and len(accepted) == sends and times <= bound
        print(
            f"{self.stage:16} {self.kind:15} {summary['sent']:6} {refused:8} {lost:5}"
            f" {makespan:9.2f} s {least:9.2f} s   x {times:.4f}   {bound:.4f}"
            f"{'' if is_good else '   OUT OF BOUNDS'}",
            flush=True,
        )
        return is_good


def span(text):
    """"5-80" in milliseconds, as seconds."""
    least, _, longest = text.partition("-")
    return float(least) / 1000, float(longest or least) / 1000


async def measure(options):
    print(
        f"{'gateway':16} {'counts':15} {'sent':>6} {'refused':>8} {'lost':>5} {'makespan':>11}"
        f" {'least':>11}   times      at most"
    )
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for stage in options.stage or STAGES:
            rows = [Row(options, stage, kind, folder) for kind in options.kind or KINDS]
            good = all(await asyncio.gather(*(row.run() for row in rows))) and good
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("pacewatch")
    parser.add_argument("--stage", action="append", choices=list(STAGES))
    parser.add_argument("--kind", action="append", choices=list(KINDS))
    parser.add_argument("--time-scale", type=float, default=1)
    parser.add_argument("--delay", type=span, default=(0.005, 0.080))
    parser.add_argument("--seed", type=int, default=1)
    sys.exit(0 if asyncio.run(measure(parser.parse_args())) else 1)


if __name__ == "__main__":
    main()
