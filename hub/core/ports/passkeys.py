"""Passkeys: where they are kept, and who checks what a phone has signed."""

from collections.abc import Mapping
from typing import Any, Protocol

from contracts.wire.units import UnixTime
from hub.core.access.passkeys import NewPasskey, Passkey, Shown, Site
from hub.core.ids import MemberId

Answer = Mapping[str, Any]
"""What the browser's API answers, as its own JSON form."""


class Passkeys(Protocol):
    """The passkeys of members."""

    def add(
        self, member: MemberId, made: NewPasskey, handle: bytes, name: str, at: UnixTime
    ) -> int:
        """Add a member's key and return its id; raise Taken when the credential is there."""
        ...

    def lock(self, credential: bytes) -> Passkey | None:
        """Return the key of that credential; nobody else uses it meanwhile."""
        ...

    def of_member(self, member: MemberId) -> list[Passkey]:
        """Return a member's keys, oldest first."""
        ...

    def use(self, passkey: int, counter: int, at: UnixTime) -> None:
        """Note that a key has signed."""
        ...

    def rename(self, passkey: int, name: str) -> None:
        """Give a key another name."""
        ...

    def remove(self, passkey: int) -> None:
        """Forget a key."""
        ...


class PasskeyChecker(Protocol):
    """Checks what a browser hands over of a phone's key; refuses what does not hold."""

    def challenge_in(self, answer: Answer) -> bytes:
        """Return the challenge that *answer* says it is about, still to be recognised."""
        ...

    def made(self, site: Site, challenge: bytes, answer: Answer) -> NewPasskey:
        """Return the key that was made for *challenge* on *site*; or refuse."""
        ...

    def credential_in(self, answer: Answer) -> bytes:
        """Return the id of the key that *answer* says has signed."""
        ...

    def shown(self, site: Site, challenge: bytes, answer: Answer, known: Passkey) -> Shown:
        """Return what the key *known* has signed for *challenge* on *site*; or refuse."""
        ...
