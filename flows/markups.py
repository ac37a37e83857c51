"""Renders a dispatch in the sort of text that a target takes: plain, Markdown or HTML; in parts where it must be short. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flows.messages import (
    MOST_LINE,
    REPEAT_NOTE,
    AlertItem,
    Dispatch,
    Part,
    limit_to,
    make_visible,
    name_follow_up,
    name_source,
    rank_items,
    shorten,
)

QUOTE_LENGTHS = (300, 120, 0)
"""Characters that are quoted: as many as the target's limit leaves room for."""


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


def render(dispatch: Dispatch, markup: Markup) -> str:
    """Return the whole of it as one text."""
    items = [render_item(item, markup) for item in dispatch.shown]
    return markup.paragraph_break.join([*_write_head(dispatch, markup), *items, *_write_foot(dispatch, markup)])


def render_parts(dispatch: Dispatch, markup: Markup, limit: int) -> list[Part]:
    """Return it in as few messages of at most `limit` characters as can be; an item and its link are never cut apart.

    Alerts that are only counted travel with the last part.
    """
    whole = render(dispatch, markup)
    if limit <= 0 or len(whole) <= limit:
        return [make_part(dispatch, whole, dispatch.items)]
    head, foot = _write_head(dispatch, markup), _write_foot(dispatch, markup)
    pages: list[tuple[list[str], list[AlertItem]]] = [(list(head), [])]
    for item in dispatch.shown:
        text = _fit_item(item, markup, limit)
        texts, items = pages[-1]
        if items and len(markup.paragraph_break.join([*texts, text])) > limit:
            pages.append(([text], [item]))
        elif not items and len(markup.paragraph_break.join([*texts, text])) > limit:
            pages[-1] = ([text], [item])  # too little room even for the note above it
        else:
            texts.append(text)
            items.append(item)
    for text in foot:
        if len(markup.paragraph_break.join([*pages[-1][0], text])) <= limit:
            pages[-1][0].append(text)
    left = rank_items(dispatch.items)[len(dispatch.shown) :]
    parts = []
    for number, (texts, items) in enumerate(pages, start=1):
        carried = [*items, *left] if number == len(pages) else items
        part = make_part(dispatch, markup.paragraph_break.join(texts), carried, with_notices=number == len(pages))
        parts.append(Part(f"{part.title} ({number} of {len(pages)})", part.body, part.alert_ids, part.source))
    return parts


def render_item(item: AlertItem, markup: Markup, quoted: int = QUOTE_LENGTHS[0]) -> str:
    """Return one item: what is new, the sentence that says it, who published it when, with the link."""

    def safe(text: str) -> str:
        return markup.escape(make_visible(text))

    was = f" (before: {safe(shorten(item.told_before))})" if item.told_before else ""
    source = safe(name_source(item))
    parts = [f"{markup.strong(item.verdict.upper())} {safe(shorten(item.headline, MOST_LINE))}{was}"]
    if quoted and not item.tells_itself:
        parts.append(markup.quote(safe(shorten(item.sentence, quoted))))
    parts.append(markup.link(source, quote_blanks(item.url)) if item.is_page else source)
    follow_up = name_follow_up(item)
    if follow_up:
        parts.append(markup.escape(follow_up))
    return markup.line_break.join(parts)


def quote_blanks(url: str) -> str:
    """Return a foreign address that stays one word: blanks, control and direction marks in it are percent-encoded."""
    return re.sub(
        r"[\s\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]",
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()),
        url,
    )


def _fit_item(item: AlertItem, markup: Markup, limit: int) -> str:
    for quoted in QUOTE_LENGTHS:
        text = render_item(item, markup, quoted)
        if len(text) <= limit:
            return text
    # Not even with its link: the news alone, in plain words (an escaped text cannot be cut anywhere).
    line = f"{item.verdict.upper()} {make_visible(item.headline)}"
    room = limit
    while room > 0:
        text = markup.escape(shorten(line, room))
        if len(text) <= limit:
            return text
        room -= len(text) - limit
    return ""


def make_part(dispatch: Dispatch, body: str, items: Sequence[AlertItem], *, with_notices: bool = True) -> Part:
    """Return the message that carries these items of a dispatch, and its notices."""
    notices = dispatch.notices if with_notices else ()
    carried = (*(item.alert_id for item in items), *(notice.alert_id for notice in notices))
    return Part(dispatch.title, body, carried, limit_to(dispatch, items, notices))


def _write_head(dispatch: Dispatch, markup: Markup) -> list[str]:
    return [markup.escape(REPEAT_NOTE)] if dispatch.is_repeat else []


def _write_foot(dispatch: Dispatch, markup: Markup) -> list[str]:
    return [markup.escape(make_visible(text)) for text in dispatch.foot]


def _link_html(label: str, url: str) -> str:
    return f'<a href="{html.escape(url)}">{label}</a>'


def _link_markdown(label: str, url: str) -> str:
    return f"[{label}](<{url.translate({ord('<'): '%3C', ord('>'): '%3E', ord(chr(92)): '%5C'})}>)"


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
    escape=lambda text: re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~&]|:(?=//))", r"\\\1", text),
    strong=lambda text: f"**{text}**",
    quote=lambda text: f"> {text}\n",
    link=_link_markdown,
    line_break="  \n",
    paragraph_break="\n\n",
)
