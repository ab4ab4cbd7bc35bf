#!/usr/bin/env python3
"""Puts `pacewatch proxy` before gateways that are reached in every way there is, played by real
servers, and calls them through it.

    ways.py PACEWATCH

TLS with names and certificates of all kinds (nginx), IPv4 and IPv6, the company's proxy of the
system's settings, connections that are kept and given up, requests that must not be repeated, and
WebSockets (Node, with the client of undici). What is not on this machine is left out, which is
said. Exits 1 when anything was not as it must be.
"""
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

from transparency import Proxy
from wire import Server, ok, reset
from witness import INSTALLED, nginx_program

SETTINGS = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error;
events {{}}
http {{
  log_format seen '$connection $host $request_method $request_uri';
  access_log {folder}/seen seen; keepalive_timeout 60;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{plain}; listen [::1]:{plain}; return 200 "plain"; }}
  server {{ listen 127.0.0.1:{tls} ssl default_server; ssl_reject_handshake on; }}
  {named}
  server {{ listen 127.0.0.1:{late} ssl; ssl_certificate {folder}/late.pem;
            ssl_certificate_key {folder}/late.key; return 200 "late"; }}
}}
"""
NAMED = """server {{ listen 127.0.0.1:{tls} ssl; server_name {name}; return 200 "{name}";
  ssl_certificate {folder}/{name}.pem; ssl_certificate_key {folder}/{name}.key; }}"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def run(*command, folder):
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def certify(folder, authority, name, subject, days):
    """A certificate of @p subject, signed by @p authority."""
    run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", name + ".key", "-out",
        name + ".csr", "-subj", "/CN=" + subject, folder=folder)
    with open(os.path.join(folder, name + ".ext"), "w", encoding="ascii") as file:
        file.write(f"subjectAltName=DNS:{subject}\n")
    run("openssl", "x509", "-req", "-in", name + ".csr", "-CA", authority + ".pem", "-CAkey",
        authority + ".key", "-CAcreateserial", "-days", str(days), "-extfile", name + ".ext",
        "-out", name + ".pem", folder=folder)


class Nginx:
    """Servers that speak plainly on both families, and over TLS for `localhost`, `a.example` and
    `b.example` by name; `late` has a certificate that has run out."""

    def __init__(self, folder):
        self.folder = folder
        os.chmod(folder, 0o755)
        for authority in ("own", "other"):
            run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout",
                authority + ".key", "-out", authority + ".pem", "-days", "2", "-subj",
                "/CN=" + authority, folder=folder)
        certify(folder, "own", "localhost", "localhost", 2)
        certify(folder, "own", "a.example", "a.example", 2)
        certify(folder, "other", "b.example", "b.example", 2)
        certify(folder, "own", "late", "localhost", 0)
        self.plain, self.tls, self.late = free_port(), free_port(), free_port()
        named = "".join(NAMED.format(folder=folder, name=name, tls=self.tls)
                        for name in ("localhost", "a.example", "b.example"))
        settings = os.path.join(folder, "nginx.conf")
        with open(settings, "w", encoding="ascii") as file:
            file.write(SETTINGS.format(folder=folder, named=named, **{
                name: getattr(self, name) for name in ("plain", "tls", "late")}))
        command = [nginx_program(), "-e", os.path.join(folder, "error"), "-p", folder, "-c", settings]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.plain)).close()
                break
            except OSError:
                time.sleep(0.05)
        time.sleep(1)  # by now the late certificate has run out

    def file(self, name):
        return os.path.join(self.folder, name)

    def seen(self, enough=0):
        """What its log says, once it has @p enough lines; it writes them after the answers."""
        for _ in range(100):
            with open(self.file("seen"), encoding="latin-1") as file:
                lines = [line.split() for line in file]
            if len(lines) >= enough:
                break
            time.sleep(0.02)
        return lines

    def close(self):
        self.process.terminate()
        self.process.wait()


