"""Reads one figure: a number with its sign, currency, unit, "per" and counted noun."""

from __future__ import annotations

from extractors.amounts import Figure, Form
from extractors.figure_words import CUES
from extractors.hedges import find_qualifier_after
from extractors.nouns import WORDS as NOUNS
from extractors.nouns import NounPhrase, find_noun_phrase, write_head
from extractors.number_roles import Role, find_role
from extractors.number_tokens import TokenKind, Tokens
from extractors.numbers import Numeral, read_numeral
from extractors.units import Unit, find_cjk_currency, find_currency_before, find_per, find_short_unit, find_unit

_FORMS = {
    "percent": Form.PERCENT,
    "point": Form.PERCENT,
    "duration": Form.DURATION,
    "money": Form.MONEY,
    "coin": Form.MONEY,
    "vote": Form.VOTE,
}
_METRE_AFTER = CUES["amounts"]["metre_after"]
_RACES = CUES["amounts"]["races"]
_VIDEO_LINES = frozenset({360.0, 480.0, 720.0, 1080.0, 1440.0, 2160.0})
_SPACED_SHORT = frozenset({"C", "F", "p", "g", "K", "N", "J"})
_BEFORE_LASTING = frozenset({"to", "will", "would", "should", "may", "might", "could", "can", "must"})
_NOT_ONE_BEFORE = CUES["amounts"]["not_one_before"]
_DETERMINERS = CUES["amounts"]["determiners"]
_COMPARED = CUES["amounts"]["compared"]
"""Behind "four times" these compare; else something happened four times."""
_AGE_AFTER = frozenset(
    (
        "year - old",
        "month - old",
        "week - old",
        "day - old",
        "year old",
        "years old",
        "month old",
        "year - olds",
        "years of age",
        "months old",
        "days old",
        "weeks old",
        "year olds",
    )
)


def read_figure(tokens: Tokens, i: int) -> Figure | None:
    """Read the figure whose number starts at token `i`; None when nothing is counted there."""
    number = read_numeral(tokens, i)
    if number is None:
        return None
    money = find_currency_before(tokens, i)
    if money is None and i and tokens.words[i - 1] in ("-", "−") and tokens.touches(i) and tokens.touches(i - 1):
        money = find_currency_before(tokens, i - 1)  # "$-50.8bn"
    sign, first = _read_sign(tokens, money[1] if money else i)
    if money is not None and money[1] < i - 1 and tokens.words[i - 1] in ("-", "−"):
        sign = -1
    unit = None if money else _find_unit_behind(tokens, number)
    if money is None:
        if find_role(tokens, number, measured=unit is not None) is not Role.COUNT or _is_stuck(tokens, number):
            return None
        if number.value == 1 and tokens.lower[i] == "one" and number.last == i + 1:
            return _read_one(tokens, number)
    j, qualifier = number.last, None
    if after := find_qualifier_after(tokens, j):
        qualifier, j = after
    bare = Figure(first, number, j, sign * number.value, number.high, qualifier=qualifier)
    if money is not None:
        return _read_money(tokens, bare, money[0])
    return _read_unpriced(tokens, bare, unit)


def _read_unpriced(tokens: Tokens, bare: Figure, unit: Unit | None) -> Figure | None:
    """Read on behind a number without a currency mark: an age, a measure, or a count."""
    number, j = bare.number, bare.last
    if tokens.words[number.last - 1] == "m" and number.scale == 1e6 and _is_metres(tokens, j):
        return bare._replace(value=bare.value / 1e6, unit="metres", form=Form.MEASURE)
    hyphen = j + 1 < len(tokens.words) and tokens.words[j] in ("-", "–") and tokens.touches(j)
    k = j + 1 if hyphen else j
    if bare.qualifier is not None:
        unit = _find_unit_behind(tokens, number._replace(last=k))
    if age := _read_age(tokens, bare, k):
        return age
    if unit is not None:
        return _read_measured(tokens, bare, unit)
    return _read_counted(tokens, bare, k, hyphen=hyphen)


def _read_sign(tokens: Tokens, first: int) -> tuple[int, int]:
    """Return (-1 or 1, first token) for "-5", "minus 387", "minus-5"."""
    if first and tokens.words[first - 1] in ("-", "−", "–") and tokens.touches(first):
        apart = first == 1 or not tokens.touches(first - 1)
        if (apart and not (first > 1 and tokens.words[first - 2][0].isupper())) or tokens.words[first - 2] == "(":
            return -1, first - 1
        if tokens.lower[first - 2] == "minus":
            return -1, first - 2
    if first and tokens.lower[first - 1] == "minus":
        return -1, first - 1
    return 1, first


