"""Figures to facts: whose number it is, what it measures, and what narrows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from extractors.cues import is_prospective, modality_at
from extractors.discourse import How, Mention
from extractors.drafts import Draft
from extractors.measures import MeasureRule, choose_measure
from extractors.quantities import Direction, Form, Part, Quantity
from extractors.reading import Reading, date_near
from extractors.records import Kind, Modality, Precision, When
from extractors.scopes import read_movement, read_scopes
from extractors.subjects import choose_subject
from extractors.times import TimeKind
from extractors.topic import Measure, SubjectType

Rules = dict[Form, tuple[MeasureRule, ...]]

_SKIPPED = frozenset({Form.AGE, Form.MEMBER, Form.RANK, Form.SCORE})
_OWNERS = frozenset({SubjectType.APP, SubjectType.HASHTAG})
_LEAST_COUNT = 2
_GATHERINGS = frozenset({"chat", "session", "livestream", "stream", "room"})
"""Heads of cues that name what people took part in: a voice room is no live chat."""
_HEADED = re.compile(r"\s*:\s*(?:the |all )?([a-z'-]+)")
_CLOCK = re.compile(
    r"\s*(?:o'clock|(?:minutes )?(?:to|past) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight)\b)"
)
_CLOCK_BEFORE = re.compile(r"\b(?:quarter|half|minutes) (?:to|past) $")
_LATER = re.compile(r"\s*(?:later|earlier|ago|before|after|afterwards|on)\b")
_NOT_THIS = re.compile(r", (?:and )?not $")
"""Right before a figure: "at more than $50 billion, not $15 billion"."""
_MORE = re.compile(r"\b(?:more|another|further|additional|extra)\b")
"""Beside a figure of a series: it is the next one."""
_CENTURIES = (19, 20)
""""nineteen fifty-two", "twenty twenty-five": a year in words begins with one of these."""
_SERIES = 100.0
"""How far apart the figures of one series may lie: under 700,000 one day, 3.4 million the next."""


def find_figures(reading: Reading, rules: Rules, last: Draft | None, doers: Mapping[str, Draft]) -> Iterator[Draft]:
    """Yield a quantity for every definite figure of the sentence.

    last: the quantity read before this sentence, for figures that name neither noun nor subject ("On Monday there
    were 3.4 million"). doers: the latest event of each action, for figures that belong to who did it ("The price in
    question is $50 billion" after a bid).
    """
    for quantity in reading.quantities:
        if quantity.vague or quantity.form in _SKIPPED or _counts_nothing(quantity, reading):
            continue
        draft = _read_figure(_with_headed_noun(quantity, reading), reading, rules, last, doers)
        if draft is None:
            continue
        draft = replace(draft, speaker=reading.source.speaker if reading.source else None)
        last = draft
        yield draft


def _with_headed_noun(quantity: Quantity, reading: Reading) -> Quantity:
    """Return the figure of a list of figures with the noun behind its colon: "654,200: the Americans who used it"."""
    match = _HEADED.match(reading.low, quantity.phrase_end) if not quantity.noun else None
    return replace(quantity, noun=match[1]) if match else quantity


def _counts_nothing(quantity: Quantity, reading: Reading) -> bool:
    """Whether a number is a pronoun ("one user"), a clock time, a distance in time ("24 hours later") or a year in words."""
    if quantity.value < _LEAST_COUNT and quantity.form in (Form.CARDINAL, Form.ORDINAL):
        return True
    if any(span.start < quantity.end and quantity.start < span.end for span in reading.times if span.kind is TimeKind.CLOCK):
        return True
    return (
        _CLOCK.match(reading.low, quantity.end) is not None
        or _CLOCK_BEFORE.search(reading.low[: quantity.start]) is not None
        or (quantity.form is Form.DURATION and _LATER.match(reading.low, quantity.end) is not None)
        or (quantity.value in _CENTURIES and reading.low[quantity.start : quantity.end].isalpha())
    )


def _read_figure(
    quantity: Quantity, reading: Reading, rules: Rules, last: Draft | None, doers: Mapping[str, Draft]
) -> Draft | None:
    if quantity.form is Form.VOTE:
        return _read_vote(quantity, reading)
    if _is_change(quantity):
        return _read_change(quantity, reading)
    measure = choose_measure(quantity, reading, rules)
    if measure is None:
        return _read_bare(quantity, reading, last) or _read_unknown(quantity, reading)
    owner = choose_subject(reading, quantity.start, quantity.end, measure.types, quantity.phrase_end)
    subject, core = (measure.subject, True) if measure.subject else _owner_name(owner, measure, reading)
    doer = doers.get(measure.doer or "")
    if doer is not None and (owner is None or owner not in reading.mentions or owner.how is How.PRONOUN):
        subject, core = doer.subject, doer.core
    if not subject:
        return None
    as_of = date_near(reading, quantity.start, quantity.phrase_end)
    scope = read_scopes(reading, quantity.start, frozenset(measure.narrowed))
    if measure.dated:
        # Without a date of its own a recap ("suspends the ban for 75 days") may mean any of the series.
        if as_of is None and reading.published is not None and _MORE.search(_around(quantity, reading)):
            as_of = When(reading.published.date())  # "TikTok has 90 more days": the next of the series, told as news
        scope.append(str(as_of)[:7] if as_of is not None and as_of.precision is not Precision.YEAR else "")
    return _draft(
        quantity, reading, subject, core, measure.name, f"quantity.{measure.name}", measure.unit, scope, as_of, measure.terms
    )


def _around(quantity: Quantity, reading: Reading) -> str:
    return reading.low[max(0, quantity.start - 14) : quantity.phrase_end + 12]


def _draft(
    quantity: Quantity,
    reading: Reading,
    subject: str,
    core: bool,
    predicate: str,
    rule: str,
    unit: str | None,
    scope: list[str],
    as_of: When | None,
    terms: bool = False,
) -> Draft:
    return Draft(
        Kind.QUANTITY,
        subject,
        predicate,
        rule,
        quantity.start,
        core,
        value=quantity.value,
        value_high=quantity.value_high,
        unit=unit if unit and quantity.form not in (Form.MONEY, Form.PERCENT, Form.SHARE) else quantity.unit,
        qualifier=quantity.qualifier,
        scope=", ".join(part for part in scope if part) or None,
        as_of=as_of,
        modality=_modality(reading, quantity, terms),
    )


def _modality(reading: Reading, quantity: Quantity, terms: bool) -> Modality:
    if _NOT_THIS.search(reading.low, 0, quantity.phrase_start):
        return Modality.DENIED
    found = modality_at(reading, quantity.start)
    if terms and found is Modality.ACTUAL and is_prospective(reading, quantity.start):
        found = Modality.PLANNED
    # "A fine of up to $5,000 could follow" is about the law as it stands; terms of a plan stay planned.
    return found if terms or found not in (Modality.POSSIBLE, Modality.PLANNED) else Modality.ACTUAL


def _owner_name(owner: Mention | None, measure: Measure, reading: Reading) -> tuple[str, bool]:
    if measure.types[:1] in (("event",), ("post",)):
        person = next((m for m in reading.mentions if m.type.value == "person"), None)
        if measure.types[0] == "event":
            noun = next((cue for cue in measure.cues if cue in reading.low and cue.split()[-1] in _GATHERINGS), "live chat")
            who = person or owner or choose_subject(reading, 0, len(reading.text), ("app",)) or reading.before.focus
        else:
            noun, who = "post", person or owner or next(iter(reading.mentions), None) or reading.before.focus
        return (f"{who.name} {noun}", who.core and person is None) if who else ("", False)
    return (owner.name, owner.core) if owner else ("", False)


def _is_change(quantity: Quantity) -> bool:
    if quantity.form is Form.MULTIPLE:
        return True
    return quantity.form in (Form.PERCENT, Form.SHARE) and quantity.direction is not None


def _read_change(quantity: Quantity, reading: Reading) -> Draft | None:
    owner = choose_subject(
        reading, quantity.start, quantity.end, ("app", "company", "product", "hashtag", "other"), quantity.phrase_end
    )
    if owner is None:
        return None
    predicate = (
        "growth_factor"
        if quantity.form is Form.MULTIPLE
        else "decline_pct"
        if quantity.direction is Direction.DOWN
        else "growth_pct"
    )
    moved = read_movement(reading, quantity.start)
    scope = [moved] if moved else []
    scope += read_scopes(reading, quantity.start, frozenset({"country", "base"}))
    return _draft(
        quantity,
        reading,
        owner.name,
        owner.core,
        predicate,
        "quantity.change",
        None,
        scope,
        date_near(reading, quantity.start, quantity.phrase_end),
    )


def _read_vote(quantity: Quantity, reading: Reading) -> Draft | None:
    owner = choose_subject(reading, quantity.start, quantity.end, ("body",), quantity.phrase_end)
    if owner is None:
        return None
    predicate = "votes_against" if quantity.part is Part.AGAINST else "votes_for"
    return _draft(
        quantity,
        reading,
        owner.name,
        owner.core,
        predicate,
        "quantity.vote",
        "votes",
        [],
        date_near(reading, quantity.start, quantity.phrase_end),
    )


def _read_bare(quantity: Quantity, reading: Reading, last: Draft | None) -> Draft | None:
    """A figure without a noun continues the series of the one before it."""
    if last is None or last.value is None or quantity.noun or quantity.form is not Form.CARDINAL:
        return None
    if not last.value / _SERIES < quantity.value < last.value * _SERIES:
        return None
    as_of = date_near(reading, quantity.start, quantity.phrase_end)
    owner = _new_owner(quantity, reading)
    scope = last.scope
    if last.as_of is not None and scope and str(last.as_of)[:7] in scope and as_of is not None:
        scope = scope.replace(str(last.as_of)[:7], str(as_of)[:7])  # "by 75 days in January, by 75 again in April"
    return replace(
        last,
        rule="quantity.series",
        start=quantity.start,
        value=quantity.value,
        value_high=quantity.value_high,
        qualifier=quantity.qualifier,
        as_of=as_of,
        scope=scope,
        modality=_modality(reading, quantity, terms=True) if last.modality is Modality.DENIED else last.modality,
        subject=owner.name if owner else last.subject,
        core=owner.core if owner else last.core,
    )


def _new_owner(quantity: Quantity, reading: Reading) -> Mention | None:
    """The subject of the figure's own clause, if it names one of the kind that owns figures ("Math had over 5,000")."""
    low, _ = reading.clause_at(quantity.start)
    here = [
        m for m in reading.mentions if low <= m.start and m.end <= quantity.start and not m.governed and m.how is not How.PRONOUN
    ]
    return next((m for m in reversed(here) if m.type in _OWNERS), None)


def _read_unknown(quantity: Quantity, reading: Reading) -> Draft | None:
    """A counted noun that no rule knows becomes its own measure."""
    if quantity.form is not Form.CARDINAL or not quantity.noun or quantity.value <= 2:
        return None
    owner = choose_subject(reading, quantity.start, quantity.end, (), quantity.phrase_end)
    if owner is None or owner not in reading.mentions:
        return None  # a noun that no rule knows is the subject's only if its own sentence says so
    noun = quantity.noun.lower().split()[-1]
    return _draft(
        quantity,
        reading,
        owner.name,
        owner.core,
        noun,
        "quantity.noun",
        noun,
        [],
        date_near(reading, quantity.start, quantity.phrase_end),
    )
