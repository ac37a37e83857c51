"""Joins figures that belong together: ranges, changes from one to another, votes, and units shared over a list."""

from __future__ import annotations

from extractors.amounts import Figure, Form, Part
from extractors.figure_words import CUES
from extractors.hedges import find_hedge
from extractors.number_tokens import Tokens

_DASHES = frozenset({"-", "–", "—"})
_VOTE_WORDS = CUES["joins"]["vote_words"]
_CHANGE_WORDS = CUES["joins"]["change_words"]
_RANGE_WORDS = CUES["joins"]["range_words"]
_COUNTED = CUES["joins"]["counted_words"]
_YEARISH = 40


def join_figures(tokens: Tokens, figures: list[Figure]) -> list[Figure]:
    """Return the figures in order, neighbours joined."""
    joined: list[Figure] = []
    k = 0
    while k < len(figures):
        here = figures[k]
        following = figures[k + 1] if k + 1 < len(figures) else None
        pair = _join(tokens, here, following) if following is not None else None
        if pair is None:
            joined.append(here)
            k += 1
        else:
            joined.extend(pair)
            k += 2
    return _lend_money(tokens, _share_units(tokens, _mark_changes(tokens, joined)))


def _between(tokens: Tokens, a: Figure, b: Figure) -> list[str]:
    return tokens.lower[a.last : b.first]


def _join(tokens: Tokens, a: Figure, b: Figure) -> tuple[Figure, ...] | None:
    if a.form in (Form.RANK, Form.ORDINAL, Form.MEMBER, Form.AGE) or b.form in (Form.RANK, Form.ORDINAL, Form.MEMBER, Form.AGE):
        return None
    if b.first - a.number_last > 8:
        return None
    gap = _between(tokens, a, b) if a.last <= b.first else tokens.lower[a.number_last : b.first]
    if not gap or len(gap) > 2 or (a.number.vague or b.number.vague):
        return None
    link = gap[0]
    if len(gap) == 2 and not (
        link in ("to", "or", "and") and gap[1] in ("about", "around", "even", "nearly", "almost", "some", "over")
    ):
        return None
    before = tokens.lower[a.first - 1] if a.first else ""
    if (link in _DASHES or link == "to") and (tally := _read_tally(tokens, a, b, link)) is not None:
        return tally
    if a.prefixed and not b.prefixed and b.form is Form.CARDINAL and link in (*_DASHES, "to") and a.form is Form.MONEY:
        b = b._replace(unit=a.unit, form=Form.MONEY)  # "$1.5-2 billion", "£5 to 10 million"
    a = _lend(a, b)
    alike = a.unit == b.unit or a.unit is None or b.unit is None
    if not alike or (a.per and b.per and a.per != b.per):
        return None
    if link == "to" and before == "from" and _is_change(tokens, a):
        return (a._replace(part=Part.FROM), b._replace(unit=b.unit or a.unit, form=b.form if b.unit else a.form, part=Part.TO))
    if link in _DASHES and not (a.number.digits and b.number.digits) and b.number.first - a.number_last != 1:
        return None
    if link == "to" and before != "from" and _moves(tokens, a):
        return None  # "increased by $43.6 billion to $419.2 billion"
    if link == "and" and not _opened_by_between(tokens, a):
        return None
    if link == "or" and not (
        a.value < b.value
        and (b.value <= 2 * a.value or b.value - a.value <= 2)
        and a.unit in (None, b.unit)
        and a.last == a.number_last
    ):
        return None
    if link not in _DASHES and link not in ("to", "and", "or"):
        return None
    if link == "to" and before not in ("from", "of", "between") and a.value >= b.value:
        return None
    if link in _DASHES and a.value >= b.value:
        return None
    return (_merge(a, b),)


def _moves(tokens: Tokens, a: Figure) -> bool:
    hedge = find_hedge(tokens, a.first)
    own_unit = a.prefixed or a.last > a.number_last
    return hedge.by or (own_unit and hedge.direction is not None and not hedge.of_object)


def _lend(a: Figure, b: Figure) -> Figure:
    """Give the first end the scale, unit and form of the second: "40 to 50 billion dollars", "35.1 to 39 percent", "$62-68"."""
    value = a.value
    if not a.number.scaled and b.number.scaled and b.number.scale > 1 and abs(a.value) < 1000 and abs(a.value) < abs(b.value):
        value = a.value * b.number.scale
    if a.unit is None or (a.form is Form.CARDINAL and a.noun is None):
        return a._replace(value=value, unit=b.unit, form=b.form, per=b.per)
    return a._replace(value=value)


def _merge(a: Figure, b: Figure) -> Figure:
    form = a.form if b.unit is None else b.form
    return b._replace(first=a.first, number=b.number._replace(first=a.number.first), value=a.value, high=b.value,
        unit=b.unit or a.unit, form=form,
        per=b.per or a.per, ranged=True, prefixed=a.prefixed, qualifier=a.qualifier or b.qualifier,
    )  # fmt: skip


def _opened_by_between(tokens: Tokens, a: Figure) -> bool:
    k = a.first
    return "between" in tokens.lower[max(0, k - 3) : k] or "range" in tokens.lower[max(0, k - 2) : k]


def _is_change(tokens: Tokens, a: Figure) -> bool:
    window = tokens.lower[max(0, a.first - 12) : a.first]
    if any(word in _RANGE_WORDS for word in window[-5:]):
        return False
    return any(word in _CHANGE_WORDS for word in window)


