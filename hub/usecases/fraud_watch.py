"""The worker's watch over whole shops: who claims an improbable share of a cashier's receipts."""

from typing import Final

from contracts.wire.units import ShopId, UnixTime
from hub.core.fraud_concentration import WINDOW, Finding, concentrated
from hub.core.ids import PartnerId
from hub.core.ports.hub import Hub
from hub.core.reviews import Review, ReviewKind, concentration_subject, reasons_of

PAGE: Final = 100
MOST_CLAIMS: Final = 50_000
"""Claims of one shop within the window: six times those of a busy one; a limit on memory."""


def watch_concentration(hub: Hub) -> dict[str, object]:
    """Open a review for each member with an improbable share; the worker does this every hour.

    Whom a person has decided about within the window is not put before one again.
    """
    since = UnixTime(max(0, hub.clock.now() - WINDOW))
    looked_at = opened = 0
    after = ShopId(0)
    while True:
        with hub.store.read() as work:
            page = work.fraud.shops(since, after, PAGE)
        for shop, partner in page:
            opened += _watch_shop(hub, shop, partner, since)
            looked_at, after = looked_at + 1, shop
        if len(page) < PAGE:
            return {"shops": looked_at, "opened": opened}


def _watch_shop(hub: Hub, shop: ShopId, partner: PartnerId, since: UnixTime) -> int:
    with hub.store.read() as work:
        receipts = work.fraud.claimed(shop, since, MOST_CLAIMS)
    found = concentrated(receipts)
    if not found:
        return 0
    with hub.store.begin() as work:
        now = hub.clock.now()
        opened = 0
        for finding in found:
            review = _review(finding, partner)
            if not work.reviews.was_decided(review.kind, review.subject, since):
                opened += work.reviews.open(review, now)
        return opened


def _review(finding: Finding, partner: PartnerId) -> Review:
    return Review(
        kind=ReviewKind.CONCENTRATION,
        subject=concentration_subject(finding.member, finding.shop, finding.cashier),
        partner=partner,
        shop=finding.shop,
        member=finding.member,
        why=reasons_of(finding.assessment),
    )
