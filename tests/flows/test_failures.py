"""How failing feeds are told: each reason once, one line per feed, nothing wider than a terminal."""

from __future__ import annotations

from places import Command, Place

from flows.failures import WIDTH, fold_failures, shorten_address, write_failures
from flows.polling import FailedFeed


def unresolved(host: str) -> FailedFeed:
    return FailedFeed(f"Feed of {host}", f"https://{host}/rss", f"unknown name: {host} does not resolve: no address")


NO_NETWORK = [unresolved(f"paper{number}.example") for number in range(25)]
BROKEN = FailedFeed("Broken", "https://broken.example/rss", "HTTP 500")


def test_one_reason_is_told_once_and_what_does_not_fit_is_counted() -> None:
    assert list(write_failures([BROKEN, *NO_NETWORK])) == [
        "  25 x unknown name: … does not resolve: no address",
        "    Feed of paper0.example",
        "    Feed of paper1.example",
        "    Feed of paper2.example",
        "    Feed of paper3.example",
        "    Feed of paper4.example",
        "    and 20 more",
        "  HTTP 500",
        "    Broken",
    ]


def test_every_reason_has_its_own_feeds() -> None:
    feeds = [FailedFeed(f"F{number}", f"https://x.example/{number}", f"HTTP {500 + number}") for number in range(9)]
    assert [(reason, len(group)) for reason, group in fold_failures(feeds)] == [(f"HTTP {500 + n}", 1) for n in range(9)]
    assert list(write_failures(feeds))[-1] == "  and 3 more, each for another reason"


def test_nothing_is_wider_than_a_terminal_or_acts_in_it() -> None:
    wide = FailedFeed("T" * 200, "https://[bad", "no\n\x1b[31m" + "r" * 200)
    lines = list(write_failures([wide]))
    assert [len(line) for line in lines] == [WIDTH, WIDTH]
    assert "\x1b" not in "".join(lines)
    assert list(write_failures([])) == []


def test_addresses_are_short() -> None:
    assert shorten_address("https://paper.example/rss", 40) == "paper.example/rss"
    assert shorten_address("https://paper.example/rss", 8) == "paper.e…"
    assert shorten_address("feed/sample.xml", 40) == "feed/sample.xml"


def test_status_folds_them(place: Place, claimwatch: Command) -> None:
    place("feed/sample.xml", *(f"http://127.0.0.1:9/{number}" for number in range(8)))
    run = claimwatch("run")
    assert "  8 x " in run.out
    assert "    and 3 more\n" in run.out
    status = claimwatch("status")
    assert "Feeds that need a look: 8\n" in status.out
    assert "    127.0.0.1:9/0" in status.out
    assert "1 failure, due " in status.out
    assert max(map(len, status.out.splitlines())) <= WIDTH
