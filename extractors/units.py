"""Units of measure and currencies around a figure: "$58.24 per barrel", "5.2 litre", "US$17bn", "3 miles per hour"."""

from __future__ import annotations

from typing import NamedTuple

from pydantic.dataclasses import dataclass as record

from extractors.number_tokens import TokenKind, Tokens, read_tokens
from extractors.strict_toml import STRICT, load_lexicon


@record(frozen=True, config=STRICT)
class CurrencyWords:
    """One currency of lexicon/currencies.toml."""

    name: str
    before: list[str]
    after: list[str]


class Unit(NamedTuple):
    """A unit that was found behind a figure."""

    name: str
    """As stored: "kilometres", "percent", "USD"."""
    dimension: str
    """Section of lexicon/units.toml, or "money"."""
    last: int
    """Token behind the unit."""


_UNITS = load_lexicon("units", dict[str, dict[str, list[str]]])
CURRENCIES = load_lexicon("currencies", dict[str, CurrencyWords])
_MOST_TOKENS = 4


def _key(form: str) -> str:
    """Write a form as its tokens, hyphens as spaces."""
    return " ".join(word for word in read_tokens(form).words if word != "-")


def _index_units() -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]], dict[str, str]]:
    exact: dict[str, tuple[str, str]] = {}
    folded: dict[str, tuple[str, str]] = {}
    short: dict[str, str] = {}
    for dimension, names in _UNITS.items():
        for name, forms in names.items():
            if dimension == "short":
                short.update(dict.fromkeys(forms, name))
                continue
            folded[_key(name)] = (name, dimension)
            for form in forms:
                table = exact if len(form) <= 3 or form != form.lower() else folded
                table[_key(form)] = (name, dimension)
    return exact, folded, short


_EXACT, _FOLDED, _SHORT = _index_units()
_SHORT_DIMENSION = {name: dimension for dimension, names in _UNITS.items() if dimension != "short" for name in names}
_MONEY_AFTER = {_key(form.lower()): code for code, words in CURRENCIES.items() for form in words.after}
_MONEY_BEFORE = {form: code for code, words in CURRENCIES.items() for form in words.before}
_MARK_ENDS = frozenset(read_tokens(form).words[-1] for form in _MONEY_BEFORE)
_LONGEST: dict[str, int] = {}
"""How many tokens the forms that begin with a word may take, hyphens included."""
for _form in (*_EXACT, *_FOLDED, *_MONEY_AFTER):
    _first, *_rest = _form.split(" ")
    _LONGEST[_first] = max(_LONGEST.get(_first, 1), min(1 + 2 * len(_rest), _MOST_TOKENS))
_CJK_AFTER = tuple(sorted(((f, c) for f, c in _MONEY_AFTER.items() if ord(f[0]) > 0x2E80), key=lambda pair: -len(pair[0])))
_LOOSE_PREFIXES = frozenset({"W", "R", "N", "P", "LE", "SR", "QR", "KD", "Re", "Sh", "PS", "Dh", "ETH"})
"""Prefixes that are ordinary letters or words elsewhere: they must touch their figure."""


def find_currency_before(tokens: Tokens, i: int) -> tuple[str, int] | None:
    """Return (ISO code, first token) of a currency mark that ends right before token `i`."""
    if not i or tokens.words[i - 1] not in _MARK_ENDS:
        return None
    for length in (4, 3, 2, 1):
        first = i - length
        if first < 0:
            continue
        mark = tokens.text[tokens.starts[first] : tokens.ends[i - 1]]
        code = _MONEY_BEFORE.get(mark)
        if code is None or (mark in _LOOSE_PREFIXES and (not tokens.touches(i) or tokens.touches(first))):
            continue
        return code, first
    return None


def find_unit(tokens: Tokens, i: int) -> Unit | None:
    """Return the unit that starts at token `i`: the longest known form of up to four tokens."""
    count = len(tokens.words)
    longest = max(_LONGEST.get(tokens.words[i], 0), _LONGEST.get(tokens.lower[i], 0)) if i < count else 0
    if not longest:
        code = find_cjk_currency(tokens.words[i]) if i < count else None
        return Unit(code, "money", i + 1) if code else None
    for length in range(min(longest, count - i), 0, -1):
        last = i + length - 1
        if length > 1 and (tokens.words[last] == "-" or (tokens.kinds[last] == TokenKind.NUMBER and not tokens.touches(last))):
            continue
        written = " ".join(word for word in tokens.words[i : i + length] if word != "-")
        found = _EXACT.get(written) or _FOLDED.get(written.lower())
        if found is not None:
            return Unit(found[0], found[1], i + length)
        code = _MONEY_AFTER.get(written.lower())
        if code is not None:
            return Unit(code, "money", i + length)
    return None


def find_cjk_currency(text: str) -> str | None:
    """Return the ISO code of a currency in Chinese characters at the start of `text`."""
    if not text or ord(text[0]) < 0x2E80:
        return None
    return next((code for form, code in _CJK_AFTER if text.startswith(form)), None)


def find_short_unit(tokens: Tokens, i: int) -> Unit | None:
    """Return the one-letter unit at token `i` ("45g", "50 p"): only for a caller who knows that a unit is due."""
    name = _SHORT.get(tokens.words[i])
    return None if name is None else Unit(name, _SHORT_DIMENSION[name], i + 1)


_EACH = frozenset({"a", "an", "per", "each", "every", "/"})


def find_per(tokens: Tokens, i: int, *, money: bool) -> tuple[str, int] | None:
    """Return (what it is counted by, token behind it) for "per barrel", "a month", "/year" at token `i`.

    "A" and "an" count only before a unit of time, or behind money before any unit: "$80 a barrel" but not "10 days a friend".
    """
    if i + 1 >= len(tokens.words) or tokens.lower[i] not in _EACH:
        return None
    word = tokens.lower[i]
    unit = find_unit(tokens, i + 1)
    if unit is not None and (unit.dimension == "duration" or word in ("per", "/") or money):
        name = " ".join(tokens.lower[i + 1 : unit.last])
        return name, unit.last
    if (word == "per" or (money and word in ("a", "an", "/"))) and tokens.kinds[i + 1] == TokenKind.WORD:
        if word != "per" and tokens.lower[i + 1] in _NOT_COUNTED_BY:
            return None
        return tokens.lower[i + 1], i + 2
    return None


_NOT_COUNTED_BY = frozenset(
    {
        "few",
        "lot",
        "little",
        "bit",
        "more",
        "further",
        "good",
        "great",
        "day's",
        "year-on-year",
        "rise",
        "drop",
        "sharp",
        "record",
    }
)
