"""Asks a language model behind an OpenAI-compatible endpoint for one article's facts; what it does is never an exception.

httpx2 and one POST, not the `openai` package: 3.52.0 is 31 MB in 2,077 files, takes 0.34 s more to import, and its timeout is per
read, so that an answer of one byte in a while never ends; it has no limit on an answer's size, follows redirects with
the article in hand and takes settings from OPENAI_ variables.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import httpx2
from pydantic import BaseModel, ConfigDict, ValidationError

from extractors.model_prompt import Prompt, write_schema
from extractors.urls import hide_credentials
from flows.mistakes import UserError

MOST_BYTES = 1_000_000
"""Of an answer with its envelope; 200 facts with their sentences are a tenth of it."""
_MOST_TOKENS = 16_000
_CONNECT_S = 5.0
_COUNTABLE = 10_000_000
"""Tokens in one call; a larger count is a mistake or a joke and counts as none."""


class ModelFault(StrEnum):
    """Why a call gave no answer."""

    UNREACHABLE = "unreachable"
    DENIED = "denied"
    """401, 403, 404 or a redirect: key, address or name is wrong, and the next call fails too."""
    REQUEST = "request"
    """400, 422: the endpoint does not know an option of ours."""
    BUSY = "busy"
    """429 and 5xx."""
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    BROKEN = "broken"
    """Cut off, not HTTP, or not the API's envelope."""


LASTING = frozenset({ModelFault.UNREACHABLE, ModelFault.DENIED})
"""Faults that the next call of a run would meet as well."""


@dataclass(frozen=True, slots=True)
class ModelPolicy:
    """Which model is asked, and how much of its time and of our money a run may take."""

    url: str
    """Base address, as in "http://127.0.0.1:11434/v1"."""
    name: str
    key: str | None = field(default=None, repr=False)
    timeout_s: float = 60.0
    """For a whole call, however steadily it drips."""
    max_calls: int = 50
    """Calls a run, failed ones counted."""
    max_bytes: int = MOST_BYTES

    @property
    def shown(self) -> str:
        """Model and host, for a person."""
        return f"{self.name} at {urlsplit(hide_credentials(self.url)).netloc}"


def choose_model(url: str | None, name: str | None, key: str | None, timeout_s: float, max_calls: int) -> ModelPolicy | None:
    """Return the model of these settings, or None when MODEL_URL is not set: the model is off by default. Raises UserError."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not _is_address(url):
        raise UserError(f"MODEL_URL: not an http address such as http://127.0.0.1:11434/v1: {hide_credentials(url)[:80]!r}")
    if not name:
        raise UserError("MODEL_NAME: needed with MODEL_URL, as the endpoint calls the model")
    if key is not None and not (key.isascii() and key.isprintable()):
        raise UserError("MODEL_KEY: goes into an HTTP header: one line of printable ASCII")  # the key itself is never shown
    if not 0 < timeout_s <= 3600:
        raise UserError(f"MODEL_TIMEOUT_S: seconds between 0 and 3600, not {timeout_s:g}")
    if max_calls < 1:
        raise UserError(f"MODEL_MAX_CALLS: at least 1, not {max_calls}")
    return ModelPolicy(url, name, key or None, timeout_s, max_calls)


def _is_address(url: str) -> bool:
    """Whether the client can make a request to an address (no spaces, no bad ports, a host that IDNA can write)."""
    try:
        httpx2.URL(url)
    except (httpx2.InvalidURL, UnicodeError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """What a model wrote, unchecked, and what it cost."""

    text: str = field(repr=False)
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class ModelFailure:
    """No answer, and why, in a few words of our own: an endpoint's error text may repeat key or article."""

    fault: ModelFault
    detail: str


