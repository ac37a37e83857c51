"""`file:` addresses: read inside one folder, never out of it."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flows.addresses import AddressRefusedError

# What mimetypes does not know on every machine.
_TYPES = {
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".md": "text/markdown",
    ".json": "application/json",
}


class LocalFileMissingError(Exception):
    """No readable file there; the message is one line."""


def read_local_file(url: str, root: Path | None, max_bytes: int) -> tuple[bytes, str]:
    """Return up to `max_bytes` + 1 bytes of a file and its content type.

    The path of the address counts from `root`: `file:///feed/a.xml` is `feed/a.xml` in the topic's folder, so that ids made from
    addresses are the same on every machine. A full path that lies inside `root` works too.
    Raises AddressRefusedError (outside, also by a symbolic link; no root; another host) or LocalFileMissingError.
    """
    if root is None:
        raise AddressRefusedError("file: addresses are not allowed here")
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost"):
        raise AddressRefusedError(f"a file on another host: {parts.netloc}")
    folder = root.resolve()
    path = unquote(parts.path)
    if "\0" in path:
        raise AddressRefusedError("a zero byte in a file's path")
    inside = Path(path) if Path(path).is_relative_to(folder) else folder / path.lstrip("/")
    target = inside.resolve()
    if not target.is_relative_to(folder):
        raise AddressRefusedError(f"{path} lies outside its folder")
    try:
        with target.open("rb") as file:
            body = file.read(max_bytes + 1)
    except OSError as error:
        raise LocalFileMissingError(f"{path}: {error.strerror}") from None
    return body, _TYPES.get(target.suffix.lower()) or mimetypes.guess_type(target.name)[0] or "application/octet-stream"
