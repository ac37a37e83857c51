"""Who a sentence is about: names, descriptions ("the app") and pronouns, each with the subject it means.

A description or pronoun is accepted only when a fitting subject is at hand; the nearest grammatical subject comes
first, as in centering theory (Grosz, Joshi & Weinstein 1995), then the latest fitting mention.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from pydantic.dataclasses import dataclass as strict_dataclass

from extractors.strict_toml import STRICT, load_lexicon
from extractors.words import AUXILIARIES, CONJUNCTIONS, DETERMINERS, FUNCTION_WORDS, PREPOSITIONS, Token
from extractors.topic import SubjectType
from extractors.vocabulary import Vocabulary


class How(StrEnum):
    """In what way a mention names its subject."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"
    STRANGER = "stranger"
    """A name that the topic does not know."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a sentence that means somebody or something."""

    first: int
    last: int
    """Token span, `last` excluded."""
    start: int
    end: int
    name: str
    type: SubjectType
    how: How
    core: bool
    possessive: bool
    """Whether it owns what follows ("TikTok's", "its")."""
    governed: bool
    """Whether a preposition stands before it, so that it cannot be the sentence's subject."""


@dataclass(frozen=True, slots=True)
class Discourse:
    """Whom the text has named so far, latest first. `focus` is the last sentence's grammatical subject."""

    recent: tuple[Mention, ...] = ()
    focus: Mention | None = None
    named: frozenset[str] = frozenset()
    """Names of subjects that the article has in full, for contextual names ("Red")."""
    strangers: frozenset[str] = frozenset()
    """Capitalised words seen inside sentences, where a capital means a name."""

    def remember(self, mentions: tuple[Mention, ...], main: frozenset[int], heading: bool) -> Discourse:
        """Return the discourse after a sentence.

        main: the tokens of its main clauses, whose subject the text goes on about ("When TikTok returned, the crowds at
        RedNote ..."). heading: a heading or question names what comes next.
        """
        if not mentions:
            return self
        fresh: dict[str, Mention] = {}
        for mention in (*reversed([m for m in mentions if m.how is not How.PRONOUN]), *self.recent):
            fresh.setdefault(mention.name, mention)
        known = [m for m in mentions if m.how is not How.STRANGER]
        free = [m for m in known if not m.governed and (not m.possessive or m is mentions[0])]
        # A stranger is seldom what a text is about: mostly it is a source ("Sensor Tower also sees a decline").
        leading = [m for m in known if m.first in main]
        first = [m for m in free if m.first in main] or (leading[:1] if len(leading) < len(known) else []) or free
        subject = next(iter(first or (known if heading or self.focus is None else [])), self.focus)
        return Discourse(tuple(fresh.values())[:_MEMORY], subject, self.named, self.strangers)


_MEMORY = 12

@strict_dataclass(frozen=True, config=STRICT)
class NameWords:
    """lexicon/names.toml."""

    calendar: frozenset[str]
    peoples: frozenset[str]
    titles: frozenset[str]
    things: frozenset[str]
    places: frozenset[str]
    organisations: frozenset[str]


@cache
def name_words() -> NameWords:
    """Return the words that look like names and are not."""
    return load_lexicon("names", NameWords)


@cache
def _never_names() -> frozenset[str]:
    words = name_words()
    return words.calendar | words.peoples | words.things | FUNCTION_WORDS


def begin_discourse(sentences: tuple[tuple[Token, ...], ...], vocabulary: Vocabulary) -> Discourse:
    """Return the discourse before the first sentence: what the whole article names in full."""
    named: set[str] = set()
    strangers: set[str] = set()
    for tokens in sentences:
        for at, token in enumerate(tokens):
            if not token.capital:
                continue
            found = vocabulary.match(tokens, at)
            if found and found[0].subject and not (found[0].contextual or found[0].nominal):
                named.add(found[0].subject.name)
            if at and tokens[at - 1].text not in ('"', ".", ":", "?", "!") and token.low not in _never_names():
                strangers.add(token.low)
    return Discourse(named=frozenset(named), strangers=frozenset(strangers))


