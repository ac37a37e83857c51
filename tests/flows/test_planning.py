"""What goes where and when, as examples: alerts, a policy, a history and a time, and what becomes of each alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from extractors.alert_policy import AlertPolicy
from extractors.records import Kind, Novelty
from extractors.strict_toml import FileMistake, parse_toml
from extractors.topic import parse_topic
from flows.backtest import back_test
from flows.messages import AlertItem, FeedNotice
from flows.planning import BACKOFF, Mute, OpenDelivery, Plan, TargetHistory, plan_repeat, plan_retry, plan_target

NOW = datetime(2025, 2, 12, 16, tzinfo=UTC)
ITEM = AlertItem(
    alert_id="a", verdict=Novelty.NEW, kind=Kind.QUANTITY, core=True, line="A, users: 5", before=None, sentence="A has 5 users.",
    publisher="Daily", published_at=NOW, url="https://daily.example/a", origins=1, created_at=NOW - timedelta(minutes=5),
    run_id="r1", claim_id="c1", subject="A", predicate="users",
)  # fmt: skip
OPEN = OpenDelivery(ITEM, "pending", 0, 0, 1, NOW)
NOTICE = replace(OPEN, item=FeedNotice("feed-1", "Feed failing: Daily", NOW, "r1"))


def open_alert(name: str = "a", **changes: object) -> OpenDelivery:
    """An open delivery; changes to what is told go to the item, the others to the delivery."""
    of_item = {key: value for key, value in changes.items() if key in AlertItem.__dataclass_fields__}
    of_delivery = {key: value for key, value in changes.items() if key not in of_item}
    return replace(OPEN, item=replace(ITEM, alert_id=name, **of_item), **of_delivery)


def write(text: str) -> AlertPolicy:
    return parse_toml(text, AlertPolicy, "topic.toml")


def plan(
    *deliveries: OpenDelivery, policy: str = "", tag: str = "desk", now: datetime = NOW,
    mutes: tuple[Mute, ...] = (), history: TargetHistory = TargetHistory(),  # noqa: B008 - it is frozen
) -> Plan:  # fmt: skip
    return plan_target(tag, deliveries, write(policy), mutes, history, now)


def tell(found: Plan) -> str:
    """A plan in one line: "now a b; digest c; a: reason (for good)"."""
    sent = [
        f"{m.sort.value} {' '.join(d.item.alert_id for d in m.deliveries)}{' again' if m.message_id else ''}"
        for m in found.messages
    ]
    held = [f"{hold.delivery.item.alert_id}: {hold.reason}{' (for good)' if hold.for_good else ''}" for hold in found.held]
    return "; ".join([*sent, *held])


SIDE = open_alert("s", core=False)
OLD_SIDE = open_alert("s", core=False, created_at=NOW - timedelta(days=1))
CONTRADICTED = open_alert("x", verdict=Novelty.CONTRADICTED)
FOLLOW_UP = open_alert("x", verdict=Novelty.CONTRADICTED, core=False, follows_at=NOW - timedelta(days=2))
QUIET = 'quiet = {start = "22:00", end = "07:00"}\ntimezone = "Europe/Berlin"\n'
ROUTED = '[[routes]]\nto = "desk"\nverdicts = ["contradicted"]\n[[routes]]\nto = "weekly"\nway = "digest"\nside = "digest"\n'

UNWANTED = "a: desk is to get nothing of this sort (for good)"

CASES = {
    # by default
    "what is new about the topic's own subjects goes at once, together": ((OPEN, CONTRADICTED), {}, "now a x"),
    "side figures wait for the digest": ((OPEN, SIDE), {}, "now a; s: for the digest"),
    "the digest takes what was raised before its time": ((OPEN, OLD_SIDE), {}, "now a; digest s"),
    "a feed that fails is told at once": ((NOTICE,), {}, "now feed-1"),
    # selection
    "a verdict that is not wanted": ((OPEN,), {"policy": 'verdicts = ["changed"]'}, UNWANTED),
    "a kind that is not wanted": ((OPEN,), {"policy": 'kinds = ["event"]'}, UNWANTED),
    "a subject that is wanted": ((OPEN,), {"policy": 'subjects = ["A"]'}, "now a"),
    "side figures that are not wanted": ((SIDE,), {"policy": 'side = "off"'}, "s: about none of the topic's subjects (for good)"),
    "everything in the digest": ((OPEN, SIDE), {"policy": 'way = "digest"'}, "a: for the digest; s: for the digest"),
    "one source of two so far": ((OPEN,), {"policy": "least_origins = 2"}, "a: 1 of 2 independent sources so far"),
    "two sources of two": ((open_alert(origins=2),), {"policy": "least_origins = 2"}, "now a"),
    "the second source never came": (
        (open_alert(created_at=NOW - timedelta(hours=73)),),
        {"policy": "least_origins = 2"},
        "a: 1 of 2 independent sources within 72 hours (for good)",
    ),
    # routes
    "a route takes": ((CONTRADICTED,), {"policy": ROUTED}, "now x"),
    "no route takes": ((OPEN,), {"policy": ROUTED}, "a: desk is to get nothing of this sort (for good)"),
    "a route to a digest": ((OPEN,), {"policy": ROUTED, "tag": "weekly"}, "a: for the digest"),
    "a target that no route names": ((OPEN,), {"policy": ROUTED, "tag": "other"}, "now a"),
    "a routed target gets no notices about feeds unless it asks": (
        (NOTICE,), {"policy": ROUTED}, "feed-1: desk is to get no notices about feeds (for good)",
    ),
    # corrections
    "a correction goes to who got the original": ((FOLLOW_UP,), {"policy": ROUTED, "tag": "weekly"}, "now x"),
    # mutes
    "a muted subject": ((OPEN,), {"mutes": (Mute("subject", "a", None),)}, "a: subject a is muted (for good)"),
    "a mute that is over": ((OPEN,), {"mutes": (Mute("publisher", "Daily", NOW),)}, "now a"),
    "a muted predicate keeps a correction away too": (
        (FOLLOW_UP,),
        {"mutes": (Mute("predicate", "users", NOW + timedelta(hours=1)),)},
        "x: predicate users is muted (for good)",
    ),
    # when
    "quiet hours, over midnight, in their own zone": (
        (OPEN,), {"policy": QUIET, "now": datetime(2025, 2, 12, 21, 30, tzinfo=UTC)}, "a: quiet hours",
    ),
    "quiet hours are over": ((OPEN,), {"policy": QUIET, "now": datetime(2025, 2, 13, 6, 0, tzinfo=UTC)}, "now a"),
    "enough messages in an hour": (
        (OPEN,),
        {"policy": "most_per_hour = 2", "history": TargetHistory((NOW - timedelta(minutes=50), NOW - timedelta(minutes=5)))},
        "a: 2 messages in the last hour are enough",
    ),
    "an hour later": (
        (OPEN,),
        {"policy": "most_per_hour = 2", "history": TargetHistory((NOW - timedelta(minutes=60), NOW - timedelta(minutes=5)))},
        "now a",
    ),
    "an empty digest, where it is wanted": ((), {"policy": "empty_digest = true"}, "digest "),
    "an empty digest that was sent": (
        (), {"policy": "empty_digest = true", "history": TargetHistory((), NOW - timedelta(hours=2))}, "",
    ),
    # after attempts
    "a target that refused is left alone, for new alerts too": (
        (open_alert(state="failed", attempts=1, due_at=NOW + timedelta(minutes=4)), CONTRADICTED),
        {},
        "a: waits until 12 Feb 16:04 UTC; x: the target refused; it is tried again at 12 Feb 16:04 UTC",
    ),
    "then all goes together": ((open_alert(state="failed", attempts=1, due_at=NOW), CONTRADICTED), {}, "now a x"),
    "an attempt in hand": ((open_alert(state="sending"), CONTRADICTED), {}, "now x; a: an attempt is being made"),
    "what may have arrived waits": (
        (open_alert(state="unknown", unknowns=1, due_at=NOW + timedelta(minutes=1), message_id="m"), CONTRADICTED),
        {},
        "now x; a: waits until 12 Feb 16:01 UTC",
    ),
    "what may have arrived is repeated apart from what is new": (
        (open_alert(state="unknown", unknowns=1, due_at=NOW, message_id="m"), CONTRADICTED), {}, "now a again; now x",
    ),
    "a repeat that was refused is still a repeat": (
        (open_alert(state="failed", unknowns=1, attempts=2, due_at=NOW, message_id="m"),), {}, "now a again",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_planning(case: str) -> None:
    deliveries, given, expected = CASES[case]
    assert tell(plan(*deliveries, **given)) == expected


@pytest.mark.parametrize("case", CASES)
def test_every_alert_has_exactly_one_fate(case: str) -> None:
    deliveries, given, _ = CASES[case]
    found = plan(*deliveries, **given)
    fates = [d.seq for message in found.messages for d in message.deliveries] + [hold.delivery.seq for hold in found.held]
    assert len(fates) == len(deliveries)


def test_a_target_that_refuses_is_tried_for_two_days_and_then_given_up() -> None:
    at, attempts = NOW, 0
    while (due := plan_retry(attempts + 1, at)) is not None:
        assert due > at
        at, attempts = due, attempts + 1
    assert attempts == len(BACKOFF)
    assert timedelta(days=1) < at - NOW < timedelta(days=3)


def test_a_target_that_asks_for_time_gets_it_within_reason() -> None:
    assert plan_retry(1, NOW, timedelta(minutes=40)) == NOW + timedelta(minutes=40)
    assert plan_retry(1, NOW, timedelta(seconds=1)) == NOW + timedelta(minutes=1)
    assert plan_retry(1, NOW, timedelta(days=400)) == NOW + timedelta(days=1)


def test_what_may_have_arrived_is_repeated_twice_and_then_left_to_a_person() -> None:
    assert [plan_repeat(unknowns, NOW) is not None for unknowns in (1, 2, 3)] == [True, True, False]


def test_a_back_test_tells_what_would_have_been_sent_and_when() -> None:
    first, later = open_alert("a").item, open_alert("b", created_at=NOW + timedelta(minutes=90)).item
    side = open_alert("s", core=False).item
    assert isinstance(first, AlertItem)
    assert isinstance(later, AlertItem)
    assert isinstance(side, AlertItem)
    test = back_test([later, first, side], write('subjects = ["A"]'), "desk", "T")
    sent = [(message.at, message.dispatch.is_digest, [item.alert_id for item in message.dispatch.items]) for message in test.told]
    assert sent == [
        (NOW, False, ["a"]),
        (NOW + timedelta(hours=2), False, ["b"]),
        (NOW + timedelta(hours=16), True, ["s"]),
    ]
    assert test.told[1].dispatch.items[0].follows_at == NOW
    assert (test.raised, test.suppressed, test.days) == (3, 0, 2)


TOPIC = 'name = "t"\ntitle = "T"\n[[subjects]]\nname = "A"\ntype = "app"\n'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[alerts]\nverdict = ["new"]', "alerts.verdict: unknown key"),
        ('[alerts]\nverdicts = ["unsure"]', "alerts.verdicts.0: Value error, 'unsure' is never alerted"),
        ('[alerts]\ndigest = "at eight"', "alerts.digest: Value error, not a cron line: 'at eight'"),
        ('[alerts]\ntimezone = "Mars"', "alerts.timezone: Value error, no time zone: 'Mars'"),
        ('[alerts]\nquiet = {start = "22:00", end = "22:00"}', "alerts.quiet: Value error, start and end are the same"),
        ('[alerts]\nquiet = {start = "22:00Z", end = "23:00"}', "alerts.quiet: Value error, write times as"),
        ('[alerts]\nsubjects = ["B"]', "alerts.subjects: 'B' is no subject of the topic"),
        ("[alerts]\nmost_per_hour = 0", "alerts.most_per_hour: Input should be greater than or equal to 1"),
        ('[[alerts.routes]]\nkinds = ["event"]', "alerts.routes.0.to: Field required"),
        ('[[alerts.routes]]\nto = "desk"\nquiet = "no"', "alerts.routes.0.quiet: unknown key"),
        ('[[alerts.routes]]\nto = "desk"\nsubjects = ["B"]', "alerts.routes.0.subjects: 'B' is no subject of the topic"),
    ],
)
def test_a_mistake_in_the_policy_is_named_with_its_place(text: str, place: str) -> None:
    with pytest.raises(FileMistake, match=r"^topic.toml: ") as mistake:
        parse_topic(TOPIC + text)
    assert place in str(mistake.value)
