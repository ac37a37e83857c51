"""The house rules that a machine can check: imports go one way, files stay small, names say what is in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {"extractors": 0, "warehouse": 1, "flows": 2}
"""Nothing imports from a floor above its own."""
NOWHERE = {"utils", "helpers", "common", "misc"}
ONLY_IN = {"duckdb": {"warehouse/store.py", "warehouse/connection.py", "warehouse/lake.py"}}
"""Libraries that these files keep to themselves."""
NOT_IN_EXTRACTORS = {"asyncio", "duckdb", "httpx2", "os", "prefect", "random", "requests", "socket", "subprocess", "time"}
"""Extractors are functions of their arguments: no network, no files but their own lexicon, no clock, no chance."""
MOST_LINES = 300

SOURCES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            yield node.module or ""


def test_there_is_something_to_check() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in SOURCES} == set(FLOORS)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_source_file(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    floor = name.split("/")[0]
    imported = set(imported_modules(path))
    tops = {module.split(".")[0] for module in imported}
    assert not {top for top in tops if FLOORS.get(top, 0) > FLOORS[floor]}, "imports upward"
    assert not {top for top in tops if top in ONLY_IN and name not in ONLY_IN[top]}, "a library that another file keeps to itself"
    assert not tops & {"tests", "benches"}, "imports tests"
    if floor == "extractors":
        assert not tops & NOT_IN_EXTRACTORS, "an extractor that reaches outside"
    assert path.stem not in NOWHERE, "says nothing about what is in it"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES, "more than one subject?"


def test_every_source_file_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("source", "modules"),
    [
        ("import flows.watch", {"flows.watch"}),
        ("def f():\n    from warehouse.store import Warehouse", {"warehouse.store"}),
        ("if 0:\n    import os.path as p, duckdb", {"os.path", "duckdb"}),
    ],
)
def test_imports_are_found_wherever_they_stand(tmp_path: Path, source: str, modules: set[str]) -> None:
    (tmp_path / "a.py").write_text(source)
    assert set(imported_modules(tmp_path / "a.py")) == modules
