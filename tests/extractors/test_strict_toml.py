"""parse_toml and our own word lists: unknown keys, wrong types and lists that lost their order are told by name and place."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from pydantic.dataclasses import dataclass

import extractors.lexicon
from extractors.strict_toml import STRICT, FileMistake, compile_pattern, load_lexicon, parse_toml

LEXICONS = sorted(Path(next(iter(extractors.lexicon.__path__))).glob("*.toml"))


@dataclass(frozen=True, config=STRICT)
class Drawer:
    """A list to test with."""

    label: str
    words: frozenset[str]
    depth: float = 1.0


@dataclass(frozen=True, config=STRICT)
class Chest:
    """Lists in a list."""

    drawers: tuple[Drawer, ...]


def test_reads_a_text_into_its_record() -> None:
    chest = parse_toml('[[drawers]]\nlabel = "a"\nwords = ["x", "y"]\n', Chest, "chest.toml")
    assert chest == Chest((Drawer("a", frozenset({"x", "y"})),))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('drawer = "a"', "chest.toml: drawers: Field required; drawer: unknown key"),
        ('[[drawers]]\nlabel = "a"\nwords = []\nwide = 1', "chest.toml: drawers.0.wide: unknown key"),
        ('[[drawers]]\nlabel = ""\nwords = []', "chest.toml: drawers.0.label: String should have at least 1 character"),
        ('[[drawers]]\nlabel = "a"\nwords = "x"', "chest.toml: drawers.0.words: Input should be a valid frozenset"),
    ],
)
def test_says_what_is_wrong_and_where(text: str, line: str) -> None:
    with pytest.raises(FileMistake) as mistake:
        parse_toml(text, Chest, "chest.toml")
    assert str(mistake.value) == line


def test_shows_the_first_three_mistakes_and_counts_the_rest() -> None:
    with pytest.raises(FileMistake) as mistake:
        parse_toml("\n".join('[[drawers]]\nlabel = ""\nwords = []' for _ in range(5)), Chest, "chest.toml")
    assert str(mistake.value).endswith("; and 2 more")
    assert str(mistake.value).count("drawers.") == 3


@pytest.mark.parametrize("text", ["a = ", "[a", "a = 1\na = 2", "= 3", "\x00"])
def test_says_when_it_is_not_toml(text: str) -> None:
    with pytest.raises(FileMistake, match=r"^chest\.toml: not valid TOML: [^\n]+$"):
        parse_toml(text, Chest, "chest.toml")


def test_a_lexicon_that_is_not_there_is_our_own_mistake() -> None:
    with pytest.raises(FileNotFoundError):
        load_lexicon("nowhere", Chest)


def test_a_lexicon_with_an_unknown_list_is_refused() -> None:
    with pytest.raises(FileMistake, match=r"^lexicon/modality\.toml: .*unknown key"):
        load_lexicon("modality", Chest)


def test_a_pattern_that_is_none_is_told_with_its_place() -> None:
    with pytest.raises(FileMistake, match=r"^chest\.toml: drawers\.0\.patterns: not a regular expression: [^\n]+ at position 1$"):
        compile_pattern("a(b", "chest.toml: drawers.0.patterns")
    assert compile_pattern("a(b)", "chest.toml: drawers.0.patterns").fullmatch("ab")


def _lists(value: object, place: str = "") -> list[tuple[str, list[str]]]:
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in _lists(inner, f"{place}.{key}")]
    if isinstance(value, list) and value and all(isinstance(inner, str) for inner in value):
        return [(place, value)]
    if isinstance(value, list):
        return [found for at, inner in enumerate(value) for found in _lists(inner, f"{place}.{at}")]
    return []


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.stem)
def test_every_lexicon_says_what_it_is_for(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("path", LEXICONS, ids=lambda path: path.stem)
def test_no_word_list_holds_a_word_twice(path: Path) -> None:
    twice = [
        (place, word)
        for place, words in _lists(tomllib.loads(path.read_text(encoding="utf-8")))
        for word in sorted({word for word in words if words.count(word) > 1})
    ]
    assert twice == []


def test_no_two_scopes_or_predicates_of_ours_have_one_name() -> None:
    lists = {"actions": ("actions", "name"), "attributes": ("attributes", "predicate"), "movement": ("moved", "scope")}
    for path in LEXICONS:
        if path.stem in lists:
            key, field = lists[path.stem]
            names = [record[field] for record in tomllib.loads(path.read_text(encoding="utf-8"))[key]]
            assert sorted(names) == sorted(set(names))
