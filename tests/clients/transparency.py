#!/usr/bin/env python3
"""Calls an upstream directly and through `pacewatch proxy`, with the clients of this machine, in
each mode, and compares what both sides saw.

    transparency.py PACEWATCH [--quick]

The answer a client gets must be the same: status, fields in order and case, every byte of the body.
The upstream must see the same request: line, fields in order and case, body; only Host differs,
fields of one hop are gone, and Via stands last. Where nginx is found it plays an upstream too. At
the end the built-in gateway is called too fast in each mode. Exits 1 when anything differed.
--quick: all cases with curl and Python's http.client; the other clients in watch mode, without
the large bodies.
"""
import os
import socket
import subprocess
import sys
import tempfile
import time

from callers import ABSENT, CALLERS, http_client
from witness import LARGE, Witness, nginx_program

HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade"}
MODES = ("watch", "pace", "enforce")
QUICK = ("curl", "python http.client")
ORDINARY = [
    ("Authorization", "Bearer test-key"),
    ("X-Request-ID", "a1"),
    ("x-lower-case", "kept"),
    ("X-UPPER-CASE", "kept"),
    ("Accept", "application/json"),
    ("X-Twice", "1"),
    ("x-twice", "2, 3"),
    ("X-Blanks", "a  b;c=\"d\""),
    ("Cookie", "a=1; b=2"),
]

# name: (method, path, body, chunked)
CASES = {
    "plain answer": ("GET", "/small", None, False),
    "chunked answer": ("GET", "/chunked", None, False),
    "zipped answer": ("GET", "/gzip", None, False),
    "20 MB down": ("GET", "/large", None, False),
    "20 MB up and down": ("POST", "/echo", LARGE, False),
    "chunked both ways": ("POST", "/echo", LARGE[:300_000], True),
    "empty body": ("POST", "/echo", b"", False),
    "JSON body": ("PUT", "/echo", b'{"name":"J\xc3\xbcrgen"}', False),
    "head only": ("HEAD", "/small", None, False),
    "204": ("GET", "/nothing", None, False),
    "304": ("GET", "/unchanged", None, False),
    "429": ("POST", "/refused", b"{}", False),
    "503": ("GET", "/broken", None, False),
    "odd target": ("GET", "/a%2Fb/%e2%82%AC;v=1//small?q=a+b&q=%20&empty=&x", None, False),
    "braces in the target": ("GET", '/small?f={"a":[1,2]}|^`<>', None, False),
    "dots in the target": ("GET", "/a/../b/./%7Esmall?", None, False),
    "delete": ("DELETE", "/small", None, False),
    "patch": ("PATCH", "/echo", b"{}", False),
    "options": ("OPTIONS", "/small", None, False),
    "a method of its own": ("PURGE", "/small", None, False),
    "answer without a body": ("GET", "/empty", None, False),
    "answer without a length": ("GET", "/unsized", None, False),
    "hints before the answer": ("GET", "/hints", None, False),
    "redirect to the gateway": ("GET", "/moved", None, False),
    "redirect by path": ("POST", "/moved-by-path", b"{}", False),
}


