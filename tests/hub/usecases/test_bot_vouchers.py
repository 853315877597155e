"""What members are told of their vouchers: nearly over, handed out, given back."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from contracts.wire.units import UnixTime
from hub.adapters.bot_api import HttpBotApi
from hub.adapters.database.store import DatabaseStore
from hub.core.almaty import local
from hub.core.bot.notices import HOUR, VOUCHER_WARNING_S
from hub.core.ids import MemberId
from hub.usecases.bot_planning import plan_notices, remind_of_vouchers
from hub.usecases.bot_sending import send_notices
from hub.usecases.own_profile import change_profile
from hub.usecases.voucher_upkeep import expire_vouchers
from hub.usecases.vouchers import cancel_voucher
from tests.hub.bot_api import FakeTelegram, telegram_running
from tests.hub.hubs import BOT_TOKEN, NOW
from tests.hub.reward_world import ANYWHERE, RewardWorld

MORNING = NOW - 7 * HOUR
"""11:13 in Almaty; a voucher lives a day from then."""
NBSP = "\N{NO-BREAK SPACE}"


class BotWorld(RewardWorld):
    """A hub with rewards, and a member whom its bot may write to."""

    def __init__(self, store: DatabaseStore, telegram: FakeTelegram, api: HttpBotApi) -> None:
        super().__init__(DatabaseStore(store.engine, now=lambda: UnixTime(self.clock.time)))
        self.telegram = telegram
        self.api = api
        self.clock.time = MORNING
        self.one = self.member()
        change_profile(self.hub, self.one, language="ru", notices=True)
        plan_notices(self.hub)

    def told(self) -> list[str]:
        """Do what the worker does, and return all that the member has on his phone."""
        plan_notices(self.hub)
        while any(send_notices(self.hub, self.api).values()):
            pass
        return self.telegram.texts()


@pytest.fixture
def world(store: DatabaseStore) -> Iterator[BotWorld]:
    """Return a world in the morning."""
    with telegram_running(BOT_TOKEN) as telegram:
        with closing(HttpBotApi(BOT_TOKEN, telegram.address)) as api:
            yield BotWorld(store, telegram, api)
        assert telegram.wrong == []


def test_a_voucher_that_is_nearly_over_is_told_of_once(world: BotWorld) -> None:
    """Three hours before, with a button that shows it; not one that was given back."""
    reward = world.offered(ANYWHERE)
    kept = world.bought(world.one, reward.id).voucher
    world.clock.time += 20 * 60
    back = world.bought(world.one, reward.id).voucher
    world.clock.time = kept.not_after - VOUCHER_WARNING_S - 600
    assert remind_of_vouchers(world.hub) == {"planned": 0}
    world.clock.time += 600 + HOUR
    assert remind_of_vouchers(world.hub) == {"planned": 2}
    assert remind_of_vouchers(world.hub) == {"planned": 0}
    cancel_voucher(world.hub, world.one, back.id)
    first, second = world.told()
    until = local(kept.not_after)
    assert first == f"Ваучер «Круассан» действует до {until.day}{NBSP}сентября, {until:%H:%M}."
    assert second == f"Ваучер «Круассан» возвращён. Баллы снова у вас: 100{NBSP}баллов."
    button = world.telegram.sent[0].words["reply_markup"]["inline_keyboard"][0][0]
    assert button["url"] == f"https://t.me/baursak_bot?startapp=voucher-{kept.id}"


def test_a_voucher_handed_out_is_told_of_with_its_shop(world: BotWorld) -> None:
    """So that whoever did not get the croissant knows where to ask."""
    till = world.till()
    shown = world.bought(world.one, world.offered(ANYWHERE).id)
    world.redeemed(till, shown.code)
    with world.hub.store.read() as work:
        shop = work.shops.get(world.shop)
    assert shop is not None
    (text,) = world.told()
    assert text.startswith(f"Выдано: Круассан ({shop.name}). Приятного аппетита!\n")


def test_a_voucher_that_is_over_gives_its_points_back(world: BotWorld) -> None:
    """And the member hears of it, in the morning."""
    world.bought(world.one, world.offered(ANYWHERE).id)
    world.clock.time += 26 * HOUR
    expire_vouchers(world.hub)
    assert world.told() == [f"Срок ваучера «Круассан» истёк. Баллы вернулись: 100{NBSP}баллов."]


def test_a_stranger_to_notices_has_no_reminder(world: BotWorld) -> None:
    """Nor a member whose vouchers are of an hour."""
    other: MemberId = world.member()
    voucher = world.bought(other, world.offered(ANYWHERE).id).voucher
    world.clock.time = voucher.not_after - VOUCHER_WARNING_S
    assert remind_of_vouchers(world.hub) == {"planned": 0}
