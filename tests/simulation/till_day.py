"""A till's day in a process of its own, for the power to be cut in: FOLDER SEED SYNCHRONOUS.

Says on standard output what it was promised, each line only once the outbox has answered:
`stored SEQUENCE HASH`, `printed SEQUENCE IDENTITY` (the slip is on paper), `acknowledged SEQUENCE`.
"""

import os
import random
import sys
from pathlib import Path

from agent.adapters.outbox.store import SqliteOutbox, open_outbox
from agent.core.delivery import DAY
from contracts.wire.bodies import AccrualBody, CardBody, SlipBody, SlipOutcome
from contracts.wire.event import Event
from contracts.wire.units import UnixTime
from tests.contracts.wire.samples import ENROLMENT, OPENED, TILL, fiscal_accrual

SESSIONS = 3
STEPS = 45


def receipt(number: int) -> AccrualBody:
    """Return the day's receipt with this number, the same in every process."""
    return fiscal_accrual(number, total=1000 + number)


def for_a_card(accrual: Event) -> CardBody:
    """Return that a sale is for a card."""
    return CardBody(accrual.sequence, 123_456_789, bytes(16), None)


class Day:
    """What happens at the counter, chosen by a seed."""

    def __init__(self, folder: Path, seed: int, synchronous: str) -> None:
        self.path = folder / "outbox.sqlite3"
        self.dice = random.Random(seed)
        self.synchronous = synchronous
        self.now = OPENED
        self.receipts = 0

    def run(self) -> None:
        """Open the shop a few times, sell, and close it."""
        for _ in range(SESSIONS):
            outbox = open_outbox(self.path, TILL, ENROLMENT, self.now)
            outbox._connection.execute(f"PRAGMA synchronous = {self.synchronous}")
            # Copied into the file far more often than in a shop: more places to cut at.
            pages = self.dice.choice((8, 30, 1000))
            outbox._connection.execute(f"PRAGMA wal_autocheckpoint = {pages}")
            for _ in range(STEPS):
                self.step(outbox)
            outbox.close()
            say("closed")

    def sell_for_a_card(self, outbox: SqliteOutbox, number: int) -> None:
        """Sell with a card at hand: no slip, and both events or neither."""
        sale = receipt(number)
        event, card = outbox.append_both(sale, for_a_card, self.now)
        stored(event)
        if card is not None:
            stored(card)
        say(f"carded {event.sequence} {sale.receipt.hex()}")

    def step(self, outbox: SqliteOutbox) -> None:
        """Do one thing: mostly sell, sometimes what else a day brings."""
        self.now = UnixTime(self.now + self.dice.randrange(3600))
        chance = self.dice.random()
        if chance < 0.7 or self.receipts == 0:
            self.receipts += 1
            if self.receipts % 4 == 0:
                self.sell_for_a_card(outbox, self.receipts)
                return
            event = outbox.append(receipt(self.receipts), self.now)
            stored(event)
            say(f"printed {event.sequence} {receipt(self.receipts).receipt.hex()}")
            slip = SlipBody(claim=event.sequence, outcome=SlipOutcome.INSERTED, cashier=None)
            stored(outbox.append(slip, self.now))
        elif chance < 0.85:
            number = self.dice.randint(1, self.receipts)
            if number % 4 == 0:
                self.sell_for_a_card(outbox, number)
            else:
                stored(outbox.append(receipt(number), self.now))
        elif chance < 0.95:
            waiting = outbox.pending(self.dice.randint(1, 9))
            if waiting:
                outbox.acknowledge(waiting[-1].sequence, self.now)
                say(f"acknowledged {waiting[-1].sequence}")
        else:
            self.now = UnixTime(self.now + 20 * DAY)
            outbox.prune(self.now)


def stored(event: Event) -> None:
    """Say that the outbox has taken an event."""
    say(f"stored {event.sequence} {event.hash.hex()}")


def say(words: str) -> None:
    """Say it at once: one write, one line."""
    os.write(1, words.encode() + b"\n")


if __name__ == "__main__":
    Day(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]).run()
