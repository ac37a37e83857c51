"""The pages of docs/ tell the truth: queries give the output that stands below them, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from documents import DOCS, ROOT, Query, make_ledger, read_queries, write_commands

QUERIES = read_queries((DOCS / "sql.md").read_text(encoding="utf-8"))
PAGES = sorted([ROOT / "README.md", *DOCS.glob("*.md"), *ROOT.glob("seeds/**/*.md")])
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def query(tmp_path_factory: pytest.TempPathFactory) -> Query:
    return make_ledger(tmp_path_factory.mktemp("ledger"))


def test_there_are_queries() -> None:
    assert len(QUERIES) >= 18


@pytest.mark.parametrize(("sql", "output"), QUERIES, ids=[" ".join(sql.split())[:50] for sql, _ in QUERIES])
def test_a_query_gives_the_output_below_it(query: Query, sql: str, output: str) -> None:
    assert len(output.splitlines()) > 1
    assert query(sql) == output, "`make docs` writes the outputs anew; look at what changed before you commit it"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    inside = [link.split("#")[0] for link in _LINK.findall(text) if not re.match(r"[a-z]+:|#", link)]
    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_the_page_of_commands_is_their_help() -> None:
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == write_commands(), "`make docs` writes it anew"
