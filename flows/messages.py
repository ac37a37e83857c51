"""What an alert says: one grouped message per run and target, rendered for the sort of text the target takes. Pure."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from extractors.records import Kind, Novelty
from warehouse.lines import write_step

MOST_ITEMS = 12
"""A message longer than this is not read; the rest is counted."""
MOST_QUOTED = 400
"""Characters of a sentence that are quoted."""

_BY_VERDICT = (Novelty.RETRACTED, Novelty.CONTRADICTED, Novelty.CHANGED, Novelty.NEW)
_BY_KIND = (Kind.QUANTITY, Kind.RANKING, Kind.EVENT, Kind.ATTRIBUTE, Kind.STATEMENT)
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
"""Line breaks (they forge headers), control characters and marks that turn the reading direction."""
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

    @property
    def headline(self) -> str:
        """The line, with the old value in it where both are figures: "RedNote, daily users: 700,000 → 3.4 million"."""
        return self._step or self.line

    @property
    def told_before(self) -> str | None:
        """The claim as it stood before, when the headline does not say it."""
        return None if self._step else self.before

    @property
    def tells_itself(self) -> bool:
        """Whether the line quotes the sentence already, as a short statement does."""
        return " ".join(self.sentence.split()).strip('“”". ') in self.line

    @property
    def _step(self) -> str | None:
        if self.before is None or self.kind not in (Kind.QUANTITY, Kind.RANKING, Kind.ATTRIBUTE):
            return None
        return write_step(self.before, self.line, against=self.verdict is Novelty.CONTRADICTED)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read, so that a short message is known to be short for want of news."""

    feeds_ok: int = 0
    feeds_due: int = 0
    feeds_failing: int = 0
    pages_full: int = 0
    pages_in_part: int = 0

    def __str__(self) -> str:
        failing = f", {self.feeds_failing} failing" if self.feeds_failing else ""
        in_part = f", {self.pages_in_part} only in part" if self.pages_in_part else ""
        feeds = f"{self.feeds_ok} of {count(self.feeds_due, 'feed')}{failing}"
        return f"Read {feeds}; {count(self.pages_full, 'page')} in full{in_part}."


@dataclass(frozen=True, slots=True)
class Message:
    """A title without line breaks, and a body in the markup it was rendered for."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Markup:
    """How one sort of text writes what a message needs. Only `escape` sees foreign text, and all of it does."""

    escape: Callable[[str], str]
    strong: Callable[[str], str]
    quote: Callable[[str], str]
    link: Callable[[str, str], str]
    """Of an escaped label and a raw address."""
    line_break: str
    paragraph_break: str


def rank_items(items: Sequence[AlertItem]) -> list[AlertItem]:
    """Return the items with the most important first: by verdict, then what the topic is about, kind, and time."""

    def importance(item: AlertItem) -> tuple[object, ...]:
        verdict, kind = _BY_VERDICT.index(item.verdict), _BY_KIND.index(item.kind)
        return (verdict, not item.core, kind, item.published_at, item.line, item.alert_id)

    return sorted(items, key=importance)


def summarise_verdicts(items: Sequence[AlertItem]) -> str:
    """Return "1 contradicted, 2 changed, 14 new"."""
    counts = Counter(item.verdict for item in items)
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in _BY_VERDICT if counts[verdict])


def render_message(items: Sequence[AlertItem], topic: str, markup: Markup, coverage: Coverage | None = None) -> Message:
    """Return the one message about these items (at least one)."""
    ranked = rank_items(items)
    parts = [_render_item(item, markup) for item in ranked[:MOST_ITEMS]]
    if len(ranked) > MOST_ITEMS:
        parts.append(markup.escape(f"And {len(ranked) - MOST_ITEMS} more: claimwatch claims"))
    if coverage is not None:
        parts.append(markup.escape(str(coverage)))
    title = f"{topic}: {summarise_verdicts(items)}"
    return Message(make_visible(title), markup.paragraph_break.join(parts))


def make_visible(text: str) -> str:
    """Return foreign text on one line, without characters that act instead of being read, and unable to call everyone."""
    return _BROADCAST.sub("@\N{WORD JOINER}", _INVISIBLE.sub(" ", text)).strip()


def count(number: int, noun: str) -> str:
    """Return "1 feed", "25 feeds"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def name_source(item: AlertItem) -> str:
    """Return "Straits Monitor, 14 Jan 2025 17:45 UTC, 2 independent sources"."""
    sources = f", {item.origins} independent sources" if item.origins > 1 else ""
    return f"{item.publisher}, {item.published_at:%-d %b %Y %H:%M} UTC{sources}"


def shorten(sentence: str) -> str:
    """Return the sentence, cut at a word when it is very long."""
    if len(sentence) <= MOST_QUOTED:
        return sentence
    return sentence[:MOST_QUOTED].rsplit(None, 1)[0] + " …"


def _render_item(item: AlertItem, markup: Markup) -> str:
    def safe(text: str) -> str:
        return markup.escape(make_visible(text))

    was = f" (before: {safe(item.told_before)})" if item.told_before else ""
    source = safe(name_source(item))
    parts = [f"{markup.strong(item.verdict.upper())} {safe(item.headline)}{was}"]
    if not item.tells_itself:
        parts.append(markup.quote(safe(shorten(item.sentence))))
    is_page = re.match(r"https?://", item.url)
    parts.append(markup.link(source, re.sub(r"\s", "%20", item.url)) if is_page else source)
    return markup.line_break.join(parts)


def _link_html(label: str, url: str) -> str:
    return f'<a href="{html.escape(url)}">{label}</a>'


def _link_markdown(label: str, url: str) -> str:
    return f"[{label}](<{url.translate({ord('<'): '%3C', ord('>'): '%3E'})}>)"


def _link_slack(label: str, url: str) -> str:
    return f"<{url.translate({ord('<'): '%3C', ord('>'): '%3E', ord('|'): '%7C'})}|{label}>"


def _escape_slack(text: str) -> str:
    # Slack cannot quote its own signs, and Apprise turns "<!channel>" back into a call after it has escaped it: look-alikes.
    return text.translate(str.maketrans("<>|*`", "‹›¦∗'"))


TEXT = Markup(
    escape=str,
    strong=str,
    quote=lambda text: f"  “{text}”",
    link=lambda label, url: f"  {label}\n  {url}",
    line_break="\n",
    paragraph_break="\n\n",
)
HTML = Markup(
    escape=html.escape,
    strong=lambda text: f"<b>{text}</b>",
    quote=lambda text: f"<i>“{text}”</i>",
    link=_link_html,
    line_break="<br>\n",
    paragraph_break="<br><br>\n\n",
)
MARKDOWN = Markup(
    escape=lambda text: re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~&])", r"\\\1", text),
    strong=lambda text: f"**{text}**",
    quote=lambda text: f"> {text}\n",
    link=_link_markdown,
    line_break="  \n",
    paragraph_break="\n\n",
)
SLACK = Markup(
    escape=_escape_slack,
    strong=lambda text: f"*{text}*",
    quote=lambda text: f"> {text}",
    link=_link_slack,
    line_break="\n",
    paragraph_break="\n\n",
)
