"""Finds every quantity of one sentence, whatever it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.amount_grammar import read_figure
from extractors.amounts import Figure, Form, Part
from extractors.hedges import Direction, Hedge, find_hedge, find_move_after
from extractors.joins import join_figures
from extractors.number_tokens import TokenKind, Tokens, read_tokens
from extractors.numbers import WORDS, Numeral
from extractors.ranks import RANK_WORDS, read_rank
from extractors.records import Qualifier
from extractors.shares import read_multiple, read_share

__all__ = ["Direction", "Form", "Part", "Quantity", "find_quantities"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of a sentence. Offsets are characters of that sentence."""

    start: int
    end: int
    """The figure itself: "300 million", "4,500 to 8,000"."""
    phrase_start: int
    phrase_end: int
    """With hedge, currency, unit and noun: "about 300 million monthly users"."""
    value: float
    """In base units; percentages and shares as 54."""
    value_high: float | None
    unit: str | None
    """"percent", an ISO currency, a unit of lexicon/units.toml, or the counted noun as written in lower case: "users"."""
    noun: str
    """The noun phrase behind figure and unit: "monthly active users", "delay" in "75-day delay"; empty if none."""
    qualifier: Qualifier
    direction: Direction | None
    direction_start: int | None
    form: Form
    per: str | None = None
    """"month" in "4,500 yuan a month"."""
    part: Part | None = None
    vague: bool = False
    """A count nobody made: "millions of people"."""