class Proxy:
    """A `pacewatch proxy` of its own."""

    def __init__(self, program, upstream, mode, profile="connexease", options=()):
        command = [program, "proxy", "--profile", profile, "--upstream", upstream, "--mode", mode]
        command += options
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()
        if not self.address.startswith("http://"):
            sys.exit(f"the proxy did not start: {self.address}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def without(fields, *names):
    return [(n, v) for n, v in fields if n.lower() not in HOP_BY_HOP and n.lower() not in names]


def place_of_host(fields):
    left = [n.lower() for n, _ in fields if n.lower() not in HOP_BY_HOP]
    return left.index("host")


def request_differences(direct, proxied):
    (line, fields, body), (line2, fields2, body2) = direct, proxied
    problems = []
    if line != line2:
        problems.append(f"request line {line2!r} for {line!r}")
    if not fields2 or fields2[-1][0] != "Via":
        problems.append("no Via at the end")
    names = ("host", "via")
    if without(fields, *names) != without(fields2, *names):
        problems.append(f"request fields {without(fields2, *names)} for {without(fields, *names)}")
    if place_of_host(fields) != place_of_host(fields2):
        problems.append("Host has moved")
    if body != body2:
        problems.append("request body")
    return problems


def answer_differences(direct, proxied, *volatile, upstream="", address=""):
    """@p volatile are not compared. A redirect to @p upstream must lead to @p address."""
    problems = []
    meant = [(n, v.replace(upstream, address) if n.lower() == "location" else v)
             for n, v in direct.fields] if upstream else direct.fields
    if direct.status != proxied.status:
        problems.append(f"status {proxied.status} for {direct.status}")
    kept = without(proxied.fields, "via", *volatile)
    meant = without(meant, "via", *volatile)
    if kept != meant:
        problems.append(f"answer's fields {kept} for {meant}")
    if direct.hash != proxied.hash:
        problems.append("answer's body")
    return problems


def origin(url):
    return "/".join(url.split("/")[:3])


def with_witness(program, callers, is_quick, report):
    for mode in MODES:
        witness = Witness()
        upstream = f"http://127.0.0.1:{witness.port}/base"
        with Proxy(program, upstream, mode) as proxy:
            for name, call in callers.items():
                for case, (method, path, body, chunked) in CASES.items():
                    if case == "429" and mode != "watch":
                        continue  # the other modes keep the wait it asks for
                    if is_quick and name not in QUICK and (mode != "watch" or body is LARGE):
                        continue
                    answers = []
                    try:
                        for base in (upstream, proxy.address):
                            answers.append(call(base + path, method, ORDINARY, body, chunked))
                    except (OSError, subprocess.SubprocessError) as error:
                        way = "through the proxy" if answers else "directly"
                        report(f"{mode}, {name}, {case}", [f"failed {way}: {str(error)[-250:]}"])
                        continue
                    if answers[0] is None:
                        continue
                    problems = request_differences(*witness.seen[-2:])
                    # What has no length comes in chunks, so that the connection can stay.
                    volatile = ["transfer-encoding"] if path.endswith("/unsized") else []
                    problems += answer_differences(
                        *answers, *volatile, upstream=origin(upstream), address=origin(proxy.address)
                    )
                    report(f"{mode}, {name}, {case}", problems)


NGINX = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error;
events {{}}
http {{
  access_log off; default_type application/octet-stream;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; root {folder}/root; }}
}}
"""


def with_nginx(program, callers, report):
    nginx = nginx_program()
    if nginx is None:
        print("nginx is not on this machine: left out")
        return
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        root = os.path.join(folder, "root")
        os.mkdir(root)
        with open(os.path.join(root, "large"), "wb") as file:
            file.write(LARGE)
        with open(os.path.join(root, "small.json"), "wb") as file:
            file.write(b'{"a":1}')
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        settings = os.path.join(folder, "nginx.conf")
        with open(settings, "w", encoding="ascii") as file:
            file.write(NGINX.format(folder=folder, port=port))
        command = [nginx, "-e", folder + "/error", "-p", folder, "-c", settings]
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        upstream = f"http://127.0.0.1:{port}"
        try:
            for _ in range(100):
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except OSError:
                    time.sleep(0.05)
            for mode in MODES:
                with Proxy(program, upstream, mode) as proxy:
                    for name, call in callers.items():
                        for path in ("/large", "/small.json", "/missing"):
                            direct = call(upstream + path, "GET", ORDINARY, None, False)
                            proxied = call(proxy.address + path, "GET", ORDINARY, None, False)
                            problems = answer_differences(direct, proxied, "date")
                            report(f"{mode}, {name}, nginx {path}", problems)
        finally:
            server.terminate()
            server.wait()


def with_gateway(program, report):
    """Twelve calls in a row to a gateway that takes ten a second."""
    for mode in MODES:
        with tempfile.TemporaryDirectory() as folder:
            log = os.path.join(folder, "log")
            command = [program, "emulate", "--profile", "aisoule", "--algorithm", "sliding"]
            gateway = subprocess.Popen(
                command + ["--log", log], stdout=subprocess.PIPE, text=True
            )
            try:
                upstream = gateway.stdout.readline().split()[0]
                with Proxy(program, upstream, mode, "aisoule") as proxy:
                    key = [("X-API-Key", "practice")]
                    answers = [
                        http_client(proxy.address + "/contacts", "GET", key, None, False)
                        for _ in range(12)
                    ]
                statuses = [answer.status for answer in answers]
                ours = [
                    any(n.lower() == "proxy-status" for n, _ in answer.fields)
                    for answer in answers
                    if answer.status == 429
                ]
                gateway.terminate()
                gateway.wait()  # its log is whole when it has ended
                with open(log, encoding="utf-8") as file:
                    reached = sum(1 for _ in file)
            finally:
                gateway.terminate()
                gateway.wait()
            meant = {
                "watch": ([200] * 10 + [429] * 2, [False] * 2, 12),
                "pace": ([200] * 12, [], 12),
                "enforce": ([200] * 10 + [429] * 2, [True] * 2, 10),
            }[mode]
            found = (statuses, ours, reached)
            report(f"{mode}, twelve calls in a row", [] if found == meant else [f"{found}"])


def main():
    program, *options = sys.argv[1:] or sys.exit(__doc__)
    if options not in ([], ["--quick"]):
        sys.exit(__doc__)
    is_quick = bool(options)
    done = []
    failed = []

    def report(what, problems):
        done.append(what)
        for problem in problems:
            failed.append(what)
            print(f"{what}: {problem}"[:400])

    for name in ABSENT:
        print(f"{name} is not on this machine: left out")
    with_witness(program, CALLERS, is_quick, report)
    few = {name: CALLERS[name] for name in QUICK if name in CALLERS}
    with_nginx(program, few if is_quick else CALLERS, report)
    with_gateway(program, report)
    print(f"{', '.join(CALLERS)}: {len(done)} comparisons, {len(failed)} differences")
    sys.exit(1 if failed or not done else 0)


if __name__ == "__main__":
    main()
