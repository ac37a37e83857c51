"""Judges events: one deed told again, the next of its kind, or two tellings that exclude each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from extractors.records import Modality, Novelty, Precision, Verdict
from warehouse.claim_rules import claim_rules
from warehouse.slots import Known
from warehouse.surety import give, judge_surety

_TIME_ZONES = timedelta(days=1)
_ONE_WEEK = timedelta(days=7)
"""Two days of one deed by different reports lie at most this far apart; further, they are two deeds."""
_ONE_EVENT = timedelta(days=45)
"""How long a deed is told without its day and still surely meant."""
_OPEN = (Modality.PLANNED, Modality.POSSIBLE, Modality.ALLEGED)


class Parties(StrEnum):
    """How actor and object of two events stand to each other."""

    SAME = "same"
    VAGUE = "vague"
    """One names an object, the other none."""
    EXCHANGED = "exchanged"
    OTHER_ACTOR = "other actor"
    OTHER_OBJECT = "other object"
    APART = "apart"


class Timing(StrEnum):
    """How the times of two events stand to each other."""

    SAME = "same"
    UNCERTAIN = "uncertain"
    """Neither day nor object says that it is the same deed, and much time has passed."""
    TWO_DAYS = "two days"
    POSTPONED = "postponed"
    OTHER = "other"


def judge_event(fact: Known, priors: Sequence[Known]) -> Verdict:
    """Return what an event adds to `priors`, events of its class that share a party with it, in order of publication.

    A deed that is only named, in words that take it as known, is no news by itself: if nobody told it, a person must look.
    """
    verdict = _judge_deed(fact, priors)
    if fact.presupposed and verdict.novelty is Novelty.NEW:
        return replace(verdict, novelty=Novelty.UNSURE, rule="event.presupposed", reason=f"told as known, but {verdict.reason}")
    return verdict


def _judge_deed(fact: Known, priors: Sequence[Known]) -> Verdict:
    related = [(prior, _compare_parties(fact, prior)) for prior in priors]
    clash = _find_clash(fact, related)
    if clash is not None:
        return clash
    same = [prior for prior, parties in related if parties in (Parties.SAME, Parties.VAGUE) and prior.predicate == fact.predicate]
    if not same:
        said = f"{fact.subject} {fact.predicate.replace('_', ' ')} {fact.object or ''}".rstrip()
        if not related:
            return give(Novelty.NEW, "event.first", f"nobody told before: {said}")
        prior, parties = related[-1]
        differs = "the opposite" if prior.predicate != fact.predicate else str(parties)
        return give(Novelty.NEW, "event.other_deed", f"{differs}: {said}", prior, joins=False)
    timings = {prior.fact_id: _compare_times(fact, prior) for prior in same}
    near = [prior for prior in same if timings[prior.fact_id] is Timing.SAME]
    if near:
        return judge_surety(fact, near, "event")
    for timing, novelty, rule, reason in _NOT_ONE_TIME:
        found = [prior for prior in same if timings[prior.fact_id] is timing]
        if found:
            told = reason.format(now=fact.as_of, then=found[-1].holds_on)
            return give(novelty, rule, told, found[-1], joins=novelty is not Novelty.NEW)
    raise AssertionError(timings)


_NOT_ONE_TIME = (
    (Timing.POSTPONED, Novelty.CHANGED, "event.other_day", "was planned for {then}, now for {now}"),
    (Timing.TWO_DAYS, Novelty.CONTRADICTED, "event.two_days", "told for {then}, now for {now}"),
    (Timing.UNCERTAIN, Novelty.UNSURE, "event.doubtful", "may be the one of {then}: neither day nor object is told"),
    (Timing.OTHER, Novelty.NEW, "event.another_time", "the same action as of {then}, another time"),
)


# ---------------------------------------------------------------- parties


def _compare_parties(fact: Known, prior: Known) -> Parties:
    mine, theirs = _parties(fact), _parties(prior)
    if mine[0] == theirs[0]:
        if mine[1] == theirs[1]:
            return Parties.SAME
        return Parties.VAGUE if not mine[1] or not theirs[1] else Parties.OTHER_OBJECT
    if not mine[1] and mine[0] == theirs[1]:
        return Parties.SAME  # "the law was upheld" of "the court upheld the law"
    if not theirs[1] and theirs[0] == mine[1]:
        return Parties.SAME
    if mine == theirs[::-1]:
        return Parties.EXCHANGED
    return Parties.OTHER_ACTOR if mine[1] and mine[1] == theirs[1] else Parties.APART


def _parties(known: Known) -> tuple[str, str]:
    return known.name, known.done_to


def _find_clash(fact: Known, related: list[tuple[Known, Parties]]) -> Verdict | None:
    """Two tellings of one day that cannot both be true."""
    rules = claim_rules().events
    for prior, parties in reversed(related):
        if not _is_one_day(fact, prior) or {fact.modality, prior.modality} != {Modality.ACTUAL}:
            continue
        if prior.predicate != fact.predicate:
            if parties in (Parties.SAME, Parties.VAGUE):
                reason = f"{prior.predicate.replace('_', ' ')} was told for that day"
                return give(Novelty.CONTRADICTED, "event.opposite", reason, prior)
        elif parties is Parties.EXCHANGED and fact.predicate in rules.directed:
            return give(Novelty.CONTRADICTED, "event.exchanged", "the two sides have changed places", prior)
        elif parties is Parties.OTHER_ACTOR and fact.predicate in rules.one_actor:
            return give(Novelty.CONTRADICTED, "event.two_actors", f"{prior.subject} was told to have done it", prior)
        elif parties is Parties.OTHER_OBJECT and fact.predicate in rules.one_object:
            return give(Novelty.CONTRADICTED, "event.two_objects", f"{prior.object} was told, and only one is possible", prior)
    return None


def _is_one_day(fact: Known, prior: Known) -> bool:
    days = Precision.DAY is fact.as_of_precision is prior.as_of_precision
    return days and fact.as_of is not None and prior.as_of is not None and abs(fact.as_of - prior.as_of) <= _TIME_ZONES


# ---------------------------------------------------------------- time


def _compare_times(fact: Known, prior: Known) -> Timing:
    if fact.scope and prior.scope and fact.scope != prior.scope:
        return Timing.OTHER
    if fact.as_of is not None and prior.as_of is not None:
        return _compare_days(fact, prior)
    if fact.as_of is not None and prior.modality is Modality.ACTUAL is fact.modality and not (fact.done_to and prior.done_to):
        # Told as done before that day came: it was another deed, unless both name what it was done to.
        return Timing.OTHER if fact.as_of - prior.published_at.date() > _ONE_WEEK else Timing.SAME
    if fact.as_of is None and fact.published_at.date() - prior.holds_on > _ONE_EVENT:
        return Timing.SAME if fact.done_to and prior.done_to else Timing.UNCERTAIN
    return Timing.SAME


def _compare_days(fact: Known, prior: Known) -> Timing:
    if fact.as_of is None or prior.as_of is None:
        raise AssertionError("both days are known")
    if not fact.as_of_precision is prior.as_of_precision is Precision.DAY:
        years = Precision.YEAR in (fact.as_of_precision, prior.as_of_precision)
        same = fact.as_of.year == prior.as_of.year and (years or fact.as_of.month == prior.as_of.month)
        return Timing.SAME if same else Timing.OTHER
    gap = abs(fact.as_of - prior.as_of)
    if gap <= _TIME_ZONES:
        return Timing.SAME
    if prior.modality in _OPEN:
        if fact.modality in _OPEN:
            return Timing.POSTPONED
        return Timing.SAME if gap <= _ONE_EVENT else Timing.OTHER  # carried out, if not on the very day
    if fact.modality in _OPEN:
        return Timing.SAME if fact.as_of <= prior.as_of else Timing.OTHER
    if gap > _ONE_WEEK:
        return Timing.OTHER
    together = abs(fact.published_at - prior.published_at) <= _ONE_WEEK
    return Timing.TWO_DAYS if together else Timing.SAME
