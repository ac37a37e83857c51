"""Reads one sentence after another: words, names, figures, dates and clauses, ready for the rules that make facts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from extractors.clauses import SUBORDINATORS, Span, clause_of, find_clauses
from extractors.discourse import Discourse, How, Mention
from extractors.mentions import begin_discourse, find_mentions
from extractors.quantities import Quantity, find_quantities
from extractors.quotes import find_quotes, slice_quotes
from extractors.records import Article, Precision, Sentence, When
from extractors.sentences import split_sentences, to_plain
from extractors.times import Relation, TimeKind, TimeSpan, find_times
from extractors.vocabulary import Vocabulary
from extractors.words import Token, tokenize

# Only what can speak of nothing but the future; "would" and "may" are as often about the past.
_FUTURE = re.compile(
    r"\b(?:will|won't|is to|are to|due to|set to|plans? to|planned|intends?|scheduled|slated|expected to|going to)\b"
    r"|\b(?:to take effect|deadline|by then|unless|might|may)\b|'ll\b"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence and everything that was recognised in it. Offsets are into `text`."""

    sentence: Sentence
    text: str
    low: str
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[TimeSpan, ...]
    clauses: tuple[Span, ...]
    quotes: tuple[tuple[int, int], ...]
    before: Discourse
    published: datetime | None

    def token_at(self, offset: int) -> int:
        """Return the index of the token at or before a character offset."""
        return max(0, bisect_right([token.start for token in self.tokens], offset) - 1)

    def clause_at(self, offset: int) -> tuple[int, int]:
        """Return the character span of the clause around an offset."""
        if not self.tokens:
            return 0, len(self.text)
        low, high = clause_of(self.clauses, self.token_at(offset))
        return self.tokens[low].start, self.tokens[high - 1].end

    def quoted(self, offset: int) -> bool:
        """Whether an offset stands inside quotation marks."""
        return any(low <= offset < high for low, high in self.quotes)

    @property
    def topical(self) -> bool:
        """Whether the topic's own subjects are named or meant here."""
        return any(mention.how is not How.STRANGER for mention in self.mentions)


def read_sentences(article: Article, vocabulary: Vocabulary) -> Iterator[Reading]:
    """Yield a reading of every sentence of the article that is not boilerplate, in order."""
    sentences = split_sentences(article.text)
    plain = [to_plain(sentence.text) for sentence in sentences]
    tokens = [tokenize(text) for text in plain]
    quotes = find_quotes(article.text)
    discourse = begin_discourse(tuple(tokens), vocabulary)
    reference = article.published_at or datetime(1, 1, 1, tzinfo=UTC)
    for sentence, text, words in zip(sentences, plain, tokens, strict=True):
        mentions = find_mentions(text, words, vocabulary, discourse)
        yield Reading(
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


def date_near(reading: Reading, offset: int) -> When | None:
    """Return the date that holds at an offset: of its clause, nearest first, else the sentence's only one."""
    if reading.published is None:
        dated = [span for span in reading.times if span.when and not span.relative and span.when.day.year > 1]
    else:
        dated = [span for span in reading.times if span.when and span.kind is not TimeKind.CLOCK and not span.relative]
    usable = [span for span in dated if span.relation in (Relation.ON, Relation.BY, Relation.FROM, Relation.SINCE)]
    low, high = reading.clause_at(offset)
    near = [span for span in usable if low <= span.start < high]
    if near:
        return min(near, key=lambda span: abs(span.start - offset)).when
    return usable[0].when if len(usable) == 1 else None
