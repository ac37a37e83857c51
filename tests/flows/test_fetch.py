"""Fetching from a site that misbehaves in every way we know: a value each time, never an exception."""

import asyncio
import logging
import socket
import time
import tracemalloc
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from badsite import FEED, BadSite, answer, open_badsite

from extractors.urls import hide_credentials
from flows import addresses
from flows.addresses import Reach, judge_address
from flows.faults import FetchFault
from flows.fetch import (
    NO_VALIDATORS,
    Fetched,
    FetchFailure,
    FetchPolicy,
    Unmodified,
    Validators,
    fetch,
    open_client,
)
from flows.http_dates import read_freshness, read_retry_after

POLICY = FetchPolicy("claimwatch-tests", allow_private=True, max_bytes=200_000, total_s=5.0, connect_s=2.0, read_s=0.5)


@pytest.fixture
async def site() -> AsyncIterator[BadSite]:
    async with open_badsite() as opened:
        yield opened


async def get(
    url: str, policy: FetchPolicy = POLICY, validators: Validators = NO_VALIDATORS
) -> Fetched | Unmodified | FetchFailure:
    async with open_client(policy) as client:
        return await fetch(client, url, validators, policy)


async def test_a_body(site: BadSite):
    answer = await get(site.url("/ok"))
    assert isinstance(answer, Fetched)
    assert (answer.url, answer.status, answer.body, answer.moved_to) == (site.url("/ok"), 200, FEED, None)
    assert answer.content_type == "application/rss+xml; charset=utf-8"
    assert "set-cookie" not in answer.headers
    (asked,) = site.asked
    assert asked.headers["user-agent"] == "claimwatch-tests"


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [
        ("/500", FetchFault.HTTP_SERVER, 500),
        ("/503", FetchFault.HTTP_SERVER, 503),
        ("/429", FetchFault.RATE_LIMITED, 429),
        ("/404", FetchFault.NOT_FOUND, 404),
        ("/410", FetchFault.GONE, 410),
        ("/403", FetchFault.FORBIDDEN, 403),
        ("/418", FetchFault.HTTP_CLIENT, 418),
        ("/304", FetchFault.PROTOCOL, 304),  # nobody asked for it
        ("/302-nowhere", FetchFault.PROTOCOL, 302),
        ("/loop", FetchFault.REDIRECTS, None),
        ("/hops/6", FetchFault.REDIRECTS, None),
        ("/to-metadata", FetchFault.REFUSED, None),
        ("/to-zero", FetchFault.REFUSED, None),
        ("/to-file", FetchFault.BAD_ADDRESS, None),
        ("/to-ftp", FetchFault.BAD_ADDRESS, None),
        ("/to-broken", FetchFault.BAD_ADDRESS, None),
        ("/bomb", FetchFault.TOO_LARGE, 200),
        ("/large", FetchFault.TOO_LARGE, 200),
        ("/large-undeclared", FetchFault.TOO_LARGE, 200),
        ("/sound", FetchFault.MEDIA, 200),
        ("/not-gzip", FetchFault.ENCODING, None),
        ("/brotli", FetchFault.ENCODING, 200),
        ("/bomb-of-bombs", FetchFault.ENCODING, 200),
        ("/cut", FetchFault.PROTOCOL, None),
        ("/not-http", FetchFault.PROTOCOL, None),
        ("/silent-close", FetchFault.PROTOCOL, None),
        ("/headers", FetchFault.PROTOCOL, None),
        ("/hang", FetchFault.TIMEOUT, None),
    ],
)
async def test_each_fault_has_its_name(site: BadSite, path: str, kind: FetchFault, status: int | None):
    failure = await get(site.url(path))
    assert isinstance(failure, FetchFailure), failure
    assert (failure.kind, failure.status) == (kind, status), failure
    assert failure.url == site.url(path)
    assert failure.detail
    assert "\n" not in failure.detail


async def test_a_drip_ends_with_the_whole_time(site: BadSite):
    started = time.monotonic()
    failure = await get(site.url("/drip"), replace(POLICY, total_s=0.4))
    assert isinstance(failure, FetchFailure)
    assert failure.kind is FetchFault.TIMEOUT
    assert time.monotonic() - started < 3


async def test_a_bomb_is_never_in_memory(site: BadSite):
    tracemalloc.start()
    failure = await get(site.url("/bomb"), replace(POLICY, max_bytes=10_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(failure, FetchFailure)
    assert peak < 40_000_000


async def test_nobody_listens():
    with socket.socket() as placeholder:  # bound and not listening: the port refuses
        placeholder.bind(("127.0.0.1", 0))
        failure = await get(f"http://127.0.0.1:{placeholder.getsockname()[1]}/")
    assert isinstance(failure, FetchFailure)
    assert failure.kind is FetchFault.CONNECT


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "http://",
        "http://[",
        "ftp://127.0.0.1/",
        "javascript:alert(1)",
        "http://127.0.0.1:99999/",
        "http://\ud800/",
        "http://a\x00b/",
    ],
)
async def test_what_is_no_address(url: str):
    failure = await get(url)
    assert isinstance(failure, FetchFailure)
    assert failure.kind is FetchFault.BAD_ADDRESS