_STARTERS = (
    set(WORDS.small)
    | set(WORDS.scale)
    | set(WORDS.vague)
    | set(WORDS.multiple)
    | set(WORDS.glyph)
    | RANK_WORDS
    | {"half", "none", "a", "an"}
)
_DIGIT = re.compile(r"\d|[½¼¾⅓⅔]")
_NUMBER_WORD = re.compile(
    r"\b(?:"
    + "|".join(sorted((_STARTERS | set(WORDS.part)) - {"#", "no", "none", "a", "an"} - set(WORDS.glyph), key=len, reverse=True))
    + r")\b"
)
LONGEST_SENTENCE = 8_000
"""Characters. What is longer is no sentence but a table or an attack; its head is read."""
_ARTICLES = frozenset({"a", "an"})
_AFTER_ARTICLE = frozenset(WORDS.scale) | frozenset(WORDS.part)


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of one sentence, in reading order.

    Linear in the text's length; every look around a figure is bounded.
    """
    text = text[:LONGEST_SENTENCE]
    if _DIGIT.search(text) is None and _NUMBER_WORD.search(text.lower()) is None:
        return ()
    tokens = read_tokens(text)
    figures = join_figures(tokens, _read_figures(tokens))
    found: list[Quantity] = []
    for k, figure in enumerate(figures):
        found.append(_finish(tokens, figure, figures[k - 1] if k else None, found[-1] if found else None))
    return tuple(found)


def _read_figures(tokens: Tokens) -> list[Figure]:
    figures: list[Figure] = []
    lower, kinds = tokens.lower, tokens.kinds
    number = TokenKind.NUMBER.value
    resume = 0
    for i in [k for k, word in enumerate(lower) if word in _STARTERS or kinds[k] == number]:
        word = lower[i]
        if i < resume or (word in _ARTICLES and not _opens_number(lower, i)):
            continue
        if word == "none":
            found = _read_none(tokens, i, figures)
        else:
            found = read_share(tokens, i) or read_multiple(tokens, i) or read_rank(tokens, i) or read_figure(tokens, i)
        if found is not None:
            figures.append(found)
            # A number inside the noun phrase belongs to a name: "two new 737 Max jets".
            resume = max(i + 1, found.number_last, found.last)
        elif figures and kinds[i] == number and figures[-1].number_last == i - 1 and tokens.touches(i) and tokens.touches(i - 1):
            figures.pop()  # "16-18 Industrial Avenue": both ends belong to the name
    return figures


def _opens_number(lower: list[str], i: int) -> bool:
    return i + 1 < len(lower) and (lower[i + 1] in _AFTER_ARTICLE or lower[i + 1] == "half")


def _read_none(tokens: Tokens, i: int, figures: list[Figure]) -> Figure | None:
    """The losing side of "nine votes to none"."""
    if not figures or figures[-1].unit != "votes" or tokens.lower[i - 1] != "to":
        return None
    return Figure(i, Numeral(0.0, i, i + 1, digits=False), i + 1, 0.0)


_MOVABLE = frozenset({Form.PERCENT, Form.SHARE, Form.MONEY, Form.CARDINAL, Form.MEASURE, Form.DURATION})


def _finish(tokens: Tokens, figure: Figure, neighbour: Figure | None, last_found: Quantity | None) -> Quantity:
    """Read what stands around a figure. Its neighbour before lends the hedge of a conversion and the direction of a list."""
    hedge = find_hedge(tokens, figure.first)
    qualifier = figure.qualifier or hedge.qualifier or Qualifier.EXACT
    if neighbour and last_found and qualifier is Qualifier.EXACT and _is_conversion(tokens, neighbour, figure):
        qualifier = last_found.qualifier
    if figure.form in (Form.VOTE, Form.SCORE):
        hedge, qualifier = Hedge(figure.first), Qualifier.EXACT  # "passed 218-210"
    if figure.ranged:
        qualifier = Qualifier.BETWEEN
    direction, direction_at = hedge.direction, hedge.direction_at
    if hedge.of_object and figure.form not in (Form.PERCENT, Form.SHARE) and figure.unit not in _POINTS:
        direction, direction_at = None, None
    if hedge.by and direction is None and last_found and figure.form is Form.PERCENT:
        direction = last_found.direction  # "Ross fell by 2.3% and Burlington by 2.6%"
    if figure.form not in _MOVABLE or figure.part or figure.unit == "times":
        direction, direction_at = None, None
    elif direction is None and figure.form in (Form.PERCENT, Form.SHARE, Form.MEASURE):
        behind = find_move_after(tokens, figure.noun.first if figure.noun else figure.last)
        if behind is not None:
            direction, direction_at = behind
    if tokens.lower[figure.number.first] in WORDS.multiple:
        direction, direction_at = Direction.UP, figure.number.first
    if direction is None and last_found and last_found.direction and tokens.lower[figure.first - 2 : figure.first] == [",", "or"]:
        direction, direction_at = last_found.direction, None  # "fell 100 points, or 0.4 percent"
    noun = tokens.text[tokens.starts[figure.noun.first] : tokens.ends[figure.noun.last - 1]] if figure.noun else ""
    number = figure.number
    end = tokens.starts[number.last] + number.cut if number.cut else tokens.ends[number.last - 1]
    last = max(figure.last, number.last)
    return Quantity(
        start=tokens.starts[number.first],
        end=end,
        phrase_start=tokens.starts[hedge.first if hedge.first < figure.first else figure.first],
        phrase_end=max(end, tokens.ends[last - 1]),
        value=figure.value,
        value_high=figure.high,
        unit=figure.unit,
        noun=noun,
        qualifier=qualifier,
        direction=direction,
        direction_start=None if direction_at is None else tokens.starts[direction_at],
        form=figure.form,
        per=figure.per,
        part=figure.part,
        vague=number.vague,
    )


_POINTS = frozenset({"points", "cents", "pence"})


def _is_conversion(tokens: Tokens, before: Figure, figure: Figure) -> bool:
    """Whether a figure only repeats the one before it in another unit: "just under 296 hp (224 kW / 300 PS)"."""
    between = tokens.words[before.last : figure.first]
    return between in (["("], ["/"]) and before.unit != figure.unit and figure.form in (Form.MEASURE, Form.MONEY)
