"""Who says it: the speaker of a sentence, named before, after or inside it."""

from __future__ import annotations

import re
from functools import cache

from extractors.described import describe_speaker
from extractors.discourse import How, Mention
from extractors.name_words import name_words
from extractors.reading import Reading
from extractors.roles import stands_before_noun
from extractors.speech import Force, Source, speech_words
from extractors.topic import SubjectType
from extractors.words import AUXILIARIES, ENGLISH, PREPOSITIONS, Token, lemma


@cache
def _forces() -> dict[str, Force]:
    words = speech_words()
    return {
        verb: force
        for force, verbs in (
            (Force.REPORT, words.report),
            (Force.WARN, words.warn),
            (Force.ARGUE, words.argue),
            (Force.SAY, words.say),
        )
        for verb in verbs
    }


@cache
def _before_source() -> re.Pattern[str]:
    phrases = sorted(speech_words().before_source, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})\s+(?!cent\b|person\b|user\b|head\b|day\b)")


@cache
def _last_words() -> frozenset[str]:
    """With which the phrases before a source end."""
    return frozenset(phrase.split()[-1] for phrase in speech_words().before_source)


@cache
def _source_noun() -> re.Pattern[str]:
    nouns = sorted(speech_words().source_nouns, key=len, reverse=True)
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, nouns))})\b")


def find_source(reading: Reading) -> Source | None:
    """Return who says the sentence, or None when the writer does."""
    return _by_phrase(reading) or _by_colon(reading) or _by_verb(reading)


def _by_colon(reading: Reading) -> Source | None:
    """ "Press secretary Nadia Ferro: the app should stay"."""
    for mention in reading.mentions:
        after = reading.tokens[mention.last] if mention.last < len(reading.tokens) else None
        if after is not None and after.text == ":" and mention.type is SubjectType.PERSON and mention.how is not How.PRONOUN:
            return Source(mention.name, True, Force.SAY, mention.start, after.end, True)
    return None


def find_voices(reading: Reading, source: Source | None) -> frozenset[str]:
    """Return the names that stand beside a verb of speech or a source's count: they tell, and own no figure."""
    voices = {mention.name for mention in reading.mentions if _is_voice(reading, mention)}
    return frozenset(voices | {source.speaker}) if source else frozenset(voices)


def _is_voice(reading: Reading, mention: Mention) -> bool:
    tokens = reading.tokens
    here = mention.last
    if mention.how is How.STRANGER and any(token.low in name_words().tellers for token in tokens[mention.first : mention.last]):
        return True
    if here + 1 < len(tokens) and tokens[here].text == "," and tokens[here + 1].low in ("quoting", "citing"):
        return True
    while here < len(tokens) and (tokens[here].low in AUXILIARIES or tokens[here].low in ENGLISH.between):
        here += 1
    if here < len(tokens) and tokens[here].kind == "word" and _tells(lemma(tokens[here].low)):
        return True
    before = tokens[mention.first - 1] if mention.first else None
    if before is not None and (
        before.low in ("per", "citing", "quoting") or (before.kind == "word" and _tells(lemma(before.low)))
    ):
        return True
    if (
        before is not None
        and before.low in _last_words()
        and _before_source().search(reading.low[max(0, mention.start - 16) : mention.start] + " ")
    ):
        return True
    return mention.possessive and _source_noun().match(reading.low[mention.end + 2 :]) is not None


def _tells(verb: str) -> bool:
    return verb in _forces() or verb in speech_words().observe


def _by_phrase(reading: Reading) -> Source | None:
    match = _before_source().search(reading.low)
    if match:
        mention = next((m for m in reading.mentions if 0 <= m.start - match.end() <= 30), None)
        if mention is not None:
            return Source(mention.name, True, Force.NONE, match.start(), mention.end, False)
        if not match[0].startswith(("per ", "citing ")):
            phrase = _noun_phrase(reading, match.end())
            if phrase:
                return Source(phrase, False, Force.NONE, match.start(), match.end(), False)
    for mention in reading.mentions:
        if mention.possessive and reading.low[max(0, mention.start - 4) : mention.start].endswith("by "):
            after = reading.low[mention.end :].removeprefix("'s").removeprefix("'")
            if _source_noun().match(after):
                return Source(mention.name, True, Force.NONE, mention.start, mention.end, False)
    return None


def _by_verb(reading: Reading) -> Source | None:
    """A verb of speech outside quotation marks whose subject is a person, a body or an unnamed speaker."""
    tokens = reading.tokens
    forces = _forces()
    for at, token in enumerate(tokens):
        force = forces.get(lemma(token.low)) if token.kind == "word" else None
        if force is None or (at and token.text[0].isupper()) or reading.quoted(token.start):
            continue
        if not _is_finite_verb(tokens, at):
            continue
        if lemma(token.low) in speech_words().weak and not _words_follow(reading, at):
            continue
        before = _speaker_before(reading, at)
        if before is not None:
            speaker, named, start = before
            return Source(speaker, named, force, start, token.end, True)
        after = _speaker_after(reading, at) if lemma(token.low) not in speech_words().addressed else None
        if after is not None:
            speaker, named, end = after
            return Source(speaker, named, force, token.start, end, False)
        described = describe_speaker(reading, at) if reading.quotes else None
        if described is not None:
            return Source(described, False, force, token.start, token.end, True)
    return None


