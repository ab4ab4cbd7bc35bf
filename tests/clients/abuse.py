#!/usr/bin/env python3
"""Abuses `pacewatch proxy` as a careless or hostile neighbour would, and looks at what it costs.

    abuse.py PACEWATCH [--quick]

Each case runs against a proxy of its own, which records. Meanwhile an honest client calls every
50 ms on new connections: each of its calls must be answered within 250 ms. Only where the proxy may
open six connections, and others occupy them all, may an answer be a 503 of the proxy's own, or the
connection be cut before it sent its request. The proxy may grow by 64 MiB at most, and must be back
to serving, with no connection left over, once the abuse ends. Exits 1 otherwise.
--quick: a tenth of the load.
"""
import multiprocessing
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
LARGE = "/large"  # 20 MB
LIMIT = 64 * 1024  # KiB of growth
PATIENCE = 0.25


class Upstream:
    """A server in a program of its own, so that what the honest client waits for is the proxy."""

    def __init__(self):
        command = [sys.executable, os.path.join(HERE, "abused.py")]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def close(self):
        self.process.terminate()
        self.process.wait()


class Proxy:
    def __init__(self, program, upstream, descriptors=None):
        def confine():
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))

        self.folder = tempfile.TemporaryDirectory()
        command = [program, "proxy", "--profile", "generic", "--upstream", upstream]
        command += ["--record", os.path.join(self.folder.name, "calls.pacewatch")]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            preexec_fn=confine,
        )
        self.address = self.process.stdout.readline().strip()
        self.port = int(self.address.rsplit(":", 1)[1].split("/")[0])

    def memory(self, which="VmRSS"):
        """KiB of it now; VmHWM for the most it ever had."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(which))

    def sockets(self):
        folder = f"/proc/{self.process.pid}/fd"
        count = 0
        for name in os.listdir(folder):
            try:
                count += os.readlink(os.path.join(folder, name)).startswith("socket:")
            except OSError:
                pass
        return count

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()

    def head(self, method="GET", path="/small", fields=""):
        host = f"127.0.0.1:{self.port}"
        return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{fields}\r\n".encode("ascii")


def connect(proxy):
    peer = socket.socket()
    peer.settimeout(5)
    peer.connect(("127.0.0.1", proxy.port))
    return peer


class Honest:
    """Calls all the time and notes how long it took, and what went wrong; in a process of its own,
    so that it does not wait for those who abuse."""

    def __init__(self, proxy, may_be_turned_away):
        self.proxy = proxy
        self.may_be_turned_away = may_be_turned_away
        self.turned_away = 0
        self.worst = 0.0
        self.calls = 0
        self.failures = []

    def call(self):
        start = time.monotonic()
        with connect(self.proxy) as peer:
            answer = b""
            try:
                peer.sendall(self.proxy.head(fields="Connection: close\r\n"))
                while data := peer.recv(65536):
                    answer += data
            except (BrokenPipeError, ConnectionResetError):
                pass
        is_ours = answer.startswith(b"HTTP/1.1 503") and b"\r\nProxy-Status: pacewatch" in answer
        if (is_ours or not answer) and self.may_be_turned_away:
            self.turned_away += 1
        elif not answer.startswith(b"HTTP/1.1 200"):
            raise OSError(answer[:60])
        return time.monotonic() - start

    def start(self):
        self.told, telling = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=self.run, args=(telling,), daemon=True)
        self.process.start()

    def run(self, telling):
        while not telling.poll():
            try:
                self.worst = max(self.worst, self.call())
                self.calls += 1
            except OSError as error:
                self.failures.append(str(error))
            time.sleep(0.05)
        telling.send((self.worst, self.calls, self.failures, self.turned_away))

    def join(self):
        self.told.send("enough")
        self.worst, self.calls, self.failures, self.turned_away = self.told.recv()
        self.process.join()


def never_reading(proxy, load):
    peers = []
    for _ in range(load // 2):
        peer = connect(proxy)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.sendall(proxy.head(path=LARGE))
        peers.append(peer)
    time.sleep(2)
    return peers


def slow_readers(proxy, load):
    """Clients that take a few bytes of a large answer now and then."""
    peers = []
    for _ in range(load // 2):
        peer = connect(proxy)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.sendall(proxy.head(path=LARGE))
        peers.append(peer)
    for _ in range(10):
        time.sleep(0.2)
        for peer in peers:
            peer.recv(64)
    return peers


def slow_bodies(proxy, load):
    """Long bodies of which a byte comes now and then: each holds a connection upstream too."""
    peers = []
    for _ in range(load):
        peer = connect(proxy)
        peer.sendall(proxy.head("POST", "/echo", "Content-Length: 1000000\r\n"))
        peers.append(peer)
    for _ in range(10):
        time.sleep(0.2)
        for peer in peers:
            try:
                peer.send(b"a")
            except OSError:
                pass
    return peers


def take_all(peers, seconds):
    """Reads what comes, on all of them, as fast as it does."""
    for peer in peers:
        peer.setblocking(False)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for peer in peers:
            try:
                peer.recv(1 << 18)
            except OSError:
                pass
        time.sleep(0.002)


def endless_answers(proxy, load):
    """Answers without an end, taken as fast as they come."""
    peers = [connect(proxy) for _ in range(max(load // 20, 2))]
    for peer in peers:
        peer.sendall(proxy.head(path="/endless"))
    take_all(peers, 3)
    return peers


def bombs(proxy, load):
    """Answers of a megabyte that unpack to a gigabyte: they pass as they are, packed."""
    peers = [connect(proxy) for _ in range(max(load // 10, 3))]
    for peer in peers:
        peer.sendall(proxy.head(path="/bomb", fields="Accept-Encoding: gzip\r\n"))
    take_all(peers, 3)
    return peers


def slow_heads(proxy, load):
    """Twice as many connections as the proxy takes, each with a head that never ends."""
    peers = []
    for _ in range(load * 2):
        try:
            peer = connect(proxy)
            peer.sendall(b"GET / HTTP/1.1\r\nX-")
            peers.append(peer)
        except OSError:
            pass
    for _ in range(10):
        time.sleep(0.2)
        for peer in peers:
            try:
                peer.send(b"a")
            except OSError:
                pass
    return peers


def idle_connections(proxy, load):
    peers = []
    for _ in range(load * 2):
        try:
            peers.append(connect(proxy))
        except OSError:
            pass
    time.sleep(1)
    return peers


def endless_bodies(proxy, load):
    """Chunked bodies without an end, as fast as they are taken, to an upstream that reads them."""
    peers = [connect(proxy) for _ in range(max(load // 20, 2))]
    fields = "Transfer-Encoding: chunked\r\n"
    for peer in peers:
        peer.sendall(proxy.head("POST", "/echo", fields))
        peer.setblocking(False)
    chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
    rest = {peer: b"" for peer in peers}
    end = time.monotonic() + 3
    while time.monotonic() < end:
        for peer in peers:
            try:
                waiting = rest[peer] or chunk
                rest[peer] = waiting[peer.send(waiting) :]
            except BlockingIOError:
                pass
            except OSError:
                rest[peer] = chunk
        time.sleep(0.002)
    return peers


def huge_heads(proxy, load):
    peers = []
    for _ in range(load):
        peer = connect(proxy)
        try:
            peer.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 65_000)
            peers.append(peer)
        except OSError:
            peer.close()
    time.sleep(1)
    return peers


def unread_requests(proxy, load):
    """Requests in one go, thousands of them, whose answers nobody reads."""
    peers = [connect(proxy) for _ in range(max(load // 10, 3))]
    many = proxy.head(path="/page") * 500
    rest = {peer: b"" for peer in peers}
    for peer in peers:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.setblocking(False)
    end = time.monotonic() + 4
    while time.monotonic() < end:
        for peer in peers:
            try:
                waiting = rest[peer] or many
                rest[peer] = waiting[peer.send(waiting) :]
            except BlockingIOError:
                pass
            except OSError:
                rest[peer] = many
        time.sleep(0.002)
    return peers


def unread_hints(proxy, load):
    """Interim answers without an end, which nobody reads."""
    peers = []
    for _ in range(load // 2):
        peer = connect(proxy)
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.sendall(proxy.head(path="/hinting"))
        peers.append(peer)
    time.sleep(2)
    return peers


def endless_trailers(proxy, load):
    """Trailers without an end, a byte at a time and in large pieces."""
    peers = []
    for _ in range(load):
        peer = connect(proxy)
        fields = "Transfer-Encoding: chunked\r\n"
        peer.sendall(proxy.head("POST", "/echo", fields) + b"0\r\nX: " + b"x" * 60_000)
        peers.append(peer)
    for _ in range(10):
        time.sleep(0.2)
        for peer in peers:
            try:
                peer.send(b"a")
            except OSError:
                pass
    return peers


def leaving(proxy, load):
    for number in range(load * 4):
        with connect(proxy) as peer:
            peer.sendall(proxy.head(path=LARGE)[: 10 + number % 60])
    return []


# name: (abuse, most descriptors of the proxy); few of them may all be occupied
CASES = {
    "clients that never read": (never_reading, None),
    "clients that read slowly": (slow_readers, None),
    "heads that never end": (slow_heads, None),
    "idle connections": (idle_connections, None),
    "bodies that dawdle": (slow_bodies, None),
    "bodies without an end": (endless_bodies, None),
    "answers without an end": (endless_answers, None),
    "answers that unpack to a gigabyte": (bombs, None),
    "heads at their limit": (huge_heads, None),
    "trailers without an end": (endless_trailers, None),
    "requests whose answers nobody reads": (unread_requests, None),
    "hints without an end that nobody reads": (unread_hints, None),
    "clients that leave": (leaving, None),
    "few descriptors, heads": (slow_heads, 64),
    "few descriptors, bodies": (slow_bodies, 64),
    "few descriptors, answers": (never_reading, 64),
}


def is_back(proxy, sockets):
    """Whether no more sockets are open than before the abuse, once kept connections to the upstream
    have had their 15 s."""
    for _ in range(250):
        if proxy.sockets() <= sockets + 2:
            return True
        time.sleep(0.1)
    return False


def run(program, name, abuse, descriptors, load):
    upstream = Upstream()
    proxy = Proxy(program, f"http://127.0.0.1:{upstream.port}", descriptors)
    problems = []
    try:
        honest = Honest(proxy, descriptors is not None)
        for _ in range(20):
            honest.call()
        before = proxy.memory()
        sockets = proxy.sockets()
        honest.start()
        peers = abuse(proxy, load)
        time.sleep(0.5)
        honest.join()
        most = proxy.memory("VmHWM")
        for peer in peers:
            peer.close()
        if not is_back(proxy, sockets):
            problems.append(f"{proxy.sockets()} sockets are left, {sockets} before")
        honest.may_be_turned_away = False
        honest.call()
        print(
            f"{name}: +{(most - before) / 1024:.1f} MiB, {honest.calls} honest calls "
            f"({honest.turned_away} turned away), worst {honest.worst * 1000:.0f} ms",
            flush=True,
        )
        if most - before > LIMIT:
            problems.append(f"it grew by {(most - before) / 1024:.0f} MiB")
        if honest.failures:
            problems.append(f"{len(honest.failures)} honest calls failed: {honest.failures[0]}")
        if honest.worst > PATIENCE:
            problems.append(f"an honest call took {honest.worst * 1000:.0f} ms")
        if honest.calls < 5:
            problems.append("hardly an honest call was made")
    finally:
        proxy.close()
        upstream.close()
    return problems


def main():
    program, *options = sys.argv[1:] or sys.exit(__doc__)
    if options not in ([], ["--quick"]):
        sys.exit(__doc__)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    load = 30 if options else 300
    failed = 0
    for name, (abuse, descriptors) in CASES.items():
        for problem in run(program, name, abuse, descriptors, load):
            print(f"{name}: {problem}")
            failed += 1
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
