"""What an operator does with settlement: look at what comes next, and let it go on after a halt."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from hub.assembly import started_hub_of
from hub.chain_assembly import chain_of, desk_of, look_of
from hub.config import HubSettings
from hub.core.access.actor import CONSOLE
from hub.core.ports.archive import ArchiveUnavailable
from hub.core.ports.chain import ChainError
from hub.core.ports.hub import Hub
from hub.core.ports.settler import SettlerUnavailable
from hub.core.settlement.network import LOCAL
from hub.errors import ChainRefused, HubError
from hub.usecases.next_epoch import NextEpoch, next_epoch
from hub.usecases.preflight import Fault
from hub.usecases.settlement import resume_settlement
from hub.usecases.settlement_desk import Desk
from hub.usecases.settlement_plan import CapReached


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a look at the next epoch found."""

    wrong: Sequence[str]
    """What forbids sending, each with what to do; nothing where all is right."""
    epoch: NextEpoch


def dry_run(settings: HubSettings) -> DryRun:
    """Return when the next epoch is due, what it would state and cost, and what is in its way.

    Network, contracts, keys and balances are looked at first. Only reads.
    """
    with _at_the_desk(settings) as (hub, desk, faults):
        hidden = [it for it in faults if it.purse is None]
        if hidden:
            raise ChainRefused([*(it.text("en") for it in faults), *_where_to_look(settings)])
        try:
            return DryRun([it.text("en") for it in faults], next_epoch(hub, desk))
        except CapReached:
            raise HubError(
                "The next sealed block alone grows by more than the token's growth cap.",
                "Nothing was sent. Raise it: baursak chain deploy --growth-cap N --change",
            ) from None


def halted(settings: HubSettings) -> str:
    """Return why settlement is halted; empty where it is not."""
    with started_hub_of(settings).store.read() as work:
        return work.settlements.mark().halted


def go_on(settings: HubSettings) -> None:
    """Lift the halt: a person has looked."""
    with _at_the_desk(settings) as (hub, desk, _):
        resume_settlement(hub, CONSOLE, desk)


def _where_to_look(settings: HubSettings) -> list[str]:
    if settings.network != LOCAL:
        return []
    return ["The network is the one of this machine: is `baursak chain serve` running?"]


@contextmanager
def _at_the_desk(settings: HubSettings) -> Iterator[tuple[Hub, Desk, Sequence[Fault]]]:
    """Have the hub, its chain and what is wrong there for the block; troubles are said plainly."""
    chain = chain_of(settings)
    try:
        desk = desk_of(settings, chain)
        assert desk is not None, "settings that were read with keys have a desk"
        yield started_hub_of(settings), desk, look_of(settings, chain)()
    except (SettlerUnavailable, ChainError) as error:
        raise HubError(
            f"The chain does not answer as it should ({error}).",
            "Nothing was sent or changed. Look with: baursak chain check",
        ) from error
    except ArchiveUnavailable as error:
        raise HubError(
            f"The archive of settlement cannot be used ({error}).",
            "Nothing was sent or changed. Mend the folder of TON_ARCHIVE.",
        ) from error
    finally:
        chain.close()
