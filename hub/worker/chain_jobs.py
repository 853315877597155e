"""What the worker does for settlement, where the programme is on a chain."""

from collections.abc import Callable
from dataclasses import dataclass
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

CONFIRM_S: Final = 2.0
"""Seconds from sending to looking whether it happened: about a block."""
STEPS: Final = 6
"""Looks in one run, until an epoch that was sent is confirmed or left to the next run."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often each job is done, in seconds."""

    settle: int = 10
    """A step of settlement; a quiet hour costs one look each."""
    returns: int = 15
    claims: int = 30
    shares: int = 300
    look_again: int = 60
    """After a look that found something wrong."""


AT_HOME: Final = Pace(1, 1, 1, 5, 2)
"""Where the chain's server is our own, on this machine, and looks cost nobody anything."""


def chain_jobs(
    desk: Desk, gate: ChainGate, wait: Callable[[float], bool], pace: Pace
) -> tuple[Job, ...]:
    """Return the jobs of a programme that settles, none of which passes a *gate* that is shut.

    *wait* waits so many seconds, and tells whether to stop.
    """

    def gated(step: Callable[[Hub, Desk], Facts], purse: str | None) -> Callable[[Hub], Facts]:
        return lambda hub: step(hub, desk) if gate.lets(hub, purse) else {}

    def settling(hub: Hub, desk: Desk) -> Facts:
        done = settle(hub, desk)
        for _ in range(STEPS):
            if "sent" not in done or wait(min(CONFIRM_S, pace.settle)):
                break
            done = settle(hub, desk)
        return done

    return (
        Job("settle", pace.settle, gated(settling, SETTLER)),
        Job("take returns", pace.returns, gated(take_returns, None)),
        Job("push claims", pace.claims, gated(push_claims, SPONSOR)),
        Job("partner shares", pace.shares, gated(state_shares, SETTLER)),
    )
