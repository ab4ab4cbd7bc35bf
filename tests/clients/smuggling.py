#!/usr/bin/env python3
"""Plays tests/data/smuggling through `pacewatch proxy` to nginx and to Node, and compares how many
requests those saw, and which, with how many Pacewatch says it let through.

    smuggling.py PACEWATCH [--quick]

For each case the statuses a client gets must be the stated ones, but where the server behind
refuses by itself what was let through. Whatever Pacewatch refused must not have arrived, nor
anything nobody sent: the server's own list of requests decides. At the end that list must be
Pacewatch's record of the calls it let through: the same methods and targets in the same order, and
bodies of the same size where the server tells it. Each case is played twice, at once and in pieces.
A server that is not on this machine is left out, which is said; a witness in this script is always
there. Exits 1 when anything differed. --quick: every fifth case.
"""
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

from transparency import Proxy
from witness import Connection, nginx_program

DATA = os.path.join(os.path.dirname(__file__), "..", "data", "smuggling")
HOST = "Host: {host}\\r\\n"
MACROS = {
    "{get}": "GET /first HTTP/1.1\\r\\n" + HOST,
    "{post}": "POST /first HTTP/1.1\\r\\n" + HOST,
    "{old}": "POST /first HTTP/1.0\\r\\n" + HOST,
    "{next}": "GET /next HTTP/1.1\\r\\n" + HOST + "\\r\\n",
    "{evil}": "GET /evil HTTP/1.1\\r\\n" + HOST + "\\r\\n",
}
PLAIN = {"r": "\r", "n": "\n", "t": "\t", "0": "\0"}


def unescaped(text):
    def one(match):
        kind = match.group(1)
        return chr(int(kind[1:], 16)) if kind[0] == "x" else PLAIN.get(kind, kind)

    return re.sub(r"\\(x[0-9a-fA-F]{2}|.)", one, text, flags=re.S)


def cases():
    for name in sorted(os.listdir(DATA)):
        if not name.endswith(".txt"):
            continue
        with open(os.path.join(DATA, name), encoding="ascii") as file:
            for line in file.read().splitlines():
                if not line or line.startswith("#"):
                    continue
                statuses, what, text = line.split(" | ", 2)
                for macro, meaning in MACROS.items():
                    text = text.replace(macro, meaning)
                text = re.sub(
                    r"\{(\d+)\*(.*?)\}",
                    lambda m: m.group(2) * int(m.group(1)),
                    unescaped(text),
                    flags=re.S,
                )
                yield f"{name}: {what}", [int(s) for s in statuses.split()], text


