"""A web site on loopback that misbehaves: each path has its own fault. Counts what it is asked."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

FEED = b"<?xml version='1.0'?><rss version='2.0'><channel><title>T</title><item><link>/a</link></item></channel></rss>"
BOMB = gzip.compress(b"\0" * 300_000_000, 9)  # 290 kB on the wire, 300 MB when inflated


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    at: float = 0.0
    """By the event loop's clock."""


@dataclass
class BadSite:
    """Where the site lives and what it was asked, in order."""

    port: int
    asked: list[Asked] = field(default_factory=list)
    pages: dict[str, bytes | Callable[[Asked], bytes]] = field(default_factory=dict)
    """Whole answers that a test puts before ours, by path."""
    most_at_once: int = 0
    """Connections that were open together."""

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


def answer(status: str, body: bytes = b"", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def answers(site: BadSite, asked: Asked) -> bytes | None:
    """The bytes for a path, or None to say nothing until the client gives up."""
    path = asked.path
    if path == "/conditional":
        known = asked.headers.get("if-none-match") == 'W/"odd, but ours"' and "if-modified-since" in asked.headers
        kept = {"ETag": 'W/"odd, but ours"', "Last_Modified": "tuesday-ish"}
        return answer("304 Not Modified", **kept) if known else answer("200 OK", FEED, Content_Type="text/xml", **kept)
    if path.startswith("/hops/"):
        left = int(path.rsplit("/", 1)[1])
        return answer("301 Moved", Location=f"/hops/{left - 1}") if left else answer("200 OK", b"arrived")
    if path.startswith("/slow"):
        return answer("200 OK", b"at last")
    fixed: dict[str, Callable[[], bytes]] = {
        "/ok": lambda: answer("200 OK", FEED, Content_Type="application/rss+xml; charset=utf-8", Set_Cookie="id=1; Path=/"),
        "/empty": lambda: answer("200 OK"),
        "/html": lambda: answer("200 OK", b"<!doctype html><html><body>Log in</body></html>", Content_Type="text/xml"),
        "/latin": lambda: answer("200 OK", "<p>Café</p>".encode("latin-1"), Content_Type="text/html; charset=utf-8"),
        "/500": lambda: answer("500 Oh", b"sorry"),
        "/503": lambda: answer("503 Busy", Retry_After="120"),
        "/429": lambda: answer("429 Slow", Date="Tue, 17 Nov 2026 09:30:00 GMT", Retry_After="Tue, 17 Nov 2026 09:40:00 GMT"),
        "/429-ever": lambda: answer("429 Slow", Retry_After="99999999999"),
        "/404": lambda: answer("404 No"),
        "/410": lambda: answer("410 Gone"),
        "/403": lambda: answer("403 No"),
        "/418": lambda: answer("418 Teapot"),
        "/304": lambda: answer("304 Not Modified"),
        "/302-nowhere": lambda: answer("302 Found"),
        "/loop": lambda: answer("302 Found", Location="/loop"),
        "/to-metadata": lambda: answer("302 Found", Location="http://169.254.169.254/latest/meta-data/"),
        "/to-zero": lambda: answer("302 Found", Location=f"http://0.0.0.0:{site.port}/ok"),
        "/to-file": lambda: answer("302 Found", Location="file:///etc/passwd"),
        "/to-ftp": lambda: answer("302 Found", Location="ftp://127.0.0.1/"),
        "/to-broken": lambda: answer("302 Found", Location="http://["),
        "/moved": lambda: answer("301 Moved", Location="/moved-on"),
        "/moved-on": lambda: answer("308 Moved", Location="/ok"),
        "/found": lambda: answer("302 Found", Location="/ok"),
        "/sound": lambda: answer("200 OK", b"\0" * 150_000, Content_Type="audio/mpeg"),
        "/gzip": lambda: answer("200 OK", gzip.compress(FEED), Content_Encoding="gzip"),
        "/bomb": lambda: answer("200 OK", BOMB, Content_Encoding="gzip"),
        "/bomb-of-bombs": lambda: answer("200 OK", gzip.compress(BOMB), Content_Encoding="gzip, gzip"),
        "/not-gzip": lambda: answer("200 OK", FEED, Content_Encoding="gzip"),
        "/brotli": lambda: answer("200 OK", b"\x0b\x02\x80", Content_Encoding="br"),
        "/large": lambda: answer("200 OK", b"x" * 200_001),
        "/large-undeclared": lambda: b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 200_001,
        "/cut": lambda: b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nonly this",
        "/not-http": lambda: b"SSH-2.0-OpenSSH_9.9\r\n",
        "/silent-close": lambda: b"",
        "/headers": lambda: b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 500_000 + b"\r\n\r\n",
    }
    return fixed[path]() if path in fixed else None


@asynccontextmanager
async def open_badsite() -> AsyncIterator[BadSite]:
    site = BadSite(0)
    open_connections: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        open_connections.add(task)
        site.most_at_once = max(site.most_at_once, len(open_connections))
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            pairs = (line.split(": ", 1) for line in head[1:] if line)
            now = asyncio.get_running_loop().time()
            asked = Asked(head[0].split(" ")[1], {name.lower(): value for name, value in pairs}, now)
            site.asked.append(asked)
            put = site.pages.get(asked.path)
            reply = put(asked) if callable(put) else put if put is not None else answers(site, asked)
            if asked.path == "/drip":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                while True:
                    writer.write(b".")
                    await writer.drain()
                    await asyncio.sleep(0.02)
            if asked.path.startswith("/slow"):
                await asyncio.sleep(0.1)
            if reply is None:
                await asyncio.Event().wait()
            writer.write(reply or b"")
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            open_connections.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()
        for task in open_connections.copy():
            task.cancel()
        await asyncio.gather(*open_connections, return_exceptions=True)
