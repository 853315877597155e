"""A bakery for the tests of what members see: rewards to choose from, and a real server."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from contracts.wire.event import Event
from contracts.wire.redeeming import RewardKind
from contracts.wire.units import Points, TillId, Tiyn, UnixTime
from contracts.wire.voucher import Scope
from contracts.wire.wording import Wording
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.app import web_over
from hub.core.access.people import TillKey
from hub.core.ids import MemberId
from hub.core.rewards.catalogue import Draft, Reward, Terms
from hub.core.rewards.texts import Details, RewardTexts
from hub.core.tiers import Tier
from hub.usecases.rewards import add_picture, add_reward, offer_reward
from hub.web.surroundings import WebSettings
from tests.hub.usecases.claim_world import ClaimWorld
from tests.hub.web.sockets import serving

_RING_UP = Wording("«Сыйлық» батырмасы.", "Кнопка «Подарок».", "Press Gift.")


def _draft(price: int, title: Wording, details: Details, **more: object) -> Draft:
    plain = Draft(
        kind=RewardKind.PRODUCT,
        price=Points(price),
        texts=RewardTexts(title, details, _RING_UP),
        terms=Terms(scope=Scope.SHOP),
        value=Tiyn(900_00),
        offline=True,
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # a draft's own fields


CROISSANT = _draft(
    300,
    Wording("Бадамды круассан", "Круассан с миндалём", "Almond croissant"),
    Details(
        "Таңертең пісіріледі, бадам кремі қосылған.",
        "Печём утром, внутри миндальный крем.",
        "Baked in the morning, with almond cream inside.",
    ),
)
COFFEE = _draft(
    450,
    Wording("Капучино, 300 мл", "Капучино, 300 мл", "Cappuccino, 300 ml"),
    Details("Кез келген сүтпен.", "На любом молоке.", "With any milk."),
)
DISCOUNT = _draft(
    200,
    Wording("Тортқа жеңілдік", "Скидка на торт", "A cake for less"),
    Details(
        "Дайын торттардың бәріне.", "На любой готовый торт.", "On any cake that is ready."
    ),
    kind=RewardKind.DISCOUNT, value=None, percent=1_500, offline=False, terms=Terms(),
)  # fmt: skip
GOLDEN = _draft(
    1_200,
    Wording("Үлкен бал торты", "Большой медовик", "A whole honey cake"),
    Details("Бір күн бұрын айтыңыз.", "Скажите за день.", "Tell us a day ahead."),
    kind=RewardKind.SPECIAL_OFFER,
    terms=Terms(scope=Scope.SHOP, tier=Tier.GOLD),
)
PART = _draft(
    2_000,
    Wording("Чекті ұпаймен төлеу", "Оплата чека баллами", "Pay with points"),
    Details("Чектің жартысына дейін.", "До половины чека.", "Up to half of a receipt."),
    kind=RewardKind.PART_PAYMENT, value=None, offline=False, terms=Terms(),
)  # fmt: skip
AT_TILL = _draft(
    150,
    Wording("Бір бауырсақ", "Один баурсак", "One baursak"),
    Details("Пештен жаңа шыққан.", "Только из печи.", "Fresh from the oven."),
    terms=Terms(scope=Scope.TILL), offline=False,
)  # fmt: skip


class Bakery(ClaimWorld):
    """A bakery that is open now: its hub's clock shows what the phone's shows."""

    def __init__(
        self, store: DatabaseStore, bell: MemoryBell, *, official_script: bool = False
    ) -> None:
        ringing = DatabaseStore(store.engine, ring=bell.ring)
        super().__init__(ringing)
        self.clock.time = int(time.time())
        with ringing.begin() as work:
            shop = work.shops.get(self.shop)
            assert shop is not None
            work.shops.change(replace(shop, name="Абай даңғылы", address="Алматы, Абай 44"))
        self.rig = self.selling()
        settings = WebSettings(secure=False, rate_factor=1000, official_script=official_script)
        self.app = web_over(self.hub, settings, bell=bell)

    def now(self) -> UnixTime:
        """Return the time."""
        return UnixTime(self.clock.time)

    def slip(self, total: int = 2_840_00) -> tuple[Event, str]:
        """Return a receipt of this moment and the code of its slip."""
        [event] = self.rig.append(self.sale(total), at=self.clock.time - 60)
        return event, self.code(event)

    def offers(self, *drafts: Draft, stock: int | None = None) -> list[Reward]:
        """Put rewards before the members."""
        made = [add_reward(self.hub, self.owner, self.partner, it, stock) for it in drafts]
        return [offer_reward(self.hub, self.owner, it.id) for it in made]

    def photographed(self, draft: Draft, photo: bytes) -> Draft:
        """Return *draft* with a picture, as an owner uploads it."""
        return replace(draft, picture=add_picture(self.hub, self.owner, photo))

    def key_of(self, till: TillId) -> TillKey:
        """Return what the guard knows of a till."""
        with self.store.read() as work:
            found = work.till_keys.of(till)
        assert found is not None, "it has enrolled"
        return found

    def member_called(self, number: int) -> MemberId:
        """Return the member who opened the app with that Telegram account."""
        with self.store.read() as work:
            found = work.members.of_telegram(number)
        assert found is not None, "he has opened the app"
        return found.id

    @contextmanager
    def open(self) -> Iterator[str]:
        """Serve the hub while the block lasts; return HOST:PORT."""
        with serving(self.app) as place:
            yield place
