"""One poll of one feed into a warehouse, as `claimwatch poll` does it.

    python -m benches.site.our_poll FEED_URL FOLDER      prints what came of it and what it took as JSON

FOLDER holds topic.toml; the warehouse is where the settings say.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from pathlib import Path

from flows.progress import log_progress
from flows.runs import begin_run
from flows.settings import load_settings
from flows.topics import load_topic
from flows.watch import poll


def main() -> None:
    feed, folder = sys.argv[1], Path(sys.argv[2])
    settings = load_settings(topic=str(folder / "topic.toml"))
    located = load_topic(settings.topic, folder)
    begun, used = time.perf_counter(), _processor_time()
    run = begin_run(located.topic.name, settings.read_clock())
    summary = asyncio.run(poll(settings, located, run, log_progress, only=[feed]))
    found = {
        "articles": summary.coverage.pages_full,
        "facts": summary.recorded.facts,
        "alerts": summary.recorded.alerts,
        "seconds": time.perf_counter() - begun,
        "cpu": _processor_time() - used,
    }
    json.dump(found, sys.stdout)


def _processor_time() -> float:
    """Of this process and of the workers that have ended, in seconds."""
    return sum(
        usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main()
