"""Mentions and the thread of a text: whom it has named, and whom it is on about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractors.name_words import name_words
from extractors.topic import SubjectType
from extractors.words import DETERMINERS, PREPOSITIONS, Token

_MEMORY = 12
"""How many different subjects a reader keeps in mind."""


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

    @property
    def several(self) -> bool:
        """Whether it names more than one, so that "it" or "the company" cannot mean it."""
        return " and " in self.name


@dataclass(frozen=True, slots=True)
class Discourse:
    """Whom the text has named so far, latest first. `focus` is the last sentence's grammatical subject."""

    recent: tuple[Mention, ...] = ()
    focus: Mention | None = None
    named: frozenset[str] = frozenset()
    """Names of subjects that the article has in full, for contextual names ("Red")."""
    leading: tuple[Mention, ...] = ()
    """The subjects that the whole article names, most often named first: whom a first sentence may describe before it
    names them ("A Chinese app that few had heard of ...")."""
    on_topic: bool = True
    """Whether the article names the topic's own subjects often enough that a figure without a name can be theirs."""
    identified: bool = True
    """Whether anything that only this story has is named: an app, a company, a law; courts and presidents have others."""
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
        known = [m for m in known if not m.several] or known
        free = [m for m in known if not m.governed and (not m.possessive or m is mentions[0])]
        # A stranger is seldom what a text is about: mostly it is a source ("Sensor Tower also sees a decline").
        leading = [m for m in known if m.first in main]
        first = [m for m in free if m.first in main] or (leading[:1] if len(leading) < len(known) else []) or free
        subject = next(iter(first or (known if heading or self.focus is None else [])), self.focus)
        return Discourse(
            tuple(fresh.values())[:_MEMORY], subject, self.named, self.leading, self.on_topic, self.identified, self.strangers
        )


def make_mention(tokens: tuple[Token, ...], first: int, last: int, name: str, kind: SubjectType, how: How, core: bool) -> Mention:
    after = tokens[last] if last < len(tokens) else None
    own = how is How.PRONOUN and tokens[first].low in ("its", "his", "their", "her")
    before = first - 1
    while before >= 0 and (tokens[before].low in DETERMINERS or tokens[before].low in name_words().titles):
        before -= 1
    governed = before >= 0 and tokens[before].low in PREPOSITIONS and not _is_no_preposition(tokens, before)
    return Mention(
        first,
        last,
        tokens[first].start,
        tokens[last - 1].end,
        name,
        kind,
        how,
        core,
        own or (after is not None and after.kind == "possessive"),
        governed,
    )


def _is_no_preposition(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the word means something else here: "as for RedNote, ...", "would like the US to own"."""
    before = tokens[at - 1].low if at else ""
    return before == "as" or (tokens[at].low == "like" and before in ("would", "'d"))
