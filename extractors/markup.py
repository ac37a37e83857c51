"""HTML fragments (titles, summaries, contents of feeds) to plain text."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_HIDDEN = frozenset({"script", "style", "noscript", "template", "iframe", "svg", "math", "head", "textarea", "select"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
    "td", "th", "tr", "ul",
})  # fmt: skip
_SPACES = re.compile(r"[^\S\n]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")


def strip_markup(fragment: str) -> str:
    """Return the visible text of an HTML fragment: one line per block, spaces collapsed. Plain text keeps its words."""
    if "<" not in fragment and "&" not in fragment:
        return _tidy(fragment)
    reader = _TextReader()
    reader.feed(fragment)
    reader.close()
    text = "".join(reader.pieces)
    # Feeds escape twice ("AT&amp;amp;T" in CDATA): one more round when a whole entity is left.
    return _tidy(html.unescape(text) if _ENTITY.search(text) else text)


def strip_to_line(fragment: str) -> str:
    """`strip_markup` in one line: for titles and names."""
    return " ".join(strip_markup(fragment).split())


def _tidy(text: str) -> str:
    lines = (_SPACES.sub(" ", line).strip() for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


class _TextReader(HTMLParser):
    """Collects text outside hidden elements. An unclosed hidden element hides the rest, as in a browser."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden_in: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's signature
        if tag in _HIDDEN:
            self._hidden_in.append(tag)
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden_in:
            del self._hidden_in[self._hidden_in.index(tag) :]
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden_in:
            self.pieces.append(data)
