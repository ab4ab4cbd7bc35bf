"""The clients that call: each takes a call and says what came back.

A caller is a function (url, method, fields, body, chunked) -> Answer. CALLERS holds those whose
program is on this machine; ABSENT names the others.
"""
import dataclasses
import hashlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

from witness import HERE, INSTALLED


@dataclasses.dataclass
class Answer:
    status: int
    fields: list  # of (name, value), as far as the client shows names in their case
    hash: str  # of the body as it came over the wire, or as the client unpacked it


def digest(body):
    return hashlib.sha256(body).hexdigest()


def fields_of(head):
    """The fields of the last head in @p head, which may hold 1xx answers before it."""
    last = head.replace("\r\n", "\n").strip().split("\n\n")[-1].split("\n")
    return int(last[0].split()[1]), [
        (name, value.strip()) for name, value in (line.split(":", 1) for line in last[1:])
    ]


def curl(url, method, fields, body, chunked):
    with tempfile.TemporaryDirectory() as folder:
        head, out, sent = (os.path.join(folder, name) for name in ("head", "out", "sent"))
        command = ["curl", "-sS", "--max-time", "60", "--globoff", "--path-as-is"]
        command += ["-D", head, "-o", out, url]
        command += ["--head"] if method == "HEAD" else ["-X", method]
        for name, value in fields:
            command += ["-H", f"{name}: {value}"]
        if chunked:
            command += ["-H", "Transfer-Encoding: chunked"]
        if body is not None:
            with open(sent, "wb") as file:
                file.write(body)
            command += ["--data-binary", "@" + sent]
        subprocess.run(command, check=True)
        with open(head, encoding="latin-1") as file:
            status, received = fields_of(file.read())
        content = b""
        if method != "HEAD" and os.path.exists(out):
            with open(out, "rb") as file:
                content = file.read()
        return Answer(status, received, digest(content))


def wget(url, method, fields, body, chunked):
    if chunked or url.endswith("/unchanged"):
        return None  # it cannot send in chunks, and waits for a body behind a 304
    with tempfile.TemporaryDirectory() as folder:
        out, sent = (os.path.join(folder, name) for name in ("out", "sent"))
        command = ["wget", "-q", "-S", "--content-on-error", "--tries=1", "--timeout=60"]
        command.append("--max-redirect=0")
        command += ["-O", out, f"--method={method}", url]
        for name, value in fields:
            command.append(f"--header={name}: {value}")
        if body is not None:
            with open(sent, "wb") as file:
                file.write(body)
            command.append("--body-file=" + sent)
        said = subprocess.run(command, stderr=subprocess.PIPE, check=False).stderr
        lines = [line.strip() for line in said.decode("latin-1").splitlines()]
        begin = max(i for i, line in enumerate(lines) if line.startswith("HTTP/"))
        head = [line for line in lines[begin:] if line.startswith("HTTP/") or ":" in line]
        status, received = fields_of("\n".join(head))
        with open(out, "rb") as file:
            return Answer(status, received, digest(file.read()))


def http_client(url, method, fields, body, chunked):
    place = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
    target = place.path + ("?" + place.query if place.query else "")
    connection.putrequest(method, target, skip_accept_encoding=True)
    for name, value in fields:
        connection.putheader(name, value)
    if chunked:
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders(
            (body[i : i + 9999] for i in range(0, len(body), 9999)), encode_chunked=True
        )
    elif body is not None:
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
    else:
        connection.endheaders()
    answer = connection.getresponse()
    result = Answer(answer.status, answer.msg.raw_items(), digest(answer.read()))
    connection.close()
    return result


class Staying(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_):
        return None


def urllib_request(url, method, fields, body, chunked):
    request = urllib.request.Request(url, method=method)
    for name, value in fields:
        request.add_header(name, value)
    if chunked:
        request.data = (body[i : i + 9999] for i in range(0, len(body), 9999))
        request.add_header("Transfer-Encoding", "chunked")
    elif body is not None:
        request.data = body
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Staying)
    try:
        answer = opener.open(request, timeout=60)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return Answer(answer.status, list(answer.headers.raw_items()), digest(answer.read()))


# Its session trusts no variable that names a proxy; raw is the body as it came.
REQUESTS = r"""
import hashlib, json, sys, requests
url, method, fields, chunked, has_body = json.loads(sys.argv[1])
whole = sys.stdin.buffer.read() if has_body else None
body = (whole[i : i + 9999] for i in range(0, len(whole), 9999)) if chunked else whole
session = requests.Session()
session.trust_env = False
answer = session.request(
    method, url, headers=dict(fields), data=body, stream=True, allow_redirects=False, timeout=60
)
content = answer.raw.read(decode_content=False)
received = answer.raw._original_response.msg.raw_items()
print(json.dumps([answer.status_code, list(received), hashlib.sha256(content).hexdigest()]))
"""


def outside(command, what, body, folder=None):
    """The answer that another program tells as JSON; it gets @p what so and reads @p body."""
    done = subprocess.run(
        command + [json.dumps(what)],
        input=body or b"",
        stdout=subprocess.PIPE,
        check=True,
        timeout=90,
        cwd=folder,
    )
    status, received, content = json.loads(done.stdout)
    return Answer(status, [tuple(field) for field in received], content)


def node(kind):
    with open(os.path.join(HERE, "clients.mjs"), encoding="utf-8") as file:
        script = file.read()

    def call(url, method, fields, body, chunked):
        what = [kind, url, method, fields, chunked, body is not None]
        command = ["node", "--input-type=module", "-e", script, "--"]
        return outside(command, what, body, INSTALLED if os.path.isdir(INSTALLED) else None)

    return call


def can_import(python, module):
    if python is None:
        return False
    command = [python, "-c", f"import {module}"]
    return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0


# Debian's packages are seen by Debian's own Python only.
PYTHON = next(
    (p for p in (sys.executable, "/usr/bin/python3") if can_import(p, "requests")), None
)


def python_requests(url, method, fields, body, chunked):
    what = [url, method, fields, chunked, body is not None]
    return outside([PYTHON, "-c", REQUESTS], what, body)


def has_program(name):
    return shutil.which(name) is not None


def has_package(name):
    return has_program("node") and os.path.isdir(os.path.join(INSTALLED, "node_modules", name))


# name: (caller, whether it can be called on this machine)
EVERYBODY = {
    "curl": (curl, has_program("curl")),
    "wget": (wget, has_program("wget")),
    "python http.client": (http_client, True),
    "python urllib": (urllib_request, True),
    "python requests": (python_requests, PYTHON is not None),
    "node http": (node("http"), has_program("node")),
    "node fetch": (node("fetch"), has_program("node")),
    "axios": (node("axios"), has_package("axios")),
    "got": (node("got"), has_package("got")),
    "undici": (node("undici"), has_package("undici")),
}
CALLERS = {name: call for name, (call, is_here) in EVERYBODY.items() if is_here}
ABSENT = [name for name in EVERYBODY if name not in CALLERS]