async def test_validators_go_back_verbatim(site: BadSite):
    first = await get(site.url("/conditional"))
    assert isinstance(first, Fetched)
    assert first.validators == Validators('W/"odd, but ours"', "tuesday-ish")
    second = await get(site.url("/conditional"), validators=first.validators)
    assert isinstance(second, Unmodified)
    assert site.asked[1].headers["if-none-match"] == 'W/"odd, but ours"'
    assert site.asked[1].headers["if-modified-since"] == "tuesday-ish"


async def test_permanent_moves_are_told_from_passing_ones(site: BadSite):
    moved = await get(site.url("/moved"))
    assert isinstance(moved, Fetched)
    assert (moved.url, moved.moved_to) == (site.url("/ok"), site.url("/ok"))
    found = await get(site.url("/found"))
    assert isinstance(found, Fetched)
    assert (found.url, found.moved_to) == (site.url("/ok"), None)
    last = await get(site.url("/hops/5"))
    assert isinstance(last, Fetched)
    assert last.body == b"arrived"


@pytest.mark.parametrize(("path", "body"), [("/gzip", FEED), ("/empty", b""), ("/latin", "<p>Café</p>".encode("latin-1"))])
async def test_odd_but_whole_bodies(site: BadSite, path: str, body: bytes):
    answer = await get(site.url(path))
    assert isinstance(answer, Fetched)
    assert answer.body == body


async def test_no_cookies_are_kept(site: BadSite):
    async with open_client(POLICY) as client:
        await fetch(client, site.url("/ok"), NO_VALIDATORS, POLICY)
        await fetch(client, site.url("/ok"), NO_VALIDATORS, POLICY)
    assert [("cookie" in asked.headers) for asked in site.asked] == [False, False]


async def test_proxies_of_the_environment_are_ignored(site: BadSite, monkeypatch: pytest.MonkeyPatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert isinstance(await get(site.url("/ok")), Fetched)


async def test_credentials_are_sent_and_never_shown(site: BadSite, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)  # the HTTP client's own lines too
    failure = await get(site.url("/500", host="reader:se%40cret@127.0.0.1"))
    assert site.asked[0].headers["authorization"] == f"Basic {b64encode(b'reader:se@cret').decode()}"
    fetched = await get(site.url("/moved", host="reader:se%40cret@127.0.0.1"))
    assert [asked.headers["authorization"] for asked in site.asked[1:]] == [site.asked[0].headers["authorization"]] * 3
    assert "/moved" in caplog.text
    for shown in (repr(failure), repr(fetched), caplog.text):
        assert "cret" not in shown
        assert site.asked[0].headers["authorization"].split()[1] not in shown


async def test_credentials_stay_with_their_host(site: BadSite):
    site.pages["/over"] = answer("302 Found", Location=site.url("/ok", "localhost"))
    await get(site.url("/over", host="reader:secret@127.0.0.1"))
    assert [("authorization" in asked.headers) for asked in site.asked] == [True, False]


def test_credentials_are_hidden():
    assert hide_credentials("https://a:b@c.example:8/d?e#f") == "https://c.example:8/d?e#f"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]"])
async def test_loopback_only_when_allowed(site: BadSite, host: str):
    failure = await get(site.url("/ok", host), replace(POLICY, allow_private=False))
    assert isinstance(failure, FetchFailure)
    assert failure.kind is FetchFault.REFUSED
    assert site.asked == []


async def test_a_redirect_from_outside_into_our_network_is_refused(site: BadSite, monkeypatch: pytest.MonkeyPatch):
    outside = ip_address("127.0.0.1")  # for once
    monkeypatch.setattr(addresses, "judge_address", lambda one: Reach.PUBLIC if one == outside else judge_address(one))
    site.pages["/over"] = answer("301 Moved", Location=site.url("/ok", "127.0.0.2"))
    failure = await get(site.url("/over"), replace(POLICY, allow_private=False))
    assert isinstance(failure, FetchFailure)
    assert failure.kind is FetchFault.REFUSED
    assert site.paths == ["/over"]


