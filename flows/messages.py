"""What an alert says, whatever the target: the items of a message, in which order, with what around them. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extractors.records import Kind, Novelty, make_id
from warehouse.lines import write_step

MOST_ITEMS = 12
"""A message longer than this is not read; the rest is counted."""
MOST_QUOTED = 300
"""Characters of a sentence that are quoted."""
MOST_TITLE = 140
"""Characters of a title: Slack takes 150, and no mail list shows more."""
MOST_LINE = 400
"""Characters of a line; what is longer is a statement that quotes its sentence."""
REPEAT_NOTE = "This may be a repeat: nobody knows whether the message arrived the first time."

_BY_VERDICT = (Novelty.CONTRADICTED, Novelty.RETRACTED, Novelty.CHANGED, Novelty.NEW)
_BY_KIND = (Kind.QUANTITY, Kind.RANKING, Kind.EVENT, Kind.ATTRIBUTE, Kind.STATEMENT)
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
"""Line breaks (they forge headers), control characters and marks that turn the reading direction."""
_LOOK_ALIKES = str.maketrans({"<": "‹", ">": "›", "*": "∗", "`": "'", "[": "(", "]": ")", "_": "ˍ", "~": "∼"})
_BROADCAST = re.compile(r"@(?=everyone\b|here\b|channel\b|all\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AlertItem:
    """One thing worth telling, with all that a message says about it."""

    alert_id: str
    verdict: Novelty
    kind: Kind
    core: bool
    line: str
    """The claim in one readable sentence."""
    before: str | None
    """The claim as it stood before, for what changed, was contradicted or retracted."""
    sentence: str
    publisher: str
    published_at: datetime
    url: str
    origins: int
    """How many independent sources say it."""
    created_at: datetime
    """When the alert was raised."""
    run_id: str = ""
    claim_id: str = ""
    subject: str = ""
    predicate: str = ""
    follows_at: datetime | None = None
    """When the reader was last told about the same claim."""
    follows_message: str | None = None
    """Id of the message that told it."""

    @property
    def headline(self) -> str:
        """The line, with the old value in it where both are figures: "RedNote, daily users: 700,000 → 3.4 million"."""
        return self._step or self.line

    @property
    def told_before(self) -> str | None:
        """The claim as it stood before, when the headline does not say it."""
        return None if self._step or self.before == self.line else self.before

    @property
    def tells_itself(self) -> bool:
        """Whether the line quotes the sentence already, as a short statement does."""
        return " ".join(self.sentence.split()).strip('“”". ') in self.line

    @property
    def is_page(self) -> bool:
        """Whether its address is one of the web: only those become links."""
        return re.match(r"https?://[^\s]", self.url, re.IGNORECASE) is not None

    @property
    def _step(self) -> str | None:
        if self.before is None or self.kind not in (Kind.QUANTITY, Kind.RANKING, Kind.ATTRIBUTE):
            return None
        return write_step(self.before, self.line, against=self.verdict is Novelty.CONTRADICTED)


@dataclass(frozen=True, slots=True)
class FeedNotice:
    """That a feed fails, is gone or silent, or is back: one short line."""

    alert_id: str
    """Names the notice, as an alert's id names an alert."""
    line: str
    created_at: datetime
    run_id: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read, so that a short message is known to be short for want of news."""

    feeds_ok: int = 0
    feeds_due: int = 0
    feeds_failing: int = 0
    pages_full: int = 0
    pages_in_part: int = 0
    feeds_silent: int = 0
    """Feeds that answer but have brought nothing for longer than expected."""
    polls: int = 1
    """Runs that it sums up; the feeds are then those of the last."""

    def __str__(self) -> str:
        failing = f", {self.feeds_failing} failing" if self.feeds_failing else ""
        silent = f", {self.feeds_silent} silent" if self.feeds_silent else ""
        in_part = f", {self.pages_in_part} only in part" if self.pages_in_part else ""
        often = f"{count(self.polls, 'time')}, last " if self.polls > 1 else ""
        feeds = f"{often}{self.feeds_ok} of {count(self.feeds_due, 'feed')}{failing}{silent}"
        return f"Read {feeds}; {count(self.pages_full, 'page')} in full{in_part}."


@dataclass(frozen=True, slots=True)
class Dispatch:
    """What one target is to be told in one go."""

    topic: str
    """Title of the topic."""
    items: tuple[AlertItem, ...]
    coverage: Coverage | None = None
    notices: tuple[FeedNotice, ...] = ()
    is_digest: bool = False
    is_repeat: bool = False
    """Whether it may have arrived before."""
    see_all: str | None = None
    """Where all of it can be read: an address, or the command that prints it."""
    page: str | None = None
    """The whole story as an HTML page, for channels that can carry one."""

    @property
    def title(self) -> str:
        """One line: the news itself when there is one, else how many of each."""
        digest = " digest" if self.is_digest else ""
        what = self.items[0].headline if len(self.items) == 1 else summarise_verdicts(self.items)
        if not what:
            what = self.notices[0].line if len(self.notices) == 1 else f"{len(self.notices)} notes on feeds"
            what = what if self.notices else "nothing new"
        return make_visible(f"{'[may be a repeat] ' if self.is_repeat else ''}{self.topic}{digest}: {what}", MOST_TITLE)

    @property
    def shown(self) -> tuple[AlertItem, ...]:
        """The items that are told, the most important first."""
        return tuple(rank_items(self.items)[:MOST_ITEMS])

    @property
    def foot(self) -> tuple[str, ...]:
        """The lines below the items: what is not shown, how the feeds are, what was read."""
        nothing = None if self.items or self.notices else "Nothing new."
        coverage = str(self.coverage) if self.coverage else None
        return tuple(text for text in (nothing, self.more, *(notice.line for notice in self.notices), coverage) if text)

    @property
    def more(self) -> str | None:
        """What there is beside the shown items."""
        left = len(self.items) - len(self.shown)
        return f"And {left} more: {self.see_all or 'claimwatch claims'}" if left > 0 else None


@dataclass(frozen=True, slots=True)
class Part:
    """A message as a target takes it, with the alerts it carries. Long dispatches become several."""

    title: str
    body: str
    """In the target's markup."""
    alert_ids: tuple[str, ...]
    source: Dispatch
    """What it says, for targets that build more than a body of it."""

    def name(self, target: str) -> str:
        """Return the id of the message: the same for the same alerts to the same target."""
        return make_id("message", target, *sorted(self.alert_ids))


