"""The pages of docs/ tell the truth: queries give the output that stands below them, links lead somewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest
from documents import DOCS, ROOT, Query, make_ledger, read_queries, write_commands

QUERIES = read_queries((DOCS / "sql.md").read_text(encoding="utf-8"))
PAGES = sorted([ROOT / "README.md", *DOCS.glob("*.md"), *ROOT.glob("seeds/**/*.md")])
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ledger")


@pytest.fixture(scope="module")
def query(folder: Path) -> Query:
    return make_ledger(folder)


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


READERS = [("pandas", "df", ("pandas",)), ("polars", "pl", ("polars", "pyarrow"))]


@pytest.mark.parametrize(("name", "method", "needed"), READERS, ids=[name for name, *_ in READERS])
def test_data_frames_read_it_without_more(query: Query, folder: Path, name: str, method: str, needed: tuple[str, ...]) -> None:
    for module in needed:
        pytest.importorskip(module, reason=f"{module} is not installed: data frames of {name} are not tried")
    assert query("SELECT 1")
    with duckdb.connect(str(folder / "warehouse" / "data" / "news.duckdb"), read_only=True) as connection:
        frame = getattr(connection.execute("FROM contradictions"), method)()
        assert frame.shape[0] > 0
        assert "earlier_sentence" in list(frame.columns)


def test_the_duckdb_command_line_reads_it(query: Query, folder: Path) -> None:
    program = shutil.which("duckdb")
    if program is None:
        pytest.skip("the duckdb command line is not installed")
    assert query("SELECT 1")
    path, asked = folder / "warehouse" / "data" / "news.duckdb", "SELECT count(*) FROM claims_on('2025-01-15')"
    command = [program, "-readonly", "-csv", str(path), asked]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout.splitlines()[1]) > 0
