"""The counter: what is shown, offered, confirmed and answered, and what the cashier sees of it.

Pure: events come in, wishes go out, the view says what is to be seen. Times are seconds by a clock
that is never set. Whether a voucher is good, Redeeming decides; green is only what it accepted.
"""

from dataclasses import replace
from typing import Final

from agent.core.card_events import CardDropped, CardPinTyped, ChoicesTold, Chosen, SpendAsked, Spent
from agent.core.counter_cards import CardsAtCounter
from agent.core.counter_codes import (
    CardCode,
    OtherCode,
    Recognised,
    SlipCode,
    VoucherCode,
    recognise,
    tenge,
)
from agent.core.counter_events import (
    Answered,
    Answers,
    Ask,
    Cashiers,
    Check,
    ClaimTold,
    Confirmed,
    Declined,
    Dismissed,
    Event,
    FooterChanged,
    LineChanged,
    Locked,
    Looked,
    Passed,
    PrintStub,
    ReceiptPrinted,
    Restored,
    Returned,
    SayClaimState,
    Seen,
    SettingsChanged,
    TakeBack,
    Told,
    TotalTyped,
    Trouble,
    Typed,
    UndoAsked,
    Unlocked,
    Wish,
)
from agent.core.counter_kept import KeptCode
from agent.core.counter_phases import Busy, Choosing, Offered, PinWanted, Undoable, acts_in
from agent.core.counter_receipts import WaitingForReceipts
from agent.core.counter_sayings import Saying, Says
from agent.core.counter_verdicts import (
    BY_TOTAL,
    Face,
    face_at_rest,
    face_in,
    face_of,
    face_of_claim,
    face_of_offer,
    needs_no_nod,
)
from agent.core.counter_view import Glance, Sound, Unmatched
from agent.core.redeeming import Shown
from agent.core.redemption import Accepted, Checked, No, Offer
from agent.core.stub import Stub
from contracts.wire.refusals import Refusal

OFFERED_S: Final = 60
"""A voucher that nobody confirms: the guest has put the phone away."""
BUSY_S: Final = 20
"""The hub has 1.5 s, the disk some more; whoever has not answered by now never will."""
UNDO_S: Final = 60
"""A cashier's second thought comes within a minute, whatever the hub would allow."""
NOTED_S: Final = 3


