#!/usr/bin/env python3
"""Lets things go wrong around `pacewatch proxy`, and looks whether it says so and goes on.

    mishaps.py PACEWATCH

Gateways that answer nonsense, go away and come back; a proxy that is stopped for ten seconds, runs
out of descriptors, or is killed while it records; clients that end their side early. In pace mode:
calls that wait in line, whose clients leave, or that wait longer than they may; in enforce mode: the
answer of the gateway's own form. Exits 1 when anything was not as it must be.
"""
import http.client
import json
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

from transparency import Proxy
from ways import call, must
from wire import Server, connect, get, memory, ok, reset

def nonsense(report, program):
    """Whatever comes in place of an answer: a 502 that says so, at once, and the next call works."""
    kept = random.Random(3)
    nothing = "http_protocol_error"
    gone = "destination_unavailable"
    for name, sent, ends, meant in (
        ("random bytes", kept.randbytes(5000), False, nothing),
        ("zeros", bytes(100_000), False, nothing),
        ("a mail server", b"220 mail.example ESMTP\r\n", False, nothing),
        ("HTTP/0.9", b"<html>hello</html>\n", False, nothing),
        ("HTTP/2", b"HTTP/2 200\r\n\r\n", False, nothing),
        ("a TLS alert", b"\x15\x03\x01\x00\x02\x02\x46" + b"\n", False, nothing),
        ("a line without an end", b"HTTP/1.1 200 " + b"x" * 70_000, False, nothing),
        ("fields without an end", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000, False, nothing),
        ("a length of words", b"HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n", False, nothing),
        ("a length below zero", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", False, nothing),
        ("two lengths", b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", False,
         nothing),
        ("length and chunks",
         b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", False,
         nothing),
        ("line ends of LF alone", b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok", False, nothing),
        ("a NUL in a field", b"HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n", False, nothing),
        ("an upgrade nobody asked for", b"HTTP/1.1 101 Switching Protocols\r\n\r\n", False, nothing),
        ("interim answers without an end", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, False, nothing),
        ("nothing, and the end", b"", True, gone),
        ("half a head, and the end", b"HTTP/1.1 200 OK\r\nX:", True, ""),
    ):
        def serve(stream):
            if stream.head()[0] is None:
                return
            if state["good"]:
                stream.peer.sendall(ok(b"well"))
                return
            stream.peer.sendall(sent)
            if not ends:
                stream.until(b"never")

        state = {"good": False}
        server = Server(serve)
        with Proxy(program, f"http://127.0.0.1:{server.port}", "watch", "generic") as proxy:
            start = time.monotonic()
            problems = must(call(proxy, "POST", b"abc"), 502, "pacewatch", meant)
            if time.monotonic() - start > 2:
                problems.append("it took its time")
            state["good"] = True
            problems += must(call(proxy), 200, "well")
        report(f"nonsense: {name}", problems)
        server.close()


def coming_and_going(report, program):
    """The gateway's port closes and opens again, with calls on their way."""
    server = Server(lambda s: [s.request(), s.peer.sendall(ok(b"ok"))])
    port = server.port
    with Proxy(program, f"http://127.0.0.1:{port}", "watch", "generic") as proxy:
        problems = must(call(proxy), 200)
        server.listener.shutdown(socket.SHUT_RDWR)
        server.close()
        problems += must(call(proxy), 502, "connection_refused")
        problems += must(call(proxy, "POST", b"x"), 502, "connection_refused")
        again = Server.__new__(Server)
        again.serve, again.connections, again.ends = server.serve, 0, []
        again.listener, again.port = socket.create_server(("127.0.0.1", port)), port
        threading.Thread(target=again.accept, daemon=True).start()
        problems += must(call(proxy), 200)
        again.close()
    report("a gateway that goes and comes", problems)


def stopped(report, program):
    """Ten seconds without a turn, as in a suspended computer. The gateway hangs up meanwhile; calls
    that came are answered when it goes on."""
    def impatient(stream):
        stream.peer.settimeout(5)
        while stream.request():
            stream.peer.sendall(ok(b"ok"))

    for mode in ("watch", "pace"):
        server = Server(impatient)
        problems = []
        with Proxy(program, f"http://127.0.0.1:{server.port}", mode, "generic") as proxy:
            port = int(proxy.address.rsplit(":", 1)[1])
            kept = [connect(port) for _ in range(5)]
            for stream in kept:
                stream.peer.sendall(get(port))
            problems += [] if all(s.answer() for s in kept) else ["no answer before"]
            proxy.process.send_signal(signal.SIGSTOP)
            time.sleep(6)
            late = [connect(port) for _ in range(5)]
            for stream in kept + late:
                stream.peer.sendall(get(port))
            time.sleep(4)
            proxy.process.send_signal(signal.SIGCONT)
            for stream in kept + late:
                answer = stream.answer()
                if answer is None or " 200 " not in answer.line:
                    problems.append(f"{answer and answer.line} after it went on")
        report(f"stopped for ten seconds, {mode}", problems)
        server.close()


def without_descriptors(report, program):
    """None are left for a while: it waits, does not spin, and serves again by itself."""
    server = Server(lambda s: [s.peer.sendall(ok(b"ok")) for _ in iter(s.request, None)])
    with Proxy(program, f"http://127.0.0.1:{server.port}", "watch", "generic") as proxy:
        problems = must(call(proxy), 200)
        pid = proxy.process.pid
        limits = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (len(os.listdir(f"/proc/{pid}/fd")), limits[1]))
        used = processor_time(pid)
        waiting = [socket.create_connection(("127.0.0.1", int(proxy.address.rsplit(":", 1)[1])))
                   for _ in range(30)]
        time.sleep(3)
        used = processor_time(pid) - used
        if used > 0.6:
            problems.append(f"it used {used:.1f} s of processor time in 3 s")
        for peer in waiting:
            peer.close()
        resource.prlimit(pid, resource.RLIMIT_NOFILE, limits)
        time.sleep(1.5)
        problems += must(call(proxy), 200)
    report("no descriptors", problems)
    server.close()


def processor_time(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def killed(report, program):
    """What was recorded more than a second before a kill is there; the clients see an end."""
    for ending in ("calls.pacewatch", "calls.jsonl"):
        server = Server(lambda s: [s.peer.sendall(ok(b"ok")) for _ in iter(s.request, None)])
        with tempfile.TemporaryDirectory() as folder:
            record = os.path.join(folder, ending)
            with Proxy(program, f"http://127.0.0.1:{server.port}", "watch", "generic",
                       ["--record", record]) as proxy:
                problems = []
                for _ in range(50):
                    problems += must(call(proxy), 200)
                time.sleep(1.5)
                port = int(proxy.address.rsplit(":", 1)[1])
                stream = connect(port)
                stream.peer.sendall(get(port)[:20])
                proxy.process.kill()
                proxy.process.wait()
                if stream.answer() is not None:
                    problems.append("an answer after its end")
            done = subprocess.run([program, "analyze", "--json", record], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True, check=False)
            calls = told_calls(done.stdout)
            if calls != 50:
                problems.append(f"{calls} calls of 50 in the record; {done.stderr[-300:]}")
        report(f"killed while it records {ending}", problems)
        server.close()


def told_calls(text):
    """The number of calls in what `analyze --json` prints."""
    try:
        return json.loads(text)["calls"]
    except (ValueError, KeyError, TypeError):
        return None


def half_closed(report, program):
    """A client that ends its side has left, as it has for nginx: the gateway is told, nothing hangs,
    and others are served."""
    server = Server(lambda s: [s.request(), time.sleep(0.3), s.peer.sendall(ok(b"ok")), s.request()])
    with Proxy(program, f"http://127.0.0.1:{server.port}", "watch", "generic") as proxy:
        port = int(proxy.address.rsplit(":", 1)[1])
        stream = connect(port)
        stream.peer.sendall(get(port))
        stream.peer.shutdown(socket.SHUT_WR)
        start = time.monotonic()
        answer = stream.answer()
        problems = [] if time.monotonic() - start < 2 else ["it took its time"]
        problems += must(call(proxy), 200)
        for _ in range(100):
            if server.connections - len(server.ends) <= 1:  # the one that is kept
                break
            time.sleep(0.02)
        else:
            problems.append("the gateway was not told")
    print(f"a client that ended its side got {answer and answer.line}")
    report("a half-closed client", problems)
    server.close()


def many_calls(proxy, numbers, method="GET", pause=0.03, path="/messages/"):
    """Calls at once, begun one after the other; {number: (status, fields, body, seconds)}."""
    got = {}

    def one(number):
        start = time.monotonic()
        connection = http.client.HTTPConnection(proxy.address.split("/")[2], timeout=60)
        try:
            connection.request(method, f"{path}{number}", headers={"X-API-Key": "practice"})
            answer = connection.getresponse()
            body = answer.read()
            got[number] = (answer.status, answer.headers, body, time.monotonic() - start)
        except OSError as error:
            got[number] = (0, {}, str(error).encode(), time.monotonic() - start)

    threads = []
    for number in numbers:
        threads.append(threading.Thread(target=one, args=(number,)))
        threads[-1].start()
        time.sleep(pause)
    return got, threads


def in_line(report, program):
    """Calls in pace mode leave in the order they came, and those whose client left never do."""
    seen = []

    def serve(stream):
        while request := stream.request():
            seen.append(int(request.line.split()[1].rsplit("/", 1)[1]))
            stream.peer.sendall(ok(b"{}"))

    server = Server(serve)
    # The practice profile's window is what holds them: ten calls in a second.
    with Proxy(program, f"http://127.0.0.1:{server.port}", "pace", "aisoule") as proxy:
        got, threads = many_calls(proxy, range(14), path="/contacts/")
        port = int(proxy.address.rsplit(":", 1)[1])
        leavers = []
        for number in range(100, 103):
            leavers.append(connect(port))
            leavers[-1].peer.sendall(
                get(port, f"/contacts/{number}", "X-API-Key: practice\r\n"))
        more, others = many_calls(proxy, range(14, 20), path="/contacts/")
        for number, stream in enumerate(leavers):
            (reset if number % 2 else socket.socket.close)(stream.peer)
        for thread in threads + others:
            thread.join()
        got.update(more)
    problems = [f"{n}: {answer[0]} {answer[2][:80]}" for n, answer in got.items() if answer[0] != 200]
    ours = [number for number in seen if number < 100]
    if ours != sorted(ours) or len(ours) != 20:
        problems.append(f"they left as {ours}")
    waits = sorted(answer[3] for answer in got.values())
    print(f"twenty calls to ten a second: the longest took {waits[-1]:.2f} s")
    if waits[-1] < 0.5:
        problems.append("none of them waited")
    if any(number >= 100 for number in seen):
        problems.append(f"a client that left was called for: {seen}")
    report("calls in line", problems)
    server.close()


def too_long(report, program):
    """A call that would wait longer than it may gets a 429 of ours that says how long it is."""
    def serve(stream):
        while stream.request():
            asked.append(time.monotonic())
            stream.peer.sendall(ok(b"{}", "Retry-After: 70\r\n", "429 Too Many Requests"))

    asked = []
    server = Server(serve)
    with Proxy(program, f"http://127.0.0.1:{server.port}", "pace", "generic") as proxy:
        problems = must(call(proxy), 429)
        start = time.monotonic()
        got, threads = many_calls(proxy, range(2))
        for thread in threads:
            thread.join()
        for status, fields, body, took in got.values():
            wait = int(fields.get("Retry-After", 0))
            left = 70 - (start + took - asked[0])
            ours = fields.get("Proxy-Status", "")
            if status != 429 or not ours.startswith("pacewatch;") or not 28 <= took <= 32:
                problems.append(f"{status} {dict(fields)} {body!r} after {took:.1f} s")
            if not left - 1 <= wait <= left + 3:
                problems.append(f"Retry-After {wait}, {left:.1f} s are left")
        if len(asked) != 1:
            problems.append(f"the gateway was asked {len(asked)} times")
    report("calls that wait too long", problems)
    server.close()


def in_its_own_form(report, program):
    """What enforce says is what the gateway would have said, but that it is marked as ours."""
    # The practice gateway says Retry-After for Connexease too, which does not document it.
    for profile, unstated in (("aisoule", set()), ("connexease", {"retry-after"})):
        gateway = subprocess.Popen([program, "emulate", "--profile", profile],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        upstream = (gateway.stdout.readline().split() or [""])[0]
        answers = {}
        for mode in ("watch", "enforce"):
            with Proxy(program, upstream, mode, profile) as proxy:
                for _ in range(400):
                    place = proxy.address.split("/", 3)
                    connection = http.client.HTTPConnection(place[2], timeout=30)
                    path = "/" + (place[3] if len(place) > 3 else "")
                    connection.request("GET", path.rstrip("/") + "/contacts", headers={
                        "X-API-Key": "practice-" + mode, "Authorization": "Bearer practice-" + mode})
                    answer = connection.getresponse()
                    body = answer.read()
                    connection.close()
                    if answer.status == 429:
                        answers[mode] = (answer.headers, body)
                        break
        gateway.terminate()
        gateway.wait()
        if len(answers) < 2:
            report(f"enforce as {profile}", [f"only {list(answers)} refused"])
            continue
        names = [sorted(n.lower() for n in answers[m][0] if n.lower() not in
                        ("via", "proxy-status", "date", "connection", "keep-alive", "content-length",
                         "server", "transfer-encoding") and n.lower() not in unstated) for m in ("watch", "enforce")]
        bodies = [shape(answers[m][1]) for m in ("watch", "enforce")]
        problems = [] if names[0] == names[1] else [f"fields {names[1]} for {names[0]}"]
        problems += [] if bodies[0] == bodies[1] else [f"a body {bodies[1]} for {bodies[0]}"]
        if not answers["enforce"][0].get("Proxy-Status", "").startswith("pacewatch"):
            problems.append("it is not marked as ours")
        if answers["watch"][0].get("Proxy-Status"):
            problems.append("the gateway's is marked as ours")
        report(f"enforce as {profile}", problems)


def shape(body):
    """The members of a JSON body, without their values; other text as it is."""
    try:
        value = json.loads(body)
    except ValueError:
        return body.decode("latin-1")

    def of(part):
        if isinstance(part, dict):
            return {name: of(inner) for name, inner in part.items()}
        return [of(inner) for inner in part] if isinstance(part, list) else type(part).__name__

    return of(value)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = sys.argv[1]
    done, failed = [], []

    def report(what, problems):
        done.append(what)
        for problem in problems:
            failed.append(what)
            print(f"{what}: {problem}"[:600], flush=True)

    for mishap in (nonsense, coming_and_going, stopped, without_descriptors, killed, half_closed,
                   in_line, too_long, in_its_own_form):
        mishap(report, program)
    print(f"{len(done)} mishaps, {len(failed)} failures")
    sys.exit(1 if failed or not done else 0)


if __name__ == "__main__":
    main()
