"""Where alerts go: Apprise URLs that a person set, known everywhere else by a name that gives nothing away."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_TARGET = re.compile(r"(?:(?P<tag>[A-Za-z][\w-]*)=)?(?P<url>(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://\S+)")

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
