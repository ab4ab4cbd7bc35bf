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
import tempfile
import urllib.parse
import urllib.request


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
        command = ["curl", "-sS", "--max-time", "60", "-D", head, "-o", out, url]
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


def urllib_request(url, method, fields, body, chunked):
    request = urllib.request.Request(url, method=method)
    for name, value in fields:
        request.add_header(name, value)
    if chunked:
        request.data = (body[i : i + 9999] for i in range(0, len(body), 9999))
        request.add_header("Transfer-Encoding", "chunked")
    elif body is not None:
        request.data = body
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        answer = opener.open(request, timeout=60)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return Answer(answer.status, list(answer.headers.raw_items()), digest(answer.read()))


NODE = r"""
const [kind, url, method, fields, chunked, hasBody] = JSON.parse(process.argv[1]);
const crypto = require('crypto');
const body = hasBody ? require('fs').readFileSync(0) : null;
const say = (status, list, data) => console.log(JSON.stringify(
    [status, list, crypto.createHash('sha256').update(data).digest('hex')]));
if (kind === 'fetch') {
  const headers = new Headers(fields);
  const init = {method, headers, redirect: 'manual'};
  if (chunked) {
    init.body = new ReadableStream({start(c) {
      for (let i = 0; i < body.length; i += 9999) c.enqueue(body.subarray(i, i + 9999));
      c.close();
    }});
    init.duplex = 'half';
  } else if (body) {
    init.body = body;
  }
  fetch(url, init).then(async (a) =>
      say(a.status, [...a.headers], Buffer.from(await a.arrayBuffer())));
} else {
  const flat = fields.flat();
  const call = require('http').request(url, {method, agent: false}, (a) => {
    const parts = [];
    a.on('data', (d) => parts.push(d));
    a.on('end', () => {
      const list = [];
      for (let i = 0; i < a.rawHeaders.length; i += 2) {
        list.push([a.rawHeaders[i], a.rawHeaders[i + 1]]);
      }
      say(a.statusCode, list, Buffer.concat(parts));
    });
  });
  for (let i = 0; i < flat.length; i += 2) call.setHeader(flat[i], flat[i + 1]);
  if (body && !chunked) call.setHeader('Content-Length', body.length);
  if (body) call.write(body);
  call.end();
}
"""


def node(kind):
    def call(url, method, fields, body, chunked):
        what = json.dumps([kind, url, method, fields, chunked, body is not None])
        done = subprocess.run(
            ["node", "-e", NODE, "--", what],
            input=body or b"",
            stdout=subprocess.PIPE,
            check=True,
            timeout=90,
        )
        status, received, content = json.loads(done.stdout)
        return Answer(status, [tuple(field) for field in received], content)

    return call


EVERYBODY = {
    "curl": (curl, "curl"),
    "wget": (wget, "wget"),
    "python http.client": (http_client, None),
    "python urllib": (urllib_request, None),
    "node http": (node("http"), "node"),
    "node fetch": (node("fetch"), "node"),
}
CALLERS = {
    name: call
    for name, (call, program) in EVERYBODY.items()
    if program is None or shutil.which(program)
}
ABSENT = [name for name in EVERYBODY if name not in CALLERS]
