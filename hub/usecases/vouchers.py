"""A member buys a reward with points, looks at his vouchers, and gives one back."""

import hashlib
from dataclasses import dataclass
from typing import Final

from contracts.wire.redeeming import SHORT_CODE_LENGTH, RewardKind
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import KeyId, Points, ShopId, TillId, UnixTime
from contracts.wire.voucher import KEY_KIND, Scope
from hub.core.access.people import Member, Page, State
from hub.core.ids import MemberId, RewardId, VoucherId
from hub.core.ports.hub import Hub, Work
from hub.core.ports.ledger import Hold, NotEnoughPoints
from hub.core.ports.rewards import LimitReached, SoldOut
from hub.core.rewards.catalogue import Draft, Frozen, Reward, RewardState, Standing, hindrances
from hub.core.rewards.vouchers import Voucher, VoucherState, code_of, last_second
from hub.usecases.voucher_endings import begin_ending, transfer_of

REQUEST_SIZE: Final = 16
ANYWHERE: Final = 0
_TRIES: Final = 5
"""Short codes of one shop that may be taken in a row: with eight digits, never."""
_ENDED: Final = {
    VoucherState.REDEEMED: Refusal.ALREADY_REDEEMED,
    VoucherState.EXPIRING: Refusal.EXPIRED,
    VoucherState.EXPIRED: Refusal.EXPIRED,
}


@dataclass(frozen=True, slots=True)
class Purchase:
    """What a member asks for."""

    request: bytes
    """Made by the asker once for one act: the same one again is the same voucher."""
    shop: ShopId | None = None
    """Where he will use it, for rewards of one shop."""
    till: TillId | None = None
    """At which till, for rewards of one till."""
    points: Points | None = None
    """Of a part-payment, how many to set aside; None for as many as it takes."""


@dataclass(frozen=True, slots=True)
class ShownVoucher:
    """A voucher as its member sees it."""

    voucher: Voucher
    frozen: Frozen
    code: str | None
    """None once it is no longer good."""


@dataclass(frozen=True, slots=True)
class ShortCode:
    """Eight digits to type instead of a QR."""

    code: str
    expires_at: UnixTime


def buy_voucher(hub: Hub, member: MemberId, reward: RewardId, wanted: Purchase) -> ShownVoucher:
    """Set the price aside and return the voucher."""
    with hub.store.begin() as work:
        return shown(work, hub, bought(work, hub, member, reward, wanted))


def bought(work: Work, hub: Hub, member: MemberId, reward: RewardId, wanted: Purchase) -> Voucher:
    """Set the price aside in a transaction that goes on, and return the voucher."""
    request = request_of(member, wanted.request)
    buyer = work.members.lock(member)
    if buyer is None or buyer.erased_at is not None:
        raise Refused(Refusal.NOT_FOUND, f"member {member}")
    if known := work.vouchers.of_request(request):
        _require_same(known, reward, wanted)
        return known
    found = work.rewards.get(reward)
    if found is None or found.state is RewardState.DRAFT:
        raise Refused(Refusal.NOT_FOUND, f"reward {reward}")
    return _issue(work, hub, buyer, found, (request, wanted))


