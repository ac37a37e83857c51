"""What a language model may say: the measures, actions, attributes and scopes our own rules know, by name.

A predicate that no rule uses would be news for ever: it has no earlier claim to be compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractors.attributes import AttributeRules
from extractors.measures import MeasureList
from extractors.quantities import Form
from extractors.records import Kind
from extractors.scopes import ScopeWords
from extractors.strict_toml import load_lexicon
from extractors.topic import Action, Measure, Subject, Topic
from extractors.triggers import ActionList

CHANGES: Mapping[str, frozenset[Form]] = {
    "growth_pct": frozenset({Form.PERCENT, Form.SHARE}),
    "decline_pct": frozenset({Form.PERCENT, Form.SHARE}),
    "growth_factor": frozenset({Form.MULTIPLE}),
}
"""What figures.py calls a change, and the figures that tell one."""
VOTES = ("votes_for", "votes_against")
RANKINGS = ("app_store_rank", "rank")
SPEECH = ("said", "argues", "expects", "reported")
_NAMED_BY_RULE = frozenset({"event", "post"})
"""Owners that have no name of their own; figures.py makes one up ("RedNote live chat"), a model would make up another."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of one topic that an answer may use."""

    measures: Mapping[str, tuple[Measure, ...]]
    """By name; a measure may have several rules."""
    actions: Mapping[str, tuple[Action, ...]]
    attributes: tuple[str, ...]
    scopes: tuple[str, ...]
    scope_groups: frozenset[str]
    names: Mapping[str, Subject]
    """Every name of every subject in lower case."""

    def predicates(self, kind: Kind) -> tuple[str, ...]:
        """Return the predicates of a kind, sorted. A counted noun that no measure takes is allowed beside them."""
        by_kind: Mapping[Kind, Iterable[str]] = {
            Kind.QUANTITY: (*self.measures, *CHANGES, *VOTES),
            Kind.RANKING: RANKINGS,
            Kind.ATTRIBUTE: self.attributes,
            Kind.EVENT: self.actions,
            Kind.STATEMENT: SPEECH,
        }
        return tuple(sorted(by_kind[kind]))


@lru_cache(maxsize=8)
def compile_terms(topic: Topic) -> Terms:
    """Return what may be said of a topic: its own words and those of the lexicon."""
    measures: dict[str, tuple[Measure, ...]] = {}
    for measure in (*topic.measures, *load_lexicon("measures", MeasureList).measures):
        if not _NAMED_BY_RULE & set(measure.types):
            measures[measure.name] = (*measures.get(measure.name, ()), measure)
    actions: dict[str, tuple[Action, ...]] = {}
    for action in (*topic.actions, *load_lexicon("actions", ActionList).actions):
        actions[action.name] = (*actions.get(action.name, ()), action)
    scopes = load_lexicon("scopes", ScopeWords).scopes
    return Terms(
        measures,
        actions,
        tuple(sorted({rule.predicate for rule in load_lexicon("attributes", AttributeRules).attributes})),
        tuple(dict.fromkeys(scope.label for scope in scopes)),
        frozenset(scope.group for scope in scopes),
        {
            name.casefold(): subject
            for subject in reversed(topic.subjects)  # of two with one contextual name the first listed has it
            for name in (*subject.contextual, *subject.aliases, subject.name)
        },
    )
