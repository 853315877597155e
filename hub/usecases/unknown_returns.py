"""Jettons that came back from a wallet that nobody has linked: whose they are, the operator says.

Whoever can sign for the wallet links it, and is credited by the worker. For one that cannot sign
(a contract's, an exchange's) the operator decides, on paper, and it is written down.
"""

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.actor import Actor
from hub.core.access.roles import Permission
from hub.core.ids import MemberId
from hub.core.ports.hub import Hub
from hub.core.settlement.moves import Returned
from hub.usecases.chain_returns import credit_return

SHOWN_MOST = 500


def list_unknown_returns(hub: Hub, actor: Actor) -> list[Returned]:
    """Return what waits for somebody to say whose it is, oldest first."""
    actor.require(Permission.SETTINGS_EDIT)
    with hub.store.read() as work:
        return work.logs.strangers(SHOWN_MOST)


def assign_return(hub: Hub, actor: Actor, lt: int, member: MemberId) -> Returned:
    """Credit the return of the manager's transaction *lt* to *member*, once.

    Of a wallet that somebody has linked it is that member's, and refused here. What is more than
    one person adjusts alone in a day, only the operator at the console may assign.
    """
    actor.require(Permission.SETTINGS_EDIT)
    with hub.store.read() as work:
        log = work.logs.get(lt)
        found = work.members.get(member)
    if log is None:
        raise Refused(Refusal.NOT_FOUND, f"no return of transaction {lt}")
    if found is None or found.erased_at is not None:
        raise Refused(Refusal.NOT_FOUND, f"member {member}")
    if not credit_return(hub, log, member, actor):
        raise Refused(Refusal.CONFLICT, "it was credited, or its wallet is linked by now")
    return log
