"""The two wallets of the hub: they sign, and know nothing of sending."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from contracts.ton.seen import Address


class WalletMistake(ValueError):
    """What was asked for cannot be signed as it stands; nothing was signed."""


@dataclass(frozen=True, slots=True)
class Order:
    """One message that a wallet is to send."""

    target: Address
    value: int
    """NanoTON; fees come on top, from the wallet's own balance."""
    body: bytes
    """A bag of cells."""
    bounce: bool = True
    init: bytes | None = None
    """State-init, a bag of cells, where the target is to be deployed by it."""


@dataclass(frozen=True, slots=True)
class Signed:
    """An external message, ready to be stored and then sent, the same bytes each time."""

    boc: bytes
    hash: bytes
    """Normalized (TEP-467): what its transaction's incoming message is found by."""
    void_after: int
    """From this time of the chain on it can no longer happen."""


class SeqnoWallet(Protocol):
    """A wallet whose messages happen in strict order, each at its number: the settler's."""

    @property
    def address(self) -> Address:
        """Where it is."""
        ...

    @property
    def public_key(self) -> bytes:
        """Who signs, 32 bytes."""
        ...

    def sign(self, orders: Sequence[Order], *, seqno: int, valid_until: int) -> Signed:
        """Return the message number *seqno*; the one numbered 0 also deploys the wallet.

        Its get-method `seqno` tells the next number. After *valid_until* the message is void.
        """
        ...


class BatchWallet(Protocol):
    """A wallet whose messages happen once each, in any order, many at a time: the sponsor's.

    An id that the wallet has taken (`processed?`) is spent even where nothing was sent: what was
    ordered has happened only when its children's transactions say so. A new id for the same orders
    is only right once the old message is void and was not taken.
    """

    @property
    def address(self) -> Address:
        """Where it is."""
        ...

    @property
    def public_key(self) -> bytes:
        """Who signs, 32 bytes."""
        ...

    @property
    def window(self) -> int:
        """Seconds from its making in which a message can happen; part of the address."""
        ...

    def sign(
        self, orders: Sequence[Order], *, query_id: int, created_at: int, deploy: bool = False
    ) -> Signed:
        """Return the message under *query_id*, which the caller stored before.

        *created_at* is the chain's time, or a little before; the wallet takes nothing from its
        future. *deploy* is for the first message, where the account has no code yet.
        """
        ...

    def needs(self, orders: Sequence[Order]) -> int:
        """Return the nanoTON that the wallet must hold so that nothing of *orders* is left out."""
        ...
