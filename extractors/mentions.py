"""Who a sentence is about: names, descriptions ("the app") and pronouns, each with the subject it means.

A description or pronoun is accepted only when a fitting subject is at hand; the nearest grammatical subject comes
first, as in centering theory (Grosz, Joshi & Weinstein 1995), then the latest fitting mention.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from extractors.clauses import is_finite
from extractors.discourse import Discourse, How, Mention, make_mention
from extractors.name_words import name_words, never_names
from extractors.strangers import read_stranger
from extractors.topic import SubjectType
from extractors.vocabulary import Vocabulary
from extractors.words import AUXILIARIES, CONJUNCTIONS, ENGLISH, FUNCTION_WORDS, Token

_IDENTIFYING = frozenset(
    {
        SubjectType.APP,
        SubjectType.COMPANY,
        SubjectType.PRODUCT,
        SubjectType.HASHTAG,
        SubjectType.LAW,
        SubjectType.DEAL,
        SubjectType.ORDER,
        SubjectType.OTHER,
    }
)
"""Whom a story is about. Courts, countries and people turn up in any story."""
_ON_TOPIC = 3
"""Times an article names the topic's subjects; a column that mentions TikTok once is about something else."""
_LEAD = 3
"""Its title and first two sentences: news names there what it is about, however short it is."""


def begin_discourse(sentences: tuple[tuple[Token, ...], ...], vocabulary: Vocabulary) -> Discourse:
    """Return the discourse before the first sentence: what the whole article names in full."""
    named: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    strangers: set[str] = set()
    leads: set[str] = set()
    for place, tokens in enumerate(sentences):
        for at, token in enumerate(tokens):
            if not token.capital:
                continue
            found = vocabulary.match(tokens, at)
            if found and found[0].subject and not (found[0].contextual or found[0].nominal):
                subject = found[0].subject
                named[subject.name] += 1
                if place < _LEAD:
                    leads.add(subject.name)
                first.setdefault(
                    subject.name, make_mention(tokens, at, found[1], subject.name, subject.type, How.NAME, subject.core)
                )
            if at and tokens[at - 1].text not in ('"', ".", ":", "?", "!", "—", "–") and token.low not in never_names():
                strangers.add(token.low)
    leading = tuple(first[name] for name, _ in named.most_common())
    often = sum(count for name, count in named.items() if first[name].core) >= _ON_TOPIC
    on_topic = often or bool(leads & {name for name, mention in first.items() if mention.core and mention.type in _IDENTIFYING})
    return Discourse(
        named=frozenset(named),
        leading=leading,
        on_topic=on_topic,
        identified=any(first[name].core and first[name].type in _IDENTIFYING for name in named),
        strangers=frozenset(strangers),
    )


def find_mentions(text: str, tokens: tuple[Token, ...], vocabulary: Vocabulary, before: Discourse) -> tuple[Mention, ...]:
    """Return the mentions of one sentence in order of place."""
    mentions: list[Mention] = []
    at = _after_dateline(tokens)
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "word" and token.text[0].islower() and not vocabulary.may_refer(token.low):
            at += 1  # two words in three: worth asking first
            continue
        mention = (
            _read_name(tokens, at, vocabulary, before)
            or _read_description(tokens, at, vocabulary, before, mentions)
            or _read_pronoun(tokens, at, vocabulary, before, mentions)
            or read_stranger(text, tokens, at, vocabulary, before)
        )
        if mention is None:
            at += 1
        else:
            if mention.name:
                mentions.append(mention)
            at = mention.last
    return tuple(mentions)


def _after_dateline(tokens: tuple[Token, ...]) -> int:
    """Where the news begins behind "SHANGHAI/NEW YORK — " or "WASHINGTON: ", else 0."""
    for at, token in enumerate(tokens[:8]):
        if token.text in "—–:":
            return at + 1 if at else 0
        if token.kind == "mark":
            continue
        if not token.text.isupper():
            return 0
    return 0


def _read_name(tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary, before: Discourse) -> Mention | None:
    token = tokens[at]
    if token.kind == "han":
        for name, owner in vocabulary.han:
            if name in token.text:
                return make_mention(tokens, at, at + 1, owner.name, owner.type, How.NAME, owner.core)
        return None
    found = vocabulary.match(tokens, at)
    if found is None or found[0].nominal:
        return None
    match, last = found
    if token.low == "the":
        longer = vocabulary.match(tokens, at + 1) if at + 1 < len(tokens) else None
        if longer and longer[1] > last:
            match, last = longer  # "the House" of "the House of Representatives"
    subject = match.subject
    if subject is None:
        return make_mention(tokens, at, last, "", SubjectType.OTHER, How.NAME, False)
    if match.contextual and subject.name not in before.named:
        return None
    if subject.type is SubjectType.COUNTRY and last < len(tokens) and _goes_on(tokens[last]):
        return None  # "China Digital Times", "the House China panel"
    return make_mention(tokens, at, last, subject.name, subject.type, How.NAME, subject.core)


