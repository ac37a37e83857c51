"""Tells numbers that count something from those that only name or date it: years, calendar days, models, list numbers, ages."""

from __future__ import annotations

from enum import Enum

from extractors.figure_words import CUES
from extractors.nouns import is_plural
from extractors.number_tokens import TokenKind, Tokens
from extractors.numbers import Numeral
from extractors.time_patterns import MONTHS


class Role(Enum):
    """What a number does in its sentence."""

    COUNT = "count"
    DATE = "date"
    NAME = "name"
    LIST_NUMBER = "list number"
    AGE = "age"


_YEAR_BEFORE = CUES["number_roles"]["year_before"]
_NAME_BEFORE = CUES["number_roles"]["name_before"]
_COUNT_AFTER_NAME = frozenset({"million", "billion", "percent", "%", "per"})


def is_month(tokens: Tokens, i: int) -> bool:
    """Whether token `i` names a month; "may" and "march" only with a capital."""
    return 0 <= i < len(tokens.words) and tokens.lower[i] in MONTHS and tokens.words[i][0].isupper()


def find_role(tokens: Tokens, numeral: Numeral, *, measured: bool = False) -> Role:
    """Return what the numeral does; `measured` when a unit stands behind it. Looks at three tokens to either side."""
    if numeral.scaled or not numeral.digits:
        return Role.COUNT
    first, last, value = numeral.first, numeral.last, numeral.value
    before = tokens.lower[first - 1] if first else ""
    after = tokens.lower[last] if last < len(tokens.words) else ""
    if _is_calendar_day(tokens, first, last, value) or _is_year(tokens, numeral, before, after):
        return Role.DATE
    if _is_list_number(tokens, first, last, value):
        return Role.LIST_NUMBER
    if not measured and _is_bare_age(tokens, first, last, value):
        return Role.AGE
    if not measured and _is_name(tokens, first, last, before):
        return Role.NAME
    return Role.COUNT


def _is_calendar_day(tokens: Tokens, first: int, last: int, value: float) -> bool:
    if not 1 <= value <= 31 or value % 1:
        return False
    before = first - 1
    if before > 0 and tokens.words[before] == ".":
        before -= 1
    if is_month(tokens, before):
        return True
    # The second end of "January 20 to 22", "Jan. 13-14", "March 3 and 4".
    if (
        first >= 3
        and tokens.lower[first - 1] in ("-", "–", "to", "and", "through", "or", ",")
        and tokens.kinds[first - 2] == TokenKind.NUMBER
    ):
        named = first - 3
        if tokens.words[named] == "." and named:
            named -= 1
        if is_month(tokens, named):
            return not _counts(tokens, last)
    following = last + 1 if last < len(tokens.words) and tokens.lower[last] in ("of", "-") else last
    if is_month(tokens, following):
        return True
    if (
        last + 1 < len(tokens.words)
        and tokens.lower[last] in ("-", "–", "to", "and")
        and tokens.kinds[last + 1] == TokenKind.NUMBER
    ):
        return is_month(tokens, last + 2)
    return False


def _is_year(tokens: Tokens, numeral: Numeral, before: str, after: str) -> bool:
    """A bare four-digit number of our era that nothing measures."""
    first = numeral.first
    if before in ("-", "–", "/") and tokens.touches(first) and first > 1 and numeral.value < 100:
        year = tokens.words[first - 2]
        return len(year) == 4 and year.isdigit() and year[:2] in ("19", "20")  # "the 2019-20 season"
    written = tokens.words[first]
    if len(written) != 4 or not written.isdigit() or not 1000 <= numeral.value < 2100:
        return False
    if tokens.touches(numeral.last) and after in ("s", "'s", "’s", "'", "’", "′"):
        return True
    if before in ("-", "–", "/") and tokens.touches(numeral.first):
        return True
    if numeral.value >= 1800:
        if before in _YEAR_BEFORE or is_month(tokens, numeral.first - 1) or before in ("(", "'", "’"):
            return not (
                before in ("of", "to", "from", "and", "for", "by", "between", "around", "after")
                and _counts(tokens, numeral.last)
                and not _is_modern(numeral)
            )
        if before == "," and numeral.first >= 2 and tokens.kinds[numeral.first - 2] == TokenKind.NUMBER:
            return True
        return _is_modern(numeral) and not _counts(tokens, numeral.last)
    return False


