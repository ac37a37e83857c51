"""Manners: how many requests a host bears at once, how far apart, and what its robots.txt allows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from badsite import BadSite, answer, open_badsite
from hypothesis import given
from hypothesis import strategies as st

from flows.faults import FetchFault
from flows.fetch import Fetched, FetchFailure, FetchPolicy
from flows.hosts import OWN_MACHINE, STRANGERS, HostGates, Manners
from flows.robots import EVERYTHING, LONGEST_DELAY_S, ROBOTS_BYTES, Robots, read_rules
from flows.wire import open_wire

POLICY = FetchPolicy("claimwatch/1.0 (+mail)", allow_private=True, total_s=5.0, connect_s=2.0, read_s=0.5)


@pytest.fixture
async def site() -> AsyncIterator[BadSite]:
    async with open_badsite() as opened:
        yield opened


def robots(text: str) -> bytes:
    return answer("200 OK", text.encode(), Content_Type="text/plain")


async def test_no_more_at_once_than_the_host_bears(site: BadSite) -> None:
    async with open_wire(POLICY, HostGates(own_machine=Manners(at_once=2, gap_s=0.0))) as wire:
        await asyncio.gather(*(wire.fetch_feed(site.url(f"/slow/{number}")) for number in range(6)))
    assert (len(site.asked), site.most_at_once) == (6, 2)


async def test_requests_to_one_host_begin_apart_and_hosts_do_not_wait_for_each_other(site: BadSite) -> None:
    async with open_wire(POLICY, HostGates(own_machine=Manners(at_once=8, gap_s=0.15))) as wire:
        urls = [site.url("/ok", host) for host in ("127.0.0.1", "localhost") for _ in range(3)]
        await asyncio.gather(*(wire.fetch_feed(url) for url in urls))
    by_host = {
        host: [asked.at for asked in site.asked if asked.headers["host"].startswith(host)] for host in ("127.0.0.1", "localhost")
    }
    for times in by_host.values():
        assert len(times) == 3
        assert times[2] - times[0] >= 0.28
    assert by_host["localhost"][0] < by_host["127.0.0.1"][1]


async def test_a_redirect_waits_at_the_gate_of_its_host_too(site: BadSite) -> None:
    site.pages["/over"] = answer("302 Found", Location=site.url("/ok", "localhost"))
    async with open_wire(POLICY, HostGates(own_machine=Manners(at_once=8, gap_s=0.3))) as wire:
        await wire.fetch_feed(site.url("/ok", "localhost"))
        await wire.fetch_feed(site.url("/over"))
    first, _, last = site.asked
    assert last.at - first.at >= 0.28


async def test_waiting_in_our_own_queue_is_not_the_sites_fault(site: BadSite) -> None:
    hurried = replace(POLICY, total_s=0.35)
    async with open_wire(hurried, HostGates(own_machine=Manners(at_once=1, gap_s=0.0))) as wire:
        answers = await asyncio.gather(*(wire.fetch_feed(site.url(f"/slow/{number}")) for number in range(8)))
    assert [type(one) for one in answers] == [Fetched] * 8


def test_strangers_are_spared_and_our_own_machine_is_not() -> None:
    gates = HostGates()
    assert gates._find("https://news.example/a") is gates._find("https://NEWS.example:8443/b")
    assert gates._find("https://news.example/a").gap_s == STRANGERS.gap_s
    assert {gates._find(f"http://{host}/").gap_s for host in ("localhost", "127.9.9.9", "[::1]")} == {OWN_MACHINE.gap_s}


RULES = "User-agent: *\nDisallow: /private/\n\nUser-agent: Claimwatch\nDisallow: /slow\nDisallow: /hops/0\n"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/ok", True),
        ("/private/a", True),  # our own group counts, not that for everybody
        ("/slow/1", False),
        ("/hops/1", False),  # leads to /hops/0
    ],
)
async def test_a_page_is_fetched_if_robots_txt_allows_every_step(site: BadSite, path: str, allowed: bool) -> None:
    site.pages["/robots.txt"] = robots(RULES)
    site.pages["/private/a"] = answer("200 OK", b"words")
    async with open_wire(POLICY) as wire:
        got = await wire.fetch(site.url(path))
    if allowed:
        assert isinstance(got, Fetched)
    else:
        assert isinstance(got, FetchFailure)
        assert (got.kind, got.detail) == (FetchFault.DISALLOWED, "robots.txt does not allow this page")
    assert "/slow/1" not in site.paths
    assert "/hops/0" not in site.paths


async def test_a_redirect_to_another_host_meets_that_hosts_rules(site: BadSite) -> None:
    site.pages["/over"] = answer("302 Found", Location=site.url("/slow/secret", "localhost"))
    site.pages["/robots.txt"] = robots(RULES)
    async with open_wire(POLICY) as wire:
        got = await wire.fetch(site.url("/over"))
    assert isinstance(got, FetchFailure)
    assert got.kind is FetchFault.DISALLOWED
    assert [asked.headers["host"].split(":")[0] for asked in site.asked] == ["127.0.0.1", "127.0.0.1", "localhost"]
    assert site.paths == ["/robots.txt", "/over", "/robots.txt"]


async def test_robots_txt_is_asked_once_per_site_and_never_for_feeds(site: BadSite) -> None:
    site.pages["/robots.txt"] = robots(RULES)
    async with open_wire(POLICY) as wire:
        assert isinstance(await wire.fetch_feed(site.url("/slow/feed")), Fetched)
        assert "/robots.txt" not in site.paths
        await asyncio.gather(*(wire.fetch(site.url("/ok")) for _ in range(5)))
    assert site.paths.count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("reply", "allowed"),
    [
        (answer("404 No"), True),
        (answer("403 No"), True),
        (answer("200 OK", b"<html>not found</html>", Content_Type="text/html"), True),
        (answer("200 OK", b"\xff\xfe\x00\x01 Disallow: /"), True),
        (answer("200 OK", b"#" * (ROBOTS_BYTES + 1)), True),
        (answer("302 Found", Location="/robots.txt"), True),  # in a circle: as good as none
        (answer("302 Found", Location="/rules"), False),
        (answer("500 Oh"), False),
        (answer("503 Busy"), False),
        (answer("429 Slow"), False),
        (b"SSH-2.0\r\n", False),
    ],
)
async def test_what_the_absence_of_rules_means(site: BadSite, reply: bytes, allowed: bool) -> None:
    site.pages["/robots.txt"] = reply
    site.pages["/rules"] = robots("User-agent: *\nDisallow: /")
    async with open_wire(POLICY) as wire:
        got = await wire.fetch(site.url("/ok"))
    assert isinstance(got, Fetched) is allowed
    assert allowed or "/ok" not in site.paths


async def test_an_address_that_does_not_exist_says_so_itself() -> None:
    async with open_wire(replace(POLICY, allow_private=False)) as wire:
        got = await wire.fetch("http://127.0.0.1:9/")
    assert isinstance(got, FetchFailure)
    assert got.kind is FetchFault.REFUSED


@pytest.mark.parametrize(("line", "delay"), [("Crawl-delay: 0.4", 0.4), ("Crawl-delay: 3600", LONGEST_DELAY_S), ("", 0.0)])
def test_crawl_delay_counts_up_to_a_bound(line: str, delay: float) -> None:
    body = f"User-agent: *\n{line}\nDisallow: /x\n".encode()
    assert read_rules(Fetched("http://a.example/robots.txt", 200, {}, body), "claimwatch").delay_s == delay


async def test_crawl_delay_keeps_pages_apart(site: BadSite) -> None:
    site.pages["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 0.3\n")
    async with open_wire(POLICY) as wire:
        await asyncio.gather(wire.fetch(site.url("/ok")), wire.fetch(site.url("/gzip")))
    times = [asked.at for asked in site.asked if asked.path != "/robots.txt"]
    assert abs(times[1] - times[0]) >= 0.28


@given(st.binary(max_size=200), st.sampled_from([b"", b"User-agent: *\nDisallow: ", b"User-agent: *\nCrawl-delay: "]))
def test_any_bytes_are_rules(body: bytes, head: bytes) -> None:
    site = read_rules(Fetched("http://a.example/robots.txt", 200, {}, head + body), "claimwatch")
    Robots("claimwatch", lambda url: None).refuse("http://a.example/some page?q=%zz", site)
    assert site.unreachable is None
    assert site != EVERYTHING


async def test_a_google_news_link_is_not_asked_unless_wanted(site: BadSite) -> None:
    sealed = "https://news.google.com/rss/articles/CBMiT0FVX3lxTE9wYXF1ZVRva2VuVGhhdE9ubHlHb29nbGVDYW5PcGVu?oc=5"
    async with open_wire(POLICY) as wire:
        got = await wire.fetch(sealed)
    assert isinstance(got, FetchFailure)
    assert got.kind is FetchFault.UNRESOLVED
