"""Which measure a figure is of: the rules of lexicon/measures.toml and of the topic, nearest cue first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pydantic.dataclasses import dataclass as strict_dataclass

from extractors.quantities import Form, Quantity
from extractors.reading import Reading
from extractors.strict_toml import STRICT, load_lexicon
from extractors.topic import Measure, Topic

# Scores are distances in characters; these stand between "a cue in this clause" and "a cue elsewhere".
_NO_CUE = 400.0
_OTHER_CLAUSE = 1000.0
_CATCH_ALL = 5000.0
# A cue behind the figure is weaker than one before it: "net profit reached $200 million, against revenue of ...".
_BEHIND = 1.6


@strict_dataclass(frozen=True, config=STRICT)
class MeasureList:
    """lexicon/measures.toml."""

    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """A measure with its nouns and cues made into patterns."""

    measure: Measure
    noun: re.Pattern[str] | None
    cue: re.Pattern[str] | None


@lru_cache(maxsize=8)
def compile_measures(topic: Topic) -> dict[Form, tuple[MeasureRule, ...]]:
    """Return the rules by form of figure, the topic's own first."""
    rules: dict[Form, list[MeasureRule]] = {}
    for measure in (*topic.measures, *load_lexicon("measures", MeasureList).measures):
        rule = MeasureRule(measure, _noun_pattern(measure.nouns), _cue_pattern(measure.cues))
        for form in measure.forms:
            rules.setdefault(form, []).append(rule)
    return {form: tuple(found) for form, found in rules.items()}


def _noun_pattern(nouns: tuple[str, ...]) -> re.Pattern[str] | None:
    if not nouns:
        return None
    parts = [re.escape(noun).replace(r"\*", r"[\w' -]+") for noun in nouns]
    return re.compile(rf"(?:^|.* )(?:{'|'.join(parts)})$")


def _cue_pattern(cues: tuple[str, ...]) -> re.Pattern[str] | None:
    if not cues:
        return None
    parts = [
        re.escape(cue).replace(r"\ \.\.", r"(?: \S+){1,6}?").replace(r"\*", r"\w*") for cue in sorted(cues, key=len, reverse=True)
    ]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")


def choose_measure(quantity: Quantity, reading: Reading, rules: dict[Form, tuple[MeasureRule, ...]]) -> Measure | None:
    """Return the measure whose noun fits and whose cue is nearest, or None."""
    best: Measure | None = None
    least = float("inf")
    noun = quantity.noun.lower()
    clause = reading.clause_at(quantity.start)
    for rule in rules.get(quantity.form, ()):
        if not rule.measure.least <= quantity.value <= rule.measure.most:
            continue
        if rule.noun is not None and not rule.noun.match(noun) and not (quantity.unit and rule.noun.match(quantity.unit)):
            continue
        score = _score(rule, quantity, reading, clause)
        if score < least:
            best, least = rule.measure, score
    return best or _named_before(quantity, reading, rules)


def _named_before(quantity: Quantity, reading: Reading, rules: dict[Form, tuple[MeasureRule, ...]]) -> Measure | None:
    """The measure whose noun is the subject of the clause: "Notes carrying the tag had passed 63,000"."""
    if quantity.noun:
        return None
    low, _ = reading.clause_at(quantity.start)
    for token in reversed(reading.tokens):
        if low <= token.start < quantity.start and token.kind == "word":
            for rule in rules.get(quantity.form, ()):
                if rule.cue is None and rule.noun is not None and rule.noun.match(token.low):
                    return rule.measure
    return None


def _score(rule: MeasureRule, quantity: Quantity, reading: Reading, clause: tuple[int, int]) -> float:
    if rule.cue is None:
        return _NO_CUE if rule.noun is not None else _CATCH_ALL
    least = float("inf")
    for match in rule.cue.finditer(reading.low):
        if match.end() <= quantity.start:
            distance = float(quantity.start - match.end())
        elif match.start() >= quantity.end:
            distance = _BEHIND * (match.start() - quantity.end)
        else:
            distance = 0.0
        if not clause[0] <= match.start() < clause[1]:
            distance += _OTHER_CLAUSE
        # Of two cues that end at one place the longer says more ("commitments worth" against "worth").
        least = min(least, distance - (match.end() - match.start()) / 100)
    return least
