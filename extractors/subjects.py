"""Whose figure or deed it is: the best fitting mention in the sentence, else the subject the text is on."""

from __future__ import annotations

from extractors.discourse import How, Mention
from extractors.reading import Reading
from extractors.topic import SubjectType
from extractors.words import DETERMINERS

# Weights found on the development stories; what matters is their order: right type, same clause, not behind a
# preposition, near.
_TYPE = (30.0, 24.0, 20.0, 18.0)
_UNKNOWN_TYPE = 8.0
_FIRM = 18.0
_SAME_CLAUSE = 22.0
_BEFORE = 8.0
_FREE = 12.0
_OWNER = 14.0
_FIRST = 6.0
_BESIDE_WITHIN = 3
_HELD_BY_OTHERS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("company",): ("of", "in", "into"),
    ("fund",): ("of", "in", "into"),
    ("country",): ("on", "against"),
}
"""By the best type of owner: prepositions before what is held or suffers ("15% of the venture", "a tariff on China")."""
_COUNTED_OF = (("app",), ("hashtag",), ("body",))
"""Owners that may stand behind their figure; a share \"of\" something is held by another."""
_OWNED_WITHIN = 6
"""Tokens between an owner and its figure: "TikTok's daily audience in the US reached 106.8 million"."""
_PER_TOKEN = 1.0
_BESIDE = 16.0
"""For a name that a preposition ties to the figure: "170 million users of TikTok", "352 votes to 65 in the House"."""
_LEAST = 12.0


def choose_subject(reading: Reading, start: int, end: int, types: tuple[str, ...], counted: int = 0) -> Mention | None:
    """Return the mention that owns what stands at [start, end), or None.

    types: SubjectType values that can own it, best first; an empty tuple takes any. A name that only tells owns nothing
    ("Reuters reported"), unless it is of the best type ("TikTok claims 170 million users"). counted: where the counted
    noun ends, for a name that is itself what is counted ("half a million TikTokers").
    """
    best: Mention | None = None
    most = _LEAST
    for mention in reading.mentions:
        if mention.name in reading.voices and (mention.how is How.STRANGER or mention.type.value not in types):
            continue
        if end <= mention.start < counted:
            continue
        score = _score(reading, mention, start, end, types)
        if score is not None and score > most:
            best, most = mention, score
    if best is not None:
        return best
    return _carried_over(reading, types)


def _carried_over(reading: Reading, types: tuple[str, ...]) -> Mention | None:
    """The subject that the text is on about, if it is of the best type that any known one has."""
    if not reading.before.on_topic:
        return None
    focus = reading.before.focus
    known: tuple[Mention, ...] = (*reading.before.recent, *reading.before.leading)
    if focus is not None:
        known = (focus, *known)
    for kind in types or ("",):
        for mention in known:
            if (not kind or mention.type.value == kind) and mention.how is not How.STRANGER and not mention.several:
                return mention
    return None


def _type_score(mention: Mention, types: tuple[str, ...]) -> float | None:
    if not types:
        return _UNKNOWN_TYPE
    if mention.type.value in types:
        return _TYPE[min(types.index(mention.type.value), len(_TYPE) - 1)]
    if mention.how is How.STRANGER and mention.type is not SubjectType.HASHTAG:
        wanted = {"person"} if mention.type is SubjectType.PERSON else {"company", "app", "body", "other"}
        if not wanted & {*types} and "other" not in types:
            return None
        # A name that the topic does not know is most often a firm.
        return _FIRM if "company" in types else _UNKNOWN_TYPE
    return None


def _preposition(reading: Reading, mention: Mention) -> str:
    """The preposition before a mention, over determiners and titles."""
    here = mention.first - 1
    while here >= 0 and (reading.tokens[here].low in DETERMINERS or reading.tokens[here].kind != "word"):
        here -= 1
    return reading.tokens[here].low if here >= 0 else ""


def _named_of(reading: Reading, kind: str) -> bool:
    return any(mention.type.value == kind and mention.how is not How.PRONOUN for mention in reading.mentions)


def _score(reading: Reading, mention: Mention, start: int, end: int, types: tuple[str, ...]) -> float | None:
    score = _type_score(mention, types)
    if score is None:
        return None
    if mention.governed and _preposition(reading, mention) in _HELD_BY_OTHERS.get(types[:1], ()):
        return None
    low, high = reading.clause_at(start)
    if low < mention.end and mention.start < high:  # a name may hold an "and" at which clauses are cut
        score += _SAME_CLAUSE
    if mention.end <= start:
        score += _BEFORE
        distance = sum(1 for token in reading.tokens if mention.end <= token.start < start)
        if mention.possessive and distance <= _OWNED_WITHIN:
            score += _OWNER
        elif mention.possessive and mention.governed:
            return None  # "from Apple's store": what it owns is another thing
    else:
        distance = sum(1 for token in reading.tokens if end <= token.start < mention.start)
        if (mention.how is How.STRANGER and distance > 2) or (mention.possessive and mention.governed and distance > 1):
            return None  # but "79% of RedNote's users"
        if mention.governed and distance <= _BESIDE_WITHIN and types[:1] in _COUNTED_OF:
            score += _BESIDE
    if mention.how is How.PRONOUN and types and _named_of(reading, types[0]) and mention.type.value != types[0]:
        score -= _FREE + _BESIDE  # "As for #cattax, it showed 3,000 posts": the pronoun means the better type
    first = mention is reading.mentions[0]
    if first and not mention.governed:
        score += _FIRST
    if not mention.governed and (not mention.possessive or first):
        score += _FREE
    elif mention.governed and mention.how is How.STRANGER and mention.type is not SubjectType.HASHTAG:
        return None
    return score - _PER_TOKEN * distance
