#!/usr/bin/env python3
"""Measures `pacewatch proxy`, recording, against nginx and mitmproxy in the same run.

    proxy.py PACEWATCH PACED_LOAD [--seconds N] [--soak SECONDS]

An nginx of one worker answers 1 KiB. Between it and the load stand by turns: nothing, an nginx of
one worker with kept connections, Pacewatch with --record, and mitmdump as a reverse proxy where it
is installed. Printed are the latencies each adds at 100 and 1,000 calls a second over 20 kept
connections, and the calls a second that 64 busy connections get through. On two cores or more the
load and the nginx behind keep to the second, and the one in the middle, with all its threads, to
the first. The rounds of all go by turns and the best of each is kept, since a busy machine can only
make things slower. Build optimised, and leave the machine alone meanwhile.

--soak: 1,000 calls a second through Pacewatch alone for so long: no call may be missing from the
record, and memory may not grow after the first fifth. Exits 1 when a stated bound is broken.
"""
import argparse
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time

ROUNDS = 3
NGINX = """
daemon off; master_process off; pid {folder}/{name}.pid; error_log {folder}/{name}.error;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 100000000; keepalive_timeout 300;
  client_body_temp_path {folder}/{name}.b; proxy_temp_path {folder}/{name}.p;
  fastcgi_temp_path {folder}/{name}.f; uwsgi_temp_path {folder}/{name}.u;
  scgi_temp_path {folder}/{name}.s;
  {content}
}}
"""
ANSWERING = """
  server {{ listen 127.0.0.1:{port} backlog=1024;
    location / {{ default_type application/json; return 200 "{body}"; }} }}
"""
PASSING = """
  upstream behind {{ server 127.0.0.1:{behind}; keepalive 128; keepalive_requests 100000000; }}
  server {{ listen 127.0.0.1:{port} backlog=1024;
    location / {{ proxy_pass http://behind; proxy_http_version 1.1;
      proxy_set_header Connection ""; }} }}
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def pinned(command, core):
    many = len(os.sched_getaffinity(0)) > 1 and shutil.which("taskset")
    return ["taskset", "-c", str(core)] + command if many else command


def wait_for(port):
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"nothing listens on port {port}")


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.running = []
        self.record = os.path.join(folder, "record.jsonl")

    def start(self, command, core, **more):
        process = subprocess.Popen(pinned(command, core), stderr=subprocess.DEVNULL, **more)
        self.running.append(process)
        return process

    def nginx(self, name, content, core):
        port = free_port()
        settings = os.path.join(self.folder, name + ".conf")
        with open(settings, "w", encoding="ascii") as file:
            content = content.format(port=port, **getattr(self, "values", {}))
            file.write(NGINX.format(folder=self.folder, name=name, content=content))
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if not program:
            raise SystemExit("nginx is not installed: there is nothing to compare with")
        self.start([program, "-p", self.folder, "-c", settings], core)
        wait_for(port)
        return port

    def pacewatch(self, behind, core):
        process = self.start(
            [self.options.pacewatch, "proxy", "--profile", "generic"]
            + ["--upstream", f"http://127.0.0.1:{behind}", "--record", self.record],
            core,
            stdout=subprocess.PIPE,
            text=True,
        )
        address = process.stdout.readline().strip()
        return int(address.rsplit(":", 1)[1].split("/")[0]), process

    def mitmproxy(self, behind):
        program = shutil.which("mitmdump")
        if not program:
            return None
        port = free_port()
        self.start(
            [program, "-q", "--mode", f"reverse:http://127.0.0.1:{behind}"]
            + ["--listen-host", "127.0.0.1", "-p", str(port)]
            + ["--set", f"confdir={self.folder}/mitm", "-w", os.path.join(self.folder, "flows")],
            0,
        )
        wait_for(port)
        return port

    def load(self, port, rate, connections, seconds):
        command = [self.options.paced_load, str(port), str(rate), str(seconds), str(connections)]
        done = subprocess.run(
            pinned(command, 1), stdout=subprocess.PIPE, text=True, check=True, timeout=seconds + 60
        )
        return json.loads(done.stdout)

    def best(self, ports, rate, connections):
        """The best round of each: they go by turns, so that a bad moment strikes all alike."""
        rounds = {name: [] for name in ports}
        for _ in range(ROUNDS):
            for name, port in ports.items():
                done = self.load(port, rate, connections, self.options.seconds)
                if done["failed"]:
                    raise SystemExit(f"calls failed: {done}")
                rounds[name].append(done)
        return {
            name: {
                "p50_us": min(each["p50_us"] for each in made),
                "p99_us": min(each["p99_us"] for each in made),
                "per_second": max(each["per_second"] for each in made),
            }
            for name, made in rounds.items()
        }

    def end(self):
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait()


def memory(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024


def compare(bench, answering):
    bench.values = {"behind": answering}
    ports = {
        "direct": answering,
        "nginx": bench.nginx("passing", PASSING, 0),
        "pacewatch": bench.pacewatch(answering, 0)[0],
    }
    mitmproxy = bench.mitmproxy(answering)
    if mitmproxy:
        ports["mitmproxy"] = mitmproxy
    else:
        print("mitmdump is not installed: left out")
    for port in ports.values():
        bench.load(port, 0, 16, 1)  # warm
    made = {rate: bench.best(ports, rate, 20) for rate in (100, 1000)}
    busy = bench.best(ports, 0, 64)
    table = {
        name: {100: made[100][name], 1000: made[1000][name], "most": busy[name]["per_second"]}
        for name in ports
    }
    print(f"{'':12}{'100/s p50':>12}{'p99':>9}{'1,000/s p50':>13}{'p99':>9}{'calls/s':>10}")
    for name, row in table.items():
        print(
            f"{name:12}{row[100]['p50_us']:12.0f}{row[100]['p99_us']:9.0f}"
            f"{row[1000]['p50_us']:13.0f}{row[1000]['p99_us']:9.0f}{row['most']:10.0f}"
        )
    broken = []
    for rate in (100, 1000):
        for part, most in (("p50_us", 1.5), ("p99_us", 2.0)):
            direct, ours, theirs = (table[n][rate][part] for n in ("direct", "pacewatch", "nginx"))
            times = (ours - direct) / max(theirs - direct, 1)
            print(f"added {part[:3]} at {rate}/s: {times:.2f} x nginx's (at most {most})")
            if times > most:
                broken.append(f"{part} at {rate}/s")
    share = table["pacewatch"]["most"] / table["nginx"]["most"]
    print(f"calls/s: {share:.2f} of nginx's (at least 0.5)")
    broken += ["calls/s against nginx"] if share < 0.5 else []
    if mitmproxy:
        times = table["pacewatch"]["most"] / table["mitmproxy"]["most"]
        print(f"calls/s: {times:.0f} x mitmproxy's (at least 20)")
        broken += ["calls/s against mitmproxy"] if times < 20 else []
    return broken


def soak(bench, answering):
    port, process = bench.pacewatch(answering, 0)
    seconds = bench.options.soak
    calls = 0
    grown = []
    for part in range(5):
        done = bench.load(port, 1000, 20, seconds / 5)
        calls += done["calls"] - done["failed"]
        grown.append(memory(process))
        print(f"after {(part + 1) * seconds / 5:.0f} s: {calls} calls, {grown[-1]:.1f} MiB")
    for _ in range(100):
        with open(bench.record, "rb") as file:
            recorded = sum(1 for _ in file)
        if recorded >= calls:
            break
        time.sleep(0.1)
    print(f"{recorded} of {calls} calls are in the record")
    broken = [] if recorded == calls else ["the record"]
    return broken + (["memory"] if grown[-1] - grown[0] > 8 else [])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("pacewatch")
    parser.add_argument("paced_load")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--soak", type=float, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        bench = Bench(options, folder)
        try:
            bench.values = {"body": "x" * 1024}
            answering = bench.nginx("answering", ANSWERING, 1)
            broken = soak(bench, answering) if options.soak else compare(bench, answering)
        finally:
            bench.end()
    for each in broken:
        print(f"out of bounds: {each}")
    raise SystemExit(1 if broken else 0)


if __name__ == "__main__":
    main()
