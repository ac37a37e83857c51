"""The quality floor on our own stories (tests/stories), and the scorer that measures it (benches/stories.py)."""

from __future__ import annotations

import hashlib

import pytest
from samples import REDNOTE

from benches.stories import STORIES, Comparison, Label, Score, compare, compare_stories, load_labels, score_kinds
from extractors.records import Fact, Kind

CORPUS = "b524ce797f7d93befe9d91a5ddffccac8a50903963e965097369abd73a84df99"
"""Fingerprint of texts and gold. Whoever changes them measures again (python -m benches.stories) and sets the floors anew."""
FLOORS = {
    Kind.QUANTITY: (0.87, 0.63),
    Kind.RANKING: (0.44, 0.19),
    Kind.ATTRIBUTE: (0.59, 0.33),
    Kind.EVENT: (0.57, 0.40),
    Kind.STATEMENT: (0.66, 0.48),
}
"""Per kind: F1, and the share of the gold found with the right subject; 0.02 to 0.03 under what was measured."""


@pytest.fixture(scope="module")
def comparisons() -> list[Comparison]:
    return list(compare_stories(STORIES, REDNOTE))


def read_corpus() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(STORIES.iterdir()) if path.name != "README.md"}


def test_floors_belong_to_this_corpus() -> None:
    whole = "".join(f"{name}\n{text}" for name, text in read_corpus().items())
    assert hashlib.sha256(whole.encode()).hexdigest() == CORPUS


def test_evidence_stands_in_its_story_once() -> None:
    texts = read_corpus()
    assert [label for label in load_labels(STORIES) if texts[label.file].count(label.evidence) != 1] == []


@pytest.mark.parametrize("kind", FLOORS)
def test_stories_stay_above_their_floors(comparisons: list[Comparison], kind: Kind) -> None:
    score = score_kinds(comparisons)[kind]
    least_f1, least_subject = FLOORS[kind]
    assert (score.f1 >= least_f1, score.subject >= least_subject) == (True, True), score


def test_the_correction_changes_one_figure_of_the_data_story() -> None:
    texts = read_corpus()
    (_, before), (_, after) = (texts[name].split("\n---\n", 1) for name in ("data.md", "correction.md"))
    assert after.startswith(before.replace("1.9 million", "2.1 million"))


def test_a_concert_with_a_red_note_is_no_news_of_rednote(comparisons: list[Comparison]) -> None:
    (concert,) = (comparison for comparison in comparisons if comparison.file == "offtopic.md")
    assert [fact.sentence for fact in concert.alarms if fact.subject == "RedNote"] == []


TEXT = "RedNote has 300 million users. It fell 54% to second place, Ann Lee said."
FIRST, SECOND = (0, 30), (31, len(TEXT))


def make_fact(
    place: tuple[int, int],
    kind: Kind = Kind.QUANTITY,
    subject: str = "RedNote",
    value: float | None = None,
    unit: str | None = None,
    speaker: str | None = None,
) -> Fact:
    start, end = place
    return Fact(
        "f", "a", "v", kind, subject, "said", TEXT[start:end], start, end, "rule", value=value, unit=unit, speaker=speaker
    )


def make_label(evidence: str, kind: Kind = Kind.QUANTITY, value: float | None = None, unit: str | None = None) -> Label:
    return Label("t.md", kind, "RedNote", "said", evidence, value=value, unit=unit)


USERS = make_label("300 million users", value=3e8, unit="users")
FALL = make_label("fell 54%", value=54, unit="percent")
WORDS = Label("t.md", Kind.STATEMENT, "Ann Lee", "said", "Ann Lee said", speaker="Ann Lee", core=False)


@pytest.mark.parametrize(
    ("label", "fact", "found", "right_subject"),
    [
        (USERS, make_fact(FIRST, value=3e8, unit="users"), True, True),
        (USERS, make_fact(FIRST, value=3.02e8, unit="accounts"), True, True),
        (USERS, make_fact(FIRST, value=3e8, unit="users", subject="Xiaohongshu"), True, True),
        (USERS, make_fact(FIRST, value=3e8, unit="users", subject="TikTok"), True, False),
        (USERS, make_fact(FIRST, value=3e8, unit="USD"), False, False),
        (USERS, make_fact(FIRST, value=3.1e8, unit="users"), False, False),
        (USERS, make_fact(SECOND, value=3e8, unit="users"), False, False),
        (USERS, make_fact(FIRST, Kind.RANKING, value=3e8), False, False),
        (FALL, make_fact(SECOND, value=-54, unit="percent"), True, True),
        (FALL, make_fact(SECOND, value=54), False, False),
        (WORDS, make_fact(SECOND, Kind.STATEMENT, speaker="Professor Ann Lee"), True, True),
        (WORDS, make_fact(SECOND, Kind.STATEMENT, speaker="Bob Lee"), True, False),
        (WORDS, make_fact(SECOND, Kind.EVENT, subject="Ann Lee"), False, False),
    ],
)
def test_what_counts_as_found(label: Label, fact: Fact, found: bool, right_subject: bool) -> None:
    (pair,) = compare("t.md", TEXT, [label], [fact]).pairs
    assert (pair.fact is not None, pair.right_subject) == (found, right_subject)


def test_a_fact_answers_for_one_of_the_gold_and_the_right_subject_first() -> None:
    stranger, ours = make_fact(FIRST, value=3e8, unit="users", subject="TikTok"), make_fact(FIRST, value=3e8, unit="users")
    one = compare("t.md", TEXT, [USERS], [stranger, ours])
    assert (one.pairs[0].fact, one.alarms) == (ours, (stranger,))
    two = compare("t.md", TEXT, [USERS, USERS], [ours])
    assert [pair.fact for pair in two.pairs] == [ours, None]


def test_score_counts_gold_found_and_matched() -> None:
    done = compare(
        "t.md", TEXT, [USERS, FALL], [make_fact(FIRST, value=3e8, unit="users"), make_fact(SECOND, value=2, unit="users")]
    )
    assert score_kinds([done])[Kind.QUANTITY] == Score(gold=2, found=2, matched=1, right_subject=1)
    assert score_kinds([done])[Kind.QUANTITY].f1 == 0.5
