"""Who does what to whom around a verb: its grammatical subject, object, agent, and what a denial is about."""

from __future__ import annotations

from itertools import pairwise

from extractors.clauses import is_finite
from extractors.discourse import How, Mention
from extractors.name_words import name_words
from extractors.reading import Reading
from extractors.topic import SubjectType
from extractors.words import AUXILIARIES, ENGLISH, FUNCTION_WORDS, Token, lemma

_NOT_BE = frozenset({"isn't", "aren't", "wasn't", "weren't"})
_OPEN_NOUN = frozenset({"the", "a", "an", "these", "those", "this"})
_READER = frozenset({"you", "we", "i"})


def stands_before_noun(tokens: tuple[Token, ...], mention: Mention) -> bool:
    """Whether a name only says whose or what sort of noun follows: "TikTok users", "the Northwestern graduate"."""
    after = tokens[mention.last] if mention.last < len(tokens) else None
    if after is None or mention.how is How.PRONOUN or after.kind != "word" or not after.text[0].islower():
        return False
    closed = after.low in FUNCTION_WORDS or after.low in ENGLISH.between or after.low in name_words().calendar
    return not closed and not after.low.endswith("ly") and not is_finite(after)


def is_passive(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the verb is a participle after a form of "be"."""
    if lemma(tokens[at].low) == "be" or tokens[at].low.endswith("ing"):
        return False
    for token in reversed(tokens[max(0, at - 3) : at]):
        if lemma(token.low) == "be" or token.low in _NOT_BE:
            return True
        if token.low not in ENGLISH.between and not token.low.endswith("ly"):
            return False
    return False


def find_doer(reading: Reading, at: int) -> Mention | None:
    """The mention that the verb at token `at` has as its grammatical subject."""
    start = reading.tokens[at].start
    low, _ = reading.clause_at(start)
    before = [
        m
        for m in reading.mentions
        if m.end <= start
        and not (m.how is How.STRANGER and m.name in reading.voices)
        and not (m.last < at and stands_before_noun(reading.tokens, m))
    ]
    here = [m for m in before if m.start >= low]
    if here and reading.tokens[at].low.endswith("ing") and _adjoins(reading.tokens, here[-1].last, at):
        return here[-1]  # "with the court unanimously upholding the law"
    free = [m for m in here if not m.governed and not m.possessive]
    if free:
        return free[-1] if _adjoins(reading.tokens, free[-1].last, at) else free[0]
    outside = [m for m in before if not m.governed and not m.possessive]
    if outside and not _has_own_subject(reading, low, start):
        return outside[0]
    if here:
        return here[-1]
    # "Passed in 2024, the act gave ..." has its subject behind it; a sentence without a mention goes on about the last subject.
    return None


def _has_own_subject(reading: Reading, low: int, start: int) -> bool:
    """Whether a clause names a doer of its own that is no mention: "once the tariffs were announced", "and you could be back"."""
    words = [token for token in reading.tokens if low <= token.start < start]
    if any(token.low in ENGLISH.relatives or token.low == "that" for token in words):
        return False  # "..., which takes the deadline to ..." goes on about what stands before it
    return any(token.low in _READER for token in words) or any(
        one.low in _OPEN_NOUN and other.kind == "word" for one, other in pairwise(words)
    )


def _adjoins(tokens: tuple[Token, ...], last: int, at: int) -> bool:
    """Whether only auxiliaries and adverbs stand between a mention and the verb."""
    return all(
        token.low in AUXILIARIES or token.low.endswith("ly") or token.low in ENGLISH.between or token.kind == "mark"
        for token in tokens[last:at]
    )


def find_object(reading: Reading, last: int) -> Mention | None:
    """The first mention behind the verb, in its clause; who only tells suffers nothing ("..., Axios reported")."""
    if not reading.tokens or last > len(reading.tokens):
        return None
    edge = reading.tokens[last - 1]
    _, high = reading.clause_at(edge.start)
    told_by = {m.name for m in reading.mentions if m.how is How.STRANGER} & reading.voices
    return next((m for m in reading.mentions if edge.start < m.start < high and m.name not in told_by), None)


def find_inside(reading: Reading, first: int, last: int) -> Mention | None:
    """The mention between the words of a trigger: "remove TikTok from its store"."""
    return next((m for m in reading.mentions if first < m.first and m.last < last and not m.possessive), None)


def find_topic(reading: Reading, last: int) -> Mention | None:
    """What a denial or report is about: the last one named behind the verb that is not told as a source."""
    behind = [m for m in reading.mentions if m.first >= last and m.name not in reading.voices and m.how is not How.PRONOUN]
    people = [m for m in behind if m.type is SubjectType.PERSON]
    return next(iter(people[-1:] or behind[-1:]), None)


def find_agent(reading: Reading, last: int) -> Mention | None:
    """ "... by the Supreme Court"."""
    for mention in reading.mentions:
        before = mention.first - 1
        while before >= last - 1 and before >= 0 and reading.tokens[before].low in ("the", "a", "an", "unanimous", "federal"):
            before -= 1
        if mention.first >= last and before >= 0 and reading.tokens[before].low == "by":
            return mention
    return None
