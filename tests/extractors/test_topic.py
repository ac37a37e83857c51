"""parse_topic: what a topic file may say, and one clear line for each mistake in it."""

from __future__ import annotations

import pytest
from samples import TOPICS

from extractors.strict_toml import FileMistake
from extractors.topic import SubjectType, parse_topic

LEAST = """
name = "recall"
title = "A recall"

[[subjects]]
name = "Emberline"
type = "product"
"""


def test_reads_the_least_a_topic_needs() -> None:
    topic = parse_topic(LEAST)
    (subject,) = topic.subjects
    assert (topic.name, topic.title, topic.language) == ("recall", "A recall", "en")
    assert (topic.feeds, topic.measures, topic.actions) == ((), (), ())
    assert (subject.name, subject.type, subject.core, subject.aliases) == ("Emberline", SubjectType.PRODUCT, True, ())
    assert topic.schedule.timezone == "UTC"
    assert len(topic.schedule.poll.split()) == 5


def test_finds_a_subject_by_its_name() -> None:
    topic = TOPICS["recall"]
    subject = topic.subject("Product Safety Office")
    assert subject is not None
    assert subject.aliases == ("PSO",)
    assert topic.subject("PSO") is None


def test_a_topic_can_be_looked_up_in_a_cache() -> None:
    assert hash(parse_topic(LEAST)) == hash(parse_topic(LEAST))
    assert parse_topic(LEAST) == parse_topic(LEAST)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LEAST + 'colour = "red"', ["subjects.0.colour", "unknown key"]),
        (LEAST.replace('title = "A recall"', 'title = "A recall"\ncolour = "red"'), ["colour", "unknown key"]),
        (LEAST.replace('"product"', '"gadget"'), ["subjects.0.type", "'app'"]),
        (LEAST.replace('type = "product"', ""), ["subjects.0.type", "required"]),
        (LEAST.replace('name = "Emberline"', 'name = ""'), ["subjects.0.name", "at least 1 character"]),
        (LEAST.replace('name = "Emberline"', "name = 7"), ["subjects.0.name", "string"]),
        (LEAST + 'aliases = "PSO"', ["subjects.0.aliases", "tuple"]),
        (LEAST + 'aliases = [""]', ["subjects.0.aliases.0", "at least 1 character"]),
        (LEAST + 'core = "perhaps"', ["subjects.0.core", "boolean"]),
        ('name = "recall"\ntitle = "A recall"\nsubjects = []', ["subjects", "at least one"]),
        ('name = "recall"\ntitle = "A recall"', ["subjects", "required"]),
        (LEAST.replace('"recall"', '"a recall!"'), ["name", "plain word", "'a recall!'"]),
        (LEAST + '[[subjects]]\nname = "emberline"\ntype = "app"', ["subjects", "'emberline'", "Emberline"]),
        (LEAST + 'aliases = ["Glow"]\n[[subjects]]\nname = "Glow"\ntype = "app"', ["subjects", "'Glow'", "Emberline"]),
        (LEAST + '[schedule]\npoll = "every hour"', ["schedule.poll", "cron line", "every hour"]),
        (LEAST + '[schedule]\npoll = "99 * * * *"', ["schedule.poll", "99 * * * *", "bad minute"]),
        (LEAST + '[schedule]\nalert = "0m"', ["schedule.alert", "span such as 15m", "0m"]),
        (LEAST + '[schedule]\nweekly = "1d"', ["schedule.weekly"]),
        (LEAST + '[schedule]\nalarm = "0 * * * *"', ["schedule.alarm", "unknown key"]),
        (LEAST + '[[feeds]]\nurl = "https://a.example/"\nexpect_per_day = 0', ["feeds.0.expect_per_day", "greater than 0"]),
        (LEAST + '[[feeds]]\ntitle = "A"', ["feeds.0.url", "required"]),
        (LEAST + '[[measures]]\nname = "fires"\nforms = ["heap"]', ["measures.0.forms.0", "'cardinal'"]),
        (LEAST + '[[measures]]\nname = "fires"\nforms = ["cardinal"]\nleast = "few"', ["measures.0.least", "number"]),
        (LEAST + '[[actions]]\nname = "recalled"\nactors = ["firm"]', ["actions.0.actors.0", "'company'"]),
        (LEAST + '[[actions]]\nname = "recalled"\nverb = ["recall"]', ["actions.0.verb", "unknown key"]),
        ("name = recall", ["not valid TOML", "line 1"]),
        ("name = 'a'\nname = 'b'", ["not valid TOML", "overwrite"]),
        ("", ["name", "required"]),
        (LEAST + '[[subjects]]\nname = "Emberline"\ntype = "app"', ["subjects", "'Emberline'", "twice"]),
        (LEAST + '[[measures]]\nname = "fires"\nforms = ["cardinal"]\ntypes = ["gadget"]', ["measures.0.types.0"]),
        (LEAST + '[[measures]]\nname = "fires"\nforms = ["cardinal"]\nsubject = "Glow"', ["measures.0.subject", "'Glow'"]),
        (LEAST + '[[measures]]\nname = "fires"\nforms = []', ["measures.0.forms"]),
        (LEAST + 'contextual = ["Ember"]\n[[subjects]]\nname = "Ember"\ntype = "app"', ["'Ember'"]),
        (LEAST + 'aliases = ["—"]', ["subjects.0.aliases"]),
        (LEAST + 'nominals = ["a lamp"]\n[[subjects]]\nname = "Glow"\ntype = "app"\nnominals = ["A lamp"]', ["'A lamp'", "Glow"]),
        (LEAST + '[[subjects]]\nname = "Glow"\ntype = "company"\noperates = "Ember"', ["Glow operates 'Ember'", "no subject"]),
        (LEAST + '[[subjects]]\nname = "Act"\ntype = "law"\nbans = "Ember"', ["Act bans 'Ember'", "no subject"]),
        (LEAST + 'excluded = ["!"]', ["subjects.0.excluded.0", "no letter or digit in '!'"]),
        (LEAST + "known_since = 2025-01-01T00:00:00Z", ["known_since", "unknown key"]),
        (LEAST + '[[actions]]\nname = "recalled"\nphrases = ["took it back"]', ["actions.0.phrases", "unknown key"]),
        (LEAST + '[schedule]\ntimezone = "Mars/Olympus"', ["schedule.timezone", "no time zone: 'Mars/Olympus'"]),
        (LEAST + '[schedule]\ntimezone = "America"', ["schedule.timezone", "no time zone: 'America'"]),
        (LEAST + '[schedule]\ntimezone = "../UTC"', ["schedule.timezone", "no time zone: '../UTC'"]),
        (LEAST + '[schedule]\ntimezone = ""', ["schedule.timezone", "at least 1 character"]),
    ],
)
def test_a_mistake_is_one_line_with_its_place(text: str, words: list[str]) -> None:
    with pytest.raises(FileMistake) as mistake:
        parse_topic(text, "seeds/recall/topic.toml")
    line = str(mistake.value)
    assert line.startswith("seeds/recall/topic.toml: ")
    assert "\n" not in line
    assert [word for word in words if word not in line] == []


@pytest.mark.parametrize("name", ["a", "rednote", "space-heaters", "heaters_2025"])
def test_a_plain_word_names_a_topic(name: str) -> None:
    assert parse_topic(LEAST.replace('"recall"', f'"{name}"')).name == name


@pytest.mark.parametrize("owner", [*SubjectType, "event", "job", "post"])
def test_a_measure_belongs_to_a_type_of_subject_or_to_what_a_rule_names(owner: str) -> None:
    topic = parse_topic(LEAST + f'[[measures]]\nname = "fires"\nforms = ["cardinal"]\ntypes = ["{owner}"]')
    assert topic.measures[0].types == (owner,)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Oslo", "America/Argentina/Ushuaia"])
def test_a_schedule_may_be_in_any_time_zone(zone: str) -> None:
    assert parse_topic(LEAST + f'[schedule]\ntimezone = "{zone}"').schedule.timezone == zone


def test_one_subject_may_have_a_name_in_two_lists() -> None:
    (subject,) = parse_topic(LEAST + 'aliases = ["EMBERLINE"]\ncontextual = ["Emberline"]').subjects
    assert subject.contextual == ("Emberline",)
