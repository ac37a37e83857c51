"""claimwatch feeds: list, add, check, import, export."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import pytest
from places import Command, Place, Site, put_feed, put_story

from extractors.strict_toml import FileMistake
from extractors.topic import Feed
from flows.feed_list import add_feeds, read_list
from flows.mistakes import UserError
from flows.opml import read_opml, write_opml

NOW = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)
OPMLS = Path(__file__).parent.parent / "feeds" / "opml"


@pytest.fixture(autouse=True)
def _allow_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWATCH_ALLOW_PRIVATE_HOSTS", "true")


def test_added_feeds_join_the_topic_and_its_file_is_not_touched(place: Place, claimwatch: Command) -> None:
    here = place("feed/sample.xml")
    topic = here / "seeds" / "rednote" / "topic.toml"
    before = topic.read_bytes()
    first = claimwatch("feeds", "add", "https://a.example/rss", "--title", 'The "Leaf"', "--publisher", "Leaf", "--expect", "2.5")
    assert (first.code, first.out.splitlines()[0]) == (0, 'added: The "Leaf"')
    again = claimwatch("feeds", "add", "https://a.example/rss", "feed/sample.xml", "https://b.example/")
    assert again.out.splitlines()[-1].endswith("feeds.toml; 2 listed already")
    assert topic.read_bytes() == before
    assert read_list(topic.parent) == (Feed("https://a.example/rss", 'The "Leaf"', "Leaf", 2.5), Feed("https://b.example/"))
    listed = json.loads(claimwatch("feeds", "list", "--json").out)
    assert [(feed["url"], feed["state"]) for feed in listed] == [
        ("feed/sample.xml", "new"),
        ("https://a.example/rss", "new"),
        ("https://b.example/", "new"),
    ]


def test_comments_in_the_list_stay(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text('# mine\n[[feeds]]\nurl = "https://a.example/"  # good\n# the end', encoding="utf-8")
    add_feeds(tmp_path, read_list(tmp_path), [Feed("https://b.example/", title="B\\ \"quoted\" \x7f\n小红书")])
    text = (tmp_path / "feeds.toml").read_text(encoding="utf-8")
    assert text.startswith('# mine\n[[feeds]]\nurl = "https://a.example/"  # good\n# the end\n')
    assert [feed.title for feed in read_list(tmp_path)] == [None, "B\\ \"quoted\" \x7f\n小红书"]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ('[[feeds]]\nurl = "https://a.example/"\nevery = 5\n', "feeds.0.every: unknown key"),
        ('[[feed]]\nurl = "https://a.example/"\n', "feed: unknown key"),
        ("[[feeds]]\n", "feeds.0.url:"),
        ("[[feeds]\n", "not valid TOML"),
    ],
)
def test_a_mistake_in_the_list_is_named(place: Place, claimwatch: Command, text: str, mistake: str) -> None:
    here = place("feed/sample.xml")
    (here / "seeds" / "rednote" / "feeds.toml").write_text(text, encoding="utf-8")
    refused = claimwatch("feeds", "list")
    assert refused.code == 2
    (line,) = refused.error_lines
    assert f"feeds.toml: {mistake}" in line
    with pytest.raises(FileMistake):
        read_list(here / "seeds" / "rednote")


WRONG = [
    (("add", "gopher://a.example/"), "gopher://a.example/: neither an http address nor a file in "),
    (("add", "feed/none.xml"), "feed/none.xml: neither an http address nor a file in "),
    (("add", "ftp://reader:secret@a.example/"), "ftp://a.example/: neither an http address"),
    (("add", "https://a.example/", "https://b.example/", "--title", "T"), "--title: of one feed, and there are several"),
    (("add", "https://a.example/", "--expect", "0"), "--expect 0: not a number above 0"),
    (("add", "https://a.example/", "--expect", "nan"), "--expect nan: not a number above 0"),
    (("import", "none.opml"), "none.opml: cannot be read: No such file or directory"),
    (("export", "-o", "no/such/folder.opml"), "no/such/folder.opml: cannot be written: No such file or directory"),
    (("list", "--json", "--csv"), "--json and --csv: one of them"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_a_users_mistake_is_one_line(place: Place, claimwatch: Command, arguments: tuple[str, ...], message: str) -> None:
    place("feed/sample.xml")
    refused = claimwatch("feeds", *arguments)
    assert refused.code == 2
    (line,) = refused.error_lines
    assert message in line
    assert "secret" not in line


def test_the_health_of_feeds_fits_a_terminal(place: Place, claimwatch: Command, site: Site) -> None:
    here = place(put_feed(site, "/good"), f"{site.url}/missing", "http://127.0.0.1:9/" + "very-long-name/" * 9)
    claimwatch("poll")
    claimwatch("feeds", "add", "https://a.example/rss", "--title", "A title that goes on and on, over the edge of any column")
    shown = claimwatch("feeds", "list")
    assert shown.code == 0
    assert max(map(len, shown.out.splitlines())) <= 80
    first_words = [line.split()[0] for line in shown.out.splitlines() if line[:1].isalpha()]
    assert first_words == ["STATE", "failing", "failing", "ok", "new"]
    assert "HTTP 404" in shown.out
    assert "1 failure in a row, next try" in shown.out
    assert shown.out.splitlines()[-1] == "4 feeds: 2 failing, 1 ok, 1 new"
    assert max(map(len, claimwatch("feeds", "list", "--exact").out.splitlines())) <= 80
    assert claimwatch("feeds", "list", "--csv").out.splitlines()[0].startswith("url,title,state,failures,last_ok_at")
    assert (here / "seeds" / "rednote" / "feeds.toml").exists()


def test_check_says_what_would_be_read(place: Place, claimwatch: Command, site: Site) -> None:
    place("feed/sample.xml")
    story = put_story(site, "/story", "RedNote had 5 million daily users in the United States on 3 February.")
    feed = put_feed(site, "/feed", story, site.put("/secret/story", "<html>no</html>"))
    site.put("/robots.txt", "User-agent: *\nDisallow: /secret/", "text/plain")
    checked = claimwatch("feeds", "check", feed)
    assert checked.code == 0
    assert checked.out.splitlines()[0] == f"{feed}: Site"
    assert "2 entries" in checked.out
    assert "full       Item 1 (" in checked.out
    assert "error      Item 2 (robots.txt does not allow this page)" in checked.out
    assert f"claimwatch feeds add '{feed}'" in checked.out


def test_check_finds_the_feeds_of_a_front_page(place: Place, claimwatch: Command, site: Site) -> None:
    place("feed/sample.xml")
    put_feed(site, "/rss")
    head = '<link rel="alternate" type="application/rss+xml" href="/rss"><link rel="alternate" type="text/html" href="/de">'
    front = site.put("/", f"<html><head>{head}</head><body>News</body></html>")
    bare = site.put("/bare", "<html><body>No feeds here</body></html>")
    assert claimwatch("feeds", "check", front).out.splitlines()[0] == f"{site.url}/rss: Site"
    none = claimwatch("feeds", "check", bare, f"{site.url}/missing")
    assert none.code == 1
    assert none.out.splitlines() == [f"{bare}: a web page that names no feed", f"{site.url}/missing: HTTP 404"]


def test_passwords_are_used_and_never_shown(place: Place, claimwatch: Command, site: Site) -> None:
    here = place("feed/sample.xml")
    secret = put_feed(site, "/feed").replace("http://", "http://reader:hunter2@")
    said = [
        claimwatch("feeds", "add", secret),
        claimwatch("feeds", "check", secret),
        claimwatch("poll", "--all"),
        claimwatch("feeds", "list"),
        claimwatch("feeds", "list", "--json"),
        claimwatch("feeds", "export"),
        claimwatch("feeds", "check", secret.replace("/feed", "/missing")),
        claimwatch("status"),
    ]
    assert all("hunter2" not in outcome.out + outcome.err for outcome in said)
    assert "hunter2" in (here / "seeds" / "rednote" / "feeds.toml").read_text(encoding="utf-8")
    for path in (here / "warehouse" / "data").iterdir():
        assert b"hunter2" not in path.read_bytes()


@pytest.mark.parametrize("reader", ["feedly", "inoreader", "netnewswire", "miniflux"])
def test_what_feed_readers_export_is_imported(place: Place, claimwatch: Command, reader: str) -> None:
    here = place("feed/sample.xml")
    imported = claimwatch("feeds", "import", str(OPMLS / f"{reader}.opml"))
    assert imported.code == 0
    assert {(feed.url, feed.title, feed.folder) for feed in read_list(here / "seeds" / "rednote")} == {
        ("https://paper.example/rss?a=1&b=2", "The Paper & Post", "News/Asia" if reader == "netnewswire" else "News"),
        ("https://leaf.example/atom.xml", "Leaf", None if reader in ("netnewswire", "inoreader") else "Tea"),
    }
    again = claimwatch("feeds", "import", str(OPMLS / f"{reader}.opml"))
    assert again.out.startswith("0 feeds added")


def test_export_and_import_are_a_round_trip(tmp_path: Path) -> None:
    feeds = (
        Feed("https://a.example/1", "One & <only>", folder="News/Asia"),
        Feed("https://a.example/2", folder="News"),
        Feed("https://a.example/3?x=1&y=2", "小红书\x01"),
    )
    written = write_opml([*feeds, Feed("feed/sample.xml"), Feed("https://u:p@b.example/")], "Topic", NOW)
    assert b"u:p" not in written
    assert ET.fromstring(written).get("version") == "2.0"  # noqa: S314 - our own
    back = read_opml(written, "x.opml").feeds
    assert [(feed.url, feed.title, feed.folder) for feed in back] == [
        ("https://a.example/1", "One & <only>", "News/Asia"),
        ("https://a.example/2", "https://a.example/2", "News"),
        ("https://a.example/3?x=1&y=2", "小红书", None),
        ("https://b.example/", "https://b.example/", None),
    ]


def opml(body: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<opml version="1.1"><body>{body}</body></opml>'.encode()


@pytest.mark.parametrize(
    ("outline", "url"),
    [
        ('<outline xmlUrl="https://a.example/f" text="A"/>', "https://a.example/f"),
        ('<outline XMLURL="https://a.example/f" TEXT="A"/>', "https://a.example/f"),
        ('<outline xmlurl="  https://a.example/f\n" text="A"/>', "https://a.example/f"),
        ('<outline xmlUrl="feed://a.example/f" text="A"/>', "http://a.example/f"),
        ('<outline xmlUrl="feed:https://a.example/f" text="A"/>', "https://a.example/f"),
        ('<outline xmlUrl="https://a.example/f?a=1&b=2" text="A & B"/>', "https://a.example/f?a=1&b=2"),  # not well-formed
        ("<outline>" * 200 + '<outline xmlUrl="https://a.example/f"/>' + "</outline>" * 200, "https://a.example/f"),
    ],
)
def test_odd_outlines(outline: str, url: str) -> None:
    assert [feed.url for feed in read_opml(opml(outline), "x.opml").feeds] == [url]


def test_what_cannot_be_read_is_left_out_by_name() -> None:
    body = opml('<outline xmlUrl="javascript:alert(1)"/><outline xmlUrl="file:///etc/passwd"/><outline text="a folder"/>')
    listed = read_opml(body, "x.opml")
    assert listed.feeds == ()
    assert listed.left_out == ("javascript:alert(1): not an http address", "file:///etc/passwd: not an http address")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"words",
        b"<html><body/></html>",
        b'{"version": 1}',
        opml('<outline xmlUrl="https://a.example/&x;"/>', '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        opml("&x;", '<!DOCTYPE opml [<!ENTITY x "ha">]>').decode().replace("utf-8", "utf-16").encode("utf-16"),
    ],
)
def test_what_is_no_opml_is_refused_in_one_line(body: bytes) -> None:
    with pytest.raises(UserError, match=r"^x\.opml: ") as refused:
        read_opml(body, "x.opml")
    assert "\n" not in str(refused.value)


def test_a_failing_feed_is_told_once_with_a_runs_message_and_so_is_its_recovery(
    place: Place, claimwatch: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = place(f"{site.url}/late")
    shutil.rmtree(here / "seeds" / "rednote" / "articles")
    told = []
    for day in range(1, 8):
        if day == 5:
            put_feed(site, "/late")
        monkeypatch.setenv("CLAIMWATCH_NOW", f"2025-02-{day:02}T09:00:00Z")
        out = claimwatch("run").words
        told.append([word for word in ("Feed failing", "Feed recovered") if word in out])
    assert told == [[], [], ["Feed failing"], [], ["Feed recovered"], [], []]


def test_each_topic_polls_its_own_feed_of_one_name(place: Place, claimwatch: Command) -> None:
    here = place("feed/sample.xml")
    other = here / "seeds" / "other"
    shutil.copytree(here / "seeds" / "rednote", other)
    text = (other / "topic.toml").read_text(encoding="utf-8")
    (other / "topic.toml").write_text(text.replace('name = "rednote"', 'name = "other"', 1), encoding="utf-8")
    assert "Read 1 of 1 feed" in claimwatch("poll").out
    assert "Read 1 of 1 feed" in claimwatch("poll", "--topic", "other").out
    assert "No feed is due" in claimwatch("poll").out
    (line,) = json.loads(claimwatch("feeds", "list", "--json", "--topic", "other").out)
    assert (line["url"], line["state"], line["polls"]) == ("feed/sample.xml", "ok", 1)