async def test_one_name_is_resolved_once_per_connection(site: BadSite, monkeypatch: pytest.MonkeyPatch):
    """A name that answers 169.254.169.254 at the second look gains nothing: what was judged is what is connected to."""
    loop = asyncio.get_running_loop()
    answers = ["127.0.0.1", "169.254.169.254"]
    looked_up: list[str] = []

    async def resolve(host: str, port: int, **options: object) -> list[tuple[object, ...]]:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers[min(len(looked_up), 2) - 1], port))]

    monkeypatch.setattr(loop, "getaddrinfo", resolve)
    assert isinstance(await get(site.url("/ok", "rebind.example")), Fetched)
    assert looked_up.count("rebind.example") == 1
    failure = await get(site.url("/ok", "rebind.example"))
    assert isinstance(failure, FetchFailure)
    assert failure.kind is FetchFault.REFUSED


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "120"}, timedelta(seconds=120)),
        ({"retry-after": "0"}, timedelta()),
        ({"retry-after": "Tue, 17 Nov 2026 09:40:00 GMT", "date": "Tue, 17 Nov 2026 09:30:00 GMT"}, timedelta(minutes=10)),
        ({"retry-after": "Tue, 17 Nov 2026 09:20:00 GMT", "date": "Tue, 17 Nov 2026 09:30:00 GMT"}, timedelta()),
        ({"retry-after": "99999999999"}, timedelta(days=31)),
        ({"retry-after": "Tue, 17 Nov 2026 09:40:00 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, str], wait: timedelta | None):
    assert read_retry_after(headers) == wait


SENT = "Tue, 17 Nov 2026 09:30:00 GMT"


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({"cache-control": "public, max-age=300"}, timedelta(minutes=5)),
        ({"cache-control": 'MAX-AGE="60"'}, timedelta(minutes=1)),
        ({"cache-control": "max-age=300", "expires": "Tue, 17 Nov 2026 10:30:00 GMT", "date": SENT}, timedelta(minutes=5)),
        ({"expires": "Tue, 17 Nov 2026 10:30:00 GMT", "date": SENT}, timedelta(hours=1)),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT", "date": SENT}, timedelta()),
        ({"expires": "0", "date": SENT}, None),
        ({"expires": "Tue, 17 Nov 2026 10:30:00 GMT"}, None),
        ({"cache-control": "no-cache, max-age=300"}, timedelta()),
        ({"cache-control": "max-age=99999999999999"}, timedelta(days=31)),
        ({"cache-control": "max-age=soon"}, None),
        ({}, None),
    ],
)
def test_freshness(headers: dict[str, str], fresh: timedelta | None):
    assert read_freshness(headers) == fresh


def test_the_limits_are_those_that_are_promised():
    policy = FetchPolicy("claimwatch")
    assert (policy.max_bytes, policy.max_redirects, policy.total_s) == (10_000_000, 5, 30.0)
    assert (policy.allow_private, policy.file_root, policy.follow_google_news) == (False, None, False)


async def test_retry_after_travels(site: BadSite):
    failures = [await get(site.url(path)) for path in ("/503", "/429", "/500")]
    waits = [failure.retry_after for failure in failures if isinstance(failure, FetchFailure)]
    assert waits == [
        timedelta(minutes=2),
        timedelta(minutes=10),
        None,
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    topic = tmp_path / "topic"
    (topic / "feed").mkdir(parents=True)
    (topic / "feed" / "sample.xml").write_bytes(FEED)
    (tmp_path / "secret.txt").write_text("hidden")
    (topic / "link.txt").symlink_to(tmp_path / "secret.txt")
    return topic


async def test_a_file_of_the_topic(folder: Path):
    policy = replace(POLICY, file_root=folder)
    first = await get("file:///feed/sample.xml", policy)
    assert isinstance(first, Fetched)
    assert (first.body, first.content_type) == (FEED, "application/xml")
    assert isinstance(await get("file:///feed/sample.xml", policy, first.validators), Unmodified)
    (folder / "feed" / "sample.xml").write_bytes(FEED + b"<!-- -->")
    assert isinstance(await get("file:///feed/sample.xml", policy, first.validators), Fetched)
    assert isinstance(await get((folder / "feed" / "sample.xml").as_uri(), policy), Fetched)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("file:///../secret.txt", FetchFault.REFUSED),
        ("file:///%2e%2e/secret.txt", FetchFault.REFUSED),
        ("file:///feed/../../secret.txt", FetchFault.REFUSED),
        ("file:///link.txt", FetchFault.REFUSED),
        ("file://server/feed/sample.xml", FetchFault.REFUSED),
        ("file:///a%00b", FetchFault.REFUSED),
        ("file:///etc/passwd", FetchFault.NOT_FOUND),
        ("file:///feed", FetchFault.NOT_FOUND),
        ("file:", FetchFault.NOT_FOUND),
    ],
)
async def test_files_outside_the_folder(folder: Path, url: str, kind: FetchFault):
    failure = await get(url, replace(POLICY, file_root=folder))
    assert isinstance(failure, FetchFailure)
    assert failure.kind is kind


async def test_no_folder_no_files():
    failure = await get("file:///etc/hostname")
    assert isinstance(failure, FetchFailure)
    assert failure.kind is FetchFault.REFUSED
