"""What an edit raises: the correction and nothing else. Two wordings of one article, from text to outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from sample_rows import START

from extractors.article_file import parse_article_file
from extractors.facts import extract_facts
from extractors.records import Article
from extractors.topic import parse_topic
from extractors.urls import identify_article
from extractors.vocabulary import Vocabulary, compile_topic
from warehouse.ledger import record_readings
from warehouse.readings import Reading

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT.parent / "shared" / "eval" / "dev"
needs_dev = pytest.mark.skipif(not DEV.is_dir(), reason="the dev stories are not at hand (../shared/eval/dev)")

USERS = "RedNote had 5 million daily users in the United States on 3 January."
HOLD = "TikTok has 170 million users in the United States."
REST = """The company runs the app from Shanghai and wants to go on translating comments for readers abroad.
People who use the app every day told our reporter that they had come to stay.
Nobody had been turned away, she added, and more moderators who read English were being hired."""
STORY = f"{USERS}\n{HOLD}\n{REST}"
NOTE = (
    "Correction: An earlier version of this article misstated the number of daily users of RedNote, 4 million and not 5 million."
)


@dataclass(frozen=True)
class Edit:
    after: str
    raised: tuple[tuple[str, float | None, int], ...] = ()
    """(verdict, value, version whose sentence is the evidence) of every alert of the edit."""


FEWER = USERS.replace("5 million", "4 million")
EDITS = {
    "nothing but a new paragraph without facts": Edit(f"{STORY}\nOur reporter will stay with the story."),
    "a figure is altered": Edit(STORY.replace(USERS, FEWER), (("retracted", 4e6, 2),)),
    "a figure is altered, with a note": Edit(f"{STORY.replace(USERS, FEWER)}\n{NOTE}", (("retracted", 4e6, 2),)),
    "a sentence is removed": Edit(STORY.replace(f"{USERS}\n", ""), (("retracted", 5e6, 1),)),
    "two sentences are removed": Edit(REST, (("retracted", 5e6, 1), ("retracted", 170e6, 1))),
    "a sentence moves down": Edit(f"{HOLD}\n{REST}\n{USERS}"),
    "other words, the same figure": Edit(STORY.replace(USERS, "On 3 January RedNote counted 5 million daily users in the US.")),
    "words that no rule reads, the same figure": Edit(STORY.replace(USERS, "Five million a day, on 3 January: so many it was.")),
    "other quotation marks and spaces": Edit(STORY.replace("readers abroad", "“readers”\u00a0 abroad")),
    "a new figure": Edit(f"{STORY}\nRedNote had 2 million daily users in Canada on 3 January.", (("new", 2e6, 2),)),
    "hardly anything is left, as when a page is read in another way": Edit("Our reporter will stay with the story.\nMore soon."),
}


@cache
def vocabulary() -> Vocabulary:
    return compile_topic(parse_topic((ROOT / "seeds" / "rednote" / "topic.toml").read_text(encoding="utf-8")))


def make(text: str, *, hours: int = 0) -> Article:
    url = "https://daily.example/rednote"
    return Article(*identify_article(url, text), url, "Daily", "RedNote", text, START + timedelta(hours=hours))


def store(warehouse, *articles: Article, extract=extract_facts, hours: int = 0):
    readings = [Reading(article, extract(article, vocabulary()).facts) for article in articles]
    now = START + timedelta(hours=hours)
    return warehouse.write(
        lambda tx: record_readings(tx, readings, topic="rednote", run_id=f"r{hours}", source="feed", now=now, alerting=True)
    )


def read_alerts(ask, run_id: str) -> list[tuple[object, ...]]:
    """(verdict, value, version whose sentence is the evidence) of what a run raised."""
    return ask(
        [],
        """SELECT alerts.verdict, facts.value, facts.version FROM alerts JOIN facts USING (fact_id)
           WHERE alerts.run_id = $run_id ORDER BY facts.version, facts.start_char""",
        run_id=run_id,
    )


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("hours_later", [0, 24], ids=["same date on the page", "a later date on the page"])
def test_an_edit_raises_the_correction_and_nothing_else(warehouse, ask, name, hours_later):
    edit = EDITS[name]
    assert store(warehouse, make(STORY)).alerts >= 2
    store(warehouse, make(edit.after, hours=hours_later), hours=24)
    assert sorted(read_alerts(ask, "r24"), key=str) == sorted(edit.raised, key=str)


def test_a_correction_names_the_alert_that_it_corrects(warehouse, ask):
    store(warehouse, make(STORY))
    store(warehouse, make(STORY.replace(USERS, FEWER)), hours=24)
    ((earlier,),) = ask([], "SELECT alert_id FROM explanations WHERE verdict = 'new' AND line LIKE '%5 million%'")
    assert ask([], "SELECT earlier_alert_id FROM explanations WHERE verdict = 'retracted' AND alert_id IS NOT NULL") == [
        (earlier,)
    ]


def test_what_was_taken_back_is_taken_back_once(warehouse, ask):
    store(warehouse, make(STORY))
    store(warehouse, make(STORY.replace(f"{USERS}\n", "")), hours=24)
    store(warehouse, make(STORY.replace(f"{USERS}\n", "") + "\nMore soon."), hours=48)
    assert read_alerts(ask, "r48") == []
    assert ask([], "SELECT status FROM claims WHERE line LIKE '%5 million%'") == [("retracted",)]


def test_a_figure_that_a_later_edit_removes_is_taken_back_too(warehouse, ask):
    store(warehouse, make(STORY))
    store(warehouse, make(f"{STORY}\nMore soon."), hours=24)
    store(warehouse, make(STORY.replace(f"{USERS}\n", "")), hours=48)
    assert read_alerts(ask, "r48") == [("retracted", 5e6, 1)]


def test_an_extractor_upgrade_is_no_edit(warehouse, ask):
    def read_less(article, words):
        found = extract_facts(article, words)
        return type(found)(tuple(fact for fact in found.facts if fact.value != 5e6), ())

    store(warehouse, make(STORY), extract=read_less)
    store(warehouse, make(f"{STORY}\nMore soon."), hours=24)
    assert read_alerts(ask, "r24") == []
    rows = warehouse.read("facts_of_articles", {"article_ids": [make(STORY).article_id]})
    assert [(row["verdict"], row["verdict_rule"]) for row in rows if row["value"] == 5e6] == [("restated", "edit.same_sentence")]


def test_an_extractor_that_reads_less_takes_nothing_back(warehouse, ask):
    store(warehouse, make(STORY))
    store(
        warehouse, make(f"{STORY}\nMore soon."), extract=lambda article, words: extract_facts(make("Nothing."), words), hours=24
    )
    assert read_alerts(ask, "r24") == []


def test_two_wordings_in_one_batch_are_judged_like_two_batches(warehouse, ask):
    store(warehouse, make(STORY), make(STORY.replace(USERS, FEWER), hours=1))
    told = [alert for alert in read_alerts(ask, "r0") if alert[1] in (4e6, 5e6)]
    assert told == [("new", 5e6, 1), ("retracted", 4e6, 2)]


def read_dev(*names: str) -> list[Article]:
    articles = [parse_article_file(f"{name}.md", (DEV / f"{name}.md").read_bytes(), START) for name in names]
    return [article for article in articles if isinstance(article, Article)]


@needs_dev
def test_the_corrected_story_raises_the_correction(warehouse, ask):
    first, corrected = read_dev("005", "006")
    store(warehouse, first)
    store(warehouse, corrected, hours=9)
    ((verdict, value, version),) = read_alerts(ask, "r9")
    assert verdict in ("changed", "retracted")
    assert (value, version) == (50e9, 2)


@needs_dev
def test_the_syndicated_story_raises_nothing_and_adds_no_origin(warehouse, ask):
    original, copy = read_dev("008", "009")
    store(warehouse, original)
    assert store(warehouse, copy, hours=18).alerts == 0
    rows = warehouse.read("article_origins", {"article_ids": [original.article_id, copy.article_id]})
    assert {row["origin_id"] for row in rows} == {original.article_id}
