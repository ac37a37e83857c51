"""Serves the made-up site on loopback, from memory, each answer after a delay.

    python -m benches.site.serving PAGES SEED      prints its port, then serves until standard input ends

`/0/...` answers at once, `/100/...` after 100 ms, and so on: one process for every part of a bench.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from random import Random
from xml.sax.saxutils import escape

from benches.site.markup import LAYOUTS, write_page
from benches.site.prose import Story, write_story

_FIRST = datetime(2025, 2, 1, 6, tzinfo=UTC)
_LENGTH_KEPT = 16_384


def make_site(pages: int, seed: int) -> dict[str, bytes]:
    """Return the site's answers, /feed and /story/N, by path without the delay; {base} in them stands for the site's address."""
    answers: dict[str, bytes] = {}
    items: list[str] = []
    for number in range(pages):
        chance = Random(f"{seed}/{number}")  # noqa: S311 - pages, not secrets
        story, published = write_story(chance), _FIRST + timedelta(minutes=17 * number)
        path = f"/story/{number}/"
        page = write_page(chance, story, "{base}" + path, published, LAYOUTS[number % len(LAYOUTS)])
        answers[path] = page.encode()
        items.append(_write_item(story, "{base}" + path, published))
    channel = f"<channel><title>Gazette</title>{''.join(items)}</channel>"
    feed = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0">{channel}</rss>'
    return {"/feed": feed.encode(), **answers}


def _write_item(story: Story, url: str, published: datetime) -> str:
    summary = escape(story.paragraphs[0][:200])
    return (
        f"<item><title>{escape(story.title)}</title><link>{url}</link><guid>{url}</guid>"
        f"<pubDate>{published:%a, %d %b %Y %H:%M:%S} GMT</pubDate><description>{summary}</description></item>"
    )


async def serve(answers: dict[str, bytes]) -> None:
    """Serve until standard input ends."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                target = head.split(b" ", 2)[1].decode()
                delay, _, path = target.removeprefix("/").partition("/")
                body = answers.get(f"/{path}")
                await asyncio.sleep(int(delay) / 1000 if delay.isdecimal() else 0)
                kind = "application/rss+xml" if path == "feed" else "text/html; charset=utf-8" if body else "text/plain"
                body = (body or b"").replace(b"{base}", f"http://127.0.0.1:{port}/{delay}".encode(), 5 if path != "feed" else -1)
                status = "200 OK" if body else "404 Not Found"
                writer.write(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, limit=_LENGTH_KEPT)
    port = server.sockets[0].getsockname()[1]
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    async with server:
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(make_site(int(sys.argv[1]), int(sys.argv[2]))))