def _issue(
    work: Work, hub: Hub, buyer: Member, reward: Reward, asked: tuple[bytes, Purchase]
) -> Voucher:
    request, wanted = asked
    now, draft = hub.clock.now(), reward.now.draft
    price = _price(draft, wanted.points)
    used = work.rewards.uses(buyer.id, [reward.id]).get(reward.id, 0)
    standing = Standing(price, buyer.tier, used, blocked=buyer.blocked)
    for hindrance in hindrances(reward, standing, now):
        raise Refused(hindrance.code, f"reward {reward.id}")
    scope, place = _place(work, reward, wanted)
    hold = transfer_of("voucher", request) if price else None
    try:
        if hold is not None:
            reference = f"reward {reward.id}"
            # The worker comes every few minutes; what expired meanwhile buys nothing.
            work.ledger.expire(buyer.id, now)
            work.ledger.hold(Hold(hold, buyer.id, price, now, reference))
        work.rewards.use(reward.id, buyer.id, draft.terms.limit)
        if reward.stock is not None:
            work.rewards.take_one(reward.id)
    except NotEnoughPoints as error:
        raise Refused(Refusal.NOT_ENOUGH_POINTS, f"reward {reward.id}") from error
    except LimitReached as error:
        raise Refused(Refusal.LIMIT_REACHED, f"reward {reward.id}") from error
    except SoldOut as error:
        raise Refused(Refusal.SOLD_OUT, f"reward {reward.id}") from error
    voucher = Voucher(
        id=work.numbers.voucher(),
        request=request,
        member=buyer.id,
        reward=reward.id,
        version=reward.now.version,
        partner=reward.partner,
        scope=scope,
        place=place,
        issued_at=now,
        not_after=last_second(now, draft.terms.life or work.policy.voucher_life),
        points=price,
        hold=hold,
        state=VoucherState.HELD,
        offline=draft.offline and scope is not Scope.ANY,
    )
    work.vouchers.add(voucher)
    facts = {"voucher": voucher.id, "reward": reward.id, "points": price}
    work.feed.publish("voucher.issued", facts, member=buyer.id, partner=reward.partner)
    return voucher


def list_vouchers(hub: Hub, member: MemberId, page: Page) -> list[ShownVoucher]:
    """Return a page of a member's vouchers, newest first."""
    with hub.store.read() as work:
        return [shown(work, hub, it) for it in work.vouchers.listed(page, member)]


def show_voucher(hub: Hub, member: MemberId, voucher: VoucherId) -> ShownVoucher:
    """Return one of a member's vouchers."""
    with hub.store.read() as work:
        return shown(work, hub, own_voucher(work, member, voucher))


def cancel_voucher(hub: Hub, member: MemberId, voucher: VoucherId) -> ShownVoucher:
    """Give a voucher back; its points return once no till can have taken it."""
    with hub.store.begin() as work:
        work.members.lock(member)
        found = own_voucher(work, member, voucher)
        if refusal := _ENDED.get(found.state):
            raise Refused(refusal, f"voucher {voucher} is {found.state}")
        if found.state is VoucherState.HELD:
            found = begin_ending(work, found, VoucherState.CANCELLING, hub.clock.now())
        return shown(work, hub, found)


def make_short_code(hub: Hub, member: MemberId, voucher: VoucherId, shop: ShopId) -> ShortCode:
    """Return eight digits that stand for a voucher at one shop for some minutes."""
    with hub.store.begin() as work:
        work.members.lock(member)
        found = own_voucher(work, member, voucher)
        now = hub.clock.now()
        if found.state is not VoucherState.HELD or now > found.not_after:
            raise Refused(_ENDED.get(found.state, Refusal.EXPIRED), f"voucher {voucher}")
        _require_shop(work, work.rewards.version(found.version), shop)
        if found.scope is Scope.SHOP and found.place != shop:
            raise Refused(Refusal.WRONG_SHOP, f"voucher {voucher} is for shop {found.place}")
        expires_at = UnixTime(now + work.policy.short_code_life)
        for _ in range(_TRIES):
            code = _digits(hub)
            digest = short_code_digest(hub, shop, code)
            if work.vouchers.add_short_code(shop, digest, voucher, expires_at):
                return ShortCode(code, expires_at)
        raise Refused(Refusal.BUSY, f"no free short code at shop {shop}")


def short_code_digest(hub: Hub, shop: ShopId, code: str) -> bytes:
    """Return what is kept of a short code: nothing that a reader of the database could type."""
    return hub.keyring.tag("short-code", f"{shop}/{code}".encode())[:REQUEST_SIZE]


