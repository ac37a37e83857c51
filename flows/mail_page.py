"""The HTML of a mail: one column that fits a phone, light and dark, readable where styles are stripped. Pure.

Styles stand inline, since some readers (Gmail's apps among them) drop what is in the head; the head only adds the dark colours.
Tables carry the layout because Outlook knows nothing else.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from extractors.records import Novelty
from flows.markups import quote_blanks
from flows.messages import (
    MOST_LINE,
    REPEAT_NOTE,
    AlertItem,
    Dispatch,
    make_visible,
    name_follow_up,
    shorten,
    summarise_verdicts,
)

_COLOURS = {  # on white, on #17191c: contrast of at least 5 to 1 on either
    Novelty.CONTRADICTED: ("#8f1d6b", "#f0a3d5"),
    Novelty.RETRACTED: ("#b42318", "#ffaca3"),
    Novelty.CHANGED: ("#7a4f00", "#f3c46b"),
    Novelty.NEW: ("#14633a", "#86d9a8"),
}
_FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_DARK = "".join(f".{verdict.value}{{color:{dark}!important}}" for verdict, (_, dark) in _COLOURS.items())
_HEAD = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>{{title}}</title>
<style>:root{{{{color-scheme:light dark;supported-color-schemes:light dark}}}}
@media (prefers-color-scheme:dark){{{{
body,.page{{{{background:#0f1113!important}}}}.sheet{{{{background:#17191c!important;border-color:#2b2f34!important}}}}
.ink{{{{color:#eceef0!important}}}}.quote{{{{color:#c3c8ce!important;border-color:#4a5058!important}}}}.grey{{{{color:#a2a9b1!important}}}}
.link{{{{color:#8ab8ff!important}}}}.rule{{{{border-color:#2b2f34!important}}}}{_DARK.replace("{", "{{").replace("}", "}}")}}}}}
</style></head>
"""


def render_page(dispatch: Dispatch) -> str:
    """Return the dispatch as an HTML document."""
    parts = [_write_item(item, last=item is dispatch.shown[-1]) for item in dispatch.shown]
    return (
        _HEAD.format(title=_safe(dispatch.title))
        + f'<body class="page" style="margin:0;padding:0;background:#f2f3f5;{_FONT}">'
        + f'<div style="display:none;max-height:0;overflow:hidden;opacity:0">{_safe(_write_preview(dispatch))}</div>'
        + '<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" '
        + 'style="background:#f2f3f5"><tr><td align="center" style="padding:16px 8px">'
        + '<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" '
        + 'style="max-width:640px;background:#ffffff;border:1px solid #dfe2e6;border-radius:8px;text-align:left">'
        + _write_top(dispatch)
        + "".join(parts)
        + _write_foot(dispatch)
        + "</table></td></tr></table></body></html>\n"
    )


def _write_top(dispatch: Dispatch) -> str:
    what = summarise_verdicts(dispatch.items) or "Nothing new"
    sort = "Claimwatch digest" if dispatch.is_digest else "Claimwatch"
    repeat = f'<div class="grey" style="color:#596069;font-size:13px;line-height:1.5;padding-top:8px">{REPEAT_NOTE}</div>'
    return (
        '<tr><td class="rule" style="padding:20px 24px 16px;border-bottom:1px solid #dfe2e6">'
        f'<div class="grey" style="color:#596069;font-size:13px;line-height:1.4">{sort}: {_safe(dispatch.topic)}</div>'
        f'<div class="ink" role="heading" aria-level="1" style="color:#14171a;font-size:20px;line-height:1.35;font-weight:600;'
        f'padding-top:2px">{_safe(what[0].upper() + what[1:])}</div>{repeat if dispatch.is_repeat else ""}</td></tr>'
    )


def _write_item(item: AlertItem, *, last: bool) -> str:
    colour = _COLOURS[item.verdict][0]
    rule = "" if last else "border-bottom:1px solid #dfe2e6;"
    rows = [
        f'<div class="{item.verdict.value}" style="color:{colour};font-size:12px;line-height:1.4;font-weight:700;'
        f'letter-spacing:.04em">{item.verdict.value.upper()}</div>',
        f'<div class="ink" dir="auto" style="color:#14171a;font-size:17px;line-height:1.4;font-weight:600;padding-top:2px">'
        f"{_safe(shorten(item.headline, MOST_LINE))}</div>",
    ]
    if item.told_before:
        rows.append(_write_grey(f"Before: {shorten(item.told_before)}"))
    if not item.tells_itself:
        rows.append(
            '<div class="quote" dir="auto" style="color:#3c434b;font-size:15px;line-height:1.5;border-left:3px solid #c4c9cf;'
            f'margin-top:10px;padding-left:12px">“{_safe(shorten(item.sentence))}”</div>'
        )
    rows.append(_write_source(item))
    follow_up = name_follow_up(item)
    if follow_up:
        rows.append(_write_grey(follow_up))
    cell = f"padding:18px 24px;{rule}overflow-wrap:anywhere;word-break:break-word"
    return f'<tr><td class="rule" style="{cell}">{"".join(rows)}</td></tr>'


def _write_source(item: AlertItem) -> str:
    name, when = _safe(item.publisher), f"{item.published_at:%-d %b %Y %H:%M} UTC"
    sources = f" · {item.origins} independent sources" if item.origins > 1 else ""
    label = name
    if item.is_page:
        url = html.escape(quote_blanks(item.url))
        label = f'<a class="link" href="{url}" style="color:#0b57d0;text-decoration:underline">{name}</a>'
    return (
        '<div class="grey" style="color:#596069;font-size:14px;line-height:1.5;padding-top:8px">'
        f'<span dir="auto">{label}</span> · {when}{sources}</div>'
    )


def _write_foot(dispatch: Dispatch) -> str:
    if not dispatch.foot:
        return ""
    return (
        '<tr><td class="rule" style="padding:14px 24px 18px;border-top:1px solid #dfe2e6;overflow-wrap:anywhere;'
        f'word-break:break-word">{"".join(_write_grey(text) for text in dispatch.foot)}</td></tr>'
    )


def _write_grey(text: str) -> str:
    style = "color:#596069;font-size:13px;line-height:1.5;padding-top:4px"
    return f'<div class="grey" dir="auto" style="{style}">{_safe(text)}</div>'


def _write_preview(dispatch: Dispatch) -> str:
    """What a mail list shows under the subject: the news themselves."""
    return shorten("; ".join(_headlines(dispatch.shown)), 200)


def _headlines(items: Iterable[AlertItem]) -> Iterable[str]:
    return (item.headline for item in items)


def _safe(text: str) -> str:
    return html.escape(make_visible(text))
