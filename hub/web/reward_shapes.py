"""What is asked about rewards and vouchers, as JSON."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contracts.wire import base64url
from contracts.wire.redeeming import RewardKind
from contracts.wire.units import Points, ShopId, TillId, Tiyn, UnixTime
from contracts.wire.voucher import Scope
from hub.core.rewards.catalogue import (
    LARGEST_LIMIT,
    LARGEST_PRICE,
    LARGEST_STOCK,
    LONGEST_LIFE,
    MOST_SHOPS,
    WHOLE,
    Draft,
    Terms,
)
from hub.core.rewards.texts import (
    LONGEST_DETAILS,
    LONGEST_RING_UP,
    LONGEST_TITLE,
    RewardTexts,
    texts_from,
)
from hub.core.tiers import Tier
from hub.usecases.vouchers import Purchase
from hub.web.pages import LARGEST_PAGE, USUAL_PAGE, PageQuery
from hub.web.shapes import Body, Path, Query, RowId, Whole

KindName = Literal["discount", "product", "cashback", "special_offer", "part_payment"]
ScopeName = Literal["any", "shop", "till"]
TierName = Literal["bronze", "silver", "gold"]
StateName = Literal["draft", "offered", "withdrawn"]
Digest = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$")]
"""SHA-256 of a picture, in base64url."""
RequestId = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9_-]{16,64}$")]
"""Made by the asker, once for one act: the same one again is the same voucher."""
Title = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TITLE)]
RingUp = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_RING_UP)]
Details = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_DETAILS)]
Amount = Annotated[int, Field(ge=1, le=2**32 - 1)]
"""Tiyn."""
Percent = Annotated[int, Field(ge=1, le=WHOLE)]
"""Hundredths of a per cent."""
Time = Annotated[int, Field(ge=0, le=2**32 - 1)]
"""Unix time."""


class RewardPath(Path):
    """Which reward."""

    id: RowId


class VoucherPath(Path):
    """Which voucher."""

    id: RowId


class PicturePath(Path):
    """Which picture."""

    digest: Digest


class TitleTexts(Body):
    """A title in three languages."""

    kk: Title
    ru: Title
    en: Title


class DetailsTexts(Body):
    """Details in three languages."""

    kk: Details
    ru: Details
    en: Details


class RingUpTexts(Body):
    """How a cashier rings it up, in three languages."""

    kk: RingUp
    ru: RingUp
    en: RingUp


class RewardBody(Body):
    """A reward as its owner writes it."""

    kind: KindName
    price: Annotated[int, Field(ge=0, le=LARGEST_PRICE)]
    title: TitleTexts
    details: DetailsTexts
    ring_up: RingUpTexts
    value: Amount | None = None
    percent: Percent | None = None
    most: Amount | None = None
    offline: bool = False
    picture: Digest | None = None
    valid_from: Time | None = None
    valid_until: Time | None = None
    shops: Annotated[list[RowId], Field(max_length=MOST_SHOPS, default_factory=list)]
    tier: TierName = "bronze"
    life: Annotated[int, Field(ge=3600, le=LONGEST_LIFE)] | None = None
    limit: Annotated[int, Field(ge=1, le=LARGEST_LIMIT)] | None = None
    scope: ScopeName = "any"
    undo: bool = True
    usable_from: Time | None = None
    in_total: bool | None = None
    """Whether the printed total still holds what the voucher paid; part-payments do."""

    def draft(self) -> Draft:
        """Return it as the core knows it."""
        return Draft(
            kind=RewardKind(self.kind),
            price=Points(self.price),
            texts=self._texts(),
            terms=self._terms(),
            value=None if self.value is None else Tiyn(self.value),
            percent=self.percent,
            most=None if self.most is None else Tiyn(self.most),
            offline=self.offline,
            picture=None if self.picture is None else base64url.decode(self.picture),
        )

    def _texts(self) -> RewardTexts:
        written = {
            "title": self.title.model_dump(),
            "details": self.details.model_dump(),
            "ring_up": self.ring_up.model_dump(),
        }
        return texts_from(written)

    def _terms(self) -> Terms:
        part = RewardKind(self.kind) is RewardKind.PART_PAYMENT
        return Terms(
            valid_from=_time(self.valid_from),
            valid_until=_time(self.valid_until),
            shops=tuple(ShopId(it) for it in self.shops),
            tier=Tier(self.tier),
            life=self.life,
            limit=self.limit,
            scope=Scope(self.scope),
            undo=self.undo,
            usable_from=_time(self.usable_from),
            in_total=part if self.in_total is None else self.in_total,
        )


class NewRewardBody(RewardBody):
    """A new reward of a partner."""

    partner: RowId
    stock: Annotated[int, Field(ge=0, le=LARGEST_STOCK)] | None = None


class PreviewBody(RewardBody):
    """A reward that is only looked at."""

    partner: RowId


class StockBody(Body):
    """How many of a reward are left; null: without end."""

    stock: Annotated[int, Field(ge=0, le=LARGEST_STOCK)] | None


class ClaimRewardBody(Body):
    """What a member asks for."""

    request: RequestId
    shop: RowId | None = None
    till: RowId | None = None
    points: Annotated[int, Field(ge=1, le=LARGEST_PRICE)] | None = None

    def purchase(self) -> Purchase:
        """Return it as the use case takes it."""
        return Purchase(
            request=self.request.encode("ascii"),
            shop=None if self.shop is None else ShopId(self.shop),
            till=None if self.till is None else TillId(self.till),
            points=None if self.points is None else Points(self.points),
        )


class ShortCodeBody(Body):
    """At which shop a short code is typed."""

    shop: RowId


class CatalogueQuery(PageQuery):
    """Which rewards of a list."""

    state: StateName | None = None


class SinceQuery(Query):
    """From when on."""

    since: Whole = 0
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = USUAL_PAGE


class BoundQuery(Query):
    """Of which partner."""

    partner: RowId | None = None


def _time(value: int | None) -> UnixTime | None:
    return None if value is None else UnixTime(value)