class _Loose(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Message(_Loose):
    content: str


class _Choice(_Loose):
    message: _Message


class _Envelope(_Loose):
    """What we read of a chat completion."""

    choices: list[_Choice]
    usage: Any = None


@asynccontextmanager
async def open_model(policy: ModelPolicy) -> AsyncIterator[httpx2.AsyncClient]:
    """A client for `ask_model`. Article and key go to the address that was set and nowhere else: no redirects, no proxies."""
    headers = {"accept": "application/json", "accept-encoding": "identity", "content-type": "application/json"}
    if policy.key is not None:
        headers["authorization"] = f"Bearer {policy.key}"
    timeout = httpx2.Timeout(policy.timeout_s, connect=min(_CONNECT_S, policy.timeout_s))
    async with httpx2.AsyncClient(headers=headers, timeout=timeout, follow_redirects=False, trust_env=False) as client:
        yield client


async def ask_model(
    client: httpx2.AsyncClient, policy: ModelPolicy, prompt: Prompt, options: dict[str, Any]
) -> ModelAnswer | ModelFailure:
    """Ask once, within `policy.timeout_s` seconds and `policy.max_bytes` bytes.

    options: full_options(), or none for an endpoint that does not know them."""
    body = json.dumps(
        {
            "model": policy.name,
            "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
            **options,
        }
    )  # in ASCII: a text with half a surrogate pair has no UTF-8
    try:
        async with (
            asyncio.timeout(policy.timeout_s),
            client.stream("POST", f"{policy.url.rstrip('/')}/chat/completions", content=body) as response,
        ):
            if response.status_code != 200:
                return _name_status(response.status_code)
            return _read_envelope(await _read_body(response, policy.max_bytes))
    except (TimeoutError, httpx2.TimeoutException) as error:
        if isinstance(error, httpx2.ConnectTimeout):
            return ModelFailure(ModelFault.UNREACHABLE, "cannot be reached")
        return ModelFailure(ModelFault.TIMEOUT, f"not done in {policy.timeout_s:g} s")
    except httpx2.ConnectError:
        return ModelFailure(ModelFault.UNREACHABLE, "cannot be reached")
    except httpx2.RequestError:
        return ModelFailure(ModelFault.BROKEN, "the connection broke")


def full_options() -> dict[str, Any]:
    """Return the options that OpenAI, Ollama (from 0.5), vLLM and llama.cpp know: the answer's schema, no dice, a limit."""
    return {
        "temperature": 0,
        "max_tokens": _MOST_TOKENS,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "facts", "strict": True, "schema": write_schema()},
        },
    }


def _name_status(status: int) -> ModelFailure:
    if 300 <= status < 400:
        return ModelFailure(ModelFault.DENIED, f"HTTP {status}, a redirect, is not followed: check MODEL_URL")
    if status in (401, 402, 403):
        return ModelFailure(ModelFault.DENIED, f"HTTP {status}: check MODEL_KEY")
    if status in (404, 405):
        return ModelFailure(ModelFault.DENIED, f"HTTP {status}: check MODEL_URL and MODEL_NAME")
    if status in (400, 422):
        return ModelFailure(ModelFault.REQUEST, f"HTTP {status}: it does not take our request")
    return ModelFailure(ModelFault.BUSY if status == 429 or status >= 500 else ModelFault.BROKEN, f"HTTP {status}")


async def _read_body(response: httpx2.Response, most: int) -> bytes | None:
    """The body, or None as soon as it is too large."""
    body = bytearray()
    async for part in response.aiter_bytes():
        body += part
        if len(body) > most:
            return None
    return bytes(body)


def _read_envelope(body: bytes | None) -> ModelAnswer | ModelFailure:
    if body is None:
        return ModelFailure(ModelFault.TOO_LARGE, "the answer is too large")
    try:
        envelope = _Envelope.model_validate_json(body)
    except ValidationError:
        envelope = _Envelope(choices=[])
    if not envelope.choices:
        return ModelFailure(ModelFault.BROKEN, "not a chat completion with text")
    usage = envelope.usage if isinstance(envelope.usage, dict) else {}
    return ModelAnswer(
        envelope.choices[0].message.content, _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))
    )


def _count(tokens: object) -> int:
    return tokens if isinstance(tokens, int) and 0 <= tokens <= _COUNTABLE else 0
