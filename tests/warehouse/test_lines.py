"""How a fact reads in one line."""

from __future__ import annotations

import time

import pytest

from extractors.records import Fact, Kind, Modality, Qualifier
from extractors.strict_toml import FileMistake, parse_toml
from warehouse.lines import write_line, write_number, write_step, write_value
from warehouse.phrases import PredicateWords, word_name
from warehouse.sayings import MOST_SAID, MOST_TOLD, shorten, tell_clause, tell_saying

NUMBERS = [
    (0, "0"), (1, "1"), (0.5, "0.5"), (19.4, "19.4"), (2013, "2,013"), (63000, "63,000"), (700_000, "700,000"),
    (999_999, "999,999"), (1_000_000, "1 million"),
    (3_400_000, "3.4 million"), (170_250_000, "170.25 million"), (1_234_567, "1,234,567"),
    (17e9, "17 billion"), (1.5e12, "1.5 trillion"), (999_999_999, "999,999,999"), (-5e6, "-5 million"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "written"), NUMBERS)
def test_numbers_read_as_in_the_news_and_lose_nothing(value: float, written: str) -> None:
    assert write_number(value) == written


VALUES = [
    ((17e9, None, "USD", Qualifier.OVER), "over $17 billion"),
    ((40e9, 50e9, "USD", Qualifier.BETWEEN), "$40 billion to $50 billion"),
    ((12e9, None, "CNY", Qualifier.EXACT), "CNY 12 billion"),
    ((54, None, "percent", Qualifier.EXACT), "54%"),
    ((100 / 3, None, "percent", Qualifier.ABOUT), "about a third"),
    ((33.3, None, "percent", Qualifier.EXACT), "33.3%"),
    ((35.1, 39, "percent", Qualifier.BETWEEN), "35.1 to 39%"),
    ((75, None, "days", Qualifier.UP_TO), "up to 75 days"),
    ((5, None, None, Qualifier.ABOUT), "about 5"),
    ((None, None, "users", Qualifier.EXACT), ""),
]


@pytest.mark.parametrize(("slots", "written"), VALUES)
def test_values_carry_hedge_and_unit(slots: tuple[float | None, float | None, str | None, Qualifier], written: str) -> None:
    assert write_value(*slots) == written


def make_fact(subject: str, kind: Kind, predicate: str, **slots: object) -> Fact:
    known = {"sentence": "S.", "start_char": 0, "end_char": 2, "rule": "r"} | slots
    return Fact("f", "a", "v", kind, subject, predicate, **known)  # type: ignore[arg-type]


