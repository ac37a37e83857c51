"""What tests of the extractors share: two topics, articles made of a text, and the case files with their known failures."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.facts import Extraction, extract_facts
from extractors.reader import read_sentences
from extractors.reading import Reading
from extractors.records import Article, Fact, Modality, Qualifier
from extractors.topic import Topic, parse_topic
from extractors.vocabulary import Vocabulary, compile_topic

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
PUBLISHED = datetime(2025, 1, 21, 12, tzinfo=UTC)
"""A Tuesday."""

TOPICS: dict[str, Topic] = {
    "rednote": parse_topic((ROOT / "seeds" / "rednote" / "topic.toml").read_text(encoding="utf-8")),
    "recall": parse_topic((CASES / "facts_recall_topic.toml").read_text(encoding="utf-8")),
}
REDNOTE: Vocabulary = compile_topic(TOPICS["rednote"])
RECALL: Vocabulary = compile_topic(TOPICS["recall"])

TITLES = {"rednote": "PAFACA: questions and answers", "recall": "Appliance Safety Act: questions and answers"}
"""A title names the story, as a real one does, or "the law" is any law. It names what owns no figure."""
ELSEWHERE = "A title of another story"


def known_failure(cause: str) -> pytest.MarkDecorator:
    """Mark a case that fails today; when it passes, the mark must go."""
    return pytest.mark.xfail(strict=True, reason=cause, raises=(AssertionError, IndexError, pytest.fail.Exception))


def load_cases(name: str) -> list[object]:
    """Return the cases of tests/cases/<name>.toml as parameters (text, expected).

    A case is `text = expected`; a known failure is `text = { expected = ..., cause = "..." }` and must go on failing until
    it is moved among the others.
    """
    sections = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    return [_make_case(text, case) for section in sections.values() for text, case in section.items()]


def _make_case(text: str, case: object) -> object:
    name = " ".join(text.split())[:100]
    if isinstance(case, dict):
        return pytest.param(text, case["expected"], id=name, marks=known_failure(case["cause"]))
    return pytest.param(text, case, id=name)


def make_article(text: str, title: str, published: datetime | None = PUBLISHED) -> Article:
    return Article("story", "wording", "https://courier.example/story", "The Courier", title, text, published)


def extract(
    text: str, vocabulary: Vocabulary = REDNOTE, published: datetime | None = PUBLISHED, title: str | None = None
) -> Extraction:
    """Return what an article says. title: what the story's own (TITLES) is replaced by."""
    return extract_facts(make_article(text, title or TITLES.get(vocabulary.topic.name, ELSEWHERE), published), vocabulary)


def read(text: str, vocabulary: Vocabulary = REDNOTE, title: str | None = None) -> list[Reading]:
    return list(read_sentences(make_article(text, title or TITLES.get(vocabulary.topic.name, ELSEWHERE)), vocabulary))


def read_last(text: str, vocabulary: Vocabulary = REDNOTE, title: str | None = None) -> Reading:
    """Return the reading of the last sentence; those before it only prepare it."""
    return read(text, vocabulary, title)[-1]


def write_fact(fact: Fact) -> str:
    """Write a fact as the case files do: `kind: subject | predicate | value | -> object | scope | modality | speaker | side`."""
    parts = [f"{fact.kind.value}: {fact.subject}", fact.predicate]
    if fact.value is not None:
        hedge = "" if fact.qualifier in (Qualifier.EXACT, Qualifier.BETWEEN) else f"{fact.qualifier.value} "
        high = "" if fact.value_high is None else f"..{fact.value_high:.12g}"
        parts.append(f"{hedge}{fact.value:.12g}{high}{' ' + fact.unit if fact.unit else ''}")
    if fact.object is not None:
        parts.append(f"-> {fact.object}")
    if fact.scope is not None:
        parts.append(f"in {fact.scope}")
    if fact.modality is not Modality.ACTUAL:
        parts.append(fact.modality.value)
    if fact.speaker is not None:
        parts.append(f"says {fact.speaker}")
    if not fact.core:
        parts.append("side")
    return " | ".join(parts)