def send(peer, request, in_pieces):
    """Sends it at once, or cut where a head ends and in the middle of what is left."""
    cuts = [0, len(request)]
    if in_pieces:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        body = request.find(b"\r\n\r\n") + 4
        cuts = sorted({0, body // 2, body, (body + len(request)) // 2, len(request)})
    for start, end in zip(cuts, cuts[1:]):
        if start:
            time.sleep(0.004)
        try:
            peer.sendall(request[start:end])
        except OSError:
            return  # it was refused before


def answers(port, request, enough, in_pieces):
    """What comes back on one connection: (status, whether it is Pacewatch's own), until it ends or
    @p enough have come and nothing follows."""
    found = []
    with socket.create_connection(("127.0.0.1", port), timeout=5) as peer:
        send(peer, request, in_pieces)
        received = b""
        while True:
            peer.settimeout(5 if len(found) < enough else 0.05)
            try:
                data = peer.recv(65536)
            except (TimeoutError, ConnectionError):
                break
            received += data
            while b"\r\n\r\n" in received:
                head, rest = received.split(b"\r\n\r\n", 1)
                length = re.search(rb"\r\ncontent-length: *(\d+)", head.lower())
                size = int(length.group(1)) if length else 0
                if b"transfer-encoding: chunked" in head.lower():
                    size = rest.find(b"0\r\n\r\n") + 5 if b"0\r\n\r\n" in rest else 1 << 30
                if len(rest) < size:
                    break
                status = int(head.split()[1])
                if status >= 200:
                    found.append((status, b"\r\nproxy-status:" in head.lower()))
                received = rest[size:]
            if not data:
                break
    return found


class Behind:
    """A server behind the proxy. Its log has one line for each request that it took for whole:
    method, target, size of the body ("-" for none), status."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.log = os.path.join(self.folder.name, "seen")
        open(self.log, "w", encoding="ascii").close()
        self.process = self.start()
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                time.sleep(0.05)

    def start(self):
        raise NotImplementedError

    def requests(self):
        with open(self.log, encoding="latin-1") as file:
            return [tuple(line.replace("  ", " 0 ").split()) for line in file if line.strip()]

    def seen(self):
        return [target for _, target, _, _ in self.requests()]

    def close(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
        self.folder.cleanup()


class Nginx(Behind):
    name = "nginx"
    # The outer server hands on what it has read to its end; the inner one notes it.
    SETTINGS = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error;
events {{}}
http {{
  log_format seen escape=none '$request_method $request_uri $http_content_length $status';
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  large_client_header_buffers 8 128k; merge_slashes off; access_log off;
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://unix:{folder}/inner; }}
  }}
  server {{
    listen unix:{folder}/inner; access_log {folder}/seen seen;
    location / {{ return 200 "ok"; }}
  }}
}}
"""

    def start(self):
        os.chmod(self.folder.name, 0o755)
        settings = os.path.join(self.folder.name, "nginx.conf")
        with open(settings, "w", encoding="ascii") as file:
            file.write(self.SETTINGS.format(folder=self.folder.name, port=self.port))
        command = [nginx_program(), "-e", os.path.join(self.folder.name, "error")]
        command += ["-p", self.folder.name, "-c", settings]
        return subprocess.Popen(command, stderr=subprocess.DEVNULL)


class Node(Behind):
    name = "node"
    PROGRAM = r"""
const fs = require('fs');
require('http').createServer({maxHeaderSize: 131072}, (q, a) => {
  let size = 0;
  q.on('data', (d) => { size += d.length; });
  q.on('end', () => {
    fs.appendFileSync(process.argv[1], `${q.method} ${q.url} ${size} 200\n`);
    a.setHeader('Content-Length', 2);
    a.end('ok');
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
"""

    def start(self):
        return subprocess.Popen(["node", "-e", self.PROGRAM, "--", self.log, str(self.port)])


class Strict(Behind):
    """This script's own reading of HTTP, for machines with neither."""

    name = "the witness"

    def start(self):
        listener = socket.create_server(("127.0.0.1", self.port))
        behind = self

        class Noting(Connection):
            def answer(self, line, body):
                with open(behind.log, "a", encoding="latin-1") as file:
                    method, target, _ = line.split(" ")
                    file.write(f"{method} {target} {len(body)} 200\n")
                self.peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

        class Notes:
            seen = []

        def accept():
            while True:
                peer, _ = listener.accept()
                threading.Thread(target=Noting(Notes, peer).serve, daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        return None


def behind_the_proxy():
    for kind, is_here in ((Nginx, nginx_program()), (Node, shutil.which("node")), (Strict, True)):
        if is_here:
            yield kind
        else:
            print(f"{kind.name} is not on this machine: left out")


def let_through(record):
    """What Pacewatch says it let through and had answered with 200: (method, target, size)."""
    with open(record, encoding="utf-8") as file:
        calls = [json.loads(line) for line in file]
    return [
        (call["method"], call["target"], str(call["request_bytes"]))
        for call in calls
        if call["outcome"] == "answered" and call["status"] == 200
    ]


def boundaries(server, record):
    """How the server's list differs from the record."""
    seen = [tuple(request[:3]) for request in server.requests() if request[3] == "200"]
    told = let_through(record)
    for at, (theirs, ours) in enumerate(zip(seen, told)):
        if theirs != ours:
            return [f"request {at}: it saw {theirs}, Pacewatch let {ours} through"]
    if len(seen) != len(told):
        return [f"it saw {len(seen)} requests, Pacewatch let {len(told)} through"]
    return []


def play_case(server, port, case, in_pieces, known):
    """Returns how many requests the server has seen by now, and what is wrong."""
    _, statuses, text = case
    request = text.replace("{host}", f"127.0.0.1:{port}").encode("latin-1")
    got = answers(port, request, len(statuses), in_pieces)
    # An answer of the server's own takes the place of a 200: it saw the request.
    shown = [status if ours else 200 for status, ours in got]
    for _ in range(100):
        seen = server.seen()[known:]
        if len(seen) >= statuses.count(200):
            break
        time.sleep(0.01)
    problems = []
    refusals = [status for status, ours in got if not ours and status >= 400]
    if shown != statuses[: len(shown)] or (len(shown) < len(statuses) and not refusals):
        problems.append(f"answered {got} for {statuses}")
    if len(seen) > statuses.count(200) or "/evil" in seen:
        problems.append(f"it saw {seen}")
    if len(seen) < statuses.count(200) and not refusals:
        problems.append(f"it saw only {seen}")
    return known + len(seen), problems


def play(program, kind, every, report):
    server = kind()
    record = os.path.join(server.folder.name, "record")
    upstream = f"http://127.0.0.1:{server.port}"
    try:
        with Proxy(program, upstream, "watch", "generic", ["--record", record]) as proxy:
            port = int(proxy.address.rsplit(":", 1)[1].split("/")[0])
            known = 0
            for number, case in enumerate(cases()):
                if number % every:
                    continue
                for in_pieces in (False, True):
                    known, problems = play_case(server, port, case, in_pieces, known)
                    pieces = ", in pieces" if in_pieces else ""
                    report(f"{server.name}, {case[0]}{pieces}", problems)
        report(f"{server.name}, boundaries", boundaries(server, record))
    finally:
        server.close()


def main():
    program, *options = sys.argv[1:] or sys.exit(__doc__)
    if options not in ([], ["--quick"]):
        sys.exit(__doc__)
    done = []
    failed = []

    def report(what, problems):
        done.append(what)
        for problem in problems:
            failed.append(what)
            print(f"{what}: {problem}"[:300])

    for kind in behind_the_proxy():
        play(program, kind, 5 if options else 1, report)
    print(f"{len(done)} cases, {len(failed)} differences")
    sys.exit(1 if failed or not done else 0)


if __name__ == "__main__":
    main()
