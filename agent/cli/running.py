"""`baursak agent run` and what a person does to a till that runs."""

import sys
from pathlib import Path
from typing import Literal

import click

from agent.cli.speaking import CONTEXT, home_option, plainly, say_json
from agent.errors import AgentError


@click.command(context_settings=CONTEXT)
@home_option
@plainly
def run(home: Path) -> None:
    """Keep relay and brain alive until stopped: this is what a till runs.

    \b
    Examples:
      baursak agent run
      BAURSAK_HOME=/var/lib/baursak baursak agent run
    A mistake in settings or enrolment never keeps the POS from printing: then there are no slips.
    Exit codes: 0 stopped; 1 no rights; 2 no printer is set or its settings are wrong;
    3 already running.
    """
    from agent.supervised import run_till

    sys.exit(run_till(home))


@click.command(context_settings=CONTEXT)
@home_option
@plainly
def brain(home: Path) -> None:
    """Run the brain alone, beside a relay that runs already; `run` starts both.

    \b
    Example:
      baursak agent brain --home /var/lib/baursak
    """
    from agent.app import run_brain

    run_brain(home)


@click.command(
    context_settings={**CONTEXT, "ignore_unknown_options": True, "help_option_names": []}
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def relay(words: tuple[str, ...]) -> None:
    """Run the relay alone: baursak agent relay --help."""
    from hardware.taps.relay import main

    sys.exit(main(list(words)))


@click.command(context_settings=CONTEXT)
@home_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@plainly
def check(home: Path, *, as_json: bool) -> None:
    """Look at every device and setting: one line each, with what to do.

    \b
    Examples:
      baursak agent check
      baursak agent check --json
    Exit codes: 0 all well (warnings allowed); 1 something does not work.
    """
    from agent.check import State, look_at_everything

    failed = False
    for finding in look_at_everything(home):
        failed = failed or finding.state is State.PROBLEM
        if as_json:
            say_json({"what": finding.what, "state": finding.state.value, "found": finding.found,
                      "hint": finding.hint})  # fmt: skip
        else:
            hint = f" → {finding.hint}" if finding.hint else ""
            click.echo(f"{finding.state.value:8} {finding.what:10} {finding.found}{hint}")
    sys.exit(1 if failed else 0)


@click.command(context_settings=CONTEXT)
@click.argument("state", type=click.Choice(["on", "off"]))
@home_option
@plainly
def bypass(state: Literal["on", "off"], home: Path) -> None:
    """Let the POS print as if we were not there (on), or read receipts again (off).

    Works while the brain hangs, and stays as it is over restarts. What the brain still sees is
    stored; its slips are booked as late, and only a reprint brings them out.

    \b
    Examples:
      baursak agent bypass on
      baursak agent bypass off
    """
    from agent.config import BYPASS_FILE, ENROLMENT_FILE, SETTINGS_FILE

    flag = home / BYPASS_FILE
    if not (home / SETTINGS_FILE).exists() and not (home / ENROLMENT_FILE).exists():
        raise AgentError(f"There is no till in {home}.", "Name its folder with --home.")
    try:
        if state == "on":
            flag.touch()
        else:
            flag.unlink(missing_ok=True)
    except OSError as error:
        raise AgentError(
            f"{flag} cannot be changed ({error.strerror}).", "Check rights."
        ) from error
    meaning = "the POS prints straight through, no slips" if state == "on" else "slips again"
    click.echo(f"bypass {state}: {meaning}")


@click.command(context_settings=CONTEXT)
@home_option
@click.option("--cashier", help="Who asked; it is written down.")
@plainly
def reprint(home: Path, cashier: str | None) -> None:
    """Print the last slip again, with the same code; who asked is written down.

    \b
    Example:
      baursak agent reprint --cashier Aigerim
    Exit codes: 0 printed; 1 not, with the reason.
    """
    from agent.app import ask

    answer = ask(home, {"ask": "reprint", "cashier": cashier})
    if answer is None:
        raise AgentError("The agent does not run on this till.", "Start it: baursak agent run")
    if "error" in answer:
        raise AgentError(str(answer["error"]), "Then run this again.")
    click.echo("The last slip is printed again.")
