"""Replays stories hour by hour under the default policy: messages a day, lines each, and the share of lines that say nothing new.

    python -m benches.alerts [--list]

The stories are those of ../shared/eval/dev, after ../shared/seeds as the baseline; whether a line is new is what their gold says
(score.py's own judgement, by the place of the sentence and the value). Where they are not here the bench is skipped.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.alert import read_items_of_run
from flows.backtest import BackTest, back_test
from flows.messages import AlertItem
from flows.progress import log_progress
from flows.replay import replay
from flows.runs import begin_run
from flows.seed import seed
from flows.targets import TERMINAL
from flows.topics import load_topic
from warehouse.store import read_snapshot

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
MOST_RESTATED = 0.08


def main() -> None:
    """Measure and print; exit with 1 when more lines than allowed say what was known."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="print the lines that gold calls restated")
    asked = parser.parse_args()
    if not (SHARED / "eval" / "score.py").exists():
        print("skipped: ../shared/eval is not here")
        return
    with tempfile.TemporaryDirectory() as folder:
        test, judged = measure(Path(folder))
    lines = sum(len(message.dispatch.shown) for message in test.told)
    words = Counter(verdict for _, verdict in judged)
    known = words["restated"] / max(words.total() - words["not in gold"], 1)
    print(f"{len(test.told)} messages in {test.days} days, {len(test.told) / max(test.days, 1):.2f} a day")
    busy = Counter(message.at.date() for message in test.told)
    print(f"on days with any: {len(test.told) / max(len(busy), 1):.1f}, at most {max(busy.values(), default=0)}")
    print(f"{lines / max(len(test.told), 1):.1f} lines a message; {test.raised} alerts, {test.suppressed} suppressed")
    print(f"lines by gold: {', '.join(f'{number} {word}' for word, number in words.most_common())}")
    print(f"restated: {known:.1%} of the lines that gold knows, {words['restated'] / max(words.total(), 1):.1%} of all")
    for line, verdict in judged if asked.list else ():
        if verdict == "restated":
            print(f"- {line}")
    sys.exit(known > MOST_RESTATED)


def measure(folder: Path) -> tuple[BackTest, list[tuple[str, str]]]:
    """Return what would have been sent, and of every line that was shown what gold says of it."""
    located = load_topic("rednote", ROOT)
    now = datetime.now(UTC)
    seed(folder, located, [SHARED / "seeds"], begin_run("rednote", now), log_progress)
    run = begin_run("rednote", now)
    replay(folder, located, [SHARED / "eval" / "dev"], run, log_progress, frozen=False, alerting=True)
    test = back_test(read_items_of_run(folder, run.run_id), located.topic.alerts, TERMINAL, located.topic.title)
    score = _load_scorer()
    stories = [*score.load_gold(SHARED / "seeds"), *score.load_gold(SHARED / "eval" / "dev")]
    score.judge_gold(stories)
    gold: dict[str, list[dict[str, Any]]] = {}
    for story in stories:
        gold.setdefault(story["url"] or story["stem"], []).extend(story["gold"])
    values = dict(read_snapshot(folder, "SELECT alert_id, value FROM alerts JOIN facts USING (fact_id)")[1])
    return test, [
        (f"{item.verdict} {item.headline}", _judge(score, gold.get(item.url, []), item, values[item.alert_id]))
        for message in test.told
        for item in message.dispatch.shown
    ]


def _judge(score: Any, gold: list[dict[str, Any]], item: AlertItem, value: float | None) -> str:
    """The verdict of the gold fact in the same sentence and of the same kind: the kindest, where there are several."""
    fact = {"sentence": item.sentence, "kind": item.kind.value}
    found = {
        label["verdict"]
        for label in gold
        if score.same_place(label, fact) and (label["kind"] == fact["kind"]) and _same_value(score, label, value)
    }
    return next((verdict for verdict in ("new", "changed", "restated") if verdict in found), "not in gold")


def _same_value(score: Any, label: dict[str, Any], value: float | None) -> bool:
    return label.get("value") is None or (value is not None and score.near(abs(label["value"]), abs(value)))


def _load_scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    assert spec is not None  # noqa: S101
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
