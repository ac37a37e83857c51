"""The words around a number that the figure grammar looks for: lexicon/figure_words.toml."""

from __future__ import annotations

from extractors.strict_toml import load_lexicon

CUES = load_lexicon("figure_words", dict[str, dict[str, frozenset[str]]])
"""By module and list."""
