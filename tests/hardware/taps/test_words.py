"""Command lines of the small processes: what was said, or why that is none."""

import pytest

from hardware.taps import relay, supervisor
from hardware.taps.words import WrongWords, read_words

OPTIONS, FLAGS = ("--listen", "--link"), ("--wait",)


def test_options_may_come_again_and_in_any_order() -> None:
    """With a space or `=`; the words behind an option may look like one."""
    words = ["--wait", "--listen", "tcp://a", "--link=x=y", "--listen=", "--listen", "--wait"]
    found = read_words(words, OPTIONS, FLAGS)
    assert found == {"--listen": ["tcp://a", "", "--wait"], "--link": ["x=y"], "--wait": [""]}
    assert read_words([], OPTIONS, FLAGS) == {"--listen": [], "--link": [], "--wait": []}


@pytest.mark.parametrize("words", [["--lin", "x"], ["x"], ["--link"], ["--wait=yes"], [""]])
def test_what_nobody_knows_is_refused(words: list[str]) -> None:
    """Also an option with nothing behind it."""
    with pytest.raises(WrongWords):
        read_words(words, OPTIONS, FLAGS)


@pytest.mark.parametrize(
    "words",
    [
        [], ["--relay", "x"], ["--pid-file", "p"], ["--pid-file", "p", "--relay"],
        ["--nonsense", "x", "--relay", "x"],
    ],
)  # fmt: skip
def test_a_supervisor_that_cannot_start_says_how_it_is_started(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2."""
    assert supervisor.main(words) == 2
    assert "usage: supervisor --pid-file PATH" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        [], ["--listen", "tcp://127.0.0.1:0", "--link", "l"], ["--printer", "file:///p"],
        ["--printer", "file:///p", "--link", "l"], ["--listen"],
    ],
)  # fmt: skip
def test_a_relay_that_cannot_start_says_how_it_is_started(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2; asked for help it says the same to whoever asked."""
    assert relay.main(words) == 2
    assert "usage: relay --listen URL" in capsys.readouterr().err
    assert relay.main(["--help"]) == supervisor.main(["-h"]) == 0
    assert "--bypass-file PATH" in capsys.readouterr().out
