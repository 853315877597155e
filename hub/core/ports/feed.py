"""The feed: what happened, in one order, for sockets, webhooks and the bot."""

from collections.abc import Mapping
from typing import Protocol

from contracts.wire.units import TillId, UnixTime
from hub.core.happening import Audience, Happening
from hub.core.ids import MemberId, PartnerId


class Feed(Protocol):
    """What happened."""

    def publish(
        self,
        kind: str,
        body: Mapping[str, object],
        *,
        member: MemberId | None = None,
        till: TillId | None = None,
        partner: PartnerId | None = None,
    ) -> None:
        """Say that something happened, if and when this transaction commits.

        *body* is JSON without names, codes or keys: it is shown to whoever it concerns.
        """
        ...

    def number(self, limit: int) -> int:
        """Give at most *limit* committed happenings their places, and return how many.

        Transactions commit in another order than they write; only a place that is given after
        the commit lets a reader go on from where he was and miss none.
        """
        ...

    def is_waiting(self) -> bool:
        """Whether anything has no place yet."""
        ...

    def after(self, position: int, audience: Audience, limit: int) -> list[Happening]:
        """Return the happenings behind *position* that *audience* may see, in order."""
        ...

    def newest(self) -> int:
        """Return the highest place that was given, or 0."""
        ...

    def oldest(self) -> int:
        """Return the lowest place that is kept, or 0."""
        ...

    def forget(self, before: UnixTime, limit: int) -> int:
        """Remove at most *limit* numbered happenings from before then, and return how many.

        The newest stays, so that places go on from it.
        """
        ...
