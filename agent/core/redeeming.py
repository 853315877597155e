"""Vouchers at this till: the hub first, then the lease; on disk before the green light."""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeVar

from agent.core.card_events import Spending
from agent.core.counter_receipts import Waiting
from agent.core.counter_restoring import waiting_on_disk
from agent.core.hub_clock import HubClock
from agent.core.hub_ports import Hub
from agent.core.hub_words import HubRefused, HubSilent, NotTheHub
from agent.core.redemption import (
    JUST_S,
    ONLINE_S,
    Accepted,
    AskHub,
    AtTheTill,
    Checked,
    JustAccepted,
    No,
    Verdict,
    first_look,
    look_over,
    taken_before,
    voucher_in,
    without_hub,
)
from agent.core.till_disk import TillDisk
from agent.core.till_memory import NothingSpent, Spent, TillKeys, entries_of
from agent.errors import AgentError
from contracts.wire.bodies import RedemptionBody
from contracts.wire.card_spending import ChoicesReply, ChoicesRequest, SpendRequest
from contracts.wire.enrolment import Enrolment
from contracts.wire.redeeming import (
    RedemptionReply,
    RedemptionRequest,
    RedemptionState,
    UndoRequest,
)
from contracts.wire.refusals import Refusal
from contracts.wire.units import Tiyn, UnixTime
from contracts.wire.voucher import Scope

LONGEST_CASHIER: Final = 64
SPEND_S: Final = 6.0
"""How long a guest waits who has typed a PIN: the hub hashes it, and nobody else can answer."""
HINTS: Final[Mapping[str, str]] = {
    Refusal.EXPIRED: "The points went back to the member.",
    Refusal.CANCELLED: "The points went back to the member.",
    Refusal.ALREADY_REDEEMED: "Hand out nothing more for it.",
    Refusal.WRONG_SHOP: "It is good at another shop; the app says where.",
    Refusal.WRONG_SHORT_CODE: "Read the 8 digits once more, or scan the QR code.",
    Refusal.TOO_MANY_ATTEMPTS: "Wait some minutes, or scan the QR code instead.",
    Refusal.RECEIPT_TOTAL_NEEDED: "Give the receipt's total with --total.",
}
"""What a cashier does about the hub's no."""


R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Shown:
    """A voucher as a cashier shows it to the till."""

    text: str
    """The code, or the eight digits below it."""
    total: Tiyn | None = None
    """Of the receipt about to be paid."""
    cashier: str | None = None


