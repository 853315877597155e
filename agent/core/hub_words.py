"""How the line to the hub is: one state, one sentence, one thing to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from agent.errors import AgentError
from contracts.wire.refusals import Refusal
from contracts.wire.units import UnixTime


class LinkState(StrEnum):
    """How a till and its hub stand."""

    ENROLLED = "enrolled"
    """Enrolled, and not yet in touch since the agent started."""
    SYNCING = "syncing"
    UP_TO_DATE = "up_to_date"
    OFFLINE = "offline"
    CLOCK_WRONG = "clock_wrong"
    QUARANTINED = "quarantined"
    REVOKED = "revoked"
    REFUSED = "refused"
    """The hub answers, and takes nothing from this till."""


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """What a person is told of the line to the hub."""

    state: LinkState
    title: str
    """What is the matter, one sentence."""
    hint: str
    """What to do, one sentence; empty when there is nothing to do."""


HINTS: Final[Mapping[str, str]] = {
    Refusal.WRONG_CREDENTIALS: "Type the one-time code once more, or ask for a new one.",
    Refusal.NOT_FOUND: "Type the code once more, or ask the programme's operator for a new one.",
    Refusal.EXPIRED: "Ask the programme's operator for a new one-time code.",
    Refusal.TAKEN: "That code is used up: ask the programme's operator for a new one.",
    Refusal.TOO_MANY_ATTEMPTS: "Wait some minutes, then try again.",
    Refusal.SUSPENDED: "Ask the programme's operator to lift it.",
}
"""What a person does about the hub's no, where that is more than asking its operator."""


class HubError(AgentError):
    """The hub did not do what the till asked for."""


class HubSilent(HubError):
    """No answer came, or none that is worth anything; the same request may be sent again."""

    def __init__(self, why: str, hint: str, wait_s: int | None = None) -> None:
        super().__init__(f"The hub does not answer: {why}.", hint)
        self.wait_s = wait_s
        """Seconds that it asked to be left alone, where it said so."""


class NotTheHub(HubSilent):
    """Something answers that is not the hub: a captive portal, a wrong address."""

    def __init__(self, why: str) -> None:
        super().__init__(
            why, "Open a page in this computer's browser, log in to the network, check [hub] url."
        )


@dataclass(frozen=True, slots=True)
class TakenElsewhere:
    """Where and when a voucher was taken before, as the hub tells it."""

    shop: str
    at: UnixTime


@dataclass(frozen=True, slots=True)
class PinTries:
    """How a card's PIN can still be tried, as the hub tells it."""

    left: int | None = None
    wait_s: int | None = None


class HubRefused(HubError):
    """The hub's no, with its code."""

    def __init__(
        self,
        code: str,
        detail: str,
        time: UnixTime | None = None,
        taken: TakenElsewhere | None = None,
        pin: PinTries | None = None,
    ) -> None:
        super().__init__(
            detail or f"The hub says no ({code}).", HINTS.get(code, "Ask the programme's operator.")
        )
        self.code = code
        self.detail = detail
        self.time = time
        """The hub's clock, where it said it."""
        self.taken = taken
        """Of a voucher that was taken before, where the hub said it."""
        self.pin = pin or PinTries()
        """Of a card's PIN that was wrong, as far as the hub said it."""


ENROLLED: Final = LinkStatus(
    LinkState.ENROLLED, "The till is enrolled and has not reached the hub yet.", ""
)
UP_TO_DATE: Final = LinkStatus(LinkState.UP_TO_DATE, "The hub has everything.", "")
REVOKED: Final = LinkStatus(
    LinkState.REVOKED,
    "The programme has revoked this till: its slips go to review, it takes no vouchers.",
    "If that is a mistake, get a new one-time code and run: baursak agent enrol CODE --again",
)
QUARANTINED: Final = LinkStatus(
    LinkState.QUARANTINED,
    "The hub keeps this till's events apart: its chain is not the one that the hub knows.",
    "Was this computer restored from a copy? Get a new one-time code and run:"
    " baursak agent enrol CODE --again",
)

_UNKNOWN: Final = {Refusal.UNAUTHENTICATED, Refusal.FORGED, Refusal.FORBIDDEN}


def syncing(pending: int) -> LinkStatus:
    """Return the status of a till that is handing in *pending* events."""
    events = "event" if pending == 1 else "events"
    return LinkStatus(LinkState.SYNCING, f"{pending} {events} on the way to the hub.", "")


def status_after(error: HubError) -> LinkStatus:
    """Return how the line stands once *error* has come out of it."""
    if not isinstance(error, HubRefused):
        return LinkStatus(LinkState.OFFLINE, error.title, error.hint)
    if error.code == Refusal.REVOKED:
        return REVOKED
    if error.code == Refusal.CLOCK_SKEW:
        return LinkStatus(
            LinkState.CLOCK_WRONG,
            "This computer's clock is too far from the hub's.",
            "Set its date, time and time zone; nothing is lost meanwhile.",
        )
    if error.code == Refusal.BROKEN_CHAIN:
        return QUARANTINED
    if error.code in _UNKNOWN:
        return LinkStatus(
            LinkState.REFUSED,
            "The hub does not know this till.",
            "Check [hub] url; else get a new one-time code and run:"
            " baursak agent enrol CODE --again",
        )
    if error.code in {Refusal.BUSY, Refusal.RATE_LIMITED, Refusal.OUR_BUG, Refusal.IN_PROGRESS}:
        return LinkStatus(
            LinkState.OFFLINE,
            f"The hub cannot take events just now ({error.code}).",
            "It is tried again by itself.",
        )
    return LinkStatus(
        LinkState.REFUSED,
        f"The hub refuses what this till sends ({error.code}).",
        "Update the agent; if that does not help, show this to the programme's operator.",
    )
