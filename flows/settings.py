"""What a person may set: CLAIMWATCH_ variables and claimwatch.toml, read strictly."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Set
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from flows import __version__
from flows.mistakes import UserError
from flows.targets import AlertTarget, parse_targets, read_secrets
from warehouse.lake_address import PREFIX as PREFIX_OF_LAKES
from warehouse.lake_address import check_address

if TYPE_CHECKING:  # the client of a language model, which few people have
    from flows.model import ModelPolicy

PREFIX = "CLAIMWATCH_"
FILE = "claimwatch.toml"
NOT_YET = ("md:", "motherduck:")
"""Warehouses that this version cannot open: MotherDuck's extension is not to be had as a package."""


class Settings(BaseSettings):
    """The settings of CONTRACT.md, by the same names in lower case. A variable wins over the file."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    warehouse: Path = Path("warehouse/data")
    topic: str = "rednote"
    alert_urls: Annotated[tuple[AlertTarget, ...], NoDecode] = ()
    allow_private_hosts: bool = False
    user_agent: str = f"claimwatch/{__version__}"
    contact: str | None = None
    """A mail or web address that sites can turn to."""
    report_url: str | None = None
    """Where people can open the report that polls on a server write into the warehouse's folder."""
    follow_google_news: bool = False
    """Whether links that only Google can open are followed there."""
    now: datetime | None = None
    model_url: str | None = None
    """Base address of an OpenAI-compatible endpoint; without one no language model is asked."""
    model_name: str | None = None
    model_key: SecretStr | None = None
    model_timeout_s: float = 60.0
    """For a whole call."""
    model_max_calls: int = 50
    """Calls a run."""

    @field_validator("warehouse", mode="before")
    @classmethod
    def _is_a_folder(cls, value: object) -> object:
        if isinstance(value, str) and value.startswith(NOT_YET):
            raise ValueError(f"{value.split(':')[0]}: is not supported by this version, only a folder and {PREFIX_OF_LAKES} are")
        if isinstance(value, str) and value.startswith("ducklake:"):
            wrong = check_address(value) if value.startswith(PREFIX_OF_LAKES) else f"only {PREFIX_OF_LAKES} is supported"
            if wrong:
                raise ValueError(wrong)
        return value

    @field_validator("alert_urls", mode="before")
    @classmethod
    def _are_targets(cls, value: object) -> object:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = "\n".join(value)
        return parse_targets(read_secrets(value)) if isinstance(value, str) else value

    @field_validator("user_agent", "contact")
    @classmethod
    def _fits_a_header(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and not (value.isascii() and value.isprintable()):
            raise ValueError(f"{info.field_name} goes into an HTTP header: one line of printable ASCII")
        return value

    @field_validator("now", mode="before")
    @classmethod
    def _is_a_time(cls, value: object) -> object:
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                raise ValueError(f"not an ISO time such as 2025-02-12T09:00Z: {value!r}") from None
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        raise ValueError("not an ISO time such as 2025-02-12T09:00Z")

    @property
    def introduction(self) -> str:
        """How we introduce ourselves to sites: the user agent, with the contact when there is one."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent

    @property
    def model(self) -> ModelPolicy | None:
        """The language model to ask, None when there is none. Raises UserError, which load_settings has met before."""
        if self.model_url is None:
            return None
        from flows.model import choose_model  # noqa: PLC0415 - no cost for those who have no model

        key = self.model_key.get_secret_value() if self.model_key else None
        return choose_model(self.model_url, self.model_name, key, self.model_timeout_s, self.model_max_calls)

    def read_clock(self) -> datetime:
        """Return the time in UTC, or the frozen one. A run reads it once and passes it on."""
        return self.now or datetime.now(UTC)


def load_settings(folder: Path | None = None, **chosen: Any) -> Settings:
    """Read the settings from the environment and `folder`/claimwatch.toml; `chosen` ones (command-line options) win.

    Raises UserError.
    """
    written = _read_file((folder or Path.cwd()) / FILE)
    from_environment = {_plain_name(name) for name, value in os.environ.items() if name.upper().startswith(PREFIX) and value}
    for name in sorted(from_environment - Settings.model_fields.keys()):
        raise UserError(f"{PREFIX}{name.upper()}: unknown setting ({_known_names()})")
    chosen = {name: value for name, value in chosen.items() if value is not None}
    taken_from_file = {name: value for name, value in written.items() if name not in from_environment}
    from_file = taken_from_file.keys() - chosen.keys()
    try:
        settings = Settings(**(taken_from_file | chosen))
    except ValidationError as error:
        mistake = error.errors()[0]
        name = str(mistake["loc"][0])
        message = mistake["msg"].removeprefix("Value error, ")
        raise UserError(f"{_name_place(name, from_file)}{name.upper()}: {message[0].lower()}{message[1:]}") from None
    try:
        _ = settings.model  # a mistake in it is told by every command, not by the first poll at night
    except UserError as mistake:
        name = str(mistake).partition(":")[0].lower()
        place = _name_place("model_url" if name == "model_name" and settings.model_name is None else name, from_file)
        raise UserError(f"{place}{mistake}") from None
    return settings


def _name_place(name: str, from_file: Set[str]) -> str:
    return f"{FILE}: " if name in from_file else PREFIX


def _read_file(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path.name}: cannot be read: {error}") from None
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path.name}: not valid TOML: {error}") from None
    named: dict[str, Any] = {}
    for key, value in written.items():
        name = _plain_name(key)
        if name not in Settings.model_fields:
            raise UserError(f"{path.name}: {key}: unknown setting ({_known_names()})")
        if name in named:
            raise UserError(f"{path.name}: {key}: set twice")
        named[name] = value
    return named


def _plain_name(name: str) -> str:
    return name.upper().removeprefix(PREFIX).lower()


def _known_names() -> str:
    return "known: " + ", ".join(name.upper() for name in Settings.model_fields)
