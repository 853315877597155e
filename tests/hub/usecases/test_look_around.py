"""Setup looks at what slips and members depend on, and says what to do."""

from dataclasses import dataclass

import pytest

from contracts.wire.refusals import Refused
from hub.core.ports.outward import BotFacts, Certificate, OutsideUnavailable
from hub.usecases.look_around import (
    Look,
    look_at_bot,
    look_at_certificate,
    look_at_link,
    look_at_residency,
)


@dataclass
class Host:
    """A host with a certificate, or without a trusted one."""

    days: int | None

    def certificate(self, host: str) -> Certificate:
        """Return what the host shows."""
        if self.days is None:
            raise OutsideUnavailable(f"https://{host} cannot be trusted")
        return Certificate(self.days)


@dataclass
class Bot:
    """A bot that says this of itself, or does not answer."""

    said: BotFacts | None

    def facts(self) -> BotFacts:
        """Return what Telegram says."""
        if self.said is None:
            raise OutsideUnavailable("Telegram did not answer")
        return self.said

    def say(self, chat: int, text: str) -> None:
        """Say nothing: setup writes to nobody."""
        raise AssertionError((chat, text))


@pytest.mark.parametrize(
    ("host", "look"),
    [("loyalty.example.kz", Look.GOOD), ("loyalty-of-bakeries.example.kz", Look.WARNING)],
)  # fmt: skip
def test_the_links_length_is_weighed(host: str, look: Look) -> None:
    """A short host makes a QR that scans better."""
    assert look_at_link(host, None).look is look


def test_a_link_that_cannot_be_printed_is_refused() -> None:
    """Before anything is printed."""
    with pytest.raises(Refused):
        look_at_link("a" * 60 + ".example.kz", None)


@pytest.mark.parametrize(("days", "look"), [(60, Look.GOOD), (3, Look.WARNING), (None, Look.WRONG)])
def test_the_certificate_is_looked_at(days: int | None, look: Look) -> None:
    """Untrusted is wrong, about to end is a warning."""
    assert look_at_certificate(Host(days), "loyalty.example.kz").look is look


@pytest.mark.parametrize(
    ("said", "looks"),
    [
        (None, [Look.WRONG]),
        (BotFacts("other_bot", "", ""), [Look.WRONG]),
        (BotFacts("baursak_bot", "", ""), [Look.GOOD, Look.WARNING]),
        (
            BotFacts("Baursak_Bot", "https://a.kz/telegram/updates", "timeout"),
            [Look.GOOD, Look.WARNING],
        ),
        (BotFacts("baursak_bot", "https://a.kz/telegram/updates", ""), [Look.GOOD, Look.GOOD]),
    ],
)
def test_the_bot_is_asked_who_it_is(said: BotFacts | None, looks: list[Look]) -> None:
    """Its name, its webhook, and what went wrong there last."""
    assert [it.look for it in look_at_bot(Bot(said), "baursak_bot", "a.kz")] == looks


def test_data_outside_the_country_are_wrong() -> None:
    """The law asks for the base to be kept in Kazakhstan."""
    assert look_at_residency(in_kazakhstan=True).look is Look.GOOD
    assert look_at_residency(in_kazakhstan=False).look is Look.WRONG
