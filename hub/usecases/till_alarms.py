"""What an owner should hear of his tills: quiet in opening hours, receipts without their slip."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contracts.wire.units import ShopId, TillId, UnixTime
from hub.core.access.people import LARGEST_PAGE, Page
from hub.core.access.roles import PROGRAMME
from hub.core.ids import PartnerId
from hub.core.ports.hub import Hub, Work
from hub.core.ports.tills import TillView
from hub.core.till_health import SlipShare, quiet_for, share_fell
from hub.core.till_settings import hours_of
from hub.core.tills import TillState

LATELY: Final = 24 * 3600
BEFORE: Final = 14 * 24 * 3600
"""Seconds before lately that it is compared with: two weeks, each weekday twice."""


class AlarmKind(StrEnum):
    """What is wrong with a till."""

    QUIET = "quiet"
    """No sync for so many seconds of opening hours."""
    FEW_SLIPS = "few_slips"
    """A smaller share of receipts than before comes out with a slip, in per cent."""
    PRINTER = "printer"
    """The till says that it cannot print."""
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class TillAlarm:
    """One thing that somebody should look at."""

    kind: AlarmKind
    till: TillId
    shop: ShopId
    partner: PartnerId
    name: str
    number: int = 0
    """Seconds or per cent."""
    before: int = 0
    """Per cent before."""


def till_alarms(hub: Hub) -> list[TillAlarm]:
    """Return what is wrong with the tills now, by till."""
    now = hub.clock.now()
    found: list[TillAlarm] = []
    with hub.store.read() as work:
        views = _all(work)
        shares: dict[PartnerId, dict[TillId, tuple[SlipShare, SlipShare]]] = {}
        for view in views:
            partner = view.till.partner
            if partner not in shares:
                shares[partner] = _shares(work, partner, now)
            found += _alarms(view, shares[partner].get(view.till.id), now)
    return found


def _all(work: Work) -> list[TillView]:
    views: list[TillView] = []
    after = 0
    while page := work.tills.listed(Page(after, LARGEST_PAGE), [PROGRAMME]):
        views += page
        after = page[-1].till.id
    return views


def _shares(
    work: Work, partner: PartnerId, now: UnixTime
) -> dict[TillId, tuple[SlipShare, SlipShare]]:
    since = UnixTime(now - LATELY)
    lately = work.tills.slip_shares(partner, since, UnixTime(now + 1))
    before = work.tills.slip_shares(partner, UnixTime(since - BEFORE), since)
    nothing = SlipShare(0, 0)
    return {till: (share, before.get(till, nothing)) for till, share in lately.items()}


def _alarms(
    view: TillView, shares: tuple[SlipShare, SlipShare] | None, now: UnixTime
) -> list[TillAlarm]:
    till = view.till
    found: list[TillAlarm] = []

    def alarm(kind: AlarmKind, number: int = 0, before: int = 0) -> None:
        found.append(TillAlarm(kind, till.id, till.shop, till.partner, till.name, number, before))

    if till.state is TillState.QUARANTINED:
        alarm(AlarmKind.QUARANTINED)
    if till.state is not TillState.ACTIVE:
        return found
    quiet = quiet_for(till.synced_at, hours_of(till.shop_settings), now)
    if quiet is not None:
        alarm(AlarmKind.QUIET, quiet)
    if view.health.get("printer"):
        alarm(AlarmKind.PRINTER)
    if shares is not None and share_fell(*shares):
        alarm(AlarmKind.FEW_SLIPS, shares[0].percent or 0, shares[1].percent or 0)
    return found
