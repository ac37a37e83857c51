"""Measures the extraction on our own stories (tests/stories) and prints a table per kind.

    python -m benches.stories [--misses] [--false-alarms] [--kind KIND] [STORY ...]

A fact is found when a fact of the same kind stands in the sentence of its evidence, for figures with the same value and
currency. Every fact answers for at most one of the gold. `subject` is the share of the gold found under the right name.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extractors.article_file import FileFailure, parse_article_file
from extractors.facts import extract_facts
from extractors.records import Fact, Kind
from extractors.topic import parse_topic
from extractors.vocabulary import Vocabulary, compile_topic

ROOT = Path(__file__).resolve().parent.parent
STORIES = ROOT / "tests" / "stories"
TOPIC = ROOT / "seeds" / "rednote" / "topic.toml"

FIGURES = frozenset({Kind.QUANTITY, Kind.RANKING})
MONEY_AND_SHARES = frozenset({"USD", "CNY", "TWD", "GBP", "INR", "percent"})
"""Units that a value cannot be without; other units are nouns, and one count may go by several."""
TOLERANCE = 0.01
INTERCHANGEABLE = (
    frozenset({"RedNote", "Xiaohongshu", "Xingin Information Technology", "RedNote moderator jobs"}),
    frozenset({"TikTok US", "TikTok USDS Joint Venture LLC", "TikTok joint venture"}),
    frozenset({"United States", "US government", "White House"}),
    frozenset({"Joe Biden", "Biden administration"}),
    frozenset({"GSR Ventures", "GSR IV", "GSR fund"}),
    frozenset({"House of Representatives", "Congress"}),
    frozenset({"China", "Chinese Embassy"}),
)
"""Names under which one claim may be filed, whichever of them the text uses."""


@dataclass(frozen=True, slots=True)
class Label:
    """One gold fact: what an annotator says the text says."""

    file: str
    kind: Kind
    subject: str
    predicate: str
    evidence: str
    """Verbatim in the text, once."""
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    speaker: str | None = None
    core: bool = True


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold fact, and the fact that was found for it."""

    label: Label
    fact: Fact | None
    right_subject: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found in one story: the pairs in the order of the gold, and the facts that nothing in the gold asks for."""

    file: str
    pairs: tuple[Pair, ...]
    alarms: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one kind, with the rates made of them (0..1)."""

    gold: int
    found: int
    matched: int
    right_subject: int

    @property
    def precision(self) -> float:
        return self.matched / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.matched / (self.gold + self.found) if self.gold + self.found else 0.0

    @property
    def subject(self) -> float:
        """Recall of facts with the right subject."""
        return self.right_subject / self.gold if self.gold else 0.0


def load_labels(folder: Path) -> list[Label]:
    """Return the gold facts of a folder, in the order of the file."""
    return [_make_label(json.loads(line)) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]


def _make_label(row: dict[str, object]) -> Label:
    value, high = row.get("value"), row.get("value_high")
    return Label(
        file=str(row["file"]),
        kind=Kind(str(row["kind"])),
        subject=str(row["subject"]),
        predicate=str(row["predicate"]),
        evidence=str(row["evidence"]),
        value=float(value) if isinstance(value, int | float) else None,
        value_high=float(high) if isinstance(high, int | float) else None,
        unit=str(row["unit"]) if "unit" in row else None,
        speaker=str(row["speaker"]) if "speaker" in row else None,
        core=row["salience"] == "core",
    )


def compare_stories(folder: Path, vocabulary: Vocabulary) -> Iterator[Comparison]:
    """Extract every story of a folder and lay it beside the gold. Raises RuntimeError on a story that cannot be read."""
    labels = load_labels(folder)
    for path in sorted(folder.glob("*.md")):
        if path.name == "README.md":
            continue
        article = parse_article_file(path.name, path.read_bytes(), datetime(2025, 1, 1, tzinfo=UTC))
        if isinstance(article, FileFailure):
            raise RuntimeError(f"{path}: {article.detail}")  # noqa: TRY004 (no type is wrong here, the file is)
        facts = extract_facts(article, vocabulary).facts
        yield compare(path.name, article.text, [label for label in labels if label.file == path.name], facts)


def compare(file: str, text: str, labels: Sequence[Label], facts: Sequence[Fact]) -> Comparison:
    """Pair gold facts with facts found, one to one: first those with the right subject, then the others."""
    taken: dict[int, int] = {}
    for strict in (True, False):
        for n, label in enumerate(labels):
            if n in taken.values():
                continue
            for k, fact in enumerate(facts):
                if k not in taken and is_found(label, text, fact) and (is_same_subject(label, fact) or not strict):
                    taken[k] = n
                    break
    answers = {n: facts[k] for k, n in taken.items()}
    pairs = tuple(
        Pair(label, answers.get(n), n in answers and is_same_subject(label, answers[n])) for n, label in enumerate(labels)
    )
    return Comparison(file, pairs, tuple(fact for k, fact in enumerate(facts) if k not in taken))


