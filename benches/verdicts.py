"""Judges the labelled cases of tests/cases/verdicts and prints where the rules differ from the labels.

    python -m benches.verdicts [--failures]

A case goes the way that facts go in the ledger: each prior is judged when it is told, priors are found by their slot
hash only, figures are compared in the terms of their family. What a case says and why is in README.md beside the cases.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from math import isclose
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import Field
from pydantic.dataclasses import dataclass as strict_dataclass
from rapidfuzz import fuzz

from extractors.records import ALERT_WORTHY, Fact, Kind, Modality, Novelty, Precision, Qualifier, Verdict, When, make_id
from extractors.strict_toml import STRICT, FileMistake, parse_toml
from warehouse.novelty import judge
from warehouse.slots import Known, find_hashes, make_claim_id, to_known

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "verdicts"
KNOWN_FAILURES = CASES / "known_failures.toml"
FOUR_WAY = (Novelty.NEW, Novelty.RESTATED, Novelty.CHANGED, Novelty.CONTRADICTED)
Turn = Literal[
    "first",
    "wording",
    "recap",
    "rounding",
    "hedge",
    "range",
    "terms",
    "value",
    "unit",
    "measure",
    "subject",
    "actor",
    "object",
    "speaker",
    "scope",
    "period",
    "date",
    "series",
    "modality",
    "polarity",
    "edit",
]
"""The slot or the trap that decides a case; README.md says what each means."""

Day = Annotated[str, Field(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")]


@strict_dataclass(frozen=True, config=STRICT)
class Telling:
    """One fact as a case tells it. What it leaves out it has from the case's `about`, else from records.Fact."""

    sentence: str | None = None
    published: date | None = None
    kind: Kind | None = None
    subject: str | None = None
    predicate: str | None = None
    object: str | None = None
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    qualifier: Qualifier | None = None
    scope: str | None = None
    as_of: Day | None = None
    speaker: str | None = None
    modality: Modality | None = None
    article: str | None = None
    """Tells two versions of one article from two articles; left out, every fact has an article of its own."""
    version: int | None = None


@strict_dataclass(frozen=True, config=STRICT)
class Case:
    """Prior facts in the order of reading, a fact, and what a careful editor makes of it."""

    name: str
    verdict: Novelty
    hard: bool
    turns_on: Turn
    why: str
    priors: tuple[Telling, ...]
    fact: Telling
    about: Telling = Telling()

    @property
    def facts(self) -> tuple[tuple[Fact, datetime], ...]:
        """Priors and fact, last, each with its time of publication (noon, UTC)."""
        return tuple(self._make(number, told) for number, told in enumerate((*self.priors, self.fact)))

    def _make(self, number: int, told: Telling) -> tuple[Fact, datetime]:
        slots = asdict(self.about) | {name: value for name, value in asdict(told).items() if value is not None}
        missing = [name for name in ("sentence", "published", "kind", "subject", "predicate") if slots[name] is None]
        if missing:
            raise FileMistake(f"{self.name}: a fact without {', '.join(missing)}")
        article = make_id("case", self.name, slots.pop("article") or number)
        version = make_id(article, slots.pop("version") or 1)
        published, as_of = slots.pop("published"), slots.pop("as_of")
        given = {name: value for name, value in slots.items() if value is not None}
        fact = Fact(
            fact_id=make_id(self.name, number),
            article_id=article,
            version_id=version,
            start_char=0,
            end_char=len(given["sentence"]),
            rule="case",
            as_of=read_day(as_of) if as_of else None,
            **given,
        )
        return fact, datetime.combine(published, time(12), UTC)


@strict_dataclass(frozen=True, config=STRICT)
class CaseFile:
    """One theme."""

    cases: tuple[Case, ...]


@strict_dataclass(frozen=True, config=STRICT)
class Defect:
    """Cases that one fault of the rules gets wrong, and the fix in principle."""

    name: str
    fix: str
    cases: tuple[str, ...]