def _is_modern(numeral: Numeral) -> bool:
    return 1900 <= numeral.value <= 2060


def _counts(tokens: Tokens, last: int) -> bool:
    """Whether a plural noun or a unit sign follows."""
    return last < len(tokens.words) and (is_plural(tokens.lower[last]) or tokens.words[last] in ("%", "km", "rpm", "kg"))


def _is_list_number(tokens: Tokens, first: int, last: int, value: float) -> bool:
    """ "1. RedNote" and "2) The price" at the start of a line, "(3)" anywhere."""
    if last >= len(tokens.words) or value > 99 or value % 1:
        return False
    sign = tokens.words[last]
    if first == 0 and sign in (".", ")") and last + 1 < len(tokens.words):
        return tokens.starts[last + 1] > tokens.ends[last]
    return value < 20 and first > 0 and tokens.words[first - 1] == "(" and sign == ")" and not tokens.touches(last + 1)


def _is_bare_age(tokens: Tokens, first: int, last: int, value: float) -> bool:
    """ "Jamie Ames, 25, said", "aged 25", "at age 25"."""
    if not 1 <= value <= 115 or value % 1 or not first:
        return False
    before = tokens.lower[first - 1]
    if before in ("aged", "age", "ages"):
        return True
    if (
        before == "and"
        and first > 2
        and tokens.kinds[first - 2] == TokenKind.NUMBER
        and tokens.lower[first - 3] in ("aged", "ages")
    ):
        return True
    if before not in (",", "(") or first < 2 or last >= len(tokens.words) or tokens.words[last] not in (",", ")", "."):
        return False
    name = tokens.words[first - 2]
    return name[0].isupper() and tokens.kinds[first - 2] == TokenKind.WORD and not is_month(tokens, first - 2)


def _is_name(tokens: Tokens, first: int, last: int, before: str) -> bool:
    """ "iPhone 14", "S&P 500", "TPP-11", "Boeing 737", "Game 7": a name's number, unless something countable follows."""
    if _is_slashed(tokens, first, last):
        return True
    if not first:
        return False
    if tokens.touches(first):
        if tokens.kinds[first - 1] == TokenKind.WORD:
            return True
        if tokens.words[first - 1] in ("-", "–", "/") and first > 1 and tokens.touches(first - 1):
            return tokens.kinds[first - 2] == TokenKind.WORD and tokens.lower[first - 2] not in ("minus", "sub", "plus")
    if before in _NAME_BEFORE:
        return tokens.words[first - 1][0].isupper() or not _counts(tokens, last)
    word = tokens.words[first - 1]
    if word.islower() or tokens.kinds[first - 1] != TokenKind.WORD or before in _OPENERS or "," in tokens.words[first]:
        return False
    if last >= len(tokens.words):
        return True
    after = tokens.lower[last]
    if after in ("to", "-", "–") and last + 1 < len(tokens.words) and tokens.kinds[last + 1] == TokenKind.NUMBER:
        return False  # "the Senate 79 to 18"
    return not (
        _counts(tokens, last) or after in _COUNT_AFTER_NAME or tokens.words[last][0] in "%°-" or _leads_to_plural(tokens, last)
    )


def _is_slashed(tokens: Tokens, first: int, last: int) -> bool:
    """ "24/7", "9/11": both halves."""
    behind = (
        last + 1 < len(tokens.words)
        and tokens.words[last] == "/"
        and tokens.touches(last)
        and tokens.kinds[last + 1] == TokenKind.NUMBER
    )
    before = (
        first > 1 and tokens.words[first - 1] == "/" and tokens.touches(first) and tokens.kinds[first - 2] == TokenKind.NUMBER
    )
    return behind or before


def _leads_to_plural(tokens: Tokens, last: int) -> bool:
    """Whether one adjective and a plural follow: "Apple 300 new employees" is a count after all."""
    return (
        last + 1 < len(tokens.words)
        and tokens.words[last].islower()
        and is_plural(tokens.lower[last + 1])
        and tokens.lower[last] not in ("and", "or", "is", "was", "has", "in", "on", "at", "to", "of", "from", "with", "for", "as")
    )


_OPENERS = CUES["number_roles"]["openers"]
