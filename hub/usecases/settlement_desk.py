"""What settlement has beside the hub: the chain, the archive, and the tree that it last built."""

from dataclasses import dataclass, field
from enum import StrEnum

from contracts.wire.units import UnixTime
from hub.core.ids import MemberId
from hub.core.ports.archive import Archive
from hub.core.ports.hub import Hub, Work
from hub.core.ports.settlement import Epoch, EpochState
from hub.core.ports.settler import Settler
from hub.core.settlement.epochs import NOTHING, ChainState, Statement
from hub.core.settlement.leaves import Leaves
from hub.core.settlement.moves import key_of
from hub.core.settlement.sums import Sums

BEAT = "settlement"
"""The heartbeat that holds what the metrics and alerts say."""
SPONSOR_BEAT = "sponsor"
"""The one of the wallet that pushes claims."""
BEFORE_SENDING = "settler before an epoch"
"""What the settler's wallet held when an epoch was first signed: what it cost follows from it."""


class Halt(StrEnum):
    """Why nothing is sent any more, until a person has looked; stored."""

    FOREIGN = "foreign"
    """The chain states what this hub never stored."""
    NOT_OURS = "not_ours"
    """The token takes roots from somebody else: a veto, or another key."""
    UNBALANCED = "unbalanced"
    """Custody or supply on chain is not what the ledger says."""
    ARCHIVE = "archive"
    """The archive holds another epoch of this number."""


@dataclass(slots=True)
class KeptTree:
    """The newest cumulative tree, so that an epoch costs what changed and not what there is."""

    epoch: int = -1
    root: bytes = b""
    leaves: Leaves = field(default_factory=Leaves)


@dataclass(slots=True)
class Desk:
    """What settlement has beside the hub."""

    settler: Settler
    archive: Archive
    manager: str
    """RedemptionManager's address."""
    tree: KeptTree = field(default_factory=KeptTree)


def statement_of(epoch: Epoch | None) -> Statement:
    """Return what *epoch* says, or what the chain says before the first."""
    return NOTHING if epoch is None else epoch.statement


def stages(work: Work) -> tuple[int, int]:
    """Return up to which epochs the chain states and claims go by."""
    last = work.settlements.last()
    confirmed = 0
    if last is not None:
        confirmed = last.statement.epoch - (last.state is EpochState.STORED)
    return confirmed, int(work.jobs.facts(BEAT).get("claimable", 0))


def tree_at(work: Work, desk: Desk, said: Statement) -> Leaves:
    """Return the cumulative tree of *said*, kept or built anew; not to be changed."""
    if (desk.tree.epoch, desk.tree.root) != (said.epoch, said.root):
        rows = work.settlements.leaves(said.epoch)
        built = Leaves.from_items((key_of(wallet), points) for wallet, points in rows)
        desk.tree = KeptTree(said.epoch, said.root, built)
    return desk.tree.leaves


def sums_of(hub: Hub, epoch: int, balances: list[tuple[MemberId, int]]) -> Sums:
    """Return the sum tree over *balances*, salted for *epoch*."""
    return Sums.from_items(balances, lambda member: salt_of(hub, epoch, member))


def salt_of(hub: Hub, epoch: int, member: MemberId) -> bytes:
    """Return the salt of a member's leaf: secret, his own, and new for every epoch."""
    return hub.keyring.tag("sum leaf", f"{epoch}/{member}".encode())


def halt(hub: Hub, why: Halt) -> dict[str, object]:
    """Stop sending, and say why."""
    with hub.store.begin() as work:
        return halt_in(work, why, hub.clock.now())


def halt_in(work: Work, why: Halt, at: UnixTime) -> dict[str, object]:
    """Stop sending, in a transaction of the caller's."""
    work.settlements.halt(why.value, at)
    work.feed.publish("chain.halted", {"why": why.value})
    return {"halted": why.value}


def beat(hub: Hub, seen: ChainState, at: UnixTime, beyond: object = None) -> None:
    """Keep what the metrics and alerts say of settlement; *beyond* is what no epoch can hold."""
    with hub.store.begin() as work:
        last = work.settlements.last()
        message = None if last is None else work.settlements.message("root", last.statement.epoch)
        facts: dict[str, object] = {
            "halted": work.settlements.mark().halted,
            "epoch": seen.stated.epoch,
            "claimable": seen.claimable_epoch,
            "block": seen.stated.block,
            "custody": seen.stated.custody,
            "issued": seen.stated.issued,
            "supply": seen.supply,
            "burned": seen.burned,
            "stored": 0 if last is None else last.statement.epoch,
            "attempts": 0 if message is None else message.attempt,
            "settler_balance": seen.balance,
            "settler_low": seen.balance < work.policy.settler_least,
            "unknown_returns": work.logs.unknown(),
            "chain_time": seen.now,
            "growth_cap": seen.growth_cap,
            "matures_at": seen.matures_at,
            "least_interval": seen.least_interval,
            "delay": seen.delay,
            "ours": seen.ours,
        }
        facts["beyond_cap"] = beyond
        facts["good"] = None if last is None or last.found is None else last.found["good"]
        work.jobs.beat(BEAT, at, facts)