class Redeeming:
    """Takes vouchers, one at a time."""

    def __init__(
        self,
        enrolment: Enrolment,
        disk: TillDisk,
        hub: Hub,
        clock: HubClock,
        new_id: Callable[[], bytes],
        online_s: float = ONLINE_S,
    ) -> None:
        self._enrolment = enrolment
        self._disk = disk
        self._outbox, self._counter, self._turn = disk.outbox, disk.counter, disk.turn
        self._hub = hub
        self._clock = clock
        self._new_id = new_id
        self._online_s = online_s

    def check(self, text: str) -> Checked:
        """Return what a cashier is told of a code before it is taken; nothing is changed."""
        with self._turn:
            self._disk.recover()
            return look_over(text, self._at_the_till())

    def redeem(self, shown: Shown) -> Verdict:
        """Return whether to hand out what the voucher is for; a yes is on disk already."""
        with self._turn:
            self._disk.recover()
            till = self._at_the_till()
            look = first_look(shown.text, till)
            if not isinstance(look, AskHub):
                return look
            asked = hashlib.sha256((look.code or look.short_code or "").encode()).digest()
            redemption = self._counter.asking(asked, self._new_id(), till.now)
            try:
                request = _request(redemption, look, shown)
                reply = self._patiently(lambda: self._hub.redeem(request, self._online_s))
                verdict = self._decided(reply, redemption, look, shown)
            except HubSilent:
                # The answer may be lost, not the question: the next try asks under the same id.
                return self._alone(look, shown, asked)
            except HubRefused as refused:
                verdict = No(
                    refused.code,
                    refused.detail or f"The hub says no ({refused.code}).",
                    HINTS.get(refused.code, ""),
                    refused.taken.at if refused.taken else None,
                    refused.taken.shop if refused.taken else None,
                )
            self._counter.answered(asked)
            return verdict

    def choices(self, code: str) -> ChoicesReply:
        """Return what the member of a card can have here, as the hub says; else HubError."""
        request = ChoicesRequest(code)
        return self._patiently(lambda: self._hub.choices(request, self._online_s))

    def spend(self, wanted: Spending) -> Verdict:
        """Return whether to hand out what a card's member chose; a yes is on disk already.

        The hub alone decides: its no, and its silence, is a HubError. The answer may be lost, not
        the question: the same choice asks under the same id until it was answered.
        """
        choice = wanted.choice
        with self._turn:
            self._disk.recover()
            named = f"{wanted.code} {choice.reward} {choice.voucher}"
            asked = hashlib.sha256(named.encode()).digest()
            redemption = self._counter.asking(asked, self._new_id(), self._at_the_till().now)
            request = _spend_request(redemption, wanted)
            try:
                reply = self._patiently(lambda: self._hub.spend(request, SPEND_S))
            except HubRefused:
                self._counter.answered(asked)
                raise
            look, shown = AskHub(None, None, None), Shown("", cashier=wanted.cashier)
            verdict = self._decided(reply, redemption, look, shown)
            self._counter.answered(asked)
            return verdict

    def waiting(self) -> tuple[Waiting, ...]:
        """Return which vouchers, taken before a stop, wait for their receipt yet."""
        with self._turn:
            self._disk.recover()
            return waiting_on_disk(self._counter, self._outbox, self._at_the_till().now)

    def _patiently(self, ask: Callable[[], R]) -> R:
        """Return the hub's answer; a wrong clock is set right once, as in a sync."""
        try:
            return ask()
        except HubRefused as refused:
            if refused.code != Refusal.CLOCK_SKEW or refused.time is None:
                raise
            self._clock.offset = refused.time - self._clock.own()
            return ask()

    def undo(self, shown: Shown, reason: str) -> Verdict:
        """Have the hub take back what it accepted here, and hand the points back."""
        with self._turn:
            number = voucher_in(shown.text, self._at_the_till().keys)
            return self._take_back(number, reason, shown.cashier)

    def take_back(self, voucher: int, reason: str, cashier: str | None = None) -> Verdict:
        """Do the same for a voucher by its number: short codes and foreign seals show none."""
        with self._turn:
            return self._take_back(voucher, reason, cashier)

    def _take_back(self, voucher: int | None, reason: str, cashier: str | None) -> No:
        spent = self._taken_here(voucher)
        request = UndoRequest(reason=reason, cashier=_named(cashier))
        assert spent.redemption is not None, "looked for among those only"
        reply = self._hub.undo(spent.redemption, request)
        if reply.state is not RedemptionState.UNDONE or reply.voucher != spent.body.voucher:
            raise NotTheHub("it says something else than that the voucher is taken back")
        self._counter.undone(spent.body.voucher)
        return No(
            Refusal.CANCELLED,
            "The voucher is taken back: its points go back to the member.",
            "Take back what was handed out for it.",
            self._at_the_till().now,
        )

    def _taken_here(self, voucher: int | None) -> Spent:
        spent = self._counter.spent(voucher) if voucher is not None else None
        if spent is None or spent.redemption is None or spent.undone:
            raise AgentError(
                "This till has taken no such voucher with the hub's word.",
                "Only such a redemption can be taken back here; ask the manager for others.",
            )
        return spent

    def _at_the_till(self) -> AtTheTill:
        memory = self._counter.memory
        entries = entries_of(memory.catalogue)
        return AtTheTill(
            keys=TillKeys.of(self._enrolment.till, memory.keys),
            entry_of=entries.get,
            spent=self._counter.spent,
            is_cancelled=self._counter.is_cancelled,
            lease=next(iter(self._counter.leases()), None),
            alone=memory.decides_alone,
            now=UnixTime(max(self._clock.now(), memory.latest)),
            heard=memory.latest,
        )

    def _decided(
        self, reply: RedemptionReply, redemption: bytes, look: AskHub, shown: Shown
    ) -> Verdict:
        """Turn the hub's answer into a verdict; what it accepted is on disk before."""
        other = look.seal is not None and look.seal.voucher != reply.voucher
        if reply.id != redemption or other:
            raise NotTheHub("it answers about another voucher")
        if reply.state is RedemptionState.UNDONE:
            return No(
                Refusal.CANCELLED,
                "This voucher was taken back.",
                "Its points went back to the member.",
            )
        till = self._at_the_till()
        if (taken := taken_before(reply.voucher, till)) is not None:
            return taken
        if reply.state is RedemptionState.ALREADY_REDEEMED_HERE:
            return _already(reply, till.now)
        body = RedemptionBody(
            voucher=reply.voucher,
            reward_version=reply.reward_version,
            scope=look.seal.scope if look.seal else Scope.ANY,
            place=look.seal.place if look.seal else 0,
            lease=None,
            amount=reply.value,
            cashier=_named(shown.cashier),
        )
        self._spend(Spent(body, till.now, redemption, total=shown.total))
        return Accepted(
            voucher=reply.voucher,
            reward_version=reply.reward_version,
            title=reply.title,
            ring_up=reply.ring_up,
            value=reply.value,
            points=reply.points,
            lease=None,
            at=reply.redeemed_at,
            # Counted from now: this till's clock may be a day off.
            undo_s=max(0, reply.undo_until - reply.redeemed_at) if reply.undo_until else 0,
        )

    def _alone(self, look: AskHub, shown: Shown, asked: bytes) -> Verdict:
        """Decide without the hub; what is accepted is on disk before the answer."""
        verdict = without_hub(look, self._at_the_till())
        if not isinstance(verdict, Accepted):
            return verdict
        assert look.seal is not None, "only a code that this till can check is accepted"
        body = RedemptionBody(
            voucher=verdict.voucher,
            reward_version=verdict.reward_version,
            scope=look.seal.scope,
            place=look.seal.place,
            lease=verdict.lease,
            amount=verdict.value,
            cashier=_named(shown.cashier),
        )
        try:
            self._spend(Spent(body, verdict.at, None, total=shown.total))
        except NothingSpent as error:
            raise AgentError(
                "This voucher cannot be taken here without the hub.",
                "Check the internet and scan it again; the voucher stays good.",
            ) from error
        self._counter.answered(asked)
        return verdict

    def _spend(self, spent: Spent) -> None:
        """Write the voucher into the spent list, then into the chain.

        The list is what counts: should the chain have no room, the event follows by itself.
        """
        self._counter.spend(spent, self._outbox.head()[0])
        with suppress(AgentError):
            event = self._outbox.append(spent.body, spent.at)
            self._counter.booked(spent.body.voucher, event.sequence)


def _request(redemption: bytes, look: AskHub, shown: Shown) -> RedemptionRequest:
    return RedemptionRequest(
        id=redemption,
        code=look.code,
        short_code=look.short_code,
        receipt_total=shown.total,
        cashier=_named(shown.cashier),
    )


def _spend_request(redemption: bytes, wanted: Spending) -> SpendRequest:
    choice = wanted.choice
    return SpendRequest(
        id=redemption,
        code=wanted.code,
        pin=wanted.pin,
        reward=choice.reward if choice.voucher is None else None,
        voucher=choice.voucher,
        cashier=_named(wanted.cashier),
    )


def _named(cashier: str | None) -> str | None:
    return cashier[:LONGEST_CASHIER] if cashier else None


def _already(reply: RedemptionReply, now: UnixTime) -> Verdict:
    """Return what to say of a voucher that the hub knows as taken here, and this till does not."""
    if abs(now - reply.redeemed_at) <= JUST_S:
        return JustAccepted(reply.voucher, reply.redeemed_at)
    return No(
        Refusal.ALREADY_REDEEMED,
        "This voucher was taken at this till already.",
        "Hand out nothing more for it.",
        reply.redeemed_at,
    )
