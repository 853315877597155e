"""The slip of a claim: its link, its last day, and its bytes for this till's printer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from agent.core.slip import Drawing, NoPlaceForSlip, SlipContent, compose_slip
from agent.core.slip_pages import profile_as_seen, proven_charset
from agent.core.slip_texts import Language
from agent.core.till import ALMATY, SlipForm, SlipMaker
from contracts.wire import claim
from contracts.wire.bodies import AccrualBody
from contracts.wire.enrolment import Enrolment
from contracts.wire.event import Event
from contracts.wire.units import KeyId, Points
from hardware.printers.profile import PrinterProfile

POINTS_PER: Final = 100_00
"""Tiyn for which the programme's rate says how many points there are."""


def claim_link(
    accrual: Event,
    enrolment: Enrolment,
    *,
    in_telegram: bool = False,
    keys: Mapping[KeyId, bytes] = MappingProxyType({}),
) -> str:
    """Return the link in an accrual's slip: the same whenever it is asked for.

    *in_telegram* opens the Mini App instead of the hub's page, where the programme has a bot;
    *keys* are the claim keys that the hub gave after the enrolment.
    """
    sealed = claim.claim_of(accrual)
    code = claim.seal(sealed, keys.get(sealed.key_id, enrolment.claim_key))
    if in_telegram and enrolment.bot is not None:
        return claim.telegram_link(enrolment.bot, code)
    return claim.hub_link(enrolment.host, code)


def last_day_of(accrual: Event, claim_days: int) -> date:
    """Return the last whole day, on the shop's calendar, on which the claim can be made."""
    at = datetime.fromtimestamp(accrual.time, ALMATY)
    return (at + timedelta(days=claim_days)).date()


def about_points(accrual: Event, rate: Points | None) -> Points | None:
    """Return about what a receipt earns at *rate* points for each 100 ₸; None when unknown."""
    body = accrual.body
    assert isinstance(body, AccrualBody), "only accruals have slips"
    return None if rate is None else Points(body.total * rate // POINTS_PER) or None


def _named(accrual: Event) -> str:
    """Return the number and the total of an accrual's receipt, as people read them."""
    body = accrual.body
    assert isinstance(body, AccrualBody), "only accruals have slips"
    total = f"{body.total // 100:,}".replace(",", " ") + f",{body.total % 100:02} {body.currency}"
    return f"№ {body.number}: {total}" if body.number else total


@dataclass(frozen=True, slots=True)
class SlipStyle:
    """How the owner wants slips to be."""

    languages: tuple[Language, ...]
    claim_days: int
    shop: str
    """The shop's name, or nothing."""
    in_telegram: bool
    """The QR opens the Mini App instead of the hub's page."""
    earn_rate: Points | None = None
    """Points for each 100 ₸, None when the till does not know."""


def make_slips(
    enrolment: Enrolment,
    profile: PrinterProfile,
    drawing: Drawing,
    style: SlipStyle,
    keys: Mapping[KeyId, bytes] = MappingProxyType({}),
) -> SlipMaker:
    """Return the function that composes an accrual's slip for the printer of *profile*."""

    def slip(accrual: Event, form: SlipForm) -> bytes | None:
        content = SlipContent(
            languages=style.languages,
            link=claim_link(accrual, enrolment, in_telegram=style.in_telegram, keys=keys),
            points=about_points(accrual, style.earn_rate),
            shop=style.shop,
            last_day=last_day_of(accrual, style.claim_days),
            separate=form.separate,
            reprint=form.reprint,
            receipt=_named(accrual) if form.separate else "",
        )
        seen = profile_as_seen(profile, form.state.code_page, form.charset, form.text)
        try:
            return compose_slip(
                content,
                seen,
                form.state,
                drawing,
                line_open=form.line_open,
                proven=proven_charset(form.charset, form.text),
            ).data
        except NoPlaceForSlip:
            return None

    return slip
