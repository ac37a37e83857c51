"""Sends one message to one target: through Apprise, or onto the terminal. What the target does wrong is a value."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from urllib.parse import unquote, urlsplit

from apprise import Apprise, AppriseAsset, LogCapture, NotifyFormat
from apprise.plugins.slack import NotifySlack

from flows.messages import HTML, MARKDOWN, SLACK, TEXT, AlertItem, Coverage, Markup, render_message
from flows.targets import AlertTarget

Send = Callable[[Sequence[AlertItem], str, Coverage | None], str | None]
"""Sends one message about the items of a topic; returns why it failed, or None."""

logging.getLogger("apprise").propagate = False  # what it says is captured here, and secrets are taken out of it
_ASSET = AppriseAsset(app_id="Claimwatch", app_desc="Claimwatch", async_mode=False)
_FORMATS = {NotifyFormat.HTML: (HTML, NotifyFormat.HTML), NotifyFormat.MARKDOWN: (MARKDOWN, NotifyFormat.MARKDOWN)}


def open_target(target: AlertTarget) -> Send:
    """Return what sends to this target. For a URL that Apprise does not know every sending fails with the reason."""
    mistake = check_target(target)
    if mistake is not None:
        return lambda _items, _topic, _coverage: mistake
    services = _load_service(target)
    markup, body_format = _choose_markup(services)

    def send(items: Sequence[AlertItem], topic: str, coverage: Coverage | None) -> str | None:
        message = render_message(items, topic, markup, coverage)
        return _notify(services, message.title, message.body, body_format, target)

    return send


def check_target(target: AlertTarget) -> str | None:
    """Return what is wrong with the target's URL, without the URL, or None. Sends nothing."""
    if len(_load_service(target)) == 1:
        return None
    return f"Apprise knows no service for this {urlsplit(target.url).scheme}:// URL, or a part of it is missing"


def send_test(target: AlertTarget) -> str | None:
    """Send a test message to the target; return why it failed, or None."""
    return check_target(target) or _notify(
        _load_service(target), "Claimwatch: a test", "This target will get alerts.", NotifyFormat.TEXT, target
    )


def log_message(items: Sequence[AlertItem], topic: str, coverage: Coverage | None) -> str | None:
    """Send to the log: where alerts go when there is neither a target nor a terminal."""
    message = render_message(items, topic, TEXT, coverage)
    logging.getLogger("claimwatch.alert").info("%s\n\n%s", message.title, message.body)
    return None


def _load_service(target: AlertTarget) -> Apprise:
    services = Apprise(asset=_ASSET)
    # Apprise would log the URL, password and all.
    with LogCapture(level=logging.ERROR):  # type: ignore[no-untyped-call]
        services.add(target.url)
    return services


def _choose_markup(services: Apprise) -> tuple[Markup, NotifyFormat]:
    service = services[0]
    if isinstance(service, NotifySlack):
        return SLACK, NotifyFormat.MARKDOWN
    return _FORMATS.get(NotifyFormat(service.notify_format), (TEXT, NotifyFormat.TEXT))


def _notify(services: Apprise, title: str, body: str, body_format: NotifyFormat, target: AlertTarget) -> str | None:
    with LogCapture(level=logging.WARNING, fmt="%(message)s") as log:  # type: ignore[no-untyped-call]
        delivered = services.notify(title=title, body=body, body_format=body_format)
        said = log.getvalue().strip() if log is not None else ""
    if delivered:
        return None
    return _hide_secrets(said.splitlines()[0] if said else "the service refused the message, without a reason", target)


def _hide_secrets(text: str, target: AlertTarget) -> str:
    """Take every part of the target's URL but its scheme and host out of a text that is stored and shown."""
    parts = urlsplit(target.url)
    secrets = {target.url, *re.split(r"[/:@?&=]", target.url)} - {"", parts.scheme, parts.hostname or "", str(parts.port or "")}
    for secret in sorted(secrets | {unquote(secret) for secret in secrets}, key=len, reverse=True):
        if len(secret) >= 4:
            text = text.replace(secret, "***")
    return text[:300]
