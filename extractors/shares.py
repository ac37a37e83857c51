"""Parts and multiples told in words: "a third of", "two-thirds", "seven in ten", "half", "tripled"."""

from __future__ import annotations

from extractors.amounts import Figure, Form
from extractors.figure_words import CUES
from extractors.hedges import find_hedge
from extractors.nouns import find_noun_phrase
from extractors.number_tokens import TokenKind, Tokens
from extractors.numbers import WORDS, Numeral, read_numeral
from extractors.units import find_unit

_AFTER_PART = CUES["shares"]["after_part"]
_HALF_OF = CUES["shares"]["half_of"]
_NOT_HALF = CUES["shares"]["not_half"]
_WHOLES = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 25, 50, 100, 1000})


def read_share(tokens: Tokens, i: int) -> Figure | None:
    """Read the part of a whole that starts at token `i`; its value is in percent."""
    word = tokens.lower[i]
    if word == "half":
        return _read_half(tokens, i)
    if word in ("a", "an", "one"):
        return _read_single(tokens, i)
    if word in WORDS.small or tokens.kinds[i] == TokenKind.NUMBER:
        return _read_several(tokens, i) or _read_ratio(tokens, i)
    return None


def _share(tokens: Tokens, first: int, last: int, percent: float) -> Figure:
    number = Numeral(percent, first, last, digits=False)
    j = last
    if tokens.lower[j : j + 1] == ["of"]:
        j += 1
        if j < len(tokens.words) and tokens.lower[j] in ("the", "its", "their", "all", "his", "her", "our"):
            j += 1
        noun = find_noun_phrase(tokens, j)
    else:
        noun = None
    return Figure(first, number, noun.last if noun else last, percent, unit="percent", form=Form.SHARE, noun=noun)


def _read_half(tokens: Tokens, i: int) -> Figure | None:
    before = tokens.lower[i - 1] if i else ""
    after = tokens.lower[i + 1] if i + 1 < len(tokens.words) else ""
    if (
        before in _NOT_HALF
        or before == "-"
        or after == "-"
        or read_numeral(tokens, i) is not None
        or (before == "and" and after == "")
    ):
        return None
    if after in ("a", "an") and i + 2 < len(tokens.words):
        unit = find_unit(tokens, i + 2)
        if unit is not None:
            number = Numeral(0.5, i, i + 2, digits=False)
            return Figure(
                i, number, unit.last, 0.5, unit=unit.name, form=Form.DURATION if unit.dimension == "duration" else Form.MEASURE
            )
    if before == "a" and after in ("share", "stake", "interest"):
        return _share(tokens, i, i + 1, 50.0)
    if after in _HALF_OF or (
        before not in ("a", "-", "and")
        and after in ("are", "were", "say", "said", "have", "had", "in", "by", ",", ".", ";", "on", "from", "to", "since")
    ):
        return (
            _share(tokens, i, i + 1, 50.0)
            if after in _HALF_OF
            or before in ("by", "about", "nearly", "almost", "than", "over", "under", "up", "down", "only", "around")
            else None
        )
    return None


def _read_single(tokens: Tokens, i: int) -> Figure | None:
    """ "a third of", "one-fifth", "a quarter" behind a word of movement."""
    j = i + 2 if tokens.words[i + 1 : i + 2] == ["-"] else i + 1
    if j >= len(tokens.words):
        return None
    word = tokens.lower[j]
    if word not in WORDS.part or word in ("half", "halves"):
        return _read_ratio(tokens, i) if tokens.lower[i] == "one" else None
    after = tokens.lower[j + 1] if j + 1 < len(tokens.words) else "."
    if after not in _AFTER_PART:
        return None
    if word in ("quarter", "second") and after not in (
        "of",
        "more",
        "less",
        "fewer",
        "higher",
        "lower",
        "above",
        "below",
        "share",
        "stake",
    ):
        hedge = find_hedge(tokens, i)
        if hedge.qualifier is None and hedge.direction is None:
            return None
    if after == "of" and tokens.lower[j + 2 : j + 4] and read_numeral(tokens, j + 2) is not None and tokens.lower[j + 2] == "a":
        return None
    return _share(tokens, i, j + 1, 100.0 / WORDS.part[word])


def _read_several(tokens: Tokens, i: int) -> Figure | None:
    """ "two-thirds", "three quarters of"."""
    number = WORDS.small.get(tokens.lower[i])
    j = i + 2 if tokens.words[i + 1 : i + 2] == ["-"] else i + 1
    if number is None or j >= len(tokens.words) or not number:
        return None
    word = tokens.lower[j]
    whole = WORDS.part.get(word)
    if (
        whole is None
        or not word.endswith("s")
        or number >= whole
        or (word == "quarters" and tokens.lower[j + 1 : j + 2] not in (["of"], ["the"], [","]))
    ):
        return None
    return _share(tokens, i, j + 1, 100.0 * number / whole)


def _read_ratio(tokens: Tokens, i: int) -> Figure | None:
    """ "seven in ten", "9 out of 10": both ends numbers below a round whole, nothing counted by the second."""
    if tokens.lower[i + 1 : i + 2] not in (["in"], ["out"]):
        return None
    part = read_numeral(tokens, i)
    if part is None or part.scaled or part.value % 1:
        return None
    j = part.last
    if tokens.lower[j : j + 1] == ["in"]:
        j += 1
    elif tokens.lower[j : j + 2] == ["out", "of"]:
        j += 2
    else:
        return None
    if tokens.lower[j : j + 1] == ["every"]:
        j += 1
    whole = read_numeral(tokens, j) if j < len(tokens.words) else None
    if whole is None or whole.value not in _WHOLES or part.value >= whole.value or part.value <= 0:
        return None
    unit = find_unit(tokens, whole.last) if whole.last < len(tokens.words) else None
    if unit is not None:
        return None
    number = Numeral(100.0 * part.value / whole.value, i, whole.last, digits=False)
    noun = find_noun_phrase(tokens, whole.last)
    return Figure(i, number, noun.last if noun else whole.last, number.value, unit="percent", form=Form.SHARE, noun=noun)


_DOUBLE_BEFORE = CUES["shares"]["double_before"]


def read_multiple(tokens: Tokens, i: int) -> Figure | None:
    """ "tripled", "twice as many", "more than double": how many times as much."""
    factor = WORDS.multiple.get(tokens.lower[i])
    if factor is None:
        return None
    after = tokens.lower[i + 1] if i + 1 < len(tokens.words) else ""
    before = tokens.lower[i - 1] if i else ""
    word = tokens.lower[i]
    if (
        after == "-"
        or (word in ("double", "triple") and before in _DOUBLE_BEFORE)
        or (word in ("doubles", "doubling") and after == "down")
    ):
        return None
    if word == "twice" and after not in ("as", "the", "that", "what", "its", "their", "more", "larger"):
        return None
    if word in ("doubled", "double") and after == "down":
        return None
    return Figure(i, Numeral(factor, i, i + 1, digits=False), i + 1, factor, unit="times", form=Form.MULTIPLE)
