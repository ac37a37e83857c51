"""Writes what find_quantities says about NewsQuant's sentences in the form its scorer reads.

    python -m benches.newsquant GOLD.jsonl PREDICTIONS.jsonl

NewsQuant: Almasian et al. 2023, "CQE: A Comprehensive Quantity Extractor" (EMNLP), news sentences of its public set.
Only conventions are translated here: a benchmark codes "from 20 to 29" as one pair, a share as a fraction, ranks not at all.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from extractors.quantities import Form, Part, Quantity, find_quantities
from extractors.units import CURRENCIES

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


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("gold", type=Path)
    ask.add_argument("predictions", type=Path)
    asked = ask.parse_args()
    with asked.predictions.open("w", encoding="utf-8") as out:
        for line in asked.gold.read_text(encoding="utf-8").splitlines():
            out.write(json.dumps(predict(json.loads(line)["text"]), ensure_ascii=False) + "\n")
    sys.stdout.write(f"wrote {asked.predictions}\n")


if __name__ == "__main__":
    main()