def call(proxy, method="GET", body=None, path="/x", fields=None):
    """(status, body, Proxy-Status) of one call through @p proxy."""
    place = proxy.address.split("/")[2]
    connection = http.client.HTTPConnection(place, timeout=30)
    try:
        connection.request(method, path, body, fields or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode("latin-1"), answer.getheader("Proxy-Status", "")
    finally:
        connection.close()


def with_environment(program, upstream, options, variables):
    """A proxy in an environment of its own."""
    kept = dict(os.environ)
    for name in ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"):
        os.environ.pop(name, None)
    os.environ.update(variables)
    try:
        return Proxy(program, upstream, "watch", "generic", options)
    finally:
        os.environ.clear()
        os.environ.update(kept)


def must(got, status, *words):
    """What is wrong with the answer @p got."""
    told = got[1] + got[2]
    problems = [] if got[0] == status else [f"{got} for {status}"]
    return problems + [f"{word!r} is not in {told!r}" for word in words if word not in told]


def over_tls(program, nginx, report):
    own, other = ["--ca-file", nginx.file("own.pem")], ["--ca-file", nginx.file("other.pem")]
    url = f"https://localhost:{nginx.tls}"
    refused = (502, "tls_certificate_error")
    for name, upstream, options, meant in (
        ("a name it knows, signed by a given authority", url, own, (200, "localhost")),
        ("an unknown authority", url, [], refused + ("issuer",)),
        ("another authority", url, other, refused + ("issuer",)),
        ("a certificate that ran out", f"https://localhost:{nginx.late}", own,
         refused + ("expired",)),
        ("a certificate of another name", f"https://127.0.0.1:{nginx.late}", own,
         refused + ("host name",)),
        ("no TLS there", f"https://localhost:{nginx.plain}", own, (502, "http_protocol_error")),
        ("TLS where none is asked for", f"http://localhost:{nginx.tls}", own, (400, "")),
    ):
        with Proxy(program, upstream, "watch", "generic", options) as proxy:
            report(f"TLS: {name}", must(call(proxy), *meant))


def by_the_system(program, nginx, report):
    """The authorities of the system, with ours put among them where only this proxy sees it."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        print("the system's authorities: left out, since it takes root to add one")
        return
    certificates = nginx.file("certificates")
    shutil.copytree("/etc/ssl/certs", certificates, symlinks=False, ignore_dangling_symlinks=True)
    shutil.copy(nginx.file("own.pem"), os.path.join(certificates, "own.pem"))
    with open(os.path.join(certificates, "ca-certificates.crt"), "a", encoding="ascii") as bundle:
        with open(nginx.file("own.pem"), encoding="ascii") as file:
            bundle.write(file.read())
    run("openssl", "rehash", certificates, folder=nginx.folder)
    script = nginx.file("pacewatch")
    with open(script, "w", encoding="ascii") as file:
        file.write(f"#!/bin/sh\nexec unshare -m sh -c 'mount --bind {certificates} /etc/ssl/certs && "
                   f'exec "$0" "$@"\' {program} "$@"\n')
    os.chmod(script, 0o755)
    url = f"https://localhost:{nginx.tls}"
    for name, options in (("alone", []), ("beside a given one", ["--ca-file", nginx.file("other.pem")])):
        with Proxy(script, url, "watch", "generic", options) as proxy:
            report(f"the system's authorities, {name}", must(call(proxy), 200, "localhost"))


class Company:
    """A proxy as companies have one: it knows where `a.example` and `b.example` are."""

    def __init__(self, nginx):
        self.asked = []
        self.ports = {"443": nginx.tls, "80": nginx.plain}
        self.server = Server(self.serve)

    def serve(self, stream):
        line, _ = stream.head()
        self.asked.append(line)
        _, target, _ = line.split()
        port = self.ports.get(target.rpartition(":")[2])
        if port is None or not target.endswith((".example:443", ".example:80")):
            stream.peer.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            return
        with socket.create_connection(("127.0.0.1", port)) as gateway:
            stream.peer.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            threading.Thread(target=self.pass_on, args=(gateway, stream.peer), daemon=True).start()
            self.pass_on(stream.peer, gateway)

    @staticmethod
    def pass_on(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def through_the_company(program, nginx, report):
    company = Company(nginx)
    own = ["--ca-file", nginx.file("own.pem")]
    there = {"https_proxy": f"http://127.0.0.1:{company.server.port}",
             "http_proxy": f"http://127.0.0.1:{company.server.port}"}
    for name, upstream, variables, meant, asked in (
        ("TLS", "https://a.example", there, (200, "a.example"), ["CONNECT a.example:443 HTTP/1.1"]),
        ("TLS of an unknown authority", "https://b.example", there,
         (502, "tls_certificate_error", "issuer"), ["CONNECT b.example:443 HTTP/1.1"]),
        ("plainly", "http://c.example", there, (200, "plain"), ["CONNECT c.example:80 HTTP/1.1"]),
        ("an address it refuses", "https://a.example:9", there, (502, ""),
         ["CONNECT a.example:9 HTTP/1.1"]),
        ("a name that goes around it", "http://c.example", {**there, "no_proxy": "c.example"},
         (502, "dns_error"), []),
        ("without one", "http://c.example", {}, (502, "dns_error"), []),
        ("to this computer", f"http://localhost:{nginx.plain}", there, (200, "plain"), []),
    ):
        company.asked.clear()
        with with_environment(program, upstream, own, variables) as proxy:
            problems = must(call(proxy), *meant)
        if company.asked != asked:
            problems.append(f"it asked {company.asked} for {asked}")
        report(f"the company's proxy: {name}", problems)


def both_families(program, nginx, report):
    for host in ("127.0.0.1", "[::1]", "localhost"):
        with Proxy(program, f"http://{host}:{nginx.plain}", "watch", "generic") as proxy:
            report(f"to {host}", must(call(proxy), 200, "plain"))
            port = int(proxy.address.rsplit(":", 1)[1])
            connection = http.client.HTTPConnection("::1", port, timeout=10)
            connection.request("GET", "/x")
            answer = connection.getresponse()
            report(f"from ::1 to {host}", [] if answer.status == 200 else [str(answer.status)])
            connection.close()
            listening = []
            for table in ("/proc/net/tcp", "/proc/net/tcp6"):
                with open(table, encoding="ascii") as file:
                    listening += [line.split()[1] for line in file if " 0A " in line]
            ours = sorted(a.split(":")[0] for a in listening if a.endswith(f":{port:04X}"))
            report("where it listens", [] if ours == ["00000000000000000000000001000000", "0100007F"]
                   else [f"{ours}"])


def kept_connections(program, nginx, report):
    with Proxy(program, f"http://127.0.0.1:{nginx.plain}", "watch", "generic") as proxy:
        before = len(nginx.seen())
        for _ in range(20):
            call(proxy)
        used = {line[0] for line in nginx.seen(before + 20)[before:]}
        report("twenty calls, one connection", [] if len(used) == 1 else [f"{len(used)} of them"])
        time.sleep(16)
        call(proxy)
        used.add(nginx.seen(before + 21)[-1][0])
        report("a connection nobody used for 16 s", [] if len(used) == 2 else ["it was used again"])
    # A server that gives up after a second, and says so or not.
    for fields in ("Keep-Alive: timeout=1\r\n", ""):
        def impatient(stream):
            stream.peer.settimeout(1)
            while stream.request():
                stream.peer.sendall(ok(b"ok", fields))

        server = Server(impatient)
        with Proxy(program, f"http://127.0.0.1:{server.port}", "watch", "generic") as proxy:
            got = []
            for _ in range(6):
                got.append(call(proxy)[0])
                time.sleep(1.2)
        report(f"a server that hangs up after a second {fields!r}",
               [] if got == [200] * 6 else [f"{got}"])
        server.close()


def sent_once(program, report):
    """However the server leaves, it sees a call once, and the client hears of it."""
    def leaver(where, kept, how):
        def serve(stream):
            if kept:
                if not stream.request():
                    return
                stream.peer.sendall(ok(b"first"))
            if where == "at once":
                how(stream.peer)
                return
            line, fields = stream.head()
            if line is None:
                return
            seen.append(line)
            if where != "behind the head":
                stream.body(fields, lambda data: None)
            if where == "inside its answer":
                stream.peer.sendall(b"HTTP/1.1 200 OK\r\nContent-")
            how(stream.peer)

        return serve

    for where in ("at once", "behind the head", "behind the body", "inside its answer"):
        for kept in (False, True):
            if where == "at once" and kept:
                continue  # it is gone before it is used
            for how in (socket.socket.close, reset):
                seen = []
                server = Server(leaver(where, kept, how))
                problems = []
                with Proxy(program, f"http://127.0.0.1:{server.port}", "watch", "generic") as proxy:
                    if kept:
                        problems += must(call(proxy), 200, "first")
                    for method in ("POST", "GET"):
                        del seen[:]
                        before = server.connections
                        problems += must(call(proxy, method, b"x" * 40), 502, "pacewatch")
                        if len(seen) > 1 or server.connections - before > 1:
                            problems.append(f"{method}: it was sent {len(seen)} times")
                        if kept:
                            break
                report(f"it leaves {where}, kept: {kept}, {how.__name__}", problems)
                server.close()


NODE_SERVER = r"""
const crypto = require('crypto');
const server = require('http').createServer((q, a) => a.end('no socket'));
server.on('upgrade', (q, socket) => {
  const key = crypto.createHash('sha1')
    .update(q.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
    `Sec-WebSocket-Accept: ${key}\r\n\r\n`);
  let rest = Buffer.alloc(0);
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    for (;;) {  // frames of RFC 6455, 5.2, sent back unmasked
      if (rest.length < 6) return;
      let size = rest[1] & 127, at = 2;
      if (size === 126) { if (rest.length < 8) return; size = rest.readUInt16BE(2); at = 4; }
      if (size === 127) { if (rest.length < 14) return; size = Number(rest.readBigUInt64BE(2)); at = 10; }
      if (rest.length < at + 4 + size) return;
      const body = Buffer.from(rest.subarray(at + 4, at + 4 + size));
      for (let i = 0; i < size; i++) body[i] ^= rest[at + (i & 3)];
      const head = Buffer.from(rest.subarray(0, at));
      head[1] &= 127;
      socket.write(Buffer.concat([head, body]));
      if ((rest[0] & 15) === 8) { socket.end(); return; }
      rest = rest.subarray(at + 4 + size);
    }
  });
  socket.on('error', () => {});
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
"""
NODE_CLIENT = r"""
import {WebSocket} from 'undici';
const socket = new WebSocket(process.argv[1]);
const sent = ['hello', 'größer', 'x'.repeat(300000), ''];
const got = [];
socket.addEventListener('open', () => sent.forEach((text) => socket.send(text)));
socket.addEventListener('message', (event) => {
  got.push(event.data);
  if (got.length === sent.length) socket.close(1000, 'done');
});
socket.addEventListener('error', (event) => { console.log('refused'); process.exit(); });
socket.addEventListener('close', (event) => {
  console.log(JSON.stringify(got) === JSON.stringify(sent) && event.code === 1000 ? 'echoed' : 'lost');
  process.exit();
});
setTimeout(() => { console.log('nothing'); process.exit(); }, 20000);
"""


def websockets(program, report):
    if not shutil.which("node") or not os.path.isdir(os.path.join(INSTALLED, "node_modules/undici")):
        print("WebSockets: left out, since Node or undici is not on this machine")
        return
    server = subprocess.Popen(["node", "-e", NODE_SERVER], stdout=subprocess.PIPE, text=True)
    port = int(server.stdout.readline())
    try:
        for options, meant in (([], "refused"), (["--websocket"], "echoed")):
            with Proxy(program, f"http://127.0.0.1:{port}", "watch", "generic", options) as proxy:
                url = proxy.address.replace("http:", "ws:") + "/socket"
                done = subprocess.run(
                    ["node", "--input-type=module", "-e", NODE_CLIENT, "--", url],
                    stdout=subprocess.PIPE, cwd=INSTALLED, text=True, timeout=60, check=False)
                got = done.stdout.strip()
                report(f"a WebSocket {options}", [] if got == meant else [f"{got!r} for {meant!r}"])
    finally:
        server.terminate()
        server.wait()


def guarded(program, report):
    """Addresses no gateway may have, and keys that only the secret address gives."""
    for upstream in ("http://169.254.169.254/latest", "http://[fe80::1]/", "http://10.255.255.1/"):
        command = [program, "proxy", "--profile", "generic", "--upstream", upstream]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        address = process.stdout.readline().strip()
        if address:
            class There:
                pass
            There.address = address
            start = time.monotonic()
            problems = must(call(There), 502, "not allowed")
            if time.monotonic() - start > 2:
                problems.append("it took its time")
        else:
            problems = [] if "not allowed" in process.stderr.read() else ["it did not say why"]
        process.terminate()
        process.wait()
        report(f"never {upstream}", problems)

    def telling(stream):
        while request := stream.request():
            seen.append(request)
            stream.peer.sendall(ok(b"ok"))

    seen = []
    server = Server(telling)
    os.environ["ATK_KEY"] = "stored-key-0123456789"
    options = ["--inject-key", "--key-env", "ATK_KEY"]
    upstream = f"http://127.0.0.1:{server.port}/base"
    with Proxy(program, upstream, "watch", "aisoule", options) as proxy:
        path = "/" + proxy.address.split("/", 3)[3]
        problems = must(call(proxy, path=path + "/x?a"), 200)
        keys = [(n, v) for n, v in seen[0].fields if "stored-key" in v]
        if len(keys) != 1 or "/base/x?a" not in seen[0].line or "pw-" in str(seen[0]):
            problems.append(f"it saw {seen}")
        for wrong in ("/base/x", path[:-6] + "/base/x", "/pw-" + "0" * 32 + "/base/x"):
            problems += must(call(proxy, path=wrong), 403, "pacewatch")
        if len(seen) != 1:
            problems.append("a stranger got the key's use")
    report("a stored key", problems)
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

    with tempfile.TemporaryDirectory() as folder:
        if nginx_program() and shutil.which("openssl"):
            nginx = Nginx(folder)
            try:
                over_tls(program, nginx, report)
                by_the_system(program, nginx, report)
                through_the_company(program, nginx, report)
                both_families(program, nginx, report)
                kept_connections(program, nginx, report)
            finally:
                nginx.close()
        else:
            print("nginx or openssl is not on this machine: what it plays is left out")
    sent_once(program, report)
    websockets(program, report)
    guarded(program, report)
    print(f"{len(done)} ways, {len(failed)} failures")
    sys.exit(1 if failed or not done else 0)


if __name__ == "__main__":
    main()
