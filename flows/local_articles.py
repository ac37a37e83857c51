"""Articles that lie in local folders: seeds and what is replayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from extractors.article_file import HTML_SUFFIXES, PLAIN_SUFFIXES, FileFailure, FileReason, parse_article_file
from extractors.records import Article
from flows.mistakes import UserError


@dataclass(frozen=True, slots=True)
class LocalArticles:
    """What a set of folders holds, in order of publication, and the files that hold no article."""

    articles: tuple[Article, ...]
    failures: tuple[FileFailure, ...]


def read_local_articles(paths: Sequence[Path], now: datetime) -> LocalArticles:
    """Read every .txt, .md and .html below these folders (or these files). Raises UserError for one that is not there.

    Hidden files and READMEs are no articles; other endings are passed over inside a folder and are a failure when named.
    """
    articles: list[Article] = []
    failures: list[FileFailure] = []
    for folder, file in chain.from_iterable(_find_files(path) for path in paths):
        reading = _read_file(file, file.relative_to(folder).as_posix())
        if isinstance(reading, FileFailure):
            failures.append(reading)
        else:
            articles.append(reading)
    articles.sort(key=lambda article: (article.published_at or now, article.article_id, article.version_id))
    return LocalArticles(tuple(articles), tuple(failures))


def _find_files(path: Path) -> list[tuple[Path, Path]]:
    """Return (the folder that names are relative to, the file) of every article file."""
    if path.is_file():
        return [(path.parent, path)]
    if not path.is_dir():
        raise UserError(f"{path}: no such file or folder")
    return [(path, found) for found in sorted(path.rglob("*")) if found.is_file() and _is_article(found.relative_to(path))]


def _is_article(name: Path) -> bool:
    hidden = any(part.startswith(".") for part in name.parts)
    return not hidden and name.suffix.lower() in PLAIN_SUFFIXES | HTML_SUFFIXES and not name.name.upper().startswith("README")


def _read_file(path: Path, name: str) -> Article | FileFailure:
    try:
        body = path.read_bytes()
        modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        return FileFailure(name, FileReason.UNREADABLE, error.strerror or str(error))
    return parse_article_file(name, body, modified)
