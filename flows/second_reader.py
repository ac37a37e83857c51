"""The optional second extractor as a stage of a run: off unless MODEL_URL is set, and then nothing of it is imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractors.vocabulary import Vocabulary
from flows.messages import count
from flows.progress import ShowProgress
from warehouse.readings import Reading

if TYPE_CHECKING:
    from flows.model import ModelPolicy


@dataclass(frozen=True, slots=True)
class ModelCosts:
    """What a language model cost a run and brought it."""

    calls: int = 0
    """Failed ones counted."""
    facts: int = 0
    refused: int = 0
    tokens: int = 0
    """Of prompts and answers, as the endpoint counts them."""
    notice: str | None = None
    """One line for a person when it was not asked about everything."""

    def __add__(self, other: ModelCosts) -> ModelCosts:
        return ModelCosts(
            self.calls + other.calls,
            self.facts + other.facts,
            self.refused + other.refused,
            self.tokens + other.tokens,
            self.notice or other.notice,
        )

    def __str__(self) -> str:
        kept = f"{count(self.facts, 'fact')} added, {self.refused:,} refused"
        return f"Language model: {count(self.calls, 'call')}, {kept}, {count(self.tokens, 'token')}."


NO_MODEL = ModelCosts()


def after_costs(model: ModelPolicy | None, costs: ModelCosts) -> ModelPolicy | None:
    """Return what a run may still ask of the model after what it has asked; None when that is nothing, or it gave up."""
    if model is None or costs.notice is not None or costs.calls >= model.max_calls:
        return None
    return replace(model, max_calls=model.max_calls - costs.calls)


async def add_model_facts(
    model: ModelPolicy | None, readings: Sequence[Reading], vocabulary: Vocabulary, show: ShowProgress
) -> tuple[list[Reading], ModelCosts]:
    """Return the readings with what a language model found beyond the grammar's facts, and what that cost.

    An endpoint that fails costs its notice and nothing else: the grammar's facts stand.
    """
    if model is None or not readings:
        return list(readings), NO_MODEL
    from flows.model import open_model  # noqa: PLC0415 - most people have no model, and should not wait for its client
    from flows.model_reading import read_with_model  # noqa: PLC0415

    with show("asking the language model", len(readings)) as advance:
        async with open_model(model) as client:
            articles = [(reading.article, reading.facts) for reading in readings]
            done = await read_with_model(client, model, articles, vocabulary, advance)
    usage = done.usage
    costs = ModelCosts(usage.calls, usage.facts_kept, usage.refused, usage.tokens, done.notice)
    return [
        reading if facts == reading.facts else replace(reading, facts=facts, prepared=None)
        for reading, facts in zip(readings, done.facts, strict=True)
    ], costs
