#!/usr/bin/env python3
"""Speaks HTTP by hand to a server, directly and through `pacewatch proxy`, and compares what arrives.

    wire.py PACEWATCH

What client libraries hide: interim answers, Expect, trailers, HTTP/1.0, targets and fields byte for
byte, when each piece arrives, how a connection ends, and how much memory large bodies take. Each
exchange must look the same both ways; only Via is added, an answer without a length may come in
chunks, and a redirect to the gateway leads back to the proxy. Exits 1 when anything differed.
"""
import collections
import gzip
import hashlib
import os
import re
import socket
import struct
import sys
import threading
import time

from transparency import Proxy

PROMPT = 0.25  # seconds in which what the server sent must be with the client
HUGE = 300_000_000  # bytes of a body that must not be kept
GROWTH = 24 * 1024  # KiB that the proxy may grow meanwhile; 64 KiB of a body are kept

Request = collections.namedtuple("Request", "line fields body trailers")
Answer = collections.namedtuple("Answer", "line fields body trailers whole")


class Stream:
    """Reads messages from a socket; `arrivals` are (time, bytes) of what came of the body."""

    def __init__(self, peer):
        self.peer = peer
        self.rest = b""
        self.ended = ""  # "closed" or "reset" once it did
        self.arrivals = []

    def fill(self):
        try:
            data = self.peer.recv(1 << 18)
        except ConnectionResetError:
            self.ended = "reset"
            return False
        if not data:
            self.ended = "closed"
            return False
        self.rest += data
        return True

    def until(self, mark):
        while mark not in self.rest:
            if not self.fill():
                return None
        taken, self.rest = self.rest.split(mark, 1)
        return taken

    def exactly(self, size, sink):
        while size > 0:
            if not self.rest and not self.fill():
                return False
            taken, self.rest = self.rest[:size], self.rest[size:]
            self.arrivals.append((time.monotonic(), len(taken)))
            sink(taken)
            size -= len(taken)
        return True

    def head(self):
        text = self.until(b"\r\n\r\n")
        if text is None:
            return None, []
        line, *lines = text.decode("latin-1").split("\r\n")
        return line, [tuple(part.split(":", 1)) for part in lines]

    def trailers(self):
        found = []
        while line := self.until(b"\r\n"):
            found.append(tuple(line.decode("latin-1").split(":", 1)))
        return found

    def chunks(self, sink):
        """The trailers, or None when the body is cut."""
        while True:
            size = self.until(b"\r\n")
            if size is None:
                return None
            count = int(size.split(b";")[0], 16)
            if count == 0:
                return None if (found := self.trailers()) is None or self.ended else found
            if not self.exactly(count, sink) or self.until(b"\r\n") is None:
                return None

    def body(self, fields, sink, ends=False):
        """(trailers, whether it is whole)"""
        named = {name.lower(): value.strip() for name, value in fields}
        if named.get("transfer-encoding", "").lower() == "chunked":
            found = self.chunks(sink)
            return found or [], found is not None
        if "content-length" in named:
            return [], self.exactly(int(named["content-length"]), sink)
        if ends:
            while self.rest or self.fill():
                self.exactly(len(self.rest), sink)
            return [], self.ended == "closed"
        return [], True

    def request(self):
        line, fields = self.head()
        if line is None:
            return None
        parts = []
        trailers, _ = self.body(fields, parts.append)
        return Request(line, fields, b"".join(parts), trailers)

    def answer(self, method="GET", sink=None):
        """The next answer, interim or final."""
        line, fields = self.head()
        if line is None:
            return None
        status = int(line.split()[1])
        parts = []
        trailers, whole = [], True
        if status >= 200 and status not in (204, 304) and method != "HEAD":
            trailers, whole = self.body(fields, sink or parts.append, True)
        return Answer(line, fields, b"".join(parts), trailers, whole)


class Server:
    """Calls @p serve(stream) for each connection, in a thread of its own."""

    def __init__(self, serve):
        self.serve = serve
        self.connections = 0
        self.ends = []  # times at which a client was seen to leave
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.run, args=(peer,), daemon=True).start()

    def run(self, peer):
        try:
            self.serve(Stream(peer))
        except OSError:
            pass
        self.ends.append(time.monotonic())
        peer.close()

    def close(self):
        self.listener.close()


def reset(peer):
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


def connect(port):
    peer = socket.create_connection(("127.0.0.1", port), timeout=10)
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Stream(peer)


