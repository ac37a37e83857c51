"""What somebody or something is: ownership, founding, seat, chief, meaning, by patterns kept as data.

A pattern reads the sentence with every mention replaced by one sign, so that "{A} is owned by {B}" is one pattern
whatever the names are, and the object of a relation is a resolved subject and not a string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic.dataclasses import dataclass as strict_dataclass

from extractors.cues import NEGATION, modality_at
from extractors.discourse import How, Mention
from extractors.drafts import Draft
from extractors.name_words import name_words
from extractors.reading import Reading
from extractors.records import Kind, Modality, Precision, When
from extractors.strict_toml import STRICT, compile_pattern, load_lexicon
from extractors.topic import SubjectType
from extractors.words import FUNCTION_WORDS

_FEW_WORDS = r"[\w'-]++(?: [\w'-]++){0,5}?"
# "the platform «2»", "the Chinese app «0»": the words of a description, or before a name.
_DESCRIBED = r"(?:(?:[Tt]he|[Tt]his|[Aa]n?|[Ii]ts)(?: [\w'-]++){1,3} )?"
# Up to six words, not beyond the next clause: "based in Shanghai and was founded in 2013".
_WORDS = r"(?P<words>(?:«\d+»|[\w'-]+)(?: (?!and\b|but\b|which\b|that\b|who\b|was\b|is\b|with\b|where\b)(?:«\d+»|[\w'-]+)){0,5})"
_OPENERS = frozenset(
    {"founded", "set", "established", "created", "launched", "started", "owned", "based", "headquartered", "primarily"}
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_SIGN = re.compile(r"«(\d+)»")


@strict_dataclass(frozen=True, config=STRICT)
class AttributeRule:
    """One [[attributes]] of lexicon/attributes.toml."""

    predicate: str
    patterns: tuple[str, ...]
    subject: tuple[str, ...]
    cues: tuple[str, ...]
    same: bool = False
    people: bool = False


@strict_dataclass(frozen=True, config=STRICT)
class AttributeRules:
    """lexicon/attributes.toml."""

    attributes: tuple[AttributeRule, ...]


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[str]
    subject: frozenset[str]
    object: frozenset[str]
    same: bool
    people: bool


def _compile(text: str, rule: AttributeRule, place: str) -> _Pattern:
    sides = {"A": frozenset(rule.subject), "B": frozenset[str]()}
    for side, types in re.findall(r"\{([AB]):([\w,]+)\}", text):
        sides[side] = frozenset(types.split(","))
    text = re.sub(r"\{([AB])(?::[\w,]+)?\}", lambda m: rf"{_DESCRIBED}«(?P<{m[1]}>\d+)»", text)
    text = text.replace("{NAMES}", r"(?P<names>«\d+»(?:(?:,|,? and) «\d+»)*)").replace("{YEAR}", r"(?P<year>(?:1[89]|20)\d\d)")
    text = text.replace("{WORDS}", _WORDS).replace("~", _FEW_WORDS)
    text = text.removeprefix(_DESCRIBED)  # a search can begin at the sign itself, and finds it far faster
    return _Pattern(compile_pattern(text, place), sides["A"], sides["B"], rule.same, rule.people)


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str], tuple[_Pattern, ...]], ...]:
    return tuple(
        (
            rule.predicate,
            re.compile("|".join(map(re.escape, rule.cues))),
            tuple(
                _compile(pattern, rule, f"lexicon/attributes.toml: attributes.{number}.patterns.{at}")
                for at, pattern in enumerate(rule.patterns)
            ),
        )
        for number, rule in enumerate(load_lexicon("attributes", AttributeRules).attributes)
    )


def find_attributes(reading: Reading) -> Iterator[Draft]:
    """Yield what the sentence says its subjects are."""
    if not reading.mentions:
        return
    rules = [(predicate, patterns) for predicate, cue, patterns in _rules() if cue.search(reading.low)]
    if not rules:
        return
    masked, places = _mask(reading)
    for predicate, patterns in rules:
        for pattern in patterns:
            match = pattern.regex.search(masked)
            draft = _draft(reading, predicate, pattern, match, places) if match else None
            if draft is not None:
                yield draft
                break


def _mask(reading: Reading) -> tuple[str, tuple[int, ...]]:
    """Return the sentence with mentions as signs, and for each character of it the offset in the sentence."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for number, mention in enumerate(reading.mentions):
        between = reading.text[at : mention.start]
        # A description keeps its words, for they say something too: "the Shanghai-based platform".
        sign = f"{mention_text(reading, mention)}«{number}»"
        parts += (between, sign)
        places += range(at, mention.start)
        places += [mention.start] * len(sign)
        at = mention.end
    parts.append(reading.text[at:])
    places += range(at, len(reading.text) + 1)
    masked = "".join(parts)
    if reading.tokens and reading.tokens[0].low in _OPENERS:
        masked = masked[0].lower() + masked[1:]  # "Founded in 2013, RedNote is ..."
    return masked, tuple(places)


