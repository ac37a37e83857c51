"""A site that misbehaves in every way we know, polled three times: what was asked, what was read, what was told, exactly.

Each case is a feed with a fault of its own, or with one story whose page has one. Every readable story tells another figure, so
that one that is lost or told twice shows.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import httpcore2
import pytest
from badsite import BOMB, Asked, BadSite, answer, open_badsite
from places import ROOT

from extractors.topic import Feed
from flows import watch
from flows.fetch import FetchPolicy
from flows.progress import log_progress
from flows.runs import begin_run
from flows.settings import Settings
from flows.topics import LocatedTopic, load_topic
from flows.wire import choose_policy
from warehouse.store import read_snapshot

FIRST = datetime(2025, 2, 10, 9, 0, tzinfo=UTC)
APART = timedelta(hours=26)
"""Between the polls: longer than any wait but that of a feed that is gone."""
POLLS = 3

COUNTRIES = (
    *("Australia", "Brazil", "Canada", "France", "Germany", "Hong Kong", "India", "Indonesia", "Japan", "Malaysia", "Singapore"),
    *("South Korea", "Taiwan", "Thailand", "Vietnam"),
)
MEASURES = ("daily users", "monthly users", "new users")
FIGURES = [f"{{}} million {measure} in {country}" for measure in MEASURES for country in COUNTRIES]
"""What the stories tell, each of another thing; the number is the story's own, from 101 on."""

Reply = bytes | Callable[[Asked], bytes] | None


@dataclass(frozen=True)
class Case:
    """A fault, and what comes of it."""

    name: str
    outcomes: str
    """Of the three polls; "-" where the feed was not due."""
    pages: str = ""
    """Page statuses of its entries, as they stand at the end."""
    told: int = 0
    """Alerts about it, in all three polls."""
    asked: int = POLLS
    """Requests for the feed."""
    page_asked: int = 0
    """Requests for the pages of its entries."""


def tell(number: int) -> str:
    figure = FIGURES[number - 101].format(number)
    return f"RedNote had {figure} on 3 February, the research firm Fjord Metrics says."


def story(number: int) -> bytes:
    text = (
        f"{tell(number)} The figure comes from a panel of phones whose owners agreed to be counted. The size of the panel was "
        "not given when this page went up on Sunday night. Its members are asked once, by letter, and are not called afterwards. "
        "A second letter is to follow in spring, this one with a stamp on it and a pen beside it, because the first was thrown "
        "away unread in so many kitchens. Whoever answers it stays in the panel for another year."
    )
    body = f"<html><body><article><h1>Users of RedNote</h1><p>{text}</p></article></body></html>"
    return answer("200 OK", body.encode(), Content_Type="text/html; charset=utf-8")


DATE = "Mon, 10 Feb 2025 08:00:00 GMT"


def item(link: str, more: str = "", *, guid: str | None = "", date: str = DATE, title: str = "Users") -> str:
    identity = f"<guid isPermaLink='false'>{guid or link}</guid>" if guid is not None else ""
    return f"<item><title>{title}</title><link>{link}</link>{identity}<pubDate>{date}</pubDate>{more}</item>"


def rss(*items: str, channel: str = "", head: str = '<?xml version="1.0" encoding="utf-8"?>') -> bytes:
    space = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    )
    return f'{head}<rss version="2.0" {space}><channel><title>Leaf</title>{channel}{"".join(items)}</channel></rss>'.encode()


def feed(body: bytes, **headers: str) -> bytes:
    return answer("200 OK", body, **{"Content_Type": "application/rss+xml"} | headers)


def if_asked(tag: str, full: bytes, *, name: str = "if-none-match") -> Callable[[Asked], bytes]:
    return lambda asked: answer("304 Not Modified") if asked.headers.get(name) == tag else full


def in_turn(*replies: bytes) -> Callable[[Asked], bytes]:
    """Another answer each time, the last one for ever."""
    waiting = list(replies)
    return lambda asked: waiting.pop(0) if len(waiting) > 1 else waiting[0]


