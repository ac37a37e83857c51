"""Folds failing feeds by what is wrong with them: without a network 25 feeds fail for one reason, and it is told once. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from flows.messages import make_visible
from flows.polling import FailedFeed

WIDTH = 80
"""Columns of a terminal that anybody has."""
MOST_NAMED = 5
"""Feeds named under one reason; the rest are counted."""
MOST_REASONS = 6


def fold_failures(failed: Sequence[FailedFeed]) -> list[tuple[str, tuple[FailedFeed, ...]]]:
    """Return each reason, without the names that tell one feed's from another's, with its feeds; the commonest first."""
    folded: dict[str, list[FailedFeed]] = {}
    for feed in failed:
        folded.setdefault(_plain_reason(feed), []).append(feed)
    return sorted(((reason, tuple(feeds)) for reason, feeds in folded.items()), key=lambda group: -len(group[1]))


def write_failures(failed: Sequence[FailedFeed]) -> Iterator[str]:
    """Yield what is wrong, and under it one line per feed, none over WIDTH columns; what does not fit is counted."""
    groups = fold_failures(failed)
    for reason, feeds in groups[:MOST_REASONS]:
        yield _cut(f"{len(feeds)} x {reason}" if len(feeds) > 1 else reason, indent=2)
        for feed in feeds[:MOST_NAMED]:
            yield _cut(feed.title, indent=4)
        if len(feeds) > MOST_NAMED:
            yield f"    and {len(feeds) - MOST_NAMED} more"
    left = sum(len(feeds) for _, feeds in groups[MOST_REASONS:])
    if left:
        yield f"  and {left} more, each for another reason"


def shorten_address(url: str, most: int) -> str:
    """Return an address without its scheme, cut to `most` characters."""
    bare = url.partition("://")[2] or url
    return bare if len(bare) <= most else bare[: most - 1] + "…"


def _plain_reason(feed: FailedFeed) -> str:
    """A reason names the host or the file that it is about, which would keep equal reasons apart."""
    try:
        host = urlsplit(feed.url).hostname
    except ValueError:
        host = None
    reason = feed.reason.replace(feed.url, "…")
    return reason.replace(host, "…") if host else reason


def _cut(text: str, indent: int) -> str:
    line = " " * indent + make_visible(text)
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"
