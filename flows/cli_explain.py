"""The commands about one verdict: explain, judge."""

from __future__ import annotations

import getpass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from extractors.records import Novelty
from flows.display import VERDICT_COLOURS, show_indented
from flows.explain import ClaimExplanation, FactExplanation
from flows.explain import explain as explain_id
from flows.listing import CsvOption, Form, JsonOption, choose_form, paged, print_csv, print_json
from flows.messages import count, make_visible
from flows.mistakes import UserError
from flows.settings import load_settings
from flows.terminal import OUT


class Word(StrEnum):
    """What an analyst says of a fact."""

    SAME_AS = "same-as"
    NEW = "new"


def explain(
    asked: Annotated[str, typer.Argument(metavar="FACT_OR_CLAIM_ID", help="An id, or the beginning of one.")],
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Say why a fact got its verdict: rule, nearest earlier claims slot by slot, sentences. Of a claim: its history."""
    form = choose_form(as_json, as_csv)
    found = explain_id(load_settings().warehouse, asked.strip())
    if form is not Form.TABLE:
        _print_explanation(form, found)
        return
    with paged():
        if isinstance(found, ClaimExplanation):
            _show_claim(found)
        else:
            _show_fact(found)


def judge(
    fact: Annotated[str, typer.Argument(metavar="FACT", help="Id of the fact, or the beginning of it.")],
    word: Annotated[Word, typer.Argument(metavar="same-as|new", help="Whether it makes a known claim or one of its own.")],
    claim: Annotated[str | None, typer.Argument(metavar="[CLAIM]", help="With same-as: id of the claim.")] = None,
    export: Annotated[Path | None, typer.Option(metavar="FILE.toml", help="Append it to this file as a test case.")] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who says so, instead of the user's name.")] = None,
) -> None:
    """Correct a verdict: the fact makes the same claim as another, or a new one. Later verdicts heed it."""
    from flows.judge import append_case, judge_fact  # noqa: PLC0415 - brings the rules, and explaining should be quick

    if (claim is None) is (word is Word.SAME_AS):
        raise UserError("judge FACT same-as CLAIM, or judge FACT new")
    settings = load_settings()
    said_by, claim = by or getpass.getuser(), claim.strip() if claim else None
    fact_id, claim_id, case = judge_fact(settings.warehouse, fact.strip(), claim, settings.read_clock(), said_by)
    OUT.print(f"Noted: fact {fact_id} makes {f'the claim {claim_id}' if claim_id else 'a claim of its own'}.")
    if export is not None:
        append_case(export, case)
        OUT.print(Text(f"Written as a case to {export}"))


COMMANDS = (explain, judge)


def _print_explanation(form: Form, found: ClaimExplanation | FactExplanation) -> None:
    """As JSON all of it; as CSV the history of a claim, or the verdict on a fact."""
    if isinstance(found, ClaimExplanation):
        parts: dict[str, object] = {"claim": found.claim, "history": found.history}
        rows = found.history
    else:
        parts = {"why": found.why, "earlier": found.earlier, "later": found.later}
        rows = (found.why,)
    if form is Form.JSON:
        print_json(parts)
    else:
        print_csv(tuple(rows[0]) if rows else (), [tuple(row.values()) for row in rows])


def _show_fact(found: FactExplanation) -> None:
    why = found.why
    _show_head(str(why["verdict"]), str(why["line"]))
    _show_sentence(why)
    OUT.print()
    OUT.print(Text.assemble(("Rule: ", "bold"), f"{why['rule']}: {why['rule_words']}"))
    if why["reason"] != why["rule_words"]:
        OUT.print(Text.assemble(("Here: ", "bold"), make_visible(str(why["reason"]))))
    OUT.print(Text.assemble(("Slot: ", "bold"), "every slot agrees" if why["slot"] == "none" else str(why["slot"])))
    if why["earlier_alert_id"]:
        OUT.print(Text.assemble(("Earlier alert: ", "bold"), str(why["earlier_alert_id"])))
    OUT.print()
    OUT.print(_draw_slots(found) if found.earlier else "Nothing was told before that it could be compared with.")
    for number, earlier in enumerate(found.earlier, start=1):
        OUT.print()
        OUT.print(Text(f"{number}  fact {earlier['fact_id']}, claim {earlier['claim_id']}", style="dim"))
        _show_sentence(earlier)
    if found.later:
        OUT.print()
        OUT.print(Text("Told since", style="bold"))
    for later in found.later:
        show_indented(OUT, f"{later['verdict']}: {make_visible(later['line'])} ({_name_source(later)})", "")


def _draw_slots(found: FactExplanation) -> Table:
    """The slots side by side; what differs from the fact is marked with ≠."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("slot", "this fact", *(str(number) for number in range(1, len(found.earlier) + 1))):
        table.add_column(name, overflow="fold")
    for slot, own, *others in found.slots:
        differing = [
            Text(f"≠ {make_visible(other) or 'none'}", style="yellow") if other != own else Text("=") for other in others
        ]
        table.add_row(slot, Text(make_visible(own)), *differing)
    return table


def _show_claim(found: ClaimExplanation) -> None:
    claim = found.claim
    OUT.print(Text.assemble((f"{str(claim['status']).upper():<13}", ""), (make_visible(claim["line"]), "bold")))
    first = f"first told by {claim['first_publisher']}, {claim['first_seen_at']:%-d %b %Y %H:%M} UTC"
    spread = f"{count(claim['facts'], 'fact')} of {count(claim['publishers'], 'publisher')}, {count(claim['origins'], 'origin')}"
    show_indented(OUT, f"{make_visible(first)}; {spread}; claim {claim['claim_id']}", "dim")
    if claim["corroborated_by"]:
        show_indented(OUT, f"confirmed by {make_visible(claim['corroborated_by'])}, {claim['corroborated_at']:%-d %b %Y}", "dim")
    for step in found.history:
        OUT.print()
        _show_head(str(step["verdict"]), str(step["line"]))
        _show_sentence(step)
        show_indented(OUT, f"{make_visible(step['reason'])}; fact {step['fact_id']}", "dim")


def _show_head(verdict: str, line: str) -> None:
    colour = VERDICT_COLOURS.get(Novelty(verdict), "dim")
    OUT.print(Text.assemble((f"{verdict.upper():<13}", colour), (make_visible(line), "bold")))


def _show_sentence(record: Any) -> None:
    show_indented(OUT, f"“{make_visible(str(record['sentence']))}”", "italic")
    show_indented(OUT, _name_source(record), "dim")


def _name_source(record: Any) -> str:
    return f"{make_visible(str(record['publisher']))}, {record['published_at']:%-d %b %Y %H:%M} UTC"