def _goes_on(token: Token) -> bool:
    """Whether a word after a country's name makes it part of a longer name or description."""
    if token.kind != "word" or token.low in FUNCTION_WORDS or token.low in never_names():
        return False
    if token.text[0].isupper():
        return token.low not in name_words().titles
    return not (is_finite(token) or token.low.endswith(("s", "ly")))


def _read_description(
    tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary, before: Discourse, here: list[Mention]
) -> Mention | None:
    """ "the app", "the Shanghai-based platform", "the law", "its American arm"."""
    found = vocabulary.match(tokens, at)
    if found and found[0].nominal and found[0].subject:
        subject = found[0].subject
        known = any(m.name == subject.name for m in (*here, *before.recent)) or subject.name in before.named
        head = vocabulary.heads.get(found[0].words[-1])
        rival = _nearest(head, before, here) if head else None
        # A description the topic lists is its subject's, unless it fits another subject that is nearer and the
        # listed one has not been named yet.
        if known or (rival is None and before.identified):
            return make_mention(tokens, at, found[1], subject.name, subject.type, How.NOMINAL, subject.core)
    if tokens[at].low not in ("the", "this", "that"):
        return None
    if at + 2 < len(tokens) and tokens[at + 2].text[0] in '#"':
        return None  # 'the tag "English"' names another
    named = vocabulary.match(tokens, at + 1) if at + 1 < len(tokens) else None
    if named and not named[0].nominal:
        return None  # "The Supreme Court" is a name, not "the ... court"
    for last in range(at + 1, min(at + 4, len(tokens))):
        token = tokens[last]
        if token.kind not in ("word", "initials"):
            return None
        kinds = vocabulary.heads.get(token.low)
        following = tokens[last + 1] if last + 1 < len(tokens) else None
        if (
            kinds
            and token.text.islower()
            and not (
                following
                and following.kind in ("word", "number")
                and following.low not in FUNCTION_WORDS
                and _is_noun_like(following)
            )
        ):
            referent = _nearest(kinds, before, here)
            if referent is None:
                return None
            return make_mention(tokens, at, last + 1, referent.name, referent.type, How.NOMINAL, referent.core)
        if token.low in FUNCTION_WORDS:
            return None
    return None


def _is_noun_like(token: Token) -> bool:
    """Whether a word after "the app" still belongs to the same noun phrase ("the app store")."""
    return token.low in ("store", "stores", "users", "user", "makers", "maker", "market", "owner", "owners", "chart")


def _read_pronoun(
    tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary, before: Discourse, here: list[Mention]
) -> Mention | None:
    token = tokens[at]
    kinds = vocabulary.pronouns.get(token.low)
    if kinds is None or token.text == "US":
        return None
    if token.low == "it" and _is_empty_it(tokens, at):
        return None
    is_object = _is_object(tokens, at)
    referent = _object_referent(kinds, before, here) if is_object else _nearest(kinds, before, here)
    if referent is None:
        return None
    mention = make_mention(tokens, at, at + 1, referent.name, referent.type, How.PRONOUN, referent.core)
    return replace(mention, governed=mention.governed or (is_object and not mention.possessive))


def _is_empty_it(tokens: tuple[Token, ...], at: int) -> bool:
    """ "It is unclear whether", "it remains to be seen": a pronoun for nothing."""
    return any(token.low in ENGLISH.after_empty_it for token in tokens[at + 1 : at + 4])


def _is_object(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether "it" or "him" stands behind a verb and is not the subject of another ("Taiwan has cut it off")."""
    token = tokens[at]
    if token.low in ("him", "her", "them", "itself", "himself", "herself"):
        return True
    if token.low != "it" or at == 0 or at + 1 >= len(tokens):
        return token.low == "it" and at > 0
    previous, following = tokens[at - 1], tokens[at + 1]
    opens_clause = (
        previous.kind == "mark"
        or previous.low in CONJUNCTIONS
        or previous.low in ("that", "before", "after", "since", "until", "as")
    )
    return not opens_clause and following.low not in AUXILIARIES and not following.low.endswith(("ed", "s"))


def _object_referent(kinds: frozenset[SubjectType], before: Discourse, here: list[Mention]) -> Mention | None:
    """What an object pronoun means: not the subject of its own clause (binding principle B)."""
    subject = next((mention for mention in here if not mention.governed and not mention.possessive), None)
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
        if not mention.governed and not mention.possessive and not mention.several and mention.type in kinds:
            return mention
    if before.focus is not None and before.focus.type in kinds and not any(m.type in kinds for m in here):
        return before.focus
    for mention in reversed(here):
        if mention.type in kinds:
            return mention
    for mention in before.recent:
        if mention.type in kinds and not mention.several:
            return mention
    return None
