"""What of a sync other rooms do: applying each kind of event, and what a till learns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from contracts.wire.bodies import EventKind
from contracts.wire.event import Event
from contracts.wire.sync import SyncHeader
from contracts.wire.sync_news import Cancellations, Catalogue, Lease
from contracts.wire.units import ShopId
from hub.core.ports.hub import Hub, Work
from hub.core.tills import SyncedTill
from hub.usecases.card_receipts import apply_cards
from hub.usecases.exposure import reseal_shop, write_off_leases
from hub.usecases.leases import (
    apply_lease_events,
    apply_notices,
    cancellations_for,
    catalogue_for,
    lease_for,
)
from hub.usecases.receipts import (
    apply_accruals,
    apply_slips,
    apply_voids,
    apply_z_reports,
    review_from,
)
from hub.usecases.redemptions import apply_redemptions
from hub.usecases.returns import apply_returns

Applier = Callable[[Work, Hub, SyncedTill, Sequence[Event]], None]
"""Does what new events of one kind ask for, in the transaction that stores them."""


def _no_review(_work: Work, _hub: Hub, _till: SyncedTill, _first: int, _why: str) -> None:
    return None


def _no_lease(_work: Work, _hub: Hub, _till: SyncedTill, _header: SyncHeader) -> Lease | None:
    return None


def _no_cancellations(_work: Work, _hub: Hub, _till: SyncedTill, after: int) -> Cancellations:
    return Cancellations(up_to=after, vouchers=())


def _no_catalogue(_work: Work, _hub: Hub, _shop: ShopId, _version: int) -> Catalogue | None:
    return None


def _no_change(_work: Work, _hub: Hub, _subject: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class TillParts:
    """The functions of other rooms that the use cases about tills call."""

    appliers: Mapping[EventKind, Applier] = field(default_factory=dict)
    """A kind that is not named is stored and changes nothing."""
    review_from: Callable[[Work, Hub, SyncedTill, int, str], None] = _no_review
    """Puts a till's claims from that sequence on into review; the last is why."""
    lease: Callable[[Work, Hub, SyncedTill, SyncHeader], Lease | None] = _no_lease
    cancellations: Callable[[Work, Hub, SyncedTill, int], Cancellations] = _no_cancellations
    catalogue: Callable[[Work, Hub, ShopId, int], Catalogue | None] = _no_catalogue
    reseal_shop: Callable[[Work, Hub, ShopId], None] = _no_change
    """Seals a shop's live vouchers with its new key."""
    write_off_leases: Callable[[Work, Hub, SyncedTill], None] = _no_change
    """Books a lost till's open leases as loss."""


PARTS: Final = TillParts(
    appliers={
        EventKind.ACCRUAL: apply_accruals,
        EventKind.RETURN: apply_returns,
        EventKind.VOID: apply_voids,
        EventKind.SLIP: apply_slips,
        EventKind.Z_REPORT: apply_z_reports,
        EventKind.REDEMPTION: apply_redemptions,
        EventKind.LEASE: apply_lease_events,
        EventKind.NOTICE: apply_notices,
        EventKind.CARD: apply_cards,
    },
    review_from=review_from,
    lease=lease_for,
    cancellations=cancellations_for,
    catalogue=catalogue_for,
    reseal_shop=reseal_shop,
    write_off_leases=write_off_leases,
)
