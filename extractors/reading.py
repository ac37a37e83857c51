"""A sentence with everything that was recognised in it: what the rules that make facts look at."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from extractors.clauses import Span, clause_of
from extractors.discourse import Discourse, How, Mention
from extractors.quantities import Quantity
from extractors.records import Sentence, When
from extractors.speech import Source
from extractors.times import Relation, TimeKind, TimeSpan
from extractors.words import Token

_start = itemgetter(2)
"""Where a token starts; a Token is a tuple."""


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
    source: Source | None = None
    """Who says the sentence; None when its writer does."""
    voices: frozenset[str] = frozenset()
    """Names that stand beside a verb of speech: they tell, and own no figure."""

    def token_at(self, offset: int) -> int:
        """Return the index of the token at or before a character offset."""
        return max(0, bisect_right(self.tokens, offset, key=_start) - 1)

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


_RIGHT_BEHIND = 14
"""Characters between a figure and its date in a series: "$17 billion in July 2024, $20 billion in January 2025"."""


def date_near(reading: Reading, offset: int, end: int | None = None) -> When | None:
    """Return the date that holds at an offset: of its clause, nearest first, else the sentence's only one.

    end: where the figure ends; a date right behind it is its own, however near the one before is. Only there a distance from
    another day counts: "up from 60 million a week earlier" dates the 60 million and nothing else.
    """
    known = [span for span in reading.times if span.when and (reading.published is not None or span.when.day.year > 1)]
    dated = [span for span in known if reading.published is None or span.kind is not TimeKind.CLOCK]
    usable = [span for span in dated if span.relation in (Relation.ON, Relation.BY, Relation.FROM, Relation.SINCE)]
    low, high = reading.clause_at(offset)
    near = [span for span in usable if low <= span.start < high]
    for span in near:
        gap = span.start - end if end is not None else -1
        # Nothing may stand before a distance: "29% from a year earlier" dates what was, not the 29%.
        if 0 <= gap <= _RIGHT_BEHIND and not (span.relative and reading.text[end : span.start].strip()):
            return span.when
    usable = [span for span in usable if not span.relative]
    near = [span for span in near if not span.relative]
    if near:
        return min(near, key=lambda span: abs(span.start - offset)).when
    return usable[0].when if len(usable) == 1 else None
