"""Chain and spent list together: what one says, the other must say too."""

from contextlib import AbstractContextManager
from typing import Final

from agent.core.ports import Outbox
from agent.core.sync import Close, Extend, LeaseStep, Take
from agent.core.till_memory import Counter, Spent
from contracts.wire.bodies import LeaseAct, LeaseBody
from contracts.wire.event import Event
from contracts.wire.units import Sequence, UnixTime

_PAGE: Final = 200
"""Events looked through at a time."""


class TillDisk:
    """What the till has on disk, and whose turn it is to write what belongs together.

    The turn is held from a voucher's row to its event, and from a lease's end to the event that
    says so: no redemption stands in the chain behind the end of its lease. All methods want it.
    """

    def __init__(
        self, outbox: Outbox, counter: Counter, turn: AbstractContextManager[object]
    ) -> None:
        self.outbox = outbox
        self.counter = counter
        self.turn = turn
        self._recovered = False

    def recover(self) -> None:
        """Bring memory and chain together after a stop, once; nothing is accepted before.

        What the chain says was taken is spent; a lease that it took and this memory does not know
        is over; a voucher in the list whose event is missing gets it.
        """
        if self._recovered:
            return
        while page := self.outbox.events(self.counter.checked_up_to, _PAGE):
            self.counter.learn_from_chain(page)
        self.book_leftovers()
        self._recovered = True

    def book_leftovers(self) -> None:
        """Store the events of vouchers whose redemption was cut short."""
        for spent, after in self.counter.unbooked():
            event = self._stored(spent, after) or self.outbox.append(spent.body, spent.at)
            self.counter.booked(spent.body.voucher, event.sequence)

    def do_leases(self, steps: list[LeaseStep], now: UnixTime) -> None:
        """Do each step, durably and in order.

        Closed on disk before the chain says so, and taken in the chain before it is open on disk.
        """
        for step in steps:
            match step:
                case Close(lease=lease):
                    self.counter.close_lease(lease)
                case Take(lease=granted):
                    self._say_closings(now)
                    self.outbox.append(LeaseBody(granted.lease, LeaseAct.TAKEN), now)
                    self.counter.open_lease(granted)
                case Extend(lease=lease, expires_at=expires_at):
                    self.counter.extend_lease(lease, expires_at)
        self._say_closings(now)

    def _say_closings(self, now: UnixTime) -> None:
        for lease in self.counter.unsaid_closings():
            self.outbox.append(LeaseBody(lease, LeaseAct.CLOSED), now)
            self.counter.said_closing(lease)

    def _stored(self, spent: Spent, after: Sequence) -> Event | None:
        """Return the event of a voucher that was stored, but not noted as such."""
        while page := self.outbox.events(after, _PAGE):
            for event in page:
                if event.body == spent.body:
                    return event
            after = page[-1].sequence
        return None
