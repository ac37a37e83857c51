"""E-mail: a text and an HTML part of our own, and headers by which mail programs form threads.

Apprise reads the URL (servers, modes, addresses, well-known providers); the mail is ours, because its plugin adds a Message-ID of
its own beside any that it is given (1.13.1), makes the text part of the HTML without its links, and does not say whether a
connection broke before the mail was handed over or after.
"""

from __future__ import annotations

import smtplib
import ssl
import textwrap
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from apprise import NotifyFormat
from apprise.plugins.email import NotifyEmail, SecureMailMode
from apprise.plugins.email.base import PGPMode

from flows.mail_page import render_page
from flows.markups import TEXT, render
from flows.messages import AlertItem, Dispatch, Part, make_visible
from flows.outcomes import Accepted, Outcome, Refused, Unknown

WIDTH = 76
"""Columns of the text part; addresses are never broken."""
_OWN_HEADERS = frozenset({"from", "to", "cc", "bcc", "subject", "date", "message-id", "references", "in-reply-to"})


def takes_mail(service: object) -> bool:
    """Whether this is a mail target of ours; what is to be encrypted or signed goes through Apprise's own."""
    return type(service) is NotifyEmail and service.pgp_mode == PGPMode.NONE


def write_mail(service: NotifyEmail, part: Part, message_id: str, now: datetime) -> EmailMessage:
    """Return the mail that carries a part. The same part always gets the same Message-ID: servers know a repeat by it. Pure."""
    dispatch, domain = part.source, str(service.from_addr[1]).rpartition("@")[2]
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _write_address(*service.from_addr)
    mail["To"] = ", ".join(_write_address(*target) for target in service.targets)
    if service.cc:
        mail["Cc"] = ", ".join(sorted(service.cc))
    if service.reply_to:
        mail["Reply-To"] = ", ".join(sorted(service.reply_to))
    mail["Subject"] = _write_header(part.title)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message_id}@{domain}>"
    lead = _find_lead(dispatch)
    if lead is not None:
        earlier = f"<{lead.follows_message}@{domain}>" if lead.follows_message else None
        mail["References"] = " ".join(filter(None, (f"<claim.{lead.claim_id}@{domain}>", earlier)))
        if earlier:
            mail["In-Reply-To"] = earlier
    mail["Auto-Submitted"] = "auto-generated"
    for name, value in service.headers.items():
        if name.lower() not in _OWN_HEADERS:
            mail[name] = _write_header(value)
    mail.set_content(_wrap(render(dispatch, TEXT)) + "\n", cte="quoted-printable")
    if service.notify_format == NotifyFormat.HTML:
        mail.add_alternative(render_page(dispatch), subtype="html", cte="quoted-printable")
    if dispatch.page:
        mail.add_attachment(dispatch.page.encode(), maintype="text", subtype="html", filename=f"report-{now:%Y-%m-%d}.html")
    return mail


def post_mail(service: NotifyEmail, mail: EmailMessage) -> Outcome:
    """Hand a mail to the server that the URL names, for all recipients at once."""
    recipients = [address for _, address in service.targets] + sorted(service.cc) + sorted(service.bcc)
    try:
        server = _connect(service)
    except (OSError, smtplib.SMTPException) as error:
        return Refused(f"no connection to the mail server: {_describe(error)}")
    try:
        return _hand_over(server, str(service.from_addr[1]), recipients, mail)
    finally:
        server.close()  # a farewell could only turn a mail that was accepted into an error


def _hand_over(server: smtplib.SMTP, sender: str, recipients: list[str], mail: EmailMessage) -> Outcome:
    """The dialogue of RFC 5321, step by step: until the data are sent nothing can have arrived, and after it it may."""
    try:
        server.ehlo_or_helo_if_needed()
        code, answer = server.mail(sender)
        if code != 250:
            return Refused(f"the mail server refused the sender: {code} {_decode(answer)}")
        answers = [server.rcpt(recipient) for recipient in recipients]
        refused = [f"{code} {_decode(answer)}" for code, answer in answers if code not in (250, 251)]
        if len(refused) == len(recipients):
            return Refused(f"the mail server refused the recipients: {refused[0]}")
    except (OSError, smtplib.SMTPException) as error:
        return Refused(f"the mail server broke off: {_describe(error)}")
    try:
        code, answer = server.data(mail.as_bytes())
    except smtplib.SMTPDataError as error:  # it did not want the data
        return Refused(f"the mail server refused the mail: {error.smtp_code} {_decode(error.smtp_error)}")
    except (OSError, smtplib.SMTPException) as error:
        return Unknown(f"the mail server did not confirm the mail: {_describe(error)}")
    if code != 250:
        return Refused(f"the mail server refused the mail: {code} {_decode(answer)}")
    return Accepted(f"{len(refused)} of {len(recipients)} recipients were refused: {refused[0]}" if refused else None)


def _connect(service: NotifyEmail) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if not service.verify_certificate:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    host, port, timeout = service.smtp_host, int(service.port or 0), service.socket_connect_timeout
    if service.secure_mode == SecureMailMode.SSL:
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=timeout)
    try:
        if service.secure_mode == SecureMailMode.STARTTLS:
            server.starttls(context=context)
        if service.user and service.password:
            server.login(service.user, service.password)
    except (OSError, smtplib.SMTPException):
        server.close()
        raise
    if server.sock is not None:
        server.sock.settimeout(service.socket_read_timeout)
    return server


def _find_lead(dispatch: Dispatch) -> AlertItem | None:
    """The item whose thread the mail belongs to: the most important that follows up an earlier mail, else the most important."""
    return next((item for item in dispatch.shown if item.follows_message), dispatch.shown[0] if dispatch.shown else None)


def _write_header(text: str) -> str:
    """Foreign text for a header. An encoded word in it ("=?utf-8?q?=0ABcc...") would be decoded, line breaks and all."""
    return make_visible(text).replace("=?", "=\N{WORD JOINER}?")


def _write_address(name: object, address: object) -> str:
    user, _, domain = str(address).rpartition("@")
    return str(Address(_write_header(name) if isinstance(name, str) else "", user, domain))


def _wrap(text: str) -> str:
    lines = []
    for line in text.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        wrap = textwrap.TextWrapper(WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        lines += wrap.wrap(line) or [""]
    return "\n".join(lines)


def _describe(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_decode(error.smtp_error)}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def _decode(answer: bytes | str) -> str:
    return make_visible(answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer, 200)
