"""A voucher at the till: what its seal, this till's keys, lease and spent list say of it.

Online the hub decides. Offline a till accepts only what its lease allows, and each code once.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from agent.core.till_memory import HeldLease, Spent, TillKeys
from contracts.wire import voucher
from contracts.wire.redeeming import SHORT_CODE_LENGTH, RewardKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.sync_news import CatalogueEntry
from contracts.wire.units import Points, Tiyn, UnixTime
from contracts.wire.voucher import KEY_KIND, Scope, Voucher
from contracts.wire.wording import Wording

JUST_S: Final = 30
"""The same code within this is the same act: a code held too long before the camera."""
ONLINE_S: Final = 1.5
"""How long a guest waits for the hub before the till decides by itself."""
LONGEST_TYPED: Final = 256
"""Characters of what a scanner or a person may give; every code is shorter."""

_BY_TOTAL: Final = frozenset({RewardKind.PART_PAYMENT, RewardKind.CASHBACK})
"""What these come to, the hub reckons from the receipt's total."""
_SHORT: Final = re.compile(f"[0-9]{{{SHORT_CODE_LENGTH}}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Accepted:
    """Hand it out."""

    voucher: int
    reward_version: int
    title: Wording | None
    """None where this till does not know the reward's texts."""
    ring_up: Wording | None
    value: Tiyn | None
    points: Points | None
    """What the member gave for it, where the hub decided."""
    lease: int | None
    """None where the hub decided."""
    at: UnixTime
    undo_s: int = 0
    """Seconds in which it may be taken back here; none where the till decided by itself."""


@dataclass(frozen=True, slots=True)
class JustAccepted:
    """The very same code was accepted here a moment ago: neutral, nothing more to hand out."""

    voucher: int
    at: UnixTime


@dataclass(frozen=True, slots=True)
class No:
    """Hand out nothing."""

    code: str
    """A refusal's code."""
    why: str
    """One sentence."""
    hint: str
    at: UnixTime | None = None
    """When it was taken before."""
    shop: str | None = None
    """Where the hub says that it was; None: here, or nobody knows."""


@dataclass(frozen=True, slots=True)
class AskHub:
    """Nothing here speaks against it: the hub decides, or the lease when it is silent."""

    code: str | None
    """The voucher code; None for a short one."""
    short_code: str | None
    seal: Voucher | None
    """What the code says, once its seal fits a key of this till."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Nothing here speaks against it: the cashier may have it taken.

    All is as the catalogue of this till has it; None where the code alone does not tell. Only a
    seal that this till can check is certain: the hub looks at the others before it takes them.
    """

    voucher: int | None
    title: Wording | None
    ring_up: Wording | None
    value: Tiyn | None
    needs_total: bool
    """What it comes to depends on the receipt's total."""


Verdict = Accepted | JustAccepted | No
FirstLook = AskHub | JustAccepted | No
Checked = Offer | JustAccepted | No


@dataclass(frozen=True, slots=True)
class AtTheTill:
    """What the till has in hand when a voucher is shown to it."""

    keys: TillKeys
    entry_of: Callable[[int], CatalogueEntry | None]
    spent: Callable[[int], Spent | None]
    is_cancelled: Callable[[int], bool]
    lease: HeldLease | None
    """The open one."""
    alone: bool
    """Whether the till may decide without the hub at all."""
    now: UnixTime
    """By the hub's clock, and never before a time that was known already."""
    heard: UnixTime
    """The latest time that the hub itself has said: no clock of this till can be wrong in it."""


def first_look(text: str, till: AtTheTill) -> FirstLook:
    """Return what the code by itself allows; most wrong ones never reach the hub."""
    typed = _typed(text)
    if _SHORT.fullmatch(re.sub("-", "", typed)):
        return AskHub(None, re.sub("-", "", typed), None)
    try:
        seal = voucher.unseal(typed, till.keys.of_place)
    except Refused as refused:
        if refused.refusal is Refusal.UNKNOWN_KEY:
            # A voucher for anywhere, or a key that this till has not heard of: the hub knows.
            return AskHub(typed, None, None)
        return _no_code(refused)
    return taken_before(seal.voucher, till) or AskHub(typed, None, seal)


def look_over(text: str, till: AtTheTill) -> Checked:
    """Return what a cashier is told of a code before anybody takes it; nothing is changed.

    The hub has no question that takes nothing, so what only the hub can tell comes with its
    answer: here a no is said only where no answer of the hub could make it a yes.
    """
    look = first_look(text, till)
    if not isinstance(look, AskHub):
        return look
    seal = look.seal
    if seal is None and look.code is not None:
        try:
            seal = voucher.unchecked(look.code)
        except Refused as refused:
            return _no_code(refused)
    if seal is None:
        return Offer(None, None, None, None, needs_total=False)
    no = taken_before(seal.voucher, till) or _never_here(seal, till)
    return no or _offer(seal, till.entry_of(seal.reward_version))


def taken_before(number: int, till: AtTheTill) -> JustAccepted | No | None:
    """Return what to say of a voucher that was taken here, None for one that the hub may judge.

    Not even the hub's yes makes it two: the yes may repeat an answer that was lost before the
    till took the voucher by its lease. A short code, or one whose key this till has lost, shows
    its number only in the hub's answer.
    """
    spent = till.spent(number)
    if spent is None or spent.undone:
        return None
    return _spent_here(spent, till.now)


def voucher_in(text: str, keys: TillKeys) -> int | None:
    """Return the number of the voucher whose code this is, None for all that is no such code."""
    try:
        return voucher.unseal(_typed(text), keys.of_place).voucher
    except Refused:
        return None


def without_hub(asked: AskHub, till: AtTheTill) -> Verdict:
    """Return what the till may decide alone: within its lease, or not at all."""
    seal = asked.seal
    if seal is None:
        return _needs_hub("Only the hub can check this code")
    spent = till.spent(seal.voucher)
    if spent is not None:
        return _spent_here(spent, till.now)
    if (over := _over(seal, till, till.now)) is not None:
        return over
    entry = till.entry_of(seal.reward_version)
    if entry is None or not entry.offline or entry.value is None:
        return _needs_hub("This reward is checked by the hub only")
    if not till.alone:
        return _needs_hub("This till may not decide by itself")
    return _by_lease(seal, entry, entry.value, till)


def _offer(seal: Voucher, entry: CatalogueEntry | None) -> Offer:
    if entry is None:
        return Offer(seal.voucher, None, None, None, needs_total=False)
    return Offer(
        voucher=seal.voucher,
        title=entry.title,
        ring_up=entry.ring_up,
        value=entry.value,
        needs_total=entry.kind in _BY_TOTAL,
    )


def _never_here(seal: Voucher, till: AtTheTill) -> No | None:
    """Return why a voucher will not be taken at this till, whoever is asked."""
    places = till.keys.places(KEY_KIND[seal.scope])
    if seal.scope is not Scope.ANY and places and seal.place not in places:
        return No(
            Refusal.WRONG_SHOP,
            "This voucher is for another shop.",
            "The app says where it is good.",
        )
    return _over(seal, till, till.heard)


def _over(seal: Voucher, till: AtTheTill, now: UnixTime) -> No | None:
    """Return why a voucher is not good any more."""
    if till.is_cancelled(seal.voucher):
        return No(
            Refusal.CANCELLED, "This voucher was cancelled.", "The member has the points back."
        )
    if now > seal.not_after:
        return No(Refusal.EXPIRED, "This voucher's time is over.", "The points went back.")
    return None


def _typed(text: str) -> str:
    return re.sub(r"\s", "", text[:LONGEST_TYPED])


def _by_lease(seal: Voucher, entry: CatalogueEntry, value: Tiyn, till: AtTheTill) -> Verdict:
    lease = till.lease
    if lease is None or not lease.open or till.now >= lease.expires_at:
        return _needs_hub("This till may not take vouchers without the hub just now")
    count, amount = lease.left
    if count < 1 or amount < value:
        return _needs_hub("This till has taken as much as it may without the hub")
    return Accepted(
        voucher=seal.voucher,
        reward_version=seal.reward_version,
        title=entry.title,
        ring_up=entry.ring_up,
        value=value,
        points=None,
        lease=lease.lease,
        at=till.now,
    )


def said(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON, for a command or another face."""
    match verdict:
        case Accepted():
            return {
                "verdict": "accepted",
                "voucher": verdict.voucher,
                "reward_version": verdict.reward_version,
                "title": verdict.title.to_json() if verdict.title else None,
                "ring_up": verdict.ring_up.to_json() if verdict.ring_up else None,
                "value": verdict.value,
                "points": verdict.points,
                "lease": verdict.lease,
                "at": verdict.at,
            }
        case JustAccepted():
            return {"verdict": "just_accepted", "voucher": verdict.voucher, "at": verdict.at}
        case No():
            return {
                "verdict": "no",
                "code": verdict.code,
                "why": verdict.why,
                "hint": verdict.hint,
                "at": verdict.at,
            }


def _spent_here(spent: Spent, now: UnixTime) -> JustAccepted | No:
    if abs(now - spent.at) <= JUST_S and not spent.undone:
        return JustAccepted(spent.body.voucher, spent.at)
    if spent.undone:
        return _needs_hub("This voucher was taken back here before")
    return No(
        Refusal.ALREADY_REDEEMED,
        "This voucher was taken at this till already.",
        "Hand out nothing more for it.",
        spent.at,
    )


def _no_code(refused: Refused) -> No:
    match refused.refusal:
        case Refusal.WRONG_KIND:
            words = (
                "This is the code of a receipt, not a voucher.",
                "Ask the guest to open the voucher in the app.",
            )
        case Refusal.FORGED:
            words = ("This voucher is not genuine.", "Hand out nothing; tell the manager.")
        case Refusal.UNKNOWN_VERSION:
            words = ("This agent is too old for this voucher.", "Update the agent.")
        case _:
            words = (
                "This is no voucher code.",
                "Scan it again, or type the 8 digits below the code.",
            )
    return No(refused.refusal, *words)


def _needs_hub(why: str) -> No:
    return No(
        Refusal.ONLINE_ONLY,
        f"{why}, and the hub does not answer.",
        "The voucher stays good: check the internet and scan it again.",
    )
