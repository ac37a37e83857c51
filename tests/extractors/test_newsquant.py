"""The quality floor on NewsQuant's public half (Almasian et al. 2023), by the benchmark's own scorer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benches.newsquant import predict

EVAL = Path(__file__).parents[3] / "shared" / "eval"
GOLD = EVAL / "newsquant_dev.jsonl"
FLOORS = {"value": 0.94, "value+unit": 0.89, "value+change": 0.86}


@pytest.mark.skipif(not GOLD.exists(), reason="../shared/eval is not here")
def test_newsquant_stays_above_its_floors(tmp_path: Path) -> None:
    predictions = tmp_path / "predictions.jsonl"
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    predictions.write_text("".join(json.dumps(predict(json.loads(line)["text"])) + "\n" for line in lines), encoding="utf-8")
    scored = subprocess.run(
        [sys.executable, EVAL / "newsquant.py", GOLD, predictions, "--json"], capture_output=True, text=True, check=True
    )
    figures = json.loads(scored.stdout)
    assert {name: figures[name]["f1"] for name, floor in FLOORS.items() if figures[name]["f1"] < floor} == {}
