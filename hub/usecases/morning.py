"""What the operator looks at in the morning: what is wrong, who waits, are the books whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from contracts.wire.units import Tiyn, UnixTime
from hub.core.access.actor import Actor
from hub.core.access.people import LARGEST_PAGE, Page, PartnerState
from hub.core.access.roles import PROGRAMME, Permission
from hub.core.adjustments import AdjustmentState
from hub.core.alerts import Alert
from hub.core.blocks import Head
from hub.core.ports.hub import Hub, Work
from hub.usecases.alerts import alerts_now
from hub.usecases.chain_watch import chain_state
from hub.usecases.exposure import offline_bound
from hub.usecases.health import QUIET_S, last_numbers

BACKUP: Final = "backup"
"""The heartbeat of the last copy that was made whole."""
BACKUP_OLD_S: Final = 26 * 3600
"""Seconds after which a daily copy has been missed, with two hours for a slow disk."""
UNSEALED_SHOWN: Final = 1_000
"""Entries that are counted: the worker seals every ten seconds, so that even these are too many."""
_NO_END: Final = 2**62
NUMBERS_OLD_S: Final = 1800
"""Seconds after which the worker's sums are old: it adds them up every five minutes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How the ledger and its copies are."""

    head: Head | None
    """The last block that was sealed."""
    unsealed: int
    """Entries behind it, counted up to `UNSEALED_SHOWN`."""
    trial: int | None
    """What all accounts come to: zero, or the books are wrong; None: not added up yet."""
    trial_at: UnixTime | None
    backup_at: UnixTime | None
    """None: no copy was ever made by `baursak hub backup`."""


@dataclass(frozen=True, slots=True)
class Morning:
    """All that an operator should have seen before his coffee is cold."""

    partners_waiting: int
    reviews_waiting: int
    adjustments_waiting: int
    webhooks_waiting: int
    alerts: tuple[Alert, ...]
    bound: Tiyn
    """The most that tills can have handed out without the hub."""
    worker_at: UnixTime | None
    worker_quiet: bool
    kept: Kept
    chain: str
    """`ok`, or what stands in settlement's way."""


def look_over(hub: Hub, actor: Actor) -> Morning:
    """Return what to look at, to whoever runs the programme; reads only."""
    actor.require(Permission.SETTINGS_READ)
    counted_at, numbers, worker_at = last_numbers(hub)
    now = hub.clock.now()
    with hub.store.read() as work:
        kept = _kept(work, counted_at, numbers)
        return Morning(
            partners_waiting=_pending(work),
            reviews_waiting=work.reviews.waiting([PROGRAMME]),
            adjustments_waiting=_asked(work),
            webhooks_waiting=work.webhooks.waiting(),
            alerts=tuple(alerts_now(hub)),
            bound=offline_bound(work),
            worker_at=worker_at,
            worker_quiet=worker_at is None or now - worker_at > QUIET_S,
            kept=kept,
            chain=chain_state(hub),
        )


def _kept(work: Work, counted_at: UnixTime | None, numbers: Mapping[str, Any]) -> Kept:
    ledger = numbers.get("ledger")
    after = work.statements.sealed()
    return Kept(
        head=work.blocks.head(),
        unsealed=len(work.blocks.leaves(after, _NO_END, UNSEALED_SHOWN)),
        trial=None if ledger is None else sum(int(it) for it in ledger.values()),
        trial_at=counted_at,
        backup_at=work.jobs.beats().get(BACKUP),
    )


def _pending(work: Work) -> int:
    count = after = 0
    while page := work.partners.listed(Page(after, LARGEST_PAGE), None):
        count += sum(it.state is PartnerState.PENDING for it in page)
        after = page[-1].id
    return count


def _asked(work: Work) -> int:
    page = Page(limit=LARGEST_PAGE)
    return len(work.adjustments.listed([PROGRAMME], AdjustmentState.WAITING, None, page))
