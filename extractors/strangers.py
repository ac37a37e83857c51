"""Names that the topic does not know: people, firms and papers by their capitals, and hashtags."""

from __future__ import annotations

from extractors.discourse import Discourse, How, Mention, make_mention
from extractors.name_words import name_words, never_names
from extractors.topic import SubjectType
from extractors.vocabulary import Vocabulary
from extractors.words import FUNCTION_WORDS, Token, is_english

_TAG_WORDS = frozenset({"tag", "tags", "hashtag", "hashtags"})


def read_stranger(text: str, tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary, before: Discourse) -> Mention | None:
    """A name that the topic does not know: a run of capitalised words, or a hashtag."""
    token = tokens[at]
    if token.text[0] in "#@" and len(token.text) > 1:
        return make_mention(tokens, at, at + 1, token.text, SubjectType.HASHTAG, How.STRANGER, False)
    tagged = _read_tag(tokens, at)
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
            return make_mention(tokens, at, last, known.name, known.type, known.how, known.core)
    if tokens[last - 1].low in name_words().places:
        return None
    kind = SubjectType.PERSON if _looks_like_person(words, at, tokens) else SubjectType.OTHER
    return make_mention(tokens, at, last, name, kind, How.STRANGER, False)


def _read_tag(tokens: tuple[Token, ...], at: int) -> Mention | None:
    """A hashtag told in quotes: 'the tag "English"', and a further one in the same sentence."""
    if tokens[at].text != '"' or not any(token.low in _TAG_WORDS for token in tokens[:at]):
        return None
    close = next((here for here in range(at + 2, min(at + 5, len(tokens))) if tokens[here].text == '"'), None)
    if close is not None and tokens[at - 1].low not in _TAG_WORDS and (close > at + 2 or not tokens[at + 1].text[0].isupper()):
        return None  # a later quotation of the sentence is a tag only if it is one capitalised word
    if close is None:
        return None
    name = "#" + "".join(token.text for token in tokens[at + 1 : close])
    return make_mention(tokens, at + 1, close, name, SubjectType.HASHTAG, How.STRANGER, False)


def _is_known(tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary) -> bool:
    found = vocabulary.match(tokens, at)
    return found is not None and not found[0].nominal


def _may_begin_name(tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary, before: Discourse) -> bool:
    token = tokens[at]
    if token.kind not in ("word", "initials") or not token.text[0].isupper() or token.low in never_names():
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
    if not _is_plain_word(token.low) and (after.kind == "word" or after.text == ","):
        return True  # "Alibaba is thought to hold ..."
    if _is_known(tokens, at + 1, vocabulary):
        return False  # "Meanwhile RedNote is hiring"
    return after.kind == "possessive" or (after.text[0].isupper() and after.low not in never_names())


def _is_plain_word(low: str) -> bool:
    """Whether the dictionary has a word or, for an adverb ("nearly"), what it is made of."""
    return is_english(low) or (low.endswith("ly") and is_english(low[:-2]))


def _continues_name(tokens: tuple[Token, ...], at: int) -> bool:
    token = tokens[at]
    if token.kind in ("word", "initials") and token.text[0].isupper():
        return token.low not in name_words().calendar and token.low not in FUNCTION_WORDS
    if token.low in ("of", "de", "van", "von", "&", "the") and at + 1 < len(tokens):
        after = tokens[at + 1]
        return (
            token.low != "the"
            and after.text[0].isupper()
            and after.kind == "word"
            and tokens[at - 1].text[0].isupper()
            and token.low != "of"
        )
    return False


def _looks_like_person(words: tuple[Token, ...], at: int, tokens: tuple[Token, ...]) -> bool:
    titled = any(token.low in name_words().titles for token in tokens[max(0, at - 1) : at + 1])
    if any(token.low in name_words().organisations or (token.text.isupper() and len(token.text) > 2) for token in words):
        return False
    return titled or (2 <= len(words) <= 3 and all(token.text[0].isupper() for token in words) and words[0].text[1:].islower())
