"""Recheck: a second look at articles from feeds a day and a week after they were first read: edits and retractions.

    due article -> Page -> Article, a wording of its own -> Fact -> Verdict -> Alert

A page of the same bytes is not read, one of the same text makes no facts. What the facts of a changed wording mean for what was
told before is decided in warehouse/edits.py.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extractors.page_status import PageStatus
from extractors.records import Article, Entry, Page, Quality
from extractors.urls import identify_article
from extractors.vocabulary import compile_topic
from flows.faults import FetchFault
from flows.fetch import Fetched, FetchFailure, Unmodified, Validators
from flows.messages import count
from flows.progress import Advance, ShowProgress
from flows.runs import Run, read_article, record
from flows.settings import Settings
from flows.stages import RunStage, run_batches, run_plainly
from flows.topics import LocatedTopic
from flows.wire import Wire, choose_policy, open_wire
from warehouse.ledger import Recorded
from warehouse.origins import COPIED
from warehouse.publish import publish
from warehouse.readings import Reading
from warehouse.rechecks import DueArticle, Outcome, RecheckRow, read_due
from warehouse.rows import RunRow
from warehouse.sketches import cut_triples, share_copied
from warehouse.store import Transaction, open_warehouse

LOOKS_A_BATCH = 40
_GONE = frozenset({FetchFault.GONE, FetchFault.NOT_FOUND})


@dataclass(frozen=True, slots=True)
class Look:
    """What a second look at one article found."""

    due: DueArticle
    outcome: Outcome
    article: Article | None = None
    """The wording that was found, when it is another than the last."""
    answer: Fetched | None = None
    status_code: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RecheckSummary:
    """What a recheck came to."""

    run: Run
    outcomes: Mapping[Outcome, int]
    recorded: Recorded

    @property
    def looked_at(self) -> int:
        """Articles that were due."""
        return sum(self.outcomes.values())

    def __str__(self) -> str:
        found = ", ".join(f"{self.outcomes[outcome]} {outcome}" for outcome in Outcome if self.outcomes.get(outcome))
        return f"Looked again at {count(self.looked_at, 'article')}: {found}."


async def recheck(
    settings: Settings, located: LocatedTopic, run: Run, show: ShowProgress, *, run_stage: RunStage = run_plainly
) -> RecheckSummary:
    """Look again at the articles that are due, and record what was edited. Raises WarehouseError."""
    with open_warehouse(settings.warehouse) as warehouse:
        due = read_due(warehouse, located.topic.name, run.now)
    if not due:
        return RecheckSummary(run, {}, Recorded(0, 0, 0, {}))
    async with open_wire(choose_policy(settings, located.folder)) as wire:
        with show("looking at pages again", len(due)) as advance:
            looks = await run_batches(
                run_stage, "look again", due, LOOKS_A_BATCH, lambda batch: look_again(wire, batch, run, advance)
            )

    async def judge() -> RecheckSummary:
        vocabulary = compile_topic(located.topic)
        readings = [read_article(look.article, vocabulary) for look in looks if look.article is not None]
        with open_warehouse(settings.warehouse) as warehouse:
            recorded = warehouse.write(lambda tx: record_looks(tx, run, looks, readings))
            publish(warehouse)
        return RecheckSummary(run, Counter(look.outcome for look in looks), recorded)

    return await run_stage("judge and record", run.topic, judge)


async def look_again(wire: Wire, due: Sequence[DueArticle], run: Run, advance: Advance) -> list[Look]:
    """Fetch a batch of pages at once and read those that are not the same bytes."""

    async def look(one: DueArticle) -> Look:
        found = await _look(wire, one, run)
        advance()
        return found

    return await asyncio.gather(*(look(one) for one in due))


async def _look(wire: Wire, due: DueArticle, run: Run) -> Look:
    answer = await wire.fetch(due.page_url, Validators(due.etag, due.last_modified))
    match answer:
        case FetchFailure(kind=kind, detail=detail, status=status):
            return Look(due, Outcome.GONE if kind in _GONE else Outcome.FAILED, status_code=status, reason=detail)
        case Unmodified():
            return Look(due, Outcome.UNMODIFIED, status_code=304)
        case Fetched() if answer.body_hash == due.body_hash:
            return Look(due, Outcome.UNMODIFIED, answer=answer)
    read = await wire.readers.read(Page(answer.url, answer.body, answer.content_type), _to_entry(due), run.now)
    if not isinstance(read, Article):
        gone = read.status is PageStatus.SOFT404
        return Look(due, Outcome.GONE if gone else Outcome.UNREADABLE, None, answer, reason=f"{read.status}: {read.detail}")
    return compare_wording(due, read, answer)


def compare_wording(due: DueArticle, read: Article, answer: Fetched) -> Look:
    """Return what the text now found at an article's address is to it.

    A page that states another address than before is the same article if half of its text is (a headline was edited, and the
    address with it), else another one.
    """
    if read.article_id != due.article_id and share_copied(cut_triples(due.text), cut_triples(read.text)) < COPIED:
        return Look(due, Outcome.MOVED, None, answer, reason=f"another article answers, which gives its address as {read.url}")
    _, version_id = identify_article(due.url, read.text)
    if version_id == due.version_id:
        return Look(due, Outcome.SAME, None, answer)
    # The date stays: an edited page seldom has a date of its own, and "on Monday" in it means the Monday that it meant before.
    wording = replace(read, article_id=due.article_id, version_id=version_id, url=due.url)
    return Look(due, Outcome.EDITED, wording, answer)


def record_looks(tx: Transaction, run: Run, looks: Sequence[Look], readings: Sequence[Reading]) -> Recorded:
    """Write all that a run found out."""
    recorded = record(tx, readings, run, source="recheck", alerting=True)
    tx.insert([_log_look(look, run) for look in looks])
    outcomes = Counter(look.outcome for look in looks)
    row = RunRow(
        run_id=run.run_id,
        kind="recheck",
        topic=run.topic,
        started_at=run.now,
        finished_at=run.now,
        pages_full=sum(outcomes[found] for found in (Outcome.UNMODIFIED, Outcome.SAME, Outcome.EDITED)),
        pages_quarantined=outcomes[Outcome.UNREADABLE],
        facts=recorded.facts,
        alerts=recorded.alerts,
    )
    tx.insert([row])
    return recorded


def _log_look(look: Look, run: Run) -> RecheckRow:
    answer, due = look.answer, look.due
    kept = look.outcome is Outcome.UNMODIFIED  # a 304 need not repeat its validators
    return RecheckRow(
        article_id=due.article_id,
        rechecked_at=run.now,
        run_id=run.run_id,
        look=due.look,
        outcome=look.outcome,
        status_code=answer.status if answer else look.status_code,
        reason=look.reason,
        etag=answer.validators.etag if answer else due.etag if kept else None,
        last_modified=answer.validators.last_modified if answer else due.last_modified if kept else None,
        body_hash=answer.body_hash if answer else due.body_hash if kept else None,
        version_id=look.article.version_id if look.article else due.version_id if look.outcome in _SAME_TEXT else None,
    )


_SAME_TEXT = frozenset({Outcome.UNMODIFIED, Outcome.SAME})


def _to_entry(due: DueArticle) -> Entry:
    """The feed's word for the article as it was when it was first read; a summary has no page to be compared with."""
    return Entry(
        feed_url=due.feed_url or "",
        entry_id=due.article_id,
        url=due.page_url,
        title=due.title if due.quality is Quality.FULL else "",
        author=due.author,
        publisher=due.publisher,
        published_at=due.published_at,
    )
