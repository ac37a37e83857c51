"""A second story, made by following docs/topics.md alone: it runs from feed to alert, and no code knows of any story."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from documents import ROOT, make_ledger, run_claimwatch

CASES = tomllib.loads((ROOT / "tests" / "cases" / "bankrate.toml").read_text(encoding="utf-8"))
NOW = "2025-03-25T09:00Z"


@dataclass(frozen=True, slots=True)
class Gold:
    """One table of bankrate.toml."""

    file: str
    verdict: str
    line: str
    words: str
    failing: str | None = None


def as_parameter(table: dict[str, str]) -> object:
    gold = Gold(**table)
    marks = [pytest.mark.xfail(strict=True, reason=gold.failing)] if gold.failing else []
    return pytest.param(gold, id=f"{gold.file}: {gold.line}", marks=marks)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bankrate")
    make_ledger(folder, "bankrate", NOW)
    return folder


def ask(here: Path, query: str) -> list[dict[str, str]]:
    return list(json.loads(run_claimwatch(here, "sql", query, "--json")))


@pytest.fixture(scope="module")
def facts(here: Path) -> list[dict[str, str]]:
    return ask(here, "SELECT verdict, line, sentence, publisher, published_at FROM facts WHERE topic = 'bankrate'")


@pytest.mark.parametrize("gold", [as_parameter(table) for table in CASES["facts"]])
def test_a_fact_is_told_with_its_verdict(facts: list[dict[str, str]], gold: Gold) -> None:
    when = published_at(gold.file)
    saying = [fact for fact in facts if fact["published_at"][:16] == when and gold.words in fact["sentence"]]
    assert (gold.verdict, gold.line) in [(fact["verdict"], fact["line"]) for fact in saying]


def published_at(file: str) -> str:
    """The minute at which an article of the topic came out, as it says itself."""
    paths = [*(ROOT / "seeds" / "bankrate").rglob(f"{file}.*")]
    found = re.search(r'(?:published: |"datePublished": ")(\d{4}-\d\d-\d\dT\d\d:\d\d)', paths[0].read_text(encoding="utf-8"))
    assert found
    return found[1]


@pytest.mark.parametrize("bait", CASES["bait"])
def test_furniture_is_no_fact(facts: list[dict[str, str]], bait: str) -> None:
    assert [fact["line"] for fact in facts if bait in fact["sentence"]] == []


def test_it_alerts_once(here: Path) -> None:
    alerts = ask(here, "SELECT alert_id FROM alerts WHERE topic = 'bankrate' ORDER BY 1")
    assert len(alerts) >= 8
    run_claimwatch(here, "run", "--topic", "bankrate", now=NOW)
    assert ask(here, "SELECT alert_id FROM alerts WHERE topic = 'bankrate' ORDER BY 1") == alerts


STORIES = re.compile(r"rednote|xiaohongshu|tiktok|bytedance|xingin|lemon8|bank of england|bankrate|threadneedle", re.IGNORECASE)
NAMED_FOR_A_REASON = {
    "flows/settings.py": "the default topic",
    "flows/deployments.py": "the default topic",
    "extractors/boilerplate.py": "a button that shares to TikTok",
}


def strings_of_code(path: Path) -> Iterator[str]:
    """What a program reads of a file: strings that are no docstrings, values and keys, SQL without comments."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        yield repr(tomllib.loads(text))
    elif path.suffix == ".sql":
        yield re.sub(r"--.*", "", text)
    elif path.suffix == ".py":
        nodes = list(ast.walk(ast.parse(text)))
        spoken = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        yield from (n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in spoken)
    else:
        yield text


def test_no_code_knows_of_a_story() -> None:
    told = {
        path.relative_to(ROOT).as_posix()
        for floor in ("extractors", "warehouse", "flows")
        for path in (ROOT / floor).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and any(STORIES.search(text) for text in strings_of_code(path))
    }
    assert told - set(NAMED_FOR_A_REASON) == set()
