"""The pictures of the README, taken anew: the report, and an alert as it came by e-mail. `make pictures`; needs Chromium."""

from __future__ import annotations

import email
import email.policy
import socket
from pathlib import Path
from tempfile import TemporaryDirectory

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from chromium import Tab, open_tab
from documents import DOCS, make_ledger, run_claimwatch

PICTURES = DOCS / "images"


class _Mailbox:
    """Keeps the HTML of the last message."""

    html = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        message = email.message_from_bytes(bytes(envelope.content or b""), policy=email.policy.default)
        body = message.get_body(("html",))
        self.html = body.get_content() if body else ""
        return "250 OK"


def receive_alert(folder: Path) -> str:
    """Run the topic with an e-mail target on loopback; return the HTML of the alert."""
    mailbox = _Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        mail = f"mailto://127.0.0.1:{port}/?from=watch@claimwatch.example&to=desk@paper.example&mode=insecure"
        (folder / "claimwatch.toml").write_text(f'alert_urls = "{mail}"\n', encoding="utf-8")
        make_ledger(folder)
    finally:
        server.stop()
    (folder / "claimwatch.toml").unlink()
    return mailbox.html


def photograph(tab: Tab, page: Path, name: str, *, width: int, height: int, at: str | None = None) -> None:
    """Write a picture of a page from its top, or from the element `at`."""
    tab.look(width, "light")
    tab.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
    tab.send("Emulation.setScrollbarsHidden", hidden=True)
    tab.open(page)
    if at:
        tab.run(f"document.getElementById('{at}').scrollIntoView({{behavior: 'instant'}})")
        tab.settle()
    tab.photograph(PICTURES / name)


def main() -> None:
    """Take all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as temporary, open_tab() as tab:
        folder = Path(temporary)
        mail, report = folder / "mail.html", folder / "report.html"
        mail.write_text(receive_alert(folder), encoding="utf-8")
        run_claimwatch(folder, "report", "-o", str(report))
        photograph(tab, mail, "alert.png", width=760, height=620)
        photograph(tab, report, "report.png", width=1100, height=1000)
        photograph(tab, report, "report-figures.png", width=1100, height=700, at="figures")


if __name__ == "__main__":
    main()