@strict_dataclass(frozen=True, config=STRICT)
class DefectFile:
    """known_failures.toml."""

    defects: tuple[Defect, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case with the verdict that the rules gave."""

    case: Case
    verdict: Verdict

    @property
    def right(self) -> bool:
        return self.verdict.novelty is self.case.verdict


def read_day(text: str) -> When:
    """Return "2025-01-13", "2025-01" or "2025" with its precision."""
    precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[text.count("-")]
    return When(date.fromisoformat(f"{text}-01-01"[:10] if precision is Precision.YEAR else f"{text}-01"[:10]), precision)


@cache
def read_cases() -> tuple[Case, ...]:
    """Return the cases of all themes, in order of file and place."""
    themes = sorted(path for path in CASES.glob("*.toml") if path != KNOWN_FAILURES)
    return tuple(case for path in themes for case in parse_toml(path.read_text(encoding="utf-8"), CaseFile, path.name).cases)


@cache
def read_defects() -> tuple[Defect, ...]:
    """Return what the rules are known to get wrong."""
    return parse_toml(KNOWN_FAILURES.read_text(encoding="utf-8"), DefectFile, KNOWN_FAILURES.name).defects


def judge_case(case: Case, topic: str = "cases") -> Verdict:
    """Return the verdict on a case's fact after its priors went into an empty ledger one by one."""
    ledger: dict[int, list[Known]] = {}
    for fact, published_at in case.facts:
        known = to_known(fact, published_at)
        hashes = [found for found in find_hashes(topic, known) if found is not None]
        priors = {prior.fact_id: prior for found in hashes for prior in ledger.get(found, [])}
        wordings = [told for told, _ in case.facts if told.article_id == fact.article_id]
        withdrawn = [told.fact_id for told in wordings if told.version_id != fact.version_id]
        verdict = judge(known, sorted(priors.values(), key=lambda prior: prior.order), withdrawn)
        for found in hashes:
            ledger.setdefault(found, []).append(replace(known, claim_id=verdict.claim_id or make_claim_id(topic, known)))
    return verdict


def skim_case(case: Case) -> Novelty:
    """Return what a hurried reader says, who looks at subject, measure and figure (or the words) and at nothing else.

    The baseline, and what `hard` means: a case is hard if this gets it wrong.
    """
    *priors, fact = [fact for fact, _ in case.facts]
    alike = [p for p in priors if p.kind is fact.kind and p.predicate == fact.predicate and _look_alike(p.subject, fact.subject)]
    if not alike:
        return Novelty.NEW
    match fact.kind:
        case Kind.QUANTITY | Kind.RANKING:
            known = any(isclose(p.value or 0, fact.value or 0, rel_tol=0.02) for p in alike)
        case Kind.ATTRIBUTE:
            known = any(p.object == fact.object for p in alike)
        case Kind.EVENT:
            known = any(_look_alike(p.object or "", fact.object or "") for p in alike)
        case Kind.STATEMENT:
            known = any(fuzz.token_set_ratio(p.sentence, fact.sentence) >= 82 for p in alike)
    moves = fact.kind in (Kind.QUANTITY, Kind.RANKING, Kind.ATTRIBUTE)
    return Novelty.RESTATED if known else Novelty.CHANGED if moves else Novelty.NEW


def _look_alike(one: str, other: str) -> bool:
    return fuzz.ratio(one, other) >= 60


def judge_cases(cases: Iterable[Case]) -> tuple[Outcome, ...]:
    """Return each case with the verdict of the rules."""
    return tuple(Outcome(case, judge_case(case)) for case in cases)


def macro_f1(outcomes: Sequence[Outcome], labels: Sequence[Novelty] = FOUR_WAY) -> float:
    """Return the mean of the labels' F1. Cases labelled otherwise (unsure, retracted) count where a label was given wrongly."""
    return sum(f1(outcomes, label) for label in labels) / len(labels)


def f1(outcomes: Sequence[Outcome], label: Novelty) -> float:
    """Return 2 x hits / (given + wanted), 0 if neither was."""
    hits = sum(outcome.right for outcome in outcomes if outcome.case.verdict is label)
    both = sum((outcome.case.verdict is label) + (outcome.verdict.novelty is label) for outcome in outcomes)
    return 2 * hits / both if both else 0.0


def share_silenced(outcomes: Sequence[Outcome]) -> float:
    """Return the share of changed and contradicted facts that were taken for known ones: news that nobody would hear of."""
    moved = [outcome for outcome in outcomes if outcome.case.verdict in (Novelty.CHANGED, Novelty.CONTRADICTED)]
    return sum(outcome.verdict.novelty is Novelty.RESTATED for outcome in moved) / len(moved)


def share_repeated(outcomes: Sequence[Outcome]) -> float:
    """Return the share of known facts that would alert: news told twice."""
    known = [outcome for outcome in outcomes if outcome.case.verdict is Novelty.RESTATED]
    return sum(outcome.verdict.novelty in ALERT_WORTHY for outcome in known) / len(known)


def write_report(outcomes: Sequence[Outcome], *, with_failures: bool) -> str:
    """Return the confusion matrix, the figures and, if asked for, the failures by the rule that decided."""
    hard = [outcome for outcome in outcomes if outcome.case.hard]
    skimmed = [replace(outcome, verdict=replace(outcome.verdict, novelty=skim_case(outcome.case))) for outcome in outcomes]
    lines = [
        f"{len(outcomes)} cases, {len(hard)} hard; rows: label, columns: verdict",
        "",
        *_matrix(outcomes),
        "",
        f"right: {_share(outcomes)}; of the hard ones {_share(hard)}",
        f"macro-F1 over {', '.join(FOUR_WAY)}: {macro_f1(outcomes):.3f}",
        f"changed or contradicted, silenced as restated: {share_silenced(outcomes):.1%}",
        f"restated, alerted again: {share_repeated(outcomes):.1%}",
        f"a hurried reader has {macro_f1(skimmed):.3f}, {share_silenced(skimmed):.1%} and {share_repeated(skimmed):.1%}",
        "",
        "right / cases by what the case turns on:",
    ]
    for turn in get_args(Turn):
        lines.append(f"  {turn:<10}{_share([outcome for outcome in outcomes if outcome.case.turns_on == turn])}")
    if with_failures:
        wrong = sorted((o for o in outcomes if not o.right), key=lambda o: (o.verdict.rule, o.case.verdict, o.case.name))
        lines += ["", "failures by the rule that decided (label -> verdict):"]
        lines += [f"  {o.verdict.rule:<22}{o.case.verdict:>13} -> {o.verdict.novelty:<13}{o.case.name}" for o in wrong]
    return "\n".join(lines) + "\n"


def _matrix(outcomes: Sequence[Outcome]) -> Iterator[str]:
    pairs = Counter((outcome.case.verdict, outcome.verdict.novelty) for outcome in outcomes)
    yield " " * 13 + "".join(f"{label:>13}" for label in Novelty) + f"{'F1':>8}"
    for label in Novelty:
        counts = "".join(f"{pairs[label, got] or '.':>13}" for got in Novelty)
        yield f"{label:<13}{counts}{f1(outcomes, label):8.3f}"


def _share(outcomes: Sequence[Outcome]) -> str:
    return f"{sum(outcome.right for outcome in outcomes)} / {len(outcomes)}"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--failures", action="store_true", help="list every case that the rules get wrong")
    asked = ask.parse_args()
    sys.stdout.write(write_report(judge_cases(read_cases()), with_failures=asked.failures))


if __name__ == "__main__":
    main()
