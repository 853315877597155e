"""What is answered about rewards, vouchers and the offline bound, as JSON."""

from typing import Any

from contracts.wire import base64url
from contracts.wire.units import Tiyn
from hub.core.ports.redemptions import Loss, Redemption
from hub.core.rewards.catalogue import Frozen, Hindrance, Reward
from hub.usecases.catalogue import OfferedReward
from hub.usecases.exposure import TillExposure
from hub.usecases.rewards import Preview
from hub.usecases.vouchers import ShortCode, ShownVoucher
from hub.web.reward_shapes import KindName, ScopeName, StateName, TierName
from hub.web.shapes import Reply


class WordsReply(Reply):
    """A text in three languages."""

    kk: str
    ru: str
    en: str


class HindranceReply(Reply):
    """Why a member cannot have a reward yet."""

    code: str
    missing: int | None
    """Points."""
    tier: TierName | None
    """That it takes."""
    at: int | None
    """From when on, or until when it could be had."""


class RewardReply(Reply):
    """A reward as a member sees it."""

    id: int
    version: int
    partner: int
    kind: KindName
    title: WordsReply
    details: WordsReply
    price: int
    value: int | None
    percent: int | None
    most: int | None
    scope: ScopeName
    shops: list[int]
    """Where it is given; none named: every shop of its partner."""
    tier: TierName
    valid_from: int | None
    valid_until: int | None
    limit: int | None
    left: int | None
    """None: without end."""
    picture: str | None
    """Where to get it."""
    why_not: list[HindranceReply]
    """Empty: it can be had now."""


class RewardsReply(Reply):
    """A page of rewards."""

    items: list[RewardReply]
    next: str | None


class EntryReply(RewardReply):
    """A reward as its owner sees it."""

    state: StateName
    ring_up: WordsReply
    offline: bool
    life: int | None
    undo: bool
    usable_from: int | None
    in_total: bool
    created_at: int


class EntriesReply(Reply):
    """A page of the catalogue."""

    items: list[EntryReply]
    next: str | None


class PreviewReply(Reply):
    """What a reward would be."""

    problems: list[str]
    online_only: bool
    least_price: int
    shops: list[int]
    members: int
    """Who could buy it today."""


class PictureReply(Reply):
    """A picture that was kept."""

    digest: str
    path: str


class VoucherReply(Reply):
    """A voucher as its member sees it."""

    id: int
    reward: int
    version: int
    kind: KindName
    title: WordsReply
    details: WordsReply
    value: int | None
    picture: str | None
    scope: ScopeName
    place: int
    """The shop or till, 0 for any."""
    points: int
    state: str
    issued_at: int
    not_after: int
    ended_at: int | None
    code: str | None
    """For the QR; null once it is no longer good."""


class VouchersReply(Reply):
    """A page of vouchers."""

    items: list[VoucherReply]
    next: str | None


class ShortCodeReply(Reply):
    """Eight digits to type instead."""

    code: str
    expires_at: int


class RedemptionRowReply(Reply):
    """A redemption as the staff sees it."""

    id: str
    voucher: int
    version: int
    shop: int
    till: int
    at: int
    points: int
    value: int | None
    cashier: str | None
    state: str
    undone_at: int | None
    undone_by: str | None
    """The cashier who took it back."""


class UnmatchedReply(Reply):
    """Redemptions whose receipt never came."""

    items: list[RedemptionRowReply]


class ExposureReply(Reply):
    """One till's part in the bound."""

    till: int
    shop: int
    partner: int
    amount: int
    lease: int | None
    expires_at: int | None


class BoundReply(Reply):
    """The most that can have been handed out, or may be, without the hub's knowing."""

    amount: int
    """Tiyn."""
    tills: list[ExposureReply]


class LossReply(Reply):
    """What was handed out, or may have been, and nobody gave points for."""

    kind: str
    partner: int
    shop: int
    till: int
    amount: int
    shown: int
    at: int


class LossesReply(Reply):
    """Losses, newest first."""

    items: list[LossReply]


def reward_reply(seen: OfferedReward) -> RewardReply:
    """Return a reward as one member sees it."""
    return RewardReply(**_common(seen.reward), why_not=[_why(it) for it in seen.why_not])