def ok(body, fields="", status="200 OK"):
    return f"HTTP/1.1 {status}\r\n{fields}Content-Length: {len(body)}\r\n\r\n".encode() + body


def get(port, target="/", fields="", version="1.1"):
    return f"GET {target} HTTP/{version}\r\nHost: 127.0.0.1:{port}\r\n{fields}\r\n".encode("latin-1")


def always(*pieces, pause=0.0, how=None):
    """A server that answers every request with @p pieces, and then maybe closes or resets."""

    def serve(stream):
        while stream.request():
            for number, piece in enumerate(pieces):
                if number:
                    time.sleep(pause)
                stream.peer.sendall(piece)
            if how:
                time.sleep(0.1)
                if how == "reset":
                    reset(stream.peer)
                return

    return serve


def echoing(stream):
    """Tells what it was asked in the body of its answer: byte for byte, but for Via, Host, the
    version, and blanks around values, which are nobody's part (RFC 9110, 5.5)."""
    while request := stream.request():
        told = [request.line.replace("HTTP/1.0", "HTTP/1.1")]
        kept = [f for f in request.fields if f[0].lower() not in ("via", "host")]
        told += [n + ":" + v.strip(" \t") for n, v in kept]
        told += ["", request.body.decode("latin-1")] + [f"{n}:{v}" for n, v in request.trailers]
        stream.peer.sendall(ok("\n".join(told).encode("latin-1")))


def one(send, method="GET"):
    """A client that sends bytes and reads one final answer."""

    def call(port):
        stream = connect(port)
        stream.peer.sendall(send(port))
        found = [stream.answer(method)]
        while found[-1] and found[-1].line.split()[1].startswith("1"):
            found.append(stream.answer(method))
        return found, ending(stream)

    return call


def ending(stream):
    """How the connection stands once the answer is there."""
    if not stream.ended:
        stream.peer.settimeout(0.3)
        try:
            stream.fill()
        except TimeoutError:
            return "open"
        finally:
            stream.peer.settimeout(10)
    return stream.ended or "more"


def several(requests, methods):
    def call(port):
        stream = connect(port)
        for request in requests:
            stream.peer.sendall(request(port))
        return [stream.answer(method) for method in methods], ending(stream)

    return call


def expecting(waits):
    """A client that sends its body when it is asked to, or after @p waits seconds."""

    def call(port):
        stream = connect(port)
        head = f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 3\r\n"
        stream.peer.sendall((head + "Expect: 100-continue\r\n\r\n").encode())
        stream.peer.settimeout(waits)
        found = []
        try:
            found.append(stream.answer("POST"))
        except TimeoutError:
            pass
        stream.peer.settimeout(10)
        if not found or found[0].line.split()[1] == "100":
            stream.peer.sendall(b"abc")
            found.append(stream.answer("POST"))
        return found, None

    return call


def continuing(status):
    """A server that answers @p status, 0 for nothing, before it takes the body."""

    def serve(stream):
        line, fields = stream.head()
        if not any(n.lower() == "expect" for n, _ in fields):
            return
        if status == 417:
            stream.peer.sendall(ok(b"no", "", "417 Expectation Failed"))
            return
        if status:
            stream.peer.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        parts = []
        stream.exactly(3, parts.append)
        stream.peer.sendall(ok(line.encode() + b"".join(parts)))

    return serve


def timed(port):
    """When each piece came, in tenths of a second; the server sends one every half second."""
    stream = connect(port)
    stream.peer.sendall(get(port))
    found = stream.answer()
    start = stream.arrivals[0][0]
    late = max(at - start - 0.5 * n for n, (at, _) in enumerate(stream.arrivals))
    pieces = [size for _, size in stream.arrivals]
    return [found, pieces, "prompt" if late < PROMPT else f"{late:.2f} s late"], None


def polling(port):
    start = time.monotonic()
    stream = connect(port)
    stream.peer.sendall(get(port))
    found = stream.answer()
    took = time.monotonic() - start
    return [found, "in time" if 2 <= took < 2 + PROMPT else f"after {took:.2f} s"], None


def late(stream):
    stream.request()
    time.sleep(2)
    stream.peer.sendall(ok(b"news"))
    stream.request()