USERS, PERCENT, DAYS = {"unit": "users"}, {"unit": "percent"}, {"unit": "days"}
DOWN = {"predicate": "decline_pct"} | PERCENT
UP = {"predicate": "growth_pct"} | PERCENT
OVER, ABOUT = {"qualifier": Qualifier.OVER}, {"qualifier": Qualifier.ABOUT}
FIGURES = [
    ({"predicate": "daily_users", "scope": "US", "value": 1.6e6} | USERS, "RedNote, daily users in the US: 1.6 million"),
    ({"predicate": "daily_users", "value": 1.6e6, "scope": "daily"} | USERS, "RedNote, daily users: 1.6 million"),
    (
        {"predicate": "daily_users", "scope": "US", "value": 3.4e6, "speaker": "Similarweb"} | USERS,
        "RedNote, daily users in the US: 3.4 million (Similarweb)",
    ),
    ({"predicate": "users", "value": 3e8, "speaker": "RedNote"} | USERS, "RedNote, users: 300 million"),
    ({"predicate": "users", "value": 3e8, "speaker": "two people who know of it"} | USERS, "RedNote, users: 300 million"),
    ({"predicate": "users", "scope": "monthly", "value": 3e8} | ABOUT | USERS, "RedNote, monthly users: about 300 million"),
    ({"predicate": "users", "scope": "US, monthly", "value": 4.1e6} | USERS, "RedNote, monthly users in the US: 4.1 million"),
    ({"predicate": "users", "scope": "China, monthly", "value": 3e8} | USERS, "RedNote, monthly users in China: 300 million"),
    (
        {"predicate": "new_users", "scope": "US, two_days", "value": 7e5} | OVER | USERS,
        "RedNote, new users in the US in two days: over 700,000",
    ),
    (
        {"predicate": "new_followers", "scope": "one_day", "value": 6000, "unit": "followers"},
        "RedNote, new followers in a day: 6,000",
    ),
    (
        {"predicate": "downloads", "scope": "Google Play", "value": 1e7, "unit": "downloads"},
        "RedNote, downloads on Google Play: 10 million",
    ),
    ({"predicate": "participants", "value": 50000} | OVER | USERS, "RedNote, participants: over 50,000 people"),
    (DOWN | {"scope": "daily users, US", "value": 53}, "RedNote, daily users in the US: down 53%"),
    (DOWN | {"value": 94}, "RedNote: down 94%"),
    (DOWN | {"scope": "share price", "value": 12}, "RedNote, share price: down 12%"),
    (DOWN | {"scope": "US", "value": 80}, "RedNote, in the US: down 80%"),
    (UP | {"scope": "usage, week on week, US", "value": 133.8}, "RedNote, usage in the US: up 133.8% week on week"),
    (UP | {"scope": "downloads, year on year", "value": 200} | OVER, "RedNote, downloads: up over 200% year on year"),
    (
        {"predicate": "growth_factor", "scope": "profit", "value": 3, "unit": "times"} | ABOUT,
        "RedNote, profit: multiplied by about 3",
    ),
    ({"predicate": "valuation", "value": 17e9, "unit": "USD"}, "RedNote, valuation: $17 billion"),
    ({"predicate": "monthly_pay", "value": 4500, "value_high": 8000, "unit": "CNY"}, "RedNote, monthly pay: CNY 4,500 to 8,000"),
    ({"predicate": "stake", "scope": "each", "value": 15} | PERCENT, "RedNote, stake: 15% each"),
    (
        {"predicate": "stake", "scope": "together", "object": "TikTok US", "value": 45} | PERCENT,
        "RedNote, stake in TikTok US: 45% together",
    ),
    ({"predicate": "stake", "object": "joint venture", "value": 45} | PERCENT, "RedNote, stake in the joint venture: 45%"),
    ({"predicate": "share_pct", "value": 100 / 3} | PERCENT, "RedNote, share: a third"),
    ({"predicate": "women_share_pct", "value": 70} | PERCENT, "RedNote, women share: 70%"),
    ({"predicate": "user_share_pct", "value": 50} | PERCENT, "RedNote, users' share of the population: 50%"),
    ({"predicate": "delay_days", "scope": "2025-01", "value": 75} | DAYS, "RedNote, delay in January 2025: 75 days"),
    ({"predicate": "delay_days", "scope": "2025-13", "value": 75} | DAYS, "RedNote, delay (2025-13): 75 days"),
    ({"predicate": "outage_hours", "value": 14, "unit": "hours"}, "RedNote, outage: 14 hours"),
    ({"predicate": "votes_for", "value": 352, "unit": "votes"}, "RedNote, votes for: 352"),
    ({"predicate": "desks", "value": 60, "unit": "desks"}, "RedNote, desks: 60"),
    (
        {"predicate": "kettles_called-back", "value": 40000, "unit": "kettles", "scope": "blue ones"},
        "RedNote, kettles called-back (blue ones): 40,000",
    ),
    ({"predicate": "stake", "value": 45, "modality": Modality.PLANNED} | PERCENT, "Planned: RedNote, stake: 45%"),
    ({"predicate": "stake", "value": 45, "modality": Modality.POSSIBLE} | PERCENT, "Possible: RedNote, stake: 45%"),
    ({"predicate": "users", "value": 5, "modality": Modality.ALLEGED} | USERS, "Reportedly: RedNote, users: 5"),
    ({"predicate": "users", "value": 5, "modality": Modality.DENIED} | USERS, "Denied: RedNote, users: 5"),
]


@pytest.mark.parametrize(("slots", "line"), FIGURES, ids=[line for _, line in FIGURES])
def test_figures(slots: dict[str, object], line: str) -> None:
    slots = dict(slots)
    assert write_line(make_fact("RedNote", Kind.QUANTITY, str(slots.pop("predicate")), **slots)) == line


RANK, ATTRIBUTE = Kind.RANKING, Kind.ATTRIBUTE
OTHERS = [
    (("RedNote", RANK, "app_store_rank"), {"scope": "US", "value": 3}, "RedNote, rank in the US App Store: no. 3"),
    (("RedNote", RANK, "app_store_rank"), {"value": 1}, "RedNote, rank in the App Store: no. 1"),
    (("TikTok", RANK, "app_store_rank"), {"scope": "Taiwan", "value": 2}, "TikTok, rank in the Taiwan App Store: no. 2"),
    (("RedNote", RANK, "rank"), {"value": 1}, "RedNote, rank: no. 1"),
    (("RedNote", ATTRIBUTE, "founded"), {"value": 2014}, "RedNote, founded: 2014"),
    (("RedNote", ATTRIBUTE, "based_in"), {"object": "Shanghai"}, "RedNote, based in: Shanghai"),
    (("RedNote", ATTRIBUTE, "owned_by"), {"object": "Xingin"}, "RedNote, owner: Xingin"),
    (
        ("RedNote", ATTRIBUTE, "founded_by"),
        {"object": "Charlwin Mao; Miranda Qu"},
        "RedNote, founded by: Charlwin Mao and Miranda Qu",
    ),
    (("RedNote", ATTRIBUTE, "means"), {"object": "Little Red Book"}, "RedNote, name means: Little Red Book"),
    (
        ("TikTok US", ATTRIBUTE, "ceo"),
        {"object": "A. Chew", "modality": Modality.PLANNED},
        "Planned: TikTok US, chief executive: A. Chew",
    ),
    (("ByteDance", ATTRIBUTE, "based_in"), {"sentence": "The group has resisted."}, "ByteDance: “The group has resisted”"),
]


