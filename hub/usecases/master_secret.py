"""A hub goes on with the master secret that it was set up with: another one opens nothing of it."""

import hmac
from typing import Final

from hub.core.access.actor import Actor
from hub.core.access.roles import Permission
from hub.core.ports.hub import Hub, Store
from hub.core.ports.world import Keyring
from hub.errors import HubError

MARK_SIZE: Final = 16
"""Bytes: enough that no two secrets share a mark, and nothing to find one by."""
_PURPOSE: Final = "master secret's mark"


class OtherSecret(HubError):
    """The settings hold another master secret than the hub was set up with."""

    def __init__(self, of: str) -> None:
        super().__init__(
            f"HUB_MASTER_SECRET is not the one that {of} was set up with.",
            "The hub does not go on. Put the right one there: it is kept on paper, apart from the"
            " backups. With another no slip and no voucher of before can be checked. Where it was"
            " changed on purpose, because it was stolen: baursak hub secret --changed",
        )


def mark_of(keyring: Keyring) -> bytes:
    """Return what tells a master secret from another, and tells nothing else of it."""
    return keyring.tag(_PURPOSE, b"")[:MARK_SIZE]


def require_secret(store: Store, keyring: Keyring) -> None:
    """Refuse another master secret than the hub's; the first start decides which that is."""
    mark = mark_of(keyring)
    with store.read() as work:
        known = work.generations.secret_mark()
    if known is None:
        with store.begin() as work:
            work.generations.lock()
            known = work.generations.secret_mark()
            if known is None:
                work.generations.keep_secret_mark(mark)
                return
    if not hmac.compare_digest(known, mark):
        raise OtherSecret("this hub")


def change_secret(hub: Hub, actor: Actor) -> bool:
    """Go on with the master secret of the settings, whatever was before; False: it was so."""
    actor.require(Permission.SETTINGS_EDIT)
    mark = mark_of(hub.keyring)
    with hub.store.begin() as work:
        work.generations.lock()
        known = work.generations.secret_mark()
        if known is not None and hmac.compare_digest(known, mark):
            return False
        work.generations.keep_secret_mark(mark)
        work.audit.write(actor.entry(hub.clock.now(), "hub.master_secret", "master secret"))
    return True
