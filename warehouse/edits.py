"""What an edit does to what an article told before: pure rules over two wordings of one article.

Sentences are compared before facts. A fact in a sentence that stood in the earlier wording is no news, whatever today's rules
read in it: an extractor upgrade is not an edit. A figure that an edit altered is a fact of the new wording and judged like any
other (novelty.py); what an edit removed without a word leaves no fact to judge, and is taken back here by the fact that told it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz

from extractors.cues import NEGATION
from extractors.quantities import find_quantities
from extractors.records import ALERT_WORTHY, Article, Fact, Kind, Modality, Novelty, Precision, Qualifier, Verdict, make_id
from extractors.sentences import split_sentences, to_plain
from warehouse.rows import FactRow
from warehouse.store import Transaction

SAME_SENTENCE = "edit.same_sentence"
REMOVED = "edit.removed"

_KEPT = 0.5
"""Share of the earlier sentences that must still stand for a missing one to mean anything: a live page rolls over, and a page
that is suddenly read in another way loses half its text (GDELT's diffs: extraction noise inflates edits)."""
_REWORDED = 75.0
"""rapidfuzz.token_set_ratio above which a new sentence is an old one in other words, if numbers and negation agree."""
_ROUNDING = 0.02
_LINE = re.compile(r"[^\n]+")
_NOTE = re.compile(r"\W*(?:corrections?|clarification|editors?'s? note)\b|.*\bearlier version of this (?:article|story|report)\b")


@dataclass(frozen=True, slots=True)
class Told:
    """What an article has told so far."""

    text: str
    """Its latest wording that could be read in full."""
    version: int
    published_at: datetime
    facts: tuple[FactRow, ...]
    """Of all its wordings, with what was taken back."""


def read_told(transaction: Transaction, article_ids: Iterable[str]) -> dict[str, Told]:
    """Return what those of the articles that are stored have told so far, by article_id."""
    latest = transaction.read("latest_wordings", {"article_ids": sorted(set(article_ids))})
    facts: dict[str, list[FactRow]] = {row["article_id"]: [] for row in latest}
    if latest:  # most batches bring no article a second time, and need not search the facts
        for row in transaction.read("facts_of_articles", {"article_ids": list(facts)}):
            facts[row["article_id"]].append(_to_fact_row(row))
    return {
        row["article_id"]: Told(row["text"], row["version"], row["published_at"], tuple(facts[row["article_id"]]))
        for row in latest
    }


def add_wording(told: Told | None, article: Article, version: int, published_at: datetime, rows: Iterable[FactRow]) -> Told:
    """Return what the article has told after one more wording."""
    return Told(article.text, version, published_at, (*(told.facts if told else ()), *rows))


def settle_edit(fact: Fact, verdict: Verdict, told: Told | None) -> Verdict:
    """Return the verdict on a fact of a later wording: what stands in a sentence that the edit left alone is known."""
    if told is None or verdict.novelty not in ALERT_WORTHY or _fold(fact.sentence) not in _fold(told.text):
        return verdict
    same = [row for row in told.facts if _fold(row.sentence) == _fold(fact.sentence) and _slots(row) == _slots(fact)]
    claim_id, prior = (same[0].claim_id, same[0].fact_id) if same else (verdict.claim_id, verdict.prior_fact_id)
    reason = "the sentence stood in an earlier wording of the article; the edit did not touch it"
    return Verdict(Novelty.RESTATED, claim_id, reason, SAME_SENTENCE, prior)


def find_removed(told: Told, article: Article, rows: Sequence[FactRow], *, run_id: str, now: datetime) -> list[FactRow]:
    """Return a retraction for every alert-worthy fact that the new wording of the article silently dropped.

    `rows` are the judged facts of the new wording. A retraction is the old fact over again, with the old sentence and wording as
    its evidence; `prior_fact_id` names the fact it takes back. None for what is said in other words, for what a fact of the new
    wording answers (it tells the correction itself), and for pages of which most is gone.
    """
    text, sentences = _fold(article.text), [_fold(sentence.text) for sentence in split_sentences(told.text)]
    if not sentences or sum(sentence in text for sentence in sentences) < _KEPT * len(sentences):
        return []
    added = [s.text for s in split_sentences(article.text) if _fold(s.text) not in _fold(told.text)]
    removed = [
        fact
        for fact in told.facts
        if fact.verdict in ALERT_WORTHY
        and fact.verdict_rule != REMOVED
        and fact.core
        and _fold(fact.sentence) not in text
        and not any(_says_again(row, fact) for row in rows)
        and not any(_answers(row, fact) for row in (*rows, *told.facts))
        and not any(_tells_the_same(sentence, fact) for sentence in added)
    ]
    published_at = article.published_at if article.published_at and article.published_at > told.published_at else now
    return [_take_back(fact, article, max(published_at, fact.published_at), run_id, now) for fact in removed]


def fold_corrections(alerting: Sequence[FactRow], told: Told | None, article: Article) -> list[FactRow]:
    """Return which alert-worthy facts of one wording alert: of several that tell one correction, the first with the new value.

    "It is $50 billion" in the text and "not $15 billion" in the note below it are one correction; a note alerts only if the text
    does not. All of them are stored with their verdicts.
    """
    if told is None:
        return list(alerting)
    known = {fact.claim_id for fact in told.facts}
    notes = [(line.start(), line.end()) for line in _LINE.finditer(article.text) if _NOTE.match(to_plain(line[0]).lower())]
    in_note = {row.fact_id for row in alerting if any(start <= row.start_char < end for start, end in notes)}
    chosen: dict[str, FactRow] = {}
    for row in sorted(alerting, key=lambda row: (row.fact_id in in_note, row.modality is Modality.DENIED, row.start_char)):
        if row.fact_id not in in_note or in_note.issuperset(other.fact_id for other in chosen.values()):
            chosen.setdefault(row.claim_id if row.claim_id in known else row.fact_id, row)
    return [row for row in alerting if row in chosen.values()]


def _take_back(fact: FactRow, article: Article, published_at: datetime, run_id: str, now: datetime) -> FactRow:
    return replace(
        fact,
        fact_id=make_id(REMOVED, fact.fact_id, article.version_id),
        verdict=Novelty.RETRACTED,
        reason="the edited article no longer says so: the sentence is gone and no other says it",
        verdict_rule=REMOVED,
        prior_fact_id=fact.fact_id,
        published_at=published_at,
        run_id=run_id,
        judged_at=now,
    )


def _says_again(row: FactRow, fact: FactRow) -> bool:
    if row.slot_hash != fact.slot_hash or (row.modality is Modality.DENIED) != (fact.modality is Modality.DENIED):
        return False
    match fact.kind:
        case Kind.STATEMENT:
            return fuzz.token_set_ratio(row.wording, fact.wording) >= _REWORDED
        case Kind.EVENT:
            return row.subject == fact.subject or (row.object is not None and row.object == fact.object)
        case _ if fact.value is not None and row.value is not None:
            return _close(row.value, fact.value)
        case _:
            return (row.object or "").casefold() == (fact.object or "").casefold()


def _answers(row: FactRow, fact: FactRow) -> bool:
    """Whether a fact of a later wording told the correction, or a retraction took the fact back."""
    later = row.version > fact.version or row.verdict_rule == REMOVED
    if not later or row.verdict not in ALERT_WORTHY:
        return False
    return row.prior_fact_id == fact.fact_id or row.claim_id == fact.claim_id


def _tells_the_same(sentence: str, fact: FactRow) -> bool:
    """Whether a sentence that no rule could read may well say it still: a style edit raises nothing."""
    if fact.kind in (Kind.QUANTITY, Kind.RANKING) and fact.value is not None:
        return any(_close(quantity.value, fact.value) for quantity in find_quantities(sentence))
    plain, before = to_plain(sentence).lower(), to_plain(fact.sentence).lower()
    return (
        fuzz.token_set_ratio(plain, before) >= _REWORDED
        and set(re.findall(r"\d[\d.,]*", before)) == set(re.findall(r"\d[\d.,]*", plain))
        and len(NEGATION.findall(plain)) == len(NEGATION.findall(before))
    )


def _slots(fact: Fact | FactRow) -> tuple[object, ...]:
    return (fact.kind, fact.subject, fact.predicate, fact.object, fact.value, fact.scope)


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= _ROUNDING * max(abs(one), abs(other), 1e-9)


def _fold(text: str) -> str:
    """Case, spaces and the shape of quotation marks are no edit."""
    return " ".join(to_plain(text).casefold().split())


def _to_fact_row(row: Mapping[str, Any]) -> FactRow:
    precision = row["as_of_precision"]
    return FactRow(**{
        **row,
        "kind": Kind(row["kind"]),
        "qualifier": Qualifier(row["qualifier"]),
        "modality": Modality(row["modality"]),
        "verdict": Novelty(row["verdict"]),
        "as_of_precision": Precision(precision) if precision else None,
    })  # fmt: skip
