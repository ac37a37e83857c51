"""Headless Chromium for tests, driven over its DevTools protocol: pages are opened, looked at and used as a person would."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from websockets.sync.client import ClientConnection, connect

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--remote-debugging-port=0",
)  # fmt: skip
_PATIENCE_S = 60


class Tab:
    """One tab. What it asks for and complains of is kept."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._calls = 0
        self._events: list[dict[str, Any]] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: object) -> dict[str, Any]:
        """Call a method of the protocol and return its result."""
        self._calls += 1
        self._socket.send(json.dumps({"id": self._calls, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=_PATIENCE_S))
            if message.get("id") == self._calls:
                assert "error" not in message, message
                return dict(message["result"])
            self._events.append(message)

    def open(self, page: Path) -> float:
        """Load a local page; return how many seconds it took until it could be used."""
        self._events.clear()
        start = time.monotonic()
        self.send("Page.navigate", url=page.as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self._events):
            self._events.append(json.loads(self._socket.recv(timeout=_PATIENCE_S)))
        self.settle()
        return time.monotonic() - start

    def run(self, script: str) -> Any:
        """Return the value of an expression in the page."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def settle(self) -> None:
        """Wait until the page has drawn what was done to it, and has told its listeners."""
        self.run("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 10))))")

    def look(self, width: int, scheme: str, media: str = "screen") -> None:
        """Be a window of this width, light or dark, or paper."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
        self.send("Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def point(self, selector: str, press: bool = False) -> None:
        """Move the mouse onto the middle of the first such element, and click it if `press`."""
        for _ in range(2):  # what comes into sight is drawn only then, and moves what is below it
            self.run(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center', behavior: 'instant'}})")
            self.settle()
        box = self.run(f"(({{x, y, width, height}}) => [x + width / 2, y + height / 2])"
                       f"(document.querySelector({json.dumps(selector)}).getBoundingClientRect())")  # fmt: skip
        spot = {"x": box[0], "y": box[1]}
        self.send("Input.dispatchMouseEvent", type="mouseMoved", **spot)
        for kind in ("mousePressed", "mouseReleased") if press else ():
            self.send("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **spot)
        self.settle()

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press a key."""
        names = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self.send("Input.dispatchKeyEvent", type="keyDown", text=text, **names)
        self.send("Input.dispatchKeyEvent", type="keyUp", **names)
        self.settle()

    def photograph(self, target: Path) -> None:
        """Write a picture of what is in the window."""
        target.write_bytes(base64.b64decode(self.send("Page.captureScreenshot")["data"]))

    @property
    def requests(self) -> list[str]:
        """Addresses that were asked for since the page was opened, the page's own and its inlined data aside."""
        asked = [e["params"]["request"]["url"] for e in self._events if e["method"] == "Network.requestWillBeSent"]
        return [url for url in asked if not url.startswith(("file:", "data:"))]

    @property
    def complaints(self) -> list[str]:
        """What the console says: errors, warnings, refusals by the page's policy."""
        methods = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
        return [json.dumps(event["params"]) for event in self._events if event["method"] in methods]


@contextmanager
def open_tab() -> Iterator[Tab]:
    """Start Chromium with one tab; needs `PROGRAM`."""
    assert PROGRAM is not None
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [PROGRAM, *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
        browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            port = _wait_for_port(Path(profile) / "DevToolsActivePort")
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=_PATIENCE_S) as answer:
                address = next(tab["webSocketDebuggerUrl"] for tab in json.load(answer) if tab["type"] == "page")
            with connect(address, max_size=None, open_timeout=_PATIENCE_S) as socket:
                yield Tab(socket)
        finally:
            browser.kill()
            browser.wait()


def _wait_for_port(file: Path) -> int:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        if file.exists() and len(lines := file.read_text().splitlines()) == 2:
            return int(lines[0])
        time.sleep(0.05)
    raise TimeoutError("Chromium does not start")
