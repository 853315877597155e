"""Everything that is stored, for who may see it, as CSV."""

from collections.abc import Iterator

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import Actor
from hub.core.access.roles import PROGRAMME, Permission, Scope
from hub.core.cells import csv_lines
from hub.core.ids import PartnerId
from hub.core.ports.exports import Export
from hub.core.ports.hub import Hub


def export_table(
    hub: Hub, actor: Actor, export: Export, partner: PartnerId | None
) -> Iterator[str]:
    """Return CSV of a partner's rows, or of the whole programme's, as they stand now.

    Who exported what is in the audit log before the first row leaves.
    """
    actor.require(Permission.EXPORTS_READ, PROGRAMME if partner is None else Scope(partner))
    if export is Export.TRANSFERS and partner is not None:
        raise Refused(Refusal.FORBIDDEN, "transfers are exported for the whole programme only")
    with hub.store.begin() as work:
        work.audit.write(
            actor.entry(hub.clock.now(), f"export.{export}", f"partner {partner}", partner)
        )
    return _lines(hub, export, partner)


def _lines(hub: Hub, export: Export, partner: PartnerId | None) -> Iterator[str]:
    with hub.store.read() as work:
        names = work.exports.names(export, partner)
        yield from csv_lines(names, work.exports.rows(export, partner))
