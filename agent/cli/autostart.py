"""`baursak agent autostart`: what starts with the session of whoever works at the till."""

from pathlib import Path

import click

from agent.cli.speaking import CONTEXT, home_option, plainly, say_json


@click.command(context_settings=CONTEXT)
@click.argument("state", type=click.Choice(["on", "off", "status"]))
@home_option
@click.option("--open", "shown", type=click.Choice(["window", "strip", "icon"]), default="window",
              show_default=True, help="What is seen after a logon, beside the icon.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@plainly
def autostart(state: str, home: Path, shown: str, *, as_json: bool) -> None:
    """Start agent, icon and window with every session of this user (on), or not (off).

    Linux: a systemd user unit for the agent (a desktop entry where there is no systemd), a
    desktop entry for the icon, and one in the menu that opens the window. Windows: this user's
    Run key.

    \b
    Examples:
      baursak agent autostart on
      baursak agent autostart on --open strip
      baursak agent autostart status --json
    """
    from agent.autostart import standing, turn_off, turn_on

    match state:
        case "on":
            found = turn_on(home, shown)
        case "off":
            found = turn_off()
        case _:
            found = standing()
    if as_json:
        say_json({"agent": found.agent, "icon": found.icon, "by": found.by,
                  "written": found.written, "offered": found.offered})  # fmt: skip
        return
    for what, starts in (("agent", found.agent), ("icon", found.icon)):
        click.echo(
            f"{what:6} {'starts with the session' if starts else 'does not start by itself'}"
        )
    for path in found.written:
        click.echo(f"       {path}")
    if state == "off" and found.offered:
        click.echo("The menu's entry stays; it starts nothing by itself. Delete it, if you want:")
        for path in found.offered:
            click.echo(f"       {path}")
    if state == "on" and found.by == "systemd":
        click.echo("Start the agent now, without a new logon: systemctl --user start baursak-agent")
