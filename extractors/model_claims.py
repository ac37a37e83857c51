"""Reads what a language model answered into claims, strictly; whether they are true is model_facts.py's question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as strict_dataclass
from pydantic_core import from_json, to_json

from extractors.records import Kind, Modality, Qualifier

MOST_CLAIMS = 200
"""In one answer; an article of 6,000 tokens holds fewer, a model in a loop does not."""


class Refusal(StrEnum):
    """Why a claim of a model made no fact."""

    SHAPE = "shape"
    """Not a claim: a missing or unknown key, a wrong type, a word outside an enum."""
    SURPLUS = "surplus"
    SENTENCE = "sentence"
    """Does not stand in the article (or only in its boilerplate)."""
    FIGURE = "figure"
    """Does not stand in the sentence, or is an age, a vague count or a movement the other way."""
    PREDICATE = "predicate"
    """Not a word of ours, or not what such a figure measures."""
    SUBJECT = "subject"
    """Not named in the article, or not one that can have or do it."""
    OBJECT = "object"
    SCOPE = "scope"
    SPEAKER = "speaker"
    KNOWN = "known"
    """Our own rules read this place already."""


_STRICT = ConfigDict(extra="forbid", strict=True)
_Number = Annotated[float, Field(allow_inf_nan=False)]


@strict_dataclass(frozen=True, config=_STRICT)
class ModelClaim:
    """A fact as a model tells it: records.Fact without what only we can know (ids, offsets, rule, date)."""

    kind: Kind
    sentence: str
    subject: str
    predicate: str
    value: _Number | None = None
    value_high: _Number | None = None
    unit: str | None = None
    qualifier: Qualifier | None = None
    object: str | None = None
    scope: str | None = None
    speaker: str | None = None
    modality: Modality = Modality.ACTUAL


@strict_dataclass(frozen=True, config=_STRICT)
class ModelAnswer:
    """The whole answer."""

    facts: tuple[ModelClaim, ...]


_CLAIM = TypeAdapter(ModelClaim)


@dataclass(frozen=True, slots=True)
class Claims:
    """What an answer claims, with how much of it has not the shape of a claim."""

    claims: tuple[ModelClaim, ...]
    misshapen: int
    surplus: int
    """Beyond MOST_CLAIMS, not looked at."""


@dataclass(frozen=True, slots=True)
class AnswerMistake:
    """The answer as a whole is no answer; the detail is one line of our own words."""

    detail: str


def parse_claims(text: str) -> Claims | AnswerMistake:
    """Read an answer. One misshapen claim costs itself and no other.

    A code fence around it and a reasoning model's thoughts before it are dropped: local models write both whatever they are told.
    """
    text = text.rpartition("</think>")[2].strip()
    if text.startswith("```"):
        text = text.removeprefix("```json").removeprefix("```").removesuffix("```")
    try:
        answer = from_json(text, allow_inf_nan=False)
    except ValueError:  # also for too deep a nesting, where json.loads gives a RecursionError
        return AnswerMistake("not JSON, or cut off")
    if not isinstance(answer, dict) or answer.keys() != {"facts"} or not isinstance(answer["facts"], list):
        return AnswerMistake('not of the form {"facts": [...]}')
    items = answer["facts"]
    claims: list[ModelClaim] = []
    for item in items[:MOST_CLAIMS]:
        try:
            # As JSON again: strict validation of Python values wants members of an enum where an answer has their names.
            claims.append(_CLAIM.validate_json(to_json(item, inf_nan_mode="constants")))
        except ValidationError:
            continue
    looked_at = min(len(items), MOST_CLAIMS)
    return Claims(tuple(claims), looked_at - len(claims), len(items) - looked_at)