def mention_text(reading: Reading, mention: Mention) -> str:
    """Return the words of a description and a space, nothing for a name or pronoun."""
    return f"{reading.text[mention.start : mention.end]} " if mention.how is How.NOMINAL else ""


def _draft(reading: Reading, predicate: str, pattern: _Pattern, match: re.Match[str], places: tuple[int, ...]) -> Draft | None:
    groups = match.groupdict()
    start = places[match.start()]
    subject = _mention(reading, groups.get("A")) or _subject_before(reading, start, pattern.subject)
    if subject is None or (pattern.subject and subject.type.value not in pattern.subject):
        return None
    other = _mention(reading, groups.get("B"))
    if groups.get("B") is not None and (
        other is None or (other.name == subject.name and not pattern.same) or not _fits(other, pattern.object)
    ):
        return None
    names = [reading.mentions[int(number)] for number in _SIGN.findall(groups.get("names") or "")]
    if pattern.people and any(name.type is not SubjectType.PERSON for name in names):
        return None
    words = (groups.get("words") or "").casefold()
    if words in name_words().peoples or words in FUNCTION_WORDS:
        return None  # "the Chinese group", "The company" name no seat
    thing = _object(reading, groups, other, pattern.same)
    if pattern.same and thing and _HAN.search(thing):
        return None  # "Xiaohongshu (小红书)" is another spelling, and no meaning
    year = groups.get("year")
    modality = modality_at(reading, start)
    if NEGATION.search(match[0]) and predicate != "lacks" and not predicate.startswith("not_"):
        modality = Modality.DENIED
    return Draft(
        Kind.ATTRIBUTE,
        subject.name,
        predicate,
        f"attribute.{predicate}",
        start,
        subject.core,
        object=thing,
        value=float(year) if year else None,
        as_of=When(date(int(year), 1, 1), Precision.YEAR) if year else None,
        speaker=reading.source.speaker if reading.source else None,
        modality=modality if modality in (Modality.DENIED, Modality.ALLEGED, Modality.PLANNED) else Modality.ACTUAL,
    )


def _mention(reading: Reading, number: str | None) -> Mention | None:
    return reading.mentions[int(number)] if number is not None else None


def _fits(mention: Mention, types: frozenset[str]) -> bool:
    return not types or mention.type.value in types


def _subject_before(reading: Reading, start: int, types: frozenset[str]) -> Mention | None:
    """The fitting mention before the pattern, nearest first, else the subject the text is on."""
    here = [mention for mention in reading.mentions if mention.type.value in types and mention.how is not How.STRANGER]
    before = [mention for mention in here if mention.end <= start]
    if before:
        return before[-1]
    if here:
        return here[0]
    return next((mention for mention in reading.before.recent if mention.type.value in types), None)


def _word_mention(reading: Reading, mention: Mention, same: bool) -> str:
    """The subject's name, or its words where they are what is told ("means Little Red Book")."""
    return reading.text[mention.start : mention.end] if same else mention.name


def _object(reading: Reading, groups: dict[str, str | None], other: Mention | None, same: bool) -> str | None:
    if other is not None:
        return _word_mention(reading, other, same)
    names = groups.get("names")
    if names:
        return "; ".join(sorted(reading.mentions[int(number)].name for number in _SIGN.findall(names)))
    words = groups.get("words")
    if words:
        return _SIGN.sub(lambda sign: _word_mention(reading, reading.mentions[int(sign[1])], same), words).strip(" '\"")
    return groups.get("year")