def limit_to(dispatch: Dispatch, items: Sequence[AlertItem], notices: Sequence[FeedNotice] | None = None) -> Dispatch:
    """Return the dispatch with these items (and notices) only."""
    return replace(dispatch, items=tuple(items), notices=dispatch.notices if notices is None else tuple(notices))


def rank_items(items: Sequence[AlertItem]) -> list[AlertItem]:
    """Return the items with the most important first: what the topic is about, verdict, independent sources, kind, time."""

    def importance(item: AlertItem) -> tuple[object, ...]:
        verdict, kind = _BY_VERDICT.index(item.verdict), _BY_KIND.index(item.kind)
        return (not item.core, verdict, -item.origins, kind, item.published_at, item.line, item.alert_id)

    return sorted(items, key=importance)


def summarise_verdicts(items: Sequence[AlertItem]) -> str:
    """Return "1 contradicted, 2 changed, 14 new"."""
    counts = Counter(item.verdict for item in items)
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in _BY_VERDICT if counts[verdict])


def make_visible(text: str, most: int | None = None) -> str:
    """Return foreign text on one line, without characters that act instead of being read, and unable to call everyone.

    It is cut at a word to `most` characters.
    """
    plain = _BROADCAST.sub("@\N{WORD JOINER}", _INVISIBLE.sub(" ", text)).strip()
    return plain if most is None else shorten(plain, most)


def calm(text: str) -> str:
    """Return a title in which no sign formats anything, for targets that may take it for Markdown or HTML."""
    return text.translate(_LOOK_ALIKES)


def count(number: int, noun: str) -> str:
    """Return "1 feed", "25 feeds"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def name_source(item: AlertItem) -> str:
    """Return "Straits Monitor, 14 Jan 2025 17:45 UTC, 2 independent sources"."""
    sources = f", {item.origins} independent sources" if item.origins > 1 else ""
    return f"{item.publisher}, {item.published_at:%-d %b %Y %H:%M} UTC{sources}"


def name_follow_up(item: AlertItem) -> str | None:
    """Return "Follows the alert of 14 Jan 2025 17:50 UTC" when the reader was told of the claim before."""
    return f"Follows the alert of {item.follows_at:%-d %b %Y %H:%M} UTC" if item.follows_at else None


def shorten(text: str, most: int = MOST_QUOTED) -> str:
    """Return the text, cut at a word when it is longer than `most`; without a blank to cut at, anywhere."""
    if len(text) <= most:
        return text
    head, blank, _ = text[: most - 1].rpartition(" ")
    return (head if blank and len(head) > most // 2 else text[: most - 2]) + " …"