def find_mentions(text: str, tokens: tuple[Token, ...], vocabulary: Vocabulary, before: Discourse) -> tuple[Mention, ...]:
    """Return the mentions of one sentence in order of place."""
    mentions: list[Mention] = []
    at = 0
    while at < len(tokens):
        mention = (
            _read_name(text, tokens, at, vocabulary, before)
            or _read_description(text, tokens, at, vocabulary, before, mentions)
            or _read_pronoun(text, tokens, at, vocabulary, before, mentions)
            or _read_stranger(text, tokens, at, vocabulary, before)
        )
        if mention is None:
            at += 1
        else:
            if mention.name:
                mentions.append(mention)
            at = mention.last
    return tuple(mentions)


def _make(tokens: tuple[Token, ...], first: int, last: int, name: str, kind: SubjectType, how: How, core: bool) -> Mention:
    after = tokens[last] if last < len(tokens) else None
    own = how is How.PRONOUN and tokens[first].low in ("its", "his", "their", "her")
    before = first - 1
    while before >= 0 and (tokens[before].low in DETERMINERS or tokens[before].low in name_words().titles):
        before -= 1
    governed = before >= 0 and tokens[before].low in PREPOSITIONS and not (before and tokens[before - 1].low == "as")  # "As for RedNote, ..."
    return Mention(
        first, last, tokens[first].start, tokens[last - 1].end, name, kind, how, core,
        own or (after is not None and after.kind == "possessive"), governed,
    )


def _read_name(
    text: str, tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary, before: Discourse
) -> Mention | None:
    token = tokens[at]
    if token.kind == "han":
        for name, subject in vocabulary.han:
            if name in token.text:
                return _make(tokens, at, at + 1, subject.name, subject.type, How.NAME, subject.core)
        return None
    found = vocabulary.match(tokens, at)
    if found is None or found[0].nominal:
        return None
    name, last = found
    if token.low == "the":
        longer = vocabulary.match(tokens, at + 1) if at + 1 < len(tokens) else None
        if longer and longer[1] > last:
            name, last = longer  # "the House" of "the House of Representatives"
    subject = name.subject
    if subject is None:
        return _make(tokens, at, last, "", SubjectType.OTHER, How.NAME, False)
    if name.contextual and subject.name not in before.named:
        return None
    if subject.type is SubjectType.COUNTRY and last < len(tokens) and _goes_on(tokens[last]):
        return None  # "China Digital Times", "Texas Instruments"
    return _make(tokens, at, last, subject.name, subject.type, How.NAME, subject.core)


def _goes_on(token: Token) -> bool:
    """Whether a word after a country's name makes it a longer name."""
    words = name_words()
    return token.kind == "word" and token.text[0].isupper() and token.low not in words.titles | _never_names()


def _read_description(
    text: str, tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary, before: Discourse, here: list[Mention]
) -> Mention | None:
    """"the app", "the Shanghai-based platform", "the law", "its American arm"."""
    found = vocabulary.match(tokens, at)
    if found and found[0].nominal and found[0].subject:
        subject = found[0].subject
        known = any(m.name == subject.name for m in (*here, *before.recent)) or subject.name in before.named
        head = vocabulary.heads.get(found[0].words[-1])
        rival = _nearest(head, before, here) if head else None
        # A description the topic lists is its subject's, unless it fits another subject that is nearer and the
        # listed one has not been named yet.
        if known or rival is None:
            return _make(tokens, at, found[1], subject.name, subject.type, How.NOMINAL, subject.core)
    if tokens[at].low not in ("the", "this", "that"):
        return None
    named = vocabulary.match(tokens, at + 1) if at + 1 < len(tokens) else None
    if named and not named[0].nominal:
        return None  # "The Supreme Court" is a name, not "the ... court"
    for last in range(at + 1, min(at + 4, len(tokens))):
        token = tokens[last]
        if token.kind not in ("word", "initials"):
            return None
        kinds = vocabulary.heads.get(token.low)
        following = tokens[last + 1] if last + 1 < len(tokens) else None
        if kinds and token.text.islower() and not (following and following.kind in ("word", "number") and following.low not in FUNCTION_WORDS and _is_noun_like(following)):
            referent = _nearest(kinds, before, here)
            if referent is None:
                return None
            return _make(tokens, at, last + 1, referent.name, referent.type, How.NOMINAL, referent.core)
        if token.low in FUNCTION_WORDS:
            return None
    return None


