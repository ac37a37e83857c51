"""Shortens a sentence to what a line has room for: the words of a speaker, or the clause that tells a deed."""

from __future__ import annotations

import re

from extractors.speech import speech_words
from extractors.words import lemma
from warehouse.phrases import names_something

MOST_SAID = 90
"""Characters of what somebody says; the whole sentence is in the fact."""
MOST_TOLD = 110
"""Characters of a clause."""
_LEAST_WORDS = 4
"""A shorter quotation is a word in inverted commas, and what was said stands around it."""
_QUOTED = re.compile(r"[“\"](?P<text>[^“”\"]+)(?:[”\"]|$)")
_CLOSING = re.compile(r"^(?P<text>[^“”\"]+[,.!?…])[”\"]")
"""The end of a quotation that began in an earlier sentence."""
_PARTS = re.compile(r" [—–|] |; ")
_WORD = re.compile(r"\w+")
_THAT = re.compile(r"(?: [\w.'’]+){0,4}? that (?P<said>.+)", re.DOTALL)
_SAYS = re.compile(r"\b(?:says|said) (?P<said>(?!on |in |at |to |by |so\b|it\.).+)", re.DOTALL)
_TAIL = re.compile(
    r"^(?P<said>.+), (?:[^,]{0,60} )?(?:says?|said|adds?|added|warns?|warned|argues?|argued)(?: [^,]{0,60})?[.]?$", re.DOTALL
)
_EDGES = '“”"‘ \t\n'


def shorten(text: str, most: int) -> str:
    """Return the text on one line, cut at a word and with "…" when it is longer than `most` characters."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    cut = words[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(' ,;:.-–—“"') + "…"


def tell_saying(sentence: str) -> str:
    """Return at most MOST_SAID characters of what is said: the speaker's own words in quotation marks, else their report."""
    quoted = _find_quotation(sentence)
    if quoted:
        return f"“{shorten(_strip_end(quoted), MOST_SAID)}”"
    return shorten(_strip_end(_find_report(sentence)), MOST_SAID)


def tell_clause(sentence: str, *names: str | None) -> str:
    """Return at most MOST_TOLD characters of the part of a sentence that has most of these names."""
    parts = _PARTS.split(" ".join(sentence.split()))
    wanted = {word for name in names if name for word in name.casefold().split() if len(word) > 2}
    best = max(parts, key=lambda part: sum(word in part.casefold() for word in wanted), default=sentence)
    return shorten(_strip_end(best), MOST_TOLD)


def _find_quotation(sentence: str) -> str | None:
    closing = _CLOSING.match(sentence.strip(_EDGES))
    if closing and len(closing["text"].split()) >= _LEAST_WORDS:
        return closing["text"].strip(" ,")
    for found in _QUOTED.finditer(sentence):
        before = sentence[: found.start()].split()
        enough = len(found["text"].split()) >= _LEAST_WORDS or len(found[0]) > 0.8 * len(sentence)
        if enough and not (before and names_something(before[-1])):
            return found["text"].strip(" ,")
    return None


def _find_report(sentence: str) -> str:
    for verb in _WORD.finditer(sentence):
        that = _THAT.match(sentence, verb.end()) if _tells(verb[0]) else None
        if that:
            return that["said"]
    tail = _TAIL.match(sentence.strip())
    if tail:
        return tail["said"]
    says = _SAYS.search(sentence)
    if says and len(says["said"].split()) >= _LEAST_WORDS:
        return says["said"]
    return sentence


def _tells(verb: str) -> bool:
    words = speech_words()
    return lemma(verb.lower()) in words.say | words.argue | words.warn | words.report


def _strip_end(text: str) -> str:
    """Without the stop, which a line has not, and quotation marks that have lost their other half."""
    text = text.strip(_EDGES)
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text
