"""What the worker does for settlement, where the programme is on a chain."""

from typing import Final

from hub.core.ports.hub import Hub
from hub.usecases.chain_returns import take_returns
from hub.usecases.partner_shares import state_shares
from hub.usecases.settlement import settle
from hub.usecases.settlement_desk import Desk
from hub.usecases.sponsored_claims import push_claims
from hub.worker.loop import Facts, Job

SETTLE_S: Final = 10
"""A step of settlement: an epoch takes three of them, and a quiet hour costs one look each."""
RETURNS_S: Final = 15
CLAIMS_S: Final = 30
SHARES_S: Final = 300


def chain_jobs(desk: Desk) -> tuple[Job, ...]:
    """Return the jobs of a programme that settles; without a chain there are none."""

    def settling(hub: Hub) -> Facts:
        return settle(hub, desk)

    def returning(hub: Hub) -> Facts:
        return take_returns(hub, desk)

    def pushing(hub: Hub) -> Facts:
        return push_claims(hub, desk)

    def sharing(hub: Hub) -> Facts:
        return state_shares(hub, desk)

    return (
        Job("settle", SETTLE_S, settling),
        Job("take returns", RETURNS_S, returning),
        Job("push claims", CLAIMS_S, pushing),
        Job("partner shares", SHARES_S, sharing),
    )