def _is_stuck(tokens: Tokens, number: Numeral) -> bool:
    """Letters stuck to the digits that are no unit make a name: "5G", "90s", "19th", "4K"."""
    j = number.last
    if not number.digits:
        return False
    if number.last - number.first == 2 and tokens.words[j - 1] == "K" and number.value in (2000, 4000, 5000, 8000):
        return True
    if j >= len(tokens.words) or not tokens.touches(j) or tokens.kinds[j] != TokenKind.WORD or number.cut:
        return False
    word = tokens.words[j]
    if word == "p" and number.value in _VIDEO_LINES:
        return True
    if ord(word[0]) > 0x2E80:
        return False
    if word == "s":
        return "." not in tokens.words[number.first]  # "the 90s", but "9.8s"
    return find_unit(tokens, j) is None and find_short_unit(tokens, j) is None


def _is_metres(tokens: Tokens, j: int) -> bool:
    word = tokens.lower[j] if j < len(tokens.words) else ""
    if word in _METRE_AFTER or (tokens.words[j - 2] in _RACES and tokens.lower[j - 3 : j - 2] in (["the"], ["a"])):
        return True
    return (
        word in ("(", "-")
        and j + 1 < len(tokens.words)
        and (tokens.lower[j + 1] in _METRE_AFTER or (j + 2 < len(tokens.words) and tokens.lower[j + 2] in ("ft", "feet")))
    )


def _find_unit_behind(tokens: Tokens, number: Numeral) -> Unit | None:
    k = number.last
    if k + 1 < len(tokens.words) and tokens.words[k] in ("-", "–") and tokens.touches(k):
        k += 1
    if k >= len(tokens.words):
        return None
    unit = find_unit(tokens, k)
    if unit is not None:
        if tokens.lower[k] == "times" and k + 1 < len(tokens.words) and tokens.words[k + 1][0].isupper():
            return None
        if tokens.lower[k] == "won" and not number.scaled and number.value < 1000:
            return None
        if unit.last - k == 1 and len(tokens.words[k]) == 1 and tokens.kinds[k] == TokenKind.WORD and not tokens.touches(k):
            return None
        return unit
    if (tokens.touches(k) and number.digits) or tokens.words[k] in _SPACED_SHORT:
        return find_short_unit(tokens, k)
    return None


def _read_money(tokens: Tokens, bare: Figure, code: str) -> Figure:
    j = bare.last
    unit = find_unit(tokens, j)
    if unit is not None and unit.dimension == "money":
        j = unit.last
    elif j < len(tokens.words) and tokens.words[j] in ("US", "U.S.", "Cdn", "CAD", "USD", "AUD"):
        j += 1
    bare = bare._replace(unit=code, form=Form.MONEY, prefixed=True)
    return _read_per_or_noun(tokens, bare, j)


def _read_per_or_noun(tokens: Tokens, figure: Figure, j: int) -> Figure:
    """Finish a figure whose unit ends before token `j`."""
    if per := find_per(tokens, j, money=figure.form is Form.MONEY):
        return figure._replace(per=per[0], last=per[1])
    hyphen = j + 1 < len(tokens.words) and tokens.words[j] == "-" and tokens.touches(j)
    noun = find_noun_phrase(tokens, j + 1 if hyphen else j)
    return figure._replace(noun=noun, last=noun.last if noun else j)


def _read_age(tokens: Tokens, bare: Figure, k: int) -> Figure | None:
    for length in (3, 2):
        if " ".join(tokens.lower[k : k + length]) in _AGE_AFTER:
            return bare._replace(last=k + length, unit=tokens.lower[k].rstrip("s") + "s", form=Form.AGE)
    return None


def _read_measured(tokens: Tokens, bare: Figure, unit: Unit) -> Figure:
    j = unit.last
    form = _FORMS.get(unit.dimension, Form.MEASURE)
    if unit.dimension == "times":
        compares = j < len(tokens.words) and tokens.lower[j] in _COMPARED
        form = Form.MULTIPLE if compares or tokens.lower[j - 1] != "times" else Form.CARDINAL
    qualifier = bare.qualifier
    if after := find_qualifier_after(tokens, j):
        qualifier, j = qualifier or after[0], after[1]
    return _read_per_or_noun(tokens, bare._replace(unit=unit.name, form=form, qualifier=qualifier), j)