def is_found(label: Label, text: str, fact: Fact) -> bool:
    """Tell whether a fact says what the gold fact says: its kind, its place, its value."""
    if fact.kind is not label.kind:
        return False
    start = text.index(label.evidence)
    if not (fact.start_char < start + len(label.evidence) and start < fact.end_char):
        return False
    if label.kind not in FIGURES:
        return True
    if not _is_near(label.value, fact.value):
        return False
    if label.value_high is not None and not _is_near(label.value_high, fact.value_high):
        return False
    return label.unit == fact.unit or not {label.unit, fact.unit} & MONEY_AND_SHARES


def is_same_subject(label: Label, fact: Fact) -> bool:
    """Tell whether both are filed under one name; a statement may be filed under its speaker."""
    names = {fact.subject, fact.speaker} if label.kind is Kind.STATEMENT else {fact.subject}
    wanted = {label.subject, label.speaker} if label.kind is Kind.STATEMENT else {label.subject}
    return any(_is_same_name(a, b, core=label.core) for a in wanted for b in names if a and b)


def _is_same_name(wanted: str, name: str, *, core: bool) -> bool:
    a, b = wanted.casefold(), name.casefold()
    if a == b or any({wanted, name} <= names for names in INTERCHANGEABLE):
        return True
    # Strangers have no fixed name: "Kelsey Vaughan" is as good as "hairdresser Kelsey Vaughan".
    return not core and (set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split()))


def _is_near(wanted: float | None, value: float | None) -> bool:
    """A fall may be told as 54 or -54."""
    if wanted is None or value is None:
        return False
    return abs(abs(wanted) - abs(value)) <= TOLERANCE * max(abs(wanted), abs(value))


def score_kinds(comparisons: Iterable[Comparison]) -> dict[Kind, Score]:
    """Return the score of every kind over these stories."""
    done = list(comparisons)
    pairs = [pair for comparison in done for pair in comparison.pairs]
    alarms = [fact for comparison in done for fact in comparison.alarms]
    scores = {}
    for kind in Kind:
        mine = [pair for pair in pairs if pair.label.kind is kind]
        matched = sum(pair.fact is not None for pair in mine)
        found = matched + sum(fact.kind is kind for fact in alarms)
        scores[kind] = Score(len(mine), found, matched, sum(pair.right_subject for pair in mine))
    return scores


def add_scores(scores: Iterable[Score]) -> Score:
    """Return the score over several kinds together."""
    each = list(scores)
    return Score(*(sum(column) for column in zip(*((s.gold, s.found, s.matched, s.right_subject) for s in each), strict=True)))


def format_score(name: str, score: Score) -> str:
    """One line of the table."""
    rates = f"{score.precision:6.3f} {score.recall:6.3f} {score.f1:6.3f} {score.subject:8.3f}"
    return f"{name:16} {score.gold:5} {score.found:6} {rates}"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("stories", nargs="*", metavar="STORY", help="names of stories (default: all)")
    ask.add_argument("--misses", action="store_true", help="list what was not found, or under another name")
    ask.add_argument("--false-alarms", action="store_true", help="list what the gold does not ask for")
    ask.add_argument("--kind", choices=[kind.value for kind in Kind])
    wanted = ask.parse_args()
    vocabulary = compile_topic(parse_topic(TOPIC.read_text(encoding="utf-8")))
    done = [c for c in compare_stories(STORIES, vocabulary) if not wanted.stories or Path(c.file).stem in wanted.stories]
    print(f"{'':16} {'gold':>5} {'found':>6} {'prec':>6} {'recall':>6} {'F1':>6} {'+subject':>8}")
    for comparison in done:
        print(format_score(Path(comparison.file).stem, add_scores(score_kinds([comparison]).values())))
    print()
    scores = score_kinds(done)
    for kind, score in scores.items():
        print(format_score(kind.value, score))
    print(format_score("all", add_scores(scores.values())))
    for comparison in done:
        for pair in comparison.pairs if wanted.misses else ():
            if not pair.right_subject and wanted.kind in (None, pair.label.kind.value):
                print(_describe_miss(pair))
        for fact in comparison.alarms if wanted.false_alarms else ():
            if wanted.kind in (None, fact.kind.value):
                print(_describe_alarm(comparison.file, fact))


def _describe_miss(pair: Pair) -> str:
    label, fact = pair.label, pair.fact
    why = "not found" if fact is None else f"subject {fact.subject!r}, speaker {fact.speaker!r}"
    value = "" if label.value is None else f" {label.value:g}"
    return f"- {label.file} {label.kind} [{why}] {label.subject}.{label.predicate}{value} | {label.evidence}"


def _describe_alarm(file: str, fact: Fact) -> str:
    told = fact.value if fact.value is not None else fact.object
    return f"+ {file} {fact.kind} {fact.subject}.{fact.predicate} {told} <{fact.rule}> | {fact.sentence[:150]}"


if __name__ == "__main__":
    main()
