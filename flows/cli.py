"""The command line: `claimwatch` and `python -m flows`. Thin; what a person can get wrong is one line and an exit code.

0 is success, 1 a failure, 2 a mistake in the command, a setting or a topic file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from extractors.strict_toml import FileMistake
from flows import (
    __version__,
    cli_alerts,
    cli_care,
    cli_explain,
    cli_feeds,
    cli_look,
    cli_misses,
    cli_recheck,
    cli_report,
    cli_run,
    cli_status,
)
from flows.mistakes import UserError
from flows.terminal import say_error
from warehouse.errors import WarehouseError

app = typer.Typer(
    name="claimwatch",
    help="Reads the news for you and speaks up only when somebody says something new.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    *cli_run.COMMANDS, cli_recheck.recheck, *cli_look.COMMANDS, *cli_explain.COMMANDS, *cli_misses.COMMANDS, *cli_status.COMMANDS,
    *cli_report.COMMANDS,
):  # fmt: skip
    app.command()(command)
for name, care in cli_care.COMMANDS.items():
    app.command(name)(care)
app.add_typer(cli_feeds.app, name="feeds")
app.add_typer(cli_alerts.app, name="alerts")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"claimwatch {__version__}")
        raise typer.Exit


@app.callback()
def _claimwatch(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Reads the news for you and speaks up only when somebody says something new."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit."""
    try:
        code = app(args=arguments, prog_name="claimwatch", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as mistake:
        code = _report(getattr(mistake, "format_message", mistake.__str__)(), 2)
    except (UserError, FileMistake) as mistake:
        code = _report(str(mistake), 2)
    except WarehouseError as error:
        code = _report(str(error), 1)
    except typer.Abort:
        code = 130
    except BrokenPipeError:  # `claimwatch claims | head`: the reader has what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


def _report(message: str, code: int) -> int:
    if message:
        say_error(" ".join(message.split()))
    return code
