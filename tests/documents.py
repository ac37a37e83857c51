"""Pages of docs/ that programs write and tests check: outputs of queries, help of commands. `make docs` writes them anew."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from notebooks import fill_notebook, read_notebook, run_cells
from typer.cli import get_docs_for_click
from typer.main import get_command

from flows.cli import app, main

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
NOW = "2025-02-13T09:00Z"
"""When the ledger of the docs is made: the morning after the last page of the sample feed."""

_FEEDS = re.compile(r"^\[\[feeds\]\]\n.*?(?=^\[|\Z)", re.MULTILINE | re.DOTALL)
_QUERY = re.compile(r"```sql\n(?P<query>.*?)```\n(?:\n```text\n(?P<output>.*?)```\n)?", re.DOTALL)

Query = Callable[[str], str]


def make_ledger(folder: Path, topic: str = "rednote", now: str = NOW) -> Query:
    """Run the topic once on its sample feed alone, at `now`; return what prints a query's answer as `claimwatch sql` does."""
    seeds = folder / "seeds" / topic
    shutil.copytree(ROOT / "seeds" / topic, seeds)
    text = _FEEDS.sub("", (seeds / "topic.toml").read_text(encoding="utf-8"))
    (seeds / "topic.toml").write_text(f'{text}\n[[feeds]]\nurl = "feed/sample.xml"\n', encoding="utf-8")
    run_claimwatch(folder, "run", "--topic", topic, now=now)
    return lambda query: run_claimwatch(folder, "sql", query)


def run_claimwatch(folder: Path, *arguments: str, now: str = NOW) -> str:
    """Return what a command prints in `folder`, 80 columns wide, at `now`."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("CLAIMWATCH_", "PREFECT_"))}
    environment = outside | {"CLAIMWATCH_NOW": now, "COLUMNS": "80"}
    printed, complaints = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder), mock.patch.dict(os.environ, environment, clear=True),
        contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complaints), contextlib.suppress(SystemExit),
    ):  # fmt: skip
        main(arguments)
    failure = next((line for line in complaints.getvalue().splitlines() if line.startswith("claimwatch: ")), None)
    if failure:
        raise RuntimeError(f"{arguments}: {failure}")
    return "".join(f"{line.rstrip()}\n" for line in printed.getvalue().rstrip().splitlines())


def read_queries(page: str) -> list[tuple[str, str]]:
    """Return the queries of a page with the outputs that it shows ("" where none)."""
    return [(found["query"], found["output"] or "") for found in _QUERY.finditer(page)]


def fill_outputs(page: str, query: Query) -> str:
    """Return the page with the output of each query below it."""
    return _QUERY.sub(lambda found: f"```sql\n{found['query']}```\n\n```text\n{query(found['query'])}```\n", page)


COMMANDS_HEAD = """# Commands

Each command's own help, written by `make docs`. Every command exits with 0, 1 (it failed) or 2 (it was asked wrongly), and says
in one line what is wrong. Settings are in the [README](../README.md#settings).

"""


def write_commands() -> str:
    """Return the page of commands, from the help of each."""
    command = get_command(app)
    context = command.make_context("claimwatch", [], resilient_parsing=True)
    page = get_docs_for_click(obj=command, ctx=context, name="claimwatch")
    body = page.partition("\n")[2].strip()
    return COMMANDS_HEAD + "\n".join(line.rstrip() for line in body.splitlines()) + "\n"


def write_pages() -> None:
    """Write every page anew."""
    with tempfile.TemporaryDirectory() as folder:
        query = make_ledger(Path(folder))
        page = DOCS / "sql.md"
        page.write_text(fill_outputs(page.read_text(encoding="utf-8"), query), encoding="utf-8")
        notebook = read_notebook(DOCS / "explore.ipynb")
        filled = fill_notebook(notebook, run_cells(notebook, Path(folder)))
    (DOCS / "explore.ipynb").write_text(json.dumps(filled, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (DOCS / "commands.md").write_text(write_commands(), encoding="utf-8")


if __name__ == "__main__":
    write_pages()
