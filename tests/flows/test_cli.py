"""The command line: exit codes, one-line errors, pipes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from places import ROOT, Command, Place

MISTAKES = [
    (["nosuch"], 2, "claimwatch: No such command 'nosuch'."),
    (["run", "--nosuch"], 2, "claimwatch: No such option: --nosuch"),
    (["sql"], 2, "claimwatch: Missing argument"),
    (["claims", "--since", "soon"], 2, "claimwatch: --since soon: neither an age such as 7d nor a date"),
    (["claims", "--verdict", "nosuch"], 2, "claimwatch: Invalid value for '--verdict'"),
    (["run", "--topic", "nosuch"], 2, "claimwatch: no topic 'nosuch': there is no seeds/nosuch/topic.toml (known: bankrate, red"),
    (["run", "--topic", "no/such.toml"], 2, "claimwatch: no/such.toml: no such topic file"),
    (["run", "--topic", "broken.toml"], 2, "claimwatch: {here}/broken.toml: nosuch: unknown key"),
    (["sql", "SELECT nosuch FROM facts"], 1, 'claimwatch: Binder Error: Referenced column "nosuch"'),
    (["sql", "SELEC 1"], 1, "claimwatch: Parser Error: syntax error"),
    (["sql", "SELECT 1; SELECT 2"], 1, "claimwatch: one SQL statement at a time"),
    (["sql", "DROP TABLE fact"], 1, "claimwatch: "),
    (["sql", "SELECT * FROM read_text('/etc/hostname')"], 1, "claimwatch: Permission Error"),
]


@pytest.mark.parametrize(("arguments", "code", "line"), MISTAKES, ids=[" ".join(arguments) for arguments, _, _ in MISTAKES])
def test_a_mistake_gets_one_line(place: Place, claimwatch: Command, arguments: list[str], code: int, line: str) -> None:
    here = place()
    claimwatch("seed")
    (here / "broken.toml").write_text('name = "x"\ntitle = "X"\nsubjects = []\nnosuch = 1\n')
    outcome = claimwatch(*arguments)
    assert outcome.code == code
    assert len(outcome.error_lines) == 1
    assert outcome.error_lines[0].startswith(line.format(here=here))
    assert "Traceback" not in outcome.err


def spoil_with(body: bytes) -> object:
    def spoil(path: Path) -> None:
        path.write_bytes(body if body else path.read_bytes()[:5000])

    return spoil


def make_newer(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE meta SET value = '999' WHERE key = 'schema_version'")


WAREHOUSES = [
    (spoil_with(b"not a database, whatever it is called\n" * 100), "not a usable warehouse file"),
    (spoil_with(b""), "not a usable warehouse file"),
    (make_newer, "schema"),
]


@pytest.mark.parametrize(("spoil", "words"), WAREHOUSES, ids=["foreign", "truncated", "newer"])
def test_a_warehouse_that_cannot_be_used_gets_one_line(place: Place, claimwatch: Command, spoil: object, words: str) -> None:
    here = place("feed/sample.xml")
    claimwatch("seed")
    spoil(here / "warehouse" / "data" / "pipeline.duckdb")  # type: ignore[operator]
    for command in ("run", "alert"):
        outcome = claimwatch(command)
        assert outcome.code == 1
        (line,) = outcome.error_lines
        assert line.startswith("claimwatch: warehouse/data/pipeline.duckdb")
        assert words in line


@pytest.mark.parametrize("command", [["claims"], ["status"], ["sql", "SELECT 1"]])
def test_looking_before_the_first_run_gets_one_line(place: Place, claimwatch: Command, command: list[str]) -> None:
    place()
    outcome = claimwatch(*command)
    assert outcome.code == 1
    (line,) = outcome.error_lines
    assert "news.duckdb" in line


def test_claims_are_filtered_and_come_as_json(place: Place, claimwatch: Command) -> None:
    place("feed/sample.xml")
    claimwatch("run")
    everything = json.loads(claimwatch("claims", "--json").out)
    assert len(everything) > 50
    assert {"claim_id", "line", "sentence", "publisher", "article_url", "verdict", "status"} <= set(everything[0])
    newest_first = [claim["published_at"] for claim in everything]
    assert newest_first == sorted(newest_first, reverse=True)
    contradicted = json.loads(claimwatch("claims", "--verdict", "contradicted", "--json").out)
    assert "RedNote, founded: 2014" in [claim["line"] for claim in contradicted]
    assert {claim["verdict"] for claim in contradicted} == {"contradicted"}
    assert json.loads(claimwatch("claims", "--since", "2025-02-12", "--json").out)
    assert json.loads(claimwatch("claims", "--since", "2030-01-01", "--json").out) == []
    shown = claimwatch("claims", "--verdict", "contradicted").out
    assert "CONTRADICTED RedNote, founded: 2014" in shown
    assert max(len(line) for line in shown.splitlines()) <= 80


FORMATS = [
    ("csv", "a,b,c\n1,'=HYPERLINK(1),\n"),
    ("json", '[\n  {\n    "a": 1,\n    "b": "=HYPERLINK(1)",\n    "c": null\n  }\n]\n'),
]


@pytest.mark.parametrize(("form", "printed"), FORMATS)
def test_sql_formats(place: Place, claimwatch: Command, form: str, printed: str) -> None:
    place()
    claimwatch("seed")
    outcome = claimwatch("sql", "SELECT 1 AS a, '=HYPERLINK(1)' AS b, NULL AS c", "--format", form)
    assert outcome.out.replace("\r\n", "\n") == printed


def test_status_and_doctor_look_without_complaint(place: Place, claimwatch: Command) -> None:
    place("feed/sample.xml", "feed/missing.xml")
    claimwatch("run")
    status = claimwatch("status")
    assert status.code == 0
    for word in ("12 articles", "Last runs", "poll", "seed", "feed/missing.xml", "failing", "terminal", "delivered"):
        assert word in status.words
    doctor = claimwatch("doctor")
    assert doctor.code == 0
    assert "✗" not in doctor.out


ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}


def run_process(here: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows", *arguments]
    return subprocess.run(command, cwd=here, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False)


def test_a_reader_that_stops_early_is_no_error(place: Place, claimwatch: Command) -> None:
    here = place("feed/sample.xml")
    claimwatch("run")
    command = f"set -o pipefail; {sys.executable} -m flows claims | head -1"
    piped = subprocess.run(["bash", "-c", command], cwd=here, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert (piped.stderr, len(piped.stdout.splitlines())) == ("", 1)
    assert "Traceback" not in piped.stderr


def test_looking_loads_neither_prefect_nor_the_page_reader(place: Place, claimwatch: Command) -> None:
    here = place()
    claimwatch("seed")
    program = (
        "import sys\nfrom flows.cli import main\n"
        "try: main(['claims'])\nexcept SystemExit: pass\n"
        "print([name for name in ('prefect', 'trafilatura', 'apprise', 'httpx2') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=here, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_python_m_flows_is_claimwatch_and_has_no_colour_in_a_pipe(place: Place) -> None:
    here = place("feed/sample.xml")
    done = run_process(here, "run")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert "reading pages: 7 done" in done.stderr
    assert run_process(here, "--version").stdout.startswith("claimwatch ")