TARGETS = [
    "/", "//", "/a/../b/./c", "/%2e%2E/", "/%2F%2f", "/a;v=1;w", "/a+b?c+d", "/a?", "/a??b=?",
    "/%zz", "/%", "/a?x=[1]", "/a|b", "/!$&'()*+,;=", "/%e2%82%AC", '/a?f={"a":[1,2]}', "/<a>^`\\b",
    "/a?x=http://elsewhere.example/", "/" + "a" * 8000, "/~user,x:y@z",
]
FIELDS = "b: 1\r\nA:2\r\nB: 3 \r\nX-Empty:\r\nX-Blank:  a  b\tc\r\nX-Latin: f\xfcr\r\nCOOKIE: a=1\r\n"
POST = "POST / HTTP/1.1\r\nHost: h:1\r\n".replace("h:1", "127.0.0.1:{port}")
CHUNKED = "Transfer-Encoding: chunked\r\n"
PACKED = gzip.compress(b"x" * 5000, mtime=0)


def post(rest):
    return lambda port: (POST.format(port=port) + rest).encode("latin-1")


def chunked_answer(*events):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    pieces = [b"%x\r\n%s\r\n" % (len(event), event) for event in events]
    return [head + pieces[0]] + pieces[1:-1] + [pieces[-1] + b"0\r\n\r\n"]


