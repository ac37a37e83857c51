"""Which language a text is in, per document: English by its commonest words, else by a model (py3langid)."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from pydantic.dataclasses import dataclass

from extractors.strict_toml import STRICT, load_lexicon


@dataclass(config=STRICT, frozen=True)
class _LanguageWords:
    candidates: list[str]
    common: frozenset[str]
    common_share: float


_WORDS = load_lexicon("languages", _LanguageWords)
_SHORTEST = 200  # characters; below, one foreign name decides
_SHORTEST_CJK = 40  # a Chinese or Japanese character says as much as several Latin letters
_ENOUGH = 4_000  # characters that are looked at; more do not change the answer
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def detect_language(text: str, assumed: str) -> str:
    """Return the ISO 639-1 code of the text's language; a text too short to tell is `assumed`."""
    sample = text[:_ENOUGH]
    enough = len(sample) >= _SHORTEST or len(_CJK.findall(sample)) >= _SHORTEST_CJK
    if enough and assumed == "en" and _is_plainly_english(sample):
        return assumed
    return str(_load_identifier().classify(sample)[0]) if enough else assumed


def _is_plainly_english(sample: str) -> bool:
    words = sample.lower().split()
    return sum(word in _WORDS.common for word in words) >= _WORDS.common_share * len(words)


@cache
def _load_identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_WORDS.candidates)
    return identifier
