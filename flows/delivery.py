"""Targets: what renders a dispatch for one and sends it, by Apprise or to the log. What a target does wrong is a value."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from apprise import Apprise, AppriseAsset, LogCapture, NotifyFormat, NotifyType
from apprise.plugins import url_to_dict

from extractors.records import Kind, Novelty
from flows.exchanges import judge_exchanges, watch_exchanges
from flows.mail import post_mail, takes_mail, write_mail
from flows.markups import HTML, MARKDOWN, TEXT, Markup, make_part, render, render_parts
from flows.messages import AlertItem, Dispatch, Part, calm, make_visible
from flows.outcomes import Accepted, Outcome, Refused
from flows.slack import BlockSlack, render_blocks, takes_blocks
from flows.targets import AlertTarget


@dataclass(frozen=True, slots=True)
class Channel:
    """How one target is told something: first the messages are made, then each is sent and accounted for on its own."""

    render: Callable[[Dispatch], list[Part]]
    send: Callable[[Part, datetime], Outcome]


WAIT_FOR_ANSWER_S = 20.0
"""How long a service may take to answer, unless its URL says (?rto=): Apprise's 4 seconds leave too many outcomes unknown."""

# What they say is captured here, and secrets are taken out of it; urllib3 would log addresses with tokens in them.
logging.getLogger("apprise").propagate = False
logging.getLogger("urllib3").setLevel(logging.INFO)

_ASSET = AppriseAsset(app_id="Claimwatch", app_desc="Claimwatch", async_mode=False)
_MARKUPS = {NotifyFormat.HTML: HTML, NotifyFormat.MARKDOWN: MARKDOWN}
_FORMATS = {id(HTML): NotifyFormat.HTML, id(MARKDOWN): NotifyFormat.MARKDOWN, id(TEXT): NotifyFormat.TEXT}


def open_target(target: AlertTarget) -> Channel:
    """Return what tells this target. For a URL that Apprise does not know every sending is refused with the reason."""
    service = _load_service(target)
    if service is None:
        mistake = Refused(_name_mistake(target))
        return Channel(lambda dispatch: [make_part(dispatch, "", dispatch.items)], lambda _part, _now: mistake)
    if takes_mail(service):
        return Channel(lambda dispatch: [make_part(dispatch, "", dispatch.items)], _mail_sender(service, target))
    if takes_blocks(service):
        slack = BlockSlack(**_read_options(target))
        send = _sender(slack, NotifyFormat.MARKDOWN, target)
        return Channel(lambda dispatch: [make_part(dispatch, render_blocks(dispatch), dispatch.items)], send)
    markup = _MARKUPS.get(NotifyFormat(service.notify_format), TEXT)
    return Channel(_renderer(service, markup), _sender(service, _FORMATS[id(markup)], target))


def check_target(target: AlertTarget) -> str | None:
    """Return what is wrong with the target's URL, without the URL, or None. Sends nothing."""
    return _name_mistake(target) if _load_service(target) is None else None


def send_test(target: AlertTarget, now: datetime) -> str | None:
    """Send the target a message that looks like an alert; return why it failed, or None."""
    channel = open_target(target)
    item = AlertItem(
        alert_id="test", verdict=Novelty.CHANGED, kind=Kind.QUANTITY, core=True, line="Claimwatch, tests sent to this target: 1",
        before="Claimwatch, tests sent to this target: 0", sentence="This is a test: alerts will look like this one.",
        publisher="claimwatch doctor --send-test", published_at=now, url="", origins=1, created_at=now, claim_id="test",
    )  # fmt: skip
    for part in channel.render(Dispatch("Claimwatch test", (item,))):
        outcome = channel.send(part, now)
        if not isinstance(outcome, Accepted):
            return outcome.reason
        if outcome.note:
            return outcome.note
    return None


def _log(part: Part, _now: datetime) -> Outcome:
    logging.getLogger("claimwatch.alert").info("%s\n\n%s", part.title, part.body)
    return Accepted()


LOG_CHANNEL = Channel(lambda dispatch: [make_part(dispatch, render(dispatch, TEXT), dispatch.items)], _log)
"""Where alerts go when there is neither a target nor a terminal."""


