"""An upstream that notes every byte of a request's head, and answers by path."""
import gzip
import hashlib
import json
import os
import random
import shutil
import socket
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
# Where test.sh has install.sh put what it installs.
INSTALLED = os.path.normpath(os.path.join(HERE, "..", "..", "build", "clients"))

LARGE = random.Random(7).randbytes(20 * 1024 * 1024)
SMALL = json.dumps({"ok": True, "items": list(range(40)), "note": "größer"}).encode()

# Names in every case, one of them twice, and one value with blanks inside: all must arrive as sent.
FIELDS = [
    ("Content-Type", "application/json; charset=utf-8"),
    ("X-RateLimit-Limit", "100000"),
    ("x-ratelimit-remaining", "99957"),
    ("SET-COOKIE", "a=1; Path=/"),
    ("set-cookie", "b=2"),
    ("ETag", 'W/"8f-2"'),
    ("X-Odd", "two  blanks;and,commas"),
]


def nginx_program():
    """Where nginx is: the system's, or the one that install.sh unpacked. None without one."""
    unpacked = os.path.join(INSTALLED, "nginx/usr/sbin/nginx")
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    return found or (unpacked if os.access(unpacked, os.X_OK) else None)


def chunks(body, size):
    """@p body in the chunked coding, with an extension now and then."""
    parts = []
    for number, start in enumerate(range(0, len(body), size)):
        piece = body[start : start + size]
        extension = b";part=%d" % number if number % 3 == 0 else b""
        parts.append(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece))
    return b"".join(parts) + b"0\r\n\r\n"


class Connection:
    """One connection of a client: reads requests and answers them until either side ends."""

    def __init__(self, witness, peer):
        self.witness = witness
        self.peer = peer
        self.rest = b""

    def fill(self):
        data = self.peer.recv(65536)
        if not data:
            raise ConnectionError("the client left")
        self.rest += data

    def take(self, size):
        while len(self.rest) < size:
            self.fill()
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken

    def take_line(self):
        while b"\r\n" not in self.rest:
            self.fill()
        line, self.rest = self.rest.split(b"\r\n", 1)
        return line

    def take_body(self, fields):
        named = {name.lower(): value for name, value in fields}
        if named.get("transfer-encoding", "").lower() == "chunked":
            body = b""
            while size := int(self.take_line().split(b";")[0], 16):
                body += self.take(size)
                self.take(2)
            while self.take_line():
                pass
            return body
        return self.take(int(named.get("content-length", 0)))

    def serve(self):
        try:
            while True:
                line = self.take_line().decode("latin-1")
                fields = []
                while field := self.take_line().decode("latin-1"):
                    name, value = field.split(":", 1)
                    fields.append((name, value.strip()))
                if any(n.lower() == "expect" for n, _ in fields):
                    self.peer.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
                body = self.take_body(fields)
                self.witness.seen.append((line, fields, hashlib.sha256(body).hexdigest()))
                self.answer(line, body)
                if line.split(" ")[1].endswith("/unsized"):
                    raise ConnectionError("which is the end of the answer")
        except (ConnectionError, OSError):
            self.peer.close()

    def answer(self, line, body):
        method, target, _ = line.split(" ")
        status, fields, sent = "200 OK", list(FIELDS), SMALL
        path = target.split("?")[0]
        chunked = path.endswith("/chunked")
        if path.endswith("/large"):
            sent = LARGE
        elif path.endswith("/echo"):
            sent = body
        elif path.endswith("/empty"):
            sent = b""
        elif path.endswith("/moved"):
            status, sent = "302 Found", b""
            fields.append(("Location", f"http://127.0.0.1:{self.witness.port}/small?a=1#b"))
        elif path.endswith("/moved-by-path"):
            status, sent = "307 Temporary Redirect", b""
            fields.append(("Location", "/base/small"))
        elif path.endswith("/hints"):
            self.peer.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n")
        elif path.endswith("/gzip"):
            sent = gzip.compress(SMALL, mtime=0)
            fields.append(("Content-Encoding", "gzip"))
        elif path.endswith("/nothing"):
            status, sent = "204 No Content", None
        elif path.endswith("/unchanged"):
            status, sent = "304 Not Modified", None
        elif path.endswith("/refused"):
            status = "429 Too Many Requests"
            fields.append(("Retry-After", "7"))
        elif path.endswith("/broken"):
            status = "503 Service Unavailable"
        if path.endswith("/unsized"):
            fields.append(("Connection", "close"))
        elif sent is not None:
            fields.append(
                ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(sent)))
            )
        head = "".join(f"{name}: {value}\r\n" for name, value in fields)
        self.peer.sendall(f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1"))
        if sent and method != "HEAD":
            self.peer.sendall(chunks(sent, 777) if chunked else sent)


class Witness:
    """Listens on a free port of the loopback; `seen` holds (request line, fields, body's hash)."""

    def __init__(self):
        self.seen = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            peer, _ = self.listener.accept()
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # Megabytes copied for each who does not read would keep the others waiting.
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 16)
            threading.Thread(target=Connection(self, peer).serve, daemon=True).start()