@pytest.mark.parametrize(("about", "slots", "line"), OTHERS, ids=[line for *_, line in OTHERS])
def test_ranks_and_attributes(about: tuple[str, Kind, str], slots: dict[str, object], line: str) -> None:
    assert write_line(make_fact(*about, **slots)) == line


WILL, MAY = {"modality": Modality.PLANNED}, {"modality": Modality.POSSIBLE}
LAW = {"object": "TikTok ban law"}
EVENTS = [
    ("Texas", "banned", {"object": "RedNote"}, "Texas banned RedNote"),
    ("Texas", "banned", {"object": "RedNote"} | WILL, "Texas will ban RedNote"),
    ("Texas", "banned", {"object": "RedNote"} | MAY, "Texas may ban RedNote"),
    ("Texas", "banned", {"object": "RedNote", "modality": Modality.ALLEGED}, "Texas reportedly banned RedNote"),
    ("Texas", "banned", {"object": "RedNote", "modality": Modality.DENIED}, "Denied: Texas banned RedNote"),
    ("TikTok", "to_be_banned", WILL, "TikTok will be banned"),
    ("TikTok", "to_be_banned", {"object": "United States"} | MAY, "TikTok may be banned in the United States"),
    (
        "TikTok ban law",
        "to_be_banned",
        {"sentence": "The law takes effect on Sunday."},
        "TikTok ban law: “The law takes effect on Sunday”",
    ),
    ("Supreme Court", "upheld", LAW, "Supreme Court upheld the TikTok ban law"),
    ("federal judge", "blocked", LAW, "Federal judge blocked the TikTok ban law"),
    ("Joe Biden", "will_not_enforce", LAW | WILL, "Joe Biden will not enforce the TikTok ban law"),
    ("Donald Trump", "will_not_enforce", LAW | MAY, "Donald Trump may not enforce the TikTok ban law"),
    ("Donald Trump", "signed", {"object": "executive order"}, "Donald Trump signed the executive order"),
    ("RedNote", "may_list", MAY, "RedNote may list its shares"),
    ("TikTok", "went_dark", {"object": "Congress"}, "TikTok went dark"),
    ("TikTok", "restored", {"object": "Apple"}, "TikTok is back"),
    ("TikTok", "removed_from_app_stores", {"object": "Apple"}, "TikTok was removed from app stores"),
    (
        "Perplexity AI",
        "bid",
        {"object": "TikTok US", "value": 5e10, "unit": "USD"},
        "Perplexity AI made a bid for TikTok US, $50 billion",
    ),
    (
        "China",
        "weighing_sale",
        {"object": "TikTok US", "modality": Modality.ALLEGED},
        "China is reportedly weighing a sale of TikTok US",
    ),
    ("Matt Benfield", "joined", {"object": "RedNote"}, "Matt Benfield joined RedNote"),
    # What was denied, announced or launched stands in the clause, not in the object.
    (
        "RedNote",
        "denied",
        {"object": "Hong Kong", "sentence": "RedNote denied that it would list in Hong Kong."},
        "“RedNote denied that it would list in Hong Kong”",
    ),
    ("RedNote", "announced", {"sentence": "It announced a brochure."}, "RedNote: “It announced a brochure”"),
    (
        "Amazon",
        "bid",
        {"sentence": "Amazon wrote a letter of bid in April; nobody took it seriously."},
        "“Amazon wrote a letter of bid in April”",
    ),
    ("ByteDance", "sold", {"sentence": "NEW YORK — ByteDance has no plans to sell."}, "“ByteDance has no plans to sell”"),
    ("RedNote", "teach", {"sentence": "It will teach Mandarin."} | WILL, "RedNote: “It will teach Mandarin”"),
]