def _renderer(service: Any, markup: Markup) -> Callable[[Dispatch], list[Part]]:
    """For services that have no title of their own it goes on top of the body, in the body's markup."""

    def make_parts(dispatch: Dispatch) -> list[Part]:
        room = service.body_maxlen
        if service.title_maxlen > 0 and not service.overflow_amalgamate_title:
            parts = render_parts(dispatch, markup, room)
            return parts if markup is TEXT else [replace(part, title=calm(part.title)) for part in parts]
        top = len(markup.strong(markup.escape(dispatch.title)) + markup.paragraph_break) + len(" (99 of 99)")
        if service.overflow_amalgamate_title:
            return render_parts(dispatch, markup, room - top)
        return [
            replace(part, title="", body=f"{markup.strong(markup.escape(part.title))}{markup.paragraph_break}{part.body}")
            if room > 2 * top
            else replace(part, title="")
            for part in render_parts(dispatch, markup, room - top if room > 2 * top else room)
        ]

    return make_parts


def _mail_sender(service: Any, target: AlertTarget) -> Callable[[Part, datetime], Outcome]:
    def send(part: Part, now: datetime) -> Outcome:
        return _hide_secrets(post_mail(service, write_mail(service, part, part.name(target.name), now)), target)

    return send


def _sender(service: Any, body_format: NotifyFormat, target: AlertTarget) -> Callable[[Part, datetime], Outcome]:
    def send(part: Part, now: datetime) -> Outcome:
        with LogCapture(level=logging.WARNING, fmt="%(message)s") as log, watch_exchanges() as seen:  # type: ignore[no-untyped-call]
            delivered = service.notify(title=part.title, body=part.body, body_format=body_format, notify_type=NotifyType.INFO)
            said = log.getvalue().strip() if log is not None else ""
        if delivered:
            return Accepted()
        reason = said.splitlines()[0] if said else "the service refused the message, without a reason"
        return _hide_secrets(judge_exchanges(seen, reason, now), target)

    return send


def _load_service(target: AlertTarget) -> Any:
    """The plugin for the target's URL, None if there is none. Apprise would log the URL, password and all."""
    with LogCapture(level=logging.ERROR):  # type: ignore[no-untyped-call]
        service = Apprise.instantiate(target.url, asset=_ASSET)
    if service is not None and not re.search(r"[?&]rto=", target.url):
        service.socket_read_timeout = WAIT_FOR_ANSWER_S
    return service


def _read_options(target: AlertTarget) -> dict[str, Any]:
    options: dict[str, Any] = url_to_dict(target.url)  # type: ignore[no-untyped-call]
    return options | {"asset": _ASSET, "rto": options.get("rto") or WAIT_FOR_ANSWER_S}


def _name_mistake(target: AlertTarget) -> str:
    return f"Apprise knows no service for this {urlsplit(target.url).scheme}:// URL, or a part of it is missing"


def _hide_secrets(outcome: Outcome, target: AlertTarget) -> Outcome:
    """Take every part of the target's URL but its scheme and host out of what is stored and shown."""
    if isinstance(outcome, Accepted):
        return Accepted(hide_secrets(outcome.note, target)) if outcome.note else outcome
    return replace(outcome, reason=hide_secrets(outcome.reason, target))


def hide_secrets(text: str, target: AlertTarget) -> str:
    """Return a text of at most 300 characters without what a person may have put into the target's URL."""
    for secret in sorted(_find_secrets(target.url), key=len, reverse=True):
        text = text.replace(secret, "***")
    return make_visible(text, 300)


def _find_secrets(url: str) -> set[str]:
    """Whatever is neither the scheme nor a host nor the name of an option; Slack's first token stands in the host's place."""
    scheme, _, rest = url.partition("://")
    place, _, options = rest.partition("?")
    login, _, address = place.rpartition("@")
    host, _, path = address.partition("/")
    is_host = "." in host or host.partition(":")[0] == "localhost"
    words = [*re.split(r"[:@/]", login), *path.split("/"), *(option.partition("=")[2] for option in options.split("&"))]
    words += [] if is_host else [host]
    return {secret for word in (url, *words) for secret in (word, unquote(word)) if len(secret) >= 4 and secret != scheme}
