"""Measures find_quantities on NewsQuant's sentences, by the benchmark's own scorer.

    python benches/newsquant.py [GOLD.jsonl PREDICTIONS.jsonl]

With files it writes what find_quantities says about the sentences of GOLD in the form that the scorer reads. Without, it scores
the public half in ../shared/eval, and says so when that is not there.

NewsQuant: Almasian et al. 2023, "CQE: A Comprehensive Quantity Extractor" (EMNLP), news sentences of its public set.
Only conventions are translated here: a benchmark codes "from 20 to 29" as one pair, a share as a fraction, ranks not at all.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from extractors.quantities import Form, Part, Quantity, find_quantities
from extractors.units import CURRENCIES

EVAL = Path(__file__).resolve().parents[2] / "shared" / "eval"
GOLD, SCORER = EVAL / "newsquant_dev.jsonl", EVAL / "newsquant.py"
Prediction = dict[str, object]
_NAMES = {"pounds": "pound-mass", "pence": "penny", "pound-feet": "lb-ft"}
"""Units that the benchmark names otherwise."""
_NOT_CODED = frozenset({Form.RANK, Form.ORDINAL})


def predict(text: str) -> list[Prediction]:
    """Return the quantities of a sentence as NewsQuant codes them."""
    found = [quantity for quantity in find_quantities(text) if _is_coded(text, quantity)]
    out: list[Prediction] = []
    k = 0
    while k < len(found):
        here, following = found[k], found[k + 1] if k + 1 < len(found) else None
        if following is not None and (here.part, following.part) in ((Part.FROM, Part.TO), (Part.FOR, Part.AGAINST)):
            out.append(_code(here, following.value))
            k += 2
        else:
            out.append(_code(here, here.value_high))
            k += 1
    return out


def _is_coded(text: str, quantity: Quantity) -> bool:
    if quantity.form is Form.MULTIPLE:
        return text[quantity.start].isdigit() or quantity.value > 4
    return quantity.form not in _NOT_CODED


def _code(quantity: Quantity, high: float | None) -> Prediction:
    value, unit = quantity.value, quantity.unit
    if quantity.form is Form.SHARE:
        value, unit = value / 100, quantity.noun or None
    unit = _NAMES.get(unit or "", unit)
    if unit in CURRENCIES:
        unit = CURRENCIES[unit].name
    if quantity.per:
        unit = f"{unit or ''} per {quantity.per}"
    told_before = quantity.direction_start is not None and quantity.direction_start < quantity.start
    return {
        "value": value,
        "value_high": high,
        "unit": unit,
        "qualifier": quantity.qualifier.value,
        "direction": quantity.direction.value if quantity.direction and told_before else None,
    }


def write_predictions(gold: Path, predictions: Path) -> None:
    """Write a line for each of `gold`: the quantities of its sentence."""
    with predictions.open("w", encoding="utf-8") as out:
        for line in gold.read_text(encoding="utf-8").splitlines():
            out.write(json.dumps(predict(json.loads(line)["text"]), ensure_ascii=False) + "\n")


def score_public_half() -> str:
    """Return what the benchmark's scorer prints. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        write_predictions(GOLD, predictions)
        command = [sys.executable, str(SCORER), str(GOLD), str(predictions)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own files


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", type=Path, nargs="*", metavar="FILE")
    asked = ask.parse_args()
    if len(asked.files) == 2:
        write_predictions(*asked.files)
        sys.stdout.write(f"wrote {asked.files[1]}\n")
    elif asked.files:
        ask.error("two files, or none")
    elif not (GOLD.exists() and SCORER.exists()):
        sys.stdout.write("skipped: ../shared/eval is not here\n")
    else:
        sys.stdout.write(score_public_half())


if __name__ == "__main__":
    main()
