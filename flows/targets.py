"""Where alerts go: Apprise URLs that a person set, known everywhere else by a name that gives nothing away."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

_TARGET = re.compile(r"(?:(?P<tag>[A-Za-z][\w-]*)=)?(?P<url>(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://\S+)")

BLOCK = "prefect-secret:"

TERMINAL = "terminal"
"""Name of the target that alerts go to when no URL is set."""


@dataclass(frozen=True, slots=True, repr=False)
class AlertTarget:
    """One Apprise URL. Its `name` goes into the warehouse and the logs, its `url` (which holds passwords) never does."""

    name: str
    """Tag, or scheme when there is none, and the first 8 hex digits of the URL's sha256."""
    url: str

    def __repr__(self) -> str:
        return f"AlertTarget({self.name})"


def read_secrets(text: str) -> str:
    """Return the text with what it refers to in its place: `@/path/file`, and `prefect-secret:NAME`, a Secret block of Prefect's.

    Raises ValueError that names the file or block and never what is in it.
    """
    return "\n".join(_read_secret(word) for word in text.split())


def _read_secret(word: str) -> str:
    if word.startswith("@"):
        try:
            lines = Path(word[1:]).expanduser().read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
            raise ValueError(f"{word[1:]} cannot be read: {reason}") from None
        return "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    if word.startswith(BLOCK):
        return _load_block(word.removeprefix(BLOCK))
    return word


def _load_block(name: str) -> str:
    from prefect.blocks.system import Secret  # noqa: PLC0415 - takes a second, and few have one
    from prefect.exceptions import PrefectException  # noqa: PLC0415

    try:
        # In a thread of its own: inside a flow's event loop the block would come back as a coroutine.
        with ThreadPoolExecutor(1) as thread:
            block = thread.submit(lambda: Secret.load(name)).result()
    except (PrefectException, ValueError, RuntimeError, OSError) as error:
        raise ValueError(f"{BLOCK}{name}: Prefect gave no such Secret block ({type(error).__name__})") from None
    value = block.get() if isinstance(block, Secret) else None
    if not isinstance(value, str):
        raise ValueError(f"{BLOCK}{name}: the Secret block holds no text")  # noqa: TRY004 - a mistake in a setting
    return value


def parse_targets(text: str) -> tuple[AlertTarget, ...]:
    """Read Apprise URLs, separated by blanks or newlines, each perhaps as `tag=URL`; a URL set twice counts once.

    Raises ValueError that says which one is wrong by its place, since the URL itself may hold a password.
    """
    targets: dict[str, AlertTarget] = {}
    for place, word in enumerate(text.split(), start=1):
        found = _TARGET.fullmatch(word)
        if found is None:
            raise ValueError(f"number {place} is not an Apprise URL (scheme://... or tag=scheme://...)")
        digest = hashlib.sha256(found["url"].encode()).hexdigest()[:8]
        name = f"{found['tag'] or found['scheme'].lower()}-{digest}"
        targets.setdefault(digest, AlertTarget(name, found["url"]))
    return tuple(targets.values())


def get_tag(name: str) -> str:
    """Return the tag (or scheme) in the name of a target."""
    return name.rpartition("-")[0] or name
