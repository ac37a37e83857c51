"""Number words and numerals: "some three hundred million", "1.7 million", "30k", "twenty-five crore", "3亿", "half a dozen".

English composition of number words is our own few lines because figures must keep their offsets and mix freely with digits
("4 hundred million", "7.5 lakh"), which text2num's string-to-string interface does not give.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pydantic.dataclasses import dataclass as record

from extractors.number_tokens import TokenKind, Tokens
from extractors.strict_toml import STRICT, load_lexicon


@record(frozen=True, config=STRICT)
class NumberWords:
    """lexicon/numbers.toml."""

    small: dict[str, float]
    scale: dict[str, float]
    suffix: dict[str, float]
    cjk: dict[str, float]
    vague: dict[str, list[float]]
    part: dict[str, int]
    ordinal: dict[str, int]
    multiple: dict[str, float]
    glyph: dict[str, float]


WORDS = load_lexicon("numbers", NumberWords)
_CJK_SCALE = re.compile("|".join(sorted(map(re.escape, WORDS.cjk), key=len, reverse=True)))
_POWER = re.compile(r"\s?[×x]\s?10\^?")
_MOST_DIGITS = 18
_AND_A_HALF = ("and", "a", "half")


class Numeral(NamedTuple):
    """A number that stands in the tokens `first` to `last` (exclusive)."""

    value: float
    first: int
    last: int
    high: float | None = None
    """Upper end of a vague count: "tens of thousands" is 10,000 to 100,000."""
    digits: bool = True
    scaled: bool = False
    """Whether a scale was named: "1.7 million", "30k"."""
    vague: bool = False
    scale: float = 1.0
    """The last scale named, which "40 to 50 billion" lends to its first figure."""
    cut: int = 0
    """How many characters of token `last` belong to the number ("3亿用户": 1)."""


def read_digits(text: str) -> float | None:
    """Return the value of a NUMBER token; None when it has more digits than a count ever has.

    "1,234" "1 234 567" "1.234.567" "1,00,000" (lakh grouping) are grouped integers, "1.99×10-30" has a power of ten.
    """
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
        return float(text)
    power = 0
    if split := _POWER.split(text, maxsplit=1)[1:]:
        power = int(split[0].replace("−", "-").replace("–", "-"))
        text = text[: _POWER.search(text).start()]  # type: ignore[union-attr]
    if text.count(".") > 1:
        text = text.replace(".", "")
    plain = (
        text.replace(",", "").replace("\u00a0", "").replace("\u202f", "").replace("\u2009", "").replace(" ", "").replace("'", "")
    )
    if len(plain) > _MOST_DIGITS:
        return None
    value = float(plain)
    return value * 10.0**power if power else value


def read_numeral(tokens: Tokens, i: int) -> Numeral | None:
    """Read the number that starts at token `i`, or None. Looks at a bounded number of tokens."""
    if tokens.kinds[i] == TokenKind.NUMBER:
        return _read_mixed(tokens, i)
    word = tokens.lower[i]
    if word in WORDS.glyph:
        return _scaled(tokens, i, i + 1, WORDS.glyph[word])
    if word in WORDS.vague:
        return _read_vague(tokens, i)
    if word in WORDS.small:
        return _read_words(tokens, i)
    return _read_article(tokens, i)


def _read_mixed(tokens: Tokens, i: int) -> Numeral | None:
    """Digits, a suffix stuck to them, scale words."""
    value = read_digits(tokens.words[i])
    if value is None:
        return None
    j = i + 1
    if j < len(tokens.words):
        word = tokens.lower[j]
        if word in WORDS.glyph and tokens.touches(j):
            value, j = value + WORDS.glyph[word], j + 1
        elif (
            tokens.touches(j) and word in WORDS.suffix and not (tokens.touches(j + 1) and tokens.kinds[j + 1] == TokenKind.NUMBER)
        ):
            scale = WORDS.suffix[word]
            return Numeral(value * scale, i, j + 1, scaled=True, scale=scale)
        elif found := _CJK_SCALE.match(tokens.lower[j]):
            scale = WORDS.cjk[found[0]]
            whole = found.end() == len(word)
            return Numeral(value * scale, i, j + 1 if whole else j, scaled=True, scale=scale, cut=0 if whole else found.end())
    return _scaled(tokens, i, j, value)


def _scaled(tokens: Tokens, i: int, j: int, value: float, *, digits: bool = True) -> Numeral:
    """Apply up to two scale words behind token `j` ("hundred million"), and "and a half" between."""
    if tuple(tokens.lower[j : j + 3]) == _AND_A_HALF or tokens.lower[j : j + 4] == ["and", "a", "half", "-"]:
        value, j = value + 0.5, j + 3
    scale = 1.0
    for _ in range(2):
        k = j + 1 if j + 1 < len(tokens.words) and tokens.words[j] == "-" else j
        word = tokens.lower[k] if k < len(tokens.words) else ""
        if word not in WORDS.scale:
            break
        scale *= WORDS.scale[word]
        j = k + 1
    return Numeral(value * scale, i, j, digits=digits, scaled=scale != 1.0, scale=scale)


def _read_vague(tokens: Tokens, i: int) -> Numeral:
    """ "dozens", "tens of thousands", "hundreds of millions"."""
    bounds = WORDS.vague[tokens.lower[i]]
    low, high = bounds[0], bounds[-1]
    j = i + 1
    while j + 1 < len(tokens.words) and j < i + 5 and tokens.lower[j] == "of" and tokens.lower[j + 1] in WORDS.vague:
        times = WORDS.vague[tokens.lower[j + 1]][0]
        low, high, j = low * times, high * times, j + 2
    return Numeral(low, i, j, high=high if high > low else None, digits=False, vague=True)


def _read_article(tokens: Tokens, i: int) -> Numeral | None:
    """ "a million", "half a dozen", "a quarter of a million", "half an hour" is left to the shares."""
    low = tokens.lower
    word = low[i]
    if word in ("a", "an") and i + 1 < len(tokens.words):
        after = low[i + 1]
        if after in WORDS.scale:
            return _scaled(tokens, i, i + 1, 1.0, digits=False)
        if after == "half" and low[i + 2 : i + 3] and low[i + 2] in WORDS.scale:
            return _scaled(tokens, i, i + 2, 0.5, digits=False)
        if after == "quarter" and low[i + 2 : i + 4] == ["of", "a"] and low[i + 4 : i + 5] and low[i + 4] in WORDS.scale:
            return _scaled(tokens, i, i + 4, 0.25, digits=False)
    if word == "half":
        j = i + 2 if low[i + 1 : i + 2] == ["a"] else i + 1
        k = j + 1 if j < len(tokens.words) and low[j] == "-" else j
        if k < len(tokens.words) and low[k] in WORDS.scale:
            return _scaled(tokens, i, k, 0.5, digits=False)
    return None


def _read_words(tokens: Tokens, i: int) -> Numeral:
    """Compose number words: "three million four hundred thousand", "two hundred and seventy", "nineteen"."""
    low, count = tokens.lower, len(tokens.words)
    total, current, scale, largest = 0.0, WORDS.small[low[i]], 1.0, float("inf")
    j = i + 1
    if tuple(low[j : j + 3]) == _AND_A_HALF or (low[j : j + 2] == ["-", "and"] and low[j + 3 : j + 6] == ["a", "-", "half"]):
        half_end = j + 3 if low[j] == "and" else j + 6
        return _scaled(tokens, i, half_end, current + 0.5, digits=False)
    while j < count and j < i + 24:
        word = low[j]
        if word in ("-", "and") and j + 1 < count:
            following = low[j + 1]
            joins = following in WORDS.small and (
                (word == "-" and current % 10 == 0 and current % 100 >= 20 and WORDS.small[following] < 10)
                or (word == "and" and low[j - 1] in ("hundred", "thousand", "lakh", "million") and WORDS.small[following] < 100)
            )
            scales = word == "-" and following in WORDS.scale
            if not (joins or scales):
                break
            j, word = j + 1, following
        if word in WORDS.small:
            small = WORDS.small[word]
            fits = small > 0 and (
                (current % 100 == 0 and (current > 0 or total > 0)) or (current % 10 == 0 and current % 100 >= 20 and small < 10)
            )
            if not fits:
                break
            current += small
        elif word in WORDS.scale:
            times = WORDS.scale[word]
            if times == 100:
                if not 0 < current < 100:
                    break
                current *= 100
            elif times < largest:
                total, current, largest = total + current * times, 0.0, times
            else:
                break
            scale = times
        else:
            break
        j += 1
    return Numeral(total + current, i, j, digits=False, scaled=scale > 1, scale=scale)