def build(site: BadSite) -> list[tuple[Case, Feed]]:
    """Put every case on the site; return them with the feeds to poll."""
    numbers = iter(range(101, 101 + len(FIGURES)))
    built: list[tuple[Case, Feed]] = []

    def page(query: str = "") -> str:
        """The address of another readable story."""
        number = next(numbers)
        path = f"/story/{number}{query}"
        site.pages[path] = story(number)
        return site.url(path)

    def add(case: Case, reply: Reply, path: str | None = None) -> None:
        place = path or f"/feed/{quote(case.name)}"
        if reply is not None:
            site.pages[place] = reply
        built.append((case, Feed(site.url(place), title=case.name)))

    ok_once = {"outcomes": "ok unmodified unmodified", "pages": "full", "told": 1, "page_asked": 1}
    read_always = ok_once | {"outcomes": "ok ok ok"}
    failing: dict[str, str] = {"outcomes": "failed failed failed"}

    # --- unchanged, and how it is said
    one = feed(rss(item(page())), ETag='W/"odd, but ours"')
    add(Case("an odd tag, verbatim", **ok_once), if_asked('W/"odd, but ours"', one))
    one = feed(rss(item(page())), Last_Modified="tuesday-ish")
    add(Case("an odd date, verbatim", **ok_once), if_asked("tuesday-ish", one, name="if-modified-since"))
    add(Case("no validators, the same bytes", **ok_once), feed(rss(item(page()))))
    same = rss(item(page()))
    add(Case("another tag for the same bytes", **ok_once), in_turn(*(feed(same, ETag=f'"{n}"') for n in range(9))))
    add(Case("304 without having been asked", **failing), answer("304 Not Modified"))

    # --- answers that are none
    add(
        Case("an error once", "failed ok unmodified", "full", 1, page_asked=1), in_turn(answer("500 Oh"), feed(rss(item(page()))))
    )
    lost = in_turn(feed(rss(item(page()))), answer("503 Busy", Retry_After="120"), feed(rss(item(page()))))
    add(Case("an error in between", "ok failed ok", "full full", 2, page_asked=2), lost)
    add(Case("429 for ever", **failing), answer("429 Slow", Retry_After="99999999999"))
    add(Case("not found", **failing), answer("404 No"))
    add(Case("gone", "gone - -", asked=1), answer("410 Gone"))
    add(Case("not allowed", **failing), answer("403 No"))
    add(Case("a page in its place", **failing), answer("200 OK", b"<!doctype html><html><body>Log in</body></html>"))
    add(Case("nothing at all", **failing), answer("200 OK"))
    add(Case("words", **failing), answer("200 OK", b"not a feed"))
    add(Case("no HTTP", **failing), b"SSH-2.0-OpenSSH_9.9\r\n")
    add(Case("cut in the middle", **failing), b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + rss()[:60])
    add(Case("silence", **failing), None, "/hang")
    add(Case("drop by drop", **failing), None, "/drip")
    add(Case("too large", **failing), answer("200 OK", b"x" * 300_000))
    add(Case("a bomb", **failing), answer("200 OK", BOMB, Content_Encoding="gzip"))
    add(Case("false compression", **failing), answer("200 OK", rss(), Content_Encoding="gzip"))
    add(Case("true compression", **ok_once), feed(gzip.compress(rss(item(page()))), Content_Encoding="gzip"))
    add(Case("a cookie", **ok_once), feed(rss(item(page())), Set_Cookie="id=1; Path=/"))

    # --- redirects
    add(Case("moved for good", **ok_once), answer("301 Moved", Location="/feed/moved"))
    site.pages["/feed/moved"] = feed(rss(item(page())))
    add(Case("moved for now", **ok_once), answer("302 Found", Location="/feed/elsewhere"))
    site.pages["/feed/elsewhere"] = feed(rss(item(page())))
    add(Case("a circle", "failed failed failed", asked=6 * POLLS), answer("302 Found", Location="/feed/a%20circle"))
    targets = {"metadata": "http://169.254.169.254/latest/", "a file": "file:///etc/passwd", "ftp": "ftp://127.0.0.1/"}
    for name, target in targets.items():
        add(Case(f"a redirect to {name}", **failing), answer("302 Found", Location=target))

    # --- feeds as they are written
    latin = rss(item(page(), title="Café")).decode().replace("utf-8", "iso-8859-1").encode()
    add(Case("a false charset", **ok_once), feed(latin, Content_Type="text/xml; charset=us-ascii"))
    broken = rss(item(page("?a=1&b=2"), title="Q & A")).replace(b"</item></channel></rss>", b"")
    add(Case("broken off, with bare ampersands", **ok_once), feed(broken))
    add(Case("relative links", **ok_once), feed(rss(item(page().removeprefix(site.url(""))))))
    add(Case("no ids", **ok_once), feed(rss(item(page(), guid=None))))
    link = page()
    add(Case("another id every time", **read_always), in_turn(*(feed(rss(item(link, guid=f"id-{n}"))) for n in range(9))))
    link = page()
    dates = (DATE, "Tue, 11 Feb 2025 08:00:00 GMT", "Wed, 12 Feb 2025 08:00:00 GMT")
    add(Case("another date every time", **read_always), in_turn(*(feed(rss(item(link, date=date))) for date in dates)))
    first, second = item(page()), item(page())
    vanishing = in_turn(feed(rss(first, second)), feed(rss(second)), feed(rss(first, second)))
    add(Case("an entry that vanishes and returns", "ok ok ok", "full full", 2, page_asked=2), vanishing)
    twins = rss(item(page(), guid="1"), item(page(), guid="1"))
    add(Case("one id for all", "ok unmodified unmodified", "full full", 2, page_asked=2), feed(twins))
    add(Case("a date to come", **ok_once), feed(rss(item(page(), date="Fri, 10 Feb 2062 08:00:00 GMT"))))
    add(Case("a date in Indian time", **ok_once), feed(rss(item(page(), date="Mon, 10 Feb 2025 13:30:00 IST"))))
    sound = '<enclosure url="{0}" type="audio/mpeg" length="5"/>'
    pod = item(site.url("/sound"), sound.format(site.url("/sound")))
    add(Case("a podcast", "ok unmodified unmodified"), feed(rss(pod)))
    bing = "https://www.bing.com/news/apiclick.aspx?ref=x&amp;url=" + quote(page(), safe="")
    add(Case("a click counter", **ok_once), feed(rss(item(bing))))
    burned = f"<feedburner:origLink>{page()}</feedburner:origLink>"
    add(Case("FeedBurner", **ok_once), feed(rss(item("https://feeds.example/~r/leaf/~3/abc", burned))))
    sealed = "https://news.google.com/rss/articles/CBMiT0FVX3lxTE9wYXF1ZVRva2VuVGhhdE9ubHlHb29nbGVDYW5PcGVu?oc=5"
    add(Case("a Google News link", "ok unmodified unmodified", "error"), feed(rss(item(sealed))))

    # --- pages
    tried_again = {"outcomes": "ok ok unmodified", "pages": "full", "told": 1, "page_asked": 2}
    for name, once in (
        ("fails once", answer("500 Oh")),
        ("is busy once", answer("503 Busy")),
        ("is cut once", b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<html>"),
    ):
        place = f"/page/{quote(name)}"
        site.pages[place] = in_turn(once, story(next(numbers)))
        add(Case(f"a page that {name}", **tried_again), feed(rss(item(site.url(place)))))
    number = next(numbers)
    site.pages["/page/summary"] = in_turn(answer("500 Oh"), story(number))
    entry = item(site.url("/page/summary"), f"<description>{tell(number)}</description>")
    add(Case("a page that fails once, with a summary", **tried_again), feed(rss(entry)))
    site.pages["/page/never"] = answer("500 Oh")
    never = item(site.url("/page/never"))
    add(Case("a page that fails for ever", "ok ok ok", "unreached", page_asked=POLLS), feed(rss(never)))
    whole = f"<content:encoded>&lt;p&gt;{tell(next(numbers)) * 12}&lt;/p&gt;</content:encoded>"
    for name, reply, status in (
        ("that is not found", answer("404 No"), "error"),
        ("that is a picture", answer("200 OK", b"GIF89a", Content_Type="image/gif"), "error"),
        ("that is a PDF", answer("200 OK", b"%PDF-1.7", Content_Type="application/pdf"), "error"),
        ("that is empty", answer("200 OK", Content_Type="text/html"), "empty"),
    ):
        site.pages[f"/page/{quote(name)}"] = reply
        entry = item(site.url(f"/page/{quote(name)}"))
        add(Case(f"a page {name}", "ok unmodified unmodified", status, page_asked=1), feed(rss(entry)))
    site.pages["/page/missing"] = answer("404 No")
    entry = item(site.url("/page/missing"), whole)
    add(Case("no page, and its text in the feed", "ok unmodified unmodified", "error", page_asked=1), feed(rss(entry)))
    site.pages["/private/page"] = story(next(numbers))
    add(Case("a page that robots.txt forbids", "ok unmodified unmodified", "error"), feed(rss(item(site.url("/private/page")))))
    site.pages["/robots.txt"] = answer("200 OK", b"User-agent: *\nDisallow: /private/\n")
    return built


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Where connections were made to, by address."""
    made: Counter[str] = Counter()
    connect = httpcore2.AnyIOBackend.connect_tcp

    async def watch_connect(backend: httpcore2.AnyIOBackend, host: str, *arguments: object, **more: object) -> object:
        made[host] += 1
        return await connect(backend, host, *arguments, **more)

    monkeypatch.setattr(httpcore2.AnyIOBackend, "connect_tcp", watch_connect)
    return made


@pytest.fixture
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site is near, and its hanging pages are many."""

    def choose(settings: Settings, folder: Path) -> FetchPolicy:
        return replace(choose_policy(settings, folder), max_bytes=200_000, read_s=0.5, total_s=2.0)

    monkeypatch.setattr(watch, "choose_policy", choose)


async def poll_at(folder: Path, feeds: tuple[Feed, ...], now: datetime) -> None:
    topic = load_topic("rednote", ROOT).topic
    located = LocatedTopic(replace(topic, feeds=feeds), folder)
    settings = Settings(warehouse=folder, allow_private_hosts=True)
    await watch.poll(settings, located, begin_run("rednote", now), log_progress)


OUTCOMES = "SELECT outcome FROM polls WHERE feed_url = $url ORDER BY polled_at"
PAGES = "SELECT url, page_status FROM entries WHERE feed_url = $url ORDER BY url"
TOLD = """
    SELECT value FROM alerts JOIN facts USING (fact_id) JOIN articles USING (article_id)
    WHERE feed_url = $url OR $url IS NULL
"""
COVERAGE = """
    SELECT feeds_due, feeds_ok, feeds_failing, entries_seen, entries_new, pages_full, pages_quarantined, alerts
    FROM coverage ORDER BY started_at
"""
NOTICES = "SELECT kind, list(title ORDER BY title) FROM feed_notices GROUP BY kind ORDER BY kind"
UNMODIFIED = "SELECT count(*) FROM polls WHERE status_code = 304 AND outcome = 'unmodified'"


def observe(folder: Path, site: BadSite, case: Case, one: Feed) -> Case:
    """What came of a case."""
    asked = Counter(site.url(path) for path in site.paths)
    outcomes = [str(outcome) for (outcome,) in read_snapshot(folder, OUTCOMES, {"url": one.url})[1]]
    pages = [(str(url), str(status)) for url, status in read_snapshot(folder, PAGES, {"url": one.url})[1]]
    return Case(
        name=case.name,
        outcomes=" ".join(outcomes + ["-"] * (POLLS - len(outcomes))),
        pages=" ".join(status for _, status in pages if status != "known"),
        told=len(read_snapshot(folder, TOLD, {"url": one.url})[1]),
        asked=asked[one.url],
        page_asked=sum(asked[url] for url in {url for url, _ in pages}),
    )


@pytest.mark.usefixtures("_hurried")
async def test_three_polls_of_a_site_that_misbehaves(tmp_path: Path, connections: Counter[str]) -> None:
    async with open_badsite() as site:
        cases = build(site)
        for number in range(POLLS):
            await poll_at(tmp_path, tuple(one for _, one in cases), FIRST + number * APART)

    expected = [case for case, _ in cases]
    found = [observe(tmp_path, site, case, one) for case, one in cases]
    assert "\n".join(map(str, (one for one in found if one not in expected))) == ""

    def ask(query: str) -> list[tuple[object, ...]]:
        return read_snapshot(tmp_path, query, {"url": None} if "$url" in query else {})[1]

    told = ask(TOLD)
    assert len(set(told)) == len(told) == sum(case.told for case in expected), "nothing is lost, nothing is told twice"
    assert ask(COVERAGE) == [(54, 34, 20, 35, 35, 23, 10, 23), (53, 34, 19, 9, 7, 5, 1, 5), (53, 35, 18, 6, 3, 1, 1, 1)]
    assert ask(UNMODIFIED) == [(4,)]
    assert ask(NOTICES) == [
        ("failing", ["a bomb", "a circle", "a page in its place", "a redirect to a file", "a redirect to ftp",
                     "a redirect to metadata", "not allowed", "not found", "too large", "words"]),
        ("gone", ["gone"]),
    ]  # fmt: skip
    assert set(connections) == {"127.0.0.1"}, "no request leaves this machine"
    assert [asked.path for asked in site.asked if "cookie" in asked.headers or asked.path == "/sound"] == []
    assert site.paths.count("/robots.txt") == POLLS
