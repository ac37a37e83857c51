"""Settings: what is accepted, and the one line that each mistake gets."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.mistakes import UserError
from flows.settings import load_settings
from flows.targets import parse_targets

BAD_VARIABLES = [
    ("CLAIMWATCH_WAREHUOSE", "x", "CLAIMWATCH_WAREHUOSE: unknown setting (known: WAREHOUSE, TOPIC, ALERT_URLS,"),
    ("CLAIMWATCH_NOW", "2025", "CLAIMWATCH_NOW: not an ISO time such as 2025-02-12T09:00Z: '2025'"),
    ("CLAIMWATCH_NOW", "yesterday", "CLAIMWATCH_NOW: not an ISO time"),
    ("CLAIMWATCH_ALLOW_PRIVATE_HOSTS", "perhaps", "CLAIMWATCH_ALLOW_PRIVATE_HOSTS: input should be a valid boolean"),
    ("CLAIMWATCH_ALERT_URLS", "mailto://a:b@c.example nonsense", "CLAIMWATCH_ALERT_URLS: number 2 is not an Apprise URL"),
    ("CLAIMWATCH_WAREHOUSE", "md:news", "CLAIMWATCH_WAREHOUSE: md: is not supported by this version"),
    ("CLAIMWATCH_WAREHOUSE", "ducklake:sqlite:x.db", "CLAIMWATCH_WAREHOUSE: only ducklake:postgres: is supported"),
    ("CLAIMWATCH_WAREHOUSE", "ducklake:postgres:dbname=x", "CLAIMWATCH_WAREHOUSE: a lake needs files=/a/folder"),
    ("CLAIMWATCH_WAREHOUSE", "ducklake:postgres:dbname=x files=s3://b", "CLAIMWATCH_WAREHOUSE: a lake needs files=/a/folder"),
    ("CLAIMWATCH_WAREHOUSE", "ducklake:postgres:dbname=x password=y files=/z", "CLAIMWATCH_WAREHOUSE: keep the password out"),
    ("CLAIMWATCH_USER_AGENT", "a\nX-Evil: 1", "CLAIMWATCH_USER_AGENT: user_agent goes into an HTTP header"),
    ("CLAIMWATCH_CONTACT", "café", "CLAIMWATCH_CONTACT: contact goes into an HTTP header"),
    ("CLAIMWATCH_MODEL_URL", "127.0.0.1:11434", "CLAIMWATCH_MODEL_URL: not an http address such as"),
    ("CLAIMWATCH_MODEL_URL", "http://127.0.0.1/v1", "CLAIMWATCH_MODEL_NAME: needed with MODEL_URL"),
    ("CLAIMWATCH_MODEL_TIMEOUT_S", "soon", "CLAIMWATCH_MODEL_TIMEOUT_S: input should be a valid number"),
    ("CLAIMWATCH_MODEL_MAX_CALLS", "2.5", "CLAIMWATCH_MODEL_MAX_CALLS: input should be a valid integer"),
]
MODEL = 'MODEL_URL = "http://127.0.0.1:11434/v1"\n'


BAD_FILES = [
    ('WAREHUOSE = "x"', "claimwatch.toml: WAREHUOSE: unknown setting"),
    ('NOW = "noon"', "claimwatch.toml: NOW: not an ISO time"),
    ("TOPIC = 7", "claimwatch.toml: TOPIC: input should be a valid string"),
    ('topic = "a"\nTOPIC = "b"', "claimwatch.toml: TOPIC: set twice"),
    ('ALERT_URLS = ["json://h.example", "x"]', "claimwatch.toml: ALERT_URLS: number 2 is not an Apprise URL"),
    ("TOPIC = ", "claimwatch.toml: not valid TOML"),
    (MODEL, "claimwatch.toml: MODEL_NAME: needed with MODEL_URL"),
    (MODEL + 'MODEL_NAME = "m"\nMODEL_TIMEOUT_S = 0', "claimwatch.toml: MODEL_TIMEOUT_S: seconds between 0 and 3600"),
    (MODEL + 'MODEL_NAME = "m"\nMODEL_MAX_CALLS = 0', "claimwatch.toml: MODEL_MAX_CALLS: at least 1"),
    (MODEL + 'MODEL_NAME = "m"\nMODEL_KEY = "hunter2\\nX-Evil: 1"', "claimwatch.toml: MODEL_KEY: goes into an HTTP header"),
]


@pytest.mark.parametrize(("name", "value", "line"), BAD_VARIABLES)
def test_bad_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UserError) as mistake:
        load_settings(tmp_path)
    assert str(mistake.value).startswith(line)
    assert "\n" not in str(mistake.value)


@pytest.mark.parametrize(("text", "line"), BAD_FILES)
def test_bad_file(tmp_path: Path, text: str, line: str) -> None:
    (tmp_path / "claimwatch.toml").write_text(text)
    with pytest.raises(UserError) as mistake:
        load_settings(tmp_path)
    assert str(mistake.value).startswith(line)
    assert "\n" not in str(mistake.value)


def test_defaults_are_those_of_the_contract(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert settings.warehouse == Path("warehouse/data")
    assert settings.topic == "rednote"
    assert settings.alert_urls == ()
    assert settings.allow_private_hosts is False
    assert settings.user_agent.startswith("claimwatch/")
    assert (settings.contact, settings.now, settings.model) == (None, None, None)


def test_a_model_is_a_file_and_a_secret_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "claimwatch.toml").write_text(MODEL + 'MODEL_NAME = "m"\n')
    monkeypatch.setenv("CLAIMWATCH_MODEL_KEY", "hunter2")
    settings = load_settings(tmp_path)
    assert settings.model is not None
    model = settings.model
    assert (model.name, model.key, model.timeout_s, model.max_calls) == ("m", "hunter2", 60, 50)
    assert "hunter2" not in f"{settings!r} {settings.model!r}"


def test_an_option_wins_over_a_variable_and_that_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "claimwatch.toml").write_text('TOPIC = "file"\nWAREHOUSE = "kept"\n')
    assert load_settings(tmp_path).topic == "file"
    monkeypatch.setenv("CLAIMWATCH_TOPIC", "variable")
    assert load_settings(tmp_path).topic == "variable"
    assert load_settings(tmp_path, topic="option").topic == "option"
    assert load_settings(tmp_path, topic=None).topic == "variable"
    assert load_settings(tmp_path).warehouse == Path("kept")


def test_an_empty_variable_is_not_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWATCH_NOW", "")
    monkeypatch.setenv("CLAIMWATCH_ALERT_URLS", "")
    assert load_settings(tmp_path).now is None


@pytest.mark.parametrize("text", ["2025-02-12T09:00", "2025-02-12T09:00Z", "2025-02-12T10:00+01:00"])
def test_now_freezes_the_clock_in_utc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("CLAIMWATCH_NOW", text)
    assert load_settings(tmp_path).read_clock() == datetime(2025, 2, 12, 9, tzinfo=UTC)


def test_a_target_is_known_by_tag_or_scheme_and_never_by_its_url() -> None:
    mail, team = parse_targets("mailto://me:hunter2@mail.example\nteam=slack://T1JJ3T3L2/A1BRTD4JD/secretsecretsecretsecret")
    assert mail.name.startswith("mailto-")
    assert team.name.startswith("team-")
    assert "hunter2" not in f"{mail.name} {mail!r}"
    assert "secret" not in f"{team.name} {team!r}"


def test_a_url_with_an_equals_sign_has_no_tag_and_a_url_set_twice_counts_once() -> None:
    (target,) = parse_targets("json://h.example/?a=b://c json://h.example/?a=b://c")
    assert target.url == "json://h.example/?a=b://c"
    assert target.name.startswith("json-")
