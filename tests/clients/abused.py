#!/usr/bin/env python3
"""An upstream that takes as much as a proxy lets through to it, in one loop: where the witness has
a thread for each connection, hundreds that are blasted at keep the one waiting that is honest.

Prints its port and serves until it is stopped.
"""
import asyncio
import gzip
import socket

PIECE = bytes(64 * 1024)
SMALL = b'{"ok": true, "items": [' + b"1, " * 80 + b"1]}"
PAGE = b"y" * 30_000
LARGE = 20 * 1024 * 1024
# 64 members of 16 MiB of zeros each (RFC 1952, 2.2): a megabyte that unpacks to a gigabyte.
BOMB = gzip.compress(bytes(16 * 1024 * 1024), mtime=0) * 64
HINT = b"HTTP/1.1 103 Early Hints\r\nX: " + b"x" * 60_000 + b"\r\n\r\n"


async def discard_body(reader, head):
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if line)
    if fields.get(b"transfer-encoding") == b"chunked":
        while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        while await reader.readuntil(b"\r\n") != b"\r\n":
            pass
        return
    left = int(fields.get(b"content-length", 0))
    while left > 0:
        data = await reader.read(min(left, len(PIECE)))
        if not data:
            raise ConnectionError("the client left")
        left -= len(data)


async def blast(writer, piece, times=None):
    """Writes the same again and again, as fast as it is taken; without @p times until it is not."""
    while times is None or times > 0:
        writer.write(piece)
        await writer.drain()
        times = times and times - 1


async def answer(writer, name):
    if name == "hinting":
        await blast(writer, HINT)
    if name == "endless":
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        await blast(writer, b"%x\r\n%s\r\n" % (len(PIECE), PIECE))
    if name == "large":
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % LARGE)
        await blast(writer, PIECE, LARGE // len(PIECE))
        return
    head, body = b"HTTP/1.1 200 OK\r\n", PAGE if name == "page" else SMALL
    if name == "bomb":
        head, body = b"HTTP/1.1 429 Too Many Requests\r\nContent-Encoding: gzip\r\n", BOMB
    writer.write(b"%sContent-Length: %d\r\n\r\n%s" % (head, len(body), body))
    await writer.drain()


async def serve(reader, writer):
    # Megabytes copied for each who does not read would keep the others waiting.
    peer = writer.get_extra_info("socket")
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 16)
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            await discard_body(reader, head)
            target = head.split(b" ", 2)[1].decode("latin-1")
            await answer(writer, target.split("?")[0].rsplit("/", 1)[-1])
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 18, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
