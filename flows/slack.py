"""Slack: a header, a section for each item, coverage below; Block Kit, within Slack's limits, through Apprise's plugin.

A follow-up stays in the channel: an answer in a thread notifies nobody unless it is also shown in the channel, which Apprise
cannot ask for, and a webhook does not say what thread there is. It names the earlier alert instead.
"""

from __future__ import annotations

import json
import re
from typing import Any, cast

from apprise.plugins.slack import NotifySlack, SlackMode

from flows.markups import Markup, render_item
from flows.messages import REPEAT_NOTE, Dispatch, calm, make_visible, shorten

MOST_HEADER = 150
"""Characters of a header block."""
MOST_SECTION = 3000
"""Characters of a section's or a context's text."""
MOST_CONTEXT = 1500
MOST_FEET = 30
"""Lines below the items; a message takes 50 blocks."""
LONGEST_LINK = 1500
"""Characters of an address; a longer one would not leave its section room for the news."""

_LOOK_ALIKES = str.maketrans({"*": "∗", "`": "'", "~": "∼", "_": "ˍ"})  # Slack has no way to quote its formatting signs
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def _link(label: str, url: str) -> str:
    if len(url) > LONGEST_LINK:
        return label
    safe = url.translate({ord("<"): "%3C", ord(">"): "%3E", ord("|"): "%7C", ord("&"): "&amp;"})
    return f"<{safe}|{label.replace('|', '¦')}>"


def _escape(text: str) -> str:
    # An underscore inside a word ("red_note") is an underscore to Slack; at its edge it begins slanted text.
    slanted = re.sub(r"(?<!\w)_|_(?!\w)", "ˍ", text)
    return slanted.translate({sign: like for sign, like in _LOOK_ALIKES.items() if sign != ord("_")}).translate(_ENTITIES)


SLACK = Markup(
    escape=_escape,
    strong=lambda text: f"*{text}*",
    quote=lambda text: f"> {text}",
    link=_link,
    line_break="\n",
    paragraph_break="\n\n",
)


class BlockSlack(NotifySlack):  # type: ignore[no-untyped-call]
    """Apprise's plugin with blocks of our own: `send` takes them as JSON text where the plugin takes a body."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self.use_blocks = True
        self.template = cast("Any", [None])  # tells the plugin to ask gen_payload

    def gen_payload(self, body: str, *_: Any, **__: Any) -> dict[str, Any]:
        """Return the attachment that the plugin posts."""
        payload: dict[str, Any] = json.loads(body)
        return payload


def takes_blocks(service: object) -> bool:
    """Whether this is a Slack target that shows blocks; a workflow takes text only."""
    return isinstance(service, NotifySlack) and service.mode not in (SlackMode.WORKFLOW, SlackMode.WORKFLOW_TRIGGER)


def render_blocks(dispatch: Dispatch) -> str:
    """Return the attachment with the blocks of a dispatch, as JSON. Pure."""
    title = calm(shorten(dispatch.title, MOST_HEADER))  # plain text, and still
    blocks: list[dict[str, Any]] = [{"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}}]
    if dispatch.is_repeat:
        blocks.append(_make_context(REPEAT_NOTE))
    blocks += [{"type": "section", "text": _make_text(render_item(item, SLACK)), "expand": True} for item in dispatch.shown]
    blocks += [_make_context(make_visible(text, MOST_CONTEXT)) for text in dispatch.foot[:MOST_FEET]]
    return json.dumps({"fallback": _escape(title), "blocks": blocks}, ensure_ascii=False)


def _make_text(text: str) -> dict[str, Any]:
    # "verbatim": Slack makes no links or calls of what looks like one.
    return {"type": "mrkdwn", "text": text[:MOST_SECTION] or "–", "verbatim": True}


def _make_context(text: str) -> dict[str, Any]:
    return {"type": "context", "elements": [_make_text(_escape(text))]}