def entry_reply(reward: Reward) -> EntryReply:
    """Return a reward as its owner sees it."""
    draft, terms = reward.now.draft, reward.now.draft.terms
    return EntryReply(
        **_common(reward),
        why_not=[],
        state=reward.state.value,
        ring_up=WordsReply.model_validate(draft.texts.ring_up),
        offline=draft.offline,
        life=terms.life,
        undo=terms.undo,
        usable_from=terms.usable_from,
        in_total=terms.in_total,
        created_at=reward.created_at,
    )


def preview_reply(preview: Preview) -> PreviewReply:
    """Return what a reward would be."""
    return PreviewReply(
        problems=list(preview.problems),
        online_only=preview.online_only,
        least_price=preview.least_price,
        shops=[it.id for it in preview.shops],
        members=preview.members,
    )


def voucher_reply(shown: ShownVoucher) -> VoucherReply:
    """Return a voucher as its member sees it."""
    voucher, draft = shown.voucher, shown.frozen.draft
    return VoucherReply(
        id=voucher.id,
        reward=voucher.reward,
        version=voucher.version,
        kind=draft.kind.value,
        title=WordsReply.model_validate(draft.texts.title),
        details=WordsReply.model_validate(draft.texts.details),
        value=draft.value,
        picture=_picture(shown.frozen),
        scope=voucher.scope.value,
        place=voucher.place,
        points=voucher.points,
        state=voucher.state.value,
        issued_at=voucher.issued_at,
        not_after=voucher.not_after,
        ended_at=voucher.ended_at,
        code=shown.code,
    )


def short_code_reply(made: ShortCode) -> ShortCodeReply:
    """Return a short code."""
    return ShortCodeReply(code=made.code, expires_at=made.expires_at)


def redemption_reply(redemption: Redemption) -> RedemptionRowReply:
    """Return a redemption as the staff sees it."""
    return RedemptionRowReply(
        id=base64url.encode(redemption.id),
        voucher=redemption.voucher,
        version=redemption.version,
        shop=redemption.shop,
        till=redemption.till,
        at=redemption.at,
        points=redemption.points,
        value=redemption.value,
        cashier=redemption.cashier,
        state=redemption.state.value,
        undone_at=redemption.undone_at,
        undone_by=redemption.undone_by,
    )


def bound_reply(amount: Tiyn, tills: list[TillExposure]) -> BoundReply:
    """Return the bound and each till's part in it."""
    return BoundReply(amount=amount, tills=[ExposureReply.model_validate(it) for it in tills])


def loss_reply(loss: Loss) -> LossReply:
    """Return a loss."""
    return LossReply(
        kind=loss.kind,
        partner=loss.partner,
        shop=loss.shop,
        till=loss.till,
        amount=loss.amount,
        shown=loss.shown,
        at=loss.at,
    )


def picture_path(digest: bytes) -> str:
    """Return where a picture is to be had."""
    return f"/api/v1/pictures/{base64url.encode(digest)}"


def _picture(frozen: Frozen) -> str | None:
    digest = frozen.draft.picture
    return None if digest is None else picture_path(digest)


def _why(hindrance: Hindrance) -> HindranceReply:
    return HindranceReply(
        code=hindrance.code.value,
        missing=hindrance.missing,
        tier=None if hindrance.tier is None else hindrance.tier.value,
        at=hindrance.at,
    )


def _common(reward: Reward) -> dict[str, Any]:
    frozen = reward.now
    draft, terms = frozen.draft, frozen.draft.terms
    return {
        "id": reward.id,
        "version": frozen.version,
        "partner": reward.partner,
        "kind": draft.kind.value,
        "title": WordsReply.model_validate(draft.texts.title),
        "details": WordsReply.model_validate(draft.texts.details),
        "price": draft.price,
        "value": draft.value,
        "percent": draft.percent,
        "most": draft.most,
        "scope": terms.scope.value,
        "shops": list(terms.shops),
        "tier": terms.tier.value,
        "valid_from": terms.valid_from,
        "valid_until": terms.valid_until,
        "limit": terms.limit,
        "left": reward.stock,
        "picture": _picture(frozen),
    }
