"""What a topic may say of its own subjects, measures and actions, field by field: labelled sentences."""

from __future__ import annotations

import pytest
from samples import extract, write_fact

from extractors.topic import parse_topic
from extractors.vocabulary import compile_topic

LAMPS = compile_topic(
    parse_topic(
        """
        name = "lamps"
        title = "Lamps"
        subjects = [
            { name = "Glow", type = "app" },
            { name = "Glow Labs", type = "company", operates = "Glow" },
            { name = "Harbour Council", type = "body" },
            { name = "Ana Brook", type = "person" },
        ]
        measures = [
            { name = "streets", forms = ["cardinal"], nouns = ["lamps"], types = ["app"], least = 10, most = 1000 },
            { name = "price", forms = ["money"], cues = ["for"], types = ["company"], doer = "tendered" },
            { name = "rent", forms = ["money"], cues = ["rent"], types = ["company", "app"], terms = true },
            { name = "upkeep", forms = ["money"], cues = ["upkeep"], types = ["company", "app"] },
            { name = "lights", forms = ["cardinal"], nouns = ["lights"], types = ["app"], narrowed = ["country"] },
            { name = "wicks", forms = ["cardinal"], nouns = ["wicks"], types = ["app"] },
        ]
        actions = [
            { name = "tendered", verbs = ["tender"], actors = ["company"] },
            { name = "dimming", verbs = ["dim"], planned = true },
            { name = "rebuffed", verbs = ["rebuff"], about = true },
        ]
        """
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # operates: figures of a company are its app's; what it is and does stays its own
        ("Glow Labs is worth $26 billion.", ["quantity: Glow | valuation | 26000000000 USD"]),
        ("Glow Labs has 40 employees.", ["quantity: Glow | employees | 40 employees"]),
        ("Glow Labs was founded in 2013.", ["attribute: Glow Labs | founded | 2013 | -> 2013"]),
        ("Glow Labs sued Harbour Council.", ["event: Glow Labs | sued | -> Harbour Council"]),
        # least and most: outside of them it is another measure, here the counted noun
        ("Glow has 9 lamps.", ["quantity: Glow | lamps | 9 lamps"]),
        ("Glow has 10 lamps.", ["quantity: Glow | streets | 10 lamps"]),
        ("Glow has 1,000 lamps.", ["quantity: Glow | streets | 1000 lamps"]),
        ("Glow has 1,001 lamps.", ["quantity: Glow | lamps | 1001 lamps"]),
        # doer: a figure without an owner is that of the latest actor of the deed
        (
            "Glow Labs tendered on Monday. The papers put it at $40 million for all.",
            ["event: Glow Labs | tendered", "quantity: Glow | price | 40000000 USD"],
        ),
        ("The papers put it at $40 million for all.", []),
        # terms: a figure of a plan is planned; of any other measure it is the figure as it stands
        ("Glow Labs will pay a rent of $5,000.", ["quantity: Glow | rent | 5000 USD | planned"]),
        ("Glow Labs will pay an upkeep of $5,000.", ["quantity: Glow | upkeep | 5000 USD"]),
        # narrowed: one country's figure is a claim of its own, where the measure says so
        ("Glow has 300 lights in the US.", ["quantity: Glow | lights | 300 lights | in US"]),
        ("Glow has 300 wicks in the US.", ["quantity: Glow | wicks | 300 wicks"]),
        # planned: done, the same verb is another deed
        ("Harbour Council will dim Glow.", ["event: Harbour Council | dimming | -> Glow | planned"]),
        ("Glow will be dimmed by Harbour Council.", ["event: Harbour Council | dimming | -> Glow | planned"]),
        ("Harbour Council dimmed Glow.", ["event: Harbour Council | dim | -> Glow"]),
        # about: the object may stand anywhere behind the verb, and is the last one named
        ("Glow rebuffed Harbour Council in the matter of Ana Brook.", ["event: Glow | rebuffed | -> Ana Brook"]),
        ("Glow sued Harbour Council in the matter of Ana Brook.", ["event: Glow | sued | -> Harbour Council"]),
    ],
)
def test_each_field_of_a_topic_does_what_it_says(text: str, expected: list[str]) -> None:
    assert [write_fact(fact) for fact in extract(text, LAMPS).facts] == expected
