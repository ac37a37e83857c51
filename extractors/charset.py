"""Bytes to text when the declared character set may be wrong."""

from __future__ import annotations

import codecs
import re
from email.message import Message

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its first two bytes are the same
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In the first bytes: <?xml encoding="...">, <meta charset=...>, <meta ... content="text/html; charset=...">
_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
_SNIFFED_BYTES = 4096
# What browsers read when a page says so (https://encoding.spec.whatwg.org/): these are cp1252 and supersets in practice.
_BROWSER_NAMES = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
}


def decode_body(body: bytes, content_type: str | None) -> str:
    """Return the text of a page or feed; bytes that fit nothing become U+FFFD.

    Bytes that are valid UTF-8 are UTF-8 whatever is declared: text in another encoding practically never is, and feeds that say
    iso-8859-1 and send UTF-8 are common. Then the order of the standards: byte order mark, HTTP header, the document's own words.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(body[:_SNIFFED_BYTES])
    names = (_header_charset(content_type), declared.group(1).decode("ascii") if declared else None)
    for candidate in names:
        codec = _usable_codec(candidate)
        if codec:
            return body.decode(codec, "replace")
    # Mostly UTF-8 with a few broken bytes (a text cut in the middle) reads better as UTF-8, the rest as cp1252.
    as_utf8 = body.decode("utf-8", "replace")
    return as_utf8 if as_utf8.count("�") <= len(as_utf8) // 1000 + 1 else body.decode("cp1252", "replace")


def _header_charset(content_type: str | None) -> str | None:
    if not content_type:
        return None
    message = Message()
    message["content-type"] = content_type.replace("\r", " ").replace("\n", " ")
    value = message.get_param("charset")
    return value if isinstance(value, str) else None


def _usable_codec(name: str | None) -> str | None:
    """The Python codec for a declared name, or None when it is unknown, no text encoding, or disproved (utf-8 was tried)."""
    if not name:
        return None
    name = _BROWSER_NAMES.get(name.strip().lower(), name.strip())
    try:
        info = codecs.lookup(name)
        b"a".decode(info.name)
    except (LookupError, ValueError):
        return None
    return None if info.name == "utf-8" else info.name
