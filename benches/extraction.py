"""How fast articles become facts, on one core: sentences a second, and as a ratio to splitting the same text into sentences.

    python benches/extraction.py [--topic FILE] [--profile] [ARTICLE ...]

Without articles it reads the topic's own. `--profile` prints where the time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from extractors.facts import extract_facts
from extractors.records import Article
from extractors.sentences import split_sentences
from extractors.topic import parse_topic
from extractors.vocabulary import Vocabulary, compile_topic

TOPIC = Path(__file__).resolve().parents[1] / "seeds" / "rednote" / "topic.toml"
GOAL = 3000
"""Sentences a second on one core."""
_ROUNDS = 5
_LEAST_SENTENCES = 1000
_SHOWN = 25


def read_articles(paths: list[Path]) -> list[Article]:
    """Return the articles, front matter left out, repeated until they are long enough to measure."""
    articles = [_read(path) for path in sorted(paths)]
    sentences = sum(len(split_sentences(article.text)) for article in articles)
    return articles * (_LEAST_SENTENCES // max(sentences, 1) + 1)


def _read(path: Path) -> Article:
    text = path.read_text(encoding="utf-8")
    body = text.split("---\n", 2)[-1]
    return Article(path.stem, path.stem, f"file:{path.name}", "bench", path.stem, body, datetime(2025, 1, 21, tzinfo=UTC))


def measure(work: Callable[[], object]) -> float:
    """Return the least processor time of some rounds in seconds; what other programs take does not count."""
    best = float("inf")
    for _ in range(_ROUNDS):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def profile(articles: list[Article], vocabulary: Vocabulary) -> None:
    """Print the functions that take most time themselves."""
    profiler = cProfile.Profile()
    profiler.runcall(lambda: [extract_facts(article, vocabulary) for article in articles])
    pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(_SHOWN)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("articles", type=Path, nargs="*")
    ask.add_argument("--topic", type=Path, default=TOPIC)
    ask.add_argument("--profile", action="store_true")
    asked = ask.parse_args()
    vocabulary = compile_topic(parse_topic(asked.topic.read_text(encoding="utf-8"), asked.topic.name))
    articles = read_articles(asked.articles or list((asked.topic.parent / "articles").glob("*.md")))
    sentences = sum(len(split_sentences(article.text)) for article in articles)
    if not sentences:
        sys.exit("nothing to read")
    facts = sum(len(extract_facts(article, vocabulary).facts) for article in articles)  # also fills the caches
    splitting = measure(lambda: [split_sentences(article.text) for article in articles])
    extracting = measure(lambda: [extract_facts(article, vocabulary) for article in articles])
    speed = sentences / extracting
    sys.stdout.write(
        f"{sentences} sentences, {facts} facts\n"
        f"splitting  {sentences / splitting:9,.0f} sentences/s\n"
        f"extracting {speed:9,.0f} sentences/s ({extracting / splitting:.0f} times as long as splitting; goal {GOAL:,}: "
        f"{'met' if speed >= GOAL else 'missed'})\n"
    )
    if asked.profile:
        profile(articles, vocabulary)


if __name__ == "__main__":
    main()
