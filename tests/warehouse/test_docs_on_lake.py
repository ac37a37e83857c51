"""Every query of docs/sql.md gives on DuckLake what it gives on a file."""

import io

from documents import DOCS, make_ledger, read_queries
from rich.console import Console
from test_lake import lake, pytestmark, server  # noqa: F401 - a Postgres of our own, or why there is none

from flows.display import show_table
from warehouse.lake import open_lake_to_read

QUERIES = read_queries((DOCS / "sql.md").read_text(encoding="utf-8"))
ABOUT_COMMENTS = ("duckdb_views()", "duckdb_functions()")
"""DuckLake 1.5 keeps no comments on macros, and its catalog has other views beside ours."""


def print_answer(connection, sql):
    printed = io.StringIO()
    cursor = connection.execute(sql)
    show_table(Console(file=printed, width=80), [column[0] for column in cursor.description], cursor.fetchall())
    return "".join(f"{line.rstrip()}\n" for line in printed.getvalue().rstrip().splitlines())


def test_every_query_answers_as_on_a_file(lake, tmp_path):  # noqa: F811
    (tmp_path / "claimwatch.toml").write_text(f'warehouse = "{lake}"\n', encoding="utf-8")
    make_ledger(tmp_path)
    with open_lake_to_read(lake) as connection:
        for sql, output in QUERIES:
            answer = print_answer(connection, sql)
            if not any(catalog in sql for catalog in ABOUT_COMMENTS):
                assert answer == output