def own_voucher(work: Work, member: MemberId, voucher: VoucherId) -> Voucher:
    """Return a member's own voucher; another's is as if it were not there."""
    found = work.vouchers.get(voucher)
    if found is None or found.member != member:
        raise Refused(Refusal.NOT_FOUND, f"voucher {voucher}")
    return found


def shown(work: Work, hub: Hub, voucher: Voucher) -> ShownVoucher:
    """Return a voucher with the code that its phone shows, sealed with the newest key."""
    frozen = work.rewards.version(voucher.version)
    assert frozen is not None, "versions stay for ever"
    code = None
    if voucher.state is VoucherState.HELD:
        key_id = current_key(work, voucher.scope, voucher.place)
        key = hub.keyring.key(KEY_KIND[voucher.scope], voucher.place, key_id)
        code = code_of(voucher, key_id, key)
    return ShownVoucher(voucher, frozen, code)


def current_key(work: Work, scope: Scope, place: int) -> KeyId:
    """Return the id of the key that vouchers of a place are sealed with now."""
    if scope is Scope.SHOP:
        return work.vouchers.shop_key(ShopId(place))
    if scope is Scope.TILL:
        till = work.tills.get(TillId(place))
        return KeyId(0) if till is None else till.till_key
    return KeyId(0)


def request_of(member: MemberId, request: bytes) -> bytes:
    """Return the id under which a request is kept: nobody can take another member's."""
    digest = hashlib.sha256(b"baursak voucher\0" + member.to_bytes(8, "big") + request)
    return digest.digest()[:REQUEST_SIZE]


def _require_same(known: Voucher, reward: RewardId, wanted: Purchase) -> None:
    place = wanted.till if known.scope is Scope.TILL else wanted.shop
    other_place = known.scope is not Scope.ANY and place is not None and place != known.place
    other_points = wanted.points is not None and wanted.points != known.points
    if known.reward != reward or other_place or other_points:
        raise Refused(Refusal.MISMATCH, f"the request of voucher {known.id}")


def _price(draft: Draft, points: Points | None) -> Points:
    if points is None or points == draft.price:
        return draft.price
    if draft.kind is not RewardKind.PART_PAYMENT or not 1 <= points <= draft.price:
        raise Refused(Refusal.VALIDATION, f"points: {draft.price}")
    return points


def _place(work: Work, reward: Reward, wanted: Purchase) -> tuple[Scope, int]:
    """Return where the voucher is to be good."""
    scope = reward.now.draft.terms.scope
    if scope is Scope.ANY:
        return scope, ANYWHERE
    if scope is Scope.TILL:
        till = None if wanted.till is None else work.tills.get(wanted.till)
        if till is None or not till.trusted:
            raise Refused(Refusal.SHOP_NEEDED, f"reward {reward.id}: which till")
        _require_shop(work, reward.now, till.shop)
        return scope, till.id
    if wanted.shop is None:
        raise Refused(Refusal.SHOP_NEEDED, f"reward {reward.id}: which shop")
    _require_shop(work, reward.now, wanted.shop)
    return scope, wanted.shop


def _require_shop(work: Work, frozen: Frozen | None, shop: ShopId) -> None:
    assert frozen is not None, "versions stay for ever"
    found = work.shops.get(shop)
    shops = frozen.draft.terms.shops
    if found is None or found.state is not State.ACTIVE:
        raise Refused(Refusal.NOT_FOUND, f"shop {shop}")
    if shop not in shops if shops else found.partner != frozen.partner:
        raise Refused(Refusal.WRONG_SHOP, f"reward {frozen.reward} at shop {shop}")


def _digits(hub: Hub) -> str:
    """Return eight random digits, each as likely as any other."""
    most = 10**SHORT_CODE_LENGTH
    whole = 2**64 // most * most
    while (number := int.from_bytes(hub.random.octets(8), "big")) >= whole:
        continue
    return f"{number % most:0{SHORT_CODE_LENGTH}}"