def endless(stream):
    """A body of HUGE bytes either way."""
    while True:
        line, fields = stream.head()
        if line is None:
            return
        total = hashlib.sha256()
        stream.body(fields, total.update)
        head = f"HTTP/1.1 200 OK\r\nX-Sum: {total.hexdigest()}\r\nContent-Length: {HUGE}\r\n\r\n"
        stream.peer.sendall(head.encode())
        for _ in range(HUGE // 1_000_000):
            stream.peer.sendall(MEGABYTE)


MEGABYTE = bytes(range(250)) * 4000
cut = b"HTTP/1.1 200 OK\r\n"

# name: (server, client)
EXCHANGES = {
    "fields in order and case, twice, empty and in Latin 1": (
        echoing, one(lambda port: get(port, "/", FIELDS))),
    "an answer's fields": (
        always(ok(b"ok", FIELDS, "299 Very Fine").replace(b"f\xc3\xbcr", b"f\xfcr")), one(get)),
    "an answer without a reason": (always(ok(b"ok", "", "200 ")), one(get)),
    "60 KB of fields": (echoing, one(lambda port: get(port, "/", "X: " + "x" * 60_000 + "\r\n"))),
    "60 KB of an answer's fields": (always(ok(b"ok", "X: " + "x" * 60_000 + "\r\n")), one(get)),
    "a body in chunks, with trailers": (
        echoing, one(post(CHUNKED + "\r\n3\r\nabc\r\n5;x=y\r\ndefgh\r\n0\r\nX-Sum: 1\r\nx-sum: 2\r\n\r\n"))),
    "an answer in chunks, with trailers": (
        always(cut + CHUNKED.encode() + b"\r\n3;a=b\r\nabc\r\n0\r\nX-Sum: 1\r\nServer-Timing: x\r\n\r\n"),
        one(get)),
    "an empty body in chunks": (echoing, one(post(CHUNKED + "\r\n0\r\n\r\n"))),
    "a body with GET": (echoing, one(lambda port: get(port, "/", "Content-Length: 2\r\n") + b"ab")),
    "100 asked for and given": (continuing(100), expecting(10)),
    "100 asked for and refused": (continuing(417), expecting(10)),
    "100 asked for in vain": (continuing(0), expecting(0.5)),
    "102 and 103 nobody asked for": (
        always(b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ok(b"ok")),
        one(get)),
    "HEAD, then GET": (
        lambda stream: [stream.request(), stream.peer.sendall(cut + b"Content-Length: 99\r\n\r\n"),
                        stream.request(), stream.peer.sendall(ok(b"next")), stream.request()],
        several([lambda p: get(p).replace(b"GET", b"HEAD"), get], ["HEAD", "GET"])),
    "204, then GET": (
        lambda stream: [stream.request(), stream.peer.sendall(b"HTTP/1.1 204 No Content\r\nX: 1\r\n\r\n"),
                        stream.request(), stream.peer.sendall(ok(b"next")), stream.request()],
        several([get, get], ["GET", "GET"])),
    "304 with a length, then GET": (
        lambda stream: [stream.request(), stream.peer.sendall(
            b"HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 9\r\n\r\n"),
                        stream.request(), stream.peer.sendall(ok(b"next")), stream.request()],
        several([get, get], ["GET", "GET"])),
    "packed bytes": (always(ok(PACKED, "Content-Encoding: gzip\r\n")), one(get)),
    "ten requests in one go": (
        echoing, several([lambda p, n=n: get(p, f"/{n}") for n in range(10)], ["GET"] * 10)),
    "events as they come": (
        always(*chunked_answer(b"data: 1\n\n", b"data: 2\n\n", b"data: 3\n\n"), pause=0.5), timed),
    "pieces of a length": (always(ok(b"abcdef")[:-3], b"def", pause=0.5), timed),
    "a long poll": (late, polling),
    "HTTP/1.0": (echoing, one(lambda port: get(port, version="1.0"))),
    "HTTP/1.0 and an answer in chunks": (
        always(cut + CHUNKED.encode() + b"\r\n3\r\nabc\r\n0\r\n\r\n"),
        one(lambda port: get(port, version="1.0"))),
    "an answer until the end": (always(cut + b"\r\nabc", how="close"), one(get)),
    "an answer of HTTP/1.0": (always(b"HTTP/1.0 200 OK\r\n\r\nabc", how="close"), one(get)),
    "cut inside its length": (always(cut + b"Content-Length: 9\r\n\r\nabc", how="close"), one(get)),
    "reset inside its length": (always(cut + b"Content-Length: 9\r\n\r\nabc", how="reset"), one(get)),
    "cut between chunks": (
        always(cut + CHUNKED.encode() + b"\r\n3\r\nabc\r\n", how="close"), one(get)),
    "cut inside a chunk": (always(cut + CHUNKED.encode() + b"\r\n9\r\nabc", how="close"), one(get)),
    "reset where the end would tell": (always(cut + b"\r\nabc", how="reset"), one(get)),
    "a redirect by path": (always(ok(b"", "Location: /b?c#d\r\n", "302 Found")), one(get)),
    "a redirect elsewhere": (
        always(ok(b"", "Location: https://elsewhere.example/x\r\n", "301 Moved")), one(get)),
    "refused before its body": (
        lambda stream: [stream.head(), stream.peer.sendall(ok(b"no", "", "413 Content Too Large")),
                        time.sleep(0.5)],
        one(post("Content-Length: 1000\r\n\r\nabc"))),
}
EXCHANGES.update({
    f"target {target[:40]}": (echoing, one(lambda port, t=target: get(port, t))) for target in TARGETS
})
# What an answer without a length looks like through the proxy is its own affair.
FRAMED = {"an answer until the end", "an answer of HTTP/1.0", "HTTP/1.0 and an answer in chunks",
          "reset where the end would tell"}
# How the connection stands afterwards need not be the same: the proxy's connections are its own.
OWN_ENDS = FRAMED | {"refused before its body", "HTTP/1.0", "reset inside its length"}


def comparable(found, is_framed):
    """@p found without what a proxy may change."""
    plain = []
    for item in found:
        if not isinstance(item, Answer):
            plain.append(item)
            continue
        dropped = {"via", "connection"} | ({"transfer-encoding"} if is_framed else set())
        fields = [(n.strip(), v.strip(" \t")) for n, v in item.fields if n.lower() not in dropped]
        line = item.line.replace("HTTP/1.0", "HTTP/1.1")
        trailers = [(n, v.strip()) for n, v in item.trailers]
        plain.append((line, fields, item.body, trailers, item.whole))
    return plain


def compare(program, mode, name, serve, call, report):
    server = Server(serve)
    try:
        direct, end = call(server.port)
        with Proxy(program, f"http://127.0.0.1:{server.port}", mode, "generic") as proxy:
            port = int(proxy.address.rsplit(":", 1)[1])
            proxied, end2 = call(port)
    except (OSError, TypeError, AttributeError, ValueError) as error:
        report(f"{mode}, {name}", [f"failed: {error!r}"])
        return
    finally:
        server.close()
    problems = []
    is_framed = name in FRAMED
    meant, got = comparable(direct, is_framed), comparable(proxied, is_framed)
    if meant != got:
        problems.append(f"{str(got)[:400]} for {str(meant)[:400]}")
    if name not in OWN_ENDS and end != end2:
        problems.append(f"it ends {end2} for {end}")
    finals = [a for a in proxied if isinstance(a, Answer) and a.line.split()[1][0] != "1"]
    for answer in finals:
        vias = [v for n, v in answer.fields if n.lower() == "via"]
        if len(vias) != 1 or not re.fullmatch(r" 1\.[01] pacewatch-[0-9a-f]+", vias[0]):
            problems.append(f"Via {vias}")
    report(f"{mode}, {name}", problems)


def memory(process, name):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith(name))