def _read_counted(tokens: Tokens, bare: Figure, k: int, *, hyphen: bool) -> Figure | None:
    """Read the noun that is counted from token `k` on."""
    number = bare.number
    if number.cut:
        return _read_cjk(tokens, bare)
    j = k
    if tokens.lower[j : j + 1] == ["of"]:
        j += 2 if j + 1 < len(tokens.words) and tokens.lower[j + 1] in _DETERMINERS else 1
    elif tokens.lower[j : j + 1] in (["more"], ["other"]):
        j += 1
    noun = find_noun_phrase(tokens, j)
    if noun is None:
        return _read_without_noun(tokens, bare, k)
    if not noun.plural and number.digits and not number.scaled and _is_model(tokens, noun, number):
        return None
    per = find_per(tokens, noun.last, money=False)
    figure = bare._replace(last=per[1] if per else noun.last, per=per[0] if per else None, noun=noun)
    measure = None if hyphen else find_unit(tokens, noun.last - 1)
    if measure is not None and measure.last == noun.last:
        # "ninety extra days", "hundreds of millions of dollars"
        return figure._replace(unit=measure.name, form=_FORMS.get(measure.dimension, Form.MEASURE))
    if hyphen and noun.last - noun.first > 1:
        # "a six-cylinder engine": the cylinder is what is counted.
        return figure._replace(unit=tokens.lower[noun.first], noun=NounPhrase(noun.first + 1, noun.last, noun.plural))
    return figure._replace(unit=write_head(tokens, noun))


def _read_without_noun(tokens: Tokens, bare: Figure, k: int) -> Figure | None:
    """A number alone counts; a number word alone only with a neighbour, or as "three of their last four"."""
    number = bare.number
    figure = bare._replace(last=max(k if bare.qualifier and tokens.words[k - 1] != "-" else 0, number.last))
    counts = number.digits or number.scaled or number.vague or tokens.lower[k : k + 1] == ["of"]
    return figure if counts or _is_linked(tokens, bare.first, number.last) else None


def _read_cjk(tokens: Tokens, bare: Figure) -> Figure:
    """ "300万用户", "12亿美元": the counted word is stuck to the scale."""
    rest = tokens.words[bare.number.last][bare.number.cut :]
    code = find_cjk_currency(rest)
    name = code or next((english for word, english in NOUNS.cjk.items() if rest.startswith(word)), None)
    return bare._replace(unit=name, form=Form.MONEY if code else Form.CARDINAL)


def _is_model(tokens: Tokens, noun: NounPhrase, number: Numeral) -> bool:
    """ "11 Pro Max", "787 Dreamliner", "16 Industrial Avenue": a name goes on with a capital and no plural follows."""
    return number.value != 1 and tokens.words[noun.first][0].isupper()


_LINKS = frozenset({"to", "and", "or", ",", "-", "–", "between", "from", "by", "than", "about", "nearly", "almost", "over"})


def _is_linked(tokens: Tokens, first: int, last: int) -> bool:
    """A bare number word counts only where a neighbour or a hedge lends it a meaning: "three or four years", "by two"."""
    before = tokens.lower[first - 1] if first else ""
    after = tokens.lower[last] if last < len(tokens.words) else ""
    return before in _LINKS or after in ("to", "or", "-", "–", ",", "and")


def _is_lasting(tokens: Tokens, k: int) -> bool:
    """Whether "last" is a verb: "is meant to last one year"."""
    return tokens.lower[k] == "last" and k > 0 and tokens.lower[k - 1] in _BEFORE_LASTING


def _read_one(tokens: Tokens, number: Numeral) -> Figure | None:
    """ "One" is mostly a pronoun; it counts before a noun ("one proposal") and in "one of the best phones"."""
    i, j = number.first, number.last
    if (i and tokens.lower[i - 1] in _NOT_ONE_BEFORE and not _is_lasting(tokens, i - 1)) or j >= len(tokens.words):
        return None
    if tokens.lower[j] == "of":
        k = j + 1
        if tokens.lower[k : k + 1] and tokens.lower[k] in _DETERMINERS:
            k += 1
            if tokens.lower[k : k + 1] == ["most"]:
                k += 1
        noun = find_noun_phrase(tokens, k) if k < len(tokens.words) else None
        if noun is None:
            return None
        return Figure(i, number, noun.last, 1.0, unit=write_head(tokens, noun), form=Form.MEMBER, noun=noun)
    hyphen = tokens.words[j] == "-"
    k = j + 1 if hyphen else j
    unit = find_unit(tokens, k) if k < len(tokens.words) else None
    if unit is not None:
        return _read_measured(tokens, Figure(i, number, j, 1.0), unit)
    if hyphen or tokens.lower[j] in ("another", "day's", "person's") or tokens.words[j][0].isupper():
        return None
    noun = find_noun_phrase(tokens, j, one=True)
    if noun is None or noun.plural:
        return None
    return Figure(i, number, noun.last, 1.0, unit=write_head(tokens, noun), noun=noun)
