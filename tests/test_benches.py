"""Every bench runs as `make bench` runs it, and one whose data is not here says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

from benches import newsquant

BENCHES = sorted((ROOT / "benches").glob("*.py"))


def test_there_are_some() -> None:
    assert {"newsquant", "extraction", "stories", "verdicts"} <= {path.stem for path in BENCHES}


@pytest.mark.parametrize("path", BENCHES, ids=lambda path: path.stem)
def test_it_starts_as_a_program(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, path, "--help"], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_without_its_data_newsquant_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(newsquant, "GOLD", tmp_path / "gone.jsonl")
    monkeypatch.setattr(sys, "argv", ["newsquant.py"])
    newsquant.main()
    assert capsys.readouterr().out == "skipped: ../shared/eval is not here\n"


def test_it_writes_predictions_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gold, predictions = tmp_path / "gold.jsonl", tmp_path / "predictions.jsonl"
    gold.write_text('{"text": "It has 300 million users."}\n{"text": "It has none."}\n', encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["newsquant.py", str(gold), str(predictions)])
    newsquant.main()
    first, second = predictions.read_text(encoding="utf-8").splitlines()
    assert '"value": 300000000.0' in first
    assert second == "[]"
