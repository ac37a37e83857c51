"""Reads one sentence after another: words, names, figures, dates, clauses and speakers, ready for the rules that make facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from extractors.clauses import SUBORDINATORS, Span, find_clauses
from extractors.mentions import begin_discourse, find_mentions
from extractors.quantities import find_quantities
from extractors.quotes import find_quotes, slice_quotes
from extractors.reading import Reading
from extractors.records import Article, Precision, When
from extractors.sentences import split_sentences, to_plain
from extractors.sources import find_source, find_voices
from extractors.times import TimeSpan, find_times
from extractors.vocabulary import Vocabulary
from extractors.words import Token, tokenize

# Only what can speak of nothing but the future; "would" and "may" are as often about the past.
_FUTURE = re.compile(
    r"\b(?:will|won't|is to|are to|due to|set to|plans? to|planned|intends?|scheduled|slated|expected to|going to)\b"
    r"|\b(?:has prepared|preparing|to take effect|deadline|by then|unless|might|may)\b|'ll\b"
)


def read_sentences(article: Article, vocabulary: Vocabulary) -> Iterator[Reading]:
    """Yield a reading of every sentence of the article that is not boilerplate, in order."""
    sentences = split_sentences(article.text)
    plain = [to_plain(sentence.text) for sentence in sentences]
    tokens = [tokenize(text) for text in plain]
    quotes = find_quotes(article.text)
    discourse = begin_discourse((tokenize(to_plain(article.title)), *tokens), vocabulary)
    reference = article.published_at or datetime(1, 1, 1, tzinfo=UTC)
    for sentence, text, words in zip(sentences, plain, tokens, strict=True):
        mentions = find_mentions(text, words, vocabulary, discourse)
        reading = Reading(
            sentence,
            text,
            text.lower(),
            words,
            mentions,
            find_quantities(text),
            _find_times(text, words, clauses := find_clauses(words), reference),
            clauses,
            slice_quotes(quotes, sentence.start, sentence.end),
            discourse,
            article.published_at,
        )
        source = find_source(reading)
        yield replace(reading, source=source, voices=find_voices(reading, source))
        heading = text.endswith("?") or text[-1:].isalnum()
        discourse = discourse.remember(mentions, _main_tokens(words, clauses), heading)


def _main_tokens(tokens: tuple[Token, ...], clauses: tuple[Span, ...]) -> frozenset[int]:
    return frozenset(at for low, high in clauses if tokens[low].low not in SUBORDINATORS for at in range(low, high))


def _find_times(text: str, tokens: tuple[Token, ...], clauses: tuple[Span, ...], reference: datetime) -> tuple[TimeSpan, ...]:
    """Return the sentence's dates; a bare weekday or month is a coming one in a clause about the future."""
    times = tuple(_not_to_come(span, text, reference) for span in find_times(text, reference))
    if not times or not _FUTURE.search(text):
        return times
    ahead = [
        (tokens[low].start, tokens[high - 1].end)
        for low, high in clauses
        if _FUTURE.search(text, tokens[low].start, tokens[high - 1].end)
    ]
    coming = {(span.start, span.end): span for span in find_times(text, reference, future=True)}
    return tuple(
        coming.get((span.start, span.end), span) if any(low <= span.start < high for low, high in ahead) else span
        for span in times
    )


def _not_to_come(span: TimeSpan, text: str, reference: datetime) -> TimeSpan:
    """Return a bare month of a sentence about the past in the year it can mean ("in January", told in December)."""
    bare = (
        span.when is not None and span.when.precision is Precision.MONTH and not re.search(r"\d{4}", text[span.start : span.end])
    )
    if not bare or span.when is None or span.when.day <= reference.date():
        return span
    return replace(span, when=When(span.when.day.replace(year=span.when.day.year - 1), Precision.MONTH))