@pytest.mark.parametrize(("subject", "predicate", "slots", "line"), EVENTS, ids=[line for *_, line in EVENTS])
def test_events(subject: str, predicate: str, slots: dict[str, object], line: str) -> None:
    assert write_line(make_fact(subject, Kind.EVENT, predicate, **slots)) == line


STATEMENTS = [
    ("“It is  new.”", "Wei Lu: “It is new”"),
    ('"Nobody knows what comes next," Lu said.', "Wei Lu: “Nobody knows what comes next”"),
    ('Nobody knows what comes next," Lu said.', "Wei Lu: “Nobody knows what comes next”"),
    ("Lu said: “We have no idea what comes next. None.”", "Wei Lu: “We have no idea what comes next. None”"),
    ("Lu said that the app would stay.", "Wei Lu: the app would stay"),
    ("Lu told our reporter that the app would stay.", "Wei Lu: the app would stay"),
    ("Lu says nobody knows what comes next.", "Wei Lu: nobody knows what comes next"),
    ("The app will stay, Lu said on Monday.", "Wei Lu: The app will stay"),
    ("Lu called it “mad”, and said that it would pass.", "Wei Lu: it would pass"),
    (
        "Lu signed an order titled “Keeping an App Alive for Now” today.",
        "Wei Lu: Lu signed an order titled “Keeping an App Alive for Now” today",
    ),
    ("Wei Lu expects a deal.", "Wei Lu expects a deal"),
]


@pytest.mark.parametrize(("sentence", "line"), STATEMENTS, ids=[sentence for sentence, _ in STATEMENTS])
def test_statements(sentence: str, line: str) -> None:
    assert write_line(make_fact("RedNote", Kind.STATEMENT, "said", speaker="Wei Lu", sentence=sentence)) == line


STEPS = [
    ("A, users: 700,000", "A, users: 3.4 million (Similarweb)", False, "A, users: 700,000 → 3.4 million (Similarweb)"),
    ("A, users: 700,000 (Reuters)", "A, users: 3.4 million", False, "A, users: 700,000 → 3.4 million"),
    ("A, rank: no. 1", "A, rank: no. 3", False, "A, rank: no. 1 → no. 3"),
    ("A, founded: 2013", "A, founded: 2014", True, "A, founded: 2014, against 2013 before"),
    ("Planned: A, stake: 45%", "A, stake: 50%", False, "A, stake: planned 45% → 50%"),
    ("A, users: 5", "A, monthly users: 6", False, None),
    ("A, users: 5", "A, users: 5", False, None),
    ("A banned B", "A banned C", False, None),
    # Lines of an older release, which end in "(US) 5" or in "[planned]", are shown as they were written.
    ("A: daily users (US) 5", "A, daily users in the US: 6", False, None),
]


@pytest.mark.parametrize(("before", "line", "against", "step"), STEPS)
def test_a_figure_that_moved_is_one_line(before: str, line: str, against: bool, step: str | None) -> None:
    assert write_step(before, line, against=against) == step


NAMES = [
    ("Texas", "Texas"),
    ("TikTok ban law", "the TikTok ban law"),
    ("United States", "the United States"),
    ("House of Representatives", "the House of Representatives"),
    ("the White House", "the White House"),
    ("A; B; White House", "A, B and the White House"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "words"), NAMES)
def test_names_inside_a_sentence(name: str, words: str) -> None:
    assert word_name(name) == words


def test_nothing_is_longer_than_a_line_has_room_for() -> None:
    long = "The app, " + "really " * 90 + "works."
    assert shorten("one two three", 9) == "one two…"
    assert shorten("x" * 50, 10) == "x" * 9 + "…"
    for text in (long, f"“{long}”", f"Lu said that {long}", "x" * 999, "", '"', "; ; ;"):
        assert len(tell_saying(text)) <= MOST_SAID + 2
        assert len(tell_clause(text, "app", None)) <= MOST_TOLD


HOSTILE = ["a, ", '"', "said that ", "say a b c d e ", ", said ", "a; ", " — ", "“a ", "x", "\n"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shortened_in_time(text: str) -> None:
    long = text * (100_000 // len(text))
    began = time.process_time()
    assert len(tell_saying(long)) <= MOST_SAID + 2
    assert len(tell_clause(long, "App", "one two")) <= MOST_TOLD
    assert time.process_time() - began < 2.0


def test_the_words_are_refused_by_name_when_they_are_wrong() -> None:
    with pytest.raises(FileMistake, match=r"p\.toml: deeds\.0\.present: unknown key"):
        parse_toml(
            'definite = []\ntitles = []\nlabels = []\nscopes = []\n[[deeds]]\nname = "a"\npast = "b"\nbase = "c"\npresent = "d"',
            PredicateWords,
            "p.toml",
        )
