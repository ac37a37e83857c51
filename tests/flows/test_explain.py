"""Explaining verdicts and correcting them: every one has its rule and slot in words; a person's word is stored and exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from places import Command, Place, ask

from benches.verdicts import CaseFile, judge_cases, read_cases
from extractors.strict_toml import parse_toml
from warehouse.store import open_warehouse

STORIES = {
    "a.md": ("2025-01-20T10:00:00Z", "RedNote had 3 million daily users in the United States on 20 January."),
    "b.md": ("2025-01-21T10:00:00Z", "In the US, RedNote counted 3 million daily users on 20 January."),
    "c.md": ("2025-02-03T10:00:00Z", "RedNote had 5 million daily users in the United States on 3 February."),
    "d.md": ("2025-02-04T10:00:00Z", "RedNote had 2 million daily users in Canada on 3 February."),
}


@pytest.fixture
def told(place: Place, claimwatch: Command) -> Path:
    """A warehouse with four short stories of three publishers about one measure."""
    here = place()
    (here / "old").mkdir()
    for name, (published, text) in STORIES.items():
        front = f"---\nurl: https://{name[0]}.example/story\npublisher: Daily {name[0].upper()}\npublished: {published}\n---\n"
        (here / "old" / name).write_text(f"{front}{text}\n")
    assert claimwatch("replay", "old", "--alerts").code == 0
    return here


def find_fact(here: Path, value: float, place: int = 0) -> tuple[str, str]:
    rows = ask(here, f"SELECT fact_id, claim_id FROM facts WHERE value = {value} ORDER BY published_at")  # noqa: S608
    fact_id, claim_id = rows[place]
    return str(fact_id), str(claim_id)


def test_a_fact_is_explained_slot_by_slot(told: Path, claimwatch: Command) -> None:
    fact_id, _ = find_fact(told, 5e6)
    outcome = claimwatch("explain", fact_id[:8])
    assert outcome.code == 0, outcome.err
    assert "CHANGED" in outcome.out
    assert "Rule: figure.moved: another value of a known figure" in outcome.words
    assert "Slot: value" in outcome.out
    (value,) = (line for line in outcome.out.splitlines() if line.startswith("value"))
    assert "5 million" in value
    assert "≠ " in value
    assert "3 million" in value
    (subject,) = (line for line in outcome.out.splitlines() if line.startswith("subject"))
    assert "≠" not in subject
    assert STORIES["c.md"][1] in outcome.words
    assert STORIES["b.md"][1] in outcome.words or STORIES["a.md"][1] in outcome.words
    assert "Daily C, 3 Feb 2025 10:00 UTC" in outcome.words


def test_a_fact_shows_what_was_told_since(told: Path, claimwatch: Command) -> None:
    first = claimwatch("explain", find_fact(told, 3e6)[0])
    assert "Nothing was told before that it could be compared with." in first.words
    told_since = first.words.split("Told since")[1]
    assert "restated: " in told_since
    assert "changed: " in told_since
    assert "(Daily C, 3 Feb 2025 10:00 UTC)" in told_since
    assert "Told since" not in claimwatch("explain", find_fact(told, 2e6)[0]).out


def test_a_claim_is_explained_by_its_history(told: Path, claimwatch: Command) -> None:
    outcome = claimwatch("explain", find_fact(told, 5e6)[1])
    assert outcome.code == 0, outcome.err
    assert "first told by Daily A" in outcome.words
    assert outcome.out.index("3 million daily") < outcome.out.index("had 5 million")


def test_json_has_the_same(told: Path, claimwatch: Command) -> None:
    found = json.loads(claimwatch("explain", find_fact(told, 5e6)[0], "--json").out)
    assert (found["why"]["verdict"], found["why"]["slot"]) == ("changed", "value")
    assert len(found["earlier"]) >= 1


@pytest.mark.parametrize(
    ("asked", "mistake"),
    [
        ("ffff0000ffff", "no fact or claim has an id that starts so"),
        ("ab", "give at least 4 characters"),
        ("", "give at least 4 characters"),
    ],
)
def test_an_id_that_names_nothing(told: Path, claimwatch: Command, asked: str, mistake: str) -> None:
    outcome = claimwatch("explain", asked)
    assert outcome.code == 2
    assert mistake in " ".join(outcome.error_lines)


def test_every_rule_that_a_case_meets_is_in_words(told: Path) -> None:
    known = {str(rule) for (rule,) in ask(told, "SELECT rule FROM verdict_rules")}
    met = {outcome.verdict.rule for outcome in judge_cases(read_cases())}
    assert {rule.removeprefix("edit.") for rule in met} - {rule.removeprefix("edit.") for rule in known} == set()


def test_a_second_independent_source_is_recorded_and_raises_nothing(told: Path) -> None:
    found = ask(told, "SELECT value, first_publisher, publisher FROM corroboration")
    assert found == [(3e6, "Daily A", "Daily B")]
    restated = find_fact(told, 3e6, 1)[0]
    assert ask(told, f"SELECT count(*) FROM alerts WHERE fact_id = '{restated}'") == [(0,)]  # noqa: S608


def test_a_judgement_is_stored_and_heeded(told: Path, claimwatch: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    canada, claim = find_fact(told, 2e6)[0], find_fact(told, 5e6)[1]
    noted = claimwatch("judge", canada[:10], "same-as", claim[:10], "--by", "ada")
    assert noted.code == 0, noted.err
    assert f"fact {canada} makes the claim {claim}" in noted.words
    assert ask(told, "SELECT fact_id, same_as_claim, judged_by FROM judgement") == [(canada, claim, "ada")]
    (told / "more").mkdir()
    front = "---\nurl: https://e.example/story\npublisher: Daily E\npublished: 2025-02-05T10:00:00Z\n---\n"
    (told / "more" / "e.md").write_text(f"{front}RedNote had 1 million daily users in Canada on 5 February.\n")
    claimwatch("replay", "more")
    assert find_fact(told, 1e6)[1] == claim


@pytest.mark.parametrize(("word", "verdict"), [("same-as", "changed"), ("new", "new")])
def test_a_judgement_is_exported_as_a_case(told: Path, claimwatch: Command, word: str, verdict: str) -> None:
    canada, claim = find_fact(told, 2e6)[0], find_fact(told, 5e6)[1]
    for _ in range(2):
        exported = claimwatch("judge", canada, word, *([claim] if word == "same-as" else []), "--export", "mine.toml")
        assert exported.code == 0, exported.err
    cases = parse_toml((told / "mine.toml").read_text(encoding="utf-8"), CaseFile, "mine.toml").cases
    assert [case.verdict for case in cases] == [verdict] * 2
    *priors, (fact, published) = cases[0].facts
    assert fact.sentence == STORIES["d.md"][1]
    assert (fact.value, fact.scope, str(published.date())) == (2e6, "Canada", "2025-02-04")
    assert 1 <= len(priors) <= 3
    assert all(prior.subject == "RedNote" for prior, _ in priors)


@pytest.mark.parametrize(
    ("arguments", "mistake"),
    [
        (("same-as",), "judge FACT same-as CLAIM, or judge FACT new"),
        (("new", "abcdef"), "judge FACT same-as CLAIM, or judge FACT new"),
        (("same-as", "ffff0000ffff"), "no claim has an id that starts so"),
    ],
)
def test_a_judgement_that_says_nothing(told: Path, claimwatch: Command, arguments: tuple[str, ...], mistake: str) -> None:
    outcome = claimwatch("judge", find_fact(told, 2e6)[0], *arguments)
    assert outcome.code == 2
    assert mistake in " ".join(outcome.error_lines)
    with open_warehouse(told / "warehouse" / "data") as warehouse:
        assert warehouse.read("judgements", {"topic": "rednote"}) == []
