"""What an operator does with settlement: look at what comes next, and let it go on after a halt."""

from collections.abc import Iterator
from contextlib import contextmanager

from hub.assembly import hub_of
from hub.chain_assembly import chain_of, desk_of
from hub.config import HubSettings
from hub.core.access.actor import CONSOLE
from hub.core.ports.archive import ArchiveUnavailable
from hub.core.ports.chain import ChainError
from hub.core.ports.hub import Hub
from hub.core.ports.settler import SettlerUnavailable
from hub.errors import HubError
from hub.usecases.settlement import resume_settlement
from hub.usecases.settlement_desk import Desk
from hub.usecases.settlement_plan import CapReached, Foreseen, foresee


def next_epoch(settings: HubSettings) -> Foreseen | None:
    """Return what the next epoch would state and cost; None where nothing is new. Only reads."""
    with _at_the_desk(settings) as (hub, desk):
        try:
            return foresee(hub, desk)
        except CapReached:
            raise HubError(
                "The next sealed block alone grows by more than the token's growth cap.",
                "Nothing was sent. Raise it: baursak chain deploy --growth-cap N --change",
            ) from None


def halted(settings: HubSettings) -> str:
    """Return why settlement is halted; empty where it is not."""
    with hub_of(settings).store.read() as work:
        return work.settlements.mark().halted


def go_on(settings: HubSettings) -> None:
    """Lift the halt: a person has looked."""
    with _at_the_desk(settings) as (hub, desk):
        resume_settlement(hub, CONSOLE, desk)


@contextmanager
def _at_the_desk(settings: HubSettings) -> Iterator[tuple[Hub, Desk]]:
    """Have the hub and its chain for the block; what is wrong with the chain is said plainly."""
    chain = chain_of(settings)
    try:
        desk = desk_of(settings, chain)
        assert desk is not None, "settings that were read with keys have a desk"
        yield hub_of(settings), desk
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
