"""The report served on loopback: made anew when the snapshot was replaced, otherwise given as it is."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from extractors.topic import Topic
from flows.mistakes import UserError
from flows.reports.gather import read_change
from flows.reports.render import render_report
from warehouse.errors import WarehouseError

HOST = "127.0.0.1"
_HEADERS = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY"}


def make_app(folder: Path, topic: Topic, read_clock: Callable[[], datetime]) -> Starlette:
    """Return the server of one page. It answers to the names of this machine alone, whatever a site points here."""
    made: dict[int, str] = {}
    making = Lock()

    def show(request: Request) -> Response:
        try:
            change = read_change(folder)
            headers = {**_HEADERS, "ETag": f'"{change}"'}
            if request.headers.get("If-None-Match") == headers["ETag"]:
                return Response(status_code=304, headers=headers)
            with making:
                if change not in made:
                    page = render_report(folder, topic, read_clock())
                    made.clear()
                    made[change] = page
                return HTMLResponse(made[change], headers=headers)
        except WarehouseError as error:
            return PlainTextResponse(f"{error}\n", status_code=503, headers=_HEADERS)

    guard = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
    return Starlette(routes=[Route("/", show)], middleware=[guard])


def listen(port: int) -> socket.socket:
    """Return a socket on loopback; port 0 is any free one. Raises UserError."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise UserError(f"--port {port}: {os.strerror(error.errno) if error.errno else error}") from None


def serve_page(app: Starlette, listener: socket.socket) -> None:
    """Answer until interrupted."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    asyncio.run(server.serve(sockets=[listener]))
