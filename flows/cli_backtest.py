"""What `claimwatch replay --alerts` prints: the messages that the topic's policy would have sent."""

from __future__ import annotations

from itertools import groupby

from rich.text import Text

from flows.alert import read_items_of_run
from flows.backtest import BackTest, back_test
from flows.messages import count
from flows.settings import Settings
from flows.targets import TERMINAL, get_tag
from flows.terminal import OUT
from flows.topics import LocatedTopic

MOST_DAYS = 30
"""Days that are told one by one; the latest of them."""


def show_back_test(settings: Settings, located: LocatedTopic, run_id: str) -> None:
    """Print for every tag of the targets what would have been sent of what the run raised, day by day."""
    items = read_items_of_run(settings.warehouse, run_id)
    tags = list(dict.fromkeys(get_tag(target.name) for target in settings.alert_urls)) or [TERMINAL]
    for tag in tags:
        _show(tag, back_test(items, located.topic.alerts, tag, located.topic.title))


def _show(tag: str, test: BackTest) -> None:
    OUT.print(Text(f"\nUnder this policy {tag} would have got {count(len(test.told), 'message')}", style="bold"))
    if not test.told:
        return
    lines = sum(len(message.dispatch.shown) for message in test.told)
    OUT.print(
        f"{len(test.told) / test.days:.1f} a day over {count(test.days, 'day')}, {lines / len(test.told):.1f} lines each; "
        f"{count(test.raised, 'alert')} raised, {test.suppressed} suppressed"
    )
    days = [(day, list(told)) for day, told in groupby(test.told, key=lambda message: message.at.date())]
    for day, told in days[-MOST_DAYS:]:
        OUT.print(f"{day:%-d %b %Y}: {count(len(told), 'message')}")
        for message in told:
            OUT.print(Text(f"  {message.at:%H:%M} {message.dispatch.title}", style="dim"), no_wrap=True, overflow="ellipsis")
