"""Articles in our own words, from a seed: 600 to 900 words, of which about a third of the sentences state something.

Nothing here knows what the extractors look for. The statements are written in many forms, as papers write them; the colour
between them is put together from word lists long enough that two articles share few runs of three words.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

_WORDS = {
    name: [word.replace("_", " ") for word in words.split()]
    for name, words in tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8")).items()
}
NOUNS = _WORDS["nouns"]
VERBS = _WORDS["verbs"]
ADJECTIVES = _WORDS["adjectives"]
ADVERBS = _WORDS["adverbs"]
FIRST_NAMES = _WORDS["first_names"]
LAST_NAMES = _WORDS["last_names"]
PLACES = _WORDS["places"]
FIRMS = _WORDS["firms"]
MONTHS = _WORDS["months"]

APPS = ("RedNote", "TikTok", "Lemon8", "ByteDance", "Douyin", "Xiaohongshu", "CapCut")
STATEMENTS = (
    "{app} had {n} million daily users in {place} on {day}, according to {firm}.",
    "About {n} million people use {app} every month, {firm} said.",
    "{firm} estimates that {app} was downloaded {n},{k:03} times in {place} in {month}.",
    "{app} was valued at ${n} billion in a share sale in {month}, two people familiar with it said.",
    "Downloads of {app} in {place} rose by {p} percent in the week to {day}.",
    "{person}, an analyst at {firm}, said that {app} would lose {p} percent of its advertising this year.",
    "{app} plans to hire {k} moderators in {place}, {person} said.",
    "The hashtag #{tag} has had {n} million views on {app} since {day}.",
    "{app} earned ${n} million in {place} in the first quarter, {p} percent more than a year before.",
    "{app} ranked number {r} among the free apps in Apple's store in {place} on {day}.",
    "On {day}, {app} opened an office in {place}.",
    "{app} denied on {day} that it had shared the data of users in {place} with anybody.",
    "“We never expected so many guests in one week,” said {person}, who moderates comments on {app}.",
    "{person} said that {app} would add English subtitles to every video by {month}.",
    "A court in {place} blocked the ban on {app} on {day}.",
    "{person}, who runs a shop in {place}, has {k},{n:03} followers on {app}.",
    "Between {n} and {m} million accounts were created on {app} in {month}, {firm} reported.",
    "Lawmakers in {place} banned {app} from government phones on {day}.",
    "{app} said it had removed {k},{n:03} accounts that sold fake tickets.",
    "{p} percent of the users of {app} in {place} are women, a survey by {firm} found.",
)
COLOUR = (
    "The {a} {n} {v} the {n2} and {d} {v2} a {a2} {n3}.",
    "Near the {n}, a {a} {n2} {v} every {a2} {n3} that the {n4} had {v2}.",
    "{person} {v} the {a} {n} {d}, while a {n2} {v2} behind the {a2} {n3}.",
    "It was a {a} {n}, and the {n2} {v} as if the {a2} {n3} had never {v2}.",
    "Nobody {v} the {n}; the {a} {n2} {v2} the {n3} {d}.",
    "By the {n}, {person} had {v} the {a} {n2} and {v2} the {n3} of a {a2} {n4}.",
    "What the {a} {n} {v} was {d} a {n2}, a {a2} {n3} or a {n4}.",
    "“I {v} my {n} and {v2} the {a} {n2},” {person} said.",
    "Some {v} a {n}, others {d} {v2} a {a} {n2} with the {a2} {n3}.",
    "A {n} from {place} {v} the {a} {n2}, {v2} the {n3} and {d} left the {n4}.",
)


@dataclass(frozen=True, slots=True)
class Story:
    """An article as its writer hands it in."""

    title: str
    author: str
    paragraphs: tuple[str, ...]

    @property
    def words(self) -> int:
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)


def write_story(chance: Random) -> Story:
    """Return a story of 600 to 900 words."""
    wanted = chance.randint(600, 880)
    paragraphs: list[str] = []
    words = 0
    while words < wanted:
        kinds = (chance.random() < 0.36 for _ in range(chance.randint(1, 4)))
        sentences = [write_statement(chance) if states else write_colour(chance) for states in kinds]
        paragraphs.append(" ".join(sentences))
        words += len(paragraphs[-1].split())
    return Story(write_title(chance), name_person(chance), tuple(paragraphs))


def write_title(chance: Random) -> str:
    """Return a headline."""
    form = chance.choice((
        "{app} and the {a} {n}: what {person} {v} in {place}",
        "Why the {a} {n} of {place} {v} {app}",
        "{person} {v} {app}, and the {n} {v2} {d}",
    ))  # fmt: skip
    return form.format(**_colours(chance), app=chance.choice(APPS))


def write_statement(chance: Random) -> str:
    """Return a sentence that states something about one of the apps."""
    sentence = chance.choice(STATEMENTS).format(
        app=chance.choices(APPS, (8, 5, 1, 2, 1, 3, 1))[0],
        n=chance.randint(2, 400),
        m=chance.randint(401, 900),
        k=chance.randint(20, 999),
        p=chance.randint(3, 90),
        r=chance.randint(1, 20),
        place=chance.choice(PLACES),
        firm=chance.choice(FIRMS),
        person=name_person(chance),
        tag=chance.choice(ADJECTIVES).title() + chance.choice(NOUNS).title(),
        day=f"{chance.randint(1, 28)} {chance.choice(MONTHS)}",
        month=chance.choice(MONTHS),
    )
    return sentence if chance.random() < 0.5 else f"{sentence[:-1]}, while the {chance.choice(NOUNS)} {chance.choice(VERBS)}."


def write_colour(chance: Random) -> str:
    """Return a sentence that states nothing."""
    sentence = chance.choice(COLOUR).format(**_colours(chance))
    if chance.random() < 0.4:
        sentence = f"{sentence[:-1]}, {chance.choice(('and', 'but', 'so', 'though'))} the {chance.choice(ADJECTIVES)} " + (
            f"{chance.choice(NOUNS)} {chance.choice(VERBS)} {chance.choice(ADVERBS)} near the {chance.choice(NOUNS)}."
        )
    return sentence[0].upper() + sentence[1:] if sentence[0].isalpha() else sentence


def name_person(chance: Random) -> str:
    return f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"


def _colours(chance: Random) -> dict[str, str]:
    n, n2, n3, n4 = chance.sample(NOUNS, 4)
    v, v2 = chance.sample(VERBS, 2)
    a, a2 = chance.sample(ADJECTIVES, 2)
    d, place, person = chance.choice(ADVERBS), chance.choice(PLACES), name_person(chance)
    return {"n": n, "n2": n2, "n3": n3, "n4": n4, "v": v, "v2": v2, "a": a, "a2": a2, "d": d, "place": place, "person": person}
