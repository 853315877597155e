"""What the worker does for settlement, where the programme is on a chain."""

from collections.abc import Callable
from typing import Final

from hub.core.ports.hub import Hub
from hub.usecases.chain_returns import take_returns
from hub.usecases.partner_shares import state_shares
from hub.usecases.preflight import SETTLER, SPONSOR
from hub.usecases.settlement import settle
from hub.usecases.settlement_desk import Desk
from hub.usecases.sponsored_claims import push_claims
from hub.worker.chain_gate import ChainGate
from hub.worker.loop import Facts, Job

SETTLE_S: Final = 10
"""A step of settlement: an epoch takes three of them, and a quiet hour costs one look each."""
RETURNS_S: Final = 15
CLAIMS_S: Final = 30
SHARES_S: Final = 300


def chain_jobs(desk: Desk, gate: ChainGate) -> tuple[Job, ...]:
    """Return the jobs of a programme that settles, none of which passes a *gate* that is shut."""

    def gated(step: Callable[[Hub, Desk], Facts], purse: str | None) -> Callable[[Hub], Facts]:
        return lambda hub: step(hub, desk) if gate.lets(hub, purse) else {}

    return (
        Job("settle", SETTLE_S, gated(settle, SETTLER)),
        Job("take returns", RETURNS_S, gated(take_returns, None)),
        Job("push claims", CLAIMS_S, gated(push_claims, SPONSOR)),
        Job("partner shares", SHARES_S, gated(state_shares, SETTLER)),
    )
