"""Reads a TOML text into typed records and refuses whatever it does not know, by name and place."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

T = TypeVar("T")

STRICT = ConfigDict(extra="forbid", strict=False, str_min_length=1)
"""For every record that is read from a file: unknown keys and empty strings are mistakes."""


class FileMistake(ValueError):
    """Something in a file that a person wrote is wrong; the message is one line and names the place."""


def parse_toml(text: str, shape: type[T], where: str) -> T:
    """Read `text` into the pydantic dataclass `shape`.

    Raises FileMistake with the file's name and the key ("rednote/topic.toml: subjects.3.alias: ...").
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileMistake(f"{where}: not valid TOML: {error}") from None
    try:
        return TypeAdapter(shape).validate_python(data)
    except ValidationError as error:
        raise FileMistake(f"{where}: {describe_mistakes(error)}") from None


def describe_mistakes(error: ValidationError, most: int = 3) -> str:
    """Return the first mistakes of a validation as one line: "key: what is wrong; key: ..."."""
    shown = []
    for mistake in error.errors()[:most]:
        place = ".".join(str(part) for part in mistake["loc"]) or "file"
        unknown = mistake["type"] in ("unexpected_keyword_argument", "extra_forbidden")
        shown.append(f"{place}: {'unknown key' if unknown else mistake['msg']}")
    more = error.error_count() - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more > 0 else "")


def load_lexicon(name: str, shape: type[T]) -> T:
    """Read one of our own word lists, `extractors/lexicon/<name>.toml`."""
    text = (files("extractors.lexicon") / f"{name}.toml").read_text(encoding="utf-8")
    return parse_toml(text, shape, f"lexicon/{name}.toml")


def compile_pattern(text: str, place: str) -> re.Pattern[str]:
    """Compile a pattern of a word list. Raises FileMistake naming the place ("lexicon/rankings.toml: places.0.patterns")."""
    try:
        return re.compile(text)
    except re.error as error:
        raise FileMistake(f"{place}: not a regular expression: {error}") from None
