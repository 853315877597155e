"""A hub that was restored from a backup goes on as a new generation of itself."""

from hub.core.access.actor import Actor
from hub.core.access.roles import Permission
from hub.core.generations import Opened, next_generation
from hub.core.ports.hub import Hub


def open_generation(hub: Hub, operator: Actor, *, least: int = 1) -> Opened:
    """Begin a new generation, of a number that nobody remembers yet and *least* or more.

    Ids leap over all that may have been given out since the backup; leases that tills may hold
    count in full until each has synced; tills hand in again what the backup does not know.
    """
    operator.require(Permission.SETTINGS_EDIT)
    with hub.store.begin() as work:
        stored = work.generations.lock()
        generation = next_generation(stored, work.generations.seen_by_tills(), least)
        work.generations.open(generation)
        now = hub.clock.now()
        work.audit.write(
            operator.entry(
                now, "hub.generation", f"generation {generation}", before=stored, least=least
            )
        )
        work.feed.publish("hub.generation", {"generation": generation})
        return Opened(generation, work.generations.enrolled_tills())