def huge(program, report):
    """Bodies that do not fit: up in chunks, down by length; and the proxy stays as small as it was."""
    server = Server(endless)
    with Proxy(program, f"http://127.0.0.1:{server.port}", "watch", "generic") as proxy:
        port = int(proxy.address.rsplit(":", 1)[1])
        before = memory(proxy.process, "VmRSS")
        stream = connect(port)
        stream.peer.settimeout(120)
        total, seen = hashlib.sha256(), hashlib.sha256()
        stream.peer.sendall((POST.format(port=port) + CHUNKED + "\r\n").encode())
        for _ in range(HUGE // 1_000_000):
            total.update(MEGABYTE)
            stream.peer.sendall(b"%x\r\n%s\r\n" % (len(MEGABYTE), MEGABYTE))
        stream.peer.sendall(b"0\r\n\r\n")
        answer = stream.answer("POST", seen.update)
        grew = memory(proxy.process, "VmHWM") - before
    problems = []
    if dict(answer.fields).get("X-Sum", "").strip() != total.hexdigest():
        problems.append("the body that went up")
    if not answer.whole or seen.digest() != total.digest():
        problems.append("the body that came down")
    if grew > GROWTH:
        problems.append(f"it grew by {grew / 1024:.0f} MiB")
    print(f"{HUGE // 1_000_000} MB up and down: +{grew / 1024:.1f} MiB")
    report("huge bodies", problems)
    server.close()


def redirected(program, report):
    """A redirect to the gateway itself comes back through the proxy, unless that is switched off."""
    for options in ([], ["--keep-redirects"]):
        own = {}
        server = Server(lambda s: [s.request(), s.peer.sendall(
            ok(b"", f"Location: http://127.0.0.1:{own['port']}/b?c#d\r\n", "307 Again"))])
        own["port"] = server.port
        upstream = f"http://127.0.0.1:{server.port}"
        with Proxy(program, upstream, "watch", "generic", options) as proxy:
            port = int(proxy.address.rsplit(":", 1)[1])
            found, _ = one(get)(port)
        meant = f" http://127.0.0.1:{server.port if options else port}/b?c#d"
        got = dict(found[0].fields).get("Location")
        report(f"a redirect to the gateway {options}", [] if got == meant else [f"{got} for {meant}"])
        server.close()


def leaving(program, report):
    """A client leaves at each byte of its request, and inside the answer: the server hears of it at
    once, and the next client is served."""
    big = ok(bytes(20_000_000))
    for inside in ("request", "answer"):
        server = Server(always(big) if inside == "answer" else lambda s: s.until(b"never"))
        with Proxy(program, f"http://127.0.0.1:{server.port}", "watch", "generic") as proxy:
            port = int(proxy.address.rsplit(":", 1)[1])
            request = (POST.format(port=port) + CHUNKED + "\r\n5\r\nabcde\r\n0\r\nX: 1\r\n\r\n").encode()
            head = request.find(b"\r\n\r\n") + 4
            problems = []
            sizes = range(len(request)) if inside == "request" else [1, 100, 1000, 100_000, 9_000_000]
            for size in sizes:
                stream = connect(port)
                stream.peer.sendall(request[:size] if inside == "request" else get(port))
                if inside == "answer":
                    stream.exactly(size, lambda data: None)
                elif size >= head:
                    for _ in range(100):
                        if server.connections > len(server.ends):
                            break
                        time.sleep(0.01)
                left = time.monotonic()
                (reset if size % 2 else socket.socket.close)(stream.peer)
                while len(server.ends) < server.connections and time.monotonic() < left + 2:
                    time.sleep(0.005)
                if len(server.ends) < server.connections:
                    problems.append(f"after {size} bytes the server was not told")
                    break
            server.serve = echoing
            found, _ = one(get)(port)
            if not found[0] or not found[0].line.startswith("HTTP/1.1 200"):
                problems.append(f"the next client got {found}")
        report(f"clients that leave inside the {inside}", problems)
        server.close()


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = sys.argv[1]
    done, failed = [], []

    def report(what, problems):
        done.append(what)
        for problem in problems:
            failed.append(what)
            print(f"{what}: {problem}")

    for mode in ("watch", "pace"):
        for name, (serve, call) in EXCHANGES.items():
            compare(program, mode, name, serve, call, report)
    redirected(program, report)
    leaving(program, report)
    huge(program, report)
    print(f"{len(done)} exchanges, {len(failed)} differences")
    sys.exit(1 if failed or not done else 0)


if __name__ == "__main__":
    main()