def _is_noun_like(token: Token) -> bool:
    """Whether a word after "the app" still belongs to the same noun phrase ("the app store")."""
    return token.low in ("store", "stores", "users", "user", "makers", "maker", "market", "itself's", "owner", "owners", "chart")


def _read_pronoun(
    text: str, tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary, before: Discourse, here: list[Mention]
) -> Mention | None:
    token = tokens[at]
    kinds = vocabulary.pronouns.get(token.low)
    if kinds is None or token.text == "US":
        return None
    if token.low == "it" and _is_empty_it(tokens, at):
        return None
    referent = _object_referent(kinds, before, here) if _is_object(tokens, at) else _nearest(kinds, before, here)
    if referent is None:
        return None
    return _make(tokens, at, at + 1, referent.name, referent.type, How.PRONOUN, referent.core)


_EMPTY_AFTER = frozenset("clear unclear likely unlikely possible impossible hard easy time seems appears emerged unknown".split())


def _is_empty_it(tokens: tuple[Token, ...], at: int) -> bool:
    """"It is unclear whether", "it remains to be seen": a pronoun for nothing."""
    return any(token.low in _EMPTY_AFTER for token in tokens[at + 1 : at + 4])


def _is_object(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether "it" or "him" stands behind a verb and is not the subject of another ("Taiwan has cut it off")."""
    token = tokens[at]
    if token.low in ("him", "her", "them", "itself", "himself", "herself"):
        return True
    if token.low != "it" or at == 0 or at + 1 >= len(tokens):
        return token.low == "it" and at > 0
    previous, following = tokens[at - 1], tokens[at + 1]
    opens_clause = previous.kind == "mark" or previous.low in CONJUNCTIONS or previous.low in ("that", "before", "after", "since", "until", "as")
    return not opens_clause and following.low not in AUXILIARIES and not following.low.endswith(("ed", "s"))


def _object_referent(kinds: frozenset[SubjectType], before: Discourse, here: list[Mention]) -> Mention | None:
    """What an object pronoun means: not the subject of its own clause (binding principle B)."""
    subject = next((mention for mention in reversed(here) if not mention.governed and not mention.possessive), None)
    for mention in reversed(here):
        if mention.type in kinds and (subject is None or mention.name != subject.name):
            return mention
    focus = before.focus
    if focus is not None and focus.type in kinds and (subject is None or focus.name != subject.name):
        return focus
    return next((m for m in before.recent if m.type in kinds and (subject is None or m.name != subject.name)), None)


def _nearest(kinds: frozenset[SubjectType] | None, before: Discourse, here: list[Mention]) -> Mention | None:
    """Return the subject that a description or pronoun of these kinds means, or None."""
    if not kinds:
        return None
    for mention in here:
        if not mention.governed and not mention.possessive and mention.type in kinds:
            return mention
    if before.focus is not None and before.focus.type in kinds and not any(m.type in kinds for m in here):
        return before.focus
    for mention in reversed(here):
        if mention.type in kinds:
            return mention
    for mention in before.recent:
        if mention.type in kinds:
            return mention
    return None


def _read_stranger(
    text: str, tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary, before: Discourse
) -> Mention | None:
    """A name that the topic does not know: a run of capitalised words, or a hashtag."""
    token = tokens[at]
    if token.text[0] in "#@" and len(token.text) > 1:
        return _make(tokens, at, at + 1, token.text, SubjectType.HASHTAG, How.STRANGER, False)
    tagged = _read_tag(text, tokens, at)
    if tagged is not None:
        return tagged
    if not _may_begin_name(tokens, at, vocabulary, before):
        return None
    last = at + 1
    while last < len(tokens) and _continues_name(tokens, last) and not _is_known(tokens, last, vocabulary):
        last += 1
    while tokens[last - 1].low in ("of", "the", "and", "de", "van", "von", "&"):
        last -= 1
    words = tokens[at:last]
    while words and words[0].low in name_words().titles:
        words = words[1:]
    if not words:
        return None
    name = text[words[0].start : words[-1].end]
    if len(words) == 1:
        known = next((m for m in before.recent if m.type is SubjectType.PERSON and m.name.split()[-1] == name), None)
        if known is not None:
            return _make(tokens, at, last, known.name, known.type, known.how, known.core)
    if tokens[last - 1].low in name_words().places:
        return None
    kind = SubjectType.PERSON if _looks_like_person(words, at, tokens) else SubjectType.OTHER
    return _make(tokens, at, last, name, kind, How.STRANGER, False)


def _read_tag(text: str, tokens: tuple[Token, ...], at: int) -> Mention | None:
    """A hashtag told in quotes: 'the tag "English"', and a further one in the same sentence."""
    if tokens[at].text != '"' or not any(token.low in ("tag", "tags", "hashtag", "hashtags") for token in tokens[:at]):
        return None
    close = next((here for here in range(at + 2, min(at + 5, len(tokens))) if tokens[here].text == '"'), None)
    if close is None:
        return None
    name = "#" + "".join(token.text for token in tokens[at + 1 : close])
    return _make(tokens, at + 1, close, name, SubjectType.HASHTAG, How.STRANGER, False)


def _is_known(tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary) -> bool:
    found = vocabulary.match(tokens, at)
    return found is not None and not found[0].nominal


def _may_begin_name(tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary, before: Discourse) -> bool:
    token = tokens[at]
    if token.kind not in ("word", "initials") or not token.text[0].isupper() or token.low in _never_names():
        return False
    if "-" in token.text and token.text.rpartition("-")[2].islower():
        return False  # "US-owned", "English-speaking"
    if token.text.isupper() and len(token.text) > 2 and at < 6 and any(t.text in "—–:" for t in tokens[at : at + 7]):
        return False  # "SHANGHAI/NEW YORK — ", "WASHINGTON:"
    opens = at == 0 or tokens[at - 1].text in ('"', ":", "(", "—", "–", ".", "?", "!")
    if not opens:
        return True
    if token.low in before.strangers or not token.text[1:].islower():
        return True
    if at + 1 >= len(tokens):
        return False
    after = tokens[at + 1]
    if _is_known(tokens, at + 1, vocabulary):
        return False  # "Meanwhile RedNote is hiring"
    return after.kind == "possessive" or (after.text[0].isupper() and after.low not in _never_names())


def _continues_name(tokens: tuple[Token, ...], at: int) -> bool:
    token = tokens[at]
    if token.kind in ("word", "initials") and token.text[0].isupper():
        return token.low not in name_words().calendar and token.low not in FUNCTION_WORDS
    if token.low in ("of", "de", "van", "von", "&", "the") and at + 1 < len(tokens):
        after = tokens[at + 1]
        return token.low != "the" and after.text[0].isupper() and after.kind == "word" and tokens[at - 1].text[0].isupper() and token.low != "of"
    return False


def _looks_like_person(words: tuple[Token, ...], at: int, tokens: tuple[Token, ...]) -> bool:
    titled = any(token.low in name_words().titles for token in tokens[max(0, at - 1) : at + 1])
    if any(token.low in name_words().organisations or token.text.isupper() and len(token.text) > 2 for token in words):
        return False
    return titled or (2 <= len(words) <= 3 and all(token.text[0].isupper() for token in words) and words[0].text[1:].islower())
