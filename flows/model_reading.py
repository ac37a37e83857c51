"""The second extractor in a run: asks a model about articles, keeps what holds, counts costs and refusals, gives up early."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

import httpx2

from extractors.model_claims import AnswerMistake, Refusal
from extractors.model_facts import check_answer, merge_facts
from extractors.model_prompt import Prompt, write_prompt
from extractors.model_terms import Terms, compile_terms
from extractors.reader import read_sentences
from extractors.reading import Reading as SentenceReading
from extractors.records import Article, Fact
from extractors.vocabulary import Vocabulary
from flows.model import LASTING, ModelAnswer, ModelFailure, ModelFault, ModelPolicy, ask_model, full_options
from flows.progress import Advance

AT_ONCE = 4
_MOST_FAILURES = 3
"""Calls that fail one after another before a run does without the model: a slow endpoint costs its timeout each time."""


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """What a model cost and brought. `facts_kept` and all of `facts_refused` add up to what its answers claimed."""

    calls: int = 0
    failed: int = 0
    """Calls that gave no answer, or one that is not of our form."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    facts_kept: int = 0
    facts_refused: Mapping[Refusal, int] = field(default_factory=lambda: MappingProxyType({}))

    def __add__(self, other: ModelUsage) -> ModelUsage:
        return ModelUsage(
            self.calls + other.calls,
            self.failed + other.failed,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.facts_kept + other.facts_kept,
            MappingProxyType(dict(Counter(self.facts_refused) + Counter(other.facts_refused))),
        )

    @property
    def refused(self) -> int:
        """How many claims were refused, for whatever reason."""
        return sum(self.facts_refused.values())

    @property
    def tokens(self) -> int:
        """Of prompts and answers, as the endpoint counts them; 0 when it does not."""
        return self.prompt_tokens + self.completion_tokens


@dataclass(frozen=True, slots=True)
class ModelRound:
    """What became of the articles of one run."""

    facts: tuple[tuple[Fact, ...], ...]
    """For each article, in their order: ours, and those of the model that stand where we have none."""
    usage: ModelUsage
    notice: str | None = None
    """One line for a person when the model was not asked about everything."""


@dataclass(frozen=True, slots=True)
class _Question:
    place: int
    """Of the article among those of the run."""
    article: Article
    readings: tuple[SentenceReading, ...]
    ours: tuple[Fact, ...]
    prompt: Prompt


async def read_with_model(
    client: httpx2.AsyncClient, policy: ModelPolicy, articles: Sequence[tuple[Article, tuple[Fact, ...]]], vocabulary: Vocabulary,
    advance: Advance = lambda: None,
) -> ModelRound:  # fmt: skip
    """Ask about every article that names one of the topic's own subjects, and add what holds to the facts we have.

    The first question goes alone: it finds out at the cost of one call whether anybody is there and which options they take.
    """
    terms = compile_terms(vocabulary.topic)
    facts = [ours for _, ours in articles]
    # One more than there are calls, to know whether any was left out; writing them reads each article once more.
    questions = list(islice(_write_questions(articles, vocabulary, terms), policy.max_calls + 1))
    usage, options, failures, at = ModelUsage(), full_options(), 0, 0
    notice: str | None = None
    while at < len(questions) and notice is None:
        size = min(AT_ONCE if usage.calls else 1, policy.max_calls - usage.calls)
        batch = questions[at : at + size]
        if not batch:
            notice = f"language model {policy.shown}: {usage.calls} calls made, the most that MODEL_MAX_CALLS allows"
            break
        outcomes = await asyncio.gather(*(ask_model(client, policy, question.prompt, options) for question in batch))
        if options and all(isinstance(outcome, ModelFailure) and outcome.fault is ModelFault.REQUEST for outcome in outcomes):
            usage, options = usage + ModelUsage(calls=len(batch), failed=len(batch)), {}
            continue  # the same articles again, without options
        for question, outcome in zip(batch, outcomes, strict=True):
            found, cost, failure = _read_outcome(question, outcome, terms)
            facts[question.place] = found
            usage += cost
            failures = failures + 1 if failure else 0
            if failure and (failure.fault in LASTING or failures >= _MOST_FAILURES):
                notice = notice or f"language model {policy.shown}: {failure.detail}; this run goes on with the grammar alone"
            advance()
        at += len(batch)
    return ModelRound(tuple(facts), usage, notice)


def _write_questions(
    articles: Sequence[tuple[Article, tuple[Fact, ...]]], vocabulary: Vocabulary, terms: Terms
) -> Iterator[_Question]:
    for place, (article, ours) in enumerate(articles):
        readings = tuple(read_sentences(article, vocabulary))
        prompt = write_prompt(readings, terms)
        if prompt is not None:
            yield _Question(place, article, readings, ours, prompt)


def _read_outcome(
    question: _Question, outcome: ModelAnswer | ModelFailure, terms: Terms
) -> tuple[tuple[Fact, ...], ModelUsage, ModelFailure | None]:
    """Return the article's facts, what the call cost, and what went wrong with it."""
    if isinstance(outcome, ModelFailure):
        return question.ours, ModelUsage(calls=1, failed=1), outcome
    cost = ModelUsage(calls=1, prompt_tokens=outcome.prompt_tokens, completion_tokens=outcome.completion_tokens)
    reading = check_answer(outcome.text, question.article, question.readings, terms)
    if isinstance(reading, AnswerMistake):
        return question.ours, cost + ModelUsage(failed=1), ModelFailure(ModelFault.BROKEN, f"its answer is {reading.detail}")
    merged = merge_facts(question.ours, reading.facts)
    kept = len(merged) - len(question.ours)
    refused = Counter(reading.refused) + Counter({Refusal.KNOWN: len(reading.facts) - kept})
    return merged, cost + ModelUsage(facts_kept=kept, facts_refused=dict(refused)), None
