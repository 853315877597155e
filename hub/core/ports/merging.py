"""What goes with a member when his account is merged into another one, beside his points."""

from collections.abc import Mapping
from typing import Protocol

from contracts.wire.units import UnixTime
from hub.core.ids import LotId, MemberId, TransferId, VoucherId
from hub.core.rewards.vouchers import Voucher


class Merging(Protocol):
    """Moves rows from one account to another; both members are locked."""

    def open_vouchers(self, member: MemberId) -> list[Voucher]:
        """Return the vouchers whose points are still set aside, by id."""
        ...

    def rehold(self, voucher: VoucherId, hold: TransferId) -> None:
        """Note that a voucher's points are now set aside by another hold."""
        ...

    def has_moves(self, member: MemberId) -> bool:
        """Whether points of the member are on their way to or from a wallet."""
        ...

    def follow(self, lots: Mapping[LotId, LotId]) -> None:
        """Let what points were earned by lead to the lots that the points are in now."""
        ...

    def carry(self, gone: MemberId, stays: MemberId) -> None:
        """Give *stays* everything of *gone* but his points: receipts, vouchers, counters, keys."""
        ...

    def close(self, gone: MemberId, stays: MemberId, at: UnixTime) -> None:
        """Note that *gone* went into *stays*, and forget who he was."""
        ...

    def left_behind(self, limit: int) -> list[tuple[MemberId, MemberId]]:
        """Return merged accounts to which points came back, each with the one that goes on."""
        ...