def _words_follow(reading: Reading, at: int) -> bool:
    """Whether what is told stands beside the verb: "that", a colon or a quotation."""
    after = reading.tokens[at + 1 : at + 4]
    return bool(reading.quotes) or any(token.low == "that" or token.text in ':,"' for token in after)


def _is_finite_verb(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word that may be a noun ("report", "count", "post") stands as a verb here."""
    before = tokens[at - 1] if at else None
    if before is None:
        return False
    if lemma(before.low) == "be" and not tokens[at].low.endswith("ing"):
        return False  # "Alibaba is thought to hold"
    if before.low in ENGLISH.before_noun or before.low in ("to", "in"):
        return False
    if at + 1 < len(tokens) and tokens[at + 1].low == "by":
        return False  # "a photo posted by"
    if tokens[at].low.endswith("ing"):
        return lemma(tokens[at].low) in speech_words().participles and (before.text == "," or before.low in AUXILIARIES)
    return not (
        before.kind in ("possessive", "number") or before.low in PREPOSITIONS or before.low in ("first", "other", "last", "new")
    )


def _speaker_before(reading: Reading, at: int) -> tuple[str, bool, int] | None:
    """The mention or unnamed speaker that ends right before the verb (auxiliaries, adverbs, "on Tuesday" may stand between)."""
    tokens = reading.tokens
    here = _before_apposition(tokens, at) - 1
    steps = 0
    while here >= 0 and steps < 7:
        mention = _mention_ending(reading, here + 1)
        modifies = mention is not None and mention.last < at and stands_before_noun(tokens, mention)
        if mention is not None and not mention.possessive and not modifies and not _is_object(tokens, mention):
            return mention.name, True, mention.start
        token = tokens[here]
        if (
            token.low in speech_words().unnamed
            and token.low not in ("one", "another", "account", "reading")
            and (here == 0 or not token.text[0].isupper())
        ):
            phrase_start = _phrase_start(tokens, here)
            return reading.text[tokens[phrase_start].start : token.end], False, tokens[phrase_start].start
        if token.low in ("one", "another") and (here + 1 == at or tokens[here + 1].low in ("of", "on", "in", "under", "from")):
            return f"{token.low} user", False, token.start
        if token.kind == "mark":
            return None  # "RedNote is growing, said Nadia Ferro"
        here -= 1
        steps += 1
    return None


def _before_apposition(tokens: tuple[Token, ...], at: int) -> int:
    """Where the subject of the verb at `at` ends: in "Sun, an influencer with 600,000 followers, tells" the first comma."""
    if not at or tokens[at - 1].text != ",":
        return at
    opening = next((here for here in range(at - 2, max(-1, at - 32), -1) if tokens[here].text == ","), None)
    return at if opening is None or '"' in {token.text for token in tokens[opening:at]} else opening


def _speaker_after(reading: Reading, at: int) -> tuple[str, bool, int] | None:
    """ "..., said Heather Roberts", "..., read the caption"."""
    tokens = reading.tokens
    if at and tokens[at - 1].text not in ('"', ",", "?", "!") and tokens[at - 1].low not in ("so",):
        return None
    for mention in reading.mentions:
        if mention.first in (at + 1, at + 2):
            return mention.name, True, mention.end
    for here in range(at + 1, min(at + 6, len(tokens))):
        if tokens[here].low in speech_words().unnamed:
            return reading.text[tokens[at + 1].start : tokens[here].end], False, tokens[here].end
        if tokens[here].kind == "mark":
            return None
    return None


def _is_object(tokens: tuple[Token, ...], mention: Mention) -> bool:
    before = tokens[mention.first - 1] if mention.first else None
    return mention.how is not How.PRONOUN and before is not None and before.low in PREPOSITIONS


def _mention_ending(reading: Reading, at: int) -> Mention | None:
    return next((mention for mention in reading.mentions if mention.last == at), None)


def _phrase_start(tokens: tuple[Token, ...], at: int) -> int:
    here = at
    while (
        here > 0
        and at - here < 6
        and tokens[here - 1].kind in ("word", "number", "initials")
        and tokens[here - 1].low not in PREPOSITIONS
    ):
        here -= 1
        if tokens[here].low in ("a", "an", "the", "one", "another", "some", "many", "most"):
            break
    return here


def _noun_phrase(reading: Reading, start: int) -> str:
    words: list[Token] = []
    for token in reading.tokens:
        if token.start < start:
            continue
        if token.kind == "mark" or len(words) >= 6:
            break
        words.append(token)
    return reading.text[words[0].start : words[-1].end] if words else ""
