"""What the worker does again and again, and how often."""

from typing import Final

from hub.core.ports.outward import AlertDoor
from hub.core.ports.webhooks import WebhookSender
from hub.usecases.account_merging import sweep_merged
from hub.usecases.alerts import warn
from hub.usecases.bonuses import vest_bonuses
from hub.usecases.claim_worker import match_waiting, reverse_passed, review_old
from hub.usecases.clearing import charge_commission, clear
from hub.usecases.deliver_webhooks import deliver_webhooks, forget_deliveries
from hub.usecases.expiring import expire_lots, remind_of_expiry
from hub.usecases.fiscal_claims import match_fiscal_claims
from hub.usecases.fraud_watch import watch_concentration
from hub.usecases.health import count_numbers
from hub.usecases.insights_counting import (
    check_lately,
    count_days,
    count_groups,
    count_points,
    count_visits,
)
from hub.usecases.live import forget_feed
from hub.usecases.privacy import sweep_erased
from hub.usecases.redemption_matching import match_redemptions
from hub.usecases.repeating import forget_requests
from hub.usecases.seal import seal_ledger
from hub.usecases.sessions import forget_old
from hub.usecases.tiers import recalculate_tiers
from hub.usecases.voucher_upkeep import expire_vouchers, finish_cancellations
from hub.worker.loop import Job

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
REQUESTS_AT_ONCE: Final = 10_000

_OURS: Final = (
    Job("seal", 10, lambda hub: {"blocks": seal_ledger(hub)}),
    Job("expire points", 5 * MINUTE, expire_lots),
    Job("remind of expiry", HOUR, remind_of_expiry),
    Job("expire vouchers", MINUTE, expire_vouchers),
    Job("finish cancellations", 10, finish_cancellations),
    Job("match redemptions", MINUTE, match_redemptions),
    Job("match returns", 5 * MINUTE, match_waiting),
    Job("reverse claims", MINUTE, reverse_passed),
    Job("vest bonuses", 10 * MINUTE, vest_bonuses),
    Job("count days", 20, count_days),
    Job("count points", 20, count_points),
    Job("count visits", MINUTE, count_visits),
    Job("count groups", HOUR, count_groups),
    Job("check counts", 24 * HOUR, check_lately),
    Job("clearing", HOUR, clear),
    Job("commission", HOUR, charge_commission),
    Job("review old claims", HOUR, review_old),
    Job("watch concentration", HOUR, watch_concentration),
    Job("match fiscal claims", 5 * MINUTE, match_fiscal_claims),
    Job("tiers", HOUR, recalculate_tiers),
    Job("sweep erased", 5 * MINUTE, sweep_erased),
    Job("sweep merged", 5 * MINUTE, sweep_merged),
    Job("forget sessions", HOUR, forget_old),
    Job("numbers", 5 * MINUTE, count_numbers),
    Job("forget feed", HOUR, lambda hub: {"feed": forget_feed(hub, REQUESTS_AT_ONCE)}),
    Job("forget deliveries", HOUR, lambda hub: {"deliveries": forget_deliveries(hub)}),
    Job("forget requests", HOUR, lambda hub: {"requests": forget_requests(hub, REQUESTS_AT_ONCE)}),
)


def all_jobs(door: AlertDoor | None, language: str, sender: WebhookSender) -> tuple[Job, ...]:
    """Return every job; the operator hears alerts at the *door*, partners by the *sender*."""
    return (
        *_OURS,
        Job("alerts", 5 * MINUTE, lambda hub: warn(hub, door, language)),
        Job("webhooks", 2, lambda hub: deliver_webhooks(hub, sender)),
    )
