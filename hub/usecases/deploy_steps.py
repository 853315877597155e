"""Does what is left of a deployment: one message after another, each exactly once.

A message is kept before it is sent. Whoever was killed at any line runs the same again, which sends
those very bytes again (the wallet takes a number once) and goes on when their effect is on chain.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Protocol

from contracts.ton.seen import Address
from hub.core.ports.chain import Chain, ChainError, ChainUnavailable, MessageRefused, WrongNetwork
from hub.core.ports.wallets import Order, SeqnoWallet
from hub.core.settlement.deploying import Pending, Step, is_open
from hub.core.settlement.network import LOCAL
from hub.core.settlement.purses import Purse, fund_text, shown
from hub.errors import HubError

GOOD_FOR_S: Final = 180
"""Seconds of the chain in which a message can happen; after it a new one may be signed."""
BLOCK_S: Final = 15.0
"""Seconds to wait for one block: three times what a busy network takes."""
ROUNDS: Final = 120
"""Blocks to wait for an effect: it takes three where all is well."""
REFUSALS: Final = 10
"""Blocks in which the wallet's refusal may yet be of a state that is gone."""
NOTHING_SENT: Final = "Nothing was sent."
_STANDS: Final = "What was sent before stands; run the same command again, it goes on."


class Outgoing(Protocol):
    """Where the message that is on its way is kept."""

    def pending(self) -> Pending | None:
        """Return the message that was on its way when this program last ended."""
        ...

    def note(self, pending: Pending) -> None:
        """Keep a message, before it is handed to anybody."""
        ...

    def forget(self) -> None:
        """Let go of the message: it has happened, or never can."""
        ...


@dataclass(frozen=True, slots=True)
class Work:
    """What is left to do, and how far the admin's wallet is: both read anew from the chain."""

    left: Callable[[], list[Step]]
    number: Callable[[], int]
    """Of the wallet's next message."""


class Steps:
    """Sends what is left to do by one wallet."""

    def __init__(
        self, chain: Chain, admin: SeqnoWallet, outgoing: Outgoing, network: str,
        say: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._chain = chain
        self._admin = admin
        self._outgoing = outgoing
        self._network = network
        self._say = say

    def do(self, work: Work) -> None:
        """Do what is left, one message after another, each when the one before has worked."""
        pending = self._outgoing.pending()
        if pending is not None:
            self._say(f"Going on with what was on its way: {pending.what}")
            self._carry(work, pending)
        while True:
            # The number first: whatever another deployer did before it shows in what is left, and
            # what he does after it takes the number away.
            number = work.number()
            left = work.left()
            if not left:
                return
            self._say(f"{left[0].what} …")
            self._carry(work, self._sign(left[0], number))

    def _sign(self, step: Step, number: int) -> Pending:
        """Sign *step* as the wallet's message of that number, and keep it."""
        account = self._chain.account(self._admin.address)
        purse = Purse("admin", self._admin.address, account.balance, step.most, account.status)
        if purse.missing:
            raise HubError(fund_text(purse, self._network), _STANDS)
        until = self._chain.head().utime + GOOD_FOR_S
        orders = [Order(it.target, it.value, it.body, init=it.init) for it in step.letters]
        signed = self._admin.sign(orders, seqno=number, valid_until=until)
        letters = tuple((it.target, it.body) for it in step.letters)
        pending = Pending(step.what, number, signed.void_after, signed.boc, letters)
        self._outgoing.note(pending)
        return pending

    def _carry(self, work: Work, pending: Pending) -> None:
        """Hand a kept message over until it has happened or never can, and wait for its effect."""
        refused = 0
        while work.number() <= pending.number:
            # The number is read again after the head: by then the message is in, or void.
            if self._chain.head().utime > pending.void_after and work.number() <= pending.number:
                self._outgoing.forget()
                return
            try:
                self._chain.send(pending.boc)
            except MessageRefused as error:
                refused += 1
                if refused > REFUSALS:
                    raise HubError(
                        f"The admin's wallet does not take the message ({error}).",
                        f"{_STANDS} Look at {shown(self._admin.address, self._network)} first.",
                    ) from None
            if work.number() <= pending.number:
                self._next_block()
        self._await(work, pending)
        self._outgoing.forget()

    def _await(self, work: Work, pending: Pending) -> None:
        for _ in range(ROUNDS):
            if not is_open(pending, work.left()):
                self._say("  done, and read back from the chain")
                return
            self._next_block()
        # It has happened and has had no effect: doing it again is right once a person has looked.
        self._outgoing.forget()
        raise HubError(
            f"This was sent and has had no effect: {pending.what}. {self._why(pending)}",
            f"Mend this first. {_STANDS}",
        )

    def _why(self, pending: Pending) -> str:
        for target in dict(pending.letters):
            if (code := self._failed(target)) is not None:
                return f"At {shown(target, self._network)} it ended with exit code {code}."
        return "No contract says why."

    def _failed(self, target: Address) -> int | None:
        """Return how the admin's newest message to *target* ended, where it did not work."""
        for it in reversed(self._chain.transactions(target)):
            if it.incoming is not None and it.incoming.source == self._admin.address:
                return None if it.ok else it.exit_code
        return None

    def _next_block(self) -> None:
        self._chain.wait_block(self._chain.head().seqno + 1, BLOCK_S)


@contextmanager
def speaking_of_chain(network: str, *, sent: bool = False) -> Iterator[None]:
    """Say of the chain's troubles what a person can do; *sent*: something may have been sent."""
    stands = _STANDS if sent else NOTHING_SENT
    try:
        yield
    except WrongNetwork:
        raise HubError(
            f"The servers in the network's file are not of {network}.",
            f"{stands} Take the file that {network} publishes, or another --network.",
        ) from None
    except ChainUnavailable as error:
        where = " (is `baursak chain serve` running?)" if network == LOCAL else ""
        raise HubError(
            f"The chain does not answer ({error}).",
            f"{stands} Check the line, and the servers in the network's file{where}.",
        ) from None
    except ChainError as error:
        raise HubError(f"The chain says no: {error}.", stands) from None
