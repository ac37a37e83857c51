"""What of an article's text tells copies of it: the hashes of its word triples, and the bands by which candidates are found.

Pure, and made where the article is read, in a worker process: cutting a text costs more than what the ledger then does with it.
"""

from __future__ import annotations

import base64
import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from extractors.sentences import split_sentences

SHORTEST = 40
"""Word triples below which a text (a teaser, a headline) is like too many others."""

_WORD = re.compile(r"\w+")
_BANDS = 48
_ROWS = 2
"""Minima in a band. 48 bands of 2 find a text that shares half its triples with another of its length 996 times in 1,000 (Jaccard
1/3), three tenths 8 times in 10, a tenth 1 time in 8."""
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio, odd: Fibonacci hashing (Knuth, TAOCP 6.4)
_FACTORS = (np.arange(1, _BANDS * _ROWS + 1, dtype=np.uint64) * _GOLDEN) | np.uint64(1)
_SHIFTS = np.arange(1, _BANDS * _ROWS + 1, dtype=np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
_UPPER = np.uint64(32)
_INT = "I"  # array's code for 32 unsigned bits

Triples = frozenset[int]
"""Hashes of 32 bits."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text as far as its copies are concerned."""

    triples: Triples
    bands: tuple[int, ...]
    """Signed 64 bits each."""


def sketch_text(text: str) -> Sketch:
    """Return the sketch of an article's text."""
    triples = cut_triples(text)
    return Sketch(triples, hash_bands(triples))


def cut_triples(text: str) -> Triples:
    """Return the hashes of every three words in a row, sentence by sentence, boilerplate left out.

    CRC-32: of 700 triples in each of two texts, one pair in 9,000 comparisons is equal by chance, and copies share hundreds.
    """
    triples: set[int] = set()
    for sentence in split_sentences(text):
        words = _WORD.findall(sentence.text.casefold())
        runs = zip(words, words[1:], words[2:], strict=False)
        triples.update(crc32(" ".join(run).encode("utf-8", "surrogatepass")) for run in runs)
    return frozenset(triples)


def hash_bands(triples: Triples) -> tuple[int, ...]:
    """Return the band hashes, signed 64-bit; none for a text too short to be told from others.

    MinHash (Broder 1997, "On the resemblance and containment of documents"): the least of all triples under each of 96 hash
    functions (multiply and shift, Dietzfelbinger et al. 1997), two to a band.
    """
    if len(triples) < SHORTEST:
        return ()
    numbers = np.fromiter(triples, dtype=np.uint64, count=len(triples))
    least = ((numbers[None, :] * _FACTORS[:, None] + _SHIFTS[:, None]) >> _UPPER).min(axis=1)
    bands = ((least[::_ROWS] << _UPPER) | least[1::_ROWS]) + np.arange(_BANDS, dtype=np.uint64) * _GOLDEN
    return tuple(bands.view(np.int64).tolist())


def share_copied(one: Triples, other: Triples) -> float:
    """Return which share of the shorter text stands in the other, 0 to 1: copies are cut from the end."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def pack_triples(triples: Iterable[int]) -> str:
    """Return triples as text for a table: 5 characters each."""
    return base64.b64encode(array(_INT, sorted(triples)).tobytes()).decode("ascii")


def unpack_triples(packed: str) -> Triples:
    """Return what `pack_triples` was given."""
    found = array(_INT)
    found.frombytes(base64.b64decode(packed))
    return frozenset(found)