def _read_tally(tokens: Tokens, a: Figure, b: Figure, link: str) -> tuple[Figure, Figure] | None:
    """ "352 votes to 65", "9–0", "5-4"."""
    if a.form not in (Form.CARDINAL, Form.VOTE) or b.form not in (Form.CARDINAL, Form.VOTE) or a.prefixed or b.prefixed:
        return None
    if a.value % 1 or b.value % 1 or a.value > 1000 or b.value > 1000 or a.number.scaled or b.number.scaled:
        return None
    words = tokens.lower[max(0, a.first - _YEARISH) : b.last + 12]
    votes = Form.VOTE in (a.form, b.form) or any(word in _VOTE_WORDS for word in words)
    if votes and (a.value >= b.value or Form.VOTE in (a.form, b.form)) and (a.unit in (None, "votes")):
        form, unit = Form.VOTE, "votes"
    elif (
        link in _DASHES
        and a.value >= b.value
        and a.value < 200
        and a.noun is None
        and (b.unit is None or not (b.noun and b.noun.plural))
    ):
        form, unit = Form.SCORE, None
    else:
        return None
    one = a._replace(form=form, unit=unit, part=Part.FOR, last=max(a.last if a.last <= b.first else a.number_last, a.number_last))
    return one, b._replace(
        form=form, unit=unit, part=Part.AGAINST, noun=None, last=b.last if b.form is Form.VOTE else b.number_last
    )


def _mark_changes(tokens: Tokens, figures: list[Figure]) -> list[Figure]:
    """Mark ends that stand apart: "from 20 mpg in 2008 to 29 mpg", "rose to $7bn from $6bn", "up from 1.1m"."""
    marked = [figure._replace(part=Part.FROM) if _is_lone_start(tokens, figure) else figure for figure in figures]
    for k in range(len(marked) - 1):
        a, b = marked[k], marked[k + 1]
        if (
            a.part
            or b.part in (Part.TO, Part.FOR, Part.AGAINST)
            or a.ranged
            or b.ranged
            or not _comparable(a, b)
            or b.first - a.number_last > 9
        ):
            continue
        before_a = tokens.lower[a.first - 1] if a.first else ""
        before_b = tokens.lower[b.first - 1]
        if before_a == "from" and before_b == "to":
            marked[k], marked[k + 1] = (
                a._replace(part=Part.FROM),
                b._replace(part=Part.TO, unit=b.unit or a.unit, form=b.form if b.unit else a.form),
            )
        elif before_b == "from" and (a.form is not Form.PERCENT or before_a in ("to", "at")) and not _clause_break(tokens, a, b):
            marked[k], marked[k + 1] = a._replace(part=Part.TO), b._replace(part=Part.FROM)
    return marked


def _is_lone_start(tokens: Tokens, figure: Figure) -> bool:
    """Whether only the start of a change is told here: "up from US$600 million"."""
    before = tokens.lower[max(0, figure.first - 2) : figure.first]
    return (
        figure.part is None
        and before in (["up", "from"], ["down", "from"])
        and figure.form in (Form.MONEY, Form.CARDINAL, Form.PERCENT, Form.MEASURE)
    )


def _clause_break(tokens: Tokens, a: Figure, b: Figure) -> bool:
    return any(word in (";", "and", "while", "but") for word in tokens.lower[a.number_last : b.first])


def _comparable(a: Figure, b: Figure) -> bool:
    same = a.unit == b.unit or a.unit is None or b.unit is None
    plain = (Form.CARDINAL, Form.MONEY, Form.PERCENT, Form.MEASURE, Form.DURATION)
    return same and a.form in plain and b.form in plain


def _share_units(tokens: Tokens, figures: list[Figure]) -> list[Figure]:
    """Give a figure without unit that of the next one in its list: "75, 75, 90 and 120 days", "four-, five- and six-cylinder"."""
    shared = list(figures)
    for k in range(len(shared) - 2, -1, -1):
        a, b = shared[k], shared[k + 1]
        if (
            a.unit is not None
            or a.part
            or b.unit is None
            or a.form is not Form.CARDINAL
            or b.form in (Form.RANK, Form.ORDINAL, Form.MEMBER, Form.AGE, Form.MULTIPLE)
        ):
            continue
        gap = [word for word in tokens.lower[a.last : b.first] if word != "-"]
        if gap == [",", "or"] or (a.number.scaled and not b.number.scaled):
            continue  # "1.4 billion, or 18%"
        if (
            b.prefixed
            or not gap
            or len(gap) > 3
            or any(word not in (",", "and", "or", "then", "of", "the", "its", "/") for word in gap)
        ):
            continue
        shared[k] = a._replace(unit=b.unit, form=b.form, per=b.per, noun=b.noun if b.noun else None)
    return shared


def _lend_money(tokens: Tokens, figures: list[Figure]) -> list[Figure]:
    """Read "his wealth is 18 billion yuan, some $2.5bn, hers 12 billion" as yuan: conversions lend nothing."""
    lent: list[Figure] = []
    money: str | None = None
    behind = 0
    for figure in figures:
        here = figure
        if not _COUNTED.isdisjoint(tokens.lower[behind : figure.first]):
            money = None  # "valued at $17 billion, its users at 312 million"
        behind = figure.last
        if figure.form is Form.MONEY:
            before = tokens.lower[figure.first - 1] if figure.first else ""
            money = figure.unit if money is None or before not in ("or", "(") else money
        elif figure.form is Form.CARDINAL and figure.unit is None and figure.number.scale >= 1e6 and money:
            here = figure._replace(unit=money, form=Form.MONEY)
        elif figure.form is Form.CARDINAL:
            money = None
        lent.append(here)
    return lent
