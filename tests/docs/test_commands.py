"""Every command in the documentation is there, with these options and so many words."""

import click
import pytest

from installers.commands import baursak
from tests.bench.__main__ import benches
from tests.docs.pages import ROOT, Said, commands, inline


def found(said: Said, *, strictly: bool) -> tuple[click.Command, list[str]]:
    """Return the command that *said* begins with, and the words after it."""
    command: click.Command = baursak
    rest = list(said.words)
    while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
        name = rest[0].rstrip(",…")
        below = command.get_command(click.Context(command), name)
        assert below is not None, f"{command.name} has no command {name!r}"
        command = below
        rest.pop(0)
    if strictly:
        assert not isinstance(command, click.Group) or rest, f"{command.name} needs a command"
    return command, rest


@pytest.mark.parametrize("said", commands("baursak"), ids=str)
def test_a_command_is_there(said: Said) -> None:
    """Its options are known, and its other words are as many as it takes."""
    command, rest = found(said, strictly=True)
    known = {name: it for it in command.params if isinstance(it, click.Option)
             for name in (*it.opts, *it.secondary_opts)}  # fmt: skip
    known["--help"] = known["-h"] = known["--version"] = click.Option(["--help"], is_flag=True)
    plain = 0
    while rest:
        word = rest.pop(0)
        if not word.startswith("-") or word == "-":
            plain += 1
            continue
        name, _, value = word.partition("=")
        assert name in known, f"{command.name} has no option {name}"
        option = known[name]
        if not option.is_flag and not option.count and not value:
            assert rest, f"{name} needs a value"
            written = rest.pop(0)
            if isinstance(option.type, click.Choice):
                assert written in option.type.choices, f"{name} does not take {written}"
    takes = [it for it in command.params if isinstance(it, click.Argument)]
    least = sum(it.nargs if it.nargs > 0 else 1 for it in takes if it.required)
    endless = any(it.nargs < 0 for it in takes)
    assert plain >= least, f"{command.name} needs {least} words"
    assert endless or plain <= sum(it.nargs for it in takes), f"{command.name} takes fewer words"


@pytest.mark.parametrize("said", inline("baursak"), ids=str)
def test_a_mention_is_of_a_command(said: Said) -> None:
    """In running text a command may be cut short, but it is never one that is not there."""
    found(said, strictly=False)


def test_dev_knows_its_commands() -> None:
    """`./dev NAME` is one of its names."""
    known = (ROOT / "dev").read_text(encoding="utf-8")
    for said in commands("./dev"):
        assert f"\n  {said.words[0]}" in known, str(said)


def test_benches_are_there() -> None:
    """`python -m tests.bench NAME` names a bench, and other modules are ours."""
    for said in commands("python"):
        assert said.words[0] == "-m", str(said)
        if said.words[1] == "tests.bench":
            assert said.words[2] in benches(), str(said)
