"""A topic made ready for reading: every name in one table that is looked up word by word, longest first.

A table keyed by first word costs one look-up a word however many names a topic has; one large regular expression
tries every name at every place. Chinese names need no word borders: \\b fails beside CJK, and 小红书 stands inside
Chinese text as well as between Latin words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic.dataclasses import dataclass as strict_dataclass

from extractors.strict_toml import STRICT, load_lexicon
from extractors.topic import Subject, SubjectType, Topic
from extractors.words import Token, tokenize

_ONE_IN_A_STORY = frozenset({SubjectType.LAW, SubjectType.DEAL, SubjectType.ORDER})


@dataclass(frozen=True, slots=True)
class Name:
    """One way to name a subject, cut into words."""

    words: tuple[str, ...]
    capitals: tuple[bool, ...]
    """Which words must begin with a capital (or any, for a name written small)."""
    marks: bool
    """Whether a mark such as a comma may stand between its words."""
    subject: Subject | None
    """None for an excluded name: it takes its place in the text and means nobody."""
    contextual: bool = False
    nominal: bool = False


@strict_dataclass(frozen=True, config=STRICT)
class ReferentType:
    """One [[types]] of lexicon/referents.toml."""

    name: SubjectType
    heads: tuple[str, ...]
    pronouns: tuple[str, ...]


@strict_dataclass(frozen=True, config=STRICT)
class Referents:
    """lexicon/referents.toml."""

    types: tuple[ReferentType, ...]


@dataclass(frozen=True)
class Vocabulary:
    """What a reader of this topic knows before the first sentence."""

    topic: Topic
    first_words: frozenset[str]
    names: Mapping[tuple[str, str], tuple[Name, ...]]
    """By first and second word ("" for a name of one word), longest first: "the" alone begins a hundred descriptions."""
    han: tuple[tuple[str, Subject], ...]
    """Names in Chinese characters, longest first."""
    heads: Mapping[str, frozenset[SubjectType]]
    pronouns: Mapping[str, frozenset[SubjectType]]

    def may_refer(self, low: str) -> bool:
        """Whether a word written small can begin a name, a description or be a pronoun."""
        return low in self.first_words or low in self.pronouns or low in ("the", "this", "that")

    def match(self, tokens: tuple[Token, ...], at: int) -> tuple[Name, int] | None:
        """Return the longest name that begins at token `at`, and the token after it."""
        first = tokens[at].low
        if first not in self.first_words:
            return None
        after = at + 1
        while after < len(tokens) and tokens[after].kind == "mark":
            after += 1
        second = tokens[after].low if after < len(tokens) else ""
        for name in (*self.names.get((first, second), ()), *self.names.get((first, ""), ())):
            end = _match_words(name, tokens, at)
            if end:
                return name, end
        return None


def _match_words(name: Name, tokens: tuple[Token, ...], at: int) -> int:
    """Return the token after the name, or 0."""
    here = at
    for position, (word, capital) in enumerate(zip(name.words, name.capitals, strict=True)):
        if position:
            while here < len(tokens) and tokens[here].kind == "mark" and (name.marks or tokens[here].text == "."):
                here += 1
        if here >= len(tokens) or tokens[here].low != word:
            return 0
        if capital and not tokens[here].capital:
            return 0
        here += 1
    return here


@lru_cache(maxsize=8)
def compile_topic(topic: Topic) -> Vocabulary:
    """Return the look-up tables of a topic. Cached: a process reads one topic at a time."""
    names: dict[tuple[str, str], list[Name]] = {}
    han: list[tuple[str, Subject]] = []
    for subject in topic.subjects:
        for text in (subject.name, *subject.aliases):
            if any("\u3400" <= character <= "\u9fff" for character in text):
                han.append((text, subject))
            else:
                _add(names, text, subject)
        for text in subject.contextual:
            _add(names, text, subject, contextual=True)
        for text in subject.nominals:
            for phrase in _spell_description(text, subject.type):
                _add(names, phrase, subject, nominal=True)
        for text in subject.excluded:
            _add(names, text, None)
    heads: dict[str, set[SubjectType]] = {}
    pronouns: dict[str, set[SubjectType]] = {}
    for kind in load_lexicon("referents", Referents).types:
        for table, words in ((heads, kind.heads), (pronouns, kind.pronouns)):
            for word in words:
                table.setdefault(word, set()).add(kind.name)
    return Vocabulary(
        topic,
        frozenset(first for first, _ in names),
        {key: tuple(sorted(found, key=lambda name: (-len(name.words), name.subject is None))) for key, found in names.items()},
        tuple(sorted(han, key=lambda pair: -len(pair[0]))),
        {word: frozenset(kinds) for word, kinds in heads.items()},
        {word: frozenset(kinds) for word, kinds in pronouns.items()},
    )


def _spell_description(text: str, kind: SubjectType) -> tuple[str, ...]:
    """Return a description with the determiners it can have: a story has one law and one deal, so "a deal" means it too."""
    if kind not in _ONE_IN_A_STORY or not text.startswith("the "):
        return (text,)
    return tuple(f"{determiner} {text[4:]}" for determiner in ("the", "a", "an", "this", "that", "its", "any"))


def _add(
    names: dict[tuple[str, str], list[Name]],
    text: str,
    subject: Subject | None,
    *,
    contextual: bool = False,
    nominal: bool = False,
) -> None:
    words = [token for token in tokenize(text) if token.kind != "mark"]
    name = Name(
        tuple(token.low for token in words),
        tuple(not nominal and token.text[0].isupper() for token in words),
        "," in text,
        subject,
        contextual,
        nominal,
    )
    names.setdefault((name.words[0], name.words[1] if len(name.words) > 1 else ""), []).append(name)
