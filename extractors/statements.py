"""Attributed words to facts: who said, warned, promised or expects what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.cues import modality_at
from extractors.drafts import Draft
from extractors.reading import Reading
from extractors.records import Kind, Modality
from extractors.speech import Force, Source, speech_words
from extractors.topic import SubjectType

QUOTE_RULE = "statement.quote"
UNNAMED = "somebody"
_MIN_QUOTE_WORDS = 5
_MIN_SAID_WORDS = 3
_CROWD = re.compile(r"(?i)(?:some|many|more|most|several|other|few)\b.*s\b")
"""Who speaks in general ("some users argue"): a mood that a report paints, and nobody's word."""
_PREDICATES = {Force.WARN: "expects", Force.ARGUE: "argues", Force.SAY: "said", Force.REPORT: "reported", Force.NONE: "said"}


def find_statements(reading: Reading, speaker_nearby: str | None, told: bool) -> Iterator[Draft]:
    """Yield at most one statement: a quotation, else indirect speech or thought.

    speaker_nearby: whose words stand before this sentence, for a quotation that goes on without naming its speaker.
    told: whether figures, rankings or attributes of the sentence already say what the source says; a person's words
    count beside them, a firm's count is only their source.
    """
    source = reading.source
    quote = next((span for span in reading.quotes if _is_speech(reading, span)), None)
    if quote is not None:
        speaker = source.speaker if source else speaker_nearby or UNNAMED
        yield _draft(reading, speaker, quote[0], QUOTE_RULE)
    elif source is not None and _speaks(reading, source, told):
        behind = source.leads or source.start == 0  # "According to Nadia Ferro, RedNote is harmless"
        said = reading.text[source.verb_end :] if behind else reading.text[: source.start]
        if not _CROWD.match(source.speaker) and len(re.findall(r"\w+", said)) >= _MIN_SAID_WORDS:
            yield _draft(reading, source.speaker, source.start, "statement.speech")


def _is_speech(reading: Reading, span: tuple[int, int]) -> bool:
    """Whether a quotation is somebody's words: long enough, and no title ("an order titled ...")."""
    before = reading.low[: span[0]].rstrip(" \"'").rpartition(" ")[2]
    return len(reading.text[span[0] : span[1]].split()) >= _MIN_QUOTE_WORDS and before not in speech_words().titling


def is_person(reading: Reading, name: str) -> bool:
    """Whether a name of the sentence is a person's."""
    return any(mention.name == name and mention.type is SubjectType.PERSON for mention in reading.mentions)


def _speaks(reading: Reading, source: Source, told: bool) -> bool:
    person = is_person(reading, source.speaker)
    if told and (not person or modality_at(reading, source.start) is Modality.ACTUAL):
        return False
    return source.force in (Force.SAY, Force.ARGUE, Force.WARN) or person or (source.force is Force.NONE and not source.named)


def _draft(reading: Reading, speaker: str, start: int, rule: str) -> Draft:
    source = reading.source
    core = any(mention.core and mention.name == speaker for mention in reading.mentions)
    if rule != QUOTE_RULE:
        core = core or (source is not None and source.named and any(mention.core for mention in reading.mentions))
    predicate = _PREDICATES[source.force] if source else "said"
    modality = modality_at(reading, start)
    return Draft(
        Kind.STATEMENT,
        speaker,
        predicate,
        rule,
        start,
        core,
        speaker=speaker,
        modality=modality if modality in (Modality.POSSIBLE, Modality.DENIED) else Modality.ACTUAL,
    )