class Counter(CardsAtCounter):
    """One counter, from code to receipt."""

    def __init__(self, now: float, *, locked: bool = False) -> None:
        super().__init__(now, locked=locked)
        self._settings = SettingsChanged(auto_accept_max=None)
        self._undoable: Undoable | None = None
        self._waiting = WaitingForReceipts()
        self._kept = KeptCode()
        self._given_up: Busy | None = None
        """A question whose answer did not come in time, and may still."""
        self._refresh()

    def step(self, event: Event, now: float) -> tuple[Wish, ...]:
        """Take in what happened at *now*, and return what is to be done about it."""
        self._now, self._wishes = max(now, self._now), []
        match event:
            case Seen() | Typed():
                self._on_code(event)
            case (
                TotalTyped()
                | Confirmed()
                | Declined()
                | UndoAsked()
                | Dismissed()
                | SpendAsked()
                | CardDropped()
                | Chosen()
                | CardPinTyped()
            ):
                # What the cashier saw has changed under her fingers: she did not mean this.
                if event.number == self._view.number:
                    self._on_cashier(event)
            case Looked() | Answered() | Returned() | ClaimTold() | Spent():
                self._on_answer(event)
            case ChoicesTold():
                self._on_choices(event)
            case _:
                self._on_world(event)
        self._refresh()
        return tuple(self._wishes)

    def _on_code(self, event: Seen | Typed) -> None:
        found = recognise(event.text, typed=isinstance(event, Typed))
        if isinstance(self._phase, Busy):
            self._kept.keep(event, self._phase, self._now)
            return
        if found is None:
            return
        if self._is_in_the_way(found, by_itself=isinstance(event, Seen) and event.from_camera):
            return
        self._kept.taken_up(event.text)
        match found:
            case OtherCode():
                self._show(Face(Glance.STAFF, found.saying, Sound.ATTENTION))
            case CardCode():
                self._on_card(found)
            case SlipCode():
                ticket = self._busy(Says.LOOKING_UP, None, Says.CLAIM_UNKNOWN)
                self._wishes.append(SayClaimState(ticket, found.code))
            case VoucherCode() if self._locked:
                self._show(Face(Glance.STAFF, Saying(Says.LOCKED_NOW), Sound.ATTENTION))
            case VoucherCode():
                shown = Shown(found.text, cashier=self._view.cashier)
                ticket = self._busy(Says.CHECKING, shown, Says.TROUBLE)
                self._wishes.append(Check(ticket, shown))

    def _is_in_the_way(self, found: Recognised, *, by_itself: bool) -> bool:
        """Tell whether a code is one that the cashier did not mean now.

        A poster behind the guest takes no offer away, nor does a receipt before the camera take
        what is to be handed over; and a phone held too long says nothing new.
        """
        text = found.text if isinstance(found, VoucherCode) else None
        if isinstance(self._phase, Offered):
            return text is None or text == self._phase.shown.text
        if isinstance(self._phase, Choosing | PinWanted):
            return True
        if not by_itself or self._view.until is None:
            return False
        if isinstance(found, CardCode) and found.code == self._judged:
            return self._view.glance is Glance.CARD
        if text is None:
            return self._view.glance is Glance.ACCEPTED
        return text == self._judged and self._view.glance is not Glance.STAFF

    def _on_cashier(self, event: Cashiers) -> None:
        offered = self._phase if isinstance(self._phase, Offered) else None
        match event:
            case TotalTyped() if offered and offered.for_total:
                self._on_total(event.text, offered)
            case Confirmed() if offered and not offered.for_total:
                self._ask(offered.shown)
            case Declined() if isinstance(self._phase, Offered | Choosing | PinWanted):
                self._show(Face(Glance.IDLE, Saying(Says.LEFT_ALONE), None), NOTED_S)
            case UndoAsked() if self._may_undo():
                assert self._undoable is not None, "looked for just now"
                voucher = self._undoable.voucher
                ticket = self._busy(Says.TAKING_BACK, None, Says.UNDO_NEEDS_HUB, voucher)
                self._wishes.append(TakeBack(ticket, voucher, self._view.cashier))
            case Dismissed() if self._phase is None:
                self._rest()
            case SpendAsked() | CardDropped() | Chosen() | CardPinTyped():
                self._on_card_act(event)
            case _:
                return

    def _on_total(self, text: str, offered: Offered) -> None:
        total = tenge(text)
        if total is None:
            face = replace(face_in(self._view), saying=Saying(Says.TOTAL_UNREADABLE))
            self._offer(face, offered.shown, for_total=True)
        else:
            self._ask(replace(offered.shown, total=total))

    def _on_answer(self, event: Answers) -> None:
        busy = self._phase
        if not isinstance(busy, Busy) or busy.ticket != event.ticket:
            self._on_late(event)
            return
        match event:
            case Looked():
                self._on_looked(event.found, busy)
            case Answered():
                self._on_verdict(event, busy)
            case Returned():
                self._on_returned(event, busy)
            case ClaimTold():
                self._show(face_of_claim(event))
            case Spent():
                if (taken := self._on_spent(event)) is not None:
                    self._on_accepted(taken, None)

    def _on_late(self, event: Answers) -> None:
        """Show a yes that was given up: late is better than never, but over nothing else."""
        late = self._given_up
        if late is None or late.ticket != event.ticket:
            return
        self._given_up = None
        if self._phase is not None:
            return
        if isinstance(event, Answered) and isinstance(event.verdict, Accepted):
            self._on_verdict(event, late)
        elif isinstance(event, Returned):
            self._on_returned(event, late)
        elif isinstance(event, Spent) and isinstance(event.verdict, Accepted):
            self._on_accepted(self._on_spent(event) or event.verdict, None)

    def _on_looked(self, found: Checked | Trouble, busy: Busy) -> None:
        assert busy.shown is not None, "only a voucher is looked over"
        if self._locked:
            self._show(Face(Glance.STAFF, Saying(Says.LOCKED_NOW), Sound.ATTENTION))
        elif not isinstance(found, Offer):
            self._show(face_of(found))
        elif needs_no_nod(found, self._settings.auto_accept_max):
            self._ask(busy.shown)
        else:
            self._offer(face_of_offer(found), busy.shown, for_total=found.needs_total)

    def _offer(self, face: Face, shown: Shown, *, for_total: bool) -> None:
        """Let the cashier decide."""
        self._show(face, OFFERED_S)
        self._phase = Offered(shown, for_total)

    def _on_verdict(self, event: Answered, busy: Busy) -> None:
        verdict = event.verdict
        needs_total = isinstance(verdict, No) and verdict.code == Refusal.RECEIPT_TOTAL_NEEDED
        if needs_total and busy.shown is not None and not self._locked:
            self._offer(face_of_offer(BY_TOTAL), busy.shown, for_total=True)
            return
        self._show(face_of(verdict))
        if isinstance(verdict, Accepted):
            self._on_accepted(verdict, busy.shown)

    def _on_accepted(self, taken: Accepted, shown: Shown | None) -> None:
        stub = Stub.of(taken, shown)
        waits = Unmatched(taken.voucher, taken.title, taken.value, taken.at)
        self._waiting.add(waits, stub.total, self._now)
        until = self._now + min(taken.undo_s, UNDO_S)
        self._undoable = Undoable(taken.voucher, until, stub) if taken.undo_s else None
        self._print(stub)

    def _on_returned(self, event: Returned, busy: Busy) -> None:
        if event.problem is not None:
            self._show(Face(Glance.STAFF, Saying(event.problem), Sound.NO))
            if event.problem is not Says.UNDO_NEEDS_HUB:
                self._undoable = None
            return
        self._waiting.forget(busy.voucher)
        if (last := self._undoable) is not None and last.voucher == busy.voucher:
            self._print(replace(last.stub, taken_back=True))
        self._undoable = None
        self._show(Face(Glance.STAFF, Saying(Says.TAKEN_BACK), Sound.ATTENTION))

    def _print(self, stub: Stub) -> None:
        """Have a stub printed, where the owner wants them."""
        if self._settings.stub:
            self._wishes.append(PrintStub(stub))

    def _on_world(self, event: Event) -> None:
        match event:
            case Passed():
                self._on_time()
            case ReceiptPrinted():
                self._on_receipt(event)
            case Restored():
                self._waiting.restore(event.waiting, self._now)
            case Locked() | Unlocked():
                self._on_lock(event)
            case Told():
                self._mention(event.saying)
            case LineChanged():
                self._view = replace(self._view, line=event.line, queued=event.queued)
            case FooterChanged():
                self._view = replace(self._view, footer=event.footer)
            case SettingsChanged():
                self._settings = event
            case _:
                raise AssertionError(f"{type(event).__name__} belongs elsewhere")

    def _on_receipt(self, event: ReceiptPrinted) -> None:
        self._on_card_receipt(event)
        misfit = self._waiting.printed(event.total, self._now)
        if misfit and self._view.glance is not Glance.ACCEPTED:
            self._mention(Saying(Says.UNMATCHED))

    def _on_lock(self, event: Locked | Unlocked) -> None:
        """Take what is offered away; an answer on its way is shown all the same."""
        self._locked = isinstance(event, Locked)
        if self._locked:
            self._put_away()
        cashier = event.cashier if isinstance(event, Unlocked) else None
        self._view = replace(self._view, cashier=cashier)
        if not isinstance(self._phase, Busy):
            self._rest()

    def _on_time(self) -> None:
        busy = self._phase
        if isinstance(busy, Busy) and self._now - busy.since >= BUSY_S:
            self._given_up = busy
            self._show(Face(Glance.STAFF, Saying(busy.unanswered), Sound.ATTENTION))
        elif self._view.until is not None and self._now >= self._view.until:
            self._rest()
        self._on_card_time()

    def _ask(self, shown: Shown) -> None:
        self._wishes.append(Ask(self._busy(Says.CHECKING, shown, Says.UNSURE), shown))

    def _rest(self) -> None:
        """Be ready for the next guest, who may have shown a code already."""
        self._show(face_at_rest(locked=self._locked), None)
        if not self._locked and (kept := self._kept.take(self._now)) is not None:
            self._on_code(kept)

    def _refresh(self) -> None:
        """Bring up to date what goes by the time and the lock."""
        self._view = replace(
            self._view,
            acts=acts_in(self._phase, self._view, locked=self._locked, undo=self._may_undo()),
            locked=self._locked,
            unmatched=self._waiting.late(self._now),
        )

    def _may_undo(self) -> bool:
        last = self._undoable
        fresh = last is not None and self._now < last.until
        return fresh and self._phase is None and not self._locked
